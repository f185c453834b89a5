"""Ways of printing that mislead a reader: each parser sees through them, or says so."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.read.grids import PARSERS, Read, box, cell_of, tables, texts
from tests.read.pdf_samples import ROWS, XS, Page, plain


@pytest.fixture(params=PARSERS)
def read(request: pytest.FixtureRequest) -> Read:
    """Read pages that are drawn, with one parser and with the other."""
    return PARSERS[request.param]


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
