"""The solver against brute force, against another solver, and on examples that can be done by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model
from tests.reconcile.pools import Pool, ledger, plant

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


def adds_up(problem: Problem, chosen: Sequence[Hypothesis]) -> bool:
    """Every residual is zero afterwards."""
    return all(
        residual + sum(h.effect.get(n, 0) for h in chosen) == 0
        for n, residual in enumerate(problem.residuals)
    )


def identity(chosen: Sequence[Hypothesis]) -> frozenset[Class]:
    """What the chosen do, apart from which of several equal hypotheses does it."""
    return frozenset(
        (frozenset((n, d) for n, d in h.effect.items() if d), h.writes, h.result if h.writes else h.id)
        for h in chosen
    )


def brute_force(problem: Problem, accept: Test = bool) -> dict[frozenset[Class], int]:
    """Every explanation of which no part can be left out, with its cost."""
    minimal: list[frozenset[object]] = []
    costs: dict[frozenset[Class], int] = {}
    for size in range(len(problem.hypotheses) + 1):
        for chosen in combinations(problem.hypotheses, size):
            ids = frozenset(h.id for h in chosen)
            if not adds_up(problem, chosen) or not allowed(chosen) or any(m <= ids for m in minimal):
                continue
            minimal.append(ids)
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
    """Tiny problems with many coincidences; half of them have an explanation, conflicts apart."""
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
    if draw(st.booleans()):
        planted = [h for h in hypotheses if draw(st.booleans())]
        residuals = [-sum(h.effect.get(n, 0) for h in planted) for n in range(equations)]
    else:
        residuals = [draw(small) for _ in range(equations)]
    return Problem(residuals=tuple(residuals), hypotheses=tuple(hypotheses))


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


@settings(max_examples=400, deadline=None)
@given(problems())
def test_optimum_and_near_optima_are_those_of_brute_force(problem: Problem) -> None:
    """The minimum is the minimum, and every explanation within the margin is listed, once."""
    outcomes = solve(problem, margin=MARGIN, cap=1000, budget=PLENTY)
    costs = brute_force(problem)
    assert bool(costs) == all(isinstance(outcome, Solved) for outcome in outcomes)
    assert all(solved(outcome).complete for outcome in outcomes if isinstance(outcome, Solved))
    check(problem, outcomes, costs)


@settings(max_examples=200, deadline=None)
@given(problems(), st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_refused_explanations_are_neither_optimum_nor_listed(
    problem: Problem, pairs: set[tuple[int, int]]
) -> None:
    """A condition of the caller's own holds for the minimum and for all that is listed."""

    def accept(chosen: Sequence[Hypothesis]) -> bool:
        return not any(
            (a.id, b.id) in pairs and (a.effect.keys() & b.effect.keys()) for a in chosen for b in chosen
        )

    # Equal hypotheses have to be equal to the condition too, so each gets a result of its own.
    own = [
        Hypothesis(
            id=h.id,
            cost=h.cost,
            effect={n: d for n, d in h.effect.items() if d},
            writes=h.writes,
            reads=h.reads,
            result=h.id,
        )
        for h in problem.hypotheses
    ]
    apart = Problem(residuals=problem.residuals, hypotheses=own)
    outcomes = solve(apart, margin=MARGIN, cap=1000, budget=PLENTY, compatible=accept)
    costs = brute_force(apart, accept)
    assert bool(costs) == all(isinstance(outcome, Solved) for outcome in outcomes)
    check(apart, outcomes, costs)


@settings(max_examples=200, deadline=None)
@given(problems(), st.integers(0, 300), st.integers(1, 3))
def test_short_budget_or_cap_never_leads_to_a_false_claim(problem: Problem, budget: int, cap: int) -> None:
    """Whatever runs out, what is called optimal, complete or agreed is so."""
    outcomes = solve(problem, margin=MARGIN, cap=cap, budget=budget)
    costs = brute_force(problem)
    check(problem, outcomes, costs)
    assert all(len(outcome.explanations) <= cap for outcome in outcomes if isinstance(outcome, Solved))
    if costs:
        proven = sum(o.cost if isinstance(o, Solved) else o.at_least for o in outcomes)
        assert proven <= min(costs.values())
        for outcome in outcomes:
            if isinstance(outcome, Solved):
                everything = solve(problem, margin=MARGIN, cap=1000, budget=PLENTY)
                whole = [
                    e.ids
                    for o in everything
                    if isinstance(o, Solved)
                    for e in o.explanations
                    if set(o.violated) & set(outcome.violated)
                ]
                same = [o for o in everything if o.violated == outcome.violated]
                assert not same or all(outcome.agreed <= ids for ids in whole)
    assert outcomes == solve(problem, margin=MARGIN, cap=cap, budget=budget)


# Another solver


def model_of(problem: Problem) -> tuple[cp_model.CpModel, list[cp_model.IntVar]]:
    """The problem for CP-SAT: linear rows without enforcement, since sums beyond 32 bits need care there."""
    model = cp_model.CpModel()
    z = [model.new_bool_var(str(h.id)) for h in problem.hypotheses]
    for n, residual in enumerate(problem.residuals):
        terms = [z[i] * h.effect[n] for i, h in enumerate(problem.hypotheses) if h.effect.get(n)]
        # A variable that is always zero keeps the row of an equation that nothing changes.
        model.add(sum(terms, start=model.new_constant(0)) == -residual)
    writers: dict[object, list[int]] = {}
    for i, h in enumerate(problem.hypotheses):
        for token in h.writes:
            writers.setdefault(token, []).append(i)
    for group in writers.values():
        model.add_at_most_one(z[i] for i in group)
    for i, h in enumerate(problem.hypotheses):
        for token in h.reads:
            model.add_at_most_one([z[i], *(z[w] for w in writers.get(token, ()) if w != i)])
    return model, z


def cheapest_by_cp_sat(
    problem: Problem, limit: int = 10**6, without: Sequence[frozenset[int | str]] = ()
) -> int | None:
    """The minimum cost of what holds none of the sets `without`; None if it is above `limit`."""
    model, z = model_of(problem)
    for ids in without:
        model.add_bool_or(~z[i] for i, h in enumerate(problem.hypotheses) if h.id in ids)
    total = sum(h.cost * v for h, v in zip(problem.hypotheses, z, strict=True))
    model.add(total <= limit)
    model.minimize(total)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.presolve_inclusion_work_limit = 0
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    assert status == cp_model.OPTIMAL
    # The reported objective is a float; the costs of the chosen are not.
    return sum(h.cost for h, v in zip(problem.hypotheses, z, strict=True) if solver.boolean_value(v))


@pytest.mark.parametrize("seed", range(40))
def test_ledgers_with_planted_defects_agree_with_cp_sat(seed: int) -> None:
    """On pools as documents give them: the same minimum, and nothing within the margin that is not listed."""
    random = Random(seed)
    lines = ledger(random, rows=30, lone=10)
    problem = Pool(plant(lines, random, 1 + seed % 4, seed % 3), depth=2).problem()
    outcomes = solve(problem, margin=MARGIN, cap=200, budget=PLENTY)
    expected = cheapest_by_cp_sat(problem)
    if expected is None:
        assert any(isinstance(outcome, Unsolved) for outcome in outcomes)
        return
    done = [solved(outcome) for outcome in outcomes]
    assert sum(outcome.cost for outcome in done) == expected
    for outcome in done:
        assert outcome.complete
        listed = [explanation.ids for explanation in outcome.explanations]
        # Known duplicates of a listed hypothesis are no other explanation: put all of them under the ban.
        kept = {identity([h]): h.id for o in done for e in o.explanations for h in e.chosen}
        distinct = [h for h in problem.hypotheses if kept.get(identity([h]), h.id) == h.id]
        fewer = Problem(residuals=problem.residuals, hypotheses=distinct)
        assert cheapest_by_cp_sat(fewer, expected + MARGIN, listed) is None


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
