"""The pool of hypotheses as the search sees it: indexed, split into independent parts, and thinned out.

Everything here keeps every explanation within the given limit: what is left out cannot be in one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from budgetpress.reconcile.solver_bounds import SCALE, Bound, Touch, ascend, rounded_up

Effect: TypeAlias = tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Some hypotheses (`alive`, by index, ascending) and the residuals that they have to explain."""

    alive: tuple[int, ...]
    residual: Mapping[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Thinned:
    """A part without what is too dear, or None if nothing can be left; `bound` is its lower bound.

    An explanation that was left out costs at least `next_cost` (None: there is none).
    """

    part: Part | None
    bound: int
    next_cost: int | None


@dataclass(kw_only=True)
class Pool:
    """All hypotheses by index: costs, effects (equation, change), tokens written and read."""

    costs: Sequence[int]
    effects: Sequence[Effect]
    writes: Sequence[frozenset[Hashable]]
    reads: Sequence[frozenset[Hashable]]
    _writers: dict[Hashable, list[int]] = field(init=False)
    _readers: dict[Hashable, list[int]] = field(init=False)
    _conflicts: dict[int, frozenset[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._writers = _by_token(self.writes)
        self._readers = _by_token(self.reads)

    def conflicts(self, chosen: int) -> frozenset[int]:
        """The hypotheses that cannot be chosen together with `chosen`."""
        if chosen not in self._conflicts:
            found: set[int] = set()
            for token in self.writes[chosen]:
                found.update(self._writers[token], self._readers.get(token, ()))
            for token in self.reads[chosen]:
                found.update(self._writers.get(token, ()))
            self._conflicts[chosen] = frozenset(found - {chosen})
        return self._conflicts[chosen]

    def equations(self, part: Part) -> tuple[int, ...]:
        """The equations that a part ties together."""
        return tuple(sorted({n for h in part.alive for n, _ in self.effects[h]} | part.residual.keys()))

    def touches(self, alive: Iterable[int]) -> dict[int, list[Touch]]:
        """For each equation the hypotheses that change it and by how much, in the order given."""
        result: dict[int, list[Touch]] = {}
        for h in alive:
            for equation, change in self.effects[h]:
                result.setdefault(equation, []).append((h, change))
        return result

    def split(self, part: Part) -> list[Part]:
        """The parts that share no equation and no token one of them writes; only those with a residual."""
        links = _Links()
        for h in part.alive:
            for equation, _ in self.effects[h]:
                links.join(("equation", equation), h)
            for token in self.writes[h]:
                links.join(("token", token), h)
        written = {token for h in part.alive for token in self.writes[h]}
        for h in part.alive:
            for token in self.reads[h] & written:
                links.join(("token", token), h)
        residuals: dict[Hashable, dict[int, int]] = {}
        for equation in sorted(part.residual):
            residuals.setdefault(links.root(("equation", equation)), {})[equation] = part.residual[equation]
        members: dict[Hashable, list[int]] = {root: [] for root in residuals}
        for h in part.alive:
            root = links.root(h)
            if root in members:
                members[root].append(h)
        parts = [Part(alive=tuple(members[root]), residual=residuals[root]) for root in residuals]
        return sorted(parts, key=lambda p: (len(p.alive), min(p.residual)))

    def thin(self, part: Part, limit: int | None) -> Thinned:
        """Leave out what is in no explanation of at most `limit`, again and again until nothing goes."""
        touches = self.touches(part.alive)
        gone = self._unsupported(touches, part.residual, set(touches))
        next_cost: int | None = None
        while True:
            bound = ascend(part.residual, touches, self.costs)
            if bound is None:
                return Thinned(part=None, bound=0, next_cost=next_cost)
            if limit is not None and bound.cost > limit:
                return Thinned(part=None, bound=bound.cost, next_cost=least(next_cost, bound.cost))
            dear: set[int] = set()
            if limit is not None:
                dear, dropped = self._too_dear(touches, part.residual, bound, limit)
                next_cost = least(next_cost, dropped)
            if not dear:
                alive = tuple(h for h in part.alive if h not in gone)
                return Thinned(part=replace(part, alive=alive), bound=bound.cost, next_cost=next_cost)
            gone |= dear
            gone |= self._unsupported(touches, part.residual, self._remove(touches, dear))

    def _remove(self, touches: dict[int, list[Touch]], dead: set[int]) -> set[int]:
        """Take hypotheses out of `touches`; gives the equations that lost one."""
        changed = {equation for h in dead for equation, _ in self.effects[h]}
        for equation in changed:
            touches[equation] = [touch for touch in touches[equation] if touch[0] not in dead]
        return changed

    def _unsupported(
        self, touches: dict[int, list[Touch]], residual: Mapping[int, int], dirty: set[int]
    ) -> set[int]:
        """Take out those that leave an equation open for good, and what falls with them."""
        gone: set[int] = set()
        while dirty:
            dead: set[int] = set()
            for equation in dirty:
                self._stranded(touches[equation], residual.get(equation, 0), dead)
            gone |= dead
            dirty = self._remove(touches, dead)
        return gone

    def _stranded(self, touching: Sequence[Touch], start: int, dead: set[int]) -> None:
        """Add to `dead` those that no other change of this one equation can make up for."""
        up = sum([change > 0 for _, change in touching])
        down = len(touching) - up
        for h, change in touching:
            need = -start - change
            if not need:
                continue
            helpers = up - (change > 0) if need > 0 else down - (change < 0)
            if not helpers:
                dead.add(h)
            elif len(touching) == 2:
                other, by = touching[0] if touching[1][0] == h else touching[1]
                if by != need or other in self.conflicts(h):
                    dead.add(h)

    def _too_dear(
        self, touches: Mapping[int, Sequence[Touch]], residual: Mapping[int, int], bound: Bound, limit: int
    ) -> tuple[set[int], int | None]:
        """Those that do not fit below the limit together with what they need; and the least cost with one.

        By duality an explanation costs at least the bound plus the slack of all that is in it. One that
        leaves an equation open needs another that closes it, or two others.
        """
        room = limit * SCALE - bound.scaled
        slack = {
            h: bound.slack.get(h, self.costs[h] * SCALE) for touching in touches.values() for h, _ in touching
        }
        most: dict[int, int] = {h: alone for h, alone in slack.items() if alone > room}
        dead: set[int] = set(most)
        for equation, touching in touches.items():
            start = residual.get(equation, 0)
            cheapest = sorted([(slack[h], h) for h, _ in touching])[:3]
            closers: dict[int, list[tuple[int, int]]] = {}
            for h, change in touching:
                closers.setdefault(change, []).append((slack[h], h))
            for h, change in touching:
                need = -start - change
                if not need or h in dead:
                    continue
                extra = self._help(h, cheapest, closers.get(need, ()))
                if extra is None:
                    dead.add(h)
                elif slack[h] + extra > room:
                    dead.add(h)
                    most[h] = slack[h] + extra
        dropped = rounded_up(bound.scaled + min(most.values())) if most else None
        return dead, dropped

    def _help(
        self, h: int, cheapest: Sequence[tuple[int, int]], closers: Sequence[tuple[int, int]]
    ) -> int | None:
        """The least slack of what can close an equation with `h`: one of the closers, or two others."""
        others = [slack for slack, other in cheapest if other != h][:2]
        best = sum(others) if len(others) == 2 else None
        for slack, other in closers:
            if (best is None or slack < best) and other != h and other not in self.conflicts(h):
                best = slack
        return best


def least(a: int | None, b: int | None) -> int | None:
    """The smaller of two costs of which None is endless."""
    return b if a is None else a if b is None else min(a, b)


def _by_token(sets: Sequence[frozenset[Hashable]]) -> dict[Hashable, list[int]]:
    result: dict[Hashable, list[int]] = {}
    for index, tokens in enumerate(sets):
        for token in tokens:
            result.setdefault(token, []).append(index)
    return result


class _Links:
    """Union-find over whatever is hashable."""

    def __init__(self) -> None:
        self._parent: dict[Hashable, Hashable] = {}

    def root(self, item: Hashable) -> Hashable:
        parent = self._parent
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    def join(self, a: Hashable, b: Hashable) -> None:
        self._parent[self.root(a)] = self.root(b)
