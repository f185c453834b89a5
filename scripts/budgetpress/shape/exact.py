"""Put the cells of a line of an exact grid into the columns of a block.

In an exact grid the position of a cell says its column for certain: nothing is shifted, and no cell goes to
a neighbouring column. What does not fit where it stands is said, and stays what was printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgetpress.model import Cell
from budgetpress.shape.cells import Fitter, is_amount
from budgetpress.shape.edges import Line
from budgetpress.shape.placing import Placed


def place_exact(line: Line, assigned: Mapping[int, int], fitter: Fitter) -> Placed:
    """The cells of a line in their columns; what does not fit its column, or has none, is left over."""
    cells: dict[int, Cell] = {}
    left: list[tuple[Cell, str]] = []
    for index, cell in enumerate(line):
        if not cell.text.strip():
            continue
        over = range(index, min(index + max(cell.columns, 1), len(line)))
        columns = list(dict.fromkeys(assigned[column] for column in over if column in assigned))
        column = _best(cell, columns, fitter)
        copied = not cell.rows
        if column is None:
            left += [] if copied else [(cell, "wrong-column" if columns else "outside-columns")]
        elif copied and fitter.is_amount(column):
            continue  # it counts once, in the first of its rows
        elif column in cells:
            left += [] if copied else [(cell, "second-value")]
        else:
            cells[column] = cell
    return Placed(cells=cells, left=left, moved=[])


def _best(cell: Cell, columns: Sequence[int], fitter: Fitter) -> int | None:
    """The column among those that a cell covers in which it can stand: one it belongs to, then a text.

    An amount over several columns of amounts could be in each of them: it is in none.
    """
    fits = fitter.fits(cell.text)
    can = [column for column in columns if fits[column] >= 0 or fitter.takes_any(column)]
    if is_amount(cell.text) and sum(map(fitter.is_amount, can)) > 1:
        return None
    return max(can, key=lambda column: (fits[column], fitter.takes_any(column)), default=None)
