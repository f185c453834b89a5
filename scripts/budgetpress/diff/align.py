"""Which row of one package is which row of another, when rows were added, removed, moved or changed.

Row numbers cannot tell: one inserted row shifts all below it. So rows are matched by what stands in them,
from the strictest to the loosest likeness, and the order of rows holds as far as it can. The same two lists
give the same pairs in either direction.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

Cells = tuple[str, ...]
Pairs = list[tuple[int, int]]

_MANY: Final = 1_000_000
"""More pairs to weigh than this are not weighed: such rows are blank or alike, and any pairing is as good."""
_ALIKE: Final = 0.5


def align(
    a: Sequence[Cells], b: Sequence[Cells], *, labels: Sequence[int], telling: Sequence[int]
) -> tuple[Pairs, frozenset[int]]:
    """The pairs (position in a, position in b), and the positions in `a` of rows that moved.

    `labels` are the positions of the cells that say what a row is about, and `telling` those among them that
    do so alone (codes and names): a row without any of these is known by its neighbours. Rows in no pair
    were removed or added.
    """
    if list(a) > list(b):  # the same question the other way round has the same answer
        turned, away = align(b, a, labels=labels, telling=telling)
        there = dict(turned)
        return sorted((j, i) for i, j in turned), frozenset(there[i] for i in away)

    def label(cells: Cells) -> Cells:
        return tuple(cells[i] for i in labels)

    def name(cells: Cells) -> Cells:
        return label(cells) if any(cells[i] for i in telling) else ()

    pairs = _longest_common(a, b)
    moved = _moved(a, b, pairs, lambda cells: cells)
    pairs += [pair for gap in _gaps(a, b, pairs, moved) for pair in _by_label(a, b, *gap, label)]
    moved += _moved(a, b, pairs + moved, name)
    pairs += [pair for gap in _gaps(a, b, pairs, moved) for pair in _by_likeness(a, b, *gap)]
    return sorted(pairs + moved), frozenset(i for i, _ in moved)


def _longest_common(a: Sequence[Cells], b: Sequence[Cells]) -> Pairs:
    """The longest run of equal rows in both orders (Hunt and Szymanski)."""
    places: dict[Cells, list[int]] = defaultdict(list)
    for j, cells in enumerate(b):
        places[cells].append(j)
    if sum(len(places.get(cells, ())) for cells in a) > _MANY:
        places = defaultdict(list, {cells: found for cells, found in places.items() if len(found) == 1})
    ends: list[int] = []  # the smallest end in b of a run of each length
    last: list[tuple[int, int, int]] = []  # (i, j, index of the step before), for walking back
    tops: list[int] = []
    for i, cells in enumerate(a):
        for j in reversed(places.get(cells, ())):
            length = bisect_left(ends, j)
            last.append((i, j, tops[length - 1] if length else -1))
            if length == len(ends):
                ends.append(j)
                tops.append(len(last) - 1)
            elif j < ends[length]:
                ends[length] = j
                tops[length] = len(last) - 1
    pairs: Pairs = []
    step = tops[-1] if tops else -1
    while step >= 0:
        i, j, step = last[step]
        pairs.append((i, j))
    return pairs[::-1]


def _moved(a: Sequence[Cells], b: Sequence[Cells], pairs: Pairs, key: Callable[[Cells], Cells]) -> Pairs:
    """Rows in no pair yet that have one and the same key on both sides, each once: they stand elsewhere."""
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    left, right = defaultdict(list), defaultdict(list)
    for i, cells in enumerate(a):
        if i not in taken_a and key(cells):
            left[key(cells)].append(i)
    for j, cells in enumerate(b):
        if j not in taken_b and key(cells):
            right[key(cells)].append(j)
    return [(found[0], right[k][0]) for k, found in left.items() if len(found) == len(right.get(k, ())) == 1]


def _gaps(
    a: Sequence[Cells], b: Sequence[Cells], pairs: Pairs, moved: Pairs
) -> Iterator[tuple[list[int], list[int]]]:
    """The rows without a partner between those that have one, side by side."""
    taken_a, taken_b = {i for i, _ in moved}, {j for _, j in moved}
    i = j = 0
    for next_i, next_j in (*sorted(pairs), (len(a), len(b))):
        left = [k for k in range(i, next_i) if k not in taken_a]
        right = [k for k in range(j, next_j) if k not in taken_b]
        if left and right:
            yield left, right
        i, j = next_i + 1, next_j + 1


def _by_label(
    a: Sequence[Cells],
    b: Sequence[Cells],
    left: Sequence[int],
    right: Sequence[int],
    label: Callable[[Cells], Cells],
) -> Pairs:
    """Pairs of the same codes and names, in order."""
    found = _longest_common([label(a[i]) for i in left], [label(b[j]) for j in right])
    return [(left[x], right[y]) for x, y in found]


def _by_likeness(a: Sequence[Cells], b: Sequence[Cells], left: Sequence[int], right: Sequence[int]) -> Pairs:
    """Pairs in order of rows that have half of their cells in common, so that the most cells agree."""
    if len(left) * len(right) > _MANY:
        return []
    best: list[list[float]] = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    like = [[_likeness(a[i], b[j]) for j in right] for i in left]
    for x in range(len(left) - 1, -1, -1):
        for y in range(len(right) - 1, -1, -1):
            together = best[x + 1][y + 1] + like[x][y] if like[x][y] >= _ALIKE else 0.0
            best[x][y] = max(together, best[x + 1][y], best[x][y + 1])
    pairs: Pairs = []
    x = y = 0
    while x < len(left) and y < len(right):
        if like[x][y] >= _ALIKE and best[x][y] == best[x + 1][y + 1] + like[x][y]:
            pairs.append((left[x], right[y]))
            x, y = x + 1, y + 1
        elif best[x][y] == best[x + 1][y]:
            x += 1
        else:
            y += 1
    return pairs


def _likeness(one: Cells, other: Cells) -> float:
    """How many cells agree, of those that are filled in either row."""
    filled = sum(bool(x or y) for x, y in zip(one, other, strict=True))
    return sum(bool(x) and x == y for x, y in zip(one, other, strict=True)) / filled if filled else 0.0
