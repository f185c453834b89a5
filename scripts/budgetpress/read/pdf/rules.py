"""Rules to cells: join the pieces, close what is left open, and see which positions no rule parts.

This is the search of pdfplumber's `TableFinder` on a raster of positions instead of on pairs of crossings
(a test holds that both give the same cells), so its cost grows with the cells and not with their square, and
no position of a table is ever in no cell.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from budgetpress.read.pdf.content import Box, Rule
from budgetpress.read.pdf.limits import MAX_POSITIONS

TOLERANCE = 3.0
"""Points within which rules are one rule, touch, or end at one another: the default of pdfplumber."""

MIN_LENGTH = 3.0
"""A shorter piece, once joined, is a dot or a corner and no rule."""

SAME = 0.3
"""Points within which pieces are on the same line."""

MOSTLY_OUTSIDE = 0.5
"""A drawing whose rules leave more of its box open than this is a diagram and no table."""

Span = tuple[int, int, int, int]
"""row, column, rows, columns."""

_Line = tuple[float, float, float]
"""Where a rule is (x or y), where it starts and where it ends."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cells:
    """A ruled table: the positions of its column and row edges, and what each cell covers.

    `tidy` says that what the rules part are rectangles, all of them.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    tidy: bool = True

    @property
    def box(self) -> Box:
        """The outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def cell_box(self, span: Span) -> Box:
        """The box of a cell."""
        row, column, rows, columns = span
        return self.xs[column], self.ys[row], self.xs[column + columns], self.ys[row + rows]


def find_cells(rules: Iterable[Rule]) -> tuple[list[Cells], list[Rule]]:
    """Give the ruled tables, from the top, and the joined rules that are part of none.

    A table has two cells at least. One that lost its outer rules (at a page break, or by its author) is
    closed by the box around its rules.
    """
    tables, left = [], []
    for uprights, levels in _groups(*join(rules)):
        cells = _cells(uprights, levels)
        if cells is None:
            left += [Rule(at, start, at, end) for at, start, end in uprights]
            left += [Rule(start, at, end, at) for at, start, end in levels]
        else:
            tables.append(cells)
    tables.sort(key=lambda cells: (cells.ys[0], cells.xs[0]))
    return tables, left


def join(rules: Iterable[Rule]) -> tuple[list[_Line], list[_Line]]:
    """Rules on (nearly) one line become one line, pieces that (nearly) touch one rule: uprights, levels."""
    uprights, levels = [], []
    for x0, top, x1, bottom in rules:
        if x0 == x1:
            uprights.append((x0, top, bottom))
        else:
            levels.append((top, x0, x1))
    return _join(uprights), _join(levels)


def _join(pieces: list[_Line]) -> list[_Line]:
    """Pieces on the same line first: the dots of a row are nearer to one another than two rules ever are."""
    for tolerance in (SAME, TOLERANCE):
        lines = _near(pieces, tolerance)
        pieces = [run for line in lines for run in _join_line(line) if run[2] - run[1] >= MIN_LENGTH]
    return pieces


def _near(pieces: list[_Line], tolerance: float) -> Iterator[list[_Line]]:
    """Pieces that follow one another within a tolerance."""
    pieces = sorted(pieces)
    first = 0
    for index in range(1, len(pieces) + 1):
        if index == len(pieces) or pieces[index][0] > pieces[index - 1][0] + tolerance:
            if index > first:
                yield pieces[first:index]
            first = index


def _join_line(pieces: list[_Line]) -> list[_Line]:
    at = sum(piece[0] for piece in pieces) / len(pieces)
    runs: list[list[float]] = []
    for _, start, end in sorted(pieces, key=lambda piece: piece[1]):
        if runs and start <= runs[-1][1] + TOLERANCE:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    return [(at, start, end) for start, end in runs]


def _groups(uprights: list[_Line], levels: list[_Line]) -> Iterable[tuple[list[_Line], list[_Line]]]:
    """Rules that touch one another, directly or through others, each group as its uprights and levels."""
    uprights = sorted(uprights)
    parents = list(range(len(uprights) + len(levels)))

    def root(item: int) -> int:
        while parents[item] != item:
            parents[item] = parents[parents[item]]
            item = parents[item]
        return item

    xs = [upright[0] for upright in uprights]
    for number, (y, start, end) in enumerate(levels, len(uprights)):
        for index in range(bisect_left(xs, start - TOLERANCE), bisect_right(xs, end + TOLERANCE)):
            _, top, bottom = uprights[index]
            if top - TOLERANCE <= y <= bottom + TOLERANCE:
                parents[root(index)] = root(number)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for index, upright in enumerate(uprights):
        groups[root(index)][0].append(upright)
    for index, level in enumerate(levels, len(uprights)):
        groups[root(index)][1].append(level)
    return groups.values()


def _cells(uprights: list[_Line], levels: list[_Line]) -> Cells | None:
    if not uprights or not levels or len(uprights) + len(levels) < 3:
        return None
    xs = _edges(uprights, levels)
    ys = _edges(levels, uprights)
    while True:
        if (len(xs) - 1) * (len(ys) - 1) > MAX_POSITIONS:
            return None
        # right[row][column]: is there a rule on the right of the position; below[column][row] likewise.
        right = _walls(xs, ys, uprights)
        below = _walls(ys, xs, levels)
        idle_x = {xs[column + 1] for column in range(len(xs) - 2) if not any(row[column] for row in right)}
        idle_y = {ys[row + 1] for row in range(len(ys) - 2) if not any(line[row] for line in below)}
        if not idle_x and not idle_y:
            break
        xs = [x for x in xs if x not in idle_x]
        ys = [y for y in ys if y not in idle_y]
    return _from_walls(xs, ys, right, below)


def _edges(lines: list[_Line], crossing: list[_Line]) -> list[float]:
    """Where the lines are, and the ends of what crosses them where no line is there: the closing box."""
    edges = sorted({line[0] for line in lines})
    first = min(*(line[1] for line in crossing), edges[0])
    last = max(*(line[2] for line in crossing), edges[-1])
    if first < edges[0] - TOLERANCE:
        edges.insert(0, first)
    if last > edges[-1] + TOLERANCE:
        edges.append(last)
    return edges


def _walls(ats: list[float], sides: list[float], lines: list[_Line]) -> list[list[bool]]:
    """For each span between two sides, which of the inner `ats` a line stands at over all of it."""
    walls = [[False] * (len(ats) - 1) for _ in range(len(sides) - 1)]
    index = {at: number - 1 for number, at in enumerate(ats)}
    for at, start, end in lines:
        column = index.get(at)
        if column is None or column < 0:
            continue
        first = bisect_left(sides, start - TOLERANCE)
        last = bisect_right(sides, end + TOLERANCE) - 1
        for number in range(first, last):
            walls[number][column] = True
    return walls


def _from_walls(
    xs: list[float], ys: list[float], right: list[list[bool]], below: list[list[bool]]
) -> Cells | None:
    columns, rows = len(xs) - 1, len(ys) - 1
    seen = [[False] * columns for _ in range(rows)]
    spans: list[Span] = []
    ragged = 0.0
    for row in range(rows):
        for column in range(columns):
            if seen[row][column]:
                continue
            region = _region(row, column, right, below, seen)
            pieces = _rectangles(region)
            if len(pieces) > 1:
                ragged += sum((xs[c + 1] - xs[c]) * (ys[r + 1] - ys[r]) for r, c in region)
            spans += pieces
    area = (xs[-1] - xs[0]) * (ys[-1] - ys[0])
    if len(spans) < 2 or ragged > MOSTLY_OUTSIDE * area:
        return None
    return Cells(xs=tuple(xs), ys=tuple(ys), spans=tuple(sorted(spans)), tidy=ragged == 0)


def _region(
    row: int, column: int, right: list[list[bool]], below: list[list[bool]], seen: list[list[bool]]
) -> list[tuple[int, int]]:
    """The positions that no rule parts from this one; they are marked as seen."""
    rows, columns = len(seen), len(seen[0])
    seen[row][column] = True
    region = [(row, column)]
    for r, c in region:  # grows while it is walked
        if c + 1 < columns and not right[r][c] and not seen[r][c + 1]:
            seen[r][c + 1] = True
            region.append((r, c + 1))
        if c > 0 and not right[r][c - 1] and not seen[r][c - 1]:
            seen[r][c - 1] = True
            region.append((r, c - 1))
        if r + 1 < rows and not below[c][r] and not seen[r + 1][c]:
            seen[r + 1][c] = True
            region.append((r + 1, c))
        if r > 0 and not below[c][r - 1] and not seen[r - 1][c]:
            seen[r - 1][c] = True
            region.append((r - 1, c))
    return region


def _rectangles(region: list[tuple[int, int]]) -> list[Span]:
    """A region as few rectangles: one, unless a rule ends in the middle of nowhere."""
    runs: dict[tuple[int, int], list[list[int]]] = defaultdict(list)  # (column, columns) -> [row, rows]
    region = sorted(region)
    index = 0
    while index < len(region):
        row, column = region[index]
        width = 1
        while index + width < len(region) and region[index + width] == (row, column + width):
            width += 1
        index += width
        stack = runs[column, width]
        if stack and stack[-1][0] + stack[-1][1] == row:
            stack[-1][1] += 1
        else:
            stack.append([row, 1])
    return [(row, column, rows, width) for (column, width), stack in runs.items() for row, rows in stack]
