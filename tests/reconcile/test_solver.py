"""The solver against brute force, and on examples that can be done by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from budgetpress.reconcile.solver import Hypothesis, Outcome, Problem, Solved, Unsolved, solve

MARGIN = 9
PLENTY = 10_000_000
Class = tuple[frozenset[tuple[int, int]], frozenset[object], object]
Test = Callable[[Sequence[Hypothesis]], bool]


def hypothesis(
    name: int | str,
    cost: int,
    effect: dict[int, int],
    writes: str = "",
    reads: str = "",
    result: object = None,
) -> Hypothesis:
    """A hypothesis whose tokens are letters."""
    return Hypothesis(
        id=name, cost=cost, effect=effect, writes=frozenset(writes), reads=frozenset(reads), result=result
    )


def solved(outcome: Outcome) -> Solved:
    """The outcome, which has to be a solved one."""
    assert isinstance(outcome, Solved)
    return outcome


# Brute force


def allowed(chosen: Sequence[Hypothesis]) -> bool:
    """No token is written twice, and none is written that another hypothesis reads."""
    return all(
        not (a.writes & b.writes or a.writes & b.reads or a.reads & b.writes)
        for a, b in combinations(chosen, 2)
    )


def identity(chosen: Sequence[Hypothesis]) -> frozenset[Class]:
    """What the chosen do, apart from which of several equal hypotheses does it."""
    return frozenset(
        (frozenset((n, d) for n, d in h.effect.items() if d), h.writes, h.result if h.writes else h.id)
        for h in chosen
    )


def brute_force(problem: Problem, accept: Test = bool) -> dict[frozenset[Class], int]:
    """Every explanation of which no part can be left out, with its cost."""
    # Small changes at each equation are digits of one number, so that a subset adds up in one addition.
    codes = [sum(d * 1000**n for n, d in h.effect.items()) for h in problem.hypotheses]
    target = -sum(r * 1000**n for n, r in enumerate(problem.residuals))
    sums = [0] * (1 << len(codes))
    for mask in range(1, len(sums)):
        sums[mask] = sums[mask & (mask - 1)] + codes[(mask & -mask).bit_length() - 1]
    minimal: list[int] = []
    costs: dict[frozenset[Class], int] = {}
    for mask in sorted((m for m, total in enumerate(sums) if total == target), key=int.bit_count):
        chosen = [h for i, h in enumerate(problem.hypotheses) if mask >> i & 1]
        if not allowed(chosen) or any(m & mask == m for m in minimal):
            continue
        minimal.append(mask)
        if not chosen or accept(chosen):
            cost = sum(h.cost for h in chosen)
            costs[identity(chosen)] = min(cost, costs.get(identity(chosen), cost))
    return costs


def combined(outcomes: Sequence[Outcome]) -> dict[frozenset[Class], int]:
    """The explanations of the whole: one of each component."""
    result: dict[frozenset[Class], int] = {}
    for choice in product(*(solved(outcome).explanations for outcome in outcomes)):
        key = identity([h for explanation in choice for h in explanation.chosen])
        cost = sum(explanation.cost for explanation in choice)
        result[key] = min(cost, result.get(key, cost))
    return result


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Tiny problems of any shape."""
    equations = draw(st.integers(1, 5))
    small = st.integers(-3, 3)
    tokens = st.frozensets(st.sampled_from("abcdef"), max_size=2)
    hypotheses = [
        Hypothesis(
            id=number,
            cost=draw(st.integers(1, 16)),
            effect=draw(st.dictionaries(st.integers(0, equations - 1), small, max_size=3)),
            writes=draw(tokens),
            reads=draw(tokens),
            result=draw(st.sampled_from((None, 1))),
        )
        for number in range(draw(st.integers(0, 10)))
    ]
    residuals = tuple(draw(small) for _ in range(equations))
    return Problem(residuals=residuals, hypotheses=tuple(hypotheses))


def dense(random: Random) -> Problem:
    """A tiny problem with several explanations, most of which hold three hypotheses or more."""
    equations = random.randint(2, 4)
    hypotheses = []
    for number in range(11):
        touched = random.sample(range(equations), random.randint(1, min(3, equations)))
        writes = {number} if random.random() < 0.7 else {number, random.randrange(11)}
        hypotheses.append(
            Hypothesis(
                id=number,
                cost=random.randint(2, 12),
                effect={n: random.choice((-3, -2, -1, 1, 2, 3)) for n in touched},
                writes=frozenset(writes if random.random() < 0.8 else {random.randrange(11)}),
                reads=frozenset({random.randrange(11)} - writes if random.random() < 0.3 else ()),
            )
        )
    planted = random.sample(hypotheses, random.randint(2, 5))
    residuals = tuple(-sum(h.effect.get(n, 0) for h in planted) for n in range(equations))
    return Problem(residuals=residuals, hypotheses=tuple(hypotheses))


def both(test: Callable[[Problem, Random], None]) -> None:
    """Run a test on problems of any shape, and on dense ones."""

    @settings(max_examples=200, deadline=None)
    @given(problems(), st.integers(0, 1000))
    def any_shape(problem: Problem, seed: int) -> None:
        test(problem, Random(seed))

    any_shape()
    for seed in range(400):
        random = Random(seed)
        test(dense(random), random)


def check(problem: Problem, outcomes: Sequence[Outcome], costs: dict[frozenset[Class], int]) -> None:
    """The outcomes claim nothing that brute force contradicts, and miss nothing that they claim to have."""
    if any(isinstance(outcome, Unsolved) and outcome.reason == "infeasible" for outcome in outcomes):
        assert not costs
        return
    if not all(isinstance(outcome, Solved) for outcome in outcomes):
        return
    done = [solved(outcome) for outcome in outcomes]
    cheapest = sum(outcome.cost for outcome in done)
    assert cheapest == min(costs.values())
    for outcome in done:
        assert outcome.cost == outcome.explanations[0].cost
        for explanation in outcome.explanations:
            assert explanation.cost == sum(h.cost for h in explanation.chosen) <= outcome.cost + MARGIN
            assert outcome.agreed <= explanation.ids
    listed = combined(outcomes)
    assert all(costs[key] <= cost for key, cost in listed.items())
    if all(outcome.complete for outcome in done):
        near = {key: cost for key, cost in costs.items() if cost <= cheapest + MARGIN}
        assert {key: cost for key, cost in listed.items() if cost <= cheapest + MARGIN} == near
        gaps = [outcome.next_cost - outcome.cost for outcome in done if outcome.next_cost is not None]
        beyond = [cost for key, cost in costs.items() if key not in listed]
        assert not beyond or min(beyond) >= cheapest + min(gaps)


def test_optimum_and_near_optima_are_those_of_brute_force() -> None:
    """The minimum is the minimum, and every explanation within the margin is listed, once."""

    def test(problem: Problem, _: Random) -> None:
        outcomes = solve(problem, margin=MARGIN, cap=5000, budget=PLENTY)
        costs = brute_force(problem)
        assert bool(costs) == all(isinstance(outcome, Solved) for outcome in outcomes)
        assert all(solved(outcome).complete for outcome in outcomes if isinstance(outcome, Solved))
        check(problem, outcomes, costs)

    both(test)


def test_refused_explanations_are_neither_optimum_nor_listed() -> None:
    """A condition of the caller's own holds for the minimum and for all that is listed."""

    def test(problem: Problem, random: Random) -> None:
        pairs = {(random.randrange(11), random.randrange(11)) for _ in range(random.randrange(20))}

        def accept(chosen: Sequence[Hypothesis]) -> bool:
            return not any(
                (a.id, b.id) in pairs and a.effect.keys() & b.effect.keys() for a in chosen for b in chosen
            )

        # Equal hypotheses would have to be equal to the condition too, so each gets a result of its own.
        own = [
            replace(h, effect={n: d for n, d in h.effect.items() if d}, result=h.id)
            for h in problem.hypotheses
        ]
        apart = replace(problem, hypotheses=own)
        outcomes = solve(apart, margin=MARGIN, cap=5000, budget=PLENTY, compatible=accept)
        costs = brute_force(apart, accept)
        assert bool(costs) == all(isinstance(outcome, Solved) for outcome in outcomes)
        check(apart, outcomes, costs)

    both(test)


def test_short_budget_or_cap_never_leads_to_a_false_claim() -> None:
    """Whatever runs out, what is called optimal, complete or agreed is so, and so is the bound."""

    def test(problem: Problem, random: Random) -> None:
        cap, budget = (
            random.randint(1, 3),
            random.choice((random.randrange(300), random.randrange(5000), PLENTY)),
        )
        outcomes = solve(problem, margin=MARGIN, cap=cap, budget=budget)
        costs = brute_force(problem)
        check(problem, outcomes, costs)
        assert outcomes == solve(problem, margin=MARGIN, cap=cap, budget=budget)
        done = [outcome for outcome in outcomes if isinstance(outcome, Solved)]
        assert all(len(outcome.explanations) <= cap for outcome in done)
        if costs:
            bound = sum(o.cost if isinstance(o, Solved) else o.at_least for o in outcomes)
            assert bound <= min(costs.values())
            full = solve(problem, margin=MARGIN, cap=5000, budget=PLENTY)
            for outcome in done:
                same = [solved(o) for o in full if o.violated == outcome.violated]
                assert all(outcome.agreed <= e.ids for o in same for e in o.explanations)
                # With steps enough, the agreement is not only true but whole.
                assert budget < PLENTY or all(outcome.agreed == o.agreed for o in same)

    both(test)


# By hand


def test_independent_errors_are_explained_apart() -> None:
    """Two equations that share nothing are two components; satisfied ones and what hangs on them stay out."""
    problem = Problem(
        residuals=(5, -7, 0),
        hypotheses=(
            hypothesis("a", 10, {0: -5}, "x"),
            hypothesis("b", 12, {1: 7}, "y"),
            hypothesis("c", 1, {2: 3}, "z"),
            hypothesis("d", 1, {2: -3}, "w"),
        ),
    )
    first, second = (solved(o) for o in solve(problem, margin=9, cap=10, budget=1000))
    assert (first.equations, first.cost, first.next_cost) == ((0,), 10, None)
    assert (second.equations, second.cost, second.next_cost) == ((1,), 12, None)
    assert first.agreed == {"a"}
    assert second.agreed == {"b"}


def test_competing_explanations_are_all_listed_and_what_they_share_is_agreed() -> None:
    """Two cells that could carry the same error compete; the error elsewhere is not in doubt."""
    problem = Problem(
        residuals=(5, 5, -3),
        hypotheses=(
            hypothesis("row 1", 10, {0: -5, 1: -5}, "a"),
            hypothesis("row 2", 12, {0: -5, 1: -5}, "b"),
            hypothesis("far", 20, {0: -5, 1: -5}, "c"),
            hypothesis("else", 10, {1: 3, 2: 3}, "d"),
            hypothesis("fills", 1, {1: -3}, "e"),
        ),
    )
    (outcome,) = (solved(o) for o in solve(problem, margin=9, cap=10, budget=1000))
    assert [set(e.ids) for e in outcome.explanations] == [
        {"row 1", "else", "fills"},
        {"row 2", "else", "fills"},
    ]
    assert outcome.agreed == {"else", "fills"}
    assert outcome.next_cost == 31


def test_conflicting_writes_and_reads_are_kept_apart() -> None:
    """A cell is not repaired twice, and a label is not changed under a repair that reads it."""
    pair = (hypothesis("cell", 1, {0: -2}, "x", "l"), hypothesis("again", 1, {0: -3}, "x"))
    label = hypothesis("label", 1, {0: -3}, "l")
    dear = hypothesis("dear", 30, {0: -5}, "y")
    (outcome,) = solve(Problem(residuals=(5,), hypotheses=(*pair, label, dear)), margin=0, cap=5, budget=1000)
    assert [set(e.ids) for e in solved(outcome).explanations] == [{"dear"}]


def test_equal_hypotheses_count_once_unless_their_results_differ() -> None:
    """The cheapest of equal hypotheses stays; two ways to write the same cells compete."""
    same = [hypothesis(i, 10 + i, {0: -5}, "xy") for i in range(3)]
    (outcome,) = solve(Problem(residuals=(5,), hypotheses=same), margin=9, cap=9, budget=1000)
    assert [e.ids for e in solved(outcome).explanations] == [{0}]
    other = hypothesis("other", 11, {0: -5}, "xy", result=(3, 2))
    (outcome,) = solve(Problem(residuals=(5,), hypotheses=(*same, other)), margin=9, cap=9, budget=1000)
    assert [e.ids for e in solved(outcome).explanations] == [{0}, {"other"}]
    assert not solved(outcome).agreed


def test_dearer_hypothesis_stays_where_it_reads_less() -> None:
    """An equal hypothesis that reads a label is no substitute for one that lets the label change."""
    problem = Problem(
        residuals=(5, 1),
        hypotheses=(
            hypothesis("reads", 5, {0: -5}, "x", "l"),
            hypothesis("free", 10, {0: -5}, "x"),
            hypothesis("label", 10, {0: 0, 1: -1}, "l"),
        ),
    )
    outcomes = solve(problem, margin=9, cap=9, budget=1000)
    assert [e.ids for o in outcomes for e in solved(o).explanations] == [{"free", "label"}]


def test_agreement_is_proven_where_the_list_is_cut_off() -> None:
    """Beyond the cap, what all explanations share is still known, and the rest is not claimed."""
    many = [hypothesis(i, 10, {0: -5, 1: 1}, f"{i}") for i in range(9)]
    problem = Problem(
        residuals=(5, 1, 0),
        hypotheses=(*many, hypothesis("sure", 10, {1: -2, 2: 4}, "s"), hypothesis("too", 5, {2: -4})),
    )
    (outcome,) = (solved(o) for o in solve(problem, margin=9, cap=3, budget=100_000))
    assert not outcome.complete
    assert len(outcome.explanations) == 3
    assert outcome.agreed == {"sure", "too"}


def test_unexplained_equation_is_infeasible_and_spares_the_others() -> None:
    """Where the pool has no explanation the component says so; the other one is solved."""
    problem = Problem(
        residuals=(5, 4), hypotheses=(hypothesis("a", 10, {0: -5}), hypothesis("b", 10, {1: 3}))
    )
    first, second = solve(problem, margin=9, cap=5, budget=1000)
    assert solved(first).cost == 10
    assert isinstance(second, Unsolved)
    assert (second.reason, second.violated) == ("infeasible", (1,))


def test_amounts_beyond_the_exact_range_of_a_float_are_told_apart() -> None:
    """A difference of one in twenty digits counts."""
    big = 10**20
    close = (hypothesis("near", 1, {0: big}), hypothesis("exact", 9, {0: big + 1}))
    (outcome,) = solve(Problem(residuals=(-big - 1,), hypotheses=close), margin=9, cap=5, budget=1000)
    assert [e.ids for e in solved(outcome).explanations] == [{"exact"}]


def test_nothing_to_explain_gives_no_components() -> None:
    """Residuals of zero need no hypothesis, however cheap."""
    assert (
        solve(Problem(residuals=(0, 0), hypotheses=(hypothesis("a", 1, {0: 1}),)), margin=9, cap=5, budget=9)
        == ()
    )


@pytest.mark.parametrize(
    ("bad", "margin", "words"),
    [
        (hypothesis("free", 0, {0: 1}), 0, "less than 1"),
        (hypothesis("far", 1, {7: 1}), 0, "beyond"),
        (hypothesis("fine", 1, {0: 1}), -1, "margin"),
    ],
)
def test_nonsense_is_refused(bad: Hypothesis, margin: int, words: str) -> None:
    """A program that asks nonsense is told what is wrong with it."""
    with pytest.raises(ValueError, match=words):
        solve(Problem(residuals=(1,), hypotheses=(bad,)), margin=margin, cap=5, budget=1000)
