"""What Vega draws of a specification, written as the site writes its drawings."""

from __future__ import annotations

import json
import re
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape, quoteattr

import vl_convert

_SVG = "{http://www.w3.org/2000/svg}"
_AT = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)")
_GROUP = re.compile(r"k(\d+)")  # the class of a box in a treemap, for who clicks on it
_LONG = re.compile(r"\d+\.\d{2,}")
_PATH = ("fill", "opacity")
_TEXT = ("text-anchor", "font-size", "font-weight", "fill", "opacity")
_UNSAID = {
    ("text-anchor", "start"),
    ("font-weight", "normal"),
    ("fill", "currentColor"),
    ("fill", "currentcolor"),
    ("opacity", "1"),
}
_CURVE = re.compile(r"C([-\d.]+),([-\d.]+),([-\d.]+),([-\d.]+),([-\d.]+),([-\d.]+)")


def vega_marks(spec: str) -> str:
    """The marks of the drawing, each group of one look under one element."""
    groups: list[tuple[str, list[str]]] = []
    for element in ET.fromstring(vl_convert.vegalite_to_svg(json.loads(spec))).iter():  # noqa: S314
        if element.tag == f"{_SVG}path" and element.get("fill") not in (None, "none", "transparent"):
            group = _GROUP.fullmatch(element.get("aria-label", ""))
            of = f' data-k="{group[1]}"' if group else ""
            mark, look = f'<path d="{_path(element.get("d", ""))}"{of}/>', _look(element, _PATH)
        elif element.tag == f"{_SVG}text" and element.text:
            at = _AT.match(element.get("transform", ""))
            x, y = (_short(value) for value in at.groups()) if at else ("0", "0")
            mark, look = f'<text x="{x}" y="{y}">{escape(element.text)}</text>', _look(element, _TEXT)
        else:
            continue
        if not groups or groups[-1][0] != look:
            groups.append((look, []))
        groups[-1][1].append(mark)
    return "".join(f"<g{look}>{''.join(found)}</g>" for look, found in groups)


def _look(element: ET.Element, names: tuple[str, ...]) -> str:
    """The attributes that say something: initial values and the colour of the page's text need no word."""
    values = ((name, (element.get(name) or "").removesuffix("px")) for name in names)
    return "".join(f" {n}={quoteattr(v)}" for n, v in values if v and (n, v) not in _UNSAID)


def _path(path: str) -> str:
    """A path with straight lines for what bends nowhere."""
    return re.sub(r"L[-\d.]+,(?=[-\d.])", "V", _CURVE.sub(_curve, _short(path)))


def _curve(match: re.Match[str]) -> str:
    _, y1, _, y2, x, y = match.groups()
    return f"H{x}" if y1 == y2 == y and abs(float(match[1]) - float(x)) < 1 else match[0]


def _short(path: str) -> str:
    """Numbers to a tenth of a pixel."""
    return _LONG.sub(lambda match: f"{float(match[0]):.1f}".removesuffix(".0"), path)
