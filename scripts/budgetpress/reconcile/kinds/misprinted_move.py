"""A value stands in another cell than its own, and one of its digits is wrong besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.base import Proposal
from budgetpress.reconcile.kinds.digits import compared, one_slip
from budgetpress.reconcile.system import System

MISPRINT = 12
"""What the wrong digit costs, beyond the move."""
_SEVERAL = 2


def misprinted_moves(
    system: System, moves: Iterable[tuple[Proposal, Mapping[int, int]]]
) -> Iterator[Proposal]:
    """Moves (with what they change in which equation) of which one value is to have another digit besides.

    Two equations or more of its new cell must lack the same, and the amount that they want must be one slip
    away from what is printed.
    """
    for move, effect in moves:
        for position, value in move.values.items():
            source = next((p for p in move.values if p != position and system.value(p) == value), None)
            true = _wanted(system, effect, position, value) if value and source is not None else None
            if source is None or true is None:
                continue
            entry = system.printed[source]
            pair = compared(entry, true, system.form.decimals.get(entry.unit))
            if pair is not None and one_slip(*pair):
                values = {**move.values, position: true}
                yield replace(move, cost=move.cost + MISPRINT, values=values, derived=True)


def _wanted(system: System, effect: Mapping[int, int], position: Position, value: int) -> int | None:
    """The amount that most equations of the cell want once the move is made; None if fewer than two do."""
    lacking = Counter(
        -sign * (system.residuals[index] + effect.get(index, 0))
        for index, sign in system.links.get(position, ())
    )
    (by, times), *_ = [*((by, n) for by, n in lacking.most_common() if by), (0, 0)]
    return value + by if times >= _SEVERAL and value + by > 0 else None
