"""Rounds of explanation: what is certain is made, then what it hid is looked for in what is left.

Two defects in one sum hide each other: neither closes it alone. Where something else proves one of the two,
the other stands alone afterwards. Each round sees the document as the rounds before leave it; what they have
changed is settled. Everything found is told in the rows and equations of the document as printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from budgetpress.reconcile.apply import Applied, apply
from budgetpress.reconcile.explain import Accepted, Open, explain
from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import NewRow, Proposal
from budgetpress.reconcile.system import System

MOST_ROUNDS = 6


def explain_in_rounds(system: System) -> tuple[list[Accepted], list[Open]]:
    """Explain all failing identities of a document, as far as the document itself can.

    Competing explanations of what stays open are told in the rows as printed, all else in those as published.
    """
    accepted, unclear = explain(system)
    fresh = accepted
    for _ in range(MOST_ROUNDS):
        if not unclear or not _matters(system, fresh, accepted):
            break
        round_ = _Round(system, accepted)
        found, unclear = explain(round_.system)
        fresh = [round_.as_printed(change) for change in found]
        unclear = [replace(open_, competing=round_.options(open_)) for open_ in unclear]
        accepted = accepted + fresh
    return accepted, unclear


def _matters(system: System, fresh: Sequence[Accepted], accepted: Sequence[Accepted]) -> bool:
    """Whether the latest changes have a part in what still does not hold."""
    left = dict(enumerate(system.residuals))
    for change in accepted:
        for index, by in change.effect.items():
            left[index] = left.get(index, 0) + by
    return any(left[index] for change in fresh for index in change.effect)


class _Round:
    """The document with the accepted changes made, and the way back to the document as printed."""

    def __init__(self, printed: System, accepted: Sequence[Accepted]) -> None:
        self.printed = printed
        self.accepted = accepted
        self.applied = apply(printed, accepted)
        self.back = {now: then for then, now in self._moved.items()}
        self.system = System(
            self.applied.tables, printed.form, printed.year, _settled(printed, accepted, self.applied)
        )
        self._allocate()

    @property
    def _moved(self) -> dict[tuple[str, int], tuple[str, int]]:
        return {(name, old): (name, new) for (name, old), new in self.applied.moved.items()}

    def _allocate(self) -> None:
        """Take the allocations that are known out of the residuals."""
        for change in self.accepted:
            if change.proposal.allocated is not None:
                equation, amount = change.proposal.allocated
                index = self.system.equation(self.printed.ids[equation])
                for each in (index, self.system.unprinted[index]):
                    self.system.residuals[each] -= amount

    def as_printed(self, change: Accepted) -> Accepted:
        """A change of this round, told in the rows and equations of the document as printed."""
        effect: dict[int, int] = {}
        for index, by in change.effect.items():
            effect[self._equation(index)] = by
        return replace(change, proposal=self._proposal(change.proposal), effect=effect)

    def options(self, unclear: Open) -> tuple[tuple[Proposal, ...], ...]:
        """Competing explanations of this round, told in the rows of the document as printed."""
        return tuple(tuple(self._proposal(each) for each in option) for option in unclear.competing)

    def _equation(self, index: int) -> int:
        """The equation of the document as printed: its name without the numbers of rows stays the same."""
        system = self.system
        if index < len(system.instances):
            instance = system.instances[index]
            row = self.back.get(instance.row) if instance.row is not None else None
            if row is not None:
                known = self.printed.index_of(instance.identity.name, row, instance.key)
                if known is not None:
                    return known
        return self.printed.equation(system.ids[index], system.kinds[index])

    def _proposal(self, proposal: Proposal) -> Proposal:
        return replace(
            proposal,
            values={
                Position(p.resource, self.back[p.resource, p.row][1], p.field): value
                for p, value in proposal.values.items()
            },
            codes={self.back[place]: codes for place, codes in proposal.codes.items()},
            row=None if proposal.row is None else self._row(proposal.row),
            removed=None if proposal.removed is None else self.back[proposal.removed],
            allocated=None
            if proposal.allocated is None
            else (self._equation(proposal.allocated[0]), proposal.allocated[1]),
            parts=tuple(self._proposal(part) for part in proposal.parts),
        )

    def _row(self, new: NewRow) -> NewRow:
        """A lost row after its printed neighbour, also where it has come to stand behind another lost one."""
        after = new.after
        while after and (new.resource, after) not in self.back:
            after -= 1
        return replace(new, after=self.back[new.resource, after][1] if after else 0)


def _settled(printed: System, accepted: Sequence[Accepted], applied: Applied) -> frozenset[Position]:
    """What is not to change again: what a person has settled, what is repaired, and the rows put in."""
    found: set[Position] = set()
    for change in accepted:
        found |= {_moved(applied.moved, *position) for position in change.proposal.values}
        for (resource, number), codes in change.proposal.codes.items():
            found |= {_moved(applied.moved, resource, number, name) for name in codes}
    for resource, number in applied.added.values():
        found |= {Position(resource, number, field.name) for field in printed.resource_forms[resource].fields}
    for (resource, old), new in applied.moved.items():
        for field in printed.resource_forms[resource].fields:
            if Position(resource, old, field.name) in printed.settled:
                found.add(Position(resource, new, field.name))
    return frozenset(found)


def _moved(moved: Mapping[tuple[str, int], int], resource: str, number: int, name: str) -> Position:
    return Position(resource, moved[resource, number], name)
