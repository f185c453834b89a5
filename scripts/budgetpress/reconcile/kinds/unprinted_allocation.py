"""What a code has more than the tables of appropriation comes from funds that are not printed by code."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.system import System

KIND = Kind(
    name="unprinted_allocation", zh="其他资金未按科目列示", en="other funds are not printed by code", cost=10
)


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """What a code has more than the tables of appropriation comes from funds that are not printed by code.

    It is no more than their printed total, or all of what a repair makes of that.
    """
    if demand.equation in system.unprinted:
        if 0 < demand.residual <= system.residuals[system.unprinted[demand.equation]]:
            yield KIND.undo(
                allocated=(demand.equation, demand.residual),
                derived=True,
            )
    elif system.kinds[demand.equation] == "unprinted" and demand.residual > 0:
        for equation, total in list(system.unprinted.items()):
            if total == demand.equation and system.residuals[equation]:
                yield KIND.undo(
                    allocated=(equation, demand.residual),
                    derived=True,
                )
