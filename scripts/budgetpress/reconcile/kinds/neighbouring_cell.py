"""A value stands in the blank cell beside, above or below its own."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, wanted
from budgetpress.reconcile.system import System

KIND = Kind(
    name="neighbouring_cell", zh="数字印在相邻的空格里", en="the value stands in a neighbouring cell", cost=10
)


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A value that belongs into a neighbouring blank cell."""
    for position, value in wanted(system, demand):
        here = system.value(position)
        for other in system.beside(position):
            there = system.value(other)
            if not here and value and there == value and other in system.printed:
                yield KIND.undo(values={position: value, other: 0})
            elif here and not value and not there and other not in system.printed:
                yield KIND.undo(values={position: 0, other: here})
