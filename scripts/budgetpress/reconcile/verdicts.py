"""A verdict for every figure: what the identities through it say, and how much that is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgetpress.amounts import from_fen
from budgetpress.model import Entry, Figure, Status, Table
from budgetpress.reconcile.evaluate import Printed, Values, residual, verdict
from budgetpress.reconcile.identities import Instance, Position
from budgetpress.reconcile.strength import strengths

STRENGTH_CAP = 4
PROVEN = 3
ADDS_UP = 2


def figure_ids(tables: Sequence[Table], printed: Mapping[Position, Entry]) -> dict[Position, str]:
    """The lasting id of every figure: table number, row name, field."""
    rows = {(t.resource, row.number): f"{t.number}.{row.name}" for t in tables for row in t.rows}
    return {position: f"{rows[position[:2]]}.{position.field}" for position in printed}


def position_strengths(
    found: Sequence[Instance], positions: Sequence[Position]
) -> dict[Position, int | None]:
    """Strength of each position under the equations of the instances (inequalities prove nothing)."""
    equations = []
    for instance in found:
        if instance.identity.kind == "within":
            continue
        equation: dict[Position, int] = {}
        for sign, side in ((1, instance.left), (-1, instance.right)):
            for position in side:
                equation[position] = equation.get(position, 0) + sign
        equations.append({position: factor for position, factor in equation.items() if factor})
    return strengths(equations, positions, cap=STRENGTH_CAP)


def _strengths(
    held: Sequence[Instance], values: Values, positions: Sequence[Position]
) -> dict[Position, int | None]:
    """Strengths by what holds; an identity that is off by rounding adds up and proves no last digit."""
    exact = [instance for instance in held if not residual(instance, values)]
    found = position_strengths(exact, positions)
    if len(exact) == len(held):
        return found
    rounded = position_strengths(held, positions)
    return {
        position: ADDS_UP if strength == 1 and rounded[position] != 1 else strength
        for position, strength in found.items()
    }


def figures(
    tables: Sequence[Table],
    found: Sequence[Instance],
    values: Values,
    printed: Printed,
    ids: Mapping[Position, str],
    repaired: frozenset[Position] = frozenset(),
    doubted: frozenset[Position] = frozenset(),
) -> tuple[Figure, ...]:
    """One figure for every printed or repaired amount, in the order of tables, rows and fields.

    `doubted` are disputed though their identities hold.
    """
    holding: dict[Position, int] = dict.fromkeys(ids, 0)
    disputed = set(doubted)
    held: list[Instance] = []
    for instance in found:
        outcome = verdict(instance, values, printed)
        if outcome == "fails":
            disputed |= ids.keys() & set(instance.positions)
        elif outcome == "holds" and instance.identity.kind != "within":
            held.append(instance)
            for position in set(instance.positions) & ids.keys():
                holding[position] += 1
    disputed -= repaired
    # What a figure in doubt stands in proves nothing: two wrong figures may agree with each other.
    strength = _strengths([i for i in held if not disputed & set(i.positions)], values, list(ids))
    numbers = {table.resource: table.number for table in tables}
    made = []
    for position, figure_id in ids.items():
        entry = printed[position]
        amount = values.get(position)
        made.append(
            Figure(
                id=figure_id,
                table=numbers[position.resource],
                resource=position.resource,
                row=position.row,
                field=position.field,
                amount=None if amount is None else from_fen(amount),
                printed=entry.text,
                printed_unit=entry.unit,
                status=_status(
                    position in repaired, position in disputed, holding[position], strength[position], amount
                ),
                proofs=holding[position],
                strength=strength[position],
                place=entry.place,
            )
        )
    return tuple(made)


def _status(repaired: bool, bad: bool, proofs: int, strength: int | None, amount: int | None) -> Status:
    if repaired:
        # A sum that still fails does so because of something else: the repair is accepted all the same.
        return "repaired"
    if bad:
        return "disputed"
    if amount is None or not proofs or strength == 1:
        return "unverified"
    return "confirmed" if strength is None or strength >= PROVEN else "consistent"
