"""Evaluate identities exactly, in integers of 0.01 yuan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from budgetpress.amounts import UNITS, from_fen, is_dash, to_fen
from budgetpress.form import Form
from budgetpress.model import Check, Entry, Table, Verdict
from budgetpress.reconcile.identities import Instance, Position

Values = Mapping[Position, int]


def amounts(tables: Sequence[Table]) -> dict[Position, int]:
    """The amount of every position that holds one, in 0.01 yuan."""
    values = {}
    for table in tables:
        for row in table.rows:
            for name, entry in row.entries.items():
                if isinstance(entry.value, Decimal):
                    values[Position(table.resource, row.number, name)] = to_fen(entry.value)
    return values


def entries(tables: Sequence[Table], form: Form) -> dict[Position, Entry]:
    """Every printed amount, readable or not: the positions that become figures."""
    types = {(r.name, f.name): f.type for _, r in form.resources() for f in r.fields}
    return {
        Position(table.resource, row.number, name): entry
        for table in tables
        for row in table.rows
        for name, entry in row.entries.items()
        if types[table.resource, name] == "amount" and not is_dash(entry.text)
    }


def resolution(entry: Entry) -> int:
    """The unit of the last printed digit in 0.01 yuan, where it is coarser than 0.01 yuan, else 0."""
    decimals = len(entry.text.rpartition(".")[2]) if "." in entry.text else 0
    if len(entry.readings) == 1 and entry.readings[0].notation == "separators-confused":
        return 0
    step = UNITS.get(entry.unit, Decimal(1)) * 100 / 10**decimals
    return int(step) if step > 1 else 0


def residual(instance: Instance, values: Values) -> int:
    """Left minus right in 0.01 yuan; a blank counts as nothing."""
    left = sum(values.get(position, 0) for position in instance.left)
    return left - sum(values.get(position, 0) for position in instance.right)


def tolerance(instance: Instance, printed: Mapping[Position, Entry]) -> int:
    """What rounding can explain: half a unit of the last digit for each rounded figure, in 0.01 yuan."""
    return sum(resolution(printed[position]) for position in instance.positions if position in printed) // 2


def verdict(instance: Instance, values: Values, printed: Mapping[Position, Entry]) -> Verdict:
    """Whether the instance holds; not applicable where nothing is printed on either side."""
    if not any(position in printed or position in values for position in instance.positions):
        return "not_applicable"
    off = residual(instance, values)
    allowed = tolerance(instance, printed)
    if instance.identity.kind == "within":
        return "holds" if off <= allowed else "fails"
    return "holds" if abs(off) <= allowed else "fails"


def checks(
    found: Iterable[Instance], values: Values, printed: Mapping[Position, Entry], ids: Mapping[Position, str]
) -> tuple[Check, ...]:
    """One check for each instance, with the figures on both sides."""
    return tuple(_check(instance, values, printed, ids) for instance in found)


def _check(
    instance: Instance, values: Values, printed: Mapping[Position, Entry], ids: Mapping[Position, str]
) -> Check:
    identity = instance.identity
    outcome = verdict(instance, values, printed)
    left = sum(values.get(position, 0) for position in instance.left)
    right = sum(values.get(position, 0) for position in instance.right)
    applicable = outcome != "not_applicable"
    return Check(
        id=instance.id,
        identity=identity.name,
        kind=identity.kind,
        name_zh=identity.title,
        name_en=identity.title_en,
        reason_zh=identity.reason,
        reason_en=identity.reason_en,
        left=from_fen(left) if applicable else None,
        right=from_fen(right) if applicable else None,
        residual=from_fen(left - right) if applicable else None,
        tolerance=from_fen(tolerance(instance, printed)),
        verdict=outcome,
        left_figures=tuple(ids[p] for p in instance.left if p in ids),
        right_figures=tuple(ids[p] for p in instance.right if p in ids),
    )
