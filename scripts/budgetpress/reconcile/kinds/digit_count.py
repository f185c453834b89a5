"""A figure has one digit too few or too many: lost, printed twice, or a stray one."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.kinds.digits import digits, without_one
from budgetpress.reconcile.system import System

LOST = Kind(name="lost_digit", zh="缺一位数字", en="one digit was lost", cost=13)
DOUBLED = Kind(name="doubled_digit", zh="一位数字重复", en="one digit stands twice", cost=11)
EXTRA = Kind(name="extra_digit", zh="多一位数字", en="one digit too many", cost=13)


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Figures that have one digit less, or one more, than what is wanted.

    A digit that is lost or doubled may leave, or push out, the noughts that fill the number up.
    """
    for found in digits(system, demand):
        seen, true = found.short
        if not seen and not true[1:].strip("0"):
            # A nought is left where the one digit that was none is lost.
            yield LOST.undo(values={found.position: found.value}, derived=True)
        elif len(true) == len(seen) + 1 and without_one(true, seen):
            yield LOST.undo(values={found.position: found.value})
        elif len(seen) == len(true) + 1 and (places := without_one(seen, true)):
            twice = any(seen[i] in (seen[i - 1 : i], seen[i + 1 : i + 2]) for i in places)
            yield (DOUBLED if twice else EXTRA).undo(values={found.position: found.value})
