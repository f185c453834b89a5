"""How strongly the identities confirm a figure: the fewest positions that can be wrong together unseen.

The identities are linear equations over positions (printed cells, blanks included). An error is a vector over
the positions; it is unseen if and only if it lies in the kernel of the equations. The strength of a position
is the size of the smallest support of a kernel vector that is not zero there. It is exact over the rationals
(a rational kernel vector scales to a whole one), never an estimate: too high a strength would call a figure
confirmed that is not.

The search rests on two facts. A smallest support is a circuit: its columns are linearly dependent and no part
of it is. And an equation touched by a circuit is touched at least twice by it, since a lone term cannot
cancel. So a circuit is grown from one position, always at an equation that is touched once, and the last
position has to meet every such equation at once, which leaves almost nothing to try.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import gcd
from typing import TypeVar

from budgetpress.reconcile.elimination import Vector, in_span, never_in_kernel

P = TypeVar("P", bound=Hashable)


def strengths(
    equations: Sequence[Mapping[P, int]], positions: Iterable[P], *, cap: int = 4
) -> dict[P, int | None]:
    """Give the strength of each position.

    `equations` are the left sides of `sum(coefficient * value) = 0`; positions that only they name take part
    in the search without being reported. A result below `cap` is exact, `cap` itself means "at least cap".
    1: no equation covers the position, a change of it is never seen. None: no kernel vector goes through it,
    the other positions cannot make up for a wrong figure there however many of them are wrong.

    Raises ValueError for a cap below 1.
    """
    if cap < 1:
        raise ValueError(f"cap must be at least 1, not {cap}")
    columns: dict[P, Vector] = {}
    for number, equation in enumerate(equations):
        for position, coefficient in equation.items():
            if coefficient:
                columns.setdefault(position, {})[number] = coefficient
    safe = never_in_kernel(equations)
    found: dict[P, int] = _within_classes({p: c for p, c in columns.items() if p not in safe}, cap)
    answer: dict[P, int | None] = {}
    for position in positions:
        if position not in columns:
            answer[position] = 1
        else:
            answer[position] = None if position in safe else min(cap, found[position])
    return answer


def _within_classes(columns: Mapping[P, Vector], cap: int) -> dict[P, int]:
    """Strength of each column: 2 where another is parallel, else what the search over the classes finds."""
    classes: dict[tuple[tuple[int, int], ...], list[P]] = {}
    for position, column in columns.items():
        classes.setdefault(_direction(column), []).append(position)
    members = list(classes.values())
    found = _Circuits([columns[group[0]] for group in members]).sizes(cap)
    return {
        position: 2 if len(group) > 1 else size
        for group, size in zip(members, found, strict=True)
        for position in group
    }


def _direction(column: Vector) -> tuple[tuple[int, int], ...]:
    """A key that two columns share exactly if one is a multiple of the other."""
    items = sorted(column.items())
    divisor = gcd(*column.values())
    if items[0][1] < 0:
        divisor = -divisor
    return tuple((row, value // divisor) for row, value in items)


class _Circuits:
    """Searches for the smallest circuit through each of a set of columns, no two of which are parallel."""

    def __init__(self, columns: Sequence[Vector]) -> None:
        self._columns = columns
        self._members: dict[int, set[int]] = {}
        for index, column in enumerate(columns):
            for row in column:
                self._members.setdefault(row, set()).add(index)
        self._most = max((len(column) for column in columns), default=0)

    def sizes(self, cap: int) -> list[int]:
        """The size of the smallest circuit through each column, or `cap` if it is at least that."""
        sizes = [cap] * len(self._columns)
        for size in range(3, cap):
            for start in range(len(sizes)):
                if sizes[start] < cap:
                    continue
                circuit = self._grow([start], dict.fromkeys(self._columns[start], 1), size - 1, frozenset())
                # No smaller circuit goes through `start`, so this one has all its coefficients nonzero
                # and is the answer for every other member that has none yet.
                for member in circuit:
                    sizes[member] = min(sizes[member], size)
        return sizes

    def _grow(
        self, chosen: list[int], touched: dict[int, int], slots: int, banned: frozenset[int]
    ) -> tuple[int, ...]:
        """A circuit of `chosen` and exactly `slots` more columns, none of them banned; empty if none is."""
        single = [row for row, times in touched.items() if times == 1]
        if len(single) > slots * self._most:
            return ()
        if slots == 1:
            return self._finish(chosen, touched, single, banned)
        tried: set[int] = set()
        for candidate in sorted(self._candidates(touched, single)):
            if candidate in banned or candidate in chosen:
                continue
            after = dict(touched)
            for row in self._columns[candidate]:
                after[row] = after.get(row, 0) + 1
            circuit = self._grow([*chosen, candidate], after, slots - 1, banned | tried)
            if circuit:
                return circuit
            tried.add(candidate)
        return ()

    def _candidates(self, touched: Mapping[int, int], single: Sequence[int]) -> set[int]:
        """Columns of which a circuit must hold one: those of the shortest equation touched once.

        If there is none, the next column still shares an equation with the chosen ones: a circuit
        cannot fall into two parts without a common equation, each part would be dependent alone.
        """
        if single:
            return self._members[min(single, key=lambda row: (len(self._members[row]), row))]
        return set().union(*(self._members[row] for row in touched))

    def _finish(
        self, chosen: list[int], touched: Mapping[int, int], single: Sequence[int], banned: frozenset[int]
    ) -> tuple[int, ...]:
        """The last column: it meets every equation touched once, and none that is not touched."""
        if single:
            rows = sorted((self._members[row] for row in single), key=len)
            last = rows[0].intersection(*rows[1:])
        else:
            last = self._candidates(touched, single)
        for candidate in sorted(last):
            column = self._columns[candidate]
            if candidate in banned or candidate in chosen or not column.keys() <= touched.keys():
                continue
            others = [self._columns[index] for index in chosen[1:]]
            if in_span(self._columns[chosen[0]], [*others, column]):
                return (*chosen, candidate)
        return ()
