"""Tables as other printers and readers give them: small invented documents of another body."""

from __future__ import annotations

import pytest
from tests.shape.printed import account, findings, remarks, shaped, table, values

from budgetpress.model import Shaped

TITLE = "预算03表 支出预算总表"
UNIT = "金额单位：万元"
HEADER = "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\t项目支出"
FIRST = "2010301-行政运行\t50101-工资奖金津补贴\t30101-基本工资\t12.500000\t12.500000\t"
SECOND = "2080501-行政单位离退休\t50905-离退休费\t30302-退休费\t7.250000\t\t7.250000"
TOTAL = "合计\t\t\t19.750000\t12.500000\t7.250000"
ROWS = [
    ("2010301", "30101", "125000.00", "125000.00", None),
    ("2080501", "30302", "72500.00", None, "72500.00"),
    (None, None, "197500.00", "125000.00", "72500.00"),
]
FIELDS_12 = ("level_1", "level_2", "level_3", "relation", "target_value", "target_unit")
FIELDS = (
    "functional_code",
    "economic_department_code",
    "total",
    "basic_expenditure",
    "project_expenditure",
)


def printed(*lines: str) -> Shaped:
    """Lines, shaped; and in every document of these tests nothing is lost."""
    text = "\n".join(lines)
    result = shaped(text)
    assert account(text, result) == []
    return result


def rows(result: Shaped) -> list[tuple[object, ...]]:
    """The rows of table 03."""
    return values(result, "expenditure", *FIELDS)


def test_plain_table() -> None:
    """Codes, names and amounts in their columns, the last row a total, and nothing left over."""
    result = printed(TITLE, UNIT, HEADER, FIRST, SECOND, TOTAL)
    assert rows(result) == ROWS
    assert [row.kind for row in table(result, "expenditure").rows] == ["item", "item", "total"]
    assert (result.remarks, result.findings) == ((), ())


@pytest.mark.parametrize(
    "title",
    [
        "预算０３表 支出预算总表",
        "预 算 03 表　支出预算总表",
        "预算03表支出预算总表",
        "<b>预算03表</b> 支出预算总表",
        "预算03表",
        "支出预算总表",
        "支 出 预 算 总 表",
        "预算03表 支出预算总衰",
        "预算03表 2031年支出预算总表",
    ],
)
def test_title_variants(title: str) -> None:
    """Blanks, full width digits, tags, a missing half or a misread character do not hide a title."""
    result = printed(title, UNIT, HEADER, FIRST, SECOND, TOTAL)
    assert rows(result) == ROWS
    assert not result.findings


@pytest.mark.parametrize("title", ["预算08表 支出预算总表", "预算63表 支出预算总表"])
def test_misread_number_of_a_title(title: str) -> None:
    """Where the words are the title of another table, they decide, and a finding says so."""
    result = printed(title, UNIT, HEADER, FIRST, SECOND, TOTAL)
    assert rows(result) == ROWS
    assert findings(result) == {"title-misread"}


def test_headings_decide_between_number_and_words() -> None:
    """Number and words of two tables, the headings of one: here those of the number."""
    result = printed("预算04表 支出预算总表", UNIT, "采购类别\t金额", "A-货物\t1.500000")
    assert values(result, "government_procurement", "category_code", "amount") == [("A", "15000.00")]


def test_title_that_holds_another_title() -> None:
    """`财政拨款收支总表` holds the title of table 01; the number and like headings keep it in table 05."""
    result = printed(
        "预算05表 财政拨款收支总表",
        "收 入\t\t支 出\t",
        "项 目\t预算数\t项 目\t预算数",
        "本年收入合计\t1.000000\t\t",
    )
    assert [found.number for found in result.tables] == ["05"]


@pytest.mark.parametrize("note", ["预算03表合计，与预算01表一致。", "预算03表的说明"])
def test_note_that_names_a_table_is_no_title(note: str) -> None:
    """A sentence that begins with the number of a table does not end the table it stands in."""
    result = printed(
        "预算04表 政府采购预算明细表", UNIT, "采购类别\t金额", "A-货物\t1.500000", note, "B-工程\t2.000000"
    )
    assert values(result, "government_procurement", "category_code") == [("A",), ("B",)]
    assert remarks(result) == {note: "free-text"}


def test_table_that_the_form_does_not_have() -> None:
    """Its cells are remarks and not rows of the table before it."""
    result = printed(TITLE, HEADER, FIRST, "预算77表 国债转贷情况", "项目\t金额", "国债\t5.000000")
    assert rows(result) == ROWS[:1]
    assert remarks(result) == dict.fromkeys(("项目", "金额", "国债", "5.000000"), "unknown-table")
    assert findings(result) == {"table-unknown"}


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace("\t", "\t\t", 1) + "\t\t",
        "\t" + HEADER,
        HEADER.replace("合计", "合 计").replace("项目支出", "项 目\u3000支 出"),
        HEADER.replace("合计", "合计（万元）").replace("基本支出", "<p>基本支出</p>"),
        HEADER.replace("合计\t基本支出", "合计 基本支出\t"),
        HEADER.replace("支出功能分类科目\t", "支出功能\n分类科目\t").replace("\n", ""),
    ],
    ids=["extra-blank-inside", "extra-blank-before", "split-by-blanks", "unit-and-tags", "joined", "plain"],
)
def test_header_variants(header: str) -> None:
    """Rows stay in their columns under headings with blank cells, blanks, units, tags, or two in a cell."""
    assert rows(printed(TITLE, UNIT, header, FIRST, SECOND, TOTAL)) == ROWS


def test_extra_blank_column_in_rows_too() -> None:
    """A column that is blank from top to bottom is none."""
    lines = [line.replace("\t", "\t\t", 1) for line in (HEADER, FIRST, SECOND, TOTAL)]
    assert rows(printed(TITLE, UNIT, *lines)) == ROWS


def test_page_that_lacks_a_column() -> None:
    """Headings tell which columns are there; the one that is not printed stays empty."""
    cut = [line.split("\t") for line in (HEADER, FIRST, SECOND)]
    lines = ["\t".join([*cells[:1], *cells[2:]]) for cells in cut]
    assert rows(printed(TITLE, UNIT, *lines)) == ROWS[:2]


@pytest.mark.parametrize(
    ("word", "wrong"),
    [("基本支出", "基木支出"), ("政府支出经济分类科目", "政府支出经济分类枓目"), ("项目支出", "顼目支出")],
)
def test_misread_heading(word: str, wrong: str) -> None:
    """A heading with a wrong character is still that heading, and a finding says what it should be."""
    result = printed(TITLE, UNIT, HEADER.replace(word, wrong), FIRST, SECOND, TOTAL)
    assert rows(result) == ROWS
    assert findings(result) == {"heading-misread"}
    assert word in result.findings[0].message_zh


def test_heading_that_is_like_two_is_not_guessed() -> None:
    """`X用经费` may be either kind: it is kept as unknown, and the columns are told by their place."""
    result = printed(
        "预算07表",
        "政府支出经济分类科目\t部门支出经济分类科目\t合计\t人X经费\t公X经费\tX类汇总",
        "50101-工资奖金津补贴\t30101-基本工资\t3.000000\t1.000000\t2.000000",
    )
    assert remarks(result)["X类汇总"] == "unknown-heading"
    assert values(
        result,
        "general_public_budget_basic_expenditure",
        "total",
        "personnel_expenditure",
        "operating_expenditure",
    ) == [("30000.00", "10000.00", "20000.00")]


def test_unknown_column_is_kept_as_remarks() -> None:
    """A column that the form does not have: its heading and its cells are remarks, the rows are not hurt."""
    result = printed(TITLE, UNIT, HEADER + "\t备注", FIRST + "\t分两次拨付", SECOND + "\t按月", TOTAL)
    assert rows(result) == ROWS
    assert remarks(result) == {
        "备注": "unknown-heading",
        "分两次拨付": "outside-columns",
        "按月": "outside-columns",
    }


def test_repeated_header_on_a_continuation_page() -> None:
    """The headings are printed again, with or without the title: one table, numbered through."""
    for again in ([TITLE, UNIT, HEADER], [HEADER], ["", HEADER, ""]):
        result = printed(TITLE, UNIT, HEADER, FIRST, *again, SECOND, TOTAL)
        assert rows(result) == ROWS
        assert [row.number for row in table(result, "expenditure").rows] == [1, 2, 3]


def test_page_without_a_header() -> None:
    """It goes on with the headings of the page before, also where blank columns make the content unclear."""
    narrow = SECOND.replace("\t\t7.250000", "\t\t7.250000")
    assert rows(printed(TITLE, UNIT, HEADER, FIRST, TITLE, narrow, TOTAL)) == ROWS


def test_table_without_any_header() -> None:
    """What the cells hold tells the columns; loose text is no row."""
    result = printed(TITLE, UNIT, "填报说明\t如下", FIRST, SECOND, TOTAL)
    assert rows(result) == ROWS
    assert remarks(result) == {"填报说明": "free-text", "如下": "free-text"}


def test_blank_lines_between_headings_and_rows() -> None:
    """Blank lines part nothing: two heading lines stay one header."""
    result = printed(
        "预算09表", "",
        "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t国有资本经营预算支出\t", "",
        "\t\t\t合计\t项目支出", "", "\t\t合 计\t4.000000\t4.000000",
    )  # fmt: skip
    assert values(result, "state_capital_operations_expenditure", "total", "project_expenditure") == [
        ("40000.00", "40000.00")
    ]


def test_tables_in_another_order() -> None:
    """Tables come in the order of the form, each with its own rows."""
    other = ["预算04表 政府采购预算明细表", UNIT, "采购类别\t金额", "A-货物\t1.500000"]
    result = printed(*other, TITLE, UNIT, HEADER, FIRST)
    assert [found.number for found in result.tables] == ["03", "04"]
    assert rows(result) == ROWS[:1]


def test_page_that_was_copied_twice() -> None:
    """The second copy would count every amount twice: it is kept as remarks, with a finding."""
    page = [TITLE, UNIT, HEADER, FIRST, SECOND, TOTAL]
    result = printed(*page, "", *page)
    assert rows(result) == ROWS
    assert findings(result) == {"page-repeated"}
    assert set(remarks(result).values()) == {"repeated-page"}


def test_table_in_yuan() -> None:
    """A table in 元 has two decimals, whatever the unit of the form."""
    result = printed(
        TITLE,
        "编制单位：云河市青石镇人民政府\t单位：元",
        HEADER,
        "2010301-行政运行\t\t\t1,250,000.50\t1,250,000.50\t",
    )
    entry = table(result, "expenditure").rows[0].entries["total"]
    assert (str(entry.value), entry.unit, table(result, "expenditure").unit) == ("1250000.50", "元", "元")
    assert remarks(result) == {"编制单位：云河市青石镇人民政府": "free-text"}


def test_page_in_another_unit() -> None:
    """Each page is read in the unit that it prints, and the difference is a finding."""
    result = printed(
        TITLE, UNIT, HEADER, FIRST, TITLE, "单位：元", HEADER, "2080501-离退休\t\t\t72,500.00\t\t72,500.00"
    )
    assert [row[2] for row in rows(result)] == ["125000.00", "72500.00"]
    assert findings(result) == {"unit-differs"}


@pytest.mark.parametrize("text", ["1,2B4.000000", "12O.5OO000", "1.234.567.89.1", "12 50.000000"])
def test_unreadable_amount_is_an_entry_without_value(text: str) -> None:
    """It was printed, so it stands in its field, with the text as printed and no value."""
    result = printed(TITLE, UNIT, HEADER, FIRST.replace("12.500000", text, 1))
    entry = table(result, "expenditure").rows[0].entries["total"]
    assert (entry.text, entry.value, entry.readings) == (text, None, ())


def test_text_in_an_amount_column_is_a_remark() -> None:
    """Words are no amount; the rest of the row stands."""
    result = printed(TITLE, UNIT, HEADER, FIRST.replace("12.500000", "见附件", 1))
    assert rows(result) == [("2010301", "30101", None, "125000.00", None)]
    assert remarks(result) == {"见附件": "wrong-column"}


def test_dash_is_a_blank_that_was_printed() -> None:
    """A dash in an amount column has a place and no value."""
    result = printed(TITLE, UNIT, HEADER, FIRST + "——")
    entry = table(result, "expenditure").rows[0].entries["project_expenditure"]
    assert (entry.text, entry.value) == ("——", None)


@pytest.mark.parametrize("label", ["合  计", "合计：", "合\u3000计", "总计", "<p>合计</p>", "合计(万元)"])
def test_total_label_variants(label: str) -> None:
    """Blanks, a colon, tags or a unit do not hide a total."""
    result = printed(TITLE, UNIT, HEADER, FIRST, TOTAL.replace("合计", label))
    assert [row.kind for row in table(result, "expenditure").rows] == ["item", "total"]


def test_total_alone_in_its_line() -> None:
    """A table without any amount prints its total with blank columns; it is still a row."""
    result = printed("预算08表", HEADER, "\t\t合 计\t\t\t")
    assert [row.kind for row in table(result, "government_managed_funds_expenditure").rows] == ["total"]


def test_tags_in_cells() -> None:
    """Tags and blank entities are not part of a name, a code or an amount; the printed text keeps them."""
    result = printed(
        TITLE,
        UNIT,
        HEADER,
        "<p>2010301-行政<b>运行</b></p>\t&nbsp;50101-工资\t\t<b>12.500000</b>&nbsp;\t\t12.500000<br/>",
    )
    (row,) = table(result, "expenditure").rows
    assert (row.text("functional_code"), row.text("functional_name")) == ("2010301", "行政运行")
    assert [str(row.amount(name)) for name in ("total", "project_expenditure")] == ["125000.00"] * 2
    assert row.entries["total"].text == "<b>12.500000</b>&nbsp;"
    assert findings(result) == {"markup-removed"}


def test_signs_that_are_no_tags_stay() -> None:
    """`<5%` was printed; it is not markup."""
    result = printed(
        "预算12表", "一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位",
        "产出指标\t质量指标\t误差<b值 且 >c\t≤\t<5\t%",
    )  # fmt: skip
    (row,) = table(result, "project_performance_indicators").rows
    assert row.text("target_value") == "<5"


def test_joint_column_on_one_page_only() -> None:
    """A page prints the field and the amount in one cell, the next page in two; places are exact."""
    title, first = "预算11表 政府购买服务预算财政拨款明细表", "指导性目录\t\t服务领域\t预算金额"
    result = printed(
        title, first, "一级\t二级\t\t",
        "01-公共服务\t0102-教育公共服务\t社区教育\t212-城乡社区支出 2.475000",
        "02-辅助服务\t0211-后勤服务\t物业管理\t208-社会保障和就业支出 10.000000",
        title, first.replace("录\t", "录\t\t"), "一级\t二级\t三级\t\t",
        "01-公共服务\t0110-社会治理服务\t基层治理\t212-城乡社区支出\t17.000000",
    )  # fmt: skip
    fields = ("subcategory_code", "service_name", "functional_code", "functional_name", "amount")
    assert values(result, "government_procurement_of_services", *fields) == [
        ("0102", "社区教育", "212", "城乡社区支出", "24750.00"),
        ("0211", "物业管理", "208", "社会保障和就业支出", "100000.00"),
        ("0110", "基层治理", "212", "城乡社区支出", "170000.00"),
    ]


def test_row_that_begins_in_the_wrong_column() -> None:
    """It is shifted where one shift alone makes every cell fit."""
    header = "一级指标\t二级指标\t三级指标\t绩效指标性质\t本年绩效指标值\t绩效度量单位"
    right, wrong = (
        "\t\t效益指标\t社会效益指标\t就业\t定性\t有所增加\t",
        "产出指标\t数量指标\t走访次数\t≥\t40\t次",
    )
    for lines in ([right, wrong], [wrong]):
        result = printed("预算12表", "项目名称\t项目总额\t" + header, *lines)
        assert values(result, "project_performance_indicators", *FIELDS_12)[-1] == tuple(wrong.split("\t"))
    assert findings(result) == {"row-shifted"}


def test_line_that_fits_nowhere_is_not_forced_in() -> None:
    """Where most cells stand wrong and no shift helps, the whole line is kept as remarks."""
    header = "项目名称\t项目总额\t财政资金\t其他资金\t绩效目标"
    result = printed("预算12表", header, "甲\t乙\t丙\t丁")
    assert table(result, "project_performance").rows == ()
    assert set(remarks(result).values()) == {"wrong-column"}


def test_labelled_values() -> None:
    """The label is a heading, also where it was misread; its value is a field; a second value is a remark."""
    result = printed(
        "预算13表",
        "（2031年度）",
        "部门各称：\t云河市青石镇人民政府",
        "整体绩效目标\t修路",
        "整体绩效目标\t修桥",
        "其他说明\t",
    )
    (row,) = table(result, "overall_performance").rows
    assert (row.text("unit_name"), row.text("goal")) == ("云河市青石镇人民政府", "修路")
    assert remarks(result) == {"修桥": "second-value"}
    assert findings(result) == {"heading-misread"}


def test_two_documents_make_one_release() -> None:
    """Pages of a table may stand in two files; places name the file."""
    from budgetpress.form import load_form
    from budgetpress.model import Document
    from budgetpress.read.text import read_text
    from budgetpress.shape import shape

    documents = tuple(
        Document(
            source=name, sha256="0" * 64, grids=(read_text(name, f"{TITLE}\n{HEADER}\n{line}".encode()),)
        )
        for name, line in (("a.txt", FIRST), ("b.txt", SECOND))
    )
    result = shape(documents, load_form("beijing"))
    assert rows(result) == ROWS[:2]
    assert [row.entries["total"].place.source for row in table(result, "expenditure").rows] == [
        "a.txt",
        "b.txt",
    ]
