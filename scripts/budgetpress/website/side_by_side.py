"""Points of a series or comparison as tables: one row for what is observed, one column for a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from budgetpress.series.over import BREAKS, STATES, Point
from budgetpress.website.addresses import lasting_address
from budgetpress.website.amounts_html import money, money_head
from budgetpress.website.escape import html_text
from budgetpress.website.markup import grid, head, line, row_name, sub, tag
from budgetpress.website.words import both, labelled, listed, pair

Column = tuple[object, str, str]
"""What tells a column from the others, and its heading, zh and en."""
_SHOWN_LEVELS = (None, 1)
_WIDE, _GAP, _HIGH = 14, 6, 28


def tables(
    points: Sequence[Point],
    columns: Sequence[Column],
    key: Callable[[Point], object],
    titles: dict[str, tuple[str, str]],
) -> Iterator[tuple[str, str, str, str]]:
    """A table for each resource: its name, its title zh and en, its HTML; classes and labels alone."""
    fields = _leading(points)
    numbers = {point.key.resource: point.table for point in points if point.table}
    shown = [p for p in points if p.level in _SHOWN_LEVELS and fields[p.key.resource] == p.key.field]
    shown.sort(key=lambda point: (numbers.get(point.key.resource, ""), point.key))
    for resource, found in groupby(shown, key=lambda point: point.key.resource):
        rows = [_row(list(same), columns, key) for _, same in groupby(found, key=lambda point: point.key)]
        heads = (head("项目", "Item"), *(money_head(zh, en) for _, zh, en in columns), head("图", "Chart"))
        zh, en = titles.get(resource, (resource, resource))
        yield resource, zh, en, grid(pair(zh, en), heads, rows)


def _leading(points: Sequence[Point]) -> dict[str, str]:
    """The leading amount of each resource: `total`, else `amount`, else the first by name."""
    found: dict[str, set[str]] = {}
    for point in points:
        found.setdefault(point.key.resource, set()).add(point.key.field)
    return {
        name: next((field for field in ("total", "amount") if field in fields), min(fields))
        for name, fields in found.items()
    }


def _row(same: list[Point], columns: Sequence[Column], key: Callable[[Point], object]) -> str:
    first = same[-1]
    code = f"{html_text(first.key.item)} " if first.key.classification else ""
    name = row_name(
        code + (both(first.name, first.name_en) if first.name_en else labelled(first.name, " / "))
    )
    by_column = {key(point): point for point in same}
    points = [by_column.get(column) for column, _, _ in columns]
    return line(name, *map(_cell, points), tag("td", _bars(points)))


def _bars(points: Sequence[Point | None]) -> str:
    """The amounts as bars, all from zero, a dashed line where there is a break; the cells say the same.

    Nothing where fewer than two are there to compare, or where one is negative and has no bar from zero.
    """
    amounts = [point.amount if point else None for point in points]
    there = [amount for amount in amounts if amount is not None]
    top = max(there, default=Decimal(0))
    if len(there) < 2 or min(there) < 0 or not top:
        return ""
    shapes = []
    for number, (point, amount) in enumerate(zip(points, amounts, strict=True)):
        left = number * (_WIDE + _GAP) + _GAP
        if point is not None and point.breaks:
            line_ = f'x1="{left - _GAP / 2}" x2="{left - _GAP / 2}" y1="0" y2="{_HIGH}" stroke="currentColor"'
            shapes.append(tag("line", "", more=f'{line_} stroke-dasharray="2 2"'))
        if amount is not None:
            tall = float(amount / top) * _HIGH  # a float for pixels only
            place = f'x="{left}" y="{_HIGH - tall:.2f}" width="{_WIDE}" height="{tall:.2f}"'
            shapes.append(tag("rect", "", more=f'{place} fill="currentColor"'))
    width = len(points) * (_WIDE + _GAP) + _GAP
    return tag("svg", "".join(shapes), more=f'width="{width}" height="{_HIGH}" aria-hidden="true"')


def _cell(point: Point | None) -> str:
    if point is None:
        return tag("td", both(*STATES["no_release"]), "bp-n")
    notes = [both(*STATES[point.state])] if point.state != "given" else []
    notes += (
        [both("断点：", "break: ") + listed(both(*BREAKS[name]) for name in point.breaks)]
        if point.breaks
        else []
    )
    if point.agrees == "no":
        notes.append(both("与他表不一致", "another table disagrees"))
    shown = ""
    if point.amount is not None:
        # A sum of several figures leads to their table.
        name = point.figures[0] if len(point.figures) == 1 else ""
        shown = money(point.amount, f"../../{point.release}/{lasting_address(point.table, name)}")
    return tag("td", shown + "".join(map(sub, notes)), "bp-n")
