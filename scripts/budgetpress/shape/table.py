"""Shape one printed table: the columns of its pages, its rows, and what is to be said of the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence

from budgetpress.form import Field, Form, TableForm
from budgetpress.model import Cell, Table
from budgetpress.shape.cells import Fitter
from budgetpress.shape.loose_columns import LooseColumns
from budgetpress.shape.notes import Notes
from budgetpress.shape.pages import PageReader
from budgetpress.shape.rows import RowMaker
from budgetpress.shape.ruled_columns import RuledColumns
from budgetpress.shape.segments import Segment
from budgetpress.shape.words import heading, squash

_SAYS_EMPTY = re.compile("空表")


class TableShaper:
    """Collects the segments of one table and gives its tables; what else there is goes to the notes.

    Text around the table that is not about it goes to `around`.
    """

    def __init__(self, table: TableForm, form: Form, around: Notes) -> None:
        self.table = table
        self.notes = Notes(table.number)
        fields: dict[str, Field] = {f.name: f for r in table.resources for f in r.fields}
        totals = frozenset(heading(word) for words in form.kinds.values() for word in words)
        blocks = [(block, Fitter(block, fields, totals)) for block in table.blocks if block.groups]
        self.pages = PageReader(table, form, totals, self.notes, around)
        self.loose = LooseColumns(blocks, fields, self.notes)
        self.ruled = RuledColumns(table, blocks, self.notes)
        self.rows = RowMaker(table, form, fields, totals, self.notes)
        self.first_unit = ""
        self.printed_notes: list[Cell] = []
        self.title: Cell | None = None

    @property
    def has_rows(self) -> bool:
        """Whether any row was read."""
        return any(self.rows.drafts.values())

    def add(self, segment: Segment) -> None:
        """Shape one segment: the table, or the part of it on one page."""
        page = self.pages.read(segment)
        if segment.title is not None:
            self.title = self.title or segment.title.cells[0]
        self._set_unit(page.unit, segment)
        self.printed_notes += page.notes
        for record in page.records:
            self.rows.record(record)
        for part in page.parts:
            found = (self.ruled if part.exact else self.loose).rows(part)
            if found is not None:
                block, rows = found
                for row in rows:
                    self.rows.add(row, block)

    def tables(self) -> list[Table]:
        """The resources of the table, rows numbered from 1 in printed order, side after side."""
        made = self.rows.tables(self.first_unit or self.table.unit)
        if self.ruled.last is not None and self.title is not None:
            self._note_empty(made, self.title)
        return made

    def _note_empty(self, tables: Sequence[Table], title: Cell) -> None:
        """A table without any amount, and a note that calls a table empty which is not."""
        entries = [entry for table in tables for row in table.rows for entry in row.entries.values()]
        printed = any(entry.unit and any(c.isdigit() for c in entry.text) for entry in entries)
        spent = any(entry.unit and any(c in "123456789" for c in entry.text) for entry in entries)
        saying = next((cell for cell in self.printed_notes if _SAYS_EMPTY.search(squash(cell.text))), None)
        if spent and saying is not None:
            text = saying.text.strip()
            self.notes.finding(
                "note-contradicts", saying, f"表内有数字，而注称：“{text}”",
                f"the table has figures, and a note says: '{text}'", "warning",
            )  # fmt: skip
        elif not printed:
            text = " ".join(cell.text.strip() for cell in self.printed_notes)
            self.notes.finding(
                "table-empty", title, f"本表没有数字；注：“{text}”" if text else "本表没有数字，也没有注",
                f"the table has no figures; its note: '{text}'" if text
                else "the table has no figures, and no note says why",
            )  # fmt: skip

    def _set_unit(self, unit: str, segment: Segment) -> None:
        """A page that prints no unit goes on with the last one; another unit is worth a look."""
        if self.first_unit and unit and unit != self.first_unit and segment.title is not None:
            self.notes.finding(
                "unit-differs",
                segment.title.cells[0],
                f"本页单位为{unit}，此前为{self.first_unit}",
                f"this page is in {unit}, the table began in {self.first_unit}",
                "warning",
            )
        self.first_unit = self.first_unit or unit
        self.rows.unit = unit or self.rows.unit
