"""What a form makes of a document, before anything is shaped: tables, pages, headings that differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from budgetpress.amounts import parse_unit
from budgetpress.form import Form, TableForm
from budgetpress.model import Cell, Document, Place
from budgetpress.recognise.printed import is_beside
from budgetpress.shape.cells import is_amount
from budgetpress.shape.headings import Headings
from budgetpress.shape.segments import Line, Piece, Segment, filled, segments
from budgetpress.shape.titles import plain_title
from budgetpress.shape.words import heading

# Headings stand at the top of what a page prints of a table.
_TOP = 12
_MOST_LINES = 2000
_MISREAD = 0.5
_LONGEST_TITLE = 120


@dataclass(kw_only=True, slots=True)
class TableFound:
    """A table of the form in a document: where, in which unit, and which headings differ.

    `missing` are headings of columns that are not printed, `unknown` printed ones that the table does not
    have; `misread` is set where the printed number is that of another table.
    """

    table: TableForm
    places: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    """The places, to look them up: a hostile file repeats a title ten thousand times."""
    title: str = ""
    unit: str = ""
    printed: set[str] = field(default_factory=set)
    unknown: list[str] = field(default_factory=list)
    misread: bool = False

    @property
    def missing(self) -> list[str]:
        """The first heading of each column of which none is printed."""
        columns = [column for block in self.table.blocks for column in block.columns]
        return [c.headers[0] for c in columns if not self.printed & {heading(word) for word in c.headers}]

    @property
    def share(self) -> float:
        """How much of the headings of the columns is printed, 0 to 1."""
        columns = [column for block in self.table.blocks for column in block.columns]
        return 1 - len(self.missing) / len(columns) if columns else 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Nearest:
    """The table of a form whose headings are most like printed ones, with the headings of its columns."""

    table: TableForm
    headings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unmatched:
    """A printed table that is none of the form: where, the text above it, and its headings."""

    place: str
    above: str
    headings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Examined:
    """A form and what it makes of the documents.

    `score` counts its tables that were found, each more the more of its headings are printed; `likeness`
    (0 to 1) is how much the headings of its `nearest` table are like those of a printed one; `named` counts
    the titles of its tables that stand anywhere, be it in a list of contents.
    """

    form: Form
    tables: tuple[TableFound, ...]
    unmatched: tuple[Unmatched, ...]
    likeness: float
    nearest: Nearest | None
    headings: frozenset[str]
    named: int

    @property
    def score(self) -> float:
        """0 where no table was found."""
        return sum(1 + found.share - _MISREAD * found.misread for found in self.tables)

    @property
    def missing(self) -> tuple[TableForm, ...]:
        """The tables of the form that were not found."""
        numbers = {found.table.number for found in self.tables}
        return tuple(table for table in self.form.tables if table.number not in numbers)


def examine(documents: Sequence[Document], form: Form) -> Examined:
    """Cut the documents with a form and compare the headings."""
    found: dict[str, TableFound] = {}
    unmatched: list[Unmatched] = []
    headings = {table.number: Headings(table, frozenset()) for table in form.tables}
    for segment in (segment for document in documents for segment in segments(document, form)):
        if segment.table is None:
            unmatched += _unmatched(segment)
            continue
        number = segment.table.number
        _look(segment, found.setdefault(number, TableFound(table=segment.table)), headings[number])
    likeness, nearest = _nearest(printed_headings(documents), form)
    return Examined(
        form=form,
        tables=tuple(found[table.number] for table in form.tables if table.number in found),
        unmatched=tuple(unmatched),
        likeness=likeness,
        nearest=nearest,
        headings=frozenset(word for table in form.tables for word in _words(table)),
        named=_named(documents, form),
    )


def _named(documents: Sequence[Document], form: Form) -> int:
    """How many titles of the form's tables stand in the documents, be it in a list of contents."""
    titles = {plain_title(title) for table in form.tables for title in table.titles}
    texts = (cell.text for d in documents for grid in d.grids for line in grid.rows for cell in line)
    return len({plain_title(text) for text in texts if text and len(text) <= _LONGEST_TITLE} & titles)


def _look(segment: Segment, found: TableFound, headings: Headings) -> None:
    title = segment.title
    if title is not None:
        found.title = found.title or " ".join(cell.text.strip() for cell in title.cells)
        found.misread = found.misread or title.misread
    for piece in segment.pieces:
        if piece.kind != "text":
            new = [place for place in dict.fromkeys(_places(piece)) if place not in found.known]
            found.places += new
            found.known.update(new)
        for line in piece.lines[:_TOP]:
            cells = filled(line)
            found.unit = found.unit or next((u for c in cells if (u := parse_unit(c.text))), "")
            read = headings.read(line, exact=piece.kind == "exact") if piece.kind != "text" else None
            if read is not None:
                found.printed |= {word for words in read.words.values() for word in words}
                found.unknown += [c.text.strip() for c in read.unknown if c.text.strip() not in found.unknown]


def _places(piece: Piece) -> Iterator[str]:
    for line in piece.lines:
        for cell in line[:1]:
            yield shown_place(cell.place)
        if line and line[0].place.page is None:
            return


def shown_place(place: Place) -> str:
    """A page, a sheet, or the line where a table begins; with the file, since there may be several."""
    if place.page is not None:
        return f"{place.source}, page {place.page}"
    if place.sheet is not None:
        return f"{place.source}, sheet {place.sheet}"
    return f"{place.source}, line {place.line}" if place.line is not None else place.source


def _unmatched(segment: Segment) -> Iterator[Unmatched]:
    title = " ".join(cell.text.strip() for cell in segment.title.cells) if segment.title is not None else ""
    above = title or (segment.above.text.strip() if segment.above is not None else "")
    for piece in segment.pieces:
        lines = [line for line in piece.lines if filled(line)]
        if lines and (piece.kind == "exact" or (piece.kind == "loose" and segment.title is not None)):
            texts = tuple(dict.fromkeys(word for line in lines[:_TOP] for word in _heading_texts(line)))
            yield Unmatched(place=shown_place(filled(lines[0])[0].place), above=above, headings=texts)


def printed_headings(documents: Sequence[Document]) -> list[tuple[str, ...]]:
    """The texts that may be headings, table by table: at the top of a ruled one, else line by line."""
    found: list[tuple[str, ...]] = []
    for document in documents:
        exact = any(grid.exact for grid in document.grids)
        for grid in document.grids:
            lines = [list(_heading_texts(line)) for line in grid.rows[: _TOP if exact else _MOST_LINES]]
            if exact and grid.exact:
                found.append(tuple(dict.fromkeys(text for texts in lines for text in texts)))
            elif not exact:
                found += [tuple(texts) for texts in lines if texts]
    return [texts for texts in found if texts]


def _heading_texts(line: Line) -> Iterator[str]:
    """The texts of a line that may be one of headings: several cells, and no amount among them."""
    cells: list[Cell] = filled(line)
    if len(cells) > 1 and not is_beside(line) and not any(is_amount(cell.text) for cell in cells):
        yield from (heading(cell.text) for cell in cells if len(cell.text) <= 40)


def _nearest(printed: Sequence[tuple[str, ...]], form: Form) -> tuple[float, Nearest | None]:
    """The table whose headings are most like those of one printed table: shared ones over all of both."""
    best: tuple[float, Nearest | None] = (0.0, None)
    for table in form.tables:
        words, known = _words(table), set(_columns(table))
        for texts in printed:
            shared = len(words & set(texts))
            alike = shared / len(known | set(texts)) if shared else 0.0
            if alike > best[0]:
                best = (alike, Nearest(table=table, headings=tuple(_columns(table))))
    return best


def _columns(table: TableForm) -> list[str]:
    """The first heading of each column."""
    return list(dict.fromkeys(heading(c.headers[0]) for block in table.blocks for c in block.columns))


def _words(table: TableForm) -> set[str]:
    columns = (word for block in table.blocks for c in block.columns for word in c.headers)
    return {heading(word) for word in (*table.headers, *columns)}
