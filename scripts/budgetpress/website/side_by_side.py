"""Points of a series or comparison as tables: one row for what is observed, one column for a release."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from budgetpress.series.over import BREAKS, STATES, Point
from budgetpress.website.amounts_html import money, money_head
from budgetpress.website.escape import anchor, fragment, html_text
from budgetpress.website.markup import grid, head, line, row_name, sub, tag
from budgetpress.website.words import both, listed, pair, printed

Column = tuple[object, str, str]
"""What tells a column from the others, and its heading, zh and en."""
_SHOWN_LEVELS = (None, 1)


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
        heads = (head("项目", "Item"), *(money_head(zh, en) for _, zh, en in columns))
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
    name = row_name(code + (both(first.name, first.name_en) if first.name_en else printed(first.name)))
    by_column = {key(point): point for point in same}
    return line(name, *(_cell(by_column.get(column)) for column, _, _ in columns))


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
        shown = money(point.amount, figure_href(point))
    return tag("td", shown + "".join(map(sub, notes)), "bp-n")


def figure_href(point: Point) -> str:
    """The row of the table that the amount stands in, where it is one figure."""
    if len(point.figures) != 1:
        return f"../../{point.release}/{point.table}/"
    return f"../../{point.release}/{point.table}/{fragment(anchor(point.figures[0]))}"
