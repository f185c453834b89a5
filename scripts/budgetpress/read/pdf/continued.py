"""Tables without upright rules that go on at the top of the next page, under no headings of their own.

Their rows take the columns of the page before only where every text of them falls cleanly into one of these;
else they stay what they are by themselves. Whether such rows do belong to the table is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from budgetpress.read.pdf.columns import is_anchor, lay_body, segments, tops_of
from budgetpress.read.pdf.lines import Line
from budgetpress.read.pdf.page import text_of
from budgetpress.read.pdf.tables import Columns, Laid

SLACK = 2.0
"""Points by which columns may stand off from one page to the next: shape takes 4 for the same column."""

LINES_BELOW = 2
"""A table is the last of its page where no more lines are below it: the number of the page, a foot."""

LINES_ABOVE = 3
"""It goes on at the top where no more lines are above it: a running head, the title again, the unit."""

BESIDE = 0.2
"""Lines that share this part of their height are beside one another; those of two rows share nothing."""


class Continued:
    """Goes through the pages of a document in order."""

    def __init__(self) -> None:
        self._next = 0
        self._columns: Columns | None = None

    def lay(self, page: int, laid: list[Laid]) -> list[Laid]:
        """The grids of a page, counted from 0, with the columns of the page before where they go on."""
        if self._columns is not None and page == self._next:
            laid = _carried(laid, self._columns)
        self._next = page + 1
        self._columns = _open_columns(laid)
        return laid


def _open_columns(laid: Sequence[Laid]) -> Columns | None:
    """The columns of the table at the end of a page."""
    shown = [grid for grid in laid if grid.shown]
    tables = [index for index, grid in enumerate(shown) if grid.kind == "table"]
    if not tables or sum(len(grid.rows) for grid in shown[tables[-1] + 1 :]) > LINES_BELOW:
        return None
    return shown[tables[-1]].columns


def _carried(laid: list[Laid], columns: Columns) -> list[Laid]:
    """The grids of a page, its first rows in these columns if they fall into them."""
    count = next((index for index, grid in enumerate(laid) if not grid.printed), len(laid))
    if not count:
        return laid
    tables = [index for index, grid in enumerate(laid[:count]) if grid.kind == "table"]
    last = tables[-1] + 1 if tables else 1
    rows = _rows(laid[:last])
    rowed = [index for index, row in enumerate(rows) if any(map(is_anchor, row))]
    if not rowed or rowed[0] > LINES_ABOVE:
        return laid
    begin = end = rowed[0]
    while end < len(rows) and end in rowed and _falls_into(rows[end], columns):
        end += 1
    if end == begin or (tables and end < len(rows)):
        return laid
    body = rows[begin:end]
    tops = tops_of(body)
    edges = columns.edges
    table = Laid(
        kind="table",
        rows=lay_body(body, columns, tops),
        exact=True,
        box=(edges[0], tops[0], edges[-1], tops[-1]),
        columns=columns,
    )
    above, below = _text(rows[:begin]), _text(rows[end:])
    return [*above, table, *below, *laid[last:]]


def _rows(laid: Sequence[Laid]) -> list[list[Line]]:
    """The rows of grids; a line that stands beside another one is of the same row: its cell is wrapped."""
    rows: list[list[Line]] = []
    for lines in (lines for grid in laid for lines in grid.printed):
        if rows and any(_are_beside(line, other) for line in lines for other in rows[-1]):
            rows[-1] += lines
        else:
            rows.append(list(lines))
    for row in rows:
        row.sort(key=lambda line: line.box[1])
    return rows


def _are_beside(line: Line, other: Line) -> bool:
    (_, top, _, bottom), (_, first, _, last) = line.box, other.box
    return min(bottom, last) - max(top, first) > BESIDE * min(bottom - top, last - first)


def _text(rows: Sequence[Sequence[Line]]) -> list[Laid]:
    lines = [line for row in rows for line in row]
    return [text_of(lines)] if lines else []


def _falls_into(row: Sequence[Line], columns: Columns) -> bool:
    """Whether each text of a row is within a column, where that has its texts, and no two are in one."""
    for line in row:
        taken = []
        for part in segments(line):
            x0, x1 = part[0].x0, part[-1].x1
            column = bisect_right(columns.edges[1:-1], (x0 + x1) / 2)
            left, right = columns.edges[column : column + 2]
            first, last = columns.bands[column]
            if x0 < left - SLACK or x1 > right + SLACK or x1 < first or x0 > last:
                return False
            taken.append(column)
        if len(set(taken)) < len(taken):
            return False
    return True
