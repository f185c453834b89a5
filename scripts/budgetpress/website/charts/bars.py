"""Bars from rows: ranked, stacked, the parts of one record, two sides, counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetpress.website.charts import rows as rows_of
from budgetpress.website.charts.model import ZERO, Bar, Bars
from budgetpress.website.charts.rows import amount, names, number, series, whole
from budgetpress.website.data import Package, Record, Resource, text
from budgetpress.website.words import SIDE, Word

_TOP = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a maker is given: the chart's declaration and the rows it is about."""

    package: Package
    resource: Resource
    declared: Mapping[str, Any]
    rows: list[Record]


def grouped_bars(asked: Asked) -> Bars:
    """One bar a group or label, the largest first, with a part for each value field."""
    fields = names(asked.declared.get("value")) or names(asked.declared.get("values"))
    found: dict[str, tuple[Word, list[Decimal], str]] = {}
    for row in asked.rows:
        key, word = rows_of.grouped(asked.package, asked.declared, row, number(asked.declared, "cut"))
        note = " ".join(row.get(text(asked.declared, "note"), "").split())
        values = found.setdefault(key, (word, [ZERO] * len(fields), note))[1]
        for index, name in enumerate(fields):
            values[index] += amount(row, name)
    bars = [
        Bar(label=word, parts=tuple(values), note=note)
        for word, values, note in found.values()
        if any(values)
    ]
    bars.sort(key=lambda bar: -bar.total)
    # A list without a total row may lack rows: its bars are no shares of a whole that anyone printed.
    printed = any(row.get("kind") == "total" for row in asked.resource.rows)
    ranked = _cut(bars, number(asked.declared, "top", _TOP))
    return Bars(
        series=series(asked.resource, fields),
        groups=(ranked,),
        wholes=(whole(part for bar in bars for part in bar.parts) if printed else None,),
    )


def parts(asked: Asked) -> Bars:
    """One bar a field: the sum of its rows. A field that is blank throughout has none."""
    fields = names(asked.declared.get("values"))
    bars = []
    for name, word in zip(fields, series(asked.resource, fields), strict=True):
        if any(row.get(name) for row in asked.rows):
            bars.append(Bar(label=word, parts=(sum((amount(row, name) for row in asked.rows), ZERO),)))
    return Bars(
        series=(Word(zh="金额", en="Amount"),),
        groups=(tuple(bars),),
        wholes=(whole(bar.total for bar in bars),),
        strip=asked.declared.get("kind") == "strip",
    )


def sides(asked: Asked) -> Bars:
    """The lines of revenue and of expenditure, each side ranked for itself."""
    side, value = text(asked.declared, "side"), text(asked.declared, "value")
    known = list(dict.fromkeys(row.get(side, "") for row in asked.rows))
    groups = []
    for name in known:
        rows = [row for row in asked.rows if row.get(side, "") == name and amount(row, value)]
        bars = [
            Bar(label=rows_of.named(asked.package, asked.declared, row), parts=(amount(row, value),))
            for row in rows
        ]
        groups.append(tuple(sorted(bars, key=lambda bar: -bar.total)))
    kept = [
        (SIDE.get(name, Word(zh=name, en="")), group)
        for name, group in zip(known, groups, strict=True)
        if group
    ]
    return Bars(
        series=(Word(zh="金额", en="Amount"),),
        groups=tuple(group for _, group in kept),
        wholes=tuple(whole(bar.total for bar in group) for _, group in kept),
        titles=tuple(word for word, _ in kept),
    )


def count(asked: Asked) -> Bars:
    """How many rows have each label."""
    found: dict[str, int] = {}
    for row in asked.rows:
        label = row.get(text(asked.declared, "label"), "").strip()
        found[label] = found.get(label, 0) + 1
    bars = [Bar(label=rows_of.plain(label), parts=(Decimal(n),)) for label, n in found.items()]
    bars.sort(key=lambda bar: -bar.total)
    return Bars(
        series=(Word(zh="行数", en="Rows"),),
        groups=(_cut(bars, _TOP),),
        wholes=(whole(bar.total for bar in bars),),
    )


MAKERS: Mapping[str, Callable[[Asked], Bars]] = {
    "bars": grouped_bars,
    "stacked": grouped_bars,
    "parts": parts,
    "strip": parts,
    "sides": sides,
    "count": count,
}


def _cut(bars: list[Bar], top: int) -> tuple[Bar, ...]:
    """The first `top` bars, the rest as one bar if there are several; no negative bar is hidden in it."""
    shown, rest = bars[:top], [bar for bar in bars[top:] if min(bar.parts) >= 0]
    below = [bar for bar in bars[top:] if min(bar.parts) < 0]
    if len(rest) > 1:
        values = tuple(sum(each, ZERO) for each in zip(*(bar.parts for bar in rest), strict=True))
        rest = [Bar(label=Word(zh=f"其余 {len(rest)} 项", en=f"{len(rest)} others"), parts=values)]
    return (*shown, *rest, *below)
