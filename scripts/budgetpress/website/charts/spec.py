"""A scene as a Vega-Lite specification, made with Altair: a reader's browser draws it when it is asked for.

Every mark stands at pixels that :mod:`budgetpress.website.charts.scene` holds; scales only let a reader zoom.
Amounts are written in full in three units, so that a switch of unit adds no arithmetic of its own. Altair
makes the specification of each kind of scene once; the marks of a scene are put in as data.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from budgetpress.website.charts.scene import (
    STEPS,
    Label,
    Rect,
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
OPACITY = {"ink": 1.0, "soft": 0.82, "white": 1.0}
RIBBON = 0.32
_PUT = re.compile(r'"@(\w+)"')


@dataclass(frozen=True, kw_only=True, slots=True)
class _Kind:
    """What scenes have in common whose specifications differ in their data alone.

    `texts` are the looks of texts in order, each with whether there is an amount among them.
    """

    ribbons: bool
    groups: bool
    counts: bool
    texts: tuple[tuple[Style, bool], ...]


def chart_spec(scene: Scene, name: Word) -> str:
    """The specification as JSON, its wording as pairs; the same scene gives the same text.

    In a browser it has tooltips, zoom by wheel and drag, and a switch of unit.
    """
    texts = by_style(scene)
    kind = _Kind(
        ribbons=bool(scene.ribbons),
        groups=any(rect.group >= 0 for rect in scene.rects),
        counts=scene.counts,
        texts=tuple((style, _has_amounts(scene, labels)) for style, labels in texts),
    )
    put = {
        "name": raw(name.zh, name.en),
        "width": scene.width,
        "height": scene.height,
        "ribbons": [point for k, ribbon in enumerate(scene.ribbons) for point in _ribbon(scene, ribbon, k)],
        "rects": [_rect(scene, rect) for rect in scene.rects],
    }
    put |= {f"texts{k}": [_text(scene, label) for label in labels] for k, (_, labels) in enumerate(texts)}
    return _PUT.sub(lambda match: _json(put[match[1]]), _skeleton(kind))


def by_style(scene: Scene) -> list[tuple[Style, list[Label]]]:
    """The texts of a scene by their look, in the order of first appearance."""
    found: dict[Style, list[Label]] = {}
    for label in scene.labels:
        found.setdefault(label.style, []).append(label)
    return list(found.items())


def text_of(scene: Scene, label: Label) -> str:
    """What a text reads at first, both languages as a pair; an amount in the unit of the drawing."""
    if label.amount is None:
        return wording(label.zh, label.en)
    zh, en = scene.number(label.amount)
    return _alone(label, zh + label.zh, en + label.en)


def near(ribbon: Ribbon) -> float:
    """How far from its ends a ribbon is level."""
    return min(1.0, (ribbon.x1 - ribbon.x0) / 4)


@cache
def _skeleton(kind: _Kind) -> str:
    """The specification of a kind of scene, with `"@name"` where something of the scene goes."""
    import altair as alt  # imported here: it takes longer than all the rest of a small site
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):  # Vega-Lite's own compiler tells what is wrong, and in a hundredth of the time
        spec = _chart(alt, kind).to_dict(context={"pre_transform": False}, validate=False)
    spec["layer"][0]["params"] = [{"name": "zoom", "select": "interval", "bind": "scales"}]
    spec |= {"width": "@width", "height": "@height"}
    spec["params"] = [] if kind.counts else _switches()
    return _json(spec)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _chart(alt: Any, kind: _Kind) -> Any:
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, "@width"], nice=False, zero=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=["@height", 0], nice=False, zero=False))
    tips = [alt.Tooltip("t:N", title=raw("项目", "Item")), alt.Tooltip("n:N", title=raw("金额", "Amount"))]
    layers: list[Any] = []
    if kind.ribbons:
        shown = alt.Chart(alt.Data(values="@ribbons")).mark_area(
            opacity=RIBBON, interpolate="monotone", line=False
        )
        layers.append(shown.encode(x=x, y=y, y2="y2:Q", detail="k:N", color=_fill(alt), tooltip=tips))
    rects = alt.Chart(alt.Data(values="@rects")).mark_rect()
    grouped = {"description": "g:N"} if kind.groups else {}
    layers.append(rects.encode(x=x, y=y, x2="x2:Q", y2="y2:Q", color=_fill(alt), tooltip=tips, **grouped))
    for number, (style, amounts) in enumerate(kind.texts):
        layers.append(_texts(alt, number, style, amounts=amounts).encode(x=x, y=y, text="t:N"))
    chart = alt.layer(*layers).properties(
        background="transparent",
        padding=0,
        autosize=alt.AutoSizeParams(type="none"),
        description="@name",
    )
    return chart.configure(font="sans-serif").configure_view(stroke=None)


def _fill(alt: Any) -> Any:
    return alt.Color("f:N", scale=None, legend=None)


def _texts(alt: Any, number: int, style: Style, *, amounts: bool) -> Any:
    chart = alt.Chart(alt.Data(values=f"@texts{number}")).mark_text(
        align={"left": "left", "middle": "center", "right": "right"}[style.anchor],
        baseline="alphabetic",
        fontSize=style.size,
        fontWeight="bold" if style.bold else "normal",
        color="#fff" if style.tone == "white" else "currentColor",
        opacity=OPACITY[style.tone],
    )
    return chart.transform_calculate(t=_IN_UNIT) if amounts else chart


def _has_amounts(scene: Scene, labels: Sequence[Label]) -> bool:
    return not scene.counts and any(label.amount is not None for label in labels)


def _text(scene: Scene, label: Label) -> dict[str, Any]:
    """A text at its place; an amount in the three units beside the one that is shown at first."""
    found: dict[str, Any] = {"x": label.x, "y": label.y, "t": text_of(scene, label)}
    if label.amount is not None and not scene.counts:
        steps = [in_unit(label.amount, unit) for unit in STEPS]
        found |= {"n": [_alone(label, step, step) for step in steps], "s": _alone(label, label.zh, label.en)}
        found |= {"r": label.room} if label.room else {}
    return found


def _alone(label: Label, zh: str, en: str) -> str:
    return wording("" if label.only == "en" else zh, "" if label.only == "zh" else en)


def _switches() -> list[dict[str, Any]]:
    names = [raw("同图", "As drawn"), *(raw(unit.name.zh, unit.name.en) for unit in STEPS)]
    bound = {"input": "select", "name": raw("单位", "Unit"), "options": [-1, 0, 1, 2], "labels": names}
    return [{"name": "step", "value": -1, "bind": bound}]


def _rect(scene: Scene, rect: Rect) -> dict[str, Any]:
    place = {"x": rect.x, "x2": round(rect.x + rect.width, 1), "y": rect.y, "f": rect.fill}
    group = {"g": f"k{rect.group}"} if rect.group >= 0 else {}
    return place | {"y2": round(rect.y + rect.height, 1)} | _tip(scene, rect.tip, rect.amount) | group


def _ribbon(scene: Scene, ribbon: Ribbon, index: int) -> list[dict[str, Any]]:
    """Four points: with these, `monotone` makes an S that leaves and arrives level."""
    bend = near(ribbon)
    more = {"k": f"{index:03d}", "f": ribbon.fill, **_tip(scene, ribbon.tip, ribbon.amount)}
    ends = (
        (ribbon.x0, ribbon.y0),
        (ribbon.x0 + bend, ribbon.y0),
        (ribbon.x1 - bend, ribbon.y1),
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
