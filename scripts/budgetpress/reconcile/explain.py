"""What happened to the document: the changes that every near-cheapest explanation agrees on, and the rest.

A change is accepted only if all of this holds: the search was exact and complete; every explanation that
costs less than one more defect agrees on it; it is a known kind; it touches at least two identities that
failed as printed; all identities of its rows hold afterwards, but for sums down a column; nothing of unknown
kind shares an identity with it; an amount that was read off
residuals stands in two printed residuals, one of them not a grand total; it is accepted whole or not at all.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from budgetpress.reconcile.kinds import FREE_KIND, NewRow, Proposal, slipped_labels
from budgetpress.reconcile.pool import pool
from budgetpress.reconcile.price import (
    copies_left,
    doubtful_codes,
    exchanged,
    exchanges,
    gainsaid,
    paired,
    rests_on_copies,
    strange_row,
    total,
)
from budgetpress.reconcile.proof import left_open, may_be_several, proven_together
from budgetpress.reconcile.solver import (
    Explanation,
    Hypothesis,
    Outcome,
    Problem,
    Solved,
    Unsolved,
    solve,
)
from budgetpress.reconcile.system import Effect, System

MARGIN = 9
CAP = 200
STEPS = 6_000_000
LEFT_OPEN, MOST_LEFT = 20, 30
DIRECT = 2
"""So many printed residuals must speak for a change alone where something else is wrong beside it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A change that the document forces: what it does, and how much dearer the next explanation is."""

    proposal: Proposal
    effect: Effect
    margin: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """A set of failing identities without a unique explanation; `competing` are those within the margin.

    `lacking` is what a table certainly lacks, in one row or in several.
    """

    equations: tuple[str, ...]
    reason: str
    competing: tuple[tuple[Proposal, ...], ...] = ()
    lacking: tuple[NewRow, ...] = ()


# Beyond this many failing identities a document is no longer a damaged one; all of it stays in dispute.
MOST_OPEN = 250


def explain(system: System) -> tuple[list[Accepted], list[Open]]:
    """Explain all failing identities of a document, as far as the document itself can."""
    if not any(system.residuals):
        return [], []
    if len(system.violated) > MOST_OPEN:
        return [], [Open(equations=tuple(system.ids[i] for i in system.violated), reason="too-many")]
    hypotheses = pool(system)
    problem = Problem(residuals=system.residuals, hypotheses=hypotheses)
    outcomes: list[Outcome] = []
    for outcome in solve(problem, margin=MARGIN, cap=CAP, budget=STEPS):
        outcomes += _around(system, hypotheses, outcome) if isinstance(outcome, Unsolved) else [outcome]
    likely = {
        group: _near(system, o.explanations)[0].chosen
        for group, o in enumerate(outcomes)
        if isinstance(o, Solved) and o.explanations
    }
    candidates = {
        group: _candidates(system, o, [h for other in likely if other != group for h in likely[other]])
        for group, o in enumerate(outcomes)
        if isinstance(o, Solved)
    }
    proven = proven_together(system, [h for found in candidates.values() for h in found])
    several = {h.id for found in candidates.values() for h in found if may_be_several(system, h)}
    single = [h for found in candidates.values() for h in found if h.id not in several]
    lacking = [h for found in candidates.values() for h in found if h.id in several & proven]
    kept = proven_together(system, single, lacking) if several else proven
    made = [h for found in candidates.values() for h in found if h.id in kept]
    left = left_open(system, made)
    accepted: list[Accepted] = []
    unclear: list[Open] = []
    for group, outcome in enumerate(outcomes):
        names = tuple(system.ids[index] for index in outcome.violated if index in left)
        if isinstance(outcome, Unsolved):
            unclear.append(Open(equations=names, reason=outcome.reason))
            continue
        forced = [h for h in candidates[group] if h.id in kept]
        accepted += _accepted(outcome, forced)
        near = _near(system, outcome.explanations) if outcome.explanations else []
        if near and names:
            competing = tuple(
                option
                for e in near
                if (option := tuple(cast("Proposal", h.cause) for h in e.chosen if h.id not in kept | proven))
            )
            reason = "ambiguous" if len(near) > 1 else "unknown"
            rows = tuple(
                row
                for h in candidates[group]
                if h in lacking and (row := cast("Proposal", h.cause).row) is not None
            )
            unclear.append(Open(equations=names, reason=reason, competing=competing, lacking=rows))
    return accepted, unclear


def _around(system: System, hypotheses: Sequence[Hypothesis], unsolved: Unsolved) -> list[Outcome]:
    """A part that has no explanation, with any equation allowed to stay open at a price.

    What is left open stays unexplained, and so does all that shares an equation with it.
    """
    inside = set(unsolved.equations)
    residuals = [off if index in inside else 0 for index, off in enumerate(system.residuals)]
    own = [h for h in hypotheses if h.effect.keys() & inside]
    left: dict[int, set[int]] = {index: {residuals[index]} for index in unsolved.violated}
    for hypothesis in own:
        for index, change in hypothesis.effect.items():
            if index in left and len(left[index]) < MOST_LEFT:
                left[index].add(residuals[index] + change)
    open_ = [
        Hypothesis(
            id=f"open {index} {off}",
            cost=LEFT_OPEN,
            effect={index: -off},
            writes=frozenset({("open", index)}),
            known=False,
            cause=Proposal(kind=FREE_KIND, cost=LEFT_OPEN),
        )
        for index, offs in left.items()
        for off in sorted(offs - {0})
    ]
    problem = Problem(residuals=residuals, hypotheses=[*own, *open_])
    return list(solve(problem, margin=MARGIN, cap=CAP, budget=STEPS // 2))


def _accepted(outcome: Solved, forced: Sequence[Hypothesis]) -> Iterator[Accepted]:
    # Where not all explanations are listed, those without it are known to be beyond the margin, and no more.
    beyond = None if outcome.complete else MARGIN + 1
    margin = beyond if outcome.next_cost is None else outcome.next_cost - outcome.cost
    for hypothesis in forced:
        cause = cast("Proposal", hypothesis.cause)
        for part in cause.parts or (cause,):
            yield Accepted(proposal=part, effect=dict(hypothesis.effect), margin=margin)


def _candidates(system: System, outcome: Solved, elsewhere: Sequence[Hypothesis]) -> list[Hypothesis]:
    """The changes of the best explanation that all explanations within the margin agree on.

    `elsewhere` are the likely changes apart from these: they may part rows that share a key.
    """
    if not outcome.explanations:
        return []
    near = _near(system, outcome.explanations)
    agreed = _agreed(system, near)
    if not outcome.complete:
        # Not all explanations are listed, but what all of them have in common is known.
        near = list(outcome.explanations)
        common = [h for h in outcome.explanations[0].chosen if h.id in outcome.agreed]
        agreed = _state(system, common)
    # Of changes that say less and more of the same, all agree on those that say less.
    best = max(near, key=lambda e: sum(_writes_agree(system, h, agreed) for h in e.chosen))
    likely = [*best.chosen, *elsewhere]
    doubtful = doubtful_codes(system, likely)
    copies = {h.id: copies_left(system, cast("Proposal", h.cause)) for h in likely}
    believed = [h for h in best.chosen if h.known and _believable(system, h, best.chosen)]
    # What cannot be believed stands for something unknown, like what has no kind.
    unknown = {i for e in outcome.explanations for h in e.chosen if not h.known for i in h.effect}
    unknown |= {i for h in best.chosen if h not in believed for i in h.effect}
    return [
        h
        for h in believed
        if _writes_agree(system, h, agreed)
        and _apart(system, h, unknown)
        and (not _crowded(h, best.chosen) or len(_alone(system, h)) >= DIRECT)
        and not _exchanged(system, h, best.chosen)
        and not _touches(system, h, doubtful)
        and not any(
            rests_on_copies(system, cast("Proposal", h.cause), copies[other.id])
            for other in likely
            if other.id != h.id
        )
    ]


def _believable(system: System, hypothesis: Hypothesis, chosen: Sequence[Hypothesis]) -> bool:
    """Whether more than the sums speaks for a change of labels or a lost row."""
    proposal = cast("Proposal", hypothesis.cause)
    if strange_row(system, proposal, chosen) or gainsaid(system, proposal):
        return False
    if not _credible(system, hypothesis, chosen):
        return False
    others = [h for h in chosen if h is not hypothesis and cast("Proposal", h.cause).codes]
    if others and not paired(system, proposal):
        return False
    slips = [part for part in (proposal, *proposal.parts) if part.kind == slipped_labels.KIND.name]
    return not any(exchanges(system, slip) for slip in slips)


def _apart(system: System, hypothesis: Hypothesis, unknown: set[int]) -> bool:
    """Whether what is unknown has no part in it, or two printed residuals that it has no part in say all."""
    proposal = cast("Proposal", hypothesis.cause)
    if len(proposal.values) > 1 and unknown & _equations(system, proposal):
        return False  # what moves in a column leaves its sum as it is, and that sum does not hold
    if not unknown & hypothesis.effect.keys():
        return True
    if proposal.derived:
        return False  # what is unknown may have taken its place
    direct = _alone(system, hypothesis) - unknown
    return len(direct) >= DIRECT and any(system.kinds[index] != "total" for index in direct)


def _equations(system: System, proposal: Proposal) -> set[int]:
    """The equations of all cells that it writes, also those that it does not change."""
    return {index for position in proposal.values for index, _ in system.links.get(position, ())}


def _alone(system: System, hypothesis: Hypothesis) -> set[int]:
    """The equations that it brings to zero alone."""
    return {index for index, change in hypothesis.effect.items() if system.residuals[index] == -change}


def _crowded(hypothesis: Hypothesis, chosen: Sequence[Hypothesis]) -> bool:
    """Whether another change writes into one of its rows: two such may be a third one in disguise."""
    rows = _rows(hypothesis)
    return any(rows & _rows(other) for other in chosen if other is not hypothesis)


def _exchanged(system: System, hypothesis: Hypothesis, chosen: Sequence[Hypothesis]) -> bool:
    """Whether values and labels of the same two rows change places: either may stand, and the rest move."""
    own = cast("Proposal", hypothesis.cause)
    pairs = [(own, own)]
    for other in chosen:
        if other is not hypothesis:
            cause = cast("Proposal", other.cause)
            pairs += [(own, cause), (cause, own)]
    return any(
        exchanged(system, labels, rows)
        for values, labels in pairs
        if len(rows := _rows_of_values(values) & labels.codes.keys()) > 1
    )


def _rows(hypothesis: Hypothesis) -> set[tuple[str, int]]:
    proposal = cast("Proposal", hypothesis.cause)
    return _rows_of_values(proposal) | set(proposal.codes)


def _rows_of_values(proposal: Proposal) -> set[tuple[str, int]]:
    return {(position.resource, position.row) for position in proposal.values}


def _near(system: System, explanations: Sequence[Explanation]) -> list[Explanation]:
    """Those within the margin once all changes of labels are priced together, the cheapest first."""
    totals = {id(e): total(system, e) for e in explanations}
    ranked = sorted(explanations, key=lambda e: totals[id(e)])
    return [e for e in ranked if totals[id(e)] <= totals[id(ranked[0])] + MARGIN]


def _touches(system: System, hypothesis: Hypothesis, doubtful: set[tuple[str, str]]) -> bool:
    """Whether a change of labels, or a lost row, gives or takes a code that stays in doubt."""
    new = cast("Proposal", hypothesis.cause).row
    if new is not None and doubtful & new.codes.items():
        return True
    return any(
        {(name, code), (name, system.rows[resource, number].text(name))} & doubtful
        for (resource, number), codes in cast("Proposal", hypothesis.cause).codes.items()
        for name, code in codes.items()
        if code != system.rows[resource, number].text(name)
    )


def _credible(system: System, hypothesis: Hypothesis, chosen: Iterable[Hypothesis]) -> bool:
    """Whether print shows how a single code went wrong, beside the sums.

    A code goes wrong alone (its name stays and names the right one), or with its name, as a copy of the label
    beside it or because labels slipped; a code that agrees with its name does not change by itself.
    """
    proposal = cast("Proposal", hypothesis.cause)
    if all(part.kind != "wrong_code" for part in (proposal, *proposal.parts)):
        return True
    given = {
        (*place, name, code)
        for other in chosen
        for place, codes in cast("Proposal", other.cause).codes.items()
        for name, code in codes.items()
    }
    for (resource, number), codes in proposal.codes.items():
        row = system.rows[resource, number]
        named = {field: codes_ for at, field, codes_ in system.misnamed(resource) if at == number}
        if any(codes[name] not in named[name] for name in codes.keys() & named.keys()):
            return False
        if codes.keys() & named.keys():
            continue
        sides = [r for n in (number - 1, number + 1) if (r := system.rows.get((resource, n))) is not None]
        if not any(
            side.text(name) in (code, row.text(name))
            or (resource, side.number, name, row.text(name)) in given
            for side in sides
            for name, code in codes.items()
            if code != row.text(name)
        ):
            return False
    return True


def _state(system: System, chosen: Iterable[Hypothesis]) -> dict[Hashable, Hashable]:
    """What an explanation makes of the document: cell or label -> what stands there in truth."""
    state: dict[Hashable, Hashable] = {}
    for hypothesis in chosen:
        state |= outcome_of(system, cast("Proposal", hypothesis.cause))
    return state


def outcome_of(system: System, proposal: Proposal) -> dict[Hashable, Hashable]:
    """What a proposal makes of the document, without what stays as it is."""
    state = dict[Hashable, Hashable](proposal.values.items())
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
