"""A page's content to its grids, in reading order: ruled tables, and the lines of text between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from budgetpress.read.pdf.columns import GUTTER, find_columns, is_anchor, segments
from budgetpress.read.pdf.content import Box, Content, Frame, Glyph, Turn, in_frame
from budgetpress.read.pdf.lines import Line, around, lines_of
from budgetpress.read.pdf.rules import find_cells
from budgetpress.read.pdf.tables import Laid, LaidCell, fill, laid_cell

WIDE_GAP = 2.5
"""A gap in a line of text wider than this (font sizes) parts it into cells: `部门：甲          单位：元`."""


def lay_out(content: Content) -> list[Laid]:
    """The grids of a page in reading order; text that the page does not show comes last, as such.

    A page whose text mostly runs sideways is read sideways. Boxes are those of the page as it is displayed.
    """
    frame = Frame(_turn(content.glyphs), content.width, content.height)
    content = in_frame(content, frame)
    tables, alone = find_cells(content.rules)
    laid, outside = fill(tables, [glyph for glyph in content.glyphs if glyph.shown])
    columns, lines = find_columns(lines_of(glyph for glyph in outside if glyph.turn == 0), alone)
    laid += columns
    lines += lines_of(glyph for glyph in outside if glyph.turn != 0)
    may_go_on = any(map(is_anchor, lines)) or any(grid.printed for grid in laid)
    laid += _texts(lines, [table.box for table in laid], printed=may_go_on)
    laid.sort(key=lambda grid: (grid.box[1], grid.box[0]))
    hidden = lines_of(glyph for glyph in content.glyphs if not glyph.shown)
    if hidden:
        laid.append(text_of(hidden, shown=False))
    return [_back(frame, grid) for grid in laid]


def _turn(glyphs: Iterable[Glyph]) -> Turn:
    """The turn that most of the text has."""
    turns = Counter(glyph.turn or 0 for glyph in glyphs if glyph.shown and not glyph.text.isspace())
    return max(turns, key=lambda turn: (turns[turn], turn == 0), default=0)


def _texts(lines: Iterable[Line], tables: Iterable[Box], *, printed: bool) -> list[Laid]:
    """Lines of text, cut into grids wherever a table starts between them."""
    starts = sorted(table[1] for table in tables)
    texts: list[Laid] = []
    block: list[Line] = []
    passed = 0
    for line in lines:
        middle = (line.box[1] + line.box[3]) / 2
        now = sum(start <= middle for start in starts)
        if block and now != passed:
            texts.append(text_of(block, printed=printed))
            block = []
        passed = now
        block.append(line)
    if block:
        texts.append(text_of(block, printed=printed))
    return texts


def text_of(lines: Sequence[Line], *, shown: bool = True, printed: bool = False) -> Laid:
    """Lines as a grid of text; those `printed` may be rows of a table of the page before."""
    return Laid(
        kind="text",
        rows=tuple(_cells(line) for line in lines),
        exact=False,
        box=around(line.box for line in lines),
        shown=shown,
        printed=tuple((line,) for line in lines) if printed else (),
    )


def _cells(line: Line) -> tuple[LaidCell, ...]:
    """A line with numbers is cut at every gap that could part columns, any other at wide ones only."""
    gap = GUTTER if is_anchor(line) else WIDE_GAP
    return tuple(laid_cell([Line(tuple(part))], Line(tuple(part)).box) for part in segments(line, gap))


def _back(frame: Frame, grid: Laid) -> Laid:
    if frame.turn == 0:
        return grid
    rows = tuple(tuple(cell and cell._replace(box=frame.back(cell.box)) for cell in row) for row in grid.rows)
    return Laid(kind=grid.kind, rows=rows, exact=grid.exact, box=frame.back(grid.box), shown=grid.shown)
