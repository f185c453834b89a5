"""Apply accepted changes to the tables; what was printed stays with every cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from budgetpress.amounts import from_fen
from budgetpress.model import Entry, Place, Row, Table
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import NewRow
from budgetpress.reconcile.system import System


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """The changed tables, and where each printed row stands now: (resource, old number) -> new number.

    `added` gives the place of each lost row by the index of its change, `removed` the rows taken out.
    """

    tables: tuple[Table, ...]
    moved: Mapping[tuple[str, int], int]
    added: Mapping[int, tuple[str, int]]
    removed: tuple[tuple[Table, Row], ...]


def apply(system: System, accepted: Sequence[Accepted]) -> Applied:
    """Make the published tables from the printed ones and the accepted changes."""
    moved: dict[tuple[str, int], int] = {}
    added: dict[int, tuple[str, int]] = {}
    removed: list[tuple[Table, Row]] = []
    tables = []
    out = {change.proposal.removed for change in accepted}
    for table in system.tables.values():
        lost = [
            (index, change.proposal.row)
            for index, change in enumerate(accepted)
            if change.proposal.row is not None and change.proposal.row.resource == table.resource
        ]
        rows: list[Row] = []
        for row in _with_gaps(table.rows, lost):
            number = len(rows) + 1
            if not isinstance(row, Row):
                index, new = row
                entries = _new_entries(system, table, new)
                rows.append(Row(number=number, name=f"r{number}", kind="item", entries=entries))
                added[index] = (table.resource, number)
            elif (table.resource, row.number) in out:
                removed.append((table, row))
            else:
                moved[table.resource, row.number] = number
                renamed = replace(row, number=number, name=_name(row, number))
                rows.append(_changed(system, table, row, renamed, accepted))
        tables.append(replace(table, rows=tuple(rows)))
    return Applied(tables=tuple(tables), moved=moved, added=added, removed=tuple(removed))


def _with_gaps(rows: Sequence[Row], new_rows: Sequence[tuple[int, NewRow]]) -> list[Row | tuple[int, NewRow]]:
    merged: list[Row | tuple[int, NewRow]] = [new for new in new_rows if new[1].after < 1]
    for row in rows:
        merged.append(row)
        merged += [new for new in new_rows if new[1].after == row.number]
    return merged


def _name(row: Row, number: int) -> str:
    return row.name if row.name == "totals" else f"r{number}"


def _changed(system: System, table: Table, row: Row, renamed: Row, accepted: Sequence[Accepted]) -> Row:
    entries = dict(row.entries)
    for change in accepted:
        proposal = change.proposal
        for position, value in proposal.values.items():
            if position.resource == table.resource and position.row == row.number:
                entries[position.field] = _amount(system, row, position, value)
        for name, code in proposal.codes.get((table.resource, row.number), {}).items():
            if row.text(name) != code:
                entries |= _label(system, table.resource, row, name, code)
    return replace(renamed, entries=_ordered(system, table.resource, entries))


def _amount(system: System, row: Row, position: Position, value: int) -> Entry:
    amount = from_fen(value) if value else None
    old = row.entries.get(position.field)
    if old is not None:
        return replace(old, value=amount)
    return Entry(
        field=position.field,
        text="",
        value=amount,
        place=_row_place(row),
        unit=system.tables[position.resource].unit,
    )


def _label(system: System, resource: str, row: Row, name: str, code: str) -> dict[str, Entry]:
    """The new code, and the name that the code list or another row gives it."""
    made = {name: _text(row, name, code)}
    name_field = name.removesuffix("_code") + "_name"
    known = name_of(system, resource, name, code)
    by_hand = Position(resource, row.number, name_field) in system.settled
    if known and row.text(name_field) != known and name_field in row.entries and not by_hand:
        made[name_field] = _text(row, name_field, known)
    return made


def name_of(system: System, resource: str, field: str, code: str) -> str:
    """The name of a code in its list, or else as another row prints it."""
    codelist = system.codelist(resource, field)
    listed = codelist.get(code, system.year) if codelist is not None else None
    if listed is not None:
        return listed.name
    name_field = field.removesuffix("_code") + "_name"
    for table in system.tables.values():
        for row in table.rows:
            if row.text(field) == code and row.text(name_field):
                return row.text(name_field)
    return ""


def _text(row: Row, name: str, value: str) -> Entry:
    old = row.entries.get(name)
    if old is not None:
        return replace(old, value=value)
    return Entry(field=name, text="", value=value, place=_row_place(row))


def _new_entries(system: System, table: Table, new: NewRow) -> dict[str, Entry]:
    place = Place(source=next(iter(_places(table))).source)
    entries: dict[str, Entry] = {}
    for name, code in new.codes.items():
        if code:
            entries[name] = Entry(field=name, text="", value=code, place=place)
            name_field = name.removesuffix("_code") + "_name"
            known = name_of(system, table.resource, name, code)
            if known:
                entries[name_field] = Entry(field=name_field, text="", value=known, place=place)
    for name, value in new.values.items():
        entries[name] = Entry(field=name, text="", value=from_fen(value), place=place, unit=table.unit)
    for name in ("unit_code", "unit_name"):
        found = {row.text(name) for row in table.rows if row.kind == "item"} - {""}
        if len(found) == 1 and system.resource_forms[table.resource].has(name):
            entries.setdefault(name, Entry(field=name, text="", value=found.pop(), place=place))
    return _ordered(system, table.resource, entries)


def _ordered(system: System, resource: str, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    names = [field.name for field in system.resource_forms[resource].fields]
    return {name: entries[name] for name in names if name in entries}


def _places(table: Table) -> list[Place]:
    return [entry.place for row in table.rows for entry in row.entries.values()]


def _row_place(row: Row) -> Place:
    return next(iter(row.entries.values())).place
