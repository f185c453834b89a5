"""Put the cells of one line into the columns of a block; what cannot stand anywhere becomes a remark.

A line that starts in the wrong column is shifted as a whole, and only where every cell then fits better.
A cell that belongs to the neighbouring column and finds it free (or wrongly filled) moves there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budgetpress.form import Block, Field
from budgetpress.model import Cell
from budgetpress.shape.cells import fit

Line = tuple[Cell, ...]


@dataclass(kw_only=True, slots=True)
class Placed:
    """The cells of a line by column of the block, those left over with a reason, and what was moved."""

    cells: dict[int, Cell]
    left: list[tuple[Cell, str]]
    shifted: int = 0
    moved: list[Cell]


def place_line(
    line: Line,
    assigned: Mapping[int, int],
    block: Block,
    fields: Mapping[str, Field],
    totals: frozenset[str],
) -> Placed:
    """Place one line; `assigned` says which printed column is which column of the block."""
    filled = {index: cell for index, cell in enumerate(line) if cell.text.strip()}
    placer = _Placer(block, fields, totals)
    straight = {index: assigned[index] for index in filled if index in assigned}
    wanted = max(straight.values(), default=-1)
    shift = 0
    target = straight
    if placer.misfits(filled, straight) or len(straight) < len(filled):
        shift, target = placer.best_shift(filled, straight, assigned)
    left = [(filled[index], "outside-columns") for index in filled if index not in target]
    cells = {column: filled[index] for index, column in target.items()}
    moved = placer.settle(cells, left) if wanted >= 0 or cells else []
    return Placed(cells=cells, left=left, shifted=shift, moved=moved)


class _Placer:
    def __init__(self, block: Block, fields: Mapping[str, Field], totals: frozenset[str]) -> None:
        self.columns = block.columns
        self.fields = fields
        self.totals = totals

    def fit(self, cell: Cell, column: int) -> int:
        return fit(cell.text, self.columns[column], self.fields, self.totals)

    def misfits(self, filled: Mapping[int, Cell], target: Mapping[int, int]) -> int:
        return sum(self.fit(filled[index], column) < 0 for index, column in target.items())

    def best_shift(
        self, filled: Mapping[int, Cell], straight: Mapping[int, int], assigned: Mapping[int, int]
    ) -> tuple[int, Mapping[int, int]]:
        """The shift under which the whole line fits, or none: never one that leaves a misfit."""
        if len(filled) < 2:
            return 0, straight
        score = sum(self.fit(filled[i], c) for i, c in straight.items()) - 2 * (len(filled) - len(straight))
        choices = [(score, 0, 0, dict(straight))]
        first = min(filled)
        anchor = assigned.get(first, first)
        for shift in range(-anchor - len(self.columns), len(self.columns)):
            target = {index: anchor + shift + index - first for index in filled}
            inside = all(0 <= column < len(self.columns) for column in target.values())
            if not shift or not inside or self.misfits(filled, target):
                continue
            value = sum(self.fit(filled[index], column) for index, column in target.items())
            choices.append((value, -abs(shift), shift, target))
        _, _, shift, target = max(choices, key=lambda choice: choice[:2])
        return shift, target

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
        if first.type == "amount":
            return True
        return not first.values and first.type not in ("relation", "code")

    def drop_strangers(self, cells: dict[int, Cell], left: list[tuple[Cell, str]]) -> None:
        """Take out a cell that fits the pattern of a neighbouring, filled column and not its own."""
        for column in sorted(cells):
            if not self.columns[column].fits or self.fit(cells[column], column) == 1:
                continue
            for other in (column + 1, column - 1):
                if 0 <= other < len(self.columns) and self.columns[other].fits and other in cells:
                    if self.fit(cells[column], other) == 1:
                        left.append((cells.pop(column), "belongs-to-neighbour"))
                        break
