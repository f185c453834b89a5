"""A document says itself which form, year and body it is of, or says nothing."""

from __future__ import annotations

import pytest
from tests.shape.printed import document, shaped

from budgetpress.errors import InputError
from budgetpress.form import load_form
from budgetpress.recognise import recognise_body, recognise_form, recognise_year

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
