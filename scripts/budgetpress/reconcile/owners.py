"""Rows whose owner print does not say: an indicator that states the cost of a project belongs to it.

A row is given to its owner only where the amount it states, to the yuan, is that of one row of the other
resource, and no further row states the same amount. In doubt the owner stays unknown, and a finding says of
how many rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from budgetpress.amounts import UNITS, readings
from budgetpress.form import Form, Owner, TableForm
from budgetpress.model import Entry, Finding, Row, Table

_YUAN = Decimal(1)


def settle_owners(tables: Sequence[Table], form: Form) -> tuple[Table, ...]:
    """The tables with the owners that their amounts make known."""
    settled = {table.resource: table for table in tables}
    for rule in (table.owner for table in form.tables if table.owner is not None):
        if rule.resource in settled and rule.of in settled:
            owners = _owners(rule, settled[rule.resource], settled[rule.of])
            settled[rule.resource] = _with_owners(rule, settled[rule.resource], owners)
    return tuple(settled.values())


def owner_findings(tables: Sequence[Table], form: Form) -> tuple[Finding, ...]:
    """A finding for every resource with rows whose owner stays unknown."""
    rows = {table.resource: table.rows for table in tables}
    found = []
    for table in form.tables:
        rule = table.owner
        if rule is None or not rows.get(rule.resource):
            continue
        known = sum(rule.field in row.entries for row in rows[rule.resource])
        unknown = len(rows[rule.resource]) - known
        if unknown:
            found.append(_finding(table, rule, unknown, known + unknown))
    return tuple(found)


def _finding(table: TableForm, rule: Owner, unknown: int, rows: int) -> Finding:
    names = table.resource(rule.resource), table.resource(rule.of)
    return Finding(
        code="owner-unknown",
        level="warning",
        table=table.number,
        row=None,
        field=rule.field,
        message_zh=(
            f"“{names[0].title}”的 {rows} 行里，有 {unknown} 行看不出属于“{names[1].title}”的哪一行："
            f"{rule.field} 留空"
        ),
        message_en=(
            f"for {unknown} of the {rows} rows of “{names[0].title_en}” the source does not tell "
            f"to which row of “{names[1].title_en}” they belong: {rule.field} is blank"
        ),
    )


def _owners(rule: Owner, table: Table, of: Table) -> dict[int, int]:
    """Row -> row of the other resource, where the amount stated there tells them apart."""
    stated: dict[int, list[int]] = {}
    for row in table.rows:
        amount = _stated(rule, row)
        matching = [
            other.number
            for other in of.rows
            if amount is not None
            and (total := other.amount(rule.amount)) is not None
            and abs(total - amount) <= _YUAN
        ]
        if len(matching) == 1:
            stated.setdefault(matching[0], []).append(row.number)
    return {rows[0]: owner for owner, rows in stated.items() if len(rows) == 1}


def _stated(rule: Owner, row: Row) -> Decimal | None:
    """The amount that a row states in words, None where it states none."""
    unit = row.text(rule.unit)
    if unit not in UNITS or any(row.text(name) != word for name, word in rule.where.items()):
        return None
    ways = readings(row.text(rule.value), unit=unit, decimals=None)
    return ways[0].amount if len(ways) == 1 else None


def _with_owners(rule: Owner, table: Table, owners: dict[int, int]) -> Table:
    return replace(
        table,
        rows=tuple(_with_owner(rule, row, owners.get(row.number)) for row in table.rows),
    )


def _with_owner(rule: Owner, row: Row, owner: int | None) -> Row:
    if owner is None or not row.entries:
        return row
    place = next(iter(row.entries.values())).place
    known = Entry(field=rule.field, text="", value=str(owner), place=place)
    return replace(row, entries={rule.field: known, **row.entries})
