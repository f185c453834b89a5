"""One document may print the tables of a form several times, for several bodies: only the first set counts.

A release is of one body. Tables of two bodies in one would add up to what neither of them says, so what
belongs to another set is left out, and said; so is a table of which it is not certain.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace

from budgetpress.form import Form
from budgetpress.model import Cell, Document
from budgetpress.shape.furniture import Furniture
from budgetpress.shape.segments import Segment, filled
from budgetpress.shape.words import heading, squash

Rows = dict[str, tuple[str, ...]]


class FirstSet:
    """Tells the tables of the first set, segment after segment in printed order.

    Another set begins where a table is printed again that stands before the last one in the form; from there
    on a table counts only if it is new and names the first body. Before, one counts that names no other
    body, once: printed again after other tables, after its totals, or with other ones, it is of another set.
    """

    def __init__(self, form: Form) -> None:
        self.body = ""
        self._order = {table.number: position for position, table in enumerate(form.tables)}
        self._totals = frozenset(heading(word) for word in form.kinds.get("total", ()))
        self._furniture = Furniture(form)
        self._taken: dict[str, Rows] = {}
        self._last = ("", "", False)
        self._over = self._ended = False
        self._others: list[Cell] = []
        self._before: Segment | None = None

    def takes(self, segment: Segment) -> bool:
        """Whether the segment, one of a table of the form, is of the first set."""
        number = segment.table.number if segment.table is not None else ""
        body, totals = self._body_of(segment), self._totals_of(segment)
        taken = self._is_taken(number, body, totals)
        self._last = (number, body or (self._last[1] if number == self._last[0] else ""), taken)
        if taken:
            self.body = self.body or body
            self._taken.setdefault(number, {}).update(totals)
            self._ended = self._ends(segment)
        else:
            self._others += [*_text_from(self._before, body), *cells_of(segment)]
        self._before = segment if taken else None
        return taken

    def texts_of_others(self) -> list[Cell]:
        """The cells that are, or may be, of other sets: none of them says anything about the first."""
        return self._others

    def whose(self, segment: Segment) -> tuple[str, str]:
        """Whose table it is, as far as it says so, in Chinese and English."""
        body = self._body_of(segment)
        return (body, body) if body else ("未写明单位", "no body is named")

    def _is_taken(self, number: str, body: str, totals: Rows) -> bool:
        last, last_body, last_taken = self._last
        if number == last and last_taken and self._ended:
            return False
        if number == last and (not body or body == last_body or not last_body):
            before = self._taken.get(number, {})
            return last_taken and all(before.get(label, row) == row for label, row in totals.items())
        again = number in self._taken
        if again and number != last and self._order[number] < self._order[last]:
            self._over = True
        if again or self._over:
            return not again and bool(body) and body == self.body
        return not body or not self.body or body in self.body or self.body in body

    def _body_of(self, segment: Segment) -> str:
        """The body that is named above the rows of a table, squashed; empty where none is."""
        for piece in segment.pieces:
            for line in piece.lines:
                cells = filled(line)
                if piece.kind == "exact" and len(cells) > 2:
                    return ""
                for cell in cells:
                    body = self._furniture.body(cell.text)
                    if body:
                        return squash(body)
        return ""

    def _ends(self, segment: Segment) -> bool:
        """Whether a ruled table has its totals, and they are below other rows: nothing of it can follow."""
        piece = segment.last_exact
        rows = [filled(line) for line in piece.lines if len(filled(line)) > 1] if piece is not None else []
        are_totals = [self._is_total(cells) for cells in rows[-2:]]
        return are_totals == [False, True]

    def _totals_of(self, segment: Segment) -> Rows:
        """What each row of totals says, by the word that it begins with."""
        lines = (filled(line) for piece in segment.pieces if piece.kind != "text" for line in piece.lines)
        return {
            heading(cells[0].text): tuple(squash(cell.text) for cell in cells)
            for cells in lines
            if len(cells) > 1 and self._is_total(cells)
        }

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """Whether a row begins with the word of a total; a line of headings may too, but it has no digits."""
        digits = any(character.isdigit() for cell in cells[1:] for character in cell.text)
        return digits and heading(cells[0].text) in self._totals


def _text_from(segment: Segment | None, body: str) -> Iterator[Cell]:
    """The text after a table from where it names the body of the next one; all of it if that has no name."""
    begun = not body
    pieces = segment.pieces if segment is not None else []
    for cell in (
        cell for piece in pieces if piece.kind == "text" for line in piece.lines for cell in filled(line)
    ):
        begun = begun or body in squash(cell.text)
        if begun:
            yield cell


def cells_of(segment: Segment) -> Iterator[Cell]:
    """Every cell below the title of a segment that is not blank."""
    return (cell for piece in segment.pieces for line in piece.lines for cell in filled(line))


def without(documents: Iterable[Document], cells: Collection[Cell]) -> tuple[Document, ...]:
    """The documents without these very cells."""
    left = frozenset(map(id, cells))
    return tuple(
        replace(
            document,
            grids=tuple(
                replace(grid, rows=tuple(tuple(c for c in row if id(c) not in left) for row in grid.rows))
                for grid in document.grids
            ),
        )
        for document in documents
    )
