"""A scene to a small SVG, mark by mark as Vega draws its specification, but without asking Vega.

A scene has its marks at pixels, so there is nothing to lay out; a test lets Vega draw the specification too
and compares. Nothing in the drawing depends on the fonts of the machine: texts are anchored, never measured.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from budgetpress.website.charts.scene import Rect, Ribbon, Scene, Style
from budgetpress.website.charts.spec import OPACITY, RIBBON, by_style, chart_spec, near, text_of
from budgetpress.website.words import Word

_ANCHOR = {"left": "", "middle": ' text-anchor="middle"', "right": ' text-anchor="end"'}


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A drawing at one width: its specification as JSON, and the content of its SVG, wording as pairs."""

    width: int
    height: float
    spec: str
    marks: str


def drawn(scene: Scene, name: Word) -> Drawing:
    """The scene as a specification, and as a reader sees it at first."""
    return Drawing(
        width=scene.width, height=scene.height, spec=chart_spec(scene, name), marks="".join(marks(scene))
    )


def marks(scene: Scene) -> Iterator[str]:
    """The marks of a scene in order, those of one look under one element."""
    for fill, ribbons in groupby(scene.ribbons, key=lambda ribbon: ribbon.fill):
        yield f'<g fill="{fill}" opacity="{RIBBON}">{"".join(map(_ribbon, ribbons))}</g>'
    for fill, rects in groupby(scene.rects, key=lambda rect: rect.fill):
        yield f'<g fill="{fill}">{"".join(map(_rect, rects))}</g>'
    for style, labels in by_style(scene):
        said = ((label, text_of(scene, label)) for label in labels)
        texts = (f'<text x="{_px(at.x)}" y="{_px(at.y)}">{escape(text)}</text>' for at, text in said if text)
        if inner := "".join(texts):
            yield f"<g{_look(style)}>{inner}</g>"


def _look(style: Style) -> str:
    """What is said of texts: initial values and the colour of the page's text need no word."""
    weight = ' font-weight="bold"' if style.bold else ""
    fill = ' fill="#fff"' if style.tone == "white" else ""
    opacity = f' opacity="{OPACITY[style.tone]:g}"' if OPACITY[style.tone] != 1 else ""
    return f'{_ANCHOR[style.anchor]} font-size="{style.size}"{weight}{fill}{opacity}'


def _rect(rect: Rect) -> str:
    wide = round(rect.x + rect.width, 1) - rect.x
    high = round(rect.y + rect.height, 1) - rect.y
    group = f' data-k="{rect.group}"' if rect.group >= 0 else ""
    return f'<path d="M{_px(rect.x)},{_px(rect.y)}h{_px(wide)}v{_px(high)}h{_px(-wide)}Z"{group}/>'


def _ribbon(ribbon: Ribbon) -> str:
    """An S that leaves and arrives level, and the same way back."""
    bend = near(ribbon)
    start, end = ribbon.x0 + bend, ribbon.x1 - bend
    low0, low1 = round(ribbon.y0 + ribbon.thick, 1), round(ribbon.y1 + ribbon.thick, 1)
    third = (end - start) / 3
    one, two = _px(start + third), _px(end - third)
    y0, y1, y2, y3 = map(_px, (ribbon.y0, ribbon.y1, low1, low0))
    there = f"M{_px(ribbon.x0)},{y0}H{_px(start)}C{one},{y0},{two},{y1},{_px(end)},{y1}H{_px(ribbon.x1)}"
    back = f"V{y2}H{_px(end)}C{two},{y2},{one},{y3},{_px(start)},{y3}H{_px(ribbon.x0)}Z"
    return f'<path d="{there}{back}"/>'


def _px(value: float) -> str:
    """A number to a tenth of a pixel."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
