"""Shape one printed table: place the cells of its pages into columns, and make its rows of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budgetpress.form import Block, Column, Field, Form, Group, ResourceForm, TableForm
from budgetpress.model import Cell, Entry, Kind, Row, Table
from budgetpress.shape.cells import Fitter
from budgetpress.shape.columns import Headers, Line, assign, split_joint_columns, spread
from budgetpress.shape.entries import (
    amount_entry,
    column_entries,
    constant_entries,
    derived_entries,
    row_kind,
)
from budgetpress.shape.loose import loose_rows
from budgetpress.shape.notes import Notes
from budgetpress.shape.pages import PageReader, Part, Record
from budgetpress.shape.placing import Placed, place_line
from budgetpress.shape.segments import Segment, filled
from budgetpress.shape.words import has_markup, heading

# So many lines tell which block a part is.
_SAMPLE = 50


@dataclass(kw_only=True, slots=True)
class _Draft:
    """A row before it has its number."""

    group: int
    kind: Kind
    entries: dict[str, Entry]


Cells = Mapping[int, list[Cell]]
"""The cells of a row: column of the block -> one cell, or those of a text that was broken over lines."""


class TableShaper:
    """Collects the segments of one table and gives its tables; what else there is goes to the notes."""

    def __init__(self, table: TableForm, form: Form) -> None:
        self.table = table
        self.form = form
        self.notes = Notes(table.number)
        self.fields: dict[str, Field] = {f.name: f for r in table.resources for f in r.fields}
        totals = frozenset(heading(word) for words in form.kinds.values() for word in words)
        self.pages = PageReader(table, form, totals, self.notes)
        self.blocks = [(block, Fitter(block, self.fields, totals)) for block in table.blocks if block.groups]
        self.drafts: dict[str, list[_Draft]] = {resource.name: [] for resource in table.resources}
        self.headers: Sequence[Headers] = ()
        self.first_unit = ""
        self.unit = table.unit

    def add(self, segment: Segment) -> None:
        """Shape one segment: the table, or the part of it on one page."""
        page = self.pages.read(segment)
        self._set_unit(page.unit, segment)
        for record in page.records:
            self._record(record)
        for part in page.parts:
            self._part(part)

    def tables(self) -> list[Table]:
        """The resources of the table, rows numbered from 1 in printed order, side after side."""
        made = []
        for resource in self.table.resources:
            drafts = sorted(self.drafts[resource.name], key=lambda draft: draft.group)
            rows = tuple(_row(number, draft, resource) for number, draft in enumerate(drafts, 1))
            unit = self.first_unit or self.table.unit
            made.append(Table(number=self.table.number, resource=resource.name, unit=unit, rows=rows))
        return made

    def _set_unit(self, unit: str, segment: Segment) -> None:
        """A page that prints no unit goes on with the last one; another unit is worth a look."""
        if self.first_unit and unit and unit != self.first_unit and segment.title is not None:
            self.notes.finding(
                "unit-differs",
                segment.title,
                f"本页单位为{unit}，此前为{self.first_unit}",
                f"this page is in {unit}, the table began in {self.first_unit}",
                "warning",
            )
        self.first_unit = self.first_unit or unit
        self.unit = unit or self.unit

    # The lines of a block

    def _part(self, part: Part) -> None:
        width = max((len(line) for line in part.lines), default=0)
        lines, moved = split_joint_columns(part.lines, width)
        # A page without headings goes on with those of the page before it.
        self.headers = part.headers or self.headers
        headers = [spread(line, moved) for line in self.headers]
        chosen = self._choose(headers, lines)
        if chosen is None:
            for line in lines:
                self.notes.remark("free-text", filled(line))
            self.notes.remark("free-text", [cell for cell in part.loose if cell is not None])
            return
        block, fitter, assigned = chosen
        rows: list[Cells] = []
        for line in lines:
            rows += self._line(place_line(line, assigned, fitter), fitter, headed=bool(headers))
        rows += self._loose(part.loose, block)
        for row in sorted(rows, key=_line_number):
            self._rows(row, block)

    def _choose(
        self, headers: Sequence[Headers], lines: Sequence[Line]
    ) -> tuple[Block, Fitter, dict[int, int]] | None:
        """The block that explains the headings and lines best, with its columns."""
        width = max(
            [*(len(line) for line in lines), *(max(line, default=-1) + 1 for line in headers)], default=0
        )
        best: tuple[float, Block, Fitter, dict[int, int]] | None = None
        for block, fitter in self.blocks:
            assigned = assign(headers, lines, fitter, width)
            value = _explained(headers, lines, block, fitter, assigned) if len(self.blocks) > 1 else 0.0
            if best is None or value > best[0]:
                best = (value, block, fitter, assigned)
        return best[1:] if best else None

    def _line(self, placed: Placed, fitter: Fitter, *, headed: bool) -> list[Cells]:
        """The cells of a row; under no headings at all, only a line with something that belongs is one."""
        if not headed and all(fitter.fits(cell.text)[column] < 1 for column, cell in placed.cells.items()):
            self.notes.remark("free-text", [*placed.cells.values(), *(cell for cell, _ in placed.left)])
            return []
        for cell, reason in placed.left:
            self.notes.remark(reason, [cell])
        for cell in placed.moved:
            text = cell.text.strip()
            self.notes.finding(
                "neighbouring-column", cell, f"“{text}”印在相邻栏", f"'{text}' stands in the next column"
            )
        if placed.shifted and placed.cells:
            first = next(iter(placed.cells.values()))
            places = abs(placed.shifted)
            self.notes.finding(
                "row-shifted", first, f"整行错位 {places} 栏", f"the row is {places} columns out of place"
            )
        return [{column: [cell] for column, cell in placed.cells.items()}] if placed.cells else []

    def _loose(self, cells: list[Cell | None], block: Block) -> list[Cells]:
        rows, left = loose_rows(cells, block, self.fields)
        for row in rows:
            first = next(iter(row.values()))[0]
            self.notes.finding("row-by-lines", first, "该行逐行印出", "the row is printed line by line")
        self.notes.remark("free-text", left)
        return list(rows)

    # The rows

    def _rows(self, cells: Cells, block: Block) -> None:
        """One printed line gives a row for each group that has content."""
        start = 0
        for index, group in enumerate(block.groups):
            entries: dict[str, Entry] = {}
            for offset, column in enumerate(group.columns):
                found = cells.get(start + offset)
                if found:
                    cell = _join(found)
                    self._note_markup(column.fields[-1], cell)
                    for entry in column_entries(cell, column, self.fields, self.unit, self._decimals):
                        entries[entry.field] = entry
            start += len(group.columns)
            if entries:
                self._draft(index, group, entries)

    def _draft(self, index: int, group: Group, entries: dict[str, Entry]) -> None:
        if self.table.resource(group.resource).single:
            self._single(group.resource, list(entries.values()))
            return
        place = next(iter(entries.values())).place
        for entry in (*constant_entries(group, place), *derived_entries(group, entries)):
            entries[entry.field] = entry
        kind = row_kind(entries, self.form.kinds)
        self.drafts[group.resource].append(_Draft(group=index, kind=kind, entries=entries))

    def _record(self, record: Record) -> None:
        """A labelled value is a field of the one record of a resource."""
        name, cell = record.field, record.cell
        self._note_markup(name, cell)
        if self.fields[name].type == "amount":
            entries = [amount_entry(name, cell, self.unit, self._decimals)]
        else:
            column = Column(headers=(), fields=(name,))
            entries = column_entries(cell, column, self.fields, self.unit, self._decimals)
        self._single(record.block.record_resource, entries)

    def _single(self, resource: str, entries: list[Entry]) -> None:
        """Add values to the one record of a single resource; a second value for a field is a remark."""
        drafts = self.drafts[resource]
        if not drafts:
            drafts.append(_Draft(group=0, kind="total", entries={}))
        for entry in entries:
            if entry.field in drafts[0].entries:
                self.notes.remark("second-value", [Cell(text=entry.text, place=entry.place)])
            else:
                drafts[0].entries[entry.field] = entry

    @property
    def _decimals(self) -> int | None:
        return self.form.decimals.get(self.unit)

    def _note_markup(self, name: str, cell: Cell) -> None:
        if has_markup(cell.text):
            self.notes.finding("markup-removed", cell, f"{name}：去掉了标记", f"{name}: markup removed")


def _explained(
    headers: Sequence[Headers],
    lines: Sequence[Line],
    block: Block,
    fitter: Fitter,
    assigned: Mapping[int, int],
) -> float:
    """How much of a part a block explains: its headings, and the cells that find a column."""
    words = {heading(word) for column in block.columns for word in column.headers}
    hits = sum(bool(found & words) for line in headers for found in line.values())
    placed = [place_line(line, assigned, fitter) for line in lines[:_SAMPLE]]
    cells = sum(len(p.cells) for p in placed) - 2 * sum(len(p.left) for p in placed)
    return 10 * hits + cells


def _line_number(cells: Cells) -> int:
    return min(found[0].place.line or 0 for found in cells.values())


def _row(number: int, draft: _Draft, resource: ResourceForm) -> Row:
    name = "totals" if resource.single else f"r{number}"
    order = [f.name for f in resource.fields if f.name in draft.entries]
    return Row(number=number, name=name, kind=draft.kind, entries={k: draft.entries[k] for k in order})


def _join(cells: list[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    return Cell(text="\n".join(cell.text.strip() for cell in cells), place=cells[0].place)
