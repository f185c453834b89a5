"""Cut a document into the printed tables of a form, by their titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Literal

from budgetpress.form import Form, TableForm
from budgetpress.model import Cell, Document, Grid
from budgetpress.shape.cells import is_amount
from budgetpress.shape.edges import Edges, edges, fits_into
from budgetpress.shape.furniture import Furniture
from budgetpress.shape.titles import Title, Titles
from budgetpress.shape.words import squash

Line = tuple[Cell, ...]
PieceKind = Literal["exact", "text", "loose"]

# Below a title its headings and first rows follow at once.
_BELOW = 12
# A title may share its line with the number of the table or its unit.
_MOST_CELLS = 3
_RUNNING = 3
_HEADING_ROWS = 4
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """Lines of one grid: a ruled table or sheet, text around such ones, or a document without any."""

    kind: PieceKind
    lines: list[Line]
    edges: Edges = ()

    @property
    def width(self) -> int:
        """How many columns the lines have."""
        return max((len(line) for line in self.lines), default=0)


@dataclass(kw_only=True, slots=True)
class Segment:
    """What stands under one title: a table, or the part of it that one page prints, and the text after it.

    `table` is None for a table that the form does not have; without a title it is what stands before the
    first one, or a grid under no title that was recognised, and `above` is then the text over the grid.
    """

    table: TableForm | None = None
    title: Title | None = None
    pieces: list[Piece] = field(default_factory=list)
    above: Cell | None = None

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What the table prints, for comparing pages: the lines that are not blank, without blank cells."""
        lines = (line for piece in self.pieces if piece.kind != "text" for line in piece.lines)
        texts = (tuple(squash(cell.text) for cell in filled(line)) for line in lines)
        return tuple(line for line in texts if line)

    @property
    def last_exact(self) -> Piece | None:
        """The last piece of a ruled table or sheet."""
        return next((piece for piece in reversed(self.pieces) if piece.kind == "exact"), None)


def filled(line: Iterable[Cell]) -> list[Cell]:
    """The cells of a line that are not blank."""
    return [cell for cell in line if cell.text.strip()]


def _without_digits(text: str) -> str:
    """A running head may hold the number of its page."""
    return _DIGITS.sub("0", squash(text))


def segments(document: Document, form: Form) -> list[Segment]:
    """Cut the document at its titles; what stands before the first title is a segment without one."""
    return _Cutter(document, form).cut()


def _cut_at(cell: Cell, segment: Segment) -> list[Piece]:
    """Take a cell and the text after it out of a segment; the text, such as the unit of the next table."""
    for position, piece in enumerate(segment.pieces):
        for number, line in enumerate(piece.lines if piece.kind == "text" else ()):
            if any(other is cell for other in line):
                rest = [tuple(other for other in line if other is not cell), *piece.lines[number + 1 :]]
                after = [Piece(kind="text", lines=rest), *segment.pieces[position + 1 :]]
                del piece.lines[number:], segment.pieces[position + 1 :]
                return after
    return []


class _Cutter:
    """Goes through the grids of a document; where one is exact, only exact grids are tables."""

    def __init__(self, document: Document, form: Form) -> None:
        self.grids = document.grids
        self.exact = any(grid.exact for grid in document.grids)
        self.titles = Titles(form, exact=self.exact)
        self.furniture = Furniture(form)
        self.lines = [(line, grid.exact) for grid in document.grids for line in grid.rows]
        self.running = self._running()
        self.found = [Segment()]

    def cut(self) -> list[Segment]:
        """All segments in the order of the document."""
        position = 0
        for grid in self.grids:
            for title, at, lines in self._runs(grid, position):
                if title is not None:
                    self._begin(title, at)
                self._add(grid, lines, titled=title is not None)
            position += len(grid.rows)
        self._demote()
        self._adopt()
        return self.found

    def _runs(self, grid: Grid, start: int) -> Iterator[tuple[Title | None, int, list[Line]]]:
        """The lines of a grid under each of its titles, and where that stands; first those under none."""
        title: Title | None = None
        lines: list[Line] = []
        at = start
        for position, line in enumerate(grid.rows, start):
            found, rest = self._title(line, position)
            if found is None and lines and not grid.exact:
                found = self._wrapped(lines[-1], line, position)
                lines = lines[:-1] if found is not None else lines
            if found is None:
                lines.append(line)
                continue
            yield title, at, lines
            title, at, lines = found, position, [rest] if rest else []
        yield title, at, lines

    def _title(self, line: Line, position: int) -> tuple[Title | None, Line]:
        """The title in a line, and the other cells of the line."""
        cells = filled(line)
        if len(cells) > (_MOST_CELLS if self.exact else 1):
            return None, ()
        below = self._below(position)
        found: Title | None = None
        for cell in cells:
            title = self.titles.read(cell, below)
            if title is not None:
                found = (self.titles.join(found, title, below) or found) if found is not None else title
        taken = found.cells if found is not None else ()
        return found, tuple(cell for cell in cells if not any(cell is other for other in taken))

    def _wrapped(self, before: Line, line: Line, position: int) -> Title | None:
        """A long title in two lines of the text around tables."""
        first, second = filled(before), filled(line)
        if not self.exact or len(first) != 1 or len(second) != 1:
            return None
        whole = replace(first[0], text=first[0].text + second[0].text)
        title = self.titles.read(whole, self._below(position))
        return replace(title, cells=(*first, *second)) if title is not None else None

    def _below(self, position: int) -> list[Line]:
        """The lines in which a title at a position finds its headings."""
        following = self.lines[position + 1 : position + 1 + _BELOW]
        return [line for line, exact in following if exact or not self.exact]

    def _begin(self, title: Title, position: int) -> None:
        """A new segment; number and words of a title that are printed one below the other are one."""
        last = self.found[-1]
        if last.title is not None and not any(filled(line) for p in last.pieces for line in p.lines):
            joined = self.titles.join(last.title, title, self._below(position))
            if joined is not None:
                last.title, last.table = joined, joined.table
                return
        self._demote()
        self.found.append(Segment(table=title.table, title=title))

    def _demote(self) -> None:
        """A title that no table follows was none: an entry in a list of contents just before the tables."""
        last = self.found[-1]
        if self.exact and last.title is not None and last.last_exact is None:
            self.found.pop()
            lines = [last.title.cells, *(line for piece in last.pieces for line in piece.lines)]
            self.found[-1].pieces.append(Piece(kind="text", lines=lines))

    def _adopt(self) -> None:
        """Give a grid the table that was not found and has a like title and all of its headings.

        The pages on which the table goes on print the same title.
        """
        known = {segment.table.number for segment in self.found if segment.table is not None}
        adopted: dict[str, Title] = {}
        for number, segment in enumerate(self.found):
            piece, above = segment.last_exact, segment.above
            if segment.title is not None or piece is None or above is None:
                continue
            title = adopted.get(squash(above.text))
            if title is not None:
                title = replace(title, cells=(above,), differs=False)
            else:
                title = self.titles.like(above, segment.pieces[0].lines[:_BELOW], known)
            if title is not None and title.table is not None:
                segment.title, segment.table = title, title.table
                known.add(title.table.number)
                adopted[squash(above.text)] = title
                segment.pieces[:0] = _cut_at(above, self.found[number - 1])

    def _add(self, grid: Grid, lines: list[Line], *, titled: bool) -> None:
        if not lines:
            return
        piece = Piece(kind=self._kind(grid, lines, titled), lines=lines)
        if piece.kind == "exact":
            piece = Piece(kind="exact", lines=lines, edges=edges(lines))
            before = self.found[-1].last_exact
            if not titled and not self._belongs(piece, before):
                self.found.append(Segment(above=self._text_above()))
        self.found[-1].pieces.append(piece)

    def _kind(self, grid: Grid, lines: Sequence[Line], titled: bool) -> PieceKind:
        if not self.exact:
            return "loose"
        # What a sheet prints above its title is text in single cells.
        above_title = not titled and len(lines) < len(grid.rows)
        if grid.exact and not (above_title and all(len(filled(line)) <= 1 for line in lines)):
            return "exact"
        return "text"

    def _belongs(self, piece: Piece, before: Piece | None) -> bool:
        """Whether a grid without a title is the table of the last title, or goes on with its last grid."""
        last = self.found[-1]
        if before is None:
            return last.title is not None
        between = list(takewhile(lambda other: other is not before, reversed(last.pieces)))
        lines = [line for other in between for line in other.lines] + self._lead(piece)
        # A title may be printed again on each page, also without the headings that it needs elsewhere.
        titles = {squash(cell.text) for cell in last.title.cells} if last.title is not None else set()
        texts = [cell for line in lines for cell in filled(line) if squash(cell.text) not in titles]
        if not all(map(self._is_furniture, texts)):
            return False
        if fits_into(piece.edges, before.edges) or self._heads_again(piece, before):
            return True
        if fits_into(before.edges, piece.edges):  # headings alone may not part all of their columns
            return not any(is_amount(cell.text) for line in before.lines for cell in line)
        return not piece.edges and not before.edges and piece.width == before.width

    def _lead(self, piece: Piece) -> list[Line]:
        """The lines with which a grid begins that are one text, as a title is: over all of its columns."""
        lead: list[Line] = []
        for line in piece.lines[:_HEADING_ROWS]:
            cells = filled(line)
            if len(cells) != 1 or (piece.edges and cells[0].columns < len(line)):
                break
            lead.append(line)
        return lead if len(lead) < len(piece.lines) else []

    def _heads_again(self, piece: Piece, before: Piece) -> bool:
        """Whether a grid has as many columns as another one and begins with one of its first lines."""
        if piece.width != before.width:
            return False
        texts = [
            [[squash(cell.text) for cell in line] for line in lines[:_HEADING_ROWS]]
            for lines in (piece.lines, before.lines)
        ]
        return any(line in texts[1] for line in texts[0] if sum(map(bool, line)) > 1)

    def _is_furniture(self, cell: Cell) -> bool:
        return bool(self.furniture.role(cell.text)) or _without_digits(cell.text) in self.running

    def _running(self) -> frozenset[str]:
        """Texts that stand on many pages: running heads. The title of a table is never one."""
        if not self.exact:
            return frozenset()
        cells = (cell for line, exact in self.lines if not exact for cell in filled(line))
        counted = Counter(_without_digits(cell.text) for cell in cells)
        return frozenset(t for t, n in counted.items() if n >= _RUNNING and not t.endswith(("表", ")")))

    def _text_above(self) -> Cell | None:
        """The last text before a grid that may be its title."""
        last = self.found[-1]
        lines = [line for piece in last.pieces if piece.kind == "text" for line in piece.lines]
        cells = [cell for line in lines[-_BELOW:] for cell in filled(line)]
        return next((cell for cell in reversed(cells) if not self._is_furniture(cell)), None)
