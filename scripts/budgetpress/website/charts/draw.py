"""A scene to a small SVG: drawn by Vega, what it repeats taken out, kept under the hash of the scene.

Nothing in the drawing depends on the fonts of the machine: texts are anchored at points, never measured.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

from budgetpress.website.charts.scene import Scene
from budgetpress.website.charts.spec import chart_spec
from budgetpress.website.words import Word

_SVG = "{http://www.w3.org/2000/svg}"
_AT = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_GROUP = re.compile(r"k(\d+)")  # the class of a box in a treemap, for who clicks on it
_LONG = re.compile(r"\d+\.\d{2,}")
_FORMAT = "2"  # raise it when `compact` changes: what is kept was made by the old one
# What marks of one look share, said once for all of them.
_PATH = ("fill", "opacity")
_TEXT = ("text-anchor", "font-size", "font-weight", "fill", "opacity")


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A drawing at one width: its specification as JSON, and the content of its SVG, wording as pairs."""

    width: int
    height: float
    spec: str
    marks: str


class Painter:
    """Draws scenes; `cache` is a folder that may be emptied at any time."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache / "charts"

    def paint(self, scene: Scene, name: Word) -> Drawing:
        """The scene as a specification, and as Vega draws that."""
        made = "\n".join((_FORMAT, version("altair"), version("vl-convert-python"), repr(name), repr(scene)))
        kept = self._cache / f"{hashlib.sha256(made.encode()).hexdigest()}.json"
        if kept.is_file():
            spec, marks = json.loads(kept.read_text(encoding="utf-8"))
        else:
            spec, marks = self._draw(chart_spec(scene, name), kept)
        return Drawing(width=scene.width, height=scene.height, spec=spec, marks=marks)

    def _draw(self, spec: str, kept: Path) -> tuple[str, str]:
        import vl_convert  # a large native library: loaded only where something is drawn

        marks = compact(vl_convert.vegalite_to_svg(json.loads(spec)))
        self._cache.mkdir(parents=True, exist_ok=True)
        part = kept.with_suffix(f".{os.getpid()}.part")
        part.write_text(json.dumps((spec, marks)), encoding="utf-8")
        part.replace(kept)
        return spec, marks


def compact(svg: str) -> str:
    """The marks of an SVG that Vega drew, each group of one look under one element."""
    groups: list[tuple[tuple[str, ...], list[str]]] = []
    for element in ET.fromstring(svg).iter():  # noqa: S314 - Vega wrote it
        if element.tag == f"{_SVG}path" and element.get("fill") not in (None, "none", "transparent"):
            group = _GROUP.fullmatch(element.get("aria-label", ""))
            of = f' data-k="{group[1]}"' if group else ""
            mark, look = f'<path d="{_short(element.get("d", ""))}"{of}/>', _look(element, _PATH)
        elif element.tag == f"{_SVG}text" and element.text:
            at = _AT.match(element.get("transform", ""))
            x, y = (_short(value) for value in at.groups()) if at else ("0", "0")
            mark, look = f'<text x="{x}" y="{y}">{escape(element.text)}</text>', _look(element, _TEXT)
        else:
            continue
        if not groups or groups[-1][0] != look:
            groups.append((look, []))
        groups[-1][1].append(mark)
    return "".join(f"<g{''.join(f' {pair}' for pair in look)}>{''.join(marks)}</g>" for look, marks in groups)


def _look(element: ET.Element, names: tuple[str, ...]) -> tuple[str, ...]:
    """The attributes that say something: initial values and the colour of the page's text need no word."""
    said = []
    for name in names:
        value = (element.get(name) or "").removesuffix("px")
        if value and (name, value) not in _UNSAID:
            said.append(f"{name}={quoteattr(value)}")
    return tuple(said)


_UNSAID = {
    ("text-anchor", "start"),
    ("font-weight", "normal"),
    ("fill", "currentColor"),
    ("fill", "currentcolor"),
    ("opacity", "1"),
}


def _short(path: str) -> str:
    """Numbers to a tenth of a pixel."""
    return _LONG.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), path)
