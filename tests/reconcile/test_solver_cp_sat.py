"""The solver against another one, CP-SAT, on pools of hypotheses such as documents give."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from ortools.sat.python import cp_model
from tests.reconcile.pools import Pool, ledger, plant

from budgetpress.reconcile.solver import Hypothesis, Problem, Solved, Unsolved, solve

MARGIN = 9
PLENTY = 10_000_000


def same(a: Hypothesis, b: Hypothesis) -> bool:
    """Whether both write the same tokens with the same effect."""
    return a.effect == b.effect and a.writes == b.writes


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
    done = [outcome for outcome in outcomes if isinstance(outcome, Solved)]
    assert len(done) == len(outcomes)
    assert sum(outcome.cost for outcome in done) == expected
    chosen = [h for outcome in done for explanation in outcome.explanations for h in explanation.chosen]
    for outcome in done:
        assert outcome.complete
        listed = [explanation.ids for explanation in outcome.explanations]
        # A duplicate of a hypothesis that is listed makes no other explanation.
        distinct = [h for h in problem.hypotheses if not any(same(h, o) and h.id != o.id for o in chosen)]
        fewer = Problem(residuals=problem.residuals, hypotheses=distinct)
        assert cheapest_by_cp_sat(fewer, expected + MARGIN, listed) is None
