"""The point of a figure stands in the wrong place: the digits are right, but for noughts at the end."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.kinds.digits import digits
from budgetpress.reconcile.system import System

KIND = Kind(name="wrong_scale", zh="小数点或数量级错误", en="the scale is wrong", cost=11)
UNUSUAL = 2
"""Other steps than a thousand or a million are less common."""


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Figures with the digits of what is wanted at another scale."""
    for found in digits(system, demand):
        seen, true = found.short
        if not seen or seen.rstrip("0") != true.rstrip("0"):
            continue
        usual = abs(len(seen) - len(true)) in (0, 3, 6)
        yield KIND.undo(more=0 if usual else UNUSUAL, values={found.position: found.value})
