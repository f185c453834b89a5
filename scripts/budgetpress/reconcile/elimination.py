"""Exact sparse elimination in whole numbers: what the strength of a figure rests on.

No fractions and no floats: rows are combined by cross-multiplication and divided by their common factor.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import gcd
from typing import TypeAlias, TypeVar

P = TypeVar("P", bound=Hashable)
Vector: TypeAlias = dict[int, int]


def cancel(vector: dict[P, int], row: Mapping[P, int], pivot: P) -> None:
    """Make `vector` zero at `pivot`, in place: a whole multiple of it less a multiple of `row`."""
    a, b = vector[pivot], row[pivot]
    shared = gcd(a, b) if b > 0 else -gcd(a, b)
    a, b = a // shared, b // shared
    if b != 1:
        for key in vector:
            vector[key] *= b
    for key, value in row.items():
        total = vector.get(key, 0) - value * a
        if total:
            vector[key] = total
        else:
            vector.pop(key, None)
    if b != 1 and (divisor := gcd(*vector.values())) > 1:
        for key in vector:
            vector[key] //= divisor


def in_span(target: Vector, vectors: Sequence[Vector]) -> bool:
    """Whether `target` is a rational combination of `vectors`."""
    basis: list[tuple[int, Vector]] = []
    rest: Vector = {}
    for vector in (*vectors, target):
        rest = dict(vector)
        for pivot, row in basis:
            if pivot in rest:
                cancel(rest, row, pivot)
        if rest:
            basis.append((min(rest), rest))
    return not rest


def never_in_kernel(equations: Sequence[Mapping[P, int]]) -> set[P]:
    """The positions at which every kernel vector is zero.

    The equations are brought to reduced echelon form; such a position is alone in its row.
    """
    rows: dict[int, dict[P, int]] = {}
    where: dict[P, set[int]] = {}
    for number, equation in enumerate(equations):
        rows[number] = {position: value for position, value in equation.items() if value}
        for position in rows[number]:
            where.setdefault(position, set()).add(number)
    waiting = set(rows)
    queue = [(len(row), number) for number, row in rows.items()]
    heapify(queue)
    while queue:
        # The shortest row, at its rarest position, fills in least.
        length, number = heappop(queue)
        row = rows[number]
        if number not in waiting or length != len(row):
            continue
        waiting.discard(number)
        if not row:
            continue
        pivot = min(row, key=lambda position: len(where[position]))
        for other in where[pivot] - {number}:
            changed = rows[other]
            cancel(changed, row, pivot)
            for position in row:
                if position in changed:
                    where[position].add(other)
                else:
                    where[position].discard(other)
            if other in waiting:
                heappush(queue, (len(changed), other))
    return {next(iter(row)) for row in rows.values() if len(row) == 1}
