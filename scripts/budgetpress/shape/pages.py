"""Sort the lines of one page of a table: headings, notes, labelled values, rows, and lines of loose text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from budgetpress.amounts import parse_unit
from budgetpress.form import Block, Form, TableForm
from budgetpress.model import Cell
from budgetpress.shape.columns import Headers, Line
from budgetpress.shape.headings import Headings, closest
from budgetpress.shape.notes import Notes
from budgetpress.shape.segments import Segment, filled
from budgetpress.shape.words import heading, squash

_LONGEST_UNIT_LINE = 20
_LONGEST_LABEL = 40


@dataclass(kw_only=True, slots=True)
class Part:
    """A block as one page prints it: its heading lines and the lines below; None in `loose` is a gap."""

    headers: list[Headers] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    loose: list[Cell | None] = field(default_factory=list)

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


class PageReader:
    """Reads the segments of one table; what is a heading or belongs nowhere goes to the notes."""

    def __init__(self, table: TableForm, form: Form, totals: frozenset[str], notes: Notes) -> None:
        self.table = table
        self.totals = totals
        self.notes = notes
        self.headings = Headings(table, totals)
        self.records = {
            heading(label): (block, name)
            for block in table.blocks
            for name, label in (block.records or {}).items()
        }
        self._in_header = False
        self.periods = [re.compile(pattern) for pattern in form.year_patterns]

    def read(self, segment: Segment) -> Page:
        """Sort all lines of a segment."""
        page = Page()
        if segment.title is not None:
            self.notes.heading("title", segment.title)
            page.unit = parse_unit(segment.title.text) or ""
        self._in_header = False
        for line in segment.lines:
            cells = filled(line)
            if not cells:
                self._gap(page)
            elif self._note(cells, page) or self._record(cells, page):
                self._in_header = False
                self._gap(page)
            elif not self._header(line, cells, page):
                self._in_header = False
                self._row(line, cells, page)
        return page

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
        for cell in cells:
            if cell in read.unknown:
                self.notes.remark("unknown-heading", [cell])
            else:
                self.notes.heading("column", cell)
                page.unit = page.unit or parse_unit(cell.text) or ""
        for cell, word in read.misread:
            self._misread(cell, word)
        return True

    def _note(self, cells: list[Cell], page: Page) -> bool:
        """The unit line and the line of the year; above the headings they may share their line."""
        found = [cell for cell in cells if self._is_unit(cell)]
        if found and (len(cells) == 1 or not page.parts):
            page.unit = page.unit or parse_unit(found[0].text) or ""
            for cell in found:
                self.notes.heading("unit", cell)
            self.notes.remark("free-text", [cell for cell in cells if cell not in found])
            return True
        text = cells[0].text.strip()
        if len(cells) == 1 and any(pattern.fullmatch(text) for pattern in self.periods):
            self.notes.heading("period", cells[0])
            return True
        return False

    def _is_unit(self, cell: Cell) -> bool:
        text = squash(cell.text)
        return len(text) < _LONGEST_UNIT_LINE and "单位:" in text and parse_unit(text) is not None

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
