"""What happened to the document: the changes that every near-cheapest explanation agrees on, and the rest.

A change is accepted only if all of this holds: the search was exact and complete; every explanation that
costs less than one more defect agrees on it; it is a known kind; it touches at least two identities that
failed as printed; nothing of unknown kind shares an identity with it; an amount that was read off
residuals stands in two printed residuals, one of them not a grand total; it is accepted whole or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds import Proposal
from budgetpress.reconcile.pool import pool
from budgetpress.reconcile.solver import Explanation, Hypothesis, Outcome, Problem, Solved, Unsolved, solve
from budgetpress.reconcile.system import Effect, System

MARGIN = 9
SHARED_KEY = 10
CAP = 40
STEPS = 6_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A change that the document forces: what it does, and how much dearer the next explanation is."""

    proposal: Proposal
    effect: Effect
    margin: int | None
    group: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """A set of failing identities without a unique explanation; `competing` are those within the margin."""

    equations: tuple[str, ...]
    reason: str
    competing: tuple[tuple[Proposal, ...], ...] = ()


def explain(system: System) -> tuple[list[Accepted], list[Open]]:
    """Explain all failing identities of a document, as far as the document itself can."""
    if not any(system.residuals):
        return [], []
    problem = Problem(residuals=system.residuals, hypotheses=pool(system))
    outcomes = _solve(system, problem, MARGIN)
    if any(isinstance(o, Solved) and _shares(system, o) for o in outcomes):
        outcomes = _solve(system, problem, MARGIN + SHARED_KEY)
    outcomes = tuple(_with_keys(system, o) if isinstance(o, Solved) else o for o in outcomes)
    accepted: list[Accepted] = []
    unclear: list[Open] = []
    for group, outcome in enumerate(outcomes):
        names = tuple(system.ids[index] for index in outcome.violated)
        if isinstance(outcome, Unsolved):
            unclear.append(Open(equations=names, reason=outcome.reason))
            continue
        forced = _forced(system, outcome, group)
        accepted += forced
        chosen = {id(change.proposal) for change in forced}
        rest = [h for h in outcome.explanations[0].chosen if id(h.cause) not in chosen]
        if rest:
            competing = tuple(
                tuple(cast("Proposal", h.cause) for h in e.chosen if id(h.cause) not in chosen)
                for e in outcome.explanations
            )
            reason = "ambiguous" if len(outcome.explanations) > 1 else "unknown"
            unclear.append(Open(equations=names, reason=reason, competing=competing))
    return accepted, unclear


def _solve(system: System, problem: Problem, margin: int) -> tuple[Outcome, ...]:
    return solve(problem, margin=margin, cap=CAP, budget=STEPS)


def _shares(system: System, outcome: Solved) -> bool:
    return any(_shared_keys(system, explanation) for explanation in outcome.explanations)


def _with_keys(system: System, outcome: Solved) -> Solved:
    """The explanations with the cost of rows that share a key; only those within the margin stay."""
    priced = [
        replace(e, cost=e.cost + SHARED_KEY * _shared_keys(system, e)) for e in outcome.explanations
    ]
    least = min(e.cost for e in priced)
    next_cost = min([e.cost for e in priced if e.cost > least + MARGIN], default=outcome.next_cost)
    return replace(
        outcome,
        cost=least,
        explanations=tuple(sorted((e for e in priced if e.cost <= least + MARGIN), key=lambda e: e.cost)),
        next_cost=next_cost,
    )


def _forced(system: System, outcome: Solved, group: int) -> list[Accepted]:
    """The changes of the best explanation that pass every point of the rule."""
    if not outcome.complete or not outcome.explanations:
        return []
    agreed = _agreed(system, outcome.explanations)
    cheapest = [e for e in outcome.explanations if e.cost == outcome.cost]
    best = max(cheapest, key=lambda e: sum(_writes_agree(system, h, agreed) for h in e.chosen))
    unknown = {index for e in cheapest for h in e.chosen if not h.known for index in h.effect}
    fixed = [
        h
        for h in best.chosen
        if h.known and _writes_agree(system, h, agreed) and not unknown & h.effect.keys()
    ]
    margin = _margin(system, outcome, agreed)
    while True:
        left = _left_open(system, fixed)
        kept = [h for h in fixed if _proven(system, h, left)]
        if len(kept) == len(fixed):
            break
        fixed = kept
    return [
        Accepted(proposal=cast("Proposal", h.cause), effect=dict(h.effect), margin=margin, group=group)
        for h in fixed
    ]


def _state(system: System, chosen: Iterable[Hypothesis]) -> dict[Hashable, Hashable]:
    """What an explanation makes of the document: cell or label -> what stands there in truth."""
    state: dict[Hashable, Hashable] = {}
    for hypothesis in chosen:
        state |= outcome_of(system, cast("Proposal", hypothesis.cause))
    return state


def outcome_of(system: System, proposal: Proposal) -> dict[Hashable, Hashable]:
    """What a proposal makes of the document, without what stays as it is."""
    state: dict[Hashable, Hashable] = dict(proposal.values)
    for (resource, number), codes in proposal.codes.items():
        row = system.rows[resource, number]
        state |= {(resource, number, n, "label"): code for n, code in codes.items() if code != row.text(n)}
    if proposal.row is not None:
        new = proposal.row
        key = (new.resource, "row", tuple(sorted(new.codes.items())))
        state[key] = tuple(sorted(new.values.items()))
    if proposal.removed is not None:
        state[(*proposal.removed, "removed")] = True
    if proposal.allocated is not None:
        state[(proposal.allocated[0], "allocated")] = proposal.allocated[1]
    return state


def _agreed(system: System, explanations: Sequence[Explanation]) -> Mapping[Hashable, Hashable]:
    states = [_state(system, e.chosen) for e in explanations]
    return {k: v for k, v in states[0].items() if all(state.get(k, _NOTHING) == v for state in states[1:])}


_NOTHING = object()


def _writes_agree(system: System, hypothesis: Hypothesis, agreed: Mapping[Hashable, Hashable]) -> bool:
    wanted = outcome_of(system, cast("Proposal", hypothesis.cause))
    return all(agreed.get(key, _NOTHING) == value for key, value in wanted.items())


def _margin(system: System, outcome: Solved, agreed: Mapping[Hashable, Hashable]) -> int | None:
    """How much dearer the cheapest explanation is that makes something else of the document."""
    return None if outcome.next_cost is None else outcome.next_cost - outcome.cost


def _left_open(system: System, fixed: Sequence[Hypothesis]) -> set[int]:
    """The equations that would still not hold."""
    residuals = dict(enumerate(system.residuals))
    for hypothesis in fixed:
        for index, change in hypothesis.effect.items():
            residuals[index] += change
    return {index for index, residual in residuals.items() if residual}


def _proven(system: System, hypothesis: Hypothesis, left: set[int]) -> bool:
    """Whether enough identities that failed as printed hold after the change."""
    proposal = cast("Proposal", hypothesis.cause)
    if proposal.allocated is not None:
        return proposal.allocated[0] not in left
    settled = [
        index
        for index in hypothesis.effect
        if index not in left and system.residuals[index] and system.kinds[index] != "unprinted"
    ]
    if len(settled) < 2:
        return len(settled) == 1 and proposal.kind in _TELLING and _digits(hypothesis.effect[settled[0]]) >= 4
    if not proposal.derived:
        return True
    direct = [i for i in settled if system.residuals[i] == -hypothesis.effect[i]]
    return len(direct) >= 2 and any(system.kinds[index] != "total" for index in direct)


# Kinds whose residual repeats most digits of the figure: chance does not hit upon it.
_TELLING = ("wrong_scale", "lost_digit", "doubled_digit", "extra_digit")


def _digits(number: int) -> int:
    """How many of its digits are not nought."""
    return sum(digit != "0" for digit in str(abs(number)))


def _shared_keys(system: System, explanation: Explanation) -> int:
    """How many rows would have the codes of another row of their table, where its form says none has.

    Only tables whose codes the explanation speaks of are counted.
    """
    changed: dict[str, dict[Hashable, tuple[str, ...]]] = {}
    for hypothesis in explanation.chosen:
        proposal = cast("Proposal", hypothesis.cause)
        for index in hypothesis.effect:
            for resource, _, _ in system.keyed_of(index):
                changed.setdefault(resource, {})
        for (resource, number), codes in proposal.codes.items():
            changed.setdefault(resource, {})[number] = system.key(resource, number, codes)
        if proposal.row is not None:
            new = proposal.row
            key = system.key(new.resource, new.after, new.codes)
            changed.setdefault(new.resource, {})[hypothesis.id, "new"] = key
        if proposal.removed is not None:
            changed.setdefault(proposal.removed[0], {})[proposal.removed[1]] = ()
    shared = 0
    for resource, rows in changed.items():
        if system.keys(resource):
            keys = [key for key in {**system.printed_keys(resource), **rows}.values() if key]
            shared += len(keys) - len(set(keys))
    return shared
