"""Where the columns of a grid stand on its page, and cells that are merged over several rows of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from budgetpress.model import Cell

Line = tuple[Cell, ...]
Edges = tuple[Decimal, ...]
"""The x of the left edge of each column, and of the right edge of the last; empty where there are none.

On a page that lies sideways it is the y, downwards or (negative) upwards as the lines run."""

# Rules that are near each other are drawn together when cells are found, by 3 points at most: the same column
# can stand so far off on its next page. No column is so narrow.
_NEAR = Decimal(4)
_NOWHERE = (Decimal(0),) * 4


def edges(lines: Sequence[Line]) -> Edges:
    """Where the columns of a grid stand on its page, in points; empty in a grid without boxes."""
    width = max((len(line) for line in lines), default=0)
    found: list[Decimal | None] = [None] * (width + 1)
    for line in lines:
        spans = list(_spans(line))
        # A cell over the whole line says nothing of columns, not even which way they run.
        for index, left, right in spans if len(spans) > 1 or width == 1 else ():
            last = min(index + line[index].columns, width)
            begin, end = found[index], found[last]
            found[index] = left if begin is None else min(begin, left)
            found[last] = right if end is None else max(end, right)
    known = [x for x in found if x is not None]
    return tuple(known) if width and len(known) == len(found) else ()


def fits_into(part: Edges, whole: Edges) -> bool:
    """Whether a grid has the columns of another one, some of them perhaps merged all the way down."""
    if not part or not whole or abs(part[0] - whole[0]) > _NEAR or abs(part[-1] - whole[-1]) > _NEAR:
        return False
    nearest = [_nearest(x, whole) for x in part]
    apart = len({index for index, _ in nearest}) == len(nearest)
    return apart and all(distance <= _NEAR for _, distance in nearest)


def onto(line: Line, whole: Edges) -> Line:
    """A line of a grid that `fits_into` the whole, with a position for each column of the whole."""
    columns: list[Cell | None] = [None] * (len(whole) - 1)
    covered = next((cell for cell in line if not cell.columns), None)
    spans = list(_spans(line))
    for index, left, right in spans:
        first, last = _nearest(left, whole)[0], _nearest(right, whole)[0]
        if len(spans) == 1:  # a cell over the whole line says nothing of columns
            first, last = 0, len(columns)
        columns[first] = replace(line[index], columns=last - first)
    blank = replace(covered or line[0], text="", rows=0, columns=0)
    return tuple(cell or blank for cell in columns)


def _spans(line: Line) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Where each cell begins and ends along its line, which runs up or down if the page lies sideways."""
    boxes = [(i, cell.place.bbox) for i, cell in enumerate(line) if cell.columns and cell.place.bbox]
    first, last = (boxes[0][1], boxes[-1][1]) if boxes else (_NOWHERE, _NOWHERE)
    across, down = last[0] - first[0], last[1] - first[1]
    for index, (left, top, right, bottom) in boxes:
        if abs(across) >= abs(down):
            yield index, left, right
        elif down > 0:
            yield index, top, bottom
        else:
            yield index, -bottom, -top


def columns_in(part: Edges, whole: Edges) -> list[int]:
    """Which edge of the whole each edge of a grid is that `fits_into` it."""
    return [_nearest(x, whole)[0] for x in part]


def _nearest(x: Decimal, among: Edges) -> tuple[int, Decimal]:
    index = min(range(len(among)), key=lambda i: abs(among[i] - x))
    return index, abs(among[index] - x)


def filled_down(lines: Sequence[Line]) -> list[Line]:
    """The lines with the text of a cell that is merged over rows in each of them.

    The copies have `rows=0`, which tells them from the cell itself.
    """
    rows = [list(line) for line in lines]
    for number, line in enumerate(lines):
        for index, cell in enumerate(line):
            if cell.rows > 1 and cell.text.strip():
                for below in rows[number + 1 : number + cell.rows]:
                    if index >= len(below) or below[index].columns or below[index].text:
                        break
                    below[index] = replace(cell, rows=0)
    return [tuple(row) for row in rows]
