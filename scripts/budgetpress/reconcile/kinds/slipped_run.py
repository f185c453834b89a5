"""A run of two to six values of a column slipped by one row, towards a blank cell."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal, by_effect
from budgetpress.reconcile.system import System

KIND = Kind(name="slipped_run", zh="一列数字整体错位一行", en="a run of values slipped by one row", cost=11)

_LONGEST_RUN = 6


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A run of two to six values of a column that slipped by one row, towards a blank cell."""
    runs = system.cached(("slipped runs",), lambda: by_effect(system, _all(system)))
    yield from runs.get((demand.equation, -demand.residual), ())


def _all(system: System) -> Iterator[Proposal]:
    for resource in system.tables:
        for row in system.items(resource):
            for name in system.amount_fields[resource]:
                blank = Position(resource, row.number, name)
                if blank not in system.printed:
                    for step in (-1, 1):
                        yield from _runs(system, blank, step, row.text("side"))


def _runs(system: System, blank: Position, step: int, side: str) -> Iterator[Proposal]:
    """Runs whose foremost value belongs into a blank cell, and that come from there by `step` rows."""
    run: list[Position] = []
    while len(run) < _LONGEST_RUN:
        cell = blank._replace(row=blank.row + step * (len(run) + 1))
        row = system.rows.get((cell.resource, cell.row))
        if row is None or row.kind != "item" or row.text("side") != side or not system.value(cell):
            break
        run.append(cell)
        if len(run) > 1:
            changes = {one._replace(row=one.row - step): system.value(one) for one in run}
            changes[cell] = 0
            yield KIND.undo(values=changes)
