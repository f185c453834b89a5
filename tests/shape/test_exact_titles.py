"""Titles of ruled tables, and how tables go on over pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.shape.grids import ruled, shaped, text
from tests.shape.printed import findings, remarks, table, values
from tests.shape.ruled_page import BODY, EXPECTED, HEADS, ITEMS, PAGE, ROWS, TITLE, TOTAL, rows, told


@pytest.mark.parametrize(
    "title",
    [
        "部门支出预算总表",
        "支出预算总表",
        "2031年度单位支出预算总表",
        "3．2031年部门支出预算总表",
        "三、青石市民政局2031年部门支出预算总表（单位：元）",
        "部门支出预算总表（续表）",
        "公开01表 部门支出预算总表",
        "公开一表",
        "部⻔⽀出预算总表",
        "部门\u200b支出预算总表",
        "预算单位支出预算总表",
    ],
)
def test_titles_in_words(title: str) -> None:
    """A list number, a body, a year, a unit or look-alike characters around or in the words hide no title."""
    result = shaped(text(1, title), PAGE[1])
    assert rows(result) == EXPECTED
    assert findings(result) == set()


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["公开01表", TITLE], set()),
        ([TITLE, "公开01表"], set()),
        (["公开02表", TITLE], {"title-misread"}),
        (["公开 1 表 | 2031年部门预算", TITLE], set()),
        ([f"{TITLE} | 公开01表"], set()),
        ([f"公开02表 | {TITLE} | 单位：元"], {"title-misread"}),
    ],
)
def test_number_and_words_in_two_lines(lines: list[str], codes: set[str]) -> None:
    """They are one title; where they disagree, the words and the headings decide."""
    result = shaped(text(1, *lines), PAGE[1])
    assert rows(result) == EXPECTED
    assert findings(result) == codes


@pytest.mark.parametrize(
    "lines", [["2031年部门支出", "预算总表"], ["2031年", "部门支出预算总表（单位：元）"]]
)
def test_long_title_in_two_lines(lines: list[str]) -> None:
    """It is one title; both lines are kept as its cells."""
    result = shaped(text(1, *lines), PAGE[1])
    assert rows(result) == EXPECTED
    assert findings(result) == set()


def test_list_of_contents_is_no_table() -> None:
    """An entry has no table below it, also where the first table follows at once."""
    contents = text(1, "目录", "一、部门支出预算总表", "二、三公经费预算表", "三、部门收支总表", "公开04表")
    result = shaped(contents, *PAGE)
    assert rows(result) == EXPECTED
    assert result.missing == ("02", "03", "04")
    assert findings(result) == set()


def test_sentence_about_a_table_is_no_title() -> None:
    """A narrative that begins with the number of a table stays a narrative."""
    result = shaped(*PAGE, text(2, "公开01表反映部门全年支出情况。", "2031年支出3.50万元。"))
    assert rows(result) == EXPECTED
    assert remarks(result)["2031年支出3.50万元。"] == "narrative"


def test_rows_go_on_over_pages() -> None:
    """Without headings by the same rules, two points apart at most; with headings again; the total alone."""
    result = shaped(
        text(1, "- 1 -", TITLE, BODY),
        ruled(1, *HEADS, *ROWS),
        text(2, "- 2 -"),
        ruled(2, ITEMS[0], edges=[41, 102, 160, 220, 281, 340, 399, 461]),
        text(3, "第3页 共4页", "（续表）", "注：含下属单位。"),
        ruled(3, *HEADS, ITEMS[1]),
        text(4, "4"),
        ruled(4, "合计|300|200|100", edges=[40, 280, 340, 400, 460]),
    )
    assert rows(result) == EXPECTED
    assert [row.number for row in table(result, "expenditure").rows] == [1, 2, 3, 4, 5]
    assert {row.entries["total"].place.page for row in table(result, "expenditure").rows} == {1, 2, 3, 4}
    assert remarks(result)["注：含下属单位。"] == "note"
    assert findings(result) == set()


def test_title_and_headings_on_every_page() -> None:
    """The title again is the same table; so is a page with the title and no headings."""
    result = shaped(
        text(1, TITLE, BODY), ruled(1, *HEADS, *ROWS), text(2, TITLE, BODY), ruled(2, *HEADS, ITEMS[0]),
        text(3, TITLE, BODY), ruled(3, ITEMS[1], TOTAL),
    )  # fmt: skip
    assert rows(result) == EXPECTED


def test_headings_alone_on_a_page() -> None:
    """The next page may part a column that the headings alone did not part."""
    result = shaped(
        text(1, "政府采购预算表"),
        ruled(1, "品目|金额", edges=[40, 160, 220]),
        ruled(2, "货物|纸|5.00", edges=[40, 100, 160, 220]),
        ruled(3, "服务|9.00", edges=[40, 160, 220]),
    )
    assert values(result, "procurement", "category", "label", "amount") == [
        ("货物", "纸", "50000.00"),
        ("服务", None, "90000.00"),
    ]


@pytest.mark.parametrize(
    ("between", "edges"),
    [
        (["一、关于支出的说明"], []),
        (["2031年部门项目明细表"], []),
        (["注：以上为部门支出。", "其中：略"], []),
        ([], [40, 105, 160, 220, 280, 340, 400, 460]),
        ([], [40, 100, 160, 220, 280, 340, 400, 470]),
    ],
)
def test_grid_that_does_not_go_on(between: list[str], edges: list[int]) -> None:
    """Other text between, or rules elsewhere: the grid is no part of the table before, and that is said."""
    stranger = ruled(2, ITEMS[0], edges=edges)
    result = shaped(text(1, TITLE), ruled(1, *HEADS, *ROWS), text(2, *between or ["- 2 -"]), stranger)
    assert rows(result) == EXPECTED[:2]
    assert {"行政运行": "untitled-grid", "200": "untitled-grid"}.items() <= remarks(result).items()
    (finding,) = told(result, "grid-unmatched")
    assert finding.level == "warning"
    assert all(line in finding.message_zh for line in between if not line.startswith("注"))


@pytest.mark.parametrize(
    "title", ["2031年部门一般支出预算总表", "青石市民政局部门支出预算总表", "支出预算表"]
)
def test_title_with_words_more_or_fewer(title: str) -> None:
    """Where no other table has the title and all headings are printed, the table is taken, with a warning."""
    result = shaped(text(1, title), PAGE[1])
    assert rows(result) == EXPECTED
    assert findings(result) == {"title-differs"}


def test_like_title_beside_the_table_itself() -> None:
    """With the table itself in the document, the other one is another table."""
    both = shaped(*PAGE, text(2, "2031年部门一般支出预算总表"), replace(PAGE[1], name="again"))
    assert rows(both) == EXPECTED
    assert findings(both) == {"grid-unmatched"}


def test_unlike_title_is_not_guessed() -> None:
    """Final accounts in the same columns are not the budget."""
    result = shaped(text(1, "2031年部门支出决算总表"), PAGE[1])
    assert result.tables == ()
    assert findings(result) == {"grid-unmatched"}


def test_unknown_table_by_its_number() -> None:
    """A numbered table that the form does not have is kept as remarks, with its title."""
    result = shaped(*PAGE, text(2, "公开9表 债务表"), ruled(2, "项目|金额", "国债|5.00"))
    assert rows(result) == EXPECTED
    assert findings(result) == {"table-unknown"}
    assert remarks(result)["国债"] == "unknown-table"


def test_table_that_is_printed_again() -> None:
    """After other tables it may be that of another body: a warning."""
    other = (text(2, "公开04表 政府采购预算表"), ruled(2, "品目|<|金额", "货物|纸|5.00"))
    again = (text(3, TITLE), ruled(3, *HEADS, "201|||一般公共服务支出|7|7|"))
    assert findings(shaped(*PAGE, *other, *again)) == {"table-again"}
