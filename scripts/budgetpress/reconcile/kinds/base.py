"""What a kind of defect is: a proposal of what happened, where, and what undoing it changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict, Unpack

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.system import Effect, System


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """What a kind of defect is called, and what it costs: 10 is one ordinary defect."""

    name: str
    zh: str
    en: str
    cost: int

    def undo(self, *, more: int = 0, **changes: Unpack[Changes]) -> Proposal:
        """A proposal that undoes one; `more` is what it costs beyond the usual."""
        return Proposal(kind=self.name, cost=self.cost + more, **changes)


class Changes(TypedDict, total=False):
    """What a proposal writes; see :class:`Proposal`."""

    values: Mapping[Position, int]
    codes: Mapping[tuple[str, int], Mapping[str, str]]
    row: NewRow | None
    removed: tuple[str, int] | None
    derived: bool
    allocated: tuple[int, int] | None


class Demand(NamedTuple):
    """An equation and a residual that a proposal is to bring to zero."""

    equation: int
    residual: int


@dataclass(frozen=True, kw_only=True, slots=True)
class NewRow:
    """A row that the document lost: after which row it belongs, its codes and its amounts."""

    resource: str
    after: int
    codes: Mapping[str, str]
    values: Mapping[str, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One defect that may have happened, and what undoing it writes.

    `values` are new amounts by position (0 where the cell becomes blank), `codes` new codes by resource and
    row, `row` a row to add, `removed` a row to take out. `derived` says that the amount was read off a
    residual and not off print; `allocated` is an equation whose rest comes from funds not printed there.
    Two defects of one row act together; then `parts` are the two, and the rest is what both make.
    """

    kind: str
    cost: int
    values: Mapping[Position, int] = field(default_factory=dict)
    codes: Mapping[tuple[str, int], Mapping[str, str]] = field(default_factory=dict)
    row: NewRow | None = None
    removed: tuple[str, int] | None = None
    derived: bool = False
    allocated: tuple[int, int] | None = None
    parts: tuple[Proposal, ...] = ()

    def effect(self, system: System) -> Effect:
        """What undoing it does to the residuals."""
        effect = system.value_effect(self.values)
        parts = [system.label_effect(resource, row, codes) for (resource, row), codes in self.codes.items()]
        if self.row is not None:
            new = self.row
            parts.append(system.row_effect(new.resource, self.like(system), new.codes, new.values))
        if self.removed is not None:
            resource, number = self.removed
            fields = system.amount_fields[resource]
            parts.append(system.value_effect({Position(resource, number, name): 0 for name in fields}))
        if self.allocated is not None:
            equation, amount = self.allocated
            parts.append({equation: -amount, system.unprinted[equation]: -amount})
        if self.parts:
            parts.append(together(system, self.values, self.codes))
        for part in parts:
            for index, change in part.items():
                effect[index] = effect.get(index, 0) + change
        return {index: change for index, change in effect.items() if change}

    def like(self, system: System) -> int:
        """The number of a printed item row of the table that the lost row belongs to."""
        return _item_row(system, self.row) if self.row is not None else 0


def together(
    system: System, values: Mapping[Position, int], codes: Mapping[tuple[str, int], Mapping[str, str]]
) -> Effect:
    """What new amounts do where new codes take them, beside what each does alone."""
    effect: Effect = {}
    for position, value in values.items():
        place = (position.resource, position.row)
        new = codes.get(place)
        if new is None or new.keys().isdisjoint(system.labels_of(position.resource, position.field)):
            continue
        row, old = system.rows[place], system.codes(*place)
        change = value - system.value(position)
        for factor, labels in ((-1, old), (1, {**old, **new})):
            for index, name, sign in system.label_links(position.resource, row, labels):
                if name == position.field:
                    effect[index] = effect.get(index, 0) + factor * sign * change
    return effect


Propose = Callable[[System, Demand], Iterator[Proposal]]
"""A kind of defect: the proposals that bring the demanded equation exactly to zero."""


ByEffect = dict[tuple[int, int], list[Proposal]]
"""Proposals by the change of an equation: what brings a demand to zero is found at once."""


def by_effect(system: System, proposals: Iterable[Proposal]) -> ByEffect:
    """Proposals that do not depend on a demand, by each equation and what they change there."""
    found: ByEffect = {}
    for proposal in proposals:
        for index, change in proposal.effect(system).items():
            found.setdefault((index, change), []).append(proposal)
    return found


def wanted(system: System, demand: Demand) -> Iterator[tuple[Position, int]]:
    """Each position of the demanded equation with the amount that would bring the equation to zero."""
    for position, sign in system.cells[demand.equation]:
        value = system.value(position) - sign * demand.residual
        if value >= 0:
            yield position, value


def _item_row(system: System, new: NewRow) -> int:
    row = system.rows.get((new.resource, new.after))
    if row is not None and row.kind == "item":
        return new.after
    return next((row.number for row in system.items(new.resource)), new.after)
