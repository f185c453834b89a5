"""A value stands in another cell than its own, and another defect besides is in one of the cells.

One of its digits is wrong; or the cell where it has gone had a value of its own, which is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import missing_cell
from budgetpress.reconcile.kinds.base import Proposal
from budgetpress.reconcile.kinds.digits import compared, one_slip
from budgetpress.reconcile.system import System

MISPRINT = 12
"""What the wrong digit costs, beyond the move."""
OVERWRITTEN = missing_cell.KIND.cost
"""What the value that was lost under it costs."""
_SEVERAL = 2


def misprinted_moves(
    system: System, moves: Iterable[tuple[Proposal, Mapping[int, int]]]
) -> Iterator[Proposal]:
    """Moves (with what they change in which equation) of which one value is to have another digit besides.

    Two equations or more of its new cell must lack the same, and the amount that they want must be one slip
    away from what is printed. The same for the cell that it has gone to, and any amount.
    """
    for move, effect in moves:
        for position, value in move.values.items():
            true = _wanted(system, effect, position, value)
            more = _more(system, move, position, true) if true is not None else None
            if true is not None and more is not None:
                values = {**move.values, position: true}
                yield replace(move, cost=move.cost + more, values=values, derived=True)


def _more(system: System, move: Proposal, position: Position, true: int) -> int | None:
    """What it costs that a cell of a move is to hold another amount; None if nothing explains it."""
    value = move.values[position]
    if not value:
        return OVERWRITTEN
    source = next((p for p in move.values if p != position and system.value(p) == value), None)
    if source is None:
        return None
    entry = system.printed[source]
    pair = compared(entry, true, system.form.decimals.get(entry.unit))
    return MISPRINT if pair is not None and one_slip(*pair) else None


def _wanted(system: System, effect: Mapping[int, int], position: Position, value: int) -> int | None:
    """The amount that most equations of the cell want once the move is made; None if fewer than two do."""
    lacking = Counter(
        -sign * (system.residuals[index] + effect.get(index, 0))
        for index, sign in system.links.get(position, ())
    )
    (by, times), *_ = [*((by, n) for by, n in lacking.most_common() if by), (0, 0)]
    return value + by if times >= _SEVERAL and value + by > 0 else None
