"""A figure in the wrong cell: beside its own, exchanged with another, slipped with a run, or lost."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.base import Demand, Proposal, wanted
from budgetpress.reconcile.system import System

NEIGHBOUR = 10
SWAP, SWAP_FAR = 12, 15
RUN = 11
MISSING = 14
FREE = 32

_LONGEST_RUN = 6


def propose_neighbour(system: System, demand: Demand) -> Iterator[Proposal]:
    """A value that belongs into a neighbouring blank cell."""
    for position, value in wanted(system, demand):
        here = system.value(position)
        for other in system.beside(position):
            there = system.value(other)
            if not here and value and there == value and other in system.printed:
                yield Proposal(kind="neighbouring_cell", cost=NEIGHBOUR, values={position: value, other: 0})
            elif here and not value and not there and other not in system.printed:
                yield Proposal(kind="neighbouring_cell", cost=NEIGHBOUR, values={position: 0, other: here})


def propose_swap(system: System, demand: Demand) -> Iterator[Proposal]:
    """Two values that stand in each other's cells."""
    for position, value in wanted(system, demand):
        here = system.value(position)
        if not here or not value or here == value:
            continue
        row_mates = (position._replace(field=name) for name in system.amount_fields[position.resource])
        near = dict.fromkeys((*system.beside(position), *row_mates))
        for other in near:
            if system.value(other) == value:
                yield Proposal(kind="swapped", cost=SWAP, values={position: value, other: here})
        for row in system.tables[position.resource].rows:
            other = position._replace(row=row.number)
            if system.value(other) == value and other not in near:
                yield Proposal(kind="swapped", cost=SWAP_FAR, values={position: value, other: here})


def propose_run(system: System, demand: Demand) -> Iterator[Proposal]:
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
            yield Proposal(kind="slipped_run", cost=RUN, values=dict(changes))


def _is_free_item(system: System, position: Position) -> bool:
    row = system.rows.get((position.resource, position.row))
    return row is not None and row.kind == "item" and position not in system.printed


def propose_missing(system: System, demand: Demand) -> Iterator[Proposal]:
    """A blank cell whose value was lost; the amount is read off the equation."""
    for position, value in wanted(system, demand):
        if value and position not in system.printed:
            yield Proposal(kind="missing_cell", cost=MISSING, values={position: value}, derived=True)


def propose_free(system: System, demand: Demand) -> Iterator[Proposal]:
    """Any figure may have any other value: never published, it only says where something is wrong."""
    for position, value in wanted(system, demand):
        yield Proposal(kind="free", cost=FREE, values={position: value}, derived=True)


def propose_unprinted(system: System, demand: Demand) -> Iterator[Proposal]:
    """What a code has more than the tables of appropriation comes from funds that are not printed by code."""
    if demand.equation in system.unprinted and demand.residual > 0:
        yield Proposal(
            kind="unprinted_allocation",
            cost=NEIGHBOUR,
            allocated=(demand.equation, demand.residual),
            derived=True,
        )
    elif system.kinds[demand.equation] == "unprinted" and demand.residual > 0:
        for equation, total in list(system.unprinted.items()):
            if total == demand.equation and system.residuals[equation]:
                yield Proposal(
                    kind="unprinted_allocation",
                    cost=NEIGHBOUR,
                    allocated=(equation, demand.residual),
                    derived=True,
                )
