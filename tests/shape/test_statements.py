"""What the text states is read whole, said of the right year, and claimed only by the words before it."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.stated import amounts, said, stated_form, text

from budgetpress.form import Form
from budgetpress.model import Cell, Grid, Place, Statement
from budgetpress.shape.statements import read_statements


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """A form with rules for the text."""
    return stated_form(tmp_path_factory.mktemp("form"))


def read(form: Form, *lines: str) -> tuple[Statement, ...]:
    """The statements of some lines on one page."""
    return read_statements(said(text(*lines, page=1)), form)


def rule(form: Form, *lines: str) -> str:
    """The rule of the one statement in some lines."""
    (found,) = read(form, *lines)
    return found.rule


def test_form_without_rules_reads_nothing() -> None:
    """What no form asks for is left to the remarks."""
    from budgetpress.form import load_form

    assert read_statements(said(text("支出预算10.00万元。")), load_form("beijing")) == ()


@pytest.mark.parametrize(
    ("printed", "number", "unit", "yuan"),
    [
        ("15621.11万元", "15621.11", "万元", "156211100.00"),
        ("13,377.11 万元", "13,377.11", "万元", "133771100.00"),
        ("１２．５０亿元", "１２．５０", "亿元", "1250000000.00"),
        ("1 7 , 1 3 4 . 5 0 万 元", "1 7 , 1 3 4 . 5 0", "万元", "171345000.00"),
        ("-3.2万元", "-3.2", "万元", "-32000.00"),
        ("250元", "250", "元", "250.00"),
        ("0万元", "0", "万元", "0.00"),
        ("1,23.4万元", "1,23.4", "万元", None),
        ("2 3.5万元", "2 3.5", "万元", None),
        ("1.2.3万元", "1.2.3", "万元", None),
    ],
)
def test_amount_is_read_as_printed(
    form: Form, printed: str, number: str, unit: str, yuan: str | None
) -> None:
    """The number, the unit and yuan; a number that can be two, or none, is not read."""
    (found,) = read(form, f"支出预算{printed}。")
    assert (found.printed, found.printed_unit) == (number, unit)
    assert found.amount == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize("line", ["每人500元/月", "面积400平方米", "共3家", "2024年", "10-20万美元"])
def test_what_is_no_amount(form: Form, line: str) -> None:
    """Prices, measures, counts, years and other money."""
    assert read(form, line) == ()


def test_second_number_of_a_range_is_no_amount(form: Form) -> None:
    """10-20万元 and 10至20万元 state neither."""
    assert read(form, "支出预算10-20万元", "支出预算10至20万元") == ()


def test_lines_are_joined(form: Form) -> None:
    """An amount, its unit and its words may break anywhere; letters may be spread."""
    lines = ("1.支 出 预", " 算 1", "3,3", "77.11 万", "元，其中：基本支出 2", ".50万元。")
    assert amounts(read(form, *lines), "rule", "amount") == [
        ("expenditure", Decimal("133771100.00")),
        ("basic", Decimal("25000.00")),
    ]


SENTENCE = "支出预算13,377.11万元，比上年减少3.50万元，其中：基本支出12.00万元。"


@given(st.sets(st.integers(1, len(SENTENCE) - 1)))
def test_line_breaks_say_nothing(form: Form, cuts: set[int]) -> None:
    """Wherever the lines of a passage break, it states the same."""
    edges = [0, *sorted(cuts), len(SENTENCE)]
    pieces = [SENTENCE[a:b] for a, b in pairwise(edges)]
    wanted = amounts(read(form, SENTENCE), "rule", "amount", "about", "sentence")
    assert amounts(read(form, *pieces), "rule", "amount", "about", "sentence") == wanted


@given(st.text(alphabet="0123456789.,， 年万元支出预算（）一1、。“比上增加-", max_size=60))
def test_any_text_is_read(form: Form, garbage: str) -> None:
    """No text is too odd, and what is read is printed there."""
    for found in read(form, garbage):
        assert found.printed.replace(" ", "") in garbage.replace(" ", "")


def test_page_marks_stand_in_no_sentence(form: Form) -> None:
    """A page number between two lines of a sentence, marked as one or alone at the edge of its page."""
    grids = (text("支出预算1,1", "- 12 -", page=1), text("23.40万", "13", page=2), text("元。", page=3))
    assert amounts(read_statements(said(*grids), form), "amount") == [(Decimal("11234000.00"),)]


def test_table_ends_the_text(form: Form) -> None:
    """What stands before a table does not go on after it."""
    table = Grid(name="table", rows=(), exact=True)
    found = read_statements(said(text("支出预算1", page=1), table, text("2.00万元", page=1)), form)
    assert amounts(found, "amount", "rule") == [(Decimal("20000.00"), "")]


def test_transcribed_rows_are_no_text(form: Form) -> None:
    """Cells side by side with bare amounts are a row of a table, not the words before an amount."""
    place = Place(source="said.txt", line=2)
    cells = tuple(Cell(text=word, place=place) for word in ("支出预算", "12.50"))
    middle = Grid(name="rows", rows=(cells,))
    found = read_statements(said(text("2024年"), middle, text("8.00万元。")), form)
    assert amounts(found, "amount", "rule") == [(Decimal("80000.00"), "")]


# Of which year


@pytest.mark.parametrize(
    ("words", "about", "year"),
    [
        ("支出预算", "plan", None),
        ("2024年支出预算", "plan", 2024),
        ("2023年当年支出预算", "plan", 2023),
        ("上年支出预算", "past", None),
        ("2023年底结余较多，支出预算", "plan", 2023),
        ("2024年收入不变，比2023年增加较多，支出预算", "plan", 2024),
        ("主要原因是2023年已购置，支出预算", "plan", None),
        ("较上年支出预算", "past", None),
        ("比2023年预算减少", "change", 2023),
        ("与上年相比，支出预算增加", "change", None),
        ("上年结转支出预算", "plan", None),
    ],
)
def test_year_of_an_amount(form: Form, words: str, about: str, year: int | None) -> None:
    """The last year that the words name, but one only compared with or given as a reason."""
    (found,) = read(form, f"1.{words}10.00万元。")
    assert (found.about, found.year) == (about, year)


def test_year_of_the_heading(form: Form) -> None:
    """Where a passage names no year its heading does; the next passage is of that year again."""
    found = read(
        form, "2024年部门预算编制说明", "（一）支出预算1.00万元。2023年为2.00万元。", "（二）3.00万元"
    )
    assert amounts(found, "year") == [(2024,), (2023,), (2024,)]


def test_limit(form: Form) -> None:
    """`20万元以上` is no amount of the budget."""
    assert amounts(read(form, "单价20万元（含）以上的设备", "50万元以下"), "about") == [("limit",)] * 2


# What it says


def test_rule_that_reads_most(form: Form) -> None:
    """基本支出 is said by the rule for it, not by the one for 支出; 收入、支出 by the rule for both."""
    assert rule(form, "2024年收入、支出预算1.00万元") == "both"
    assert rule(form, "其中：基本支出1.00万元") == "basic"
    assert rule(form, "2024年支出1.00万元") == "expenditure"


@pytest.mark.parametrize("words", ["政府性基金支出", "其他支出", "支出安排的会议费", "支出约", ""])
def test_words_that_no_rule_begins_with(form: Form, words: str) -> None:
    """A rule reads whole words: what is more, before or after, is something else."""
    assert rule(form, f"1.{words}1.00万元") == ""


def test_labels(form: Form) -> None:
    """What the words name, in any kind of quotation marks."""
    for quotes in ("“”", '""'):
        (found,) = read(form, f"{quotes[0]}教育支出（类）普通教育（款）小学教育（项）{quotes[1]}1.00万元")
        assert found.rule == "function"
        assert found.labels == {"class": "教育支出", "section": "普通教育", "item": "小学教育"}


def test_labels_of_the_heading(form: Form) -> None:
    """The nearest heading that fits names what the passage leaves out, and none other does."""
    found = read(
        form,
        "（一）教育支出（类）",
        "1.普通教育（款）小学教育（项）1.00万元",
        "（二）其他",
        "1.甲（款）乙（项）2.00万元",
    )
    assert found[0].labels == {"class": "教育支出", "section": "普通教育", "item": "小学教育"}
    assert found[1].rule == ""


def test_heading_must_fit(form: Form) -> None:
    """A rule for one section says nothing in another."""
    assert rule(form, "五、财政拨款支出说明", "1.教育（类）2.00万元") == "fiscal.class"
    assert rule(form, "六、基金支出说明", "1.教育（类）2.00万元") == ""


def test_two_rules_that_read_as_much(tmp_path: Path) -> None:
    """Then nothing is claimed."""
    twice = """
[[statements]]
name = "{name}"
title = "支出"
title_en = "Expenditure"
before = '支出预算'
equals = [{{ resource = "expenditure", fields = ["total"], where = {{ kind = "total" }} }}]
"""
    both = stated_form(tmp_path, twice.format(name="a") + twice.format(name="b"))
    (found,) = read(both, "支出预算1.00万元")
    assert (found.rule, found.reason) == ("", "ambiguous")


def test_parts_are_those_after_the_sum(form: Form) -> None:
    """Each part once, before the sum is said again; none where one is missing."""
    line = "政府采购预算3.00万元，其中：货物1.00万元、工程2.00万元。"
    found = read(form, line + line + "政府采购预算3.00万元，其中：货物1.00万元。")
    assert [s.terms for s in found if s.rule == "purchase"] == [("s2", "s3"), ("s5", "s6"), ()]


# Where it is


def test_sentence_and_headings_as_printed(form: Form) -> None:
    """The sentence without blanks and breaks, under its headings with their numbers."""
    found = read(
        form,
        "2024年部门预算编制说明",
        "一、“三公” 经费说明",
        "2024年 支出预算",
        "1.00万元。完。",
        "1.支出2万元。",
    )
    assert amounts(found, "heading", "sentence") == [
        ("2024年部门预算编制说明 / 一、“三公”经费说明", "2024年支出预算1.00万元。"),
        ("2024年部门预算编制说明 / 一、“三公”经费说明", "1.支出2万元。"),
    ]


def test_long_text_without_sentences(form: Form) -> None:
    """A screen of it is shown; words that are cut off are no beginning."""
    found = read(form, "支出" + "无" * 500 + "1.00万元" + "无" * 500)[0]
    assert len(found.sentence) < 500
    assert found.rule == ""


def test_places(form: Form) -> None:
    """The line of the number, both lines where it is broken; the character in a file."""
    broken = read(form, "共有", "支出预算1", "2.00万元")[0].place
    assert broken.bbox is not None
    assert [int(edge) for edge in broken.bbox] == [50, 20, 500, 40]
    (whole,) = read_statements(said(text("  支出预算 1.00 万元")), form)
    assert (whole.place.line, whole.place.column) == (1, 8)


def test_numbered_in_reading_order(form: Form) -> None:
    """Over all documents of a release."""
    documents = [*said(text("支出1元", "1.支出2元")), *said(text("支出3元"))]
    assert amounts(read_statements(documents, form), "id", "printed") == [
        ("s1", "1"),
        ("s2", "2"),
        ("s3", "3"),
    ]
