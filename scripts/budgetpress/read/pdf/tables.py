"""Glyphs into the cells of ruled tables, and cells into rows."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from budgetpress.read.pdf.content import Box, Glyph
from budgetpress.read.pdf.lines import NUMBER, Line, Word, lines_of
from budgetpress.read.pdf.rules import Cells, Span

MIDDLE = 0.38
"""The middle of a character above its baseline, in font sizes: the same for every font and parser."""

RUN_GAP = 0.12
"""Characters painted one after another and no further apart than this (font sizes) are one run."""

STRUCK = 0.2
"""A rule strikes a character, instead of passing beside it, with this share of it on either side."""


class LaidCell(NamedTuple):
    """A cell on a page: its text, its box, the positions it covers; `over` as in `Word`."""

    text: str
    box: Box
    rows: int = 1
    columns: int = 1
    confidence: float | None = None
    over: bool = False


class Columns(NamedTuple):
    """The columns of a table without upright rules: where the words of each are, and the sides of each."""

    bands: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Laid:
    """A grid on a page. A position that a merged cell covers holds None. `shown` as in `Glyph`.

    `columns` are those of a table without upright rules. What has no headings may go on with a table of the
    page before: `printed` are then the lines of each row.
    """

    kind: str
    rows: tuple[tuple[LaidCell | None, ...], ...]
    exact: bool
    box: Box
    shown: bool = True
    columns: Columns | None = None
    printed: tuple[tuple[Line, ...], ...] = ()


@dataclass(slots=True)
class _Ruled:
    """A table whose cells are being filled."""

    cells: Cells
    owner: dict[tuple[int, int], Span]
    glyphs: dict[Span, list[Glyph]]

    def span_at(self, x: float, y: float) -> Span | None:
        column = bisect_right(self.cells.xs, x) - 1
        row = bisect_right(self.cells.ys, y) - 1
        return self.owner.get((row, column))


def fill(tables: Iterable[Cells], glyphs: Iterable[Glyph]) -> tuple[list[Laid], list[Glyph]]:
    """Give the tables with their text, and the glyphs that are in none of them.

    A glyph is in one cell at most: where tables lie in one another, in that of the innermost. Text that
    runs over a rule stays whole, in one cell. A drawing without any text is left out.
    """
    ruled = [_Ruled(cells, _owners(cells), defaultdict(list)) for cells in tables]
    inner_first = sorted(ruled, key=lambda table: _area(table.cells.box))
    outside: list[Glyph] = []
    for run in _runs(glyphs):
        homes = [_home(inner_first, glyph) for glyph in run]
        if len(run) > 1 and any(home != homes[0] for home in homes):
            homes = _whole(inner_first, run, homes)
        for glyph, home in zip(run, homes, strict=True):
            if home is None:
                outside.append(glyph)
            else:
                table, span = home
                inner_first[table].glyphs[span].append(glyph)
    return [_laid(table) for table in ruled if any(table.glyphs.values())], outside


def _owners(cells: Cells) -> dict[tuple[int, int], Span]:
    return {
        (r, c): span
        for span in cells.spans
        for r in range(span[0], span[0] + span[2])
        for c in range(span[1], span[1] + span[3])
    }


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


_Home = tuple[int, Span] | None
"""Which table, and which of its cells."""


def _home(tables: list[_Ruled], glyph: Glyph) -> _Home:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    if glyph.turn == 0:
        y = glyph.base - MIDDLE * glyph.size
    elif glyph.turn is None:
        return None  # a watermark is over the table, not in it
    for number, table in enumerate(tables):
        span = table.span_at(x, y)
        if span is not None:
            return number, span
    return None


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs that were painted as one piece of level text."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run:
            last = run[-1]
            gap = RUN_GAP * glyph.size
            if (
                glyph.turn != 0
                or last.turn != 0
                or abs(glyph.base - last.base) > gap
                or abs(glyph.x0 - last.x1) > gap
                or glyph.text.isspace()
                or last.text.isspace()
            ):
                yield run
                run = []
        run.append(glyph)
    if run:
        yield run


def _whole(tables: list[_Ruled], run: list[Glyph], homes: list[_Home]) -> list[_Home]:
    """The homes of a run over a rule: one home for all of it, where it is one text.

    It is where the rule strikes through a character, or parts a number so that a part is none by itself. Else
    the rule passes between the texts of two cells, set close.
    """
    boxes = [None if home is None else tables[home[0]].cells.cell_box(home[1]) for home in homes]
    struck = any(
        box is not None and max(box[0] - glyph.x0, glyph.x1 - box[2]) > STRUCK * (glyph.x1 - glyph.x0)
        for glyph, box in zip(run, boxes, strict=True)
    )
    text = "".join(glyph.text for glyph in run)
    numeric = NUMBER.fullmatch(text) is not None
    if not struck:
        pairs = zip(run, homes, strict=True)
        parts = ["".join(glyph.text for glyph, _ in part) for _, part in groupby(pairs, itemgetter(1))]
        if not numeric or all(map(NUMBER.fullmatch, parts)):
            return homes
    # Amounts stand at the right of their cell, labels at the left; what stands at neither is centred.
    first, last = boxes[0], boxes[-1]
    if numeric and last is not None and last[2] - run[-1].x1 <= run[-1].size:
        return [homes[-1]] * len(run)
    if not numeric and first is not None and run[0].x0 - first[0] <= run[0].size:
        return [homes[0]] * len(run)
    return [Counter(homes).most_common(1)[0][0]] * len(run)


def _laid(table: _Ruled) -> Laid:
    cells = table.cells
    width = len(cells.xs) - 1
    rows: list[list[LaidCell | None]] = [[None] * width for _ in range(len(cells.ys) - 1)]
    for span in cells.spans:
        for row, column, cell in _cell(cells, span, table.glyphs.get(span, [])):
            rows[row][column] = cell
    return Laid(kind="table", rows=tuple(map(tuple, rows)), exact=cells.tidy, box=cells.box)


def _cell(cells: Cells, span: Span, glyphs: list[Glyph]) -> Iterator[tuple[int, int, LaidCell]]:
    lines = lines_of(glyphs)
    parts = _parted(cells, span, lines) if len(lines) > 1 or (lines and len(lines[0].words) > 1) else None
    if parts is None:
        yield span[0], span[1], laid_cell(lines, cells.cell_box(span), span[2], span[3])
        return
    for row in range(span[0], span[0] + span[2]):
        for column in range(span[1], span[1] + span[3]):
            part = [Line((word,)) for word in parts.get((row, column), ())]
            yield row, column, laid_cell(part, cells.cell_box((row, column, 1, 1)))


def _parted(cells: Cells, span: Span, lines: list[Line]) -> dict[tuple[int, int], list[Word]] | None:
    """The numbers in a cell by their positions, if rules are missing between them.

    They are where there is nothing but numbers, each within one position and no two in the same.
    """
    if span[2] == span[3] == 1:
        return None
    parts: dict[tuple[int, int], list[Word]] = {}
    for word in (word for line in lines for word in line.words):
        column = bisect_right(cells.xs, (word.x0 + word.x1) / 2) - 1
        row = bisect_right(cells.ys, (word.top + word.bottom) / 2) - 1
        x0, _, x1, _ = cells.cell_box((row, column, 1, 1))
        if not NUMBER.fullmatch(word.text) or (row, column) in parts or word.x0 < x0 or word.x1 > x1:
            return None
        parts[row, column] = [word]
    return parts


def laid_cell(lines: list[Line], box: Box, rows: int = 1, columns: int = 1) -> LaidCell:
    """A cell of text lines."""
    sure = [word.confidence for line in lines for word in line.words if word.confidence is not None]
    joined = "\n".join(line.text for line in lines)
    over = any(word.over for line in lines for word in line.words)
    return LaidCell(joined, box, rows, columns, min(sure, default=None), over)
