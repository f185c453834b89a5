"""Two adjacent digits of a figure stand in each other's place."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.kinds.digits import digits
from budgetpress.reconcile.system import System

KIND = Kind(
    name="transposed_digits", zh="相邻两位数字颠倒", en="two digits stand in each other's place", cost=12
)


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Figures of which two adjacent digits are exchanged."""
    for found in digits(system, demand):
        seen, true = found.seen, found.true
        if len(seen) != len(true) or seen == true:
            continue
        first = next(i for i, (a, b) in enumerate(zip(seen, true, strict=True)) if a != b)
        if seen[:first] + seen[first : first + 2][::-1] + seen[first + 2 :] == true:
            yield KIND.undo(values={found.position: found.value})
