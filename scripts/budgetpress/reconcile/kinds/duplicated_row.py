"""A row stands twice in succession; one of the two may have another defect besides."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.model import Row
from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, by_effect
from budgetpress.reconcile.system import System

KIND = Kind(name="duplicated_row", zh="一行重复", en="a row stands twice", cost=6)
DAMAGED = 10
_FEW = 3
_SEVERAL = 2


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A row that stands twice in succession; one of the two may have another defect besides."""
    twins = system.cached(("duplicated rows",), lambda: by_effect(system, _all(system)))
    yield from twins.get((demand.equation, -demand.residual), ())


def _all(system: System) -> Iterator[Proposal]:
    for (resource, number), row in system.rows.items():
        before = system.rows.get((resource, number - 1))
        differ = _differences(row, before) if before is not None else None
        if differ is not None and differ <= _FEW:
            for out in (number, number - 1) if differ else (number,):
                yield KIND.undo(more=DAMAGED * (differ > 0), removed=(resource, out))


def _differences(row: Row, other: Row) -> int | None:
    """How many amounts of two rows differ in print, or whether the words do beside the same amounts.

    None where both do, or more amounts differ than agree.
    """
    if row.kind != "item" or other.kind != "item":
        return None
    count, same, words = 0, 0, False
    for name in row.entries.keys() | other.entries.keys():
        one, two = row.entries.get(name), other.entries.get(name)
        if (one.text if one else "") != (two.text if two else ""):
            if not ((one is None or one.unit) and (two is None or two.unit)):
                words = True
                continue
            count += 1
        elif one is not None and one.unit and one.text:
            same += 1
    if words:
        return 1 if same >= _SEVERAL and not count else None
    return count if same >= max(1, count) else None
