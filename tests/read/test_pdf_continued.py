"""Tables without upright rules that go on on the next page without their headings."""

from __future__ import annotations

import pytest
from tests.read.grids import box, cell_of, tables, texts
from tests.read.pdf_samples import XS, Draw, Page, pdf

from budgetpress.model import Grid
from budgetpress.read.pdf import read_pdf
from budgetpress.read.pdf.continued import Continued
from budgetpress.read.pdf.page import lay_out
from budgetpress.read.pdf.pdfium import PdfiumPages
from budgetpress.shape.edges import edges, fits_into

HEAD = ("科目", "基本支出", "项目支出")
BODY = (("教育支出", "1,234.50", "67.00"), ("文化支出", "10.00", "8.00"), ("体育支出", "1.00", "2.00"))
TOTAL = ("合计", "1,245.50", "77.00")

both = pytest.mark.parametrize("exact", [False, True])


def first(page: Page) -> None:
    """A table whose end is on the next page, and the number of the page."""
    page.text(180, 40, "支出预算表", size=14)
    page.fill(XS, [80, 100, 120, 140], [HEAD, *BODY])
    page.text(250, 380, "1")


def rows_of(*rows: tuple[str, ...], left: float = 0, top: float = 60) -> Draw:
    """A page with these rows at its top."""
    xs = [x + left for x in XS]
    return lambda page: page.fill(xs, [top + 20 * number for number in range(len(rows))], rows)


def read(*pages: Draw, exact: bool = False, jobs: int = 1) -> tuple[Grid, ...]:
    """Read what is drawn."""
    return read_pdf("file.pdf", pdf(*pages), exact_parser=exact, jobs=jobs)[0]


@both
@pytest.mark.parametrize(
    "rows",
    [
        (TOTAL,),
        (("合计", "", "77.00"),),
        (("一般公共服务", "", "5.00"), ("合计", "", "77.00")),
        (BODY[0], BODY[1], TOTAL),
    ],
    ids=["total", "total with a blank", "blank column", "whole"],
)
def test_rows_take_the_columns_of_the_page_before(rows: tuple[tuple[str, ...], ...], exact: bool) -> None:
    """Also where a column is blank all the way down, or nothing is left but the total."""
    grids = read(first, rows_of(*rows), exact=exact)
    found = [grid for grid in grids if grid.exact]
    assert tables(grids) == [[list(HEAD), *map(list, BODY)], [list(row) for row in rows]]
    assert fits_into(edges(found[1].rows), edges(found[0].rows))


def test_box_holds_the_text() -> None:
    """The boxes of a row that goes on are those of its own page."""
    x0, top, x1, bottom = box(cell_of(read(first, rows_of(TOTAL)), "77.00"))
    assert x0 < 322 < 347 <= x1
    assert top <= 73 - 8 < 73 <= bottom


def test_columns_go_on_over_many_pages() -> None:
    """A page of rows passes the columns on."""
    grids = read(first, rows_of(("甲", "", "1.00"), ("乙", "", "2.00")), rows_of(TOTAL), jobs=2)
    assert tables(grids)[1:] == [[["甲", "", "1.00"], ["乙", "", "2.00"]], [list(TOTAL)]]


def test_lines_around_the_rows_stay_text() -> None:
    """A running head above them, a note below."""

    def draw(page: Page) -> None:
        page.text(180, 40, "某某单位部门预算")
        rows_of(TOTAL)(page)
        page.text(50, 120, "注：本表数字为预算数。")

    grids = read(first, draw)[-3:]
    assert [texts(grid) for grid in grids] == [
        [["某某单位部门预算"]],
        [list(TOTAL)],
        [["注：本表数字为预算数。"]],
    ]
    assert [grid.exact for grid in grids] == [False, True, False]


def not_clean(page: Page) -> None:
    """A label that reaches into the next column."""
    page.text(53, 73, "一般公共预算安排的城乡社区公共设施支出")
    page.right(347, 73, "1.00")


def between_the_columns(page: Page) -> None:
    """Amounts on the left of where those above stand, though in no other column."""
    page.text(53, 73, "合计")
    page.right(150, 73, "77.00")


def after_a_blank_page(page: Page) -> None:
    """Nothing but a sentence."""
    page.text(53, 73, "本页无正文。")


def below_a_text(page: Page) -> None:
    """Far down, after an explanation."""
    for number in range(4):
        page.text(53, 60 + 20 * number, "预算情况说明，以下各项均为本年预算数。")
    rows_of(TOTAL, top=160)(page)


def with_notes_below(page: Page) -> None:
    """A table, then an explanation."""
    first(page)
    for number in range(3):
        page.text(53, 200 + 20 * number, "预算情况说明，以下各项均为本年预算数。")


@pytest.mark.parametrize(
    "pages",
    [
        (first, not_clean),
        (first, between_the_columns),
        (first, rows_of(TOTAL, left=45)),
        (first, after_a_blank_page, rows_of(TOTAL)),
        (first, below_a_text),
        (with_notes_below, rows_of(TOTAL)),
        (first, rows_of(BODY[0], BODY[1], left=45)),
    ],
)
def test_rows_that_do_not_fit_stay_what_they_are(pages: tuple[Draw, ...]) -> None:
    """Nothing is put into columns that are not certain to be its own."""
    alone = read(pages[-1])
    assert [like(grid) for grid in read(*pages)[-len(alone) :]] == [like(grid) for grid in alone]


def like(grid: Grid) -> tuple[object, ...]:
    """What a grid is, but for its page."""
    return grid.exact, texts(grid), edges(grid.rows)


def test_only_the_very_next_page_goes_on() -> None:
    """Pages that are pictures are recognised after all others: the page read before may be any."""
    data = pdf(first, rows_of(TOTAL))
    pages = [lay_out(PdfiumPages(data).read(number)) for number in (0, 1)]
    for number, goes_on in ((1, True), (2, False)):
        continued = Continued()
        continued.lay(0, pages[0])
        assert (continued.lay(number, pages[1]) is not pages[1]) is goes_on


def test_rules_below_each_row() -> None:
    """A table with level rules alone goes on with its total."""

    def ruled(page: Page) -> None:
        for y in (80, 100, 120, 140, 160):
            page.rule(50, y, 350, y)
        page.fill(XS, [80, 100, 120, 140], [HEAD, *BODY])

    def end(page: Page) -> None:
        for y in (60, 80):
            page.rule(50, y, 350, y)
        rows_of(("合计", "", "77.00"))(page)

    grids = read(ruled, end)
    assert tables(grids)[1] == [["合计", "", "77.00"]]
    assert fits_into(edges(grids[-1].rows), edges(grids[0].rows))
