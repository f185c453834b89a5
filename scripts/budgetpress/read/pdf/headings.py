"""The headings over columns that no rule parts: which columns each is over, and on which level."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetpress.read.pdf.content import Box
from budgetpress.read.pdf.lines import Line, Word, around
from budgetpress.read.pdf.tables import LaidCell, laid_cell

NEAR_LINES = 0.55
"""Lines of one heading are nearer than this, in font sizes; levels of headings are further apart."""

BLANK = 1.0
"""Words of one heading are nearer than this, in font sizes, where the columns below do not part them."""

FAR = 2.0
"""Headings are nearer than this to what is below them, in font sizes."""

Band = tuple[float, float]
"""Where the words of a column are: from x to x."""


@dataclass(slots=True, eq=False)
class _Heading:
    """One heading: its lines, the columns it is over, its level."""

    lines: list[Line]
    first: int = 0
    last: int = 0
    level: int = 0
    levels: int = 1

    @property
    def box(self) -> Box:
        return around(line.box for line in self.lines)


@dataclass(slots=True)
class Headings:
    """The rows of headings of a table.

    `ys` are the tops of the rows and the bottom of the last. `certain` says that each heading could only be
    over the columns that it is put over.
    """

    bands: list[Band]
    rows: list[list[_Heading]] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)
    certain: bool = True

    def laid(self, edges: Sequence[float], tops: Sequence[float]) -> list[tuple[LaidCell | None, ...]]:
        """The headings as rows of cells between column edges and row tops."""
        width = len(self.bands)
        taken: list[list[bool]] = [[False] * width for _ in self.rows]
        cells: list[list[LaidCell | None]] = [[None] * width for _ in self.rows]
        for heading in (heading for row in self.rows for heading in row):
            columns = heading.last - heading.first + 1
            box = (
                edges[heading.first],
                tops[heading.level],
                edges[heading.last + 1],
                tops[heading.level + heading.levels],
            )
            cells[heading.level][heading.first] = laid_cell(heading.lines, box, heading.levels, columns)
            for row in taken[heading.level : heading.level + heading.levels]:
                row[heading.first : heading.last + 1] = [True] * columns
        for level, row in enumerate(taken):
            for column, is_taken in enumerate(row):
                if not is_taken:
                    box = edges[column], tops[level], edges[column + 1], tops[level + 1]
                    cells[level][column] = LaidCell("", box)
        return [tuple(row) for row in cells]


def lay_headings(
    rows: Sequence[Sequence[Line]], bands: Sequence[Band], *, bounded: bool
) -> tuple[Headings, list[Line]]:
    """Give the headings over the columns and the lines above them that are none.

    `rows` are the rows of lines above the body; `bounded` says that a rule is above them, so that all of
    them are headings. Columns that only have a heading are added to the bands.
    """
    first = 0 if bounded else _first(rows, bands)
    above = [line for row in rows[:first] for line in row]
    lines = [line for row in rows[first:] for line in row]
    headings = Headings(bands=list(bands))
    if not lines:
        return headings, above
    found = _headings(lines, headings.bands)
    unclear = Headings(bands=list(bands), certain=False), above + lines
    if not _add_columns(headings, found):
        return unclear
    for heading in found:
        heading.first, heading.last = _range(heading, headings.bands, found)
    centres = _levels(found, len(headings.bands))
    _widen(found, headings.bands, len(centres))
    if not _is_clean(found, len(centres), len(headings.bands)):
        return unclear
    headings.rows = [
        [heading for heading in found if heading.level == level] for level in range(len(centres))
    ]
    box = around(heading.box for heading in found)
    middles = [(upper + lower) / 2 for upper, lower in pairwise(centres)]
    headings.ys = [box[1], *middles, box[3]]
    return headings, above


def _first(rows: Sequence[Sequence[Line]], bands: Sequence[Band]) -> int:
    """Headings go up as far as lines are in columns; a title is one text, a unit line names what it says."""
    first = len(rows)
    while first > 0:
        row = rows[first - 1]
        parts = [Line(tuple(part)) for line in row for part in _pieces(line, bands)]
        if len(parts) < 2 or any(mark in part.text[:-1] for part in parts for mark in "：:"):
            break
        if first < len(rows) and rows[first][0].box[1] - row[-1].box[3] > FAR * row[0].words[0].size:
            break
        first -= 1
    return first


def _pieces(line: Line, bands: Sequence[Band]) -> list[list[Word]]:
    """The words of a line, those together that are of one heading."""
    parts = [[line.words[0]]]
    for left, right in pairwise(line.words):
        gap = (right.x0 - left.x1) / min(left.size, right.size)
        parted = any(left.x1 <= a[1] and b[0] <= right.x1 for a, b in _gutters(bands, left.x1, right.x0))
        if gap < BLANK and not (parted and gap > BLANK / 2):
            parts[-1].append(right)
        else:
            parts.append([right])
    return parts


def _gutters(bands: Sequence[Band], x0: float, x1: float) -> Iterator[tuple[Band, Band]]:
    """The pairs of columns whose gutter holds the space from x0 to x1 or part of it."""
    for left, right in pairwise(bands):
        if left[1] < x1 and x0 < right[0]:
            yield left, right


def _headings(lines: list[Line], bands: Sequence[Band]) -> list[_Heading]:
    """Headings from the top, the lines of a wrapped one together."""
    found: list[_Heading] = []
    for line in lines:
        for part in _pieces(line, bands):
            piece = Line(tuple(part))
            x0, top, x1, _ = piece.box
            for heading in found:
                box = heading.box
                near = -0.5 <= (top - box[3]) / part[0].size < NEAR_LINES
                if near and abs((x0 + x1) - (box[0] + box[2])) <= 2 * part[0].size:
                    heading.lines.append(piece)
                    break
            else:
                found.append(_Heading([piece]))
    return found


def _middle(heading: _Heading) -> float:
    return (heading.box[1] + heading.box[3]) / 2


def _centre(heading: _Heading) -> float:
    return (heading.box[0] + heading.box[2]) / 2


def _over(heading: _Heading, bands: Sequence[Band]) -> list[int]:
    x0, _, x1, _ = heading.box
    return [index for index, band in enumerate(bands) if x0 < band[1] and band[0] < x1]


def _beside(heading: _Heading, found: Sequence[_Heading]) -> tuple[_Heading | None, _Heading | None]:
    """The nearest lower headings on the left and on the right of the middle of one."""
    size = heading.lines[0].words[0].size
    lower = [other for other in found if _middle(other) > _middle(heading) + size / 2]
    left = [other for other in lower if _centre(other) <= _centre(heading)]
    right = [other for other in lower if _centre(other) > _centre(heading)]
    return max(left, key=_centre, default=None), min(right, key=_centre, default=None)


def _add_columns(headings: Headings, found: Sequence[_Heading]) -> bool:
    """Add the columns that are blank in the body; False where a column could be under either of two headings.

    A heading is over the words that it overlaps. Where amounts stand beside their headings, as many columns
    as headings are paired in order.
    """
    bands = headings.bands
    leaves = sorted((heading for heading in found if not all(_beside(heading, found))), key=_centre)
    named = {index for heading in leaves for index in _over(heading, bands)}
    if len(named) == len(bands):
        blank = [heading for heading in leaves if not _over(heading, bands)]
        headings.bands = sorted([*bands, *((heading.box[0], heading.box[2]) for heading in blank)])
    elif len(leaves) == len(bands):
        headings.bands = [
            (min(band[0], heading.box[0]), max(band[1], heading.box[2]))
            for band, heading in zip(bands, leaves, strict=True)
        ]
    else:
        return False
    return all(left[1] < right[0] for left, right in pairwise(headings.bands))


def _range(heading: _Heading, bands: Sequence[Band], found: Sequence[_Heading]) -> tuple[int, int]:
    over = _over(heading, bands)
    if not over:
        over = [index for other in _beside(heading, found) if other for index in _over(other, bands)]
    return (min(over), max(over)) if over else (0, -1)


def _levels(found: Sequence[_Heading], width: int) -> list[float]:
    """Put each heading on its level or levels; give the middles of the levels."""
    stacks = [
        sorted((h for h in found if h.first <= column <= h.last), key=_middle) for column in range(width)
    ]
    deepest = max(stacks, key=len)
    depth = len(deepest)
    centres = [
        sum(_middle(stack[level]) for stack in stacks if len(stack) == depth)
        / sum(len(stack) == depth for stack in stacks)
        for level in range(depth)
    ]
    for heading in found:
        above = max((stack.index(heading) for stack in stacks if heading in stack), default=0)
        below = max(
            (len(stack) - 1 - stack.index(heading) for stack in stacks if heading in stack), default=0
        )
        heading.level, heading.levels = _span(_middle(heading), centres, above, below)
    return centres


def _span(middle: float, centres: Sequence[float], above: int, below: int) -> tuple[int, int]:
    """The level and levels whose middle is nearest, with as many above and below; of two, the more levels."""
    space = (centres[-1] - centres[0]) / max(1, len(centres) - 1)
    end = len(centres) - below
    best, least = (above, 1), float("inf")
    for levels in range(end - above, 0, -1):
        for level in range(above, end - levels + 1):
            off = abs((centres[level] + centres[level + levels - 1]) / 2 - middle)
            if off < least - 0.2 * space:
                best, least = (level, levels), off
    return best


def _widen(found: Sequence[_Heading], bands: Sequence[Band], depth: int) -> None:
    """A heading over other headings takes the columns beside it that no heading of its level is over.

    Where two headings could take the same columns, they part where both are nearest to their middles.
    """
    edges = [bands[0][0], *((a[1] + b[0]) / 2 for a, b in pairwise(bands)), bands[-1][1]]
    for level in range(depth - 1):
        line = sorted((h for h in found if h.level <= level < h.level + h.levels), key=lambda h: h.first)
        wide = [h for h in line if h.level + h.levels < depth]
        for before, after in pairwise([None, *line, None]):
            start = 0 if before is None else before.last + 1
            end = len(bands) if after is None else after.first
            left = before if before in wide else None
            right = after if after in wide else None
            cut = _cut(left, right, start, end, edges)
            if left is not None:
                left.last = max(left.last, cut - 1)
            if right is not None:
                right.first = min(right.first, cut)


def _cut(left: _Heading | None, right: _Heading | None, start: int, end: int, edges: Sequence[float]) -> int:
    """The first of the columns from start to end that goes to the heading on the right."""
    if left is None or right is None:
        return start if left is None else end

    def off(cut: int) -> float:
        first = (edges[left.first] + edges[cut]) / 2 - _centre(left)
        second = (edges[cut] + edges[right.last + 1]) / 2 - _centre(right)
        return abs(first) + abs(second)

    return min(range(start, end + 1), key=off, default=start)


def _is_clean(found: Sequence[_Heading], depth: int, width: int) -> bool:
    """Whether no two headings are in one place and each column has one."""
    taken = [
        (level, column)
        for heading in found
        for level in range(heading.level, heading.level + heading.levels)
        for column in range(heading.first, heading.last + 1)
    ]
    if len(taken) != len(set(taken)) or any(heading.last < heading.first for heading in found):
        return False
    return {column for _, column in taken} == set(range(width)) and depth > 0
