"""One digit of a figure was read as another."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.amounts import to_fen
from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, wanted
from budgetpress.reconcile.kinds.digits import digits
from budgetpress.reconcile.system import System

KIND = Kind(name="misread_digit", zh="一位数字误读", en="one digit was misread", cost=10)
UNLIKE = 2
"""Digits that do not look alike are misread less often."""

_ALIKE = {
    frozenset(pair) for pair in ("06", "08", "09", "38", "35", "56", "68", "89", "17", "14", "27", "49", "69")
}


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """Figures that differ from what is wanted in one digit."""
    for found in digits(system, demand):
        if len(found.seen) != len(found.true):
            continue
        differ = [pair for pair in zip(found.seen, found.true, strict=True) if pair[0] != pair[1]]
        if len(differ) == 1:
            more = 0 if frozenset(differ[0]) in _ALIKE else UNLIKE
            yield KIND.undo(more=more, values={found.position: found.value})
    for position, value in wanted(system, demand):
        entry = system.printed.get(position)
        # What cannot be read as an amount may look like one: a letter was recognised for a digit.
        if entry is not None and entry.value is None and value in [to_fen(w.amount) for w in entry.readings]:
            yield KIND.undo(values={position: value})
