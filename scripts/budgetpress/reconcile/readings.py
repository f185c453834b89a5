"""Choose between the readings of an amount whose notation allows several: by the identities, or not at all.

A reading is chosen where it, and it alone, leaves the fewest identities through the figure failing, and
fewer than the plain reading does. Size never decides; where the identities do not, the plain reading stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from budgetpress.amounts import to_fen
from budgetpress.model import Entry, Table
from budgetpress.reconcile.evaluate import Printed, amounts, verdict
from budgetpress.reconcile.identities import Instance, Position


def choose_readings(
    tables: Sequence[Table], found: Sequence[Instance], printed: Printed
) -> dict[Position, Entry]:
    """The entries whose reading the identities decide, each with the chosen amount as its value."""
    values = amounts(tables)
    open_ = {position: entry for position, entry in printed.items() if len(entry.readings) > 1}
    through: dict[Position, list[Instance]] = {position: [] for position in open_}
    for instance in found:
        for position in set(instance.positions) & open_.keys():
            through[position].append(instance)
    chosen: dict[Position, Entry] = {}
    while True:
        decided = [
            p for p in open_ if p not in chosen and _decide(p, open_, chosen, through, values, printed)
        ]
        if not decided:
            return chosen


def _decide(
    position: Position,
    open_: Mapping[Position, Entry],
    chosen: dict[Position, Entry],
    through: Mapping[Position, Sequence[Instance]],
    values: dict[Position, int],
    printed: Printed,
) -> bool:
    entry = open_[position]
    settled = [
        instance
        for instance in through[position]
        if all(other == position or other not in open_ or other in chosen for other in instance.positions)
    ]
    failing = []
    for reading in entry.readings:
        trial = {**values, position: to_fen(reading.amount)}
        failing.append(sum(verdict(instance, trial, printed) == "fails" for instance in settled))
    fewest = min(failing)
    if failing.count(fewest) > 1 or failing[0] == fewest:
        return False
    best = entry.readings[failing.index(fewest)]
    values[position] = to_fen(best.amount)
    chosen[position] = replace(entry, value=best.amount)
    return True
