"""Which changes enough printed residuals speak for, once all of them are made.

A change is proven if two identities that failed as printed hold because of it; if all identities of its rows
hold afterwards, but for sums down a column, or three hold because of it alone, with all that it writes in
one of them; if all that it touches and that held as printed still holds; and if an amount that was read off
residuals stands in two of them, one of them not a grand total. Every sum of a lost row must hold, also those
down its columns. What is proven no longer hides the residuals of the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from budgetpress.reconcile.kinds import Proposal
from budgetpress.reconcile.price import sole_partner
from budgetpress.reconcile.solver import Hypothesis, Id
from budgetpress.reconcile.system import System

ENOUGH = 2
ALONE = 3
"""So many identities must hold because of a change alone where another one of its rows fails."""


def proven_together(
    system: System, candidates: Sequence[Hypothesis], known: Sequence[Hypothesis] = ()
) -> set[Id]:
    """The ids of the changes that are proven once all of these are made.

    One that falls may take others along, where a row of theirs would not add up without it. `known` are
    proven, and are not made all the same: what is open because of them speaks against nothing.
    """
    explained = left_open(system, [*candidates, *known])
    kept = list(candidates)
    while True:
        peeling = _Peeling(system, explained, left_open(system, kept), [*candidates, *known])
        peeling.take(known)
        left = left_open(system, [*kept, *known])
        proven = peeling.peel([h for h in kept if _adds_up(system, h, left)])
        if len(proven) == len(kept):
            return {h.id for h in kept}
        kept = proven


class _Peeling:
    """Proves changes one after the other.

    `explained` are the equations that stay open when all that all explanations agree on is made, `left` those
    that stay open in what is published; `residuals` are left by what is proven so far;
    `likely` are all the changes that all explanations agree on.
    """

    def __init__(
        self, system: System, explained: set[int], left: set[int], likely: Sequence[Hypothesis]
    ) -> None:
        self.system = system
        self.explained = explained
        self.left = left
        self.shared_out = _shared_out(system, likely)
        self.changes = Counter(change for h in likely for change in h.effect.items())
        self.residuals = dict(enumerate(system.residuals))

    def peel(self, candidates: Sequence[Hypothesis]) -> list[Hypothesis]:
        """The proven ones of the candidates."""
        proven: list[Hypothesis] = []
        waiting = list(candidates)
        while True:
            found = [h for h in waiting if self._proven(h, [h])] or self._jointly(waiting)
            if not found:
                return proven
            proven += found
            waiting = [h for h in waiting if h not in found]
            self.take(found)

    def take(self, proven: Iterable[Hypothesis]) -> None:
        """Take what is proven out of the residuals."""
        for hypothesis in proven:
            for index, change in hypothesis.effect.items():
                self.residuals[index] += change

    def _jointly(self, waiting: Sequence[Hypothesis]) -> list[Hypothesis]:
        """Amounts that each stand as a residual of their own, and of which other residuals are the sum."""
        group = [h for h in waiting if cast("Proposal", h.cause).derived and self._direct(h, [h])]
        while group:
            kept = [h for h in group if self._proven(h, group)]
            if len(kept) == len(group):
                break
            group = kept
        return group

    def _proven(self, hypothesis: Hypothesis, group: Sequence[Hypothesis]) -> bool:
        """Whether enough identities that failed as printed are explained by it, or by a group with it."""
        system, proposal = self.system, cast("Proposal", hypothesis.cause)
        if proposal.allocated is not None:
            return True
        settled = self._settled(hypothesis)
        if not any(index not in self.left for index in settled) or not self._seen(hypothesis):
            return False
        if not self._told(proposal, settled):
            return False
        if len(settled) < ENOUGH * max(1, len(proposal.parts)):
            return False
        if not proposal.derived:
            return True
        if proposal.parts or self.shared_out & hypothesis.effect.keys():
            return (
                False  # a derived amount beside a wrong label, or another derived one, is not read off print
            )
        direct = self._direct(hypothesis, group)
        return len(direct) >= ENOUGH and any(system.kinds[index] != "total" for index in direct)

    def _seen(self, hypothesis: Hypothesis) -> bool:
        """Whether each amount that it writes into a cell stands in an identity that holds because of it."""
        proposal = cast("Proposal", hypothesis.cause)
        return all(
            any(i in hypothesis.effect and i not in self.left for i, _ in self.system.links.get(position, ()))
            for position, value in proposal.values.items()
            if value and proposal.kind != "together"
        )

    def _settled(self, hypothesis: Hypothesis) -> list[int]:
        system = self.system
        failed = [i for i in hypothesis.effect if system.residuals[i] and system.kinds[i] != "unprinted"]
        # Where another change undoes just this one the identity speaks for neither.
        undone = {index for index in failed if self.changes[index, -hypothesis.effect[index]]}
        return [index for index in failed if index not in self.explained and index not in undone]

    def _told(self, proposal: Proposal, settled: Sequence[int]) -> bool:
        """Whether an identity that holds because of it goes by each code that it gives, where any does.

        A code that has one partner alone tells that partner too.
        """
        system = self.system
        given = [
            (codes, {f: system.joined(resource, number, f, code) for f, code in codes.items()})
            for (resource, number), codes in proposal.codes.items()
        ]
        if proposal.row is not None:
            new, like = proposal.row, system.rows[proposal.row.resource, proposal.like(system)]
            links = {f: system.label_links(new.resource, like, {f: code}) for f, code in new.codes.items()}
            given.append(
                (
                    new.codes,
                    {f: {i for i, name, _ in found if name in new.values} for f, found in links.items()},
                )
            )
        return all(_all_told(system, codes, indices, set(settled)) for codes, indices in given)

    def _direct(self, hypothesis: Hypothesis, group: Sequence[Hypothesis]) -> list[int]:
        """The residuals that are just what the group changes there."""
        return [
            index
            for index in self._settled(hypothesis)
            if self.residuals[index] == -sum(h.effect.get(index, 0) for h in group)
        ]


def _all_told(
    system: System, codes: Mapping[str, str], indices: Mapping[str, set[int]], settled: set[int]
) -> bool:
    """Whether each code of a row is told, by an identity that goes by it or by a partner."""
    told = [field for field in codes if indices[field] & settled]
    return all(
        not indices[field]
        or field in told
        or any(sole_partner(system, (other, field), (codes[other], code)) for other in told)
        for field, code in codes.items()
    )


def _shared_out(system: System, candidates: Sequence[Hypothesis]) -> set[int]:
    """The equations of codes that are to have some, but not all, of the funds not printed by code."""
    allocated = [a for h in candidates if (a := cast("Proposal", h.cause).allocated) is not None]
    return {index for index, amount in allocated if amount != system.residuals[system.unprinted[index]]}


def left_open(system: System, fixed: Sequence[Hypothesis]) -> set[int]:
    """The equations that would still not hold."""
    residuals = dict(enumerate(system.residuals))
    for hypothesis in fixed:
        for index, change in hypothesis.effect.items():
            residuals[index] += change
    return {index for index, residual in residuals.items() if residual}


def _adds_up(system: System, hypothesis: Hypothesis, left: set[int]) -> bool:
    """Whether its rows hold once all else is made, or it stands alone; and all that held as printed."""
    proposal = cast("Proposal", hypothesis.cause)
    if proposal.allocated is not None:
        return proposal.allocated[0] not in left
    if any(index in left and not system.residuals[index] for index in hypothesis.effect):
        return False
    if not left & (_equations_of_rows(system, proposal) | _sums_of_lost_row(system, proposal)):
        return True
    return not proposal.derived and _stands_alone(system, hypothesis, left)


def _stands_alone(system: System, hypothesis: Hypothesis, left: set[int]) -> bool:
    """Whether it alone makes several identities hold, and all that it writes stands in one of them.

    What else fails through its rows is then the doing of something else.
    """
    proposal = cast("Proposal", hypothesis.cause)
    closed = {i for i, by in hypothesis.effect.items() if system.residuals[i] == -by and i not in left}
    return (
        len(closed) >= ALONE
        and all(any(i in closed for i, _ in system.links.get(position, ())) for position in proposal.values)
        and all(
            closed & system.label_effect(resource, number, {field: code}).keys()
            for (resource, number), codes in proposal.codes.items()
            for field, code in codes.items()
        )
    )


def _sums_of_lost_row(system: System, proposal: Proposal) -> set[int]:
    """The sums that a lost row belongs to, also where it is blank: one that fails may lack another amount."""
    if proposal.row is None:
        return set()
    new = proposal.row
    like = dict.fromkeys(system.amount_fields[new.resource], 1)
    return set(system.row_effect(new.resource, proposal.like(system), new.codes, like))


def _equations_of_rows(system: System, proposal: Proposal) -> set[int]:
    """The equations that the rows of a proposal belong to afterwards, but for sums down a column."""
    rows = {(position.resource, position.row) for position in proposal.values} | set(proposal.codes)
    return {
        index
        for resource, number in rows
        for index in system.equations_of(resource, number, proposal.codes.get((resource, number), {}))
    }


def may_be_several(system: System, hypothesis: Hypothesis) -> bool:
    """Whether what looks like one lost row may be several: a code is not known that would tell them apart."""
    new = cast("Proposal", hypothesis.cause).row
    return new is not None and not system.tells_apart(new.resource, new.codes)
