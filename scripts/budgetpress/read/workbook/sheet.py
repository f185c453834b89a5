"""A sheet of a workbook, whatever the format of its file: what it stores becomes one exact grid.

The text of a cell is what a reader sees there. What the sheet stores beyond that, and what it keeps from its
readers, is said in findings: hidden sheets, rows, columns and cells, digits that a format rounds away, zeros
that are not shown, formulas whose value nobody stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice
from typing import Final, NamedTuple

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Grid, Place
from budgetpress.read.workbook.notes import Notes, address
from budgetpress.read.workbook.number_format import plain, show_number, show_text

MAX_CELLS: Final = 200_000
"""The most cells of a sheet that hold something, and the most positions between them, blank ones too."""

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_END: Final = re.compile(r"\r\n?")

Spot = tuple[int, int]
"""A row and a column, from 1."""


class Box(NamedTuple):
    """A part of a sheet: its first and last row and column, from 1."""

    top: int
    left: int
    bottom: int
    right: int

    def within(self, other: Box) -> Box:
        """The part of this that lies in the other; where none does, a box without positions."""
        return Box(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )

    def spots(self) -> Iterator[Spot]:
        """Every position, row by row."""
        return (
            (row, column)
            for row in range(self.top, self.bottom + 1)
            for column in range(self.left, self.right + 1)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """One cell as stored; `code` is its number format, `pending` a formula without a stored result."""

    row: int
    column: int
    value: str | Decimal
    code: str = "General"
    formula: str = ""
    pending: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet as stored. `zeros_shown` and `from_1904` (days count from 1904) are settings of its file."""

    name: str
    cells: tuple[Stored, ...]
    merges: tuple[Box, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    zeros_shown: bool = True
    from_1904: bool = False


def few(source: str, sheet: str, cells: Iterable[Stored]) -> tuple[Stored, ...]:
    """The cells of a sheet; InputError as soon as there are more than any table has."""
    found = tuple(islice(cells, MAX_CELLS + 1))
    if len(found) > MAX_CELLS:
        raise InputError(
            source,
            f"more than {MAX_CELLS:,} cells",
            place=f"sheet {sheet}",
            expected=f"at most {MAX_CELLS:,} cells in a sheet",
            do="Give only the sheets with the budget tables.",
        )
    return found


def read_sheet(source: str, sheet: Sheet) -> tuple[Grid, list[Finding]]:
    """The grid of a sheet, without its empty borders, and what there is to say about it.

    InputError where the sheet is larger than any table or holds a character that no package can carry.
    """
    return _Reader(source, sheet).read()


class _Reader:
    def __init__(self, source: str, sheet: Sheet) -> None:
        self._source, self._sheet = source, sheet
        self._notes = Notes(source, sheet.name)
        self._veiled: set[Spot] = set()

    def read(self) -> tuple[Grid, list[Finding]]:
        """Read the cells, spread the merged ones, and say what is hidden."""
        cells = self._cells()
        filled = [spot for spot, cell in cells.items() if cell.text.strip() or cell.formula]
        rows: tuple[tuple[Cell, ...], ...] = ()
        if filled:
            box = self._box(filled)
            grid = {spot: cells.get(spot) or self._blank(spot) for spot in box.spots()}
            self._merge(grid, box)
            self._tell_hidden(grid)
            columns = range(box.left, box.right + 1)
            rows = tuple(
                tuple(grid[row, column] for column in columns) for row in range(box.top, box.bottom + 1)
            )
        return Grid(name=self._sheet.name, rows=rows, exact=True), list(self._notes.findings())

    def _cells(self) -> dict[Spot, Cell]:
        cells: dict[Spot, Cell] = {}
        for stored in self._sheet.cells:
            spot = (stored.row, stored.column)
            cells[spot] = self._cell(stored, spot)
        return cells

    def _cell(self, stored: Stored, spot: Spot) -> Cell:
        text = self._shown(stored, spot)
        if control := _CONTROL.search(text):
            raise InputError(
                self._source,
                f"the control character U+{ord(control.group()):04X}",
                place=f"sheet {self._sheet.name}, cell {address(*spot)}",
                expected="texts without control characters and halves of characters",
                do="Remove the character.",
            )
        if stored.pending:
            self._notes.tell("formula-without-value", spot)
        return replace(self._blank(spot), text=text, formula=stored.formula)

    def _shown(self, stored: Stored, spot: Spot) -> str:
        """The text of a cell: what its format shows, or all that it holds where that shows nothing."""
        value = stored.value
        if isinstance(value, Decimal):
            return self._shown_number(value, stored.code, spot)
        value = _LINE_END.sub("\n", value)
        shown = show_text(value, stored.code)
        if value.strip() and not shown.text:
            self._veil(spot)
            return value
        if not shown.whole:
            self._notes.tell("rounded-display", spot, value)
        return shown.text

    def _shown_number(self, value: Decimal, code: str, spot: Spot) -> str:
        exact = plain(value)
        shown = show_number(value, code, from_1904=self._sheet.from_1904)
        if shown is None:
            self._notes.tell("format-not-read", spot, code)
            return exact
        if not value and not (shown.text and self._sheet.zeros_shown):
            self._notes.tell("zero-not-shown", spot)
            return ""
        if not shown.text:
            self._veil(spot)
            return exact
        if not shown.whole:
            self._notes.tell("rounded-display", spot, exact)
        return shown.text

    def _veil(self, spot: Spot) -> None:
        self._veiled.add(spot)
        self._notes.tell("hidden-cells", spot)

    def _blank(self, spot: Spot) -> Cell:
        place = Place(source=self._source, sheet=self._sheet.name, cell=address(*spot))
        return Cell(text="", place=place, hidden=self._is_hidden(Box(*spot, *spot)))

    def _is_hidden(self, box: Box) -> bool:
        """Whether no reader sees any part of the box; its first cell stands for its content."""
        return (
            self._sheet.hidden
            or (box.top, box.left) in self._veiled
            or self._sheet.hidden_rows.issuperset(range(box.top, box.bottom + 1))
            or self._sheet.hidden_columns.issuperset(range(box.left, box.right + 1))
        )

    def _box(self, filled: list[Spot]) -> Box:
        rows, columns = zip(*filled, strict=True)
        box = Box(min(rows), min(columns), max(rows), max(columns))
        if (box.bottom - box.top + 1) * (box.right - box.left + 1) > MAX_CELLS:
            raise InputError(
                self._source,
                f"the cells from {address(box.top, box.left)} to {address(box.bottom, box.right)}",
                place=f"sheet {self._sheet.name}",
                expected=f"at most {MAX_CELLS:,} cells, blank ones between them included",
                do="Delete what stands far away from the tables.",
            )
        return box

    def _merge(self, grid: dict[Spot, Cell], box: Box) -> None:
        """Let the first cell of each merge cover the others; one that meets an earlier one is none."""
        taken: set[Spot] = set()
        for merge in sorted(self._sheet.merges):
            part = merge.within(box)
            first = (merge.top, merge.left)
            if first not in grid or any(spot in taken for spot in part.spots()):
                continue
            taken.update(part.spots())
            self._cover(grid, part, first)

    def _cover(self, grid: dict[Spot, Cell], part: Box, first: Spot) -> None:
        owner = grid[first]
        for spot in part.spots():
            if spot != first and grid[spot].text.strip():
                self._notes.tell("covered-cells", spot, grid[spot].text)
            grid[spot] = replace(self._blank(spot), place=owner.place, rows=0, columns=0)
        rows, columns = part.bottom - part.top + 1, part.right - part.left + 1
        grid[first] = replace(owner, rows=rows, columns=columns, hidden=self._is_hidden(part))

    def _tell_hidden(self, grid: dict[Spot, Cell]) -> None:
        unseen = [spot for spot, cell in grid.items() if cell.hidden and cell.text.strip()]
        if self._sheet.hidden:
            self._notes.tell("hidden-sheet", unseen[0] if unseen else next(iter(grid)))
        rows = [spot for spot in unseen if spot[0] in self._sheet.hidden_rows]
        columns = [spot for spot in unseen if spot[1] in self._sheet.hidden_columns]
        self._notes.tell_runs("hidden-rows", rows, 0)
        self._notes.tell_runs("hidden-columns", columns, 1)
