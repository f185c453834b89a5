"""Shape the lines of one printed table: find its blocks and headings, place its cells, make its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from budgetpress.amounts import parse_unit
from budgetpress.form import Block, Column, Field, Form, Group, ResourceForm, TableForm
from budgetpress.model import Cell, Entry, Finding, Heading, Kind, Remark, Row, Table
from budgetpress.shape.columns import assign, split_joint_columns
from budgetpress.shape.entries import (
    amount_entry,
    column_entries,
    constant_entries,
    derived_entries,
    row_kind,
)
from budgetpress.shape.loose import loose_rows
from budgetpress.shape.placing import place_line
from budgetpress.shape.segments import Line, Segment, filled, header_words, is_heading
from budgetpress.shape.words import has_markup, heading, squash


@dataclass(kw_only=True, slots=True)
class _Draft:
    """A row before it has its number."""

    group: int
    kind: Kind
    entries: dict[str, Entry]


@dataclass(kw_only=True, slots=True)
class _Part:
    """A block as one page prints it: its heading lines and the lines below."""

    block: Block
    headers: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    loose: list[Cell | None] = field(default_factory=list)


class TableShaper:
    """Collects the segments of one table and gives its tables, headings, remarks and findings."""

    def __init__(self, table: TableForm, form: Form) -> None:
        self.table = table
        self.form = form
        self.fields: dict[str, Field] = {f.name: f for r in table.resources for f in r.fields}
        self.totals = frozenset(squash(word) for words in form.kinds.values() for word in words)
        self.words = header_words(table)
        self.unit = ""
        self.headings: list[Heading] = []
        self.remarks: list[Remark] = []
        self.findings: list[Finding] = []
        self.drafts: dict[str, list[_Draft]] = {resource.name: [] for resource in table.resources}
        self.grids = tuple(block for block in table.blocks if block.groups)

    # The lines of a segment

    def add(self, segment: Segment) -> None:
        """Shape one segment: the table, or the part of it on one page."""
        if segment.title is not None:
            self.headings.append(segment.title)
        part: _Part | None = None
        in_header = False
        for line in segment.lines:
            cells = filled(line)
            if not cells:
                if part is not None and part.loose:
                    part.loose.append(None)
                in_header = in_header and not line
            elif self._is_note(cells) or self._is_record(cells):
                in_header = False
            elif self._is_header(cells):
                if len(cells) == 1 and part is not None and not in_header:
                    self._head("column", cells)
                    continue
                if part is None or not in_header:
                    self._finish(part)
                    part = _Part(block=self._first_block())
                part.headers.append(line)
                in_header = True
                self._head("column", cells)
            else:
                in_header = False
                part = part or _Part(block=self._first_block())
                if len(line) == 1 and squash(cells[0].text) not in self.totals:
                    part.loose.append(cells[0])
                else:
                    part.lines.append(line)
        self._finish(part)

    def _first_block(self) -> Block:
        return self.grids[0] if self.grids else self.table.blocks[0]

    def _head(self, role: str, cells: Iterable[Cell]) -> None:
        for cell in cells:
            self.headings.append(
                Heading(table=self.table.number, role=role, cell=cell)  # type: ignore[arg-type]
            )
            self.unit = self.unit or parse_unit(cell.text) or ""

    def _is_note(self, cells: list[Cell]) -> bool:
        """The unit line and the line of the year."""
        if len(cells) > 1:
            return False
        text = squash(cells[0].text)
        if "单位:" in text and parse_unit(text) and len(text) < 20:
            self.unit = self.unit or parse_unit(text) or ""
            self.headings.append(Heading(table=self.table.number, role="unit", cell=cells[0]))
            return True
        if any(re.fullmatch(pattern, cells[0].text.strip()) for pattern in self.form.year_patterns):
            self.headings.append(Heading(table=self.table.number, role="period", cell=cells[0]))
            return True
        return False

    def _is_header(self, cells: list[Cell]) -> bool:
        if not all(is_heading(cell.text, self.words) for cell in cells):
            return False
        return len(cells) > 1 or squash(cells[0].text) not in self.totals

    def _is_record(self, cells: list[Cell]) -> bool:
        """A labelled value, such as the name of the department."""
        for block in self.table.blocks:
            for name, label in (block.records or {}).items():
                if heading(cells[0].text) != heading(label):
                    continue
                if len(cells) > 1 and all(is_heading(cell.text, self.words) for cell in cells[1:]):
                    return False
                self._head("column", cells[:1])
                for cell in cells[1:2]:
                    entry = self._record_entry(name, cell)
                    self._single(block.record_resource, [entry], cell)
                for cell in cells[2:]:
                    self._remark(cell, "outside-columns")
                return True
        return False

    def _record_entry(self, name: str, cell: Cell) -> Entry:
        if self.fields[name].type == "amount":
            return amount_entry(name, cell, self._unit, self._decimals)
        self._note_markup(name, cell)
        return column_entries(cell, Column(headers=(), fields=(name,)), self.fields, "", None)[0]

    # The lines of a block

    def _finish(self, part: _Part | None) -> None:
        if part is None:
            return
        width = max((len(line) for line in [*part.headers, *part.lines]), default=0)
        lines, moved = split_joint_columns(part.lines, width)
        headers = [_spread(line, moved) for line in part.headers]
        width = max((len(line) for line in [*headers, *lines]), default=0)
        best: tuple[float, Block, dict[int, int]] | None = None
        for block in self.grids:
            assigned = assign(headers, lines, block, self.fields, self.totals, width)
            value = self._explained(headers, lines, block, assigned)
            if best is None or value > best[0]:
                best = (value, block, assigned)
        if best is None:
            for line in part.lines:
                self._remark_all(filled(line), "free-text")
            return
        _, block, assigned = best
        for line in lines:
            self._line(line, block, assigned)
        self._loose(part.loose, block)

    def _explained(
        self, headers: list[Line], lines: list[Line], block: Block, assigned: Mapping[int, int]
    ) -> float:
        words = {heading(word) for column in block.columns for word in column.headers}
        hits = sum(heading(cell.text) in words for line in headers for cell in filled(line))
        placed = [place_line(line, assigned, block, self.fields, self.totals) for line in lines[:50]]
        cells = sum(len(p.cells) for p in placed) - 2 * sum(len(p.left) for p in placed)
        return 10 * hits + cells

    def _line(self, line: Line, block: Block, assigned: Mapping[int, int]) -> None:
        placed = place_line(line, assigned, block, self.fields, self.totals)
        for cell, reason in placed.left:
            self._remark(cell, reason)
        for cell in placed.moved:
            self._finding("neighbouring-column", cell, f"“{cell.text.strip()}”印在相邻栏", "stands in the next column")
        if placed.shifted:
            first = next(iter(placed.cells.values()))
            places = abs(placed.shifted)
            self._finding("row-shifted", first, f"整行错位 {places} 栏", f"the row is {places} columns out of place")
        self._rows({column: [cell] for column, cell in placed.cells.items()}, block)

    def _loose(self, cells: list[Cell | None], block: Block) -> None:
        rows, left = loose_rows(cells, block, self.fields)
        for row in rows:
            first = next(iter(row.values()))[0]
            self._finding("row-by-lines", first, "该行逐行印出", "the row is printed line by line")
            self._rows(row, block)
        self._remark_all(left, "free-text")

    def _rows(self, cells: Mapping[int, list[Cell]], block: Block) -> None:
        start = 0
        for index, group in enumerate(block.groups):
            entries: dict[str, Entry] = {}
            for offset, column in enumerate(group.columns):
                found = cells.get(start + offset)
                if found:
                    cell = _join(found)
                    self._note_markup(column.fields[-1], cell)
                    for entry in column_entries(cell, column, self.fields, self._unit, self._decimals):
                        entries[entry.field] = entry
            start += len(group.columns)
            if entries:
                self._draft(index, group, entries)

    def _draft(self, index: int, group: Group, entries: dict[str, Entry]) -> None:
        place = next(iter(entries.values())).place
        if self.table.resource(group.resource).single:
            first = next(iter(entries.values()))
            self._single(group.resource, list(entries.values()), Cell(text=first.text, place=place))
            return
        for entry in (*constant_entries(group, place), *derived_entries(group, entries)):
            entries[entry.field] = entry
        kind = row_kind(entries, self.form.kinds)
        self.drafts[group.resource].append(_Draft(group=index, kind=kind, entries=entries))

    def _single(self, resource: str, entries: list[Entry], cell: Cell) -> None:
        """Add values to the one record of a single resource; a second value for a field is a remark."""
        drafts = self.drafts[resource]
        if not drafts:
            drafts.append(_Draft(group=0, kind="total", entries={}))
        for entry in entries:
            if entry.field in drafts[0].entries:
                self._remark(Cell(text=entry.text, place=entry.place), "second-value")
            else:
                drafts[0].entries[entry.field] = entry

    # Results

    @property
    def _unit(self) -> str:
        return self.unit or self.table.unit

    @property
    def _decimals(self) -> int | None:
        return self.form.decimals.get(self._unit)

    def tables(self) -> list[Table]:
        """The resources of the table, rows numbered from 1 in printed order, side after side."""
        made = []
        for resource in self.table.resources:
            drafts = sorted(self.drafts[resource.name], key=lambda draft: draft.group)
            rows = tuple(_row(number, draft, resource) for number, draft in enumerate(drafts, 1))
            made.append(Table(number=self.table.number, resource=resource.name, unit=self._unit, rows=rows))
        return made

    def _remark(self, cell: Cell, reason: str) -> None:
        self.remarks.append(Remark(table=self.table.number, reason=reason, cell=cell))

    def _remark_all(self, cells: Iterable[Cell], reason: str) -> None:
        for cell in cells:
            self._remark(cell, reason)

    def _note_markup(self, name: str, cell: Cell) -> None:
        if has_markup(cell.text):
            self._finding("markup-removed", cell, f"{name}：去掉了标记", f"{name}: markup removed")

    def _finding(self, code: str, cell: Cell, zh: str, en: str) -> None:
        self.findings.append(
            Finding(
                code=code,
                level="note",
                table=self.table.number,
                row=None,
                field="",
                message_zh=zh,
                message_en=en,
                place=cell.place,
            )
        )


def _row(number: int, draft: _Draft, resource: ResourceForm) -> Row:
    name = "totals" if resource.single else f"r{number}"
    order = [f.name for f in resource.fields if f.name in draft.entries]
    return Row(number=number, name=name, kind=draft.kind, entries={k: draft.entries[k] for k in order})


def _join(cells: list[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    return Cell(text="\n".join(cell.text.strip() for cell in cells), place=cells[0].place)


def _spread(line: Line, moved: Mapping[int, int]) -> Line:
    """A heading line after joint columns were split: each heading stands over both halves."""
    spread: dict[int, Cell] = {}
    for index, cell in enumerate(line):
        target = moved.get(index, index)
        spread[target] = cell
        gap = moved.get(index + 1, target + 1) - target
        if gap > 1:
            spread[target + 1] = cell
    width = max(spread, default=-1) + 1
    blank = Cell(text="", place=line[0].place) if line else None
    return tuple(spread.get(i) or blank for i in range(width) if blank is not None)

