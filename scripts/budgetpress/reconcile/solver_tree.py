"""The exact search in one part: branch on the violated equation with the fewest candidates.

Every explanation holds one of the candidates of a violated equation. The branches try them in turn; a branch
bans the candidates before it, so that each explanation is met exactly once. The dual bound of the residuals
that are left cuts branches, and the slacks cut candidates.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from budgetpress.reconcile.solver_bounds import CLOSES, PAIRS, REST, SCALE, Touch, rounded_up
from budgetpress.reconcile.solver_pool import Effect, Part, Pool, least

Accept: TypeAlias = Callable[[Sequence[int]], bool]
Solution: TypeAlias = tuple[int, tuple[int, ...]]
"""Cost and the chosen hypotheses, ascending."""


DEEPEST = 300
"""So many hypotheses in one connected explanation are beyond this search, and near the limit of recursion."""


class OutOfStepsError(Exception):
    """The budget is used up."""


@dataclass(kw_only=True)
class Steps:
    """What is left of a budget."""

    left: int

    def spend(self, count: int) -> None:
        """Take `count` steps; raises OutOfStepsError where there are not enough."""
        self.left -= count
        if self.left < 0:
            raise OutOfStepsError


class CapReachedError(Exception):
    """As many solutions as were asked for."""


def cancelling(effects: Sequence[Effect], chosen: Sequence[int]) -> bool:
    """Whether some of the chosen undo each other, so that the rest explains the residuals without them."""
    left = list(chosen)
    while True:
        # One that is alone at an equation is undone by nothing; mostly this leaves none at once.
        times: dict[int, int] = {}
        for h in left:
            for equation, _ in effects[h]:
                times[equation] = times.get(equation, 0) + 1
        kept = [h for h in left if all(times[equation] > 1 for equation, _ in effects[h])]
        if len(kept) == len(left):
            break
        left = kept
    return any(_undone(effects, left[place + 1 :], dict(effects[h])) for place, h in enumerate(left))


def _undone(effects: Sequence[Effect], others: Sequence[int], open_: dict[int, int]) -> bool:
    """Whether some of the others bring the open changes to zero."""
    if not open_:
        return True
    equation = next(iter(open_))
    for place, h in enumerate(others):
        if any(touched == equation for touched, _ in effects[h]):
            after = dict(open_)
            for touched, change in effects[h]:
                after[touched] = after.get(touched, 0) + change
            rest = [*others[:place], *others[place + 1 :]]
            if _undone(effects, rest, {touched: change for touched, change in after.items() if change}):
                return True
    return False


class Tree:
    """One search; `next_cost` bounds from below the explanations beyond the limit (None: there are none)."""

    def __init__(self, pool: Pool, part: Part, steps: Steps, accept: Accept | None) -> None:
        self._pool = pool
        self._costs = pool.costs
        self._touches = pool.touches(part.alive)
        self._changes = {n: {change for _, change in touching} for n, touching in self._touches.items()}
        self._blocked = [0] * len(pool.costs)
        self._residual = dict(part.residual)
        self._steps = steps
        self._accept = accept
        self._chosen: list[int] = []
        self._limit = 0
        self._cap = 0
        self.solutions: list[Solution] = []
        self.next_cost: int | None = None

    def cheapest(self, limit: int) -> Solution | None:
        """A cheapest explanation of at most `limit`, or None."""
        self._limit, self._cap = limit, 0
        self._node(0)
        return self.solutions[-1] if self.solutions else None

    def all(self, limit: int, cap: int) -> bool:
        """Gather every explanation of at most `limit` in `solutions`; False if there are more than `cap`."""
        self._limit, self._cap = limit, cap
        try:
            self._node(0)
        except CapReachedError:
            return False
        return True

    def _leaf(self, spent: int) -> None:
        chosen = tuple(sorted(self._chosen))
        if cancelling(self._pool.effects, chosen):
            return
        if self._accept is not None and not self._accept(chosen):
            return
        if not self._cap:
            self._limit = spent - 1
        elif len(self.solutions) == self._cap:
            raise CapReachedError
        self.solutions.append((spent, chosen))

    def _cut(self, spent: int, scaled: int) -> None:
        self.next_cost = least(self.next_cost, spent + rounded_up(scaled))

    def _node(self, spent: int) -> None:
        if not self._residual:
            self._leaf(spent)
            return
        candidates = self._candidates()
        if candidates is None:
            return
        room = (self._limit - spent) * SCALE
        bound, slack = self._ascend(candidates, room)
        if bound > room:
            self._cut(spent, bound)
            return
        self._branch(spent, bound, self._fewest(spent, candidates, bound, slack, room))

    def _candidates(self) -> list[tuple[int, int, list[Touch]]] | None:
        """(how many, equation, candidates) of each violated equation, fewest first; None if one has none."""
        blocked, touches = self._blocked, self._touches
        result: list[tuple[int, int, list[Touch]]] = []
        scanned = 1
        for equation in self._residual:
            touching = touches.get(equation, [])
            scanned += len(touching)
            free = [touch for touch in touching if not blocked[touch[0]]]
            if not free:
                self._steps.spend(scanned)
                return None
            result.append((len(free), equation, free))
        self._steps.spend(scanned)
        result.sort()
        return result

    def _ascend(
        self, candidates: Sequence[tuple[int, int, Sequence[Touch]]], room: int
    ) -> tuple[int, dict[int, int]]:
        """The dual bound and the slacks, both scaled; stops as soon as the bound leaves no room."""
        costs, slack, total = self._costs, dict[int, int](), 0
        for _, equation, touching in candidates:
            target = -self._residual[equation]
            changes = self._changes[equation]
            weighted = [
                (h, CLOSES if change == target else PAIRS if target - change in changes else REST)
                for h, change in touching
            ]
            for h, _ in weighted:
                if h not in slack:
                    slack[h] = costs[h] * SCALE
            price = min([slack[h] // weight for h, weight in weighted])
            if price:
                total += price * CLOSES
                if total > room:
                    break
                for h, weight in weighted:
                    slack[h] -= weight * price
        return total, slack

    def _fewest(
        self,
        spent: int,
        candidates: Sequence[tuple[int, int, Sequence[Touch]]],
        bound: int,
        slack: dict[int, int],
        room: int,
    ) -> list[tuple[int, int]]:
        """(slack, hypothesis) of the violated equation with the fewest affordable candidates, best first."""
        spare = room - bound
        best: list[int] | None = None
        for _, _, touching in candidates:
            kept = [h for h, _ in touching if slack[h] <= spare]
            if best is None or len(kept) < len(best):
                best = kept
            if len(kept) < len(touching):
                self._cut(spent, bound + min([slack[h] for h, _ in touching if slack[h] > spare]))
        return sorted((slack[h], h) for h in best or ())

    def _branch(self, spent: int, bound: int, ordered: Sequence[tuple[int, int]]) -> None:
        if len(self._chosen) >= DEEPEST:
            raise OutOfStepsError
        blocked = self._blocked
        banned: list[int] = []
        for slack, h in ordered:
            # The limit sinks while a cheapest explanation is sought.
            if bound + slack > (self._limit - spent) * SCALE:
                self._cut(spent, bound + slack)
                break
            conflicts = self._pool.conflicts(h)
            blocked[h] += 1
            banned.append(h)
            for other in conflicts:
                blocked[other] += 1
            self._apply(h, 1)
            self._chosen.append(h)
            self._node(spent + self._costs[h])
            self._chosen.pop()
            self._apply(h, -1)
            for other in conflicts:
                blocked[other] -= 1
        for h in banned:
            blocked[h] -= 1

    def _apply(self, h: int, sign: int) -> None:
        residual = self._residual
        for equation, change in self._pool.effects[h]:
            after = residual.get(equation, 0) + sign * change
            if after:
                residual[equation] = after
            else:
                del residual[equation]
