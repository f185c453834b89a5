"""Tables without upright rules that go on at the top of the next page, under no headings of their own.

Their rows take the columns of the page before only where every text of them falls cleanly into one of these;
else they stay what they are by themselves. Whether such rows do belong to the table is not decided here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from budgetpress.read.pdf.columns import is_anchor, lay_body, segments, tops_of
from budgetpress.read.pdf.lines import Line, around
from budgetpress.read.pdf.tables import Columns, Laid

SLACK = 2.0
"""Points by which columns may stand off from one page to the next: shape takes 4 for the same column."""

LINES_BELOW = 2
"""A table is the last of its page where no more lines are below it: the number of the page, a foot."""

LINES_ABOVE = 3
"""It goes on at the top where no more lines are above it: a running head, the title again, the unit."""

_Rows = Sequence[Sequence[Line]]


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
    first = next((index for index, grid in enumerate(laid) if grid.printed), None)
    if first is None or any(grid.kind == "table" for grid in laid[:first]):
        return laid
    if sum(len(grid.rows) for grid in laid[:first]) > LINES_ABOVE:
        return laid
    grid = laid[first]
    if grid.kind == "table":
        tops = [row[0].box[1] for row in grid.rows if row[0]]
        parts = [_table(grid.printed, columns, [*tops, grid.box[3]])]
    else:
        parts = _parted(grid, columns)
    if not all(parts):
        return laid
    return [*laid[:first], *filter(None, parts), *laid[first + 1 :]]


def _parted(grid: Laid, columns: Columns) -> list[Laid | None]:
    """Lines of text with rows of the table among the first: the lines above, the rows, those below."""
    rows = grid.printed
    begin = next(index for index, row in enumerate(rows) if is_anchor(row[0]))
    end = begin
    while end < len(rows) and is_anchor(rows[end][0]) and _falls_into(rows[end], columns):
        end += 1
    if begin > LINES_ABOVE or end == begin:
        return [None]
    above, below = _text(grid, 0, begin), _text(grid, end, len(rows))
    table = _table(rows[begin:end], columns, tops_of(rows[begin:end]))
    return [*above, table, *below]


def _text(grid: Laid, begin: int, end: int) -> list[Laid]:
    rows = grid.rows[begin:end]
    box = around(cell.box for row in rows for cell in row if cell) if rows else grid.box
    return [replace(grid, rows=rows, printed=(), box=box)] if rows else []


def _table(rows: _Rows, columns: Columns, tops: Sequence[float]) -> Laid | None:
    if not all(_falls_into(row, columns) for row in rows):
        return None
    edges = columns.edges
    return Laid(
        kind="table",
        rows=lay_body(rows, columns, tops),
        exact=True,
        box=(edges[0], tops[0], edges[-1], tops[-1]),
        columns=columns,
    )


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
