"""The minimum of a part by iterative deepening, and everything near the minimum.

A low limit thins the pool so much that it falls apart into small parts, each of which is solved alone; the
limit rises as the bounds ask. The same holds above the minimum: what can be in no explanation within the
margin is left out, and the rest falls into components that are independent of each other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from budgetpress.reconcile.solver_pool import Part, Pool, Thinned, least
from budgetpress.reconcile.solver_tree import Accept, OutOfStepsError, Solution, Steps, Tree

STRIDE, HASTE = 3, 3
"""The limit rises by at least STRIDE, and by 1/HASTE of its way so far: that spares almost equal searches."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attempt:
    """A cheapest solution within a limit, or None.

    If it is None, every solution costs at least `next_cost`, or there is none at all where that is None too.
    """

    best: Solution | None
    next_cost: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """An independent component with its cheapest solution.

    To explain it in a way that is not in `part` costs at least `gap` more than `best` (None: impossible).
    """

    part: Part
    best: Solution
    gap: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """All solutions within the margin if `complete`; `agreed` are in every one of them in any case."""

    solutions: tuple[Solution, ...]
    complete: bool
    agreed: frozenset[int]
    next_cost: int | None


class Search:
    """Solves the parts of a pool within one budget; `reached` is the lower bound proven so far."""

    def __init__(self, pool: Pool, budget: int, accept: Accept | None) -> None:
        self.pool = pool
        self.reached = 0
        self._steps = Steps(left=budget)
        self._accept = accept

    def minimum(self, part: Part) -> Solution | None:
        """A cheapest solution; None if there is none. Raises OutOfStepsError."""
        return self._deepen(part, None, top=True).best

    def _thin(self, part: Part, limit: int | None) -> Thinned:
        self._steps.spend(4 * len(part.alive) + 1)
        return self.pool.thin(part, limit)

    def _deepen(self, part: Part, ceiling: int | None, *, top: bool = False) -> Attempt:
        """A cheapest solution of at most `ceiling`."""
        base = self._thin(part, None)
        if base.part is None:
            return Attempt(best=None, next_cost=None)
        limit = base.bound
        if top:
            self.reached = limit
        while ceiling is None or limit <= ceiling:
            attempt = self._at(base.part, limit)
            if attempt.best is not None or attempt.next_cost is None:
                return attempt
            if ceiling is not None and attempt.next_cost > ceiling:
                return attempt
            if top:
                self.reached = attempt.next_cost
            limit = max(attempt.next_cost, limit + max(STRIDE, (limit - base.bound) // HASTE))
            if ceiling is not None:
                limit = min(limit, ceiling)
        return Attempt(best=None, next_cost=limit)

    def _at(self, part: Part, limit: int) -> Attempt:
        """A cheapest solution of at most `limit`: thin out, split, and search what does not split."""
        thinned = self._thin(part, limit)
        if thinned.part is None:
            return Attempt(best=None, next_cost=thinned.next_cost)
        pieces = self.pool.split(thinned.part)
        if len(pieces) > 1:
            attempt = self._combine(pieces, limit)
        else:
            tree = Tree(self.pool, pieces[0], self._steps, self._accept)
            best = tree.cheapest(limit)
            attempt = Attempt(best=best, next_cost=tree.next_cost)
        return replace(attempt, next_cost=least(attempt.next_cost, thinned.next_cost))

    def _combine(self, pieces: list[Part], limit: int) -> Attempt:
        """The cheapest solutions of independent pieces together."""
        bounds = [self._thin(piece, None) for piece in pieces]
        if any(bound.part is None for bound in bounds):
            return Attempt(best=None, next_cost=None)
        known = [bound.bound for bound in bounds]
        chosen: list[int] = []
        for index, piece in enumerate(pieces):
            others = sum(known) - known[index]
            if others + known[index] > limit:
                return Attempt(best=None, next_cost=others + known[index])
            attempt = self._deepen(piece, limit - others)
            if attempt.best is None:
                missing = attempt.next_cost
                return Attempt(best=None, next_cost=None if missing is None else missing + others)
            known[index] = attempt.best[0]
            chosen.extend(attempt.best[1])
        return Attempt(best=(sum(known), tuple(sorted(chosen))), next_cost=None)

    def pieces(self, part: Part, best: Solution, margin: int, gap: int | None = None) -> list[Piece]:
        """The independent components of all that is within `margin` of the cheapest solution."""
        thinned = self.pool.thin(part, best[0] + margin)
        # The cheapest solution survives, so something is left.
        kept = thinned.part or part
        if thinned.next_cost is not None:
            gap = least(gap, thinned.next_cost - best[0])
        parts = self.pool.split(kept)
        if len(parts) == 1:
            return [Piece(part=parts[0], best=best, gap=gap)]
        result: list[Piece] = []
        for piece in parts:
            inside = set(piece.alive)
            chosen = tuple(h for h in best[1] if h in inside)
            cost = sum(self.pool.costs[h] for h in chosen)
            result.extend(self.pieces(piece, (cost, chosen), margin, gap))
        return result

    def within(self, piece: Piece, margin: int, cap: int) -> Found:
        """The solutions of a component that cost at most `margin` more than the cheapest."""
        cost = piece.best[0]
        tree = Tree(self.pool, piece.part, self._steps, self._accept)
        try:
            complete = tree.all(cost + margin, cap)
        except OutOfStepsError:
            complete = False
        solutions = tree.solutions
        if not any(spent == cost for spent, _ in solutions):
            solutions = [piece.best, *solutions[: cap - 1]]
        common = frozenset(piece.best[1]).intersection(*(chosen for _, chosen in solutions))
        if complete:
            next_cost = least(tree.next_cost, None if piece.gap is None else cost + piece.gap)
            return Found(solutions=tuple(solutions), complete=True, agreed=common, next_cost=next_cost)
        agreed = self._agreed(piece, cost + margin, common)
        return Found(solutions=tuple(solutions), complete=False, agreed=agreed, next_cost=None)

    def _agreed(self, piece: Piece, limit: int, common: frozenset[int]) -> frozenset[int]:
        """Those of `common` without which no solution costs at most `limit`, as far as the budget goes."""
        agreed: set[int] = set()
        open_ = set(common)
        try:
            for h in sorted(common):
                if h not in open_:
                    continue
                rest = Part(
                    alive=tuple(other for other in piece.part.alive if other != h),
                    residual=piece.part.residual,
                )
                best = self._deepen(rest, limit).best
                if best is None:
                    agreed.add(h)
                else:
                    # This solution does without h, and maybe without others.
                    open_.intersection_update(best[1])
        except OutOfStepsError:
            pass
        return frozenset(agreed)
