"""A picture gives the grids that its rules draw, each text in its cell, askew or not."""

from __future__ import annotations

import numpy as np
import pytest
from tests.read.scan.drawn import PAPER, SCALE, Counting, Paper

from budgetpress.read.pdf.page import lay_out
from budgetpress.read.pdf.tables import Laid
from budgetpress.read.scan.page import read_picture
from budgetpress.read.scan.pictures import Picture
from budgetpress.read.scan.straighten import straighten
from budgetpress.read.scan.words import cut_lines

XS = (60.0, 180.0, 300.0, 540.0)
YS = (120.0, 145.0, 170.0, 195.0)


def page() -> Paper:
    """A title, a unit line, a table of three by three with a blank cell, and a line below."""
    paper = Paper()
    paper.text(200, 60, 6, size=16)
    paper.text(60, 95, 5)
    paper.text(450, 95, 4)
    paper.table(XS, YS)
    for row, top in enumerate(YS[:-1]):
        for column, left in enumerate(XS[:-1]):
            if (row, column) != (1, 1):
                paper.text(left + 6, top + 8, 3 + row + column)
    paper.text(60, 230, 20)
    return paper


def laid(picture: Picture) -> list[Laid]:
    """The grids of a picture, its texts numbered: cells first."""
    return lay_out(read_picture(picture, Counting()))


def texts(grid: Laid) -> list[list[str]]:
    """What each cell holds."""
    return [["" if cell is None else cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize("degrees", [0.0, 0.3, -0.6, 1.5, -2.9, 4.0])
def test_table_and_lines(degrees: float) -> None:
    """The same cells however the page lies; text outside is parted by wide gaps; every piece is somewhere."""
    above, table, below = laid(page().turned(degrees))
    assert texts(above) == [["t9"], ["t10", "t11"]]
    assert texts(table) == [["t1", "t2", "t3"], ["t4", "", "t5"], ["t6", "t7", "t8"]]
    assert texts(below) == [["t12"]]
    assert (above.exact, table.exact) == (False, True)


def test_boxes_in_points() -> None:
    """A cell has the box of its rules, a line that of its ink."""
    above, table, _ = laid(page().turned(0))
    cell, title = table.rows[2][1], above.rows[0][0]
    assert cell is not None
    assert title is not None
    assert cell.box == pytest.approx((180, 170, 300, 195), abs=1)
    assert title.box == pytest.approx((200, 60, 200 + 5 * 17.6 + 14.4, 76), abs=1)


def test_confidence_is_kept() -> None:
    """That of the piece of the cell that is least sure."""
    _, table, _ = laid(page().turned(0))
    assert table.rows[0][0] is not None
    assert table.rows[0][0].confidence == 0.5


def test_wrapped_cell_and_merged_cell() -> None:
    """Two lines in one cell are two pieces of it; a cell over two columns is one."""
    paper = Paper()
    paper.line(60, 100, 300, 100)
    paper.line(60, 150, 300, 150)
    paper.line(60, 175, 300, 175)
    paper.line(60, 100, 60, 175)
    paper.line(300, 100, 300, 175)
    paper.line(180, 150, 180, 175)
    paper.text(70, 108, 6)
    paper.text(70, 122, 4)
    paper.text(190, 158, 4)
    (table,) = laid(paper.turned(0))
    assert texts(table) == [["t1\nt2", ""], ["", "t3"]]
    assert table.rows[0][0] is not None
    assert table.rows[0][0].columns == 2


def test_broken_rule_is_a_rule() -> None:
    """A scanner that leaves out a few pixels again and again, and dust, change nothing."""
    paper = page()
    pixels = np.array(paper.picture)
    for x in range(65, 540, 9):
        pixels[:, round(x * SCALE) : round(x * SCALE) + 3] = PAPER
    for row, column in ((400, 400), (401, 900), (800, 300)):
        pixels[row, column] = 0
    table = laid(Picture(pixels=pixels, scale=SCALE))[1]
    assert texts(table)[0] == ["t1", "t2", "t3"]


def test_dust_is_no_part_of_a_line() -> None:
    """Specks between two lines neither join them nor make them higher."""
    ink = np.zeros((90, 200), np.bool_)
    ink[10:30, 20:180:3] = ink[10, 20:180] = True
    ink[60:80, 20:180:3] = ink[60, 20:180] = True
    ink[34:36, 50:52] = True
    pixels = np.where(ink, 0, PAPER).astype(np.uint8)
    cuts = list(cut_lines(pixels, ink, np.zeros_like(ink), (0, 0, 200, 90), 20.0))
    assert [cut.box for cut in cuts] == [(20, 10, 180, 30), (20, 60, 180, 80)]


def test_uneven_light() -> None:
    """Grey paper on one side is no ink."""
    light = np.linspace(1.0, 0.6, page().picture.width)
    pixels = (np.array(page().picture) * light).astype(np.uint8)
    table = laid(Picture(pixels=pixels, scale=SCALE))[1]
    assert texts(table)[2] == ["t6", "t7", "t8"]


def test_strokes_of_a_title_are_no_table() -> None:
    """Characters so large that their strokes are as long as short rules."""
    paper = Paper()
    paper.text(100, 100, 8, size=26)
    (lines,) = laid(paper.turned(0))
    assert texts(lines) == [["t1"]]


def test_blank_page() -> None:
    """No text, no grid, and nothing to turn."""
    paper = Paper()
    assert laid(paper.turned(0)) == []
    assert straighten(paper.turned(0)).pixels is not None


def test_pieces_are_cut_clean() -> None:
    """What is recognised is the text on a margin of paper, without the rules around its cell."""
    reader = Counting()
    read_picture(page().turned(0), reader)
    for piece in reader.seen:
        edge = np.concatenate((piece[0], piece[-1], piece[:, 0], piece[:, -1]))
        assert edge.min() == PAPER
        assert piece.min() < 100


def test_page_of_lines_is_straightened_too() -> None:
    """Where there are no rules the lines of text say how the page lies."""
    paper = Paper(height=600)
    for number in range(20):
        paper.text(60, 100 + 22 * number, 40)
    (lines,) = laid(paper.turned(1.2))
    assert len(lines.rows) == 20
