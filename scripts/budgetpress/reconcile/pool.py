"""The pool of hypotheses: what could close each open equation, and then what that opens.

Everything that could have happened is far too much to list. A demand is an equation and the residual it
should lose; each demand brings the proposals that meet it exactly, and each proposal brings demands where
it opens other equations. Three rounds find a defect that shares one equation with at most one other.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import (
    FREE_KIND,
    PROPOSERS,
    Demand,
    Proposal,
    propose_free,
    propose_lost_rows,
)
from budgetpress.reconcile.solver import Hypothesis
from budgetpress.reconcile.system import Effect, System

ROUNDS = 3
LARGE = 64
MOST = 8000


def pool(system: System) -> list[Hypothesis]:
    """All hypotheses within reach of the equations that do not hold, in a fixed order."""
    return _Pool(system).fill()


class _Pool:
    def __init__(self, system: System) -> None:
        self.system = system
        self.found: dict[Hashable, Hypothesis] = {}
        self.demands: dict[int, set[int]] = {}

    def fill(self) -> list[Hypothesis]:
        fresh = [Demand(i, r) for i, r in enumerate(self.system.residuals) if r]
        for demand in fresh:
            self.demands.setdefault(demand.equation, set()).add(demand.residual)
        for level in range(ROUNDS):
            new: list[Hypothesis] = []
            for demand in fresh:
                if len(self.found) > MOST:
                    break
                new += self._meet(demand, level)
            new += self._take(propose_lost_rows(self.system, self.demands))
            fresh = self._opened(new)
        return list(self.found.values())

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
            key = (proposal.kind, _result(proposal))
            if key in self.found:
                continue
            effect = proposal.effect(self.system)
            if not effect or self._breaks(proposal, effect):
                continue
            made = Hypothesis(
                id=len(self.found),
                cost=proposal.cost,
                effect=effect,
                writes=writes(proposal, self.system),
                reads=reads(proposal, self.system),
                known=proposal.kind != FREE_KIND,
                result=_result(proposal),
                cause=proposal,
            )
            self.found[key] = made
            new.append(made)
        return new

    def _breaks(self, proposal: Proposal, effect: Effect) -> bool:
        """Whether it would open an equation that holds as printed: a defect leaves none of its own unharmed.

        (That two defects hide each other in one equation is possible, and then stays open.)
        """
        if proposal.allocated is not None:
            return False
        kinds, residuals = self.system.kinds, self.system.residuals
        return any(not residuals[index] and kinds[index] != "unprinted" for index in effect)

    def _opened(self, new: Iterable[Hypothesis]) -> list[Demand]:
        """The demands that new hypotheses open in other equations."""
        fresh = []
        for hypothesis in new:
            for index, change in hypothesis.effect.items():
                residual = self.system.residuals[index] + change
                known = self.demands.setdefault(index, set())
                if residual and residual not in known:
                    known.add(residual)
                    fresh.append(Demand(index, residual))
        return fresh


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
        names = system.code_fields[position.resource]
        tokens |= {(position.resource, position.row, name, "label") for name in names}
    for resource, number in proposal.codes:
        tokens |= {
            position
            for name in system.amount_fields[resource]
            if system.value(position := Position(resource, number, name))
        }
    return frozenset(tokens)
