"""The pool of hypotheses: what could close each open equation, and then what that opens.

Everything that could have happened is far too much to list. A demand is an equation and the residual it
should lose; each demand brings the proposals that meet it exactly, and each proposal brings demands where
it opens other equations. Three rounds find a defect that shares one equation with at most one other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import cast

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import (
    FREE_KIND,
    PROPOSERS,
    Demand,
    Proposal,
    misprinted_moves,
    propose_free,
    propose_lost_rows,
    together,
)
from budgetpress.reconcile.price import price
from budgetpress.reconcile.solver import Hypothesis
from budgetpress.reconcile.system import MOST_HIDDEN, Effect, System

ROUNDS = 3
LARGE = 64
MOST = 8000
LEAST_COST = 5
MOST_PAIRS = 400
PLAIN = 3
"""A hypothesis that brings so many equations to zero alone is plain."""


def pool(system: System) -> list[Hypothesis]:
    """All hypotheses within reach of the equations that do not hold, in a fixed order."""
    return _Pool(system).fill()


class _Pool:
    def __init__(self, system: System) -> None:
        self.system = system
        self.found: dict[Hashable, Hypothesis] = {}
        self.demands: dict[int, set[int]] = {}
        self.seen: dict[Hashable, int] = {}
        self.aside: dict[Hashable, Hypothesis] = {}

    def fill(self) -> list[Hypothesis]:
        fresh = [d for i in self.system.violated for d in self._demand(i, self.system.residuals[i])]
        self._grow(fresh, 0)
        # What the plainest defects leave: a third one in their sums is seen only without them.
        left = self._without_plain()
        self._grow([d for i, residual in left.items() for d in self._demand(i, residual)], 1)
        self._take(self._together())
        moves = [(cast("Proposal", h.cause), h.effect) for h in self.found.values() if h.known]
        self._take(
            misprinted_moves(self.system, [(p, e) for p, e in moves if len(p.values) > 1 and not p.derived])
        )
        self._admit_hiding()
        return list(self.found.values())

    def _grow(self, fresh: list[Demand], first: int) -> None:
        """Meet demands, then those that this opens."""
        for level in range(first, ROUNDS):
            new: list[Hypothesis] = []
            for demand in fresh:
                if len(self.found) > MOST:
                    break
                new += self._meet(demand, level)
            new += self._take(propose_lost_rows(self.system, self.demands))
            fresh = self._opened(new)

    def _without_plain(self) -> dict[int, int]:
        """The residuals that are left once each hypothesis is made that closes several of them alone."""
        left = {index: self.system.residuals[index] for index in self.system.violated}
        likely = (*self.found.values(), *self.aside.values())
        plain = [h for h in likely if h.known and not cast("Proposal", h.cause).derived]
        written: set[Hashable] = set()
        while True:
            closed = {
                id(h): sum(left.get(i, 0) == -by for i, by in h.effect.items())
                for h in plain
                if not h.writes & written
            }
            able = [h for h in plain if closed.get(id(h), 0) >= PLAIN]
            best = min(able, key=lambda h: (-closed[id(h)], h.cost), default=None)
            if best is None:
                return {index: residual for index, residual in left.items() if residual}
            written |= best.writes
            for index, by in best.effect.items():
                left[index] = left.get(index, 0) + by

    def _admit_hiding(self) -> None:
        """Let in what breaks equations where others that were set aside mend them: they hide each other.

        A loss that two tables share, for example, leaves no trace in the identity between them.
        """
        kept = self.aside
        while True:
            changes = Counter(change for one in kept.values() for change in self._broken(one))
            left = {
                key: one
                for key, one in kept.items()
                if all(changes[index, -change] for index, change in self._broken(one))
            }
            if len(left) == len(kept):
                break
            kept = left
        for key, one in sorted(kept.items(), key=lambda item: item[1].cost)[:MOST_PAIRS]:
            self._add(key, one)

    def _broken(self, hypothesis: Hypothesis) -> list[tuple[int, int]]:
        """The equations that hold as printed and would not, with their changes."""
        kinds, residuals = self.system.kinds, self.system.residuals
        return [
            (index, change)
            for index, change in hypothesis.effect.items()
            if not residuals[index] and kinds[index] != "unprinted"
        ]

    def _together(self) -> list[Proposal]:
        """Pairs of wrong labels and wrong amounts in one row, which change each other's effect."""
        known = [h for h in (*self.found.values(), *self.aside.values()) if h.known]
        by_row: dict[tuple[str, int], list[Hypothesis]] = {}
        for hypothesis in known:
            cause = cast("Proposal", hypothesis.cause)
            if cause.values and not cause.derived:
                for place in {(position.resource, position.row) for position in cause.values}:
                    by_row.setdefault(place, []).append(hypothesis)
        made: list[tuple[int, Proposal]] = []
        for label in known:
            codes = cast("Proposal", label.cause).codes
            near = {id(value): value for place in codes for value in by_row.get(place, ())}
            for value in near.values():
                one, other = cast("Proposal", label.cause), cast("Proposal", value.cause)
                both = together(self.system, other.values, codes)
                closed = self._closed(label.effect, value.effect, both) if both else 0
                if closed:
                    cost = one.cost + other.cost
                    parts = (one, other)
                    pair = Proposal(kind="together", cost=cost, values=other.values, codes=codes, parts=parts)
                    made.append((closed, pair))
        made.sort(key=lambda found: (-found[0], found[1].cost))
        return [pair for _, pair in made[:MOST_PAIRS]]

    def _closed(self, label: Mapping[int, int], value: Mapping[int, int], both: Effect) -> int:
        """How many equations two bring to zero; 0 if none that neither does alone, or if one breaks.

        `both` is what they change beside what each changes alone.
        """
        residuals, kinds = self.system.residuals, self.system.kinds
        if not any(
            residuals[i] and residuals[i] + label.get(i, 0) + value.get(i, 0) + by == 0
            for i, by in both.items()
        ):
            return 0
        closed = 0
        for index in {*label, *value, *both}:
            change = label.get(index, 0) + value.get(index, 0) + both.get(index, 0)
            if change and not residuals[index] and kinds[index] != "unprinted":
                return 0
            closed += bool(change) and residuals[index] + change == 0
        return closed

    def _meet(self, demand: Demand, level: int) -> list[Hypothesis]:
        new: list[Hypothesis] = []
        if level == 0 or len(self.system.cells[demand.equation]) <= LARGE:
            for propose in PROPOSERS:
                new += self._take(propose(self.system, demand))
        if level < 2:
            self._take(propose_free(self.system, demand))
        return new

    def _take(self, proposals: Iterable[Proposal]) -> list[Hypothesis]:
        new = []
        for proposal in proposals:
            key = _result(proposal)
            if self.seen.get(key, proposal.cost + 1) <= proposal.cost:
                continue
            self.seen[key] = proposal.cost
            effect = proposal.effect(self.system)
            if (
                not effect
                or (self.system.hopeless(effect) and proposal.allocated is None)
                or self._overrides(proposal)
            ):
                continue
            cost = max(LEAST_COST, proposal.cost + price(self.system, proposal))
            known = self.found.get(key)
            if known is not None and known.cost <= cost:
                continue
            made = Hypothesis(
                id=len(self.found) if known is None else known.id,
                cost=cost,
                effect=effect,
                writes=writes(proposal, self.system),
                reads=reads(proposal, self.system),
                known=proposal.kind != FREE_KIND,
                result=key,
                cause=proposal,
            )
            if self._breaks(proposal, effect):
                self._set_aside(key, made)
            else:
                self.found[key] = made
                new.append(made)
        return new

    def _add(self, key: Hashable, hypothesis: Hypothesis) -> None:
        self.found.setdefault(key, replace(hypothesis, id=len(self.found)))

    def _set_aside(self, key: Hashable, hypothesis: Hypothesis) -> None:
        """Keep what breaks a few equations: another defect may hide it there."""
        cause = cast("Proposal", hypothesis.cause)
        if not hypothesis.known or (cause.derived and cause.row is None):
            return
        broken = self._broken(hypothesis)
        if len(broken) <= MOST_HIDDEN and 2 * len(broken) <= len(hypothesis.effect):
            known = self.aside.get(key)
            if known is None or hypothesis.cost < known.cost:
                self.aside[key] = hypothesis

    def _overrides(self, proposal: Proposal) -> bool:
        """Whether it would change what a person has settled."""
        return any(
            isinstance(token, tuple) and Position(*token[:3]) in self.system.settled
            for token in writes(proposal, self.system)
            if len(cast("tuple[str, int, str]", token)) >= 3
        )

    def _breaks(self, proposal: Proposal, effect: Effect) -> bool:
        """Whether it opens an equation that holds as printed: a defect leaves none of its own unharmed."""
        if proposal.allocated is not None:
            return False
        kinds, residuals = self.system.kinds, self.system.residuals
        return any(not residuals[index] and kinds[index] != "unprinted" for index in effect)

    def _opened(self, new: Iterable[Hypothesis]) -> list[Demand]:
        """The demands that new hypotheses open in other equations."""
        return [
            demand
            for hypothesis in new
            for index, change in hypothesis.effect.items()
            for demand in self._demand(index, self.system.residuals[index] + change)
        ]

    def _demand(self, index: int, residual: int) -> Iterator[Demand]:
        """A demand if it is new; and what is left of it where the code has all funds that are not printed."""
        funds = self.system.residuals[self.system.unprinted[index]] if index in self.system.unprinted else 0
        known = self.demands.setdefault(index, set())
        for left in dict.fromkeys((residual, residual - funds)):
            if left and left not in known:
                known.add(left)
                yield Demand(index, left)


def _result(proposal: Proposal) -> Hashable:
    codes = tuple((place, tuple(sorted(new.items()))) for place, new in sorted(proposal.codes.items()))
    row = proposal.row
    added = row and (row.resource, tuple(sorted(row.codes.items())), tuple(sorted(row.values.items())))
    return (tuple(sorted(proposal.values.items())), codes, added, proposal.removed, proposal.allocated)


def writes(proposal: Proposal, system: System) -> frozenset[Hashable]:
    """The cells and labels that undoing it writes."""
    tokens: set[Hashable] = set(proposal.values)
    for (resource, number), codes in proposal.codes.items():
        tokens |= {(resource, number, name, "label") for name in codes}
    if proposal.removed:
        resource, number = proposal.removed
        tokens |= {Position(resource, number, name) for name in system.amount_fields[resource]}
        tokens |= {(resource, number, name, "label") for name in system.code_fields[resource]}
    if proposal.allocated:
        tokens.add((proposal.allocated[0], "allocated"))
    return frozenset(tokens)


def reads(proposal: Proposal, system: System) -> frozenset[Hashable]:
    """The labels that its amounts go by, and the amounts that its labels take along."""
    tokens: set[Hashable] = set()
    for position in proposal.values:
        names = system.labels_of(position.resource, position.field)
        tokens |= {(position.resource, position.row, name, "label") for name in names}
    for (resource, number), codes in proposal.codes.items():
        tokens |= {
            position
            for name in system.amount_fields[resource]
            if system.labels_of(resource, name) & codes.keys()
            and system.value(position := Position(resource, number, name))
        }
    # What two defects of one row do to each other is in their effect.
    return frozenset(tokens - writes(proposal, system) if proposal.parts else tokens)
