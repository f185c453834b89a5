"""Tables without upright rules."""

from __future__ import annotations

import pytest
from tests.read.grids import box, cell_of, tables, texts
from tests.read.pdf_samples import XS, Draw, Page, pdf

from budgetpress.model import Finding, Grid
from budgetpress.read.pdf import read_pdf

HEAD = ("科目", "基本支出", "项目支出")
BODY = (("教育支出", "1,234.50", "67.00"), ("文化支出", "10.00", ""), ("合计", "1,244.50", "67.00"))


def read(*pages: Draw) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read what is drawn."""
    return read_pdf("file.pdf", pdf(*pages))


def rows(page: Page, top: float, height: float = 20) -> None:
    """Headings and rows, numbers at the right."""
    page.fill(XS, [top + height * number for number in range(4)], [HEAD, *BODY])


def test_table_without_rules_is_exact() -> None:
    """Clean gutters part the columns; the title and the unit above are text."""

    def draw(page: Page) -> None:
        page.text(180, 40, "支出预算表", size=14)
        page.text(50, 70, "部门：甲")
        page.text(300, 70, "单位：万元")
        rows(page, 80)
        page.text(50, 200, "注：本表数字为预算数。")

    grids, _ = read(draw)
    assert [texts(grid) for grid in grids] == [
        [["支出预算表"], ["部门：甲", "单位：万元"]],
        [list(HEAD), *(list(row) for row in BODY)],
        [["注：本表数字为预算数。"]],
    ]
    assert [grid.exact for grid in grids] == [False, True, False]


def test_box_without_rules_holds_the_text() -> None:
    """A cell reaches to the middle of the gutters, and its box holds what is printed."""
    grids, _ = read(lambda page: rows(page, 80))
    x0, top, x1, bottom = box(cell_of(grids, "10.00"))
    assert x0 < 220 < 246 < x1
    assert top < 133 - 8 < 133 < bottom


def test_level_rules_bound_a_table() -> None:
    """Between its first and last rule a table has headings and rows, also of a single one."""

    def draw(page: Page) -> None:
        for y in (80, 100, 120):
            page.rule(50, y, 350, y)
        page.fill(XS, [80, 100], [HEAD, BODY[0]])
        page.text(50, 135, "合计 1.00 以上为预算数")

    grids, _ = read(draw)
    assert tables(grids) == [[list(HEAD), list(BODY[0])]]


def test_rule_below_each_row_keeps_wrapped_rows_whole() -> None:
    """Where each row has a rule, the lines between two rules are one row."""

    def draw(page: Page) -> None:
        for y in (80, 100, 140, 160, 180):
            page.rule(50, y, 350, y)
        page.fill(XS, [80, 100, 140, 160], [HEAD, ("教育", *BODY[0][1:]), BODY[1], BODY[2]])
        page.text(53, 133, "支出")

    grids, _ = read(draw)
    wrapped = ["教育\n支出", *BODY[0][1:]]
    assert tables(grids) == [[list(HEAD), wrapped, list(BODY[1]), list(BODY[2])]]


def test_heading_over_columns() -> None:
    """A heading over several columns covers them, one beside it covers the levels of headings."""

    def draw(page: Page) -> None:
        page.text(53, 90, "科目")
        page.text(230, 80, "预算数")
        page.text(205, 100, "基本支出")
        page.text(305, 100, "项目支出")
        page.fill(XS, [110, 130, 150], BODY)

    grids, _ = read(draw)
    assert tables(grids)[0][:2] == [["科目", "预算数", "^"], ["^", "基本支出", "项目支出"]]
    assert [cell_of(grids, text).rows for text in ("科目", "预算数")] == [2, 1]


BLANKS = (("甲乙", "10.00", "", "10.00"), ("丙丁", "5.00", "", "5.00"))
FOUR = (50.0, 120.0, 200.0, 280.0, 360.0)


def test_blank_column_is_a_column() -> None:
    """A column that only has its heading stands where it is printed."""

    def draw(page: Page) -> None:
        page.text(53, 93, "科目")
        for x, heading in zip(FOUR[2:], ("合计数", "上年数", "本年数"), strict=True):
            page.right(x - 3, 93, heading)
        page.fill(FOUR, [100, 120], BLANKS)

    grids, _ = read(draw)
    assert tables(grids) == [[["科目", "合计数", "上年数", "本年数"], *(list(row) for row in BLANKS)]]


def test_heading_beside_its_amounts_is_not_guessed() -> None:
    """Where amounts could be under either of two headings, the headings are text and nothing is exact."""

    def draw(page: Page) -> None:
        page.fill(FOUR, [80, 100, 120], [("科目", "合计数", "上年数", "本年数"), *BLANKS])

    grids, _ = read(draw)
    assert [grid.exact for grid in grids] == [False, False]
    assert texts(grids[0]) == [["科目", "合计数", "上年数", "本年数"]]
    assert texts(grids[1]) == [["甲乙", "10.00", "10.00"], ["丙丁", "5.00", "5.00"]]


def test_columns_that_are_not_clean_stay_text() -> None:
    """Where a word reaches over a gutter, no column is certain: the lines stay lines."""

    def draw(page: Page) -> None:
        page.fill(XS, [80, 100, 140], BODY)
        page.text(53, 133, "其中：一般公共预算安排的城乡社区公共设施支出")
        page.right(347, 133, "1.00")

    grids, _ = read(draw)
    assert all("其中" not in cell.text for grid in grids if grid.exact for row in grid.rows for cell in row)
    words = [text for grid in grids for row in texts(grid) for text in row]
    for row in BODY:
        assert all(text in words for text in row if text)


def test_empty_table_is_a_table() -> None:
    """Headings under a title, and below them the word for a total without any amount."""

    def draw(page: Page) -> None:
        page.text(160, 40, "政府性基金预算支出表", size=14)
        page.text(300, 70, "单位：万元")
        page.fill(XS, [80, 100], [HEAD, ("合 计", "", "")])
        page.text(50, 150, "注：本单位无此项支出。")

    grids, findings = read(draw)
    assert tables(grids) == [[list(HEAD), ["合 计", "", ""]]]
    assert [texts(grid) for grid in grids if not grid.exact] == [
        [["政府性基金预算支出表"], ["单位：万元"]],
        [["注：本单位无此项支出。"]],
    ]
    assert not findings


@pytest.mark.parametrize("title", ["本单位的说明", ""])
@pytest.mark.parametrize("total", ["合计", "总 计"])
def test_words_above_a_total_are_no_table_without_a_title(title: str, total: str) -> None:
    """What stands in columns may be anything."""

    def draw(page: Page) -> None:
        page.text(160, 40, title, size=14)
        page.fill(XS, [80, 100], [HEAD, (total, "", "")])

    assert tables(read(draw)[0]) == []


def test_two_tables_without_rules_are_two() -> None:
    """Rows with other columns, further down, are another table."""

    def draw(page: Page) -> None:
        rows(page, 60)
        page.text(200, 190, "另表")
        page.fill((70.0, 220.0, 330.0), [210, 230, 250], [("项目", "金额"), ("甲", "1.00"), ("乙", "2.00")])

    grids, _ = read(draw)
    assert tables(grids) == [
        [list(HEAD), *(list(row) for row in BODY)],
        [["项目", "金额"], ["甲", "1.00"], ["乙", "2.00"]],
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("一、收入预算………………………………3", "二、支出预算………………………………4"),
        ("2026年收入1,234.50万元，比上年增加67.00万元；", "2025年支出1,167.50万元。"),
        ("地址：甲路12号        电话：12345678",),
    ],
)
def test_prose_is_no_table(lines: tuple[str, ...]) -> None:
    """Contents, sentences with amounts and a line with a gap are text."""

    def draw(page: Page) -> None:
        for number, line in enumerate(lines):
            page.text(50, 60 + 20 * number, line)

    grids, _ = read(draw)
    assert tables(grids) == []
