"""What departments print in ways of their own: titles over several pages, units, whole codes, notes."""

from __future__ import annotations

import pytest
from tests.shape.grids import ruled, shaped, text
from tests.shape.printed import findings, remarks, values
from tests.shape.ruled_page import EXPECTED, HEADS, ITEMS, PAGE, ROWS, TITLE, TOTAL, rows, told


@pytest.mark.parametrize("repeated", [HEADS, ()])
def test_like_title_on_every_page(repeated: tuple[str, ...]) -> None:
    """A title that is only like that of the table is so on each page, with or without the headings."""
    title = "青石市民政局部门支出预算总表"
    result = shaped(
        text(1, title), ruled(1, *HEADS, *ROWS), text(2, title), ruled(2, *repeated, *ITEMS, TOTAL)
    )
    assert rows(result) == EXPECTED
    assert len(told(result, "title-differs")) == len(result.findings) == 1


@pytest.mark.parametrize(
    "whose", ["部门（单位）", "单位（本级）", "区级部门", "本级", "省级", "区级预算单位"]
)
def test_whose_table_it_is(whose: str) -> None:
    """Words for whose budget it is are no part of a title."""
    result = shaped(text(1, f"2031年{whose}支出预算总表"), PAGE[1])
    assert rows(result) == EXPECTED
    assert findings(result) == set()


def test_unit_of_the_next_table() -> None:
    """The unit above another table that was not recognised is none of the table before, which prints none."""
    stranger = ruled(1, "姓名|<|<|<|卡号|<|<", "某人|<|<|<|12|<|<", top=400)
    assert (
        rows(shaped(text(1, TITLE), PAGE[1], text(1, "公务卡使用情况表", "单位：万元"), stranger)) == EXPECTED
    )


def test_unit_below_a_like_title() -> None:
    """It is that of its table, and not of the one before."""
    before = (text(1, "公开04表 政府采购预算表"), ruled(1, "品目|<|金额", "货物|纸|5.00"))
    result = shaped(*before, text(2, "青石市民政局部门支出预算总表", "单位：千元"), PAGE[1])
    assert values(result, "procurement", "amount") == [("50000.00",)]
    assert rows(result)[-1] == (None, "合计", "300000.00", "200000.00", "100000.00")


@pytest.mark.parametrize(
    "codes",
    [
        ("208||", "208|20802|", "208|20802|2080201", "208|20802|2080299"),
        ("208||", "|20802|", "||2080201", "||2080299"),
        ("208||", "208|02|", "208|02|2080201", "208|02|2080299"),
    ],
)
def test_whole_codes_in_the_columns_of_their_parts(codes: tuple[str, ...]) -> None:
    """A part that says all before it again is the whole code."""
    lines = [f"{code}|{line.split('|', 3)[3]}" for code, line in zip(codes, (*ROWS, *ITEMS), strict=True)]
    result = shaped(text(1, TITLE), ruled(1, *HEADS, *lines, TOTAL))
    assert rows(result) == EXPECTED
    assert findings(result) == set()


def test_whole_code_that_the_parts_before_it_do_not_say() -> None:
    """It is no code of the table, and never a guess."""
    result = shaped(text(1, TITLE), ruled(1, *HEADS, "210||2080201|行政运行|200|200|0"))
    assert rows(result) == [(None, "行政运行", "200.00", "200.00", "0.00")]
    assert findings(result) == {"code-incomplete"}


@pytest.mark.parametrize(("head", "level"), [("科目名称", "warning"), ("", "note")])
def test_texts_under_an_unknown_heading(head: str, level: str) -> None:
    """They are kept as remarks and told; they are a warning where a column of the table is not found."""
    heads = [f"{line}|{end}" for line, end in zip(HEADS, ("备忘", "^", "^"), strict=True)]
    heads = [line.replace(head or "-", "名目") for line in heads]
    result = shaped(text(1, TITLE), ruled(1, *heads, f"{ITEMS[0]}|略"))
    assert remarks(result)["略"] == "outside-columns"
    assert {finding.level for finding in told(result, "heading-unknown")} == {level}


def test_heading_with_a_unit_that_is_wrapped() -> None:
    """A unit in brackets is no part of a heading, wherever its line breaks."""
    heads = (HEADS[0], HEADS[1].replace("合计", "合计（\n元）"), HEADS[2])
    assert rows(shaped(text(1, TITLE), ruled(1, *heads, *ROWS, *ITEMS, TOTAL))) == EXPECTED


def test_empty_table_of_printed_zeros() -> None:
    """A note that calls a table empty does not contradict zeros."""
    zeros = ruled(1, *HEADS, "合计|<|<|<|0|0.00|0")
    result = shaped(text(1, TITLE), zeros, text(1, "注：本部门无支出，故本表为空表。"))
    assert rows(result) == [(None, "合计", "0.00", "0.00", "0.00")]
    assert findings(result) == set()
    assert set(remarks(result).values()) == {"note"}


@pytest.mark.parametrize("heads", [HEADS, ()])
@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("208|05|05|机关事业单位基本养老|100||100", "|||保险缴费支出|||"),
        ("208|05|05|机关事业单位基本养老|||", "|||保险缴费支出|100||100"),
        ("|||机关事业单位基本养老|||", "208|05|05|保险缴费支出|100||100"),
    ],
)
def test_row_cut_by_a_page_break(heads: tuple[str, ...], upper: str, lower: str) -> None:
    """It is one row, whichever part has its amounts, where the whole name is that of its code."""
    result = shaped(text(1, TITLE), ruled(1, *HEADS, ITEMS[0], upper), ruled(2, *heads, lower, TOTAL))
    whole = "机关事业单位基本养老保险缴费支出"
    assert rows(result)[1:] == [("2080505", whole, "100.00", None, "100.00"), EXPECTED[-1]]
    assert findings(result) == {"row-joined"}
    assert remarks(result) == {"保险缴费支出": "rest-of-row"}


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("208|05|05|机关事业单位基本养老|100||100", "|||保险|||"),
        ("208|05|05|机关事业单位基本养老保险缴费支出|100||100", "|||其他|||"),
        ("208|05|05|机关事业单位基本养老|100||100", "|||保险缴费支出|5||"),
        ("208|05|06|机关事业单位基本养老|100||100", "|||保险缴费支出|||"),
    ],
)
def test_rows_that_are_two(upper: str, lower: str) -> None:
    """Where the name, the code or an amount says otherwise, nothing is joined."""
    result = shaped(text(1, TITLE), ruled(1, *HEADS, ITEMS[0], upper), ruled(2, lower, TOTAL))
    assert len(rows(result)) == 4
    assert findings(result) == set()


def test_row_and_its_rest_on_one_page() -> None:
    """Only a page break cuts a row."""
    lines = ("208|05|05|机关事业单位基本养老|100||100", "|||保险缴费支出|||")
    assert len(rows(shaped(text(1, TITLE), ruled(1, *HEADS, *lines)))) == 2
