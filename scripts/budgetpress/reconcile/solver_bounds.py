"""A lower bound on the cost of an explanation, by dual ascent, in whole numbers.

Take a violated equation with residual r. An explanation holds one hypothesis that changes it by -r; or two
that do so together; or at least three. So for every explanation

    sum of z over the closers + 1/2 sum of z over those with a partner + 1/3 sum of z over the rest  >=  1

where a partner is a change that brings the sum to -r. Give each such inequality a price, so that the prices
times the weights of a hypothesis add up to no more than its cost: then the sum of the prices is a lower
bound. What remains of a cost is the slack of the hypothesis, and every explanation costs at least the bound
plus the slack of all that it holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Touch: TypeAlias = tuple[int, int]

CLOSES, PAIRS, REST = 6, 3, 2
SCALE = 12
"""Costs are multiplied by this, so that prices stay whole numbers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """The bound and the slacks, multiplied by SCALE; a hypothesis that is not in `slack` has all its cost."""

    scaled: int
    slack: Mapping[int, int]

    @property
    def cost(self) -> int:
        """The bound as a cost."""
        return rounded_up(self.scaled)


def rounded_up(scaled: int) -> int:
    """A scaled bound as a cost; costs are whole, so it rounds up."""
    return -(-scaled // SCALE)


def ascend(
    residual: Mapping[int, int], touches: Mapping[int, Sequence[Touch]], costs: Sequence[int]
) -> Bound | None:
    """Raise the prices equation by equation, fewest candidates first; None if one has no candidate."""
    slack: dict[int, int] = {}
    total = 0
    for equation in sorted(residual, key=lambda n: (len(touches.get(n, ())), n)):
        touching = touches.get(equation, ())
        if not touching:
            return None
        target = -residual[equation]
        changes = {change for _, change in touching}
        weighted = [
            (h, CLOSES if change == target else PAIRS if target - change in changes else REST)
            for h, change in touching
        ]
        for h, _ in touching:
            if h not in slack:
                slack[h] = costs[h] * SCALE
        price = min(slack[h] // weight for h, weight in weighted)
        if price:
            total += price * CLOSES
            for h, weight in weighted:
                slack[h] -= weight * price
    return Bound(scaled=total, slack=slack)
