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
MISNAMED = 5
STRANGER = 5
_WIDEST = 60
CAP = 120
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
    outcomes = _priced(system, problem)
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


def _priced(system: System, problem: Problem) -> tuple[Outcome, ...]:
    """Solve with the price of what explanations leave unexplained, and all explanations within the margin.

    The solver knows nothing of that price, so it has to look as much further as the price may make up for.
    """
    bonus = _open_price(system)
    margin = MARGIN + bonus
    while True:
        outcomes = solve(problem, margin=margin, cap=CAP, budget=STEPS)
        priced = tuple(_with_price(system, o, bonus) if isinstance(o, Solved) else o for o in outcomes)
        lift = [p.cost - o.cost for p, o in zip(priced, outcomes, strict=True) if isinstance(o, Solved)]
        needed = max(lift, default=0) + MARGIN + bonus
        if needed <= margin or margin >= _WIDEST:
            return priced
        margin = min(needed, _WIDEST)


def _open_price(system: System) -> int:
    """How much an explanation can gain by settling shared keys and names of other codes that may be defects."""
    price = 0
    for resource in system.tables:
        keys = system.printed_keys(resource) if system.keys(resource) else {}
        twins = [
            n
            for n, key in keys.items()
            if list(keys.values()).count(key) > 1 and system.in_doubt(resource, n)
        ]
        price += SHARED_KEY * ((len(twins) + 1) // 2)
        price += MISNAMED * sum(
            system.in_doubt(resource, number) for number, _, _ in system.misnamed(resource)
        )
    price += STRANGER * system.strangers({}, {}) if any(map(system.kinds_by_code, system.violated)) else 0
    return min(price, _WIDEST - MARGIN)


def _with_price(system: System, outcome: Solved, bonus: int) -> Solved:
    """The explanations with the price of what each leaves unexplained; only those within the margin stay."""
    priced = [replace(e, cost=e.cost + _unexplained(system, e)) for e in outcome.explanations]
    if not priced:
        return outcome
    least = min(e.cost for e in priced)
    dearer = [e.cost for e in priced if e.cost > least + MARGIN]
    beyond = [] if outcome.next_cost is None else [outcome.next_cost]
    return replace(
        outcome,
        cost=least,
        complete=outcome.complete and (not beyond or beyond[0] - bonus > least + MARGIN),
        explanations=tuple(sorted((e for e in priced if e.cost <= least + MARGIN), key=lambda e: e.cost)),
        next_cost=min(dearer + beyond, default=None),
    )


def _unexplained(system: System, explanation: Explanation) -> int:
    """The price of rows that come to share a key; less than nothing where rows that did no longer do.

    The same for names that are those of other codes, and for codes beside a code that is strange to them.
    """
    changed: dict[str, dict[Hashable, Mapping[str, str]]] = {}
    removed: dict[str, set[int]] = {}
    for hypothesis in explanation.chosen:
        proposal = cast("Proposal", hypothesis.cause)
        for (resource, number), codes in proposal.codes.items():
            changed.setdefault(resource, {})[number] = codes
        if proposal.row is not None:
            changed.setdefault(proposal.row.resource, {})[hypothesis.id, "new"] = proposal.row.codes
        if proposal.removed is not None:
            removed.setdefault(proposal.removed[0], set()).add(proposal.removed[1])
            changed.setdefault(proposal.removed[0], {})
    price = 0
    for resource, rows in changed.items():
        gone = removed.get(resource, set())
        if system.keys(resource):
            new = {
                n: system.key(resource, n if isinstance(n, int) else 0, codes) for n, codes in rows.items()
            }
            printed = system.printed_keys(resource)
            left = [key for number, key in {**printed, **new}.items() if number not in gone]
            price += SHARED_KEY * (len(left) - len(set(left)) - len(printed) + len(set(printed.values())))
        for number, field, named in system.misnamed(resource):
            price -= MISNAMED * (number in gone or rows.get(number, {}).get(field) in named)
    return price + STRANGER * (system.strangers(changed, removed) - system.strangers({}, {}))


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
