"""Two values stand in each other's cells."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, wanted
from budgetpress.reconcile.system import System

KIND = Kind(name="swapped", zh="两个数字互换", en="two values are exchanged", cost=12)
FAR = 3
"""Values that are not neighbours are exchanged less often."""


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Two values that stand in each other's cells."""
    for position, value in wanted(system, demand):
        here = system.value(position)
        if not here or not value or here == value:
            continue
        row_mates = (position._replace(field=name) for name in system.amount_fields[position.resource])
        near = dict.fromkeys((*system.beside(position), *row_mates))
        for other in near:
            if system.value(other) == value:
                yield KIND.undo(values={position: value, other: here})
        for number in system.rows_holding(position.resource, position.field, value):
            other = position._replace(row=number)
            if other not in near:
                yield KIND.undo(more=FAR, values={position: value, other: here})
