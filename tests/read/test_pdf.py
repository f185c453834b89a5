"""What is read of a PDF, by either parser."""

from __future__ import annotations

import pytest
from tests.read.grids import PARSERS, Read, box, cell_of, tables, texts
from tests.read.pdf_samples import HEIGHT, ROWS, WIDTH, XS, Page, plain


@pytest.fixture(params=PARSERS)
def read(request: pytest.FixtureRequest) -> Read:
    """Read pages that are drawn, with one parser and with the other."""
    return PARSERS[request.param]


def test_text_and_tables_are_grids_in_reading_order(read: Read) -> None:
    """The lines above a table are one grid, parted at wide gaps; the table is the next, and exact."""
    grids, findings = read(plain)
    assert [(grid.name, grid.exact) for grid in grids] == [
        ("page 1, text 1", False),
        ("page 1, table 2", True),
    ]
    assert texts(grids[0]) == [["支出预算表"], ["部门：甲", "单位：万元"]]
    assert texts(grids[1]) == [list(row) for row in ROWS]
    assert findings == ()


def test_cell_has_the_box_of_its_rules(read: Read) -> None:
    """Points from the top left corner with two decimals at most; a line of text has its own box."""
    grids, _ = read(plain)
    amount = grids[1].rows[1][1]
    assert (amount.place.source, amount.place.page) == ("file.pdf", 1)
    assert box(amount) == pytest.approx((150, 100, 250, 120), abs=0.3)
    assert amount.place.bbox is not None
    assert all(-side.as_tuple().exponent <= 2 for side in amount.place.bbox if side)  # type: ignore[operator]
    x0, top, x1, bottom = box(cell_of(grids, "单位：万元"))
    assert x0 == pytest.approx(300, abs=0.5)
    assert x1 == pytest.approx(350, abs=0.5)
    assert top < 70 < bottom


def test_merged_headings_have_spans(read: Read) -> None:
    """A cell over two columns and one over two rows stand at their first position; the others are covered."""

    def merged(page: Page) -> None:
        for x0, y0, x1, y1 in (
            (50, 80, 350, 80), (150, 100, 350, 100), (50, 120, 350, 120), (50, 140, 350, 140),
            (50, 80, 50, 140), (150, 80, 150, 140), (250, 100, 250, 140), (350, 80, 350, 140),
        ):  # fmt: skip
            page.rule(x0, y0, x1, y1)
        page.text(60, 103, "科目")
        page.text(220, 93, "预算数")
        page.fill(XS, [100, 120], [["", "基本", "项目"], ["教育", "1.00", "2.00"]])

    grids, _ = read(merged)
    assert tables(grids) == [
        [["科目", "预算数", "^"], ["^", "基本", "项目"], ["教育", "1.00", "2.00"]],
    ]
    heading, wide = cell_of(grids, "科目"), cell_of(grids, "预算数")
    assert (heading.rows, heading.columns) == (2, 1)
    assert (wide.rows, wide.columns) == (1, 2)
    covered = grids[0].rows[0][2]
    assert (covered.text, covered.rows, covered.columns, covered.place) == ("", 0, 0, wide.place)
    assert box(wide) == pytest.approx((150, 80, 350, 100), abs=0.3)


def test_several_tables_on_a_page(read: Read) -> None:
    """Tables one below the other, and beside one another, are grids of their own."""

    def draw(page: Page) -> None:
        page.table(XS[:3], 40, [["甲", "1.00"], ["乙", "2.00"]])
        page.table([300, 380, 460], 40, [["丙", "3.00"], ["丁", "4.00"]])
        page.text(50, 120, "表二")
        page.table(XS[:3], 130, [["戊", "5.00"], ["己", "6.00"]])

    grids, _ = read(draw)
    assert [texts(grid) for grid in grids] == [
        [["甲", "1.00"], ["乙", "2.00"]],
        [["丙", "3.00"], ["丁", "4.00"]],
        [["表二"]],
        [["戊", "5.00"], ["己", "6.00"]],
    ]


def test_table_inside_a_cell_keeps_its_text(read: Read) -> None:
    """Text in a table within a cell is read once, in the inner table."""

    def draw(page: Page) -> None:
        page.grid([50, 300, 450], [40, 60, 200])
        page.text(55, 53, "外")
        page.table([80, 150, 250], 100, [["内", "1.00"], ["里", "2.00"]])

    grids, _ = read(draw)
    assert tables(grids) == [[["外", ""], ["", ""]], [["内", "1.00"], ["里", "2.00"]]]


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_table_without_an_outer_rule_is_whole(read: Read, side: str) -> None:
    """A table that lost one of its outer rules, as at a page break, keeps its row or column."""
    grids, _ = read(lambda page: page.table(XS, 80, ROWS, without=[side]))
    assert tables(grids) == [[list(row) for row in ROWS]]


def test_each_page_gives_its_own_grid(read: Read) -> None:
    """A table over two pages is two grids; nothing is chained or dropped here."""
    grids, _ = read(lambda page: page.table(XS, 80, ROWS), lambda page: page.table(XS, 20, ROWS[1:]))
    assert tables(grids) == [[list(row) for row in ROWS], [list(row) for row in ROWS[1:]]]
    assert [grid.rows[0][0].place.page for grid in grids] == [1, 2]


def test_wrapped_lines_are_joined_by_a_line_break(read: Read) -> None:
    """The lines of one cell are one text."""

    def draw(page: Page) -> None:
        page.grid(XS, [80, 120, 140])
        page.text(53, 95, "一般公共服")
        page.text(53, 108, "务支出")
        page.right(247, 102, "12.00")
        page.fill(XS, [120], [["合计", "12.00"]])

    grids, _ = read(draw)
    assert tables(grids) == [[["一般公共服\n务支出", "12.00", ""], ["合计", "12.00", ""]]]


def test_empty_table_keeps_its_note(read: Read) -> None:
    """Headings and blank rows are a table; the note below is text."""

    def draw(page: Page) -> None:
        page.table(XS, 80, [ROWS[0], ("", "", "")])
        page.text(50, 140, "注：本年度无此项预算，本表为空。")

    grids, _ = read(draw)
    assert [texts(grid) for grid in grids] == [
        [list(ROWS[0]), ["", "", ""]],
        [["注：本年度无此项预算，本表为空。"]],
    ]


def _displayed(x: float, y: float, rotate: int) -> tuple[float, float]:
    """A point of the drawing on the displayed page; reportlab exchanges the sides of a turned page."""
    return {
        0: (x, HEIGHT - y),
        90: (y, x),
        180: (WIDTH - x, y),
        270: (WIDTH - y, HEIGHT - x),
    }[rotate]


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_turned_page_reads_as_upright(read: Read, rotate: int, turn: int) -> None:
    """However page and text are turned, the grids are the same, and the boxes are those displayed."""

    def draw(page: Page) -> None:
        page.canvas.translate(250, 200)
        page.canvas.rotate(turn)
        page.canvas.translate(-200, -270)
        plain(page)

    grids, _ = read(draw, rotate=rotate)
    assert [texts(grid) for grid in grids] == [
        [["支出预算表"], ["部门：甲", "单位：万元"]],
        [list(row) for row in ROWS],
    ]
    # The cell (150, 100, 250, 120) of the drawing, turned with it, then displayed.
    corners = [(150 - 200, 300 - 270), (250 - 200, 280 - 270)]
    quarters = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}
    c, s = quarters[turn]
    drawn = [(250 + x * c - y * s, 200 + x * s + y * c) for x, y in corners]
    (ax, ay), (bx, by) = (_displayed(x, y, rotate) for x, y in drawn)
    expected = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
    assert box(grids[1].rows[1][1]) == pytest.approx(expected, abs=0.3)


def test_sideways_heading_in_an_upright_table(read: Read) -> None:
    """Text that runs up or down in a cell is read its own way."""

    def draw(page: Page) -> None:
        page.grid([50, 80, 200], [80, 180, 200])
        page.fill([80, 200], [150, 180], [["1.00"], ["2.00"]])
        page.canvas.saveState()
        page.canvas.translate(70, 400 - 170)
        page.canvas.rotate(90)
        page.canvas.setFont("STSong-Light", 10)
        page.canvas.drawString(0, 0, "基本支出")
        page.canvas.restoreState()
        page.text(85, 193, "一二三四五")

    grids, _ = read(draw)
    assert tables(grids)[0][0][0] == "基本支出"


def test_narrative_is_lines_of_text(read: Read) -> None:
    """A page without tables gives one grid that is not exact, a cell a line, numbers and all."""

    def draw(page: Page) -> None:
        page.text(50, 60, "2026年本部门收入预算1,234.50万元，其中财政拨款收入1,234.50万元，")
        page.text(50, 80, "比2025年增加67.00万元，主要原因是项目支出增加。")
        page.text(50, 100, "一、基本支出1,000.00万元；")
        page.text(240, 380, "- 3 -")

    grids, _ = read(draw)
    assert [(len(grid.rows), grid.exact) for grid in grids] == [(4, False)]
    assert all(len(row) == 1 for row in grids[0].rows)
    assert grids[0].rows[-1][0].text == "- 3 -"


def test_underlined_title_is_no_table(read: Read) -> None:
    """A rule below a heading, a frame around the page and a box around a text hold no cells."""

    def draw(page: Page) -> None:
        page.grid([20, 480], [20, 380])
        page.text(200, 60, "部门预算")
        page.rule(200, 64, 240, 64)
        page.grid([100, 200], [100, 130])
        page.text(110, 118, "说明")

    grids, _ = read(draw)
    assert [texts(grid) for grid in grids] == [[["部门预算"], ["说明"]]]
    assert not grids[0].exact
