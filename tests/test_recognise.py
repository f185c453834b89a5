"""A document says itself which form, year and body it is of, or says nothing."""

from __future__ import annotations

import pytest
from tests.shape.grids import document as pages
from tests.shape.grids import ruled, text
from tests.shape.printed import document, shaped
from tests.shape.small_form import small_form

from budgetpress.errors import InputError
from budgetpress.form import load_form
from budgetpress.model import Grid
from budgetpress.recognise import examine, recognise_body, recognise_form, recognise_year
from budgetpress.shape import shape

FORM = load_form("beijing")
TITLE = "预算13表 部门整体支出绩效目标表"


def test_form_by_its_titles() -> None:
    """One title is enough."""
    assert recognise_form((document(f"前言\n{TITLE}\n"),)).name == "beijing"


@pytest.mark.parametrize("text", ["本表为空。", "预算说明：各表见附件", "\t\t\n"])
def test_document_of_no_form(text: str) -> None:
    """The error says what was expected and what to give."""
    with pytest.raises(InputError, match="--form"):
        recognise_form((document(text),))


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("(2031年度)", 2031),
        ("（ 2031 年度 ）", 2031),
        ("云河市青石镇2031年部门预算", 2031),
        ("2031年度单位预算 2031年部门预算 (2030年度)", 2031),
        ("(2031年度) (2030年度)", None),
        ("二〇三一年", None),
        ("2031年", None),
    ],
)
def test_year_that_is_stated_most(text: str, year: int | None) -> None:
    """A tie or no statement is no year; it must then be given."""
    assert recognise_year((document(text),), FORM) == year


def test_body_that_the_tables_name_most() -> None:
    """Code and name as the rows print them; a total is no body."""
    header = "单位名称\t科目编码\t科目名称\t合计"
    rows = "\n".join(
        ["771002-云河市青石镇人民政府\t2010301\t行政运行\t1.000000"] * 2
        + ["771003-青石镇卫生院\t2010301\t行政运行\t1.000000", "合计\t\t\t3.000000"]
    )
    result = shaped(f"预算06表 一般公共预算财政拨款支出表\n{header}\n{rows}")
    assert recognise_body((), result, FORM) == ("771002", "云河市青石镇人民政府")


def test_body_without_code() -> None:
    """The labelled name of the department is enough; its code is then empty."""
    assert recognise_body((), shaped(f"{TITLE}\n部门名称\t云河市青石镇人民政府"), FORM) == (
        "",
        "云河市青石镇人民政府",
    )
    assert recognise_body((), shaped(TITLE), FORM) is None


# Ruled documents, with the small form of the tests of shape


PAGE = (
    text(1, "2031年部门支出预算总表", "编制部门：青石市民政局 | 单位：元"),
    ruled(1, "类|款|项|科目名称|合计|基本支出|项目支出", "201|03|01|行政运行|200|200|0"),
)


def facts(*grids: Grid) -> tuple[int | None, tuple[str, str] | None]:
    """Year and body of a document of the small form."""
    made = (pages(*grids),)
    form = small_form()
    return recognise_year(made, form), recognise_body(made, shape(made, form), form)


def test_year_of_the_titles_goes_before_all_others() -> None:
    """What the text says of other years does not matter where the titles agree."""
    others = text(2, *["2030年部门预算执行情况", "2029年部门预算"] * 3)
    assert facts(*PAGE, others) == (2031, ("", "青石市民政局"))


def test_year_where_titles_disagree() -> None:
    """Then the text decides, by the patterns of the form."""
    second = (text(2, "2030年政府采购预算表"), ruled(2, "品目|<|金额", "货物|纸|5.00"))
    assert facts(*PAGE, *second)[0] is None
    assert facts(*PAGE, *second, text(3, "2031年部门预算"))[0] == 2031


@pytest.mark.parametrize(
    "line",
    [
        "编制部门：青石市民政局",
        "编制部门: 青石市⺠政局",
        "编制部门：青石市民政局    单位：元",
        "编制部门：青石市民政局　金额单位：元",
    ],
)
def test_body_of_the_lines_beside_the_tables(line: str) -> None:
    """The name ends where the unit begins; look-alike characters are the ordinary ones."""
    assert facts(text(1, "部门支出预算总表", line), PAGE[1])[1] == ("", "青石市民政局")


@pytest.mark.parametrize(
    ("form", "line", "body"),
    [
        ("shanghai-putuo", "上海市某区审计局2031年区级部门预算", "上海市某区审计局"),
        ("shanghai-putuo", "上海市某区审计局2031年部门收入预算总表", "上海市某区审计局"),
        ("shanghai-putuo", "2031年上海市某区审计局（本级）单位预算", "上海市某区审计局"),
        ("jiangsu", "江苏省某办公厅 2031 年度部门预算", "江苏省某办公厅"),
        ("shanghai-putuo", "上海市某区2031年区级部门预算", None),
        ("jiangsu", "单位：万元", None),
    ],
)
def test_body_of_a_title(form: str, line: str, body: str | None) -> None:
    """Where nothing else names the body, titles do; a district is no body, nor is a unit of money."""
    made, known = pages(text(1, line)), load_form(form)
    assert recognise_body((made,), shape((made,), known), known) == (("", body) if body else None)


def test_commonest_body_wins() -> None:
    """A document of a department may name a part of it now and then."""
    lines = text(2, "编制部门：青石市民政局", "编制部门：青石市救助站", "编制部门：青石市民政局")
    assert facts(PAGE[1], lines)[1] == ("", "青石市民政局")


def test_examined_tables_with_places_and_headings() -> None:
    """Where each table stands, its unit, and which headings differ on either side."""
    other = ruled(2, "类|款|项|科目名称|合计|专项支出", "201|03|02|事务|100|100")
    found = examine((pages(*PAGE, text(2, "部门支出预算总表"), other),), small_form())
    (table,) = found.tables
    assert table.places == ["printed.pdf, page 1", "printed.pdf, page 2"]
    assert (table.unit, table.unknown, table.missing) == ("元", ["专项支出"], [])
    assert [each.number for each in found.missing] == ["02", "03", "04"]
    assert found.unmatched == ()
    strange = (text(3, "债务情况表"), ruled(3, "债券|年末余额", "甲|5.00"))
    (grid,) = examine((pages(*PAGE, *strange),), small_form()).unmatched
    assert (grid.place, grid.above) == ("printed.pdf, page 3", "债务情况表")
    assert grid.headings == ("债券", "年末余额")


def test_misread_number_counts_less() -> None:
    """Of two forms with the same titles, that whose numbers are printed is the better one."""
    right = examine((pages(text(1, "公开01表", "部门支出预算总表"), PAGE[1]),), small_form())
    wrong = examine((pages(text(1, "公开02表", "部门支出预算总表"), PAGE[1]),), small_form())
    assert right.score > wrong.score > 0


def test_tables_that_are_only_named() -> None:
    """A report whose tables stand elsewhere holds none; the error says whose tables it names."""
    names = [table.title for table in FORM.tables]
    report = pages(text(1, "目录", *(f"{n}、{name}" for n, name in enumerate(names, 1)), "各表附后。"))
    with pytest.raises(InputError, match="beijing; 13 of them are named in the text alone"):
        recognise_form((report,))
