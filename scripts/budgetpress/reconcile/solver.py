"""The cheapest explanations of a set of residuals, all of them, exactly.

An equation that does not hold has a residual. A hypothesis is a defect that may have happened: it costs
something, it changes residuals by whole numbers, it writes tokens (cells, labels) and reads others. An
explanation is a set of hypotheses after which every residual is zero, in which no token is written twice and
nothing is written that another one reads. :func:`solve` finds the cheapest explanation of each independent
part of a problem, and then every explanation that costs at most `margin` more, so that a caller can tell what
they agree on. Whole numbers only; the budget counts steps, not seconds, so that an answer never depends on
the machine.

An explanation is listed only if no part of it can be left out. Adding defects that undo each other to an
explanation gives another set that adds up, and explains nothing more.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from budgetpress.reconcile.solver_pool import Part, Pool
from budgetpress.reconcile.solver_search import Search
from budgetpress.reconcile.solver_tree import OutOfStepsError

Id: TypeAlias = int | str


@dataclass(frozen=True, kw_only=True, slots=True)
class Hypothesis:
    """A defect that may have happened at a place, with concrete values.

    `effect` maps the index of an equation to the change of its residual. `known` is False for a change that
    names no kind of defect and only localises. Hypotheses that write the same tokens with the same effect and
    `result` count as one, of which the cheapest stays: where the same tokens can be written in several ways
    that have the same effect, `result` must tell them apart. `cause` is the caller's own.
    """

    id: Id
    cost: int
    effect: Mapping[int, int]
    writes: frozenset[Hashable] = frozenset()
    reads: frozenset[Hashable] = frozenset()
    known: bool = True
    result: Hashable = None
    cause: object = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Residuals, one for each equation, and the hypotheses that may explain them."""

    residuals: Sequence[int]
    hypotheses: Sequence[Hypothesis]


Compatible: TypeAlias = Callable[[Sequence[Hypothesis]], bool]


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """A set of hypotheses that brings every residual of a component to zero, in the order of the problem."""

    cost: int
    chosen: tuple[Hypothesis, ...]

    @property
    def ids(self) -> frozenset[Id]:
        """The ids of the chosen hypotheses."""
        return frozenset(hypothesis.id for hypothesis in self.chosen)


@dataclass(frozen=True, kw_only=True, slots=True)
class Solved:
    """A component whose minimum cost is proven.

    `equations` are those that it ties together, `violated` those among them with a residual.
    `explanations` come cheapest first; the first costs the proven minimum. They are all there are within
    the margin if `complete`. `agreed` are the ids proven to be in every explanation within the margin, also
    where the list is not complete. Any explanation of this component that is not listed costs at least
    `next_cost`, if the list is complete; None: there is no other.
    """

    equations: tuple[int, ...]
    violated: tuple[int, ...]
    cost: int
    explanations: tuple[Explanation, ...]
    complete: bool
    agreed: frozenset[Id]
    next_cost: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unsolved:
    """A component without a proven minimum: no explanation exists in the pool, or the budget ran out.

    Every explanation costs at least `at_least`, as far as the search came.
    """

    equations: tuple[int, ...]
    violated: tuple[int, ...]
    reason: Literal["infeasible", "budget"]
    at_least: int


Outcome: TypeAlias = Solved | Unsolved


def solve(
    problem: Problem,
    *,
    margin: int,
    cap: int,
    budget: int,
    compatible: Compatible | None = None,
) -> tuple[Outcome, ...]:
    """Explain the residuals: one outcome for each independent component with a violated equation.

    Components share no equation and no token that matters, as far as explanations within `margin` of the
    cheapest go, so an explanation of the whole is one of each. `cap` limits the explanations listed for a
    component. `budget` is the number of steps (hypotheses looked at) that one connected part of the pool may
    take; some millions a second. `compatible` may refuse a finished explanation of a component; it has to be
    a condition on hypotheses that share an equation or a token, since it never sees two components at once.

    Raises ValueError for a cost below 1, an equation that does not exist, a margin below 0 or a cap below 1.
    """
    _refuse_nonsense(problem, margin, cap)
    hypotheses = _distinct(problem)
    pool = Pool(
        costs=[h.cost for h in hypotheses],
        effects=[tuple(sorted((n, d) for n, d in h.effect.items() if d)) for h in hypotheses],
        writes=[h.writes for h in hypotheses],
        reads=[h.reads for h in hypotheses],
    )
    residual = {n: r for n, r in enumerate(problem.residuals) if r}
    accept = None if compatible is None else _acceptor(hypotheses, compatible)
    outcomes: list[Outcome] = []
    for part in pool.split(Part(alive=tuple(range(len(hypotheses))), residual=residual)):
        search = Search(pool, budget, accept)
        outcomes.extend(_component(hypotheses, search, part, margin, cap))
    return tuple(sorted(outcomes, key=lambda outcome: outcome.violated))


def _acceptor(hypotheses: Sequence[Hypothesis], compatible: Compatible) -> Callable[[Sequence[int]], bool]:
    return lambda chosen: compatible(tuple(hypotheses[h] for h in chosen))


def _refuse_nonsense(problem: Problem, margin: int, cap: int) -> None:
    if margin < 0 or cap < 1:
        raise ValueError(f"margin {margin} and cap {cap} must be at least 0 and 1")
    size = len(problem.residuals)
    for hypothesis in problem.hypotheses:
        if hypothesis.cost < 1:
            raise ValueError(f"hypothesis {hypothesis.id!r} costs {hypothesis.cost}, which is less than 1")
        if any(not 0 <= equation < size for equation in hypothesis.effect):
            raise ValueError(f"hypothesis {hypothesis.id!r} changes an equation beyond the {size} given")


def _distinct(problem: Problem) -> list[Hypothesis]:
    """The hypotheses that can matter, without those that another one says at no greater cost.

    One that reads a token less than a cheaper one is kept, since it is freer. Those that write nothing are
    all kept: only a token that both write makes sure that two of them are not chosen together.
    """
    groups: dict[Hashable, list[Hypothesis]] = {}
    order = {id(h): place for place, h in enumerate(problem.hypotheses)}
    for h in sorted(problem.hypotheses, key=lambda h: (h.cost, not h.known, len(h.reads), order[id(h)])):
        effect = frozenset((n, d) for n, d in h.effect.items() if d)
        if not effect:
            continue
        same = groups.setdefault((effect, h.writes, h.result) if h.writes else id(h), [])
        if not any(kept.reads <= h.reads for kept in same):
            same.append(h)
    return sorted((h for group in groups.values() for h in group), key=lambda h: order[id(h)])


def _component(
    hypotheses: Sequence[Hypothesis], search: Search, part: Part, margin: int, cap: int
) -> list[Outcome]:
    """The outcomes of one connected part: it may fall apart once what is too dear is left out."""
    try:
        best = search.minimum(part)
    except OutOfStepsError:
        return [_unsolved(search, part, "budget", search.reached)]
    if best is None:
        return [_unsolved(search, part, "infeasible", search.reached)]
    outcomes: list[Outcome] = []
    for piece in search.pieces(part, best, margin):
        found = search.within(piece, margin, cap)
        explanations = sorted(
            (
                Explanation(cost=spent, chosen=tuple(hypotheses[h] for h in chosen))
                for spent, chosen in found.solutions
            ),
            key=lambda e: (e.cost, len(e.chosen), [str(h.id) for h in e.chosen]),
        )
        outcomes.append(
            Solved(
                equations=search.pool.equations(piece.part),
                violated=tuple(sorted(piece.part.residual)),
                cost=piece.best[0],
                explanations=tuple(explanations),
                complete=found.complete,
                agreed=frozenset(hypotheses[h].id for h in found.agreed),
                next_cost=found.next_cost,
            )
        )
    return outcomes


def _unsolved(search: Search, part: Part, reason: Literal["infeasible", "budget"], at_least: int) -> Unsolved:
    return Unsolved(
        equations=search.pool.equations(part),
        violated=tuple(sorted(part.residual)),
        reason=reason,
        at_least=at_least,
    )
