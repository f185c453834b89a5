"""Exact grids: where their columns stand, which headings stand over them, and cells in their columns.

In an exact grid the position of a cell says its column for certain: nothing is shifted, and no cell goes to
a neighbouring column. What does not fit where it stands is said, and stays what was printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgetpress.form import Block, Column
from budgetpress.model import Cell
from budgetpress.shape.cells import Fitter
from budgetpress.shape.columns import align
from budgetpress.shape.placing import Placed
from budgetpress.shape.words import heading

Line = tuple[Cell, ...]
Edges = tuple[Decimal, ...]
"""The x of the left edge of each column, and of the right edge of the last; empty where there are none.

On a page that lies sideways it is the y, downwards or (negative) upwards as the lines run."""

_NEAR = Decimal(2)
_NOWHERE = (Decimal(0),) * 4
_MATCH, _NEVER = 6.0, -1000.0


def edges(lines: Sequence[Line]) -> Edges:
    """Where the columns of a grid stand on its page, in points; empty in a grid without boxes."""
    width = max((len(line) for line in lines), default=0)
    found: list[Decimal | None] = [None] * (width + 1)
    for line in lines:
        spans = list(_spans(line))
        # A cell over the whole line says nothing of columns, not even which way they run.
        for index, left, right in spans if len(spans) > 1 or width == 1 else ():
            last = min(index + line[index].columns, width)
            begin, end = found[index], found[last]
            found[index] = left if begin is None else min(begin, left)
            found[last] = right if end is None else max(end, right)
    known = [x for x in found if x is not None]
    return tuple(known) if width and len(known) == len(found) else ()


def fits_into(part: Edges, whole: Edges) -> bool:
    """Whether a grid has the columns of another one, some of them perhaps merged all the way down."""
    if not part or not whole or abs(part[0] - whole[0]) > _NEAR or abs(part[-1] - whole[-1]) > _NEAR:
        return False
    return all(_nearest(x, whole)[1] <= _NEAR for x in part)


def onto(line: Line, whole: Edges) -> Line:
    """A line of a grid that `fits_into` the whole, with a position for each column of the whole."""
    columns: list[Cell | None] = [None] * (len(whole) - 1)
    covered = next((cell for cell in line if not cell.columns), None)
    for index, left, right in _spans(line):
        first = min(_nearest(left, whole)[0], len(columns) - 1)
        last = max(_nearest(right, whole)[0], first + 1)
        columns[first] = replace(line[index], columns=last - first)
    blank = replace(covered or line[0], text="", rows=0, columns=0)
    return tuple(cell or blank for cell in columns)


def _spans(line: Line) -> Iterator[tuple[int, Decimal, Decimal]]:
    """Where each cell begins and ends along its line, which runs up or down if the page lies sideways."""
    boxes = [(i, cell.place.bbox) for i, cell in enumerate(line) if cell.columns and cell.place.bbox]
    first, last = (boxes[0][1], boxes[-1][1]) if boxes else (_NOWHERE, _NOWHERE)
    for index, (left, top, right, bottom) in boxes:
        if len(boxes) == 1 or first[0] < last[0]:
            yield index, left, right
        elif first[1] < last[1]:
            yield index, top, bottom
        else:
            yield index, -bottom, -top


def spread_over(heads: Sequence[Head], before: Edges, edges: Edges) -> tuple[Head, ...]:
    """Headings of a grid over the columns of another one, into which the first `fits_into`."""
    columns = [_nearest(x, edges)[0] for x in before]
    return tuple(
        replace(head, columns=tuple(range(columns[head.columns[0]], columns[head.columns[-1] + 1])))
        for head in heads
    )


def _nearest(x: Decimal, among: Edges) -> tuple[int, Decimal]:
    index = min(range(len(among)), key=lambda i: abs(among[i] - x))
    return index, abs(among[index] - x)


def filled_down(lines: Sequence[Line]) -> list[Line]:
    """The lines with the text of a cell that is merged over rows in each of them.

    The copies have `rows=0`, which tells them from the cell itself.
    """
    rows = [list(line) for line in lines]
    for number, line in enumerate(lines):
        for index, cell in enumerate(line):
            if cell.rows > 1 and cell.text.strip():
                for below in rows[number + 1 : number + cell.rows]:
                    if index >= len(below) or below[index].columns or below[index].text:
                        break
                    below[index] = replace(cell, rows=0)
    return [tuple(row) for row in rows]


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


def place_exact(line: Line, assigned: Mapping[int, int], fitter: Fitter) -> Placed:
    """The cells of a line in their columns; what does not fit its column, or has none, is left over."""
    cells: dict[int, Cell] = {}
    left: list[tuple[Cell, str]] = []
    for index, cell in enumerate(line):
        if not cell.text.strip():
            continue
        over = range(index, min(index + max(cell.columns, 1), len(line)))
        columns = list(dict.fromkeys(assigned[column] for column in over if column in assigned))
        column = _best(cell, columns, fitter)
        copied = not cell.rows
        if column is None:
            left += [] if copied else [(cell, "wrong-column" if columns else "outside-columns")]
        elif copied and fitter.is_amount(column):
            continue  # it counts once, in the first of its rows
        elif column in cells:
            left += [] if copied else [(cell, "second-value")]
        else:
            cells[column] = cell
    return Placed(cells=cells, left=left, moved=[])


def _best(cell: Cell, columns: Sequence[int], fitter: Fitter) -> int | None:
    """The column among those that a cell covers in which it can stand: one it belongs to, then a text."""
    fits = fitter.fits(cell.text)
    can = [column for column in columns if fits[column] >= 0 or fitter.takes_any(column)]
    return max(can, key=lambda column: (fits[column], fitter.takes_any(column)), default=None)
