"""Put the cells of one line into the columns of a block; what cannot stand anywhere becomes a remark.

A line that starts in the wrong column is shifted as a whole, and only where every cell then fits better.
A cell that belongs to the neighbouring column and finds it free (or wrongly filled) moves there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budgetpress.model import Cell
from budgetpress.shape.cells import Fitter, is_amount

Line = tuple[Cell, ...]


@dataclass(kw_only=True, slots=True)
class Placed:
    """The cells of a line by column of the block, those left over with a reason, and what was moved."""

    cells: dict[int, Cell]
    left: list[tuple[Cell, str]]
    shifted: int = 0
    moved: list[Cell]


def place_line(line: Line, assigned: Mapping[int, int], fitter: Fitter) -> Placed:
    """Place one line; `assigned` says which printed column is which column of the block."""
    filled = {index: cell for index, cell in enumerate(line) if cell.text.strip()}
    placer = _Placer(fitter)
    straight = {index: assigned[index] for index in filled if index in assigned}
    shift = 0
    target: Mapping[int, int] = straight
    if placer.misfits(filled, straight) or len(straight) < len(filled):
        shift, target = placer.best_shift(filled, straight, assigned)
    if placer.misfits(filled, target) * 2 > len(filled):
        # Most of it stands wrong and nothing says where it belongs: the rest would be in wrong columns too.
        return Placed(cells={}, left=[(cell, "wrong-column") for cell in filled.values()], moved=[])
    left = [(filled[index], "outside-columns") for index in filled if index not in target]
    cells = {column: filled[index] for index, column in target.items()}
    moved = placer.settle(cells, left)
    return Placed(cells=cells, left=left, shifted=shift, moved=moved)


class _Placer:
    def __init__(self, fitter: Fitter) -> None:
        self.fitter = fitter
        self.columns = fitter.columns
        self.fields = fitter.fields

    def fit(self, cell: Cell, column: int) -> int:
        return self.fitter.fits(cell.text)[column]

    def misfits(self, filled: Mapping[int, Cell], target: Mapping[int, int]) -> int:
        return sum(self.fit(filled[index], column) < 0 for index, column in target.items())

    def best_shift(
        self, filled: Mapping[int, Cell], straight: Mapping[int, int], assigned: Mapping[int, int]
    ) -> tuple[int, Mapping[int, int]]:
        """The one shift under which the whole line fits best, or none.

        A shift that leaves a misfit is none, and of two that fit as well neither is: a line of amounts alone
        could start anywhere.
        """
        if not 2 <= len(filled) <= len(self.columns):
            return 0, straight
        score = sum(self.fit(filled[i], c) for i, c in straight.items()) - 2 * (len(filled) - len(straight))
        choices: list[tuple[int, int, Mapping[int, int]]] = [(score, 0, straight)]
        first = min(filled)
        anchor = assigned.get(first, first)
        span = max(filled) - first
        for shift in range(-anchor, len(self.columns) - span - anchor):
            target = {index: anchor + shift + index - first for index in filled}
            if not shift or self.misfits(filled, target):
                continue
            value = sum(self.fit(filled[index], column) for index, column in target.items())
            choices.append((value, shift, target))
        best = max(value for value, _, _ in choices)
        found = [(shift, target) for value, shift, target in choices if value == best]
        return found[0] if len(found) == 1 else (0, straight)

    def settle(self, cells: dict[int, Cell], left: list[tuple[Cell, str]]) -> list[Cell]:
        """Move single cells to the neighbouring column they fit; take out what cannot stand."""
        moved = []
        for column in sorted(cells):
            cell = cells[column]
            if not self.columns[column].fits and self.fit(cell, column) >= 0:
                continue
            if self.fit(cell, column) == 1:
                continue
            for other in (column + 1, column - 1):
                if not 0 <= other < len(self.columns) or not self.columns[other].fits:
                    continue
                there = cells.get(other)
                if self.fit(cell, other) == 1 and (there is None or self.fit(there, other) < 0):
                    if there is not None:
                        left.append((there, "wrong-column"))
                    del cells[column]
                    cells[other] = cell
                    moved.append(cell)
                    break
        for column, cell in sorted(cells.items()):
            if self.fit(cell, column) < 0 and self.must_go(cell, column):
                left.append((cell, "wrong-column"))
                del cells[column]
        self.drop_strangers(cells, left)
        return moved

    def must_go(self, cell: Cell, column: int) -> bool:
        """A misfit leaves an amount column, and an amount leaves a text column; odd words stay as printed."""
        first = self.fields[self.columns[column].fields[0]]
        if first.type == "code":
            return is_amount(cell.text) and not cell.text.strip().isalnum()
        return first.type == "amount" or (not first.values and first.type != "relation")

    def drop_strangers(self, cells: dict[int, Cell], left: list[tuple[Cell, str]]) -> None:
        """Take out a cell that fits the pattern of a neighbouring, filled column and not its own."""
        for column in sorted(cells):
            if not self.columns[column].fits or self.fit(cells[column], column) == 1:
                continue
            for other in (column + 1, column - 1):
                taken = other in cells and bool(self.columns[other].fits)
                if taken and self.fit(cells[column], other) == 1:
                    left.append((cells.pop(column), "belongs-to-neighbour"))
                    break
