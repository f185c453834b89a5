"""Tables without upright rules: lines of text whose words stand in columns, parted by clean gutters.

A table is claimed only where it is certain: every word of its body is in one column, and between two columns
nothing is printed in any row. Anything less stays lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from operator import is_
from statistics import median

from budgetpress.read.pdf.content import Rule
from budgetpress.read.pdf.headings import Band, lay_headings
from budgetpress.read.pdf.lines import NUMBER, Line, Word, around
from budgetpress.read.pdf.rules import TOLERANCE
from budgetpress.read.pdf.tables import Columns, Laid, LaidCell, laid_cell

GUTTER = 0.75
"""Columns are parted by this much at least, in font sizes: more than a blank, less than any table has."""

FAR = 4.0
"""Rows further apart than this many times the usual are of different tables."""

TIGHT = 0.6
"""Lines nearer than this share of the usual space between rows are of one row."""

HIGHEST = 8
"""An empty table has no more lines than this: its title, its unit, its headings and its total."""

_TOTAL = re.compile(r"[合总] ?计")

Row = list[Line]
"""The lines of one row of cells: one, or several where a cell is wrapped."""


def find_columns(lines: Sequence[Line], levels: Iterable[Rule]) -> tuple[list[Laid], list[Line]]:
    """Give the tables among lines of text (from the top), and the lines that are in none.

    `levels` are the rules that stand alone; those of one width bound a table and part its rows.
    """
    tables: list[Laid] = []
    rest = list(lines)
    for ys, x0, x1 in _ladders(levels):
        inside = [line for line in rest if ys[0] <= _middle(line) <= ys[-1] and x0 <= _centre(line) <= x1]
        found, left = _ruled_rows(inside, ys, (x0, x1))
        tables += found
        gone = {id(line) for line in inside} - {id(line) for line in left}
        rest = [line for line in rest if id(line) not in gone]
    found, rest = _unruled(rest)
    empty, rest = _empty(rest)
    return tables + found + empty, rest


def _middle(line: Line) -> float:
    return (line.box[1] + line.box[3]) / 2


def _centre(line: Line) -> float:
    return (line.box[0] + line.box[2]) / 2


# --- between level rules ---------------------------------------------------------------------------------


def _ladders(levels: Iterable[Rule]) -> Iterator[tuple[list[float], float, float]]:
    """Rules of one width, one below the other: their ys, and where they begin and end."""
    ladders: list[list[Rule]] = []
    for rule in sorted((rule for rule in levels if rule.top == rule.bottom), key=lambda rule: rule.top):
        for ladder in ladders:
            if abs(ladder[0].x0 - rule.x0) <= TOLERANCE and abs(ladder[0].x1 - rule.x1) <= TOLERANCE:
                ladder.append(rule)
                break
        else:
            ladders.append([rule])
    for ladder in ladders:
        if len(ladder) > 1:
            yield [rule.top for rule in ladder], ladder[0].x0, ladder[0].x1


def _ruled_rows(
    lines: list[Line], ys: list[float], sides: tuple[float, float]
) -> tuple[list[Laid], list[Line]]:
    """Tables between level rules; where the rules are of two tables, they part where they are furthest."""
    if len(ys) < 2 or not lines:
        return [], lines
    laid = _table(lines, ys, sides)
    if laid is not None and not laid[1]:
        return [laid[0]], []
    if len(ys) < 4:
        return [], lines
    cut = max(range(1, len(ys) - 2), key=lambda index: ys[index + 1] - ys[index])
    above = [line for line in lines if _middle(line) <= ys[cut]]
    below = [line for line in lines if _middle(line) >= ys[cut + 1]]
    between = [line for line in lines if ys[cut] < _middle(line) < ys[cut + 1]]
    first, left = _ruled_rows(above, ys[: cut + 1], sides)
    second, more = _ruled_rows(below, ys[cut + 1 :], sides)
    return first + second, left + between + more


# --- without rules ---------------------------------------------------------------------------------------


def _unruled(lines: list[Line]) -> tuple[list[Laid], list[Line]]:
    """Tables in lines without rules; where two tables are in them, they part where they are furthest."""
    anchors = [index for index, line in enumerate(lines) if is_anchor(line)]
    if not anchors:
        return [], lines
    laid = _table(lines, [], None)
    if laid is not None:
        return [laid[0]], laid[1]
    if len(anchors) == 1:
        return [], lines
    gaps = [(_gap(lines[a], lines[b]), b) for a, b in pairwise(anchors)]
    cut = _start(lines, max(gaps)[1])
    first, left = _unruled(lines[:cut])
    second, more = _unruled(lines[cut:])
    return first + second, left + more


def _empty(lines: list[Line]) -> tuple[list[Laid], list[Line]]:
    """Tables with nothing but a title, headings and the word for a total; and the lines in none of them."""
    tables: list[Laid] = []
    rest: list[Line] = []
    for line in lines:
        rest.append(line)
        titles = [
            at for at, above in enumerate(rest[-HIGHEST:], max(0, len(rest) - HIGHEST)) if _is_title(above)
        ]
        if not _TOTAL.fullmatch(line.text) or not titles:
            continue
        x0, top, x1, bottom = line.box
        total = Line((Word(line.text, x0, top, x1, bottom, line.words[0].size),))
        laid = _table([*rest[titles[-1] + 1 : -1], total], [], None, is_row=partial(is_, total))
        if laid is not None and laid[0].exact:
            tables.append(laid[0])
            rest[titles[-1] + 1 :] = laid[1]
    return tables, rest


def _is_title(line: Line) -> bool:
    return len(segments(line)) == 1 and line.text.endswith("表")


def _start(lines: list[Line], anchor: int) -> int:
    """The first of the lines without numbers above an anchor."""
    while anchor > 1 and not is_anchor(lines[anchor - 1]):
        anchor -= 1
    return anchor


def is_anchor(line: Line) -> bool:
    """Whether a line is the line of a row: with a number, and with columns."""
    return len(segments(line)) > 1 and any(NUMBER.fullmatch(word.text) for word in line.words)


def _with_amounts(lines: Iterable[Line]) -> Callable[[Line], bool]:
    """What tells the line of a row among these: an amount where any has a point or comma, else a number."""

    def has_amount(line: Line) -> bool:
        return is_anchor(line) and any(
            NUMBER.fullmatch(word.text) and ("." in word.text or "," in word.text) for word in line.words
        )

    return has_amount if any(map(has_amount, lines)) else is_anchor


def segments(line: Line, least: float = GUTTER) -> list[list[Word]]:
    """The words of a line, those together that no gap of so many font sizes parts."""
    parts = [[line.words[0]]]
    for left, right in pairwise(line.words):
        if right.x0 - left.x1 < least * min(left.size, right.size):
            parts[-1].append(right)
        else:
            parts.append([right])
    return parts


def _gap(above: Line, below: Line) -> float:
    return below.box[1] - above.box[3]


# --- a table ---------------------------------------------------------------------------------------------


def _table(
    lines: list[Line],
    ys: list[float],
    sides: tuple[float, float] | None,
    is_row: Callable[[Line], bool] | None = None,
) -> tuple[Laid, list[Line]] | None:
    """The one table in lines, and what of them is above or below it; None where there is no certain one."""
    is_row = is_row or _with_amounts(lines)
    rows = _rows(lines, ys, is_row)
    anchored = [number for number, row in enumerate(rows) if any(map(is_row, row))]
    if not anchored and len(ys) > 2:  # an empty table: headings, and below the next rule its lines
        anchored = [number for number, row in enumerate(rows) if _middle(row[0]) > ys[1]]
    if not anchored:
        return None
    body = rows[anchored[0] : anchored[-1] + 1]
    if not ys and _are_apart(body):
        return None
    bands = _bands(body)
    if bands is None:
        return None
    heads, above = lay_headings(rows[: anchored[0]], bands, bounded=bool(ys))
    bands = heads.bands
    if len(bands) < 2 or (len(anchored) == 1 and not ys and (not heads.rows or len(bands) < 3)):
        return None  # a line with a gap
    below = [line for row in rows[anchored[-1] + 1 :] for line in row]
    columns = Columns(tuple(bands), tuple(_edges(bands, sides)))
    tops = tops_of(body, ys, heads.ys)
    edges = columns.edges
    table = Laid(
        kind="table",
        rows=(*heads.laid(edges, tops), *lay_body(body, columns, tops[len(heads.rows) :])),
        exact=heads.certain,
        box=(edges[0], tops[0], edges[-1], tops[-1]),
        columns=columns if heads.certain else None,
        printed=() if heads.rows else tuple(map(tuple, body)),
    )
    return table, above + below


def _rows(lines: list[Line], ys: list[float], is_row: Callable[[Line], bool]) -> list[Row]:
    """Lines to rows: those between two rules, or those nearer to one another than rows are."""
    between = [[line for line in lines if top < _middle(line) <= bottom] for top, bottom in pairwise(ys)]
    if len(ys) > 3 and not any(map(_are_rows, between)):
        return [row for row in between if row]
    space = _row_space(lines, is_row)
    rows: list[Row] = []
    for line in lines:
        if rows and _is_same_row(rows[-1], line, ys, space, is_row):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _are_rows(lines: Sequence[Line]) -> bool:
    """Whether lines between two rules are more than one row: there is a number below a number."""
    numbers = [
        [word for word in line.words if NUMBER.fullmatch(word.text) and len(segments(line)) > 1]
        for line in lines
    ]
    return any(
        upper.x0 < lower.x1 and lower.x0 < upper.x1
        for above, below in pairwise(filter(None, numbers))
        for upper in above
        for lower in below
    )


def _row_space(lines: Sequence[Line], is_row: Callable[[Line], bool]) -> float:
    """The usual space between rows, seen where lines with amounts follow one another."""
    spaces = [_gap(a, b) for a, b in pairwise(lines) if is_row(a) and is_row(b)]
    return median(spaces) if spaces else median(word.size for line in lines for word in line.words)


def _is_same_row(row: Row, line: Line, ys: list[float], space: float, is_row: Callable[[Line], bool]) -> bool:
    if any(_middle(row[-1]) < y <= _middle(line) for y in ys):
        return False
    if is_row(line) and any(map(is_row, row)):
        return False
    return _gap(row[-1], line) < TIGHT * space


def _are_apart(rows: Sequence[Row]) -> bool:
    gaps = [_gap(above[-1], below[0]) for above, below in pairwise(rows)]
    return bool(gaps) and max(gaps) > FAR * max(median(gaps), rows[0][0].words[0].size)


def _bands(body: Sequence[Row]) -> list[Band] | None:
    """The columns of the body; None where a row has more parts than there are columns."""
    words = [word for row in body for line in row for word in line.words]
    least = GUTTER * median(word.size for word in words)
    bands: list[list[float]] = []
    for word in sorted(words, key=lambda word: word.x0):
        if bands and word.x0 - bands[-1][1] < least:
            bands[-1][1] = max(bands[-1][1], word.x1)
        else:
            bands.append([word.x0, word.x1])
    for row in body:
        for line in row:
            columns = [_column(part[0], bands) for part in segments(line)]
            if len(set(columns)) < len(columns):
                return None
    return [(x0, x1) for x0, x1 in bands]


def _column(word: Word, bands: Sequence[Sequence[float]]) -> int:
    x = (word.x0 + word.x1) / 2
    return min(range(len(bands)), key=lambda index: max(bands[index][0] - x, x - bands[index][1]))


def _edges(bands: Sequence[Band], sides: tuple[float, float] | None) -> list[float]:
    """The sides of the columns: the middles of the gutters."""
    first, last = sides or (bands[0][0], bands[-1][1])
    middles = [(left[1] + right[0]) / 2 for left, right in pairwise(bands)]
    return [min(first, bands[0][0]), *middles, max(last, bands[-1][1])]


def tops_of(
    body: Sequence[Sequence[Line]], ys: Sequence[float] = (), heads: Sequence[float] = ()
) -> list[float]:
    """The tops of all rows, and the bottom of the last: the rules `ys` between them, else the middles.

    `heads` are the tops of the rows of headings and the bottom of the last of them.
    """
    boxes = [around(line.box for line in row) for row in body]
    if heads:
        boxes.insert(0, (0.0, heads[0], 0.0, heads[-1]))
    tops = []
    for above, below in pairwise(boxes):
        between = [y for y in ys if above[3] <= y <= below[1]]
        tops.append(between[0] if between else (above[3] + below[1]) / 2)
    first, last = (ys[0], ys[-1]) if ys else (boxes[0][1], boxes[-1][3])
    return [first, *heads[1:-1], *tops, last]


def lay_body(
    body: Sequence[Sequence[Line]], columns: Columns, tops: Sequence[float]
) -> tuple[tuple[LaidCell, ...], ...]:
    """The rows of a table as cells, each word in the column that is nearest to it."""
    return tuple(
        _laid_row(row, columns, top, bottom) for row, (top, bottom) in zip(body, pairwise(tops), strict=True)
    )


def _laid_row(row: Sequence[Line], columns: Columns, top: float, bottom: float) -> tuple[LaidCell, ...]:
    cells: list[list[Line]] = [[] for _ in columns.bands]
    for line in row:
        parts: dict[int, list[Word]] = {}
        for word in line.words:
            parts.setdefault(_column(word, columns.bands), []).append(word)
        for column, words in parts.items():
            cells[column].append(Line(tuple(words)))
    sides = pairwise(columns.edges)
    return tuple(
        laid_cell(some, (left, top, right, bottom)) for some, (left, right) in zip(cells, sides, strict=True)
    )
