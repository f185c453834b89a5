"""Any other defect: it is never published, and only says where something is wrong."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, wanted
from budgetpress.reconcile.system import System

KIND = Kind(name="free", zh="未知差错", en="an unknown defect", cost=32)


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Any figure may have any other value: never published, it only says where something is wrong."""
    for position, value in wanted(system, demand):
        yield KIND.undo(values={position: value}, derived=True)
