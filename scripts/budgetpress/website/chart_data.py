"""What a chart shows, computed exactly from published amounts: bars, their parts, and the finding in words.

Which chart a resource has is declared by its form and arrives as the resource's `chart` object; the kinds
are `bars`, `stacked`, `parts`, `sides` and `count`. Shares are given only where no amount is negative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetpress.website.data import Package, Record, Resource, text
from budgetpress.website.words import SIDE, Word, for_english, percent, ten_thousand

_ZERO = Decimal(0)
_TOP = 20
# 一、（一） 1. before a printed line: its number in the form, no part of its name.
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十百]+、|（[一二三四五六七八九十]+）|\d+[.、．]\s*)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar: `parts` has a value (yuan, or a count) for every series of the chart."""

    label: str
    label_en: str
    parts: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """The length of the bar."""
        return sum(self.parts, _ZERO)


@dataclass(frozen=True, kw_only=True, slots=True)
class ChartData:
    """A chart before it is drawn. `whole` is what shares refer to, None where shares mean nothing."""

    kind: str
    question: Word
    finding: Word
    series: tuple[Word, ...]
    bars: tuple[Bar, ...]
    counts: bool
    wholes: tuple[Decimal | None, ...]
    disputed: int


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """What a maker of bars is given: the chart's declaration and the rows it is about."""

    package: Package
    resource: Resource
    chart: Mapping[str, Any]
    rows: list[Record]


def chart_data(package: Package, resource: Resource) -> ChartData | None:
    """The chart that the form chose for a resource, or None where there is none or nothing to draw."""
    chart = resource.chart
    kind = text(chart, "kind") if chart else ""
    maker = _MAKERS.get(kind)
    if chart is None or maker is None:
        return None
    kinds = chart.get("kinds") or ["item"]
    rows = [row for row in resource.rows if row.get("kind", "item") in kinds]
    if kind == "parts" and not rows:
        rows = list(resource.rows)
    series, bars, groups = maker(_Asked(package=package, resource=resource, chart=chart, rows=rows))
    if not any(bar.total or any(bar.parts) for bar in bars):
        return None
    # A list without a total row may lack rows: its bars are no shares of a whole that anyone printed.
    printed = kind not in ("bars", "stacked") or any(row.get("kind") == "total" for row in resource.rows)
    wholes = tuple(_whole(group) if printed else None for group in groups)
    fields = {name for key in ("value", "values") for name in _names(chart.get(key))}
    return ChartData(
        kind=kind,
        question=Word(zh=text(chart, "title_zh") or resource.title, en=text(chart, "title_en")),
        finding=_finding(kind, series, groups, wholes),
        series=series,
        bars=bars,
        counts=kind == "count",
        wholes=wholes,
        disputed=sum(
            1
            for figure in package.figures.values()
            if figure.resource == resource.name and figure.field in fields and figure.status == "disputed"
        ),
    )


Made = tuple[tuple[Word, ...], tuple[Bar, ...], tuple[tuple[Bar, ...], ...]]


def _bars(asked: _Asked) -> Made:
    names = _names(asked.chart.get("value")) or _names(asked.chart.get("values"))
    grouped: dict[str, tuple[Word, list[Decimal]]] = {}
    for row in asked.rows:
        key, word = _group(asked, row)
        values = grouped.setdefault(key, (word, [_ZERO] * len(names)))[1]
        for index, name in enumerate(names):
            values[index] += _amount(row, name)
    bars = [Bar(label=w.zh, label_en=w.en, parts=tuple(v)) for w, v in grouped.values() if any(v)]
    bars.sort(key=lambda bar: -bar.total)
    top = asked.chart.get("top")
    ranked = _cut(bars, top if isinstance(top, int) and top > 0 else _TOP)
    return _series(asked.resource, names), ranked, (tuple(bars),)


def _parts(asked: _Asked) -> Made:
    bars = []
    names = _names(asked.chart.get("values"))
    for name, word in zip(names, _series(asked.resource, names), strict=True):
        if not any(row.get(name) for row in asked.rows):
            continue  # a blank is not a zero
        total = sum((_amount(row, name) for row in asked.rows), _ZERO)
        bars.append(Bar(label=word.zh, label_en=word.en, parts=(total,)))
    return (Word(zh="金额", en="Amount"),), tuple(bars), (tuple(bars),)


def _sides(asked: _Asked) -> Made:
    sides = list(dict.fromkeys(row.get(text(asked.chart, "side"), "") for row in asked.rows))
    groups = []
    for index, side in enumerate(sides):
        bars = []
        for row in asked.rows:
            value = _amount(row, text(asked.chart, "value"))
            if row.get(text(asked.chart, "side"), "") == side and value:
                parts = tuple(value if index == other else _ZERO for other in range(len(sides)))
                word = _named(asked, row)
                bars.append(Bar(label=word.zh, label_en=word.en, parts=parts))
        groups.append(tuple(sorted(bars, key=lambda bar: -bar.total)))
    series = tuple(SIDE.get(side, Word(zh=side, en=side)) for side in sides)
    return series, tuple(bar for group in groups for bar in group), tuple(groups)


def _count(asked: _Asked) -> Made:
    counts: dict[str, int] = {}
    for row in asked.rows:
        label = row.get(text(asked.chart, "label"), "").strip() or "（空）"
        counts[label] = counts.get(label, 0) + 1
    bars = [Bar(label=label, label_en="", parts=(Decimal(n),)) for label, n in counts.items()]
    bars.sort(key=lambda bar: -bar.total)
    return (Word(zh="行数", en="Rows"),), _cut(bars, _TOP), (tuple(bars),)


_MAKERS = {"bars": _bars, "stacked": _bars, "parts": _parts, "sides": _sides, "count": _count}


def _group(asked: _Asked, row: Record) -> tuple[str, Word]:
    """The group of a row: its code cut to a level and named by the code list, else its label."""
    label = row.get(text(asked.chart, "label"), "").strip()
    code = row.get(text(asked.chart, "group_by"), "") if asked.chart.get("group_by") else ""
    if not code:
        return f"label {label}", Word(zh=label or "（空）", en="")
    cut = asked.chart.get("cut")
    code = code[:cut] if isinstance(cut, int) and cut > 0 else code
    known = asked.package.codelists.get(text(asked.chart, "codelist"), {}).get(code)
    if known is not None:
        return f"code {code}", Word(zh=known.get("name", "") or code, en=known.get("name_en", ""))
    return f"code {code}", Word(zh=f"{code} {label}".strip(), en="")


def _named(asked: _Asked, row: Record) -> Word:
    """A printed line without its ordinal, with the English of its code if the chart names a code list."""
    label = row.get(text(asked.chart, "label"), "").strip()
    code = row.get(text(asked.chart, "group_by"), "")
    known = asked.package.codelists.get(text(asked.chart, "codelist"), {}).get(code, {})
    return Word(zh=_ORDINAL.sub("", label) or label, en=known.get("name_en", ""))


def _cut(bars: list[Bar], top: int) -> tuple[Bar, ...]:
    """The first `top` bars, the rest as one bar if there are several; no negative bar is hidden in it."""
    shown, rest = bars[:top], [bar for bar in bars[top:] if min(bar.parts) >= 0]
    below = [bar for bar in bars[top:] if min(bar.parts) < 0]
    if len(rest) > 1:
        parts = tuple(sum(values, _ZERO) for values in zip(*(bar.parts for bar in rest), strict=True))
        rest = [Bar(label=f"其余 {len(rest)} 项", label_en=f"{len(rest)} others", parts=parts)]
    return (*shown, *rest, *below)


def _series(resource: Resource, names: Iterable[str]) -> tuple[Word, ...]:
    fields = [(name, resource.field(name)) for name in names]
    return tuple(Word(zh=f.title if f else name, en=f.title_en if f else name) for name, f in fields)


def _whole(bars: tuple[Bar, ...]) -> Decimal | None:
    if any(part < 0 for bar in bars for part in bar.parts):
        return None
    return sum((bar.total for bar in bars), _ZERO) or None


def _finding(
    kind: str,
    series: tuple[Word, ...],
    groups: tuple[tuple[Bar, ...], ...],
    wholes: tuple[Decimal | None, ...],
) -> Word:
    """The title of the chart: its largest bar and the bar's share, in both languages."""
    zh, en = [], []
    for index, (bars, whole) in enumerate(zip(groups, wholes, strict=True)):
        if not bars:
            continue
        largest = max(bars, key=lambda bar: bar.total)
        amount_zh = f"{largest.total} 行" if kind == "count" else f"{ten_thousand(largest.total)} 万元"
        amount_en = f"{largest.total} rows" if kind == "count" else for_english(largest.total)
        where = f"{series[index].zh}中" if kind == "sides" else ""
        where_en = f" {series[index].en.lower()}" if kind == "sides" else ""
        share = f"，占 {percent(largest.total, whole)}" if whole and len(bars) > 1 else ""
        share_en = f", {percent(largest.total, whole)}" if whole and len(bars) > 1 else ""
        zh.append(f"{where}最大的是{largest.label}：{amount_zh}{share}")
        en.append(f"Largest{where_en}: {largest.label_en or largest.label}, {amount_en}{share_en}")
    if kind == "stacked" and len(series) > 1 and wholes and wholes[0]:
        whole = wholes[0]
        sums = [sum((bar.parts[i] for bar in groups[0]), _ZERO) for i in range(len(series))]
        zh.append("、".join(f"{w.zh}占 {percent(s, whole)}" for w, s in zip(series, sums, strict=True)))
        en.append(", ".join(f"{w.en} {percent(s, whole)}" for w, s in zip(series, sums, strict=True)))
    return Word(zh="；".join(zh), en="; ".join(en))


def _amount(row: Record, name: str) -> Decimal:
    value = row.get(name, "")
    return Decimal(value) if value else _ZERO


def _names(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
