"""Exact sparse elimination in whole numbers: what the strength of a figure rests on.

No fractions and no floats: rows are combined by cross-multiplication and divided by their common factor.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from math import gcd
from typing import TypeAlias, TypeVar

P = TypeVar("P", bound=Hashable)
Vector: TypeAlias = dict[int, int]


def cancelled(vector: Mapping[P, int], row: Mapping[P, int], pivot: P) -> dict[P, int]:
    """The combination of `vector` and `row` that is zero at `pivot`, without a common factor."""
    a, b = vector[pivot], row[pivot]
    shared = gcd(a, b)
    a, b = a // shared, b // shared
    result = {key: value * b for key, value in vector.items()} if b != 1 else dict(vector)
    for key, value in row.items():
        total = result.get(key, 0) - value * a
        if total:
            result[key] = total
        else:
            result.pop(key, None)
    divisor = gcd(*result.values())
    return {key: value // divisor for key, value in result.items()} if divisor > 1 else result


def in_span(target: Vector, vectors: Sequence[Vector]) -> bool:
    """Whether `target` is a rational combination of `vectors`."""
    basis: list[tuple[int, Vector]] = []
    for vector in (*vectors, target):
        rest = vector
        for pivot, row in basis:
            if pivot in rest:
                rest = cancelled(rest, row, pivot)
        if rest:
            basis.append((min(rest), rest))
        last = rest
    return not last


def never_in_kernel(equations: Sequence[Mapping[P, int]]) -> set[P]:
    """The positions at which every kernel vector is zero.

    The equations are brought to reduced echelon form; such a position is alone in its row.
    """
    rows: dict[int, dict[P, int]] = {}
    where: dict[P, set[int]] = {}
    for number, equation in enumerate(equations):
        row = {position: value for position, value in equation.items() if value}
        if row:
            rows[number] = row
            for position in row:
                where.setdefault(position, set()).add(number)
    waiting = set(rows)
    while waiting:
        # The shortest row, at its rarest position, fills in least; the numbers break ties the same way always.
        number = min(waiting, key=lambda n: (len(rows[n]), n))
        waiting.discard(number)
        row = rows[number]
        if not row:
            continue
        pivot = min(row, key=lambda position: len(where[position]))
        for other in sorted(where[pivot]):
            if other == number:
                continue
            before = rows[other]
            after = cancelled(before, row, pivot)
            for position in before.keys() - after.keys():
                where[position].discard(other)
            for position in after.keys() - before.keys():
                where[position].add(other)
            rows[other] = after
    return {next(iter(row)) for row in rows.values() if len(row) == 1}
