"""A run of two to six values of a column slipped by one row, towards a blank cell."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.system import System

KIND = Kind(name="slipped_run", zh="一列数字整体错位一行", en="a run of values slipped by one row", cost=11)

_LONGEST_RUN = 6


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A run of two to six values of a column that slipped by one row, towards a blank cell."""
    seen = set()
    for position, _ in system.cells[demand.equation]:
        for start in range(position.row - _LONGEST_RUN, position.row + 2):
            for step in (-1, 1):
                key = (position.resource, position.field, start, step)
                if key in seen:
                    continue
                seen.add(key)
                yield from _runs(system, position._replace(row=start), step, demand)


def _runs(system: System, start: Position, step: int, demand: Demand) -> Iterator[Proposal]:
    """Runs whose foremost value stands at `start` and that go back by `step` rows (the way they slipped)."""
    target = start._replace(row=start.row + step)
    if not _is_free_item(system, target) or not system.value(start):
        return
    side = system.rows[start.resource, start.row].text("side")
    if system.rows[start.resource, target.row].text("side") != side:
        return
    run = [start]
    while len(run) < _LONGEST_RUN:
        after = run[-1]._replace(row=run[-1].row - step)
        row = system.rows.get((after.resource, after.row))
        if row is None or row.kind != "item" or row.text("side") != side or not system.value(after):
            break
        run.append(after)
        changes = {cell._replace(row=cell.row + step): system.value(cell) for cell in run}
        changes[run[-1]] = 0
        effect = system.value_effect(changes)
        if demand.residual + effect.get(demand.equation, 0) == 0:
            yield KIND.undo(values=dict(changes))


def _is_free_item(system: System, position: Position) -> bool:
    row = system.rows.get((position.resource, position.row))
    return row is not None and row.kind == "item" and position not in system.printed
