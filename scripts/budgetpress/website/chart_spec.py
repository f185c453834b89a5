"""Chart data to a Vega-Lite specification through Altair: bars with their labels above them.

Labels stand over the bars, not beside them, so that long Chinese names are readable on a telephone.
Colours keep a contrast of 3 to 1 against both the light and the dark page; text takes the page's colour
by style sheet. Numbers become floats here, for pixels only: the exact amounts are in the page's table.
"""

from __future__ import annotations

import json
from decimal import Decimal

from budgetpress.website.chart_data import Bar, ChartData
from budgetpress.website.words import for_english, percent, raw, ten_thousand

COLOURS = ("#2f7dc1", "#c0651a", "#2c8a72", "#8a65c4", "#b5548a", "#78808c")
_STEP = 40
# As in the style sheet, so that Vega measures what the browser draws.
_FONT = "'Helvetica Neue', Arial, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC'"


def chart_spec(data: ChartData) -> str:
    """The specification as JSON, its wording in pairs; the same data gives the same text."""
    import altair as alt  # imported here: it takes longer than all the rest of a small site

    names = [raw(word.zh, word.en) for word in data.series]
    values, labels = _values(data, names)
    negative = any(part < 0 for bar in data.bars for part in bar.parts)
    y = alt.Y("k:N", sort=None, axis=None, title=None, scale=alt.Scale(padding=0))
    colour = alt.Color(
        "s:N",
        scale=alt.Scale(domain=names, range=list(COLOURS[: len(names)])),
        legend=alt.Legend(orient="top", title=None, labelLimit=0, columns=1) if len(names) > 1 else None,
    )
    bars = (
        alt.Chart(alt.Data(values=values))
        .mark_bar(height=11, yOffset=9)
        .encode(
            x=alt.X("v:Q", axis=None, stack=None if negative else "zero", scale=alt.Scale(nice=False)),
            y=y,
            color=colour,
            order=alt.Order("o:Q"),
        )
    )
    if negative and len(names) > 1:
        bars = bars.encode(yOffset=alt.YOffset("s:N", sort=names))
    base = alt.Chart(alt.Data(values=labels)).encode(y=y)
    name = base.mark_text(align="left", baseline="bottom", dy=1, limit=alt.ExprRef("width - 155")).encode(
        x=alt.value(0), text="t:N"
    )
    value = base.mark_text(align="right", baseline="bottom", dy=1).encode(x=alt.value("width"), text="n:N")
    chart = (
        alt.layer(bars, name, value)
        .properties(width="container", height=_STEP * len(data.bars), background="transparent", padding=0)
        .properties(autosize=alt.AutoSizeParams(type="fit-x", contains="padding"))
        .properties(description=raw(data.finding.zh, data.finding.en))
        .configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_text(fontSize=13)
        .configure_legend(labelFontSize=13, symbolType="square")
    )
    spec = chart.to_dict(context={"pre_transform": False})
    return json.dumps(spec, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def chart_height(data: ChartData) -> int:
    """The height of the drawing in pixels, so that the page keeps its place before the chart is drawn."""
    return _STEP * len(data.bars) + (24 * len(data.series) if len(data.series) > 1 else 0)


def _values(data: ChartData, names: list[str]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    values: list[dict[str, object]] = []
    labels: list[dict[str, object]] = []
    for row, bar in enumerate(data.bars):
        key = f"{row:03d}"
        labels.append({"k": key, "t": raw(bar.label, bar.label_en), "n": _number(data, bar)})
        for order, (name, part) in enumerate(zip(names, bar.parts, strict=True)):
            if part or len(names) == 1:
                pixels = float(part if data.counts else part / 10000)
                values.append({"k": key, "s": name, "o": order, "v": pixels})
    return values, labels


def _number(data: ChartData, bar: Bar) -> str:
    """The words at the end of a bar: its amount in 万元 or its count, and its share of the whole."""
    if data.counts:
        shown = raw(f"{bar.total} 行", f"{bar.total} rows")
    else:
        shown = raw(f"{ten_thousand(bar.total)} 万元", for_english(bar.total))
    whole = _whole_of(data, bar)
    return f"{shown} · {percent(bar.total, whole)}" if whole else shown


def _whole_of(data: ChartData, bar: Bar) -> Decimal | None:
    if data.kind != "sides":
        return data.wholes[0]
    return next((whole for whole, part in zip(data.wholes, bar.parts, strict=True) if part), None)
