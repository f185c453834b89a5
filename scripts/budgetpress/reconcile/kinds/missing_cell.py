"""A value was lost; the amount is read off the equation."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, wanted
from budgetpress.reconcile.system import System

KIND = Kind(name="missing_cell", zh="缺一个数字", en="a value was lost", cost=14)

ASTRAY = 10
"""The very amount stands beside it, in a cell that no equation covers: it has gone there, and is not lost."""


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A blank cell whose value was lost; the amount is read off the equation."""
    for position, value in wanted(system, demand):
        if value and position not in system.printed:
            astray = any(
                system.value(near) == value and near not in system.links for near in system.beside(position)
            )
            yield KIND.undo(more=ASTRAY if astray else 0, values={position: value}, derived=True)
