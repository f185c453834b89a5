"""Wrong codes that no sum can see: the printed name and the code beside it say which code is meant.

A code is set right where its printed name is the name of exactly one other code of the list, that code stands
beside the row's other code elsewhere in the document, the printed code does so nowhere else, no identity is
touched (where one is, the sums decide and not the names), and no label near it was wrong otherwise: where
labels slip, names slip as well.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from budgetpress.form import Form
from budgetpress.model import Repair, Row, Table
from budgetpress.reconcile.document import Document
from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.kinds.slipped_labels import LONGEST_RUN
from budgetpress.reconcile.system import System


def settle_codes(
    tables: Sequence[Table], form: Form, year: int, settled: Container[Position] = frozenset()
) -> tuple[tuple[Table, ...], tuple[Repair, ...]]:
    """The tables with such codes set right, and a repair for each; what is `settled` by hand stays."""
    document = Document(tables, form, year)
    if not any(document.misnamed(table.resource) for table in tables):
        return tuple(tables), ()
    system = System(tables, form, year)
    repairs: list[Repair] = []
    made = []
    for table in tables:
        meant: dict[int, dict[str, str]] = {}
        for number, field, named in system.misnamed(table.resource):
            if Position(table.resource, number, field) in settled:
                continue
            if len(named) == 1 and _is_meant(system, table, number, field, min(named)):
                meant.setdefault(number, {})[field] = min(named)
        rows = []
        for row in table.rows:
            codes = meant.get(row.number, {})
            repairs += (_record(table, row, field, code, len(repairs) + 1) for field, code in codes.items())
            rows.append(_with_codes(row, codes))
        made.append(replace(table, rows=tuple(rows)))
    return tuple(made), tuple(repairs)


def _is_meant(system: System, table: Table, number: int, field: str, code: str) -> bool:
    row = system.rows[table.resource, number]
    if system.label_effect(table.resource, number, {field: code}):
        return False
    if any(_relabelled(system, near) for near in table.rows if abs(near.number - number) <= LONGEST_RUN):
        return False
    others = [name for name in system.code_fields[table.resource] if name != field and row.text(name)]
    return any(
        _beside(system, field, name, code, row.text(name), row)
        and not _beside(system, field, name, row.text(field), row.text(name), row)
        for name in others
    )


def _relabelled(system: System, row: Row) -> bool:
    """Whether a code of a row is not the printed one."""
    entries = (row.entries.get(name) for names in system.code_fields.values() for name in names)
    return any(entry is not None and entry.text and entry.text != entry.value for entry in entries)


def _beside(system: System, field: str, other: str, code: str, partner: str, but: Row) -> bool:
    """Whether a row other than `but` has both codes."""
    return any(
        row is not but and row.text(field) == code and row.text(other) == partner
        for name in system.tables
        if field in system.code_fields[name] and other in system.code_fields[name]
        for row in system.items(name)
    )


def _with_codes(row: Row, codes: Mapping[str, str]) -> Row:
    if not codes:
        return row
    new = {field: replace(row.entries[field], value=code) for field, code in codes.items()}
    return replace(row, entries={**row.entries, **new})


def _record(table: Table, row: Row, field: str, code: str, number: int) -> Repair:
    zh, en = KIND_NAMES["wrong_code"]
    name = row.text(field.removesuffix("_code") + "_name")
    return Repair(
        id=f"C{number}",
        target="label",
        figure="",
        table=table.number,
        row=row.number,
        field=field,
        printed=row.text(field),
        published=code,
        kind="wrong_code",
        evidence_zh=f"{zh}：印出的名称“{name}”是 {code} 的名称，同行的另一科目在别处也与 {code} 同列。",
        evidence_en=(
            f"{en.capitalize()}: the printed name “{name}” is that of {code}, and the other code of the row "
            f"stands beside {code} elsewhere too."
        ),
        failed_before=(),
        hold_after=(),
        margin=None,
        place=row.entries[field].place,
    )
