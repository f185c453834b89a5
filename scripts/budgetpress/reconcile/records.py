"""The list of repairs: what was printed and what is published, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from budgetpress.amounts import from_fen, to_fen
from budgetpress.model import Check, Entry, Place, Repair, Row, Table
from budgetpress.reconcile.apply import Applied
from budgetpress.reconcile.evidence import Touched, Unit, evidence
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.system import System

Target = Literal["figure", "label", "row"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One changed cell of a repair: where it stands now, what was printed and what is published."""

    target: Target
    table: str
    row: Row
    field: str
    printed: str
    published: str
    place: Place | None


def repair_records(
    system: System,
    accepted: Sequence[Accepted],
    applied: Applied,
    checks: Mapping[int, Check],
) -> tuple[Repair, ...]:
    """One record for every changed cell or label; those of one defect share the first part of their id.

    `checks` are the published checks by the index of their equation.
    """
    recorder = _Recorder(system, accepted, applied, checks)
    return tuple(
        record
        for index, change in enumerate(accepted)
        if change.proposal.allocated is None
        for record in recorder.records(index, change)
    )


class _Recorder:
    """The repairs of a document, while they are written down."""

    def __init__(
        self,
        system: System,
        accepted: Sequence[Accepted],
        applied: Applied,
        checks: Mapping[int, Check],
    ) -> None:
        self.system = system
        self.accepted = accepted
        self.applied = applied
        self.checks = checks
        self.tables = {table.resource: table for table in applied.tables}
        shown = [index for index, change in enumerate(accepted) if change.proposal.allocated is None]
        self.names = {index: f"R{number}" for number, index in enumerate(shown, 1)}
        self.now = {
            f"{table.number}.{row.name}.{name}": to_fen(entry.value)
            for table in applied.tables
            for row in table.rows
            for name, entry in row.entries.items()
            if isinstance(entry.value, Decimal)
        }

    def records(self, index: int, change: Accepted) -> Iterator[Repair]:
        """A record for each cell that one change writes."""
        cells = list(self._cells(index, change))
        touched = [
            self._touched(equation, index) for equation in sorted(change.effect) if equation in self.checks
        ]
        touched = [one for one in touched if one.check.printed_verdict == "fails"]
        unit = Unit(self.system, [self.tables[name] for name in self._resources(index, change)])
        zh, en = evidence(change, unit, touched, self.now)
        # Where the last figure of a code has gone elsewhere, its identity no longer applies.
        ended = tuple(one.check.id for one in touched if one.check.verdict != "fails")
        hold = tuple(one.check.id for one in touched if one.check.verdict == "holds")
        for part, cell in enumerate(cells, 1):
            yield Repair(
                id=f"{self.names[index]}.{part}",
                target=cell.target,
                figure=f"{cell.table}.{cell.row.name}.{cell.field}" if cell.target == "figure" else "",
                table=cell.table,
                row=cell.row.number,
                field=cell.field,
                printed=cell.printed,
                published=cell.published,
                kind=change.proposal.kind,
                evidence_zh=zh,
                evidence_en=en,
                failed_before=ended,
                hold_after=hold,
                margin=change.margin,
                place=cell.place,
            )

    def _touched(self, equation: int, index: int) -> Touched:
        cells = [(self.system.value(position), sign) for position, sign in self.system.cells[equation]]
        others = [i for i, other in enumerate(self.accepted) if i != index and equation in other.effect]
        return Touched(
            check=self.checks[equation],
            terms=(
                tuple(value for value, sign in cells if sign > 0 and value),
                tuple(value for value, sign in cells if sign < 0 and value),
            ),
            allies=tuple(self.names[i] for i in others if i in self.names),
            funds=any(i not in self.names for i in others),
        )

    def _resources(self, index: int, change: Accepted) -> list[str]:
        """The tables that a change writes to."""
        proposal = change.proposal
        names = {position.resource for position in proposal.values} | {name for name, _ in proposal.codes}
        names |= {self.applied.added[index][0]} if index in self.applied.added else set()
        names |= {proposal.removed[0]} if proposal.removed is not None else set()
        return sorted(names)

    def _cells(self, index: int, change: Accepted) -> Iterator[Cell]:
        """Every cell that a change writes: amounts, labels, a row put in, a row taken out."""
        proposal = change.proposal
        for position in proposal.values:
            table, row = self._row(position.resource, position.row)
            yield _cell("figure", table, row, row.entries[position.field])
        for (resource, number), codes in proposal.codes.items():
            yield from self._labels(resource, number, codes)
        if index in self.applied.added:
            resource, number = self.applied.added[index]
            table = self.tables[resource]
            yield from _added(table, table.rows[number - 1])
        if proposal.removed is not None:
            yield self._removed(*proposal.removed)

    def _row(self, resource: str, number: int) -> tuple[Table, Row]:
        """A table and a row of it as published, by its number as read."""
        table = self.tables[resource]
        return table, table.rows[self.applied.moved[resource, number] - 1]

    def _labels(self, resource: str, number: int, codes: Mapping[str, str]) -> Iterator[Cell]:
        """The codes and names of a row that are not as printed."""
        table, row = self._row(resource, number)
        old = self.system.rows[resource, number]
        for field in (name for code in codes for name in (code, code.removesuffix("_code") + "_name")):
            entry = row.entries.get(field)
            if entry is not None and old.text(field) != entry.value:
                yield replace(_cell("label", table, row, entry), printed=old.text(field))

    def _removed(self, resource: str, number: int) -> Cell:
        """A row taken out; its record stands at the row that is kept beside it."""
        row = self.system.rows[resource, number]
        left = (n for name, n in self.applied.moved if name == resource)
        table, kept = self._row(resource, min(left, key=lambda n: (abs(n - number), n)))
        return Cell(
            target="row",
            table=table.number,
            row=kept,
            field="",
            printed=" ".join(entry.text for entry in printed_cells(row)),
            published="",
            place=next(iter(row.entries.values())).place,
        )


def _added(table: Table, row: Row) -> Iterator[Cell]:
    """A row put in, and each of its amounts."""
    words = [str(entry.value) for entry in row.entries.values() if isinstance(entry.value, str)]
    yield Cell(
        target="row", table=table.number, row=row, field="", printed="", published=" ".join(words), place=None
    )
    for entry in row.entries.values():
        if entry.unit:
            yield _cell("figure", table, row, entry)


def _cell(target: Target, table: Table, row: Row, entry: Entry) -> Cell:
    return Cell(
        target=target,
        table=table.number,
        row=row,
        field=entry.field,
        printed=entry.text,
        published="" if entry.value is None else str(entry.value),
        place=entry.place,
    )


def printed_cells(row: Row) -> list[Entry]:
    """The printed cells of a row that are not blank, each once: one cell may hold a code and its name."""
    return list({(e.place, e.text): e for e in row.entries.values() if e.text}.values())


def allocation_amount(change: Accepted) -> str:
    """The amount of an unprinted allocation in yuan, for people."""
    _, amount = change.proposal.allocated or (0, 0)
    return f"{from_fen(amount):,}"
