"""Which headings stand over the columns of an exact grid, and which columns of a form these are.

The lowest heading says the column; those above it tell apart equal ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from budgetpress.form import Block, Column
from budgetpress.model import Cell
from budgetpress.shape.columns import align
from budgetpress.shape.edges import Edges, Line, columns_in
from budgetpress.shape.words import heading

_MATCH, _NEVER = 6.0, -1000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The lowest heading over one printed column, or over several: its words and those above, nearest first.

    A heading that the form does not have, has no words.
    """

    cell: Cell
    columns: tuple[int, ...]
    words: frozenset[str]
    above: tuple[str, ...]


def heads(lines: Sequence[Line], words: Sequence[Mapping[int, frozenset[str]]]) -> tuple[Head, ...]:
    """The lowest headings from left to right; `words` are those of each line by the index of the cell."""
    stacks: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for index, cell in enumerate(line):
            if cell.text.strip() and cell.columns:
                for column in range(index, min(index + cell.columns, len(line))):
                    stacks.setdefault(column, []).append((row, index))
    columns: dict[tuple[int, int], list[int]] = {}
    over: dict[tuple[int, int], dict[str, None]] = {}
    for column in sorted(stacks):
        *above, lowest = stacks[column]
        columns.setdefault(lowest, []).append(column)
        texts = over.setdefault(lowest, {})
        for row, index in reversed(above):
            known = words[row].get(index, frozenset())
            texts |= dict.fromkeys(sorted(known) or [heading(lines[row][index].text)])
    return tuple(
        Head(
            cell=lines[row][index],
            columns=tuple(under),
            words=words[row].get(index, frozenset()),
            above=tuple(over[row, index]),
        )
        for (row, index), under in columns.items()
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Assignment:
    """Printed column -> column of the block, and what could not be told.

    `unknown` are headings that the block does not have, `ambiguous` those that stand over more columns than
    the block has of them; `missing` are columns of the block that are not printed, and `uncertain` headings
    that fit a group which is not printed as well.
    """

    columns: Mapping[int, int]
    unknown: tuple[Head, ...]
    ambiguous: tuple[Head, ...]
    missing: tuple[Column, ...]
    uncertain: tuple[Head, ...] = ()


def assign_heads(printed: Sequence[Head], block: Block) -> Assignment:
    """Which printed column is which, by its lowest heading; those above it tell apart equal ones."""
    wanted = block.columns
    headed = frozenset(column for head in printed for column in head.columns)
    places = [place for head in printed for place in _places(head, wanted, headed)]
    scores = [[_score(head, column) for column in wanted] for head, _ in places]
    found = align(scores, [0.0] * len(places), len(wanted))
    # Those out of order: where one column alone is meant, and by one heading alone.
    meant = {index: _meant(scores[index]) for index in range(len(places)) if index not in found}
    wishes = Counter(meant.values())
    unknown, ambiguous = [], []
    for index, column in meant.items():
        head = places[index][0]
        if all(score < 0 for score in scores[index]):
            unknown.append(head)
        elif column is not None and wishes[column] == 1 and column not in found.values():
            found[index] = column
        else:
            ambiguous.append(head)
    words = frozenset(word for head in ambiguous for word in head.words)
    found = {i: j for i, j in found.items() if not places[i][0].words & words}
    taken = set(found.values())
    return Assignment(
        columns={column: found[i] for i, (_, under) in enumerate(places) if i in found for column in under},
        unknown=tuple(unknown),
        ambiguous=tuple(head for head in printed if head.words & words),
        missing=tuple(column for j, column in enumerate(wanted) if j not in taken),
        uncertain=tuple(places[i][0] for i in _uncertain(found, scores, block)),
    )


def _uncertain(found: Mapping[int, int], scores: Sequence[Sequence[float]], block: Block) -> Iterator[int]:
    """The headings of a group that would be those of another group as well, of which none is printed."""
    spans: list[range] = []
    for group in block.groups:
        start = spans[-1].stop if spans else 0
        spans.append(range(start, start + len(group.columns)))
    places = {column: index for index, column in found.items()}
    for span in spans:
        here = [places[column] for column in span if column in places]
        for other in spans if len(here) == len(span) else ():
            free = other is not span and len(other) == len(span) and not any(c in places for c in other)
            if free and all(scores[i][a] == scores[i][b] for i, a, b in zip(here, span, other, strict=True)):
                yield from here


def _meant(scores: Sequence[float]) -> int | None:
    """The one column that a heading fits best, None where it fits none or two as well."""
    best = [column for column, score in enumerate(scores) if score > 0 and score == max(scores)]
    return best[0] if len(best) == 1 else None


def _places(
    head: Head, wanted: Sequence[Column], headed: frozenset[int]
) -> Iterator[tuple[Head, tuple[int, ...]]]:
    """The columns under one heading: each for itself where the block has as many of it, else all as one.

    Where the block has more of it, those to its right that have no heading at all are under it too.
    """
    run = longest = 0
    for column in wanted:
        run = run + 1 if _score(head, column) > 0 else 0
        longest = max(longest, run)
    first, last = head.columns[0], head.columns[-1] + 1
    while last not in headed and last - first < longest:
        last += 1
    if longest == last - first:
        yield from ((head, (column,)) for column in range(first, last))
    else:
        yield head, head.columns


def _score(head: Head, column: Column) -> float:
    if not head.words & {heading(word) for word in column.headers}:
        return _NEVER
    if not column.above or not head.above:
        return _MATCH
    over = {heading(word) for word in column.above}
    depth = next((depth for depth, word in enumerate(head.above) if word in over), None)
    return _NEVER if depth is None else _MATCH + 1 / (depth + 1)


def spread_over(heads: Sequence[Head], before: Edges, edges: Edges) -> tuple[Head, ...]:
    """Headings of a grid over the columns of another one, into which the first `fits_into`."""
    columns = columns_in(before, edges)
    return tuple(
        replace(head, columns=tuple(range(columns[head.columns[0]], columns[head.columns[-1] + 1])))
        for head in heads
    )
