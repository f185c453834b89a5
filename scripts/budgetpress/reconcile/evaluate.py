"""Evaluate identities exactly, in integers of 0.01 yuan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from budgetpress.amounts import UNITS, from_fen, is_dash, to_fen
from budgetpress.form import Form
from budgetpress.model import Check, Entry, Table, Verdict
from budgetpress.reconcile.identities import Instance, Position
from budgetpress.shape.words import squash

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


class Printed(dict[Position, Entry]):
    """Every printed amount, readable or not, by its position."""

    def resolution(self, position: Position) -> int:
        """The unit to which an amount is rounded, in 0.01 yuan; 0 where it is 0.01 yuan or less, or none.

        A table has one format: `25` beside `21.56` has lost the zeros of `25.00`, not the decimals.
        """
        return self.rounded.get(position, 0)

    @cached_property
    def rounded(self) -> dict[Position, int]:
        """The unit of each amount that is rounded to more than 0.01 yuan."""
        found = {}
        for position, entry in self.items():
            own = resolution(entry)
            if own and _is_plain(entry):
                own = min(own, self._finest.get(position.resource, own))
            if own:
                found[position] = own
        return found

    @cached_property
    def _finest(self) -> dict[str, int]:
        """The finest unit of each resource; a zero may have a format of its own, and says nothing."""
        finest: dict[str, int] = {}
        for position, entry in self.items():
            if entry.value and _is_plain(entry):
                own = resolution(entry)
                finest[position.resource] = min(own, finest.get(position.resource, own))
        return finest


def entries(tables: Sequence[Table], form: Form) -> Printed:
    """Every printed amount: the positions that become figures."""
    types = {(r.name, f.name): f.type for _, r in form.resources() for f in r.fields}
    return Printed(
        (Position(table.resource, row.number, name), entry)
        for table in tables
        for row in table.rows
        for name, entry in row.entries.items()
        if types[table.resource, name] == "amount" and not is_dash(entry.text)
    )


def resolution(entry: Entry) -> int:
    """The unit of the last printed digit in 0.01 yuan, where it is coarser than 0.01 yuan, else 0."""
    notation = _notation(entry)
    if notation not in ("plain", "other-decimals"):
        return 0  # every other notation has all the decimals of its form
    return _last_digit(entry.text, entry.unit, notation)


def _notation(entry: Entry) -> str:
    return next((way.notation for way in entry.readings if way.amount == entry.value), "")


def _is_plain(entry: Entry) -> bool:
    """Whether the amount is printed in the notation and in the unit of its table."""
    return _notation(entry) == "plain" and not any(unit in entry.text for unit in UNITS)


@lru_cache(maxsize=65_536)
def _last_digit(printed: str, unit: str, notation: str) -> int:
    text = squash(printed)
    # A unit beside the number takes the place of the table's; the longest name first (万元 ends in 元).
    beside = next((name for name in sorted(UNITS, key=len, reverse=True) if name in text), unit)
    step = UNITS.get(beside, Decimal(1)) * 100 / 10 ** _decimals(text, notation)
    return int(step) if step > 1 else 0


def _decimals(text: str, notation: str) -> int:
    """How many decimals are printed: after the point, or after a comma that cannot part thousands."""
    _, point, fraction = text.rpartition(".")
    if not point and notation == "other-decimals":
        _, point, fraction = text.rpartition(",")
        if sum(character.isdigit() for character in fraction) == 3:
            point = ""
    return sum(character.isdigit() for character in fraction) if point else 0


def residual(instance: Instance, values: Values) -> int:
    """Left minus right in 0.01 yuan; a blank counts as nothing."""
    left = sum(values.get(position, 0) for position in instance.left)
    return left - sum(values.get(position, 0) for position in instance.right)


def tolerance(instance: Instance, printed: Printed) -> int:
    """What rounding can explain: half a unit of the last digit for each rounded figure, in 0.01 yuan."""
    return sum(map(printed.resolution, instance.positions)) // 2 if printed.rounded else 0


def verdict(instance: Instance, values: Values, printed: Printed) -> Verdict:
    """Whether the instance holds; not applicable where nothing is printed on either side."""
    if not any(position in printed or position in values for position in instance.positions):
        return "not_applicable"
    return _judge(instance, residual(instance, values), tolerance(instance, printed))


def checks(
    found: Iterable[Instance],
    values: Values,
    printed: Printed,
    ids: Mapping[Position, str],
    before: Mapping[str, int | None],
) -> tuple[Check, ...]:
    """One check for each instance, with the figures on both sides.

    `before` gives the residual as printed by the id of the check, None where nothing was printed.
    """
    return tuple(_check(instance, values, printed, ids, before) for instance in found)


def _check(
    instance: Instance,
    values: Values,
    printed: Printed,
    ids: Mapping[Position, str],
    before: Mapping[str, int | None],
) -> Check:
    identity = instance.identity
    outcome = verdict(instance, values, printed)
    left = sum(values.get(position, 0) for position in instance.left)
    right = sum(values.get(position, 0) for position in instance.right)
    allowed = tolerance(instance, printed)
    applicable = outcome != "not_applicable"
    first = before.get(instance.id)
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
        tolerance=from_fen(allowed),
        verdict=outcome,
        left_figures=tuple(ids[p] for p in instance.left if p in ids),
        right_figures=tuple(ids[p] for p in instance.right if p in ids),
        printed_residual=None if first is None else from_fen(first),
        printed_verdict=_judge(instance, first, allowed),
    )


def _judge(instance: Instance, off: int | None, allowed: int) -> Verdict:
    if off is None:
        return "not_applicable"
    return "holds" if (off if instance.identity.kind == "within" else abs(off)) <= allowed else "fails"
