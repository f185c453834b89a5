"""Ruled tables and sheets: columns by their headings, for certain; nothing is moved, and nothing is lost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.shape.grids import document, lost, ruled, shaped, sheet, text
from tests.shape.printed import findings, remarks, table, values
from tests.shape.ruled_page import EXPECTED, HEADS, ITEMS, PAGE, ROWS, TITLE, kinds, rows, told

from budgetpress.form import load_form
from budgetpress.model import Grid
from budgetpress.shape import shape


def test_plain_ruled_table() -> None:
    """Headings with spans, codes in three columns, a merged total; rows above others are subtotals."""
    result = shaped(*PAGE)
    assert rows(result) == EXPECTED
    assert kinds(result) == "ssiit"
    assert table(result, "expenditure").unit == "元"
    assert findings(result) == set()
    assert remarks(result) == {"编制部门：青石市民政局": "around-table"}


def test_code_has_the_box_around_its_parts() -> None:
    """What was printed stays in the entry, parted by blanks; its box goes from the first part to the last."""
    entry = table(shaped(*PAGE), "expenditure").rows[2].entries["functional_code"]
    assert entry.text == "208 02 01"
    assert entry.place.bbox is not None
    assert [int(x) for x in entry.place.bbox] == [40, 200, 220, 220]


def test_part_of_a_code_without_its_zero() -> None:
    """A part that is too short is padded, with a finding that says what was printed."""
    result = shaped(PAGE[0], ruled(1, *HEADS, "208|2|1|行政运行|200|200|0"))
    assert rows(result)[0][0] == "2080201"
    (finding,) = told(result, "code-padded")
    assert "208 2 1" in finding.message_en
    assert finding.level == "note"


def test_code_with_a_gap_is_no_code() -> None:
    """What would fill the gap is not printed in the row, so the code has no value."""
    result = shaped(PAGE[0], ruled(1, *HEADS, "208||01|行政运行|200|200|0"))
    assert rows(result)[0][0] is None
    assert table(result, "expenditure").rows[0].entries["functional_code"].text == "208 01"
    assert findings(result) == {"code-incomplete"}


def test_amount_merged_over_two_columns_of_amounts() -> None:
    """It could be in either: it is in none, and that is said; where one alone is of amounts, it is there."""
    result = shaped(PAGE[0], ruled(1, *HEADS, "208|02|01|行政运行|200|150|<"))
    assert rows(result) == [("2080201", "行政运行", "200.00", None, None)]
    (finding,) = told(result, "amount-outside")
    assert "150" in finding.message_en
    result = shaped(PAGE[0], ruled(1, *HEADS, "208|02|01|200|<|200|0"))
    assert rows(result)[0][2:] == ("200.00", "200.00", "0.00")


THREE = (
    "三公经费|<|<|<|会议费",
    "小计|公务接待费|公务用车购置及运行费|<|^",
    "^|^|小计|购置费|^",
)
THREE_FIELDS = ("three", "reception", "vehicles", "purchase")


def test_headings_above_tell_equal_ones_apart() -> None:
    """Two columns are headed 小计; a column that the form does not have takes part in nothing."""
    result = shaped(text(1, "公开02表", "三公经费预算表"), ruled(1, *THREE, "9.50|1.50|8.00|2.25|3.00"))
    assert values(result, "three_public", *THREE_FIELDS) == [("95000.00", "15000.00", "80000.00", "22500.00")]
    assert findings(result) == {"heading-unknown", "amount-outside"}
    assert remarks(result) == {"会议费": "unknown-heading", "3.00": "outside-columns"}
    assert all(finding.level == "warning" for finding in result.findings)


def test_columns_in_another_order() -> None:
    """A heading that only one column has says the column wherever it stands."""
    heads = ("三公经费|<|<|<", "公务用车购置及运行费|<|小计|公务接待费", "小计|购置费|^|^")
    result = shaped(text(1, "三公经费预算表"), ruled(1, *heads, "8.00|2.25|9.50|1.50"))
    assert values(result, "three_public", "reception", "vehicles", "purchase") == [
        ("15000.00", "80000.00", "22500.00")
    ]


def test_more_columns_than_the_form_has() -> None:
    """Two years under one heading: which is which is not certain, so neither is taken."""
    heads = "2030年品目|<|2030年金额|2031年金额"
    result = shaped(text(1, "政府采购预算表"), ruled(1, heads, "货物|纸|5.00|6.00"))
    assert values(result, "procurement", "category", "label", "amount") == [("货物", "纸", None)]
    assert findings(result) == {"heading-ambiguous", "column-missing", "amount-outside", "table-empty"}


def test_column_that_is_not_printed() -> None:
    """It stays blank, with a note."""
    heads = ("项目|<|<|<|支出预算", "类|款|项|科目名称|合计")
    result = shaped(PAGE[0], ruled(1, *heads, "208|02|01|行政运行|200"))
    assert rows(result) == [("2080201", "行政运行", "200.00", None, None)]
    assert [finding.message_en for finding in told(result, "column-missing")] == [
        "no column '基本支出' is printed",
        "no column '项目支出' is printed",
    ]


def test_both_sides_and_blank_amounts() -> None:
    """Groups side by side give their rows one side after the other; a label without an amount is a row."""
    result = shaped(
        text(1, "公开三表 部门收支总表"),
        ruled(1, "收入|<|支出|<", "项目|预算数|项目|预算数", "一、拨款|5.00|一、公共安全|", "||二、教育|5.00",
              "收入总计|5.00|支出总计|5.00"),
    )  # fmt: skip
    assert values(result, "both_sides", "side", "label", "amount") == [
        ("revenue", "一、拨款", "50000.00"),
        ("revenue", "收入总计", "50000.00"),
        ("expenditure", "一、公共安全", None),
        ("expenditure", "二、教育", "50000.00"),
        ("expenditure", "支出总计", "50000.00"),
    ]
    assert kinds(result, "both_sides") == "itiit"


@pytest.mark.parametrize("heads", ["品目|<|金额", "品目||金额"])
def test_text_merged_over_rows(heads: str) -> None:
    """It stands in each of its rows, an amount only in the first; a row without an item is a subtotal.

    A heading stands over the columns to its right that have none, where the form has them under it.
    """
    result = shaped(
        text(1, "政府采购预算表"),
        ruled(1, heads, "货物||8.00", "^|纸|3.00", "^|笔|5.00", "服务|印刷|2.00", "^|装订|^"),
    )
    assert values(result, "procurement", "category", "label", "amount") == [
        ("货物", None, "80000.00"),
        ("货物", "纸", "30000.00"),
        ("货物", "笔", "50000.00"),
        ("服务", "印刷", "20000.00"),
        ("服务", "装订", None),
    ]
    assert kinds(result, "procurement") == "siiii"


@pytest.mark.parametrize(
    ("row", "expected", "codes"),
    [
        ("货物|见附件|见附件", ("货物", "见附件", None), {"table-empty"}),
        ("货物|12.50|", ("货物", "12.50", None), {"amount-outside", "table-empty"}),
        ("货物|纸|1.00\n2.00", ("货物", "纸", None), {"two-amounts"}),
        ("货物|纸|1,234,\n567.00", ("货物", "纸", "12345670000.00"), set()),
        ("货物|纸|——", ("货物", "纸", None), {"table-empty"}),
        ("货物|纸|1O.00", ("货物", "纸", None), set()),
    ],
)
def test_nothing_moves_in_an_exact_grid(row: str, expected: tuple[object, ...], codes: set[str]) -> None:
    """Text among amounts is a remark, an amount among texts a warning, two amounts are none."""
    result = shaped(text(1, "政府采购预算表"), ruled(1, "品目|<|金额", row))
    assert values(result, "procurement", "category", "label", "amount") == [expected]
    assert findings(result) == codes


def test_number_outside_the_table() -> None:
    """A line of nothing but amounts beside a table was lost from it, more likely than told in a text."""
    result = shaped(*PAGE, text(1, "1,234.50", "注：略。"))
    assert findings(result) == {"amount-outside"}
    assert remarks(result)["1,234.50"] == "narrative"


EMPTY = ruled(1, *HEADS, "||||||", "合计|<|<|<|||")


@pytest.mark.parametrize(
    ("grids", "code", "quoted"),
    [
        ((EMPTY, text(1, "注：本部门无此项", "支出，故本表为空表。")), "table-empty", "本部门无此项"),
        ((EMPTY,), "table-empty", "没有注"),
        ((PAGE[1], text(1, "注：本部门无支出，故本表为空表。")), "note-contradicts", "故本表为空表"),
    ],
)
def test_empty_tables_and_their_notes(grids: tuple[Grid, ...], code: str, quoted: str) -> None:
    """A table without amounts is told, with its note if it has one; a note may contradict its table."""
    result = shaped(text(1, TITLE), *grids)
    (finding,) = result.findings
    assert finding.code == code
    assert quoted in finding.message_zh
    assert all(remark.reason == "note" for remark in result.remarks)


def test_numbers_of_the_columns_are_headings() -> None:
    """`1 2 3=1+2` below the headings numbers the columns."""
    heads = ("品目|<|金额", "栏次|1|2")
    result = shaped(text(1, "政府采购预算表"), ruled(1, *heads, "货物|纸|3.00"))
    assert values(result, "procurement", "category", "label") == [("货物", "纸")]


def test_sheet_with_its_title_inside() -> None:
    """Title, unit and notes stand in cells of the sheet; the next sheet is another table."""
    result = shaped(
        sheet("表一", "附件1||", "公开04表||", "政府采购预算表|<|<", "||单位：元", "品目|<|金额",
              "货物|纸|3.00", "注：含税。||"),
        sheet("表二", "三公经费预算表|<|<|<", "三公经费|<|<|<", "小计|公务接待费|公务用车购置及运行费|<",
              "^|^|小计|购置费", "9.50|1.50|8.00|2.25"),
    )  # fmt: skip
    assert values(result, "procurement", "category", "label", "amount") == [("货物", "纸", "3.00")]
    assert values(result, "three_public", "three") == [("95000.00",)]
    assert remarks(result) == {"附件1": "narrative", "注：含税。": "note"}
    assert findings(result) == set()


def test_computed_cells_are_told_once() -> None:
    """One finding for a sheet, with how many they are; they count like all others."""
    plain = sheet("表", "政府采购预算表|<|<", "品目|<|金额", "货物|纸|3.00", "货物|笔|4.00")
    marked = tuple(tuple(replace(c, formula="=B1") for c in r) for r in plain.rows)
    result = shaped(replace(plain, rows=marked))
    assert [(f.code, f.level, f.message_en.split()[0]) for f in result.findings] == [("formula", "note", "6")]
    assert len(values(result, "procurement", "amount")) == 2


@pytest.mark.parametrize(("hidden", "told_at"), [((3,), ["A4"]), ((2, 3), ["A3"]), ((), [])])
def test_hidden_rows_are_told_each(hidden: tuple[int, ...], told_at: list[str]) -> None:
    """A row that a sheet hides counts, and is told; a sheet of which all is hidden is told once."""
    plain = sheet("表", "政府采购预算表|<|<", "品目|<|金额", "货物|纸|3.00", "货物|笔|4.00")
    marked = tuple(tuple(replace(c, hidden=n in hidden) for c in r) for n, r in enumerate(plain.rows))
    result = shaped(replace(plain, rows=marked))
    assert values(result, "procurement", "label", "amount") == [("纸", "30000.00"), ("笔", "40000.00")]
    assert findings(result) <= {"hidden-row"}
    assert [f.place.cell for f in told(result, "hidden-row") if f.place is not None] == told_at


def test_only_recognised_text_is_misread() -> None:
    """In a grid of text a heading that is like another is another; in a picture it is that one, misread."""
    wrong = ruled(1, *(line.replace("基本支出", "基木支出") for line in HEADS), ITEMS[0])
    printed = shaped(PAGE[0], wrong)
    assert rows(printed) == [("2080201", "行政运行", "200.00", None, "0.00")]
    assert findings(printed) == {"heading-unknown", "column-missing", "amount-outside"}
    seen = tuple(tuple(replace(cell, confidence=Decimal("0.9")) for cell in row) for row in wrong.rows)
    recognised = shaped(PAGE[0], replace(wrong, rows=seen))
    assert rows(recognised) == EXPECTED[2:3]
    assert findings(recognised) == {"heading-misread"}


def test_repeated_running_heads_are_around_the_table() -> None:
    """A line that stands on every page parts no table."""
    pages = [grid for n, row in enumerate((*ROWS, *ITEMS), 1)
             for grid in (text(n, f"青石市民政局部门预算 第{n}页", *([TITLE] if n == 1 else [])),
                          ruled(n, *(HEADS if n == 1 else ()), row))]  # fmt: skip
    assert rows(shaped(*pages)) == EXPECTED[:4]


def test_two_tables_in_one_sheet() -> None:
    """A title in the middle of a sheet begins the next table; what stands above the first one is text."""
    result = shaped(
        sheet("表", "附件|<|<", "青石市||", "政府采购预算表|<|<", "品目|<|金额", "货物|纸|3.00",
              "公开三表 部门收支总表|<|<", "项目|预算数|", "拨款|5.00|"),
    )  # fmt: skip
    assert values(result, "procurement", "category", "label", "amount") == [("货物", "纸", "30000.00")]
    assert values(result, "both_sides", "side", "label", "amount") == [("revenue", "拨款", "50000.00")]
    assert findings(result) == {"group-uncertain", "column-missing"}


def test_sheet_that_is_no_table() -> None:
    """A sheet of single cells, a cover, is text; one of several columns under no title is told."""
    cover = sheet("封面", "青石市民政局", "2031年部门预算")
    assert findings(shaped(cover, *PAGE)) == set()
    strange = sheet("其他", "债券|年末余额", "甲|5.00")
    result = shaped(*PAGE, strange)
    assert rows(result) == EXPECTED
    assert findings(result) == {"grid-unmatched"}


def test_blocks_one_below_the_other() -> None:
    """Labelled values, then one block, then another, all in one sheet: each row in its own block."""
    sheets = sheet(
        "表", "预算13表 部门整体支出绩效目标表|<|<|<|<|<|<", "（2031年度）|<|<|<|<|<|<",
        "部门名称|青石市民政局|<|<|<|<|<", "整体绩效目标|修路修桥|<|<|<|<|<",
        "活动|绩效指标|指标性质|指标值|度量单位||",
        "修路|产出指标数量指标里程|≥|12|公里||", "修路|效益指标社会效益指标出行|定性|改善|||",
    )  # fmt: skip
    result = shape((document(sheets),), load_form("beijing"))
    assert values(result, "overall_performance", "unit_name", "goal") == [("青石市民政局", "修路修桥")]
    assert values(result, "overall_performance_indicators", "activity", "relation", "target_value") == [
        ("修路", "≥", "12"),
        ("修路", "定性", "改善"),
    ]
    assert lost(document(sheets), result) == []


def test_two_blocks_of_columns_in_one_grid() -> None:
    """The headings of the second block end the first; headings printed again end nothing."""
    projects = "单位名称|项目名称|项目总额|财政资金|其他资金|绩效目标"
    indicators = "一级指标|二级指标|三级指标|绩效指标性质|本年绩效指标值|绩效度量单位"
    sheets = sheet(
        "表", "预算12表 年度项目支出绩效表|<|<|<|<|<",
        projects, "771002-青石市民政局|110-修路|3.000000|3.000000||修",
        projects, "771002-青石市民政局|111-修桥|2.000000|2.000000||修",
        indicators, "产出指标|数量指标|里程|≥|12|公里", indicators, "产出指标|数量指标|桥|≥|1|座",
    )  # fmt: skip
    result = shape((document(sheets),), load_form("beijing"))
    assert values(result, "project_performance", "project_name", "total") == [
        ("修路", "30000.00"),
        ("修桥", "20000.00"),
    ]
    assert values(result, "project_performance_indicators", "level_3", "target_value") == [
        ("里程", "12"),
        ("桥", "1"),
    ]


def test_word_of_a_total_in_a_column_of_codes() -> None:
    """Where it is not merged over the name, it is the name of its row all the same, and no code."""
    result = shaped(PAGE[0], ruled(1, *HEADS, *ROWS, *ITEMS, "合计||||300|200|100"))
    assert rows(result) == EXPECTED
    assert kinds(result) == "ssiit"
    entry = table(result, "expenditure").rows[4].entries["functional_name"]
    assert entry.place.bbox is not None
    assert int(entry.place.bbox[0]) == 40


def test_one_heading_that_parts_another() -> None:
    """A row with one cell is of the headings where it stands under a wider one, else a row."""
    heads = ("三公经费|<|公务接待费", "小计|购置费|^")
    result = shaped(text(1, "三公经费预算表"), ruled(1, *heads, "9.50|2.25|1.50"))
    assert values(result, "three_public", "three", "purchase", "reception") == [
        ("95000.00", "22500.00", "15000.00")
    ]
    single = ("三公经费|<|公务接待费", "|购置费|^")
    below = shaped(text(1, "三公经费预算表"), ruled(1, *single, "|2.25|1.50"))
    assert values(below, "three_public", "purchase", "reception") == [("22500.00", "15000.00")]
    alone = shaped(text(1, "政府采购预算表"), ruled(1, "品目|<|金额", "||金额", "货物|纸|3.00"))
    assert remarks(alone) == {"金额": "wrong-column"}
