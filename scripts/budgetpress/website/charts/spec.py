"""A scene as a Vega-Lite specification, made with Altair: the build draws it, and so does a reader's browser.

Every mark stands at pixels that :mod:`budgetpress.website.charts.scene` holds; scales only let a reader zoom.
Amounts are written in full in three units, so that a switch of unit adds no arithmetic of its own.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from budgetpress.website.charts.scene import (
    STEPS,
    Label,
    Ribbon,
    Scene,
    Style,
    in_unit,
    wording,
)
from budgetpress.website.escape import clean
from budgetpress.website.words import Word, raw

# A figure in the unit that a reader chose; 7 pixels a character is more than any digit takes.
_IN_UNIT = (
    "!datum.n || step < 0 ? datum.t : datum.r && length(datum.n[step]) * 7 > datum.r ? ''"
    " : datum.n[step] + datum.s"
)
_OPACITY = {"ink": 1.0, "soft": 0.82, "white": 1.0}
RIBBON = 0.32


def chart_spec(scene: Scene, name: Word) -> str:
    """The specification as JSON, its wording as pairs; the same scene gives the same text.

    In a browser it has tooltips, zoom by wheel and drag, and a switch of unit.
    """
    import altair as alt  # imported here: it takes longer than all the rest of a small site
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):  # Vega-Lite's own compiler tells what is wrong, and in a hundredth of the time
        spec = _chart(alt, scene, name).to_dict(context={"pre_transform": False}, validate=False)
    spec["layer"][0]["params"] = [{"name": "zoom", "select": "interval", "bind": "scales"}]
    spec["params"] = _switches(scene)
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def _chart(alt: Any, scene: Scene, name: Word) -> Any:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, scene.width], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[scene.height, 0], nice=False, zero=False))
    tips = [alt.Tooltip("t:N", title=raw("项目", "Item")), alt.Tooltip("n:N", title=raw("金额", "Amount"))]
    layers: list[Any] = []
    if scene.ribbons:
        areas = [
            point for index, ribbon in enumerate(scene.ribbons) for point in _ribbon(scene, ribbon, index)
        ]
        shown = alt.Chart(alt.Data(values=areas)).mark_area(
            opacity=RIBBON, interpolate="monotone", line=False
        )
        layers.append(shown.encode(x=x, y=y, y2="y2:Q", detail="k:N", color=_fill(alt), tooltip=tips))
    boxes = [
        {"x": r.x, "x2": round(r.x + r.width, 1), "y": r.y, "y2": round(r.y + r.height, 1), "f": r.fill}
        | _tip(scene, r.tip, r.amount)
        | ({"g": f"k{r.group}"} if r.group >= 0 else {})
        for r in scene.rects
    ]
    rects = alt.Chart(alt.Data(values=boxes)).mark_rect()
    grouped = {"description": "g:N"} if any(r.group >= 0 for r in scene.rects) else {}
    layers.append(rects.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=_fill(alt), tooltip=tips, **grouped))
    for style, labels in _by((label.style, label) for label in scene.labels):
        layers.append(_texts(alt, scene, style, labels).encode(x=x, y=y, text="t:N"))
    chart = alt.layer(*layers).properties(
        width=scene.width,
        height=scene.height,
        background="transparent",
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
        description=raw(name.zh, name.en),
    )
    return chart.configure(font="sans-serif").configure_view(stroke=None)


def _fill(alt: Any) -> Any:
    return alt.Color("f:N", scale=None, legend=None)


def _texts(alt: Any, scene: Scene, style: Style, labels: list[Label]) -> Any:
    values = [_text(scene, label) for label in labels]
    chart = alt.Chart(alt.Data(values=values)).mark_text(
        align={"left": "left", "middle": "center", "right": "right"}[style.anchor],
        baseline="alphabetic",
        fontSize=style.size,
        fontWeight="bold" if style.bold else "normal",
        color="#fff" if style.tone == "white" else "currentColor",
        opacity=_OPACITY[style.tone],
    )
    if any("n" in value for value in values):
        chart = chart.transform_calculate(t=_IN_UNIT)
    return chart


def _text(scene: Scene, label: Label) -> dict[str, Any]:
    """A text at its place; an amount in the three units beside the one that is shown at first."""
    place: dict[str, Any] = {"x": label.x, "y": label.y}
    if label.amount is None:
        return place | {"t": wording(label.zh, label.en)}
    zh, en = scene.number(label.amount)
    found = place | {"t": _alone(label, zh + label.zh, en + label.en)}
    if not scene.counts:
        steps = [in_unit(label.amount, unit) for unit in STEPS]
        found |= {"n": [_alone(label, step, step) for step in steps], "s": _alone(label, label.zh, label.en)}
        found |= {"r": label.room} if label.room else {}
    return found


def _alone(label: Label, zh: str, en: str) -> str:
    return wording("" if label.only == "en" else zh, "" if label.only == "zh" else en)


def _switches(scene: Scene) -> list[dict[str, Any]]:
    if scene.counts:
        return []
    names = [raw("同图", "As drawn"), *(raw(unit.name.zh, unit.name.en) for unit in STEPS)]
    bound = {"input": "select", "name": raw("单位", "Unit"), "options": [-1, 0, 1, 2], "labels": names}
    return [{"name": "step", "value": -1, "bind": bound}]


def _ribbon(scene: Scene, ribbon: Ribbon, index: int) -> list[dict[str, Any]]:
    """Four points: with these, `monotone` makes an S that leaves and arrives level."""
    near = min(1.0, (ribbon.x1 - ribbon.x0) / 4)
    more = {"k": f"{index:03d}", "f": ribbon.fill, **_tip(scene, ribbon.tip, ribbon.amount)}
    ends = (
        (ribbon.x0, ribbon.y0),
        (ribbon.x0 + near, ribbon.y0),
        (ribbon.x1 - near, ribbon.y1),
        (ribbon.x1, ribbon.y1),
    )
    return [{"x": round(x, 1), "y": y, "y2": round(y + ribbon.thick, 1)} | more for x, y in ends]


def _tip(scene: Scene, tip: Word, amount: Decimal) -> dict[str, str]:
    number = f"{amount}" if scene.counts else f"{amount:,.2f}"
    zh, en = ("行", "rows") if scene.counts else ("元", "CNY")
    return {
        "t": wording(clean(tip.zh), clean(tip.en or tip.zh)),
        "n": raw(f"{number} {zh}", f"{number} {en}"),
    }


def _by(pairs: Iterable[tuple[Style, Label]]) -> list[tuple[Style, list[Label]]]:
    """What shares a style, in the order of first appearance."""
    found: dict[Style, list[Label]] = {}
    for style, label in pairs:
        found.setdefault(style, []).append(label)
    return list(found.items())
