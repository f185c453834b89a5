"""Sort the lines of one segment of a table: headings, notes, labelled values, rows, and loose text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from budgetpress.amounts import parse_unit
from budgetpress.form import Block, Form, TableForm
from budgetpress.model import Cell
from budgetpress.shape.cells import is_printed_amount
from budgetpress.shape.columns import Headers, Line
from budgetpress.shape.edges import Edges, filled_down
from budgetpress.shape.furniture import Furniture
from budgetpress.shape.headings import HeadingLine, Headings, closest
from budgetpress.shape.heads import Head, heads
from budgetpress.shape.notes import Notes, Role
from budgetpress.shape.ruled import Region, is_column_numbers, is_repeated, regions
from budgetpress.shape.segments import Piece, Segment, filled
from budgetpress.shape.words import heading

_LONGEST_LABEL = 40
_SENTENCE_ENDS = ("。", "！", "；", ".", "!")


@dataclass(kw_only=True, slots=True)
class Part:
    """A block as one page prints it: its headings and the lines below them.

    An exact part has `heads`, and `edges` where its page says where the columns stand; any other has
    `headers`, and lines of one cell each in `loose`, where None is a gap.
    """

    headers: list[Headers] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    loose: list[Cell | None] = field(default_factory=list)
    exact: bool = False
    heads: tuple[Head, ...] = ()
    edges: Edges = ()

    def gap(self) -> None:
        """Loose lines before and after this place do not belong together."""
        if self.loose and self.loose[-1] is not None:
            self.loose.append(None)


@dataclass(kw_only=True, slots=True)
class Record:
    """A labelled value: the block that has the label, the field, and the cell of the value."""

    block: Block
    field: str
    cell: Cell


@dataclass(kw_only=True, slots=True)
class Page:
    """What a segment holds; `unit` is the unit that it prints, or the empty string."""

    parts: list[Part] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    unit: str = ""
    notes: list[Cell] = field(default_factory=list)


class PageReader:
    """Reads the segments of one table; what is a heading or belongs nowhere goes to the notes.

    Text after the table that is not about it goes to `around`.
    """

    def __init__(
        self, table: TableForm, form: Form, totals: frozenset[str], notes: Notes, around: Notes
    ) -> None:
        self.table = table
        self.totals = totals
        self.notes = notes
        self.around = around
        self.headings = Headings(table, totals)
        self.furniture = Furniture(form)
        self.records = {
            heading(label): (block, name)
            for block in table.blocks
            for name, label in (block.records or {}).items()
        }
        self._in_header = self._in_note = False
        self._near_table = self._is_above = True

    def read(self, segment: Segment) -> Page:
        """Sort all lines of a segment."""
        page = Page()
        for cell in segment.title.cells if segment.title is not None else ():
            self.notes.heading("title", cell)
            page.unit = page.unit or parse_unit(cell.text) or ""
        self._in_header = self._in_note = False
        self._near_table = self._is_above = True
        for piece in segment.pieces:
            if piece.kind == "exact":
                self._exact(piece, page)
                self._is_above = piece is not segment.last_exact
            else:
                for line in piece.lines:
                    (self._text if piece.kind == "text" else self._loose)(line, page)
        return page

    # Exact grids and the text around them

    def _exact(self, piece: Piece, page: Page) -> None:
        """A ruled table or sheet: what stands over its headings, the headings, and the rows."""
        self._in_note = False
        for region in regions(piece.lines, self.headings):
            for line in region.lead if region.heads else ():
                self._text(line, page)
            part = Part(exact=True, edges=piece.edges, heads=self._heads(region, page))
            page.parts.append(part)
            body = filled_down(region.body)
            for number, line in enumerate(body):
                own = [cell for cell in filled(line) if cell.rows]
                numbers = number == 0 and part.heads and is_column_numbers(own)
                if numbers or is_repeated(line, region.heads):
                    for cell in own:
                        self.notes.heading("column", cell)
                elif own and not self._record(own, page) and not self._is_note(own, page):
                    part.lines.append(line)

    def _heads(self, region: Region, page: Page) -> tuple[Head, ...]:
        """The headings of a grid; those that the table does not have are remarks.

        Labelled values stand above them, in lines that begin with words that the table has as well.
        """
        lines: list[Line] = []
        words: list[Mapping[int, frozenset[str]]] = []
        for line, read in zip(region.heads, region.read, strict=True):
            cells = filled(line)
            if cells and self._record(cells, page):
                continue
            lines.append(line)
            self._note_headings(cells, read, page)
            words.append(read.words)
        return heads(lines, words)

    def _is_note(self, cells: Sequence[Cell], page: Page) -> bool:
        """A note in a row of its own."""
        if len(cells) != 1 or self.furniture.role(cells[0].text) != "note":
            return False
        self.notes.remark("note", cells)
        page.notes.append(cells[0])
        return True

    def _text(self, line: Line, page: Page) -> None:
        """A line of text around an exact table: unit, body, year, page number, note, or a narrative."""
        cells = filled(line)
        roles = [self.furniture.role(cell.text) for cell in cells]
        if self._in_note and roles == [""]:
            roles = ["note"]
        for cell, role in zip(cells, roles, strict=True):
            if role == "unit" and self._is_above:  # one below belongs to a table that was not recognised
                page.unit = page.unit or parse_unit(cell.text) or ""
            if role in ("unit", "period"):
                self.notes.heading(cast("Role", role), cell)
            elif role == "note" and self._near_table:
                self.notes.remark("note", [cell])
                page.notes.append(cell)
            elif role in ("body", "page", "continued"):
                self.notes.remark("around-table", [cell])
            else:
                self._near_table = False
                self.around.remark("narrative", [cell])
        numbers = [cell for cell in cells if is_printed_amount(cell.text)]
        if numbers and 2 * len(numbers) >= len(cells):
            self._outside(numbers)
        # A note goes on over the line where no sentence ends.
        if cells:
            self._in_note = roles[-1] == "note" and not cells[-1].text.rstrip().endswith(_SENTENCE_ENDS)

    def _outside(self, cells: Sequence[Cell]) -> None:
        """Numbers in a line with few words are more likely lost from a table than told in a text."""
        for cell in cells:
            text = cell.text.strip()
            self.notes.finding(
                "amount-outside",
                cell,
                f"数字“{text}”印在表格之外，未计入",
                f"the number '{text}' stands outside the table and is not counted",
                "warning",
            )

    # Documents without any exact grid

    def _loose(self, line: Line, page: Page) -> None:
        cells = filled(line)
        if not cells:
            self._gap(page)
        elif self._note(cells, page) or self._record(cells, page):
            self._in_header = False
            self._gap(page)
        elif not self._header(line, cells, page):
            self._in_header = False
            self._row(line, cells, page)

    def _gap(self, page: Page) -> None:
        if page.parts:
            page.parts[-1].gap()

    def _row(self, line: Line, cells: list[Cell], page: Page) -> None:
        if not page.parts:
            page.parts.append(Part())
        part = page.parts[-1]
        if len(line) == 1 and heading(cells[0].text) not in self.totals:
            part.loose.append(cells[0])
        else:
            part.gap()
            part.lines.append(line)

    def _header(self, line: Line, cells: list[Cell], page: Page) -> bool:
        """A line of headings begins a part or goes on with one; a heading alone among rows does neither."""
        read = self.headings.read(line)
        if read is None:
            return False
        if len(cells) > 1 or self._in_header or not page.parts:
            if not self._in_header:
                page.parts.append(Part())
            page.parts[-1].headers.append(read.words)
            self._in_header = True
        else:
            self._gap(page)
        self._note_headings(cells, read, page)
        return True

    def _note(self, cells: list[Cell], page: Page) -> bool:
        """The unit line and the line of the year; above the headings they may share their line."""
        found = [cell for cell in cells if self.furniture.is_unit(cell.text)]
        if found and (len(cells) == 1 or not page.parts):
            page.unit = page.unit or parse_unit(found[0].text) or ""
            for cell in found:
                self.notes.heading("unit", cell)
            self.notes.remark("free-text", [cell for cell in cells if cell not in found])
            return True
        if len(cells) == 1 and self.furniture.is_period(cells[0].text):
            self.notes.heading("period", cells[0])
            return True
        return False

    # Both

    def _note_headings(self, cells: Sequence[Cell], read: HeadingLine, page: Page) -> None:
        for cell in cells:
            if cell in read.unknown:
                self.notes.remark("unknown-heading", [cell])
            else:
                self.notes.heading("column", cell)
                page.unit = page.unit or parse_unit(cell.text) or ""
        for cell, word in read.misread:
            self._misread(cell, word)

    def _record(self, cells: list[Cell], page: Page) -> bool:
        """A labelled value, such as the name of the department."""
        label = self._label(cells)
        if label not in self.records or self._all_headings(cells[1:]):
            return False
        block, name = self.records[label]
        self.notes.heading("column", cells[0])
        if label != heading(cells[0].text):
            self._misread(cells[0], (block.records or {})[name])
        page.records += [Record(block=block, field=name, cell=cell) for cell in cells[1:2]]
        self.notes.remark("outside-columns", cells[2:])
        return True

    def _label(self, cells: Sequence[Cell]) -> str:
        """The label that the first cell is, or, with a value beside it, the one that it is like."""
        text = heading(cells[0].text)
        if text in self.records or len(cells) != 2 or not self.records:
            return text
        return closest(text, list(self.records)) or text if len(text) <= _LONGEST_LABEL else text

    def _all_headings(self, cells: Sequence[Cell]) -> bool:
        return bool(cells) and all(self.headings.stands_for(cell.text) for cell in cells)

    def _misread(self, cell: Cell, word: str) -> None:
        text = cell.text.strip()
        self.notes.finding(
            "heading-misread", cell, f"表头“{text}”应为“{word}”", f"the heading '{text}' should read '{word}'"
        )
