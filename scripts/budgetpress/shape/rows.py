"""Make the rows of a table from cells in their columns, however these were told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from budgetpress.form import Block, Column, Field, Form, Group, ResourceForm, TableForm
from budgetpress.model import Cell, Entry, Kind, Row, Table
from budgetpress.shape.code_parts import PartsOfCode, code_entry
from budgetpress.shape.entries import (
    amount_entry,
    column_entries,
    constant_entries,
    derived_entries,
    row_kind,
)
from budgetpress.shape.notes import Notes
from budgetpress.shape.pages import Record
from budgetpress.shape.torn import joined
from budgetpress.shape.words import has_markup, heading

Cells = Mapping[int, list[Cell]]
"""The cells of a row: column of the block -> one cell, or those of a text that was broken over lines."""


@dataclass(kw_only=True, slots=True)
class _Draft:
    """A row before it has its number."""

    group: int
    kind: Kind
    entries: dict[str, Entry]


class RowMaker:
    """Collects the rows of one table; `unit` is the unit of the page that is being read."""

    def __init__(
        self, table: TableForm, form: Form, fields: Mapping[str, Field], totals: frozenset[str], notes: Notes
    ) -> None:
        self.table = table
        self.form = form
        self.fields = fields
        self.totals = totals
        self.notes = notes
        self.unit = table.unit
        self.drafts: dict[str, list[_Draft]] = {resource.name: [] for resource in table.resources}

    def tables(self, unit: str) -> list[Table]:
        """The resources of the table, rows numbered from 1 in printed order, side after side."""
        made = []
        for resource in self.table.resources:
            drafts = sorted(self.drafts[resource.name], key=lambda draft: draft.group)
            rows = tuple(_row(number, draft, resource) for number, draft in enumerate(drafts, 1))
            rows = tuple(_with_subtotals(rows, resource))
            made.append(Table(number=self.table.number, resource=resource.name, unit=unit, rows=rows))
        return made

    def add(self, cells: Cells, block: Block) -> None:
        """One printed line gives a row for each group that has content."""
        start = 0
        made: list[dict[int, Cell]] = []
        for group in block.groups:
            own = {i: _join(cells[start + i]) for i in range(len(group.columns)) if cells.get(start + i)}
            start += len(group.columns)
            if group.joined:
                self._join_totals(made[-1], block.groups[len(made) - 1], own, group)
            made.append(own)
        for index, (own, group) in enumerate(zip(made, block.groups, strict=True)):
            if own:
                self._draft(index, group, self._entries(self._labelled(own, group), group))

    def record(self, record: Record) -> None:
        """A labelled value is a field of the one record of a resource."""
        name, cell = record.field, record.cell
        self._note_markup(name, cell)
        if self.fields[name].type == "amount":
            entries = [amount_entry(name, cell, self.unit, self._decimals)]
        else:
            column = Column(headers=(), fields=(name,))
            entries = column_entries(cell, column, self.fields, self.unit, self._decimals)
        self._single(record.block.record_resource, entries)

    def _entries(self, cells: Mapping[int, Cell], group: Group) -> dict[str, Entry]:
        """The entries of one row, by field; the parts of a code in several columns are one entry."""
        entries: dict[str, Entry] = {}
        parts: dict[str, PartsOfCode] = {}
        for index, column in enumerate(group.columns):
            cell = cells.get(index)
            if column.digits:
                parts.setdefault(column.fields[0], []).append((column.digits, cell))
            elif cell is not None:
                self._note_markup(column.fields[-1], cell)
                for entry in column_entries(cell, column, self.fields, self.unit, self._decimals):
                    entries[entry.field] = entry
        for name, found in parts.items():
            code = code_entry(name, found, self.notes)
            if code is not None:
                entries[name] = code
        return entries

    def _labelled(self, cells: Mapping[int, Cell], group: Group) -> dict[int, Cell]:
        """The cells, with a total's word in a column of codes where its name is, if nothing stands there.

        It says what the row is and no code; its place stays that of its print.
        """
        moved = dict(cells)
        names = [i for i, column in enumerate(group.columns) if self._is_name(column)]
        for index, cell in cells.items():
            free = next((i for i in names if i not in moved), None)
            if free is not None and self._is_code(group.columns[index]) and heading(cell.text) in self.totals:
                moved[free] = moved.pop(index)
        return moved

    def _join_totals(
        self, left: dict[int, Cell], before: Group, right: dict[int, Cell], group: Group
    ) -> None:
        """Amounts without a label go to the row before that has a label and no amounts."""
        there, here = self._amounts(before), self._amounts(group)
        alone = bool(right) and right.keys() <= set(here) and not left.keys() & set(there)
        if left and alone and len(there) == len(here):
            for old, new in zip(here, there, strict=True):
                if old in right:
                    left[new] = right.pop(old)

    def _amounts(self, group: Group) -> list[int]:
        return [i for i, column in enumerate(group.columns) if self.fields[column.fields[0]].type == "amount"]

    def _is_name(self, column: Column) -> bool:
        return self.fields[column.fields[-1]].type == "text" and not self.fields[column.fields[-1]].values

    def _is_code(self, column: Column) -> bool:
        return len(column.fields) == 1 and self.fields[column.fields[0]].type == "code"

    def _draft(self, index: int, group: Group, entries: dict[str, Entry]) -> None:
        if self.table.resource(group.resource).single:
            self._single(group.resource, list(entries.values()))
            return
        entries = self._joined(index, group, entries)
        place = next(iter(entries.values())).place
        for entry in (*constant_entries(group, place), *derived_entries(group, entries)):
            entries[entry.field] = entry
        kind = row_kind(entries, self.form.kinds)
        self.drafts[group.resource].append(_Draft(group=index, kind=kind, entries=entries))

    def _joined(self, index: int, group: Group, entries: dict[str, Entry]) -> dict[str, Entry]:
        """The row, with the part of it that stands at the end of the page before."""
        drafts = self.drafts[group.resource]
        last = next((draft for draft in reversed(drafts) if draft.group == index), None)
        name = joined(last.entries, entries, group, self.fields) if last is not None else None
        if last is None or name is None:
            return entries
        lower = entries[name.field]
        cell = Cell(text=lower.text, place=lower.place)
        self.notes.remark("rest-of-row", [cell])
        self.notes.finding(
            "row-joined", cell, f"“{lower.text}”是上一页末行的下半部分，已并入该行",
            f"'{lower.text}' is the rest of the last row of the page before and joined to it",
        )  # fmt: skip
        drafts.remove(last)
        upper = {field: entry for field, entry in last.entries.items() if entry.text}
        return {**upper, **entries, name.field: name}

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


def _row(number: int, draft: _Draft, resource: ResourceForm) -> Row:
    name = "totals" if resource.single else f"r{number}"
    order = [f.name for f in resource.fields if f.name in draft.entries]
    return Row(number=number, name=name, kind=draft.kind, entries={k: draft.entries[k] for k in order})


def _with_subtotals(rows: tuple[Row, ...], resource: ResourceForm) -> Iterator[Row]:
    """The rows, with those subtotals that no word tells: by their code, or by what they leave blank."""
    codes = {row.text(resource.hierarchy) for row in rows} if resource.hierarchy else set()
    above = {code[:size] for code in codes for size in range(1, len(code))}
    blank = resource.subtotal_where_blank
    for row in rows:
        is_above = bool(resource.hierarchy) and row.text(resource.hierarchy) in above
        is_blank = bool(blank) and not any(name in row.entries for name in blank)
        yield replace(row, kind="subtotal") if row.kind == "item" and (is_above or is_blank) else row


def _join(cells: list[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    return Cell(text="\n".join(cell.text.strip() for cell in cells), place=cells[0].place)
