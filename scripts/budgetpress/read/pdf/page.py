"""A page's content to its grids, in reading order: ruled tables, and the lines of text between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from budgetpress.read.pdf.content import Box, Content, Frame, Glyph, Turn, in_frame
from budgetpress.read.pdf.lines import Line, Word, around, lines_of
from budgetpress.read.pdf.rules import find_cells
from budgetpress.read.pdf.tables import Laid, LaidCell, fill

WIDE_GAP = 2.5
"""A gap in a line of text wider than this (font sizes) parts it into cells: `部门：甲          单位：元`."""


def lay_out(content: Content) -> list[Laid]:
    """The grids of a page in reading order; text that the page does not show comes last, as such.

    A page whose text mostly runs sideways is read sideways. Boxes are those of the page as it is displayed.
    """
    frame = Frame(_turn(content.glyphs), content.width, content.height)
    content = in_frame(content, frame)
    tables, _ = find_cells(content.rules)
    laid, outside = fill(tables, [glyph for glyph in content.glyphs if glyph.shown])
    laid += _texts(outside, [table.box for table in laid])
    laid.sort(key=lambda grid: (grid.box[1], grid.box[0]))
    hidden = lines_of(glyph for glyph in content.glyphs if not glyph.shown)
    if hidden:
        laid.append(_text(hidden, shown=False))
    return [_back(frame, grid) for grid in laid]


def _turn(glyphs: Iterable[Glyph]) -> Turn:
    """The turn that most of the text has."""
    turns = Counter(glyph.turn or 0 for glyph in glyphs if glyph.shown and not glyph.text.isspace())
    return max(turns, key=lambda turn: (turns[turn], turn == 0), default=0)


def _texts(glyphs: list[Glyph], tables: list[Box]) -> list[Laid]:
    """Lines of text, cut into grids wherever a table starts between them."""
    starts = sorted(table[1] for table in tables)
    texts: list[Laid] = []
    block: list[Line] = []
    passed = 0
    for line in lines_of(glyphs):
        middle = (line.box[1] + line.box[3]) / 2
        now = sum(start <= middle for start in starts)
        if block and now != passed:
            texts.append(_text(block))
            block = []
        passed = now
        block.append(line)
    if block:
        texts.append(_text(block))
    return texts


def _text(lines: list[Line], *, shown: bool = True) -> Laid:
    rows = tuple(_cells(line) for line in lines)
    return Laid(kind="text", rows=rows, exact=False, box=around(line.box for line in lines), shown=shown)


def _cells(line: Line) -> tuple[LaidCell, ...]:
    parts: list[list[Word]] = []
    for word in line.words:
        if parts and word.x0 - parts[-1][-1].x1 <= WIDE_GAP * min(word.size, parts[-1][-1].size):
            parts[-1].append(word)
        else:
            parts.append([word])
    cells = []
    for part in parts:
        sure = [word.confidence for word in part if word.confidence is not None]
        piece = Line(tuple(part))
        cells.append(LaidCell(piece.text, piece.box, 1, 1, min(sure, default=None)))
    return tuple(cells)


def _back(frame: Frame, grid: Laid) -> Laid:
    if frame.turn == 0:
        return grid
    rows = tuple(tuple(cell and cell._replace(box=frame.back(cell.box)) for cell in row) for row in grid.rows)
    return Laid(kind=grid.kind, rows=rows, exact=grid.exact, box=frame.back(grid.box), shown=grid.shown)
