"""What is read of a PDF, by either parser."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import pytest
from tests.read.pdf_samples import HEIGHT, ROWS, WIDTH, XS, Draw, Page, pdf, plain

from budgetpress.model import Cell, Finding, Grid
from budgetpress.read.pdf import read_pdf

Read = Callable[..., tuple[tuple[Grid, ...], tuple[Finding, ...]]]


@pytest.fixture(params=["pdfium", "pdfplumber"])
def read(request: pytest.FixtureRequest) -> Read:
    """Read pages that are drawn, with one parser and with the other."""

    def read_drawn(*pages: Draw, rotate: int = 0) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
        data = pdf(*pages, rotate=rotate)
        return read_pdf("file.pdf", data, exact_parser=request.param == "pdfplumber")

    return read_drawn


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a grid; `^` where a merged cell covers a position."""
    return [["^" if not cell.rows else cell.text for cell in row] for row in grid.rows]


def tables(grids: Sequence[Grid]) -> list[list[list[str]]]:
    """The texts of the exact grids."""
    return [texts(grid) for grid in grids if grid.exact]


def cell_of(grids: Sequence[Grid], text: str) -> Cell:
    """The one cell with a text."""
    (cell,) = [cell for grid in grids for row in grid.rows for cell in row if cell.text == text]
    return cell


def box(cell: Cell) -> tuple[float, ...]:
    """The box of a cell as floats."""
    assert cell.place.bbox is not None
    return tuple(map(float, cell.place.bbox))


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


def test_fake_bold_is_read_once(read: Read) -> None:
    """A glyph painted again a hair beside itself is one glyph."""

    def draw(page: Page) -> None:
        for shift in (0.0, 0.2, 0.4):
            page.text(50 + shift, 60, "合计 1177.00")

    grids, _ = read(draw)
    assert texts(grids[0]) == [["合计 1177.00"]]


def test_text_off_the_page_is_kept_apart(read: Read) -> None:
    """What lies beyond the edge is hidden text and in no table, and a finding says so."""

    def draw(page: Page) -> None:
        plain(page)
        page.text(160, 430, "999.00")

    grids, findings = read(draw)
    assert tables(grids) == [[list(row) for row in ROWS]]
    hidden = cell_of(grids, "999.00")
    assert hidden.hidden
    assert [(finding.code, finding.level) for finding in findings] == [("text-not-shown", "note")]
    assert findings[0].place is not None
    assert findings[0].place.page == 1


def test_text_over_text_is_a_finding(read: Read) -> None:
    """Two numbers printed over one another are one unreadable text, and a warning says where."""

    def draw(page: Page) -> None:
        page.table(XS, 80, ROWS)
        page.right(346, 113, "89.12")

    _, findings = read(draw)
    assert [(finding.code, finding.level) for finding in findings] == [("text-over-text", "warning")]
    assert findings[0].place is not None
    assert findings[0].place.page == 1


def test_white_text_on_white_is_kept_apart(read: Read) -> None:
    """White digits under the printed ones do not mix with them; white text on a dark cell is text."""

    def white(page: Page) -> None:
        page.text(208, 113, "8,888.88", grey=1)
        page.table(XS, 80, ROWS)
        page.bar(50, 200, 100, 20, 0.2)
        page.text(60, 214, "白字", grey=1)

    grids, findings = read(white)
    assert tables(grids) == [[list(row) for row in ROWS]]
    assert cell_of(grids, "8,888.88").hidden
    assert not cell_of(grids, "白字").hidden
    assert [finding.code for finding in findings] == ["text-not-shown"]


def test_shading_makes_no_columns(read: Read) -> None:
    """Filled backgrounds are no rules, whatever their edges; thin filled bars are."""

    def draw(page: Page) -> None:
        for left in (48, 120, 190, 260, 320):
            page.bar(left, 78, 30, 64, 0.9)
        for x in XS:
            page.bar(x - 0.25, 80, 0.5, 60)
        for y in (80, 100, 120, 140):
            page.bar(50, y - 0.25, 300, 0.5)
        page.fill(XS, [80, 100, 120], ROWS)

    grids, _ = read(draw)
    assert tables(grids) == [[list(row) for row in ROWS]]


def test_dotted_rules_are_rules(read: Read) -> None:
    """A rule of dots, each a path of its own, parts cells as a line does."""

    def draw(page: Page) -> None:
        page.grid([50, 350], [80, 140])
        for step in range(150):
            page.bar(50 + 2 * step, 99.6, 0.8, 0.8)
            page.bar(50 + 2 * step, 119.6, 0.8, 0.8)
        for step in range(30):
            page.bar(149.6, 80 + 2 * step, 0.8, 0.8)
            page.bar(249.6, 80 + 2 * step, 0.8, 0.8)
        page.fill(XS, [80, 100, 120], ROWS)

    grids, _ = read(draw)
    assert tables(grids) == [[list(row) for row in ROWS]]
    assert box(grids[0].rows[1][1]) == pytest.approx((150, 100, 250, 120), abs=0.5)


def test_number_in_pieces_is_one_number(read: Read) -> None:
    """Digits set apart from one another, and pieces of a number, are one text; two numbers are two."""

    def draw(page: Page) -> None:
        page.grid(XS, [80, 100, 120])
        for index, digit in enumerate("1,234.50"):
            page.text(155 + 9 * index, 93, digit)
        page.text(255, 93, "12,34")
        page.text(283, 93, "5.60")
        page.text(155, 113, "1 2 3 . 0 0")
        page.text(255, 113, "12.00   34.00")

    grids, _ = read(draw)
    assert tables(grids) == [[["", "1,234.50", "12,345.60"], ["", "123.00", "12.00 34.00"]]]


def test_number_over_its_rule_stays_whole(read: Read) -> None:
    """A number wider than its cell is in its own cell, whole, and no digit of it in the next one."""

    def draw(page: Page) -> None:
        page.grid([50, 150, 190, 350], [80, 100, 120])
        page.right(188, 93, "123,456,789.00")
        page.text(55, 113, "合计")

    grids, _ = read(draw)
    assert tables(grids) == [[["", "123,456,789.00", ""], ["合计", "", ""]]]


def test_missing_rules_between_numbers(read: Read) -> None:
    """Two numbers that no rule parts are two cells where the rules of other rows say so."""

    def draw(page: Page) -> None:
        page.grid(XS, [80, 100])
        page.grid([50, 150, 350], [100, 120])
        page.fill(XS, [80, 100], ROWS[:2])

    grids, _ = read(draw)
    assert tables(grids) == [[list(ROWS[0]), list(ROWS[1])]]
    assert box(grids[0].rows[1][2]) == pytest.approx((250, 100, 350, 120), abs=0.3)


def test_watermark_is_in_no_cell(read: Read) -> None:
    """Text that runs aslant over a table is kept outside of it."""

    def draw(page: Page) -> None:
        page.table(XS, 80, ROWS)
        page.canvas.saveState()
        page.canvas.translate(100, 260)
        page.canvas.rotate(30)
        page.canvas.setFont("STSong-Light", 20)
        page.canvas.drawString(0, 0, "征求意见稿")
        page.canvas.restoreState()

    grids, _ = read(draw)
    assert tables(grids) == [[list(row) for row in ROWS]]
    loose = "".join(cell.text for grid in grids if not grid.exact for row in grid.rows for cell in row)
    assert sorted(loose.replace(" ", "")) == sorted("征求意见稿")


def test_text_in_a_form_object_is_read(read: Read) -> None:
    """What is drawn by way of a form object is where the form puts it."""

    def draw(page: Page) -> None:
        page.canvas.beginForm("inner")
        page.table(XS, 80, ROWS)
        page.canvas.endForm()
        page.canvas.translate(10, -20)
        page.canvas.doForm("inner")

    grids, _ = read(draw)
    assert tables(grids) == [[list(row) for row in ROWS]]
    assert box(grids[0].rows[1][1]) == pytest.approx((160, 120, 260, 140), abs=0.3)


def test_boxes_count_from_the_crop_box(read: Read) -> None:
    """A cropped page is what a person sees: boxes begin at its corner, and text beyond it is not shown."""

    def draw(page: Page) -> None:
        page.canvas.setCropBox((40, 20, 460, 360))
        page.table(XS, 80, ROWS)
        page.text(5, 200, "页边")

    grids, findings = read(draw)
    assert box(grids[0].rows[1][1]) == pytest.approx((110, 60, 210, 80), abs=0.3)
    assert cell_of(grids, "页边").hidden
    assert [finding.code for finding in findings] == ["text-not-shown"]


def test_hyphen_at_the_end_of_a_line_is_kept(read: Read) -> None:
    """A dash that ends a line is a dash: it may be what a cell says."""

    def draw(page: Page) -> None:
        page.text(50, 60, "ab-", font="Helvetica")
        page.text(50, 80, "cd", font="Helvetica")

    grids, _ = read(draw)
    assert texts(grids[0]) == [["ab-"], ["cd"]]


def test_coordinates_are_decimals(read: Read) -> None:
    """No float leaves the reader."""
    grids, _ = read(plain)
    for grid in grids:
        for row in grid.rows:
            for cell in row:
                assert cell.place.bbox is not None
                assert all(isinstance(side, Decimal) for side in cell.place.bbox)
