"""A table of a web page as an exact grid, its spans laid out as the HTML standard says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from justhtml import Node

from budgetpress.errors import InputError
from budgetpress.model import Cell, Grid, Place
from budgetpress.read.html.flow import Flow, Spot, TextLine, is_hidden, spot_of, walk
from budgetpress.read.text import MAX_CELLS

_GROUPS: Final = ("thead", "tbody", "tfoot")
_NUMBER: Final = re.compile(r"\s*\+?([0-9]{1,9})")
_MOST_COLUMNS: Final = 1_000  # of the standard: a cell spans no more
_MOST_ROWS: Final = 65_534


@dataclass(frozen=True, kw_only=True, slots=True)
class _Box:
    """A cell: where it begins, how far it goes, and its lines."""

    row: int
    column: int
    rows: int
    columns: int
    lines: Sequence[TextLine]
    spot: Spot
    hidden: bool


@dataclass
class _Builder:
    """Puts cells into the first free positions of their rows."""

    source: str
    boxes: list[_Box] = field(default_factory=list)
    taken: dict[tuple[int, int], int] = field(default_factory=dict)
    """Position -> number of the box that covers it."""

    unseen: list[TextLine] = field(default_factory=list)
    """Texts that a page hides in cells which it shows."""

    def add_group(self, rows: Sequence[Node], top: int, *, hidden: bool) -> None:
        """Add a group of rows, below which none of its cells goes."""
        for number, row in enumerate(rows):
            self._add_row(row, top + number, top + len(rows), hidden=hidden or is_hidden(row))

    def _add_row(self, row: Node, number: int, bottom: int, *, hidden: bool) -> None:
        column = 0
        for cell in children(row, ("td", "th")):
            while (number, column) in self.taken:
                column += 1
            columns = min(max(_span(cell, "colspan"), 1), _MOST_COLUMNS)
            wanted = _span(cell, "rowspan", zero=_MOST_ROWS)
            rows = max(min(wanted, _MOST_ROWS, bottom - number), 1)
            lines = _lines(cell)
            veiled = hidden or is_hidden(cell) or (bool(lines) and all(line.hidden for line in lines))
            box = _Box(
                row=number,
                column=column,
                rows=rows,
                columns=columns,
                lines=[line for line in lines if veiled or not line.hidden],
                spot=spot_of(cell),
                hidden=veiled,
            )
            self._take(box)
            column += columns
            if not box.hidden:
                self.unseen += (line for line in lines if line.hidden)

    def _take(self, box: _Box) -> None:
        if len(self.taken) + box.rows * box.columns > MAX_CELLS:
            raise InputError(
                self.source,
                f"a table of more than {MAX_CELLS:,} cells",
                place=f"line {box.spot.line}",
                expected="spans that a table of a budget has",
                do="Give only the tables of the budget.",
            )
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                self.taken.setdefault((row, column), len(self.boxes))
        self.boxes.append(box)

    def rows(self, spots: Sequence[Spot]) -> tuple[tuple[Cell, ...], ...]:
        """The rows, as wide as cells begin in them; `spots` says where each row begins."""
        width = max((box.column for box in self.boxes), default=-1) + 1
        return tuple(
            tuple(self._cell(row, column, width, spot) for column in range(width))
            for row, spot in enumerate(spots)
        )

    def _cell(self, row: int, column: int, width: int, spot: Spot) -> Cell:
        number = self.taken.get((row, column))
        if number is None:
            return Cell(text="", place=self._place(spot))
        box = self.boxes[number]
        place = self._place(box.lines[0].spot if box.lines else box.spot)
        if (row, column) != (box.row, box.column):
            return Cell(text="", place=place, rows=0, columns=0, hidden=box.hidden)
        return Cell(
            text="\n".join(line.text for line in box.lines),
            place=place,
            rows=box.rows,
            columns=min(box.columns, width - column),
            hidden=box.hidden,
        )

    def _place(self, spot: Spot) -> Place:
        return Place(source=self.source, line=spot.line, column=spot.column)


def read_table(source: str, table: Node) -> tuple[Grid, list[TextLine]]:
    """The grid of a table element, and the texts that its visible cells hide.

    InputError where its spans make it larger than any table.
    """
    groups = list(_groups(table))
    builder = _Builder(source)
    spots: list[Spot] = []
    for hidden, rows in groups:
        builder.add_group(rows, len(spots), hidden=hidden)
        spots += (spot_of(row) for row in rows)
    return Grid(name=source, rows=builder.rows(spots), exact=True), builder.unseen


def _groups(table: Node) -> Iterator[tuple[bool, list[Node]]]:
    """The groups of rows in the order in which they are shown, and whether each is hidden."""
    hidden = is_hidden(table)
    groups = list(children(table, _GROUPS))
    for name in _GROUPS:
        for group in groups:
            if group.name == name:
                yield hidden or is_hidden(group), list(children(group, ("tr",)))


def children(node: Node, names: Sequence[str]) -> Iterator[Node]:
    """The elements of these names right below an element."""
    return (child for child in node.children or () if isinstance(child, Node) and child.name in names)


def _span(cell: Node, name: str, *, zero: int = 1) -> int:
    found = _NUMBER.match((cell.attrs or {}).get(name) or "")
    return (int(found[1]) or zero) if found else 1


def _lines(cell: Node) -> list[TextLine]:
    flow = Flow()
    for event, node in walk(cell):
        flow.take(event, node)
    return flow.take_lines()
