"""Misspelt names: set right where the code list and another row agree, and left alone otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reconcile.invented import form, line, shaped, table

from budgetpress.form import Form
from budgetpress.model import Repair, Table
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.names import settle_names

YEAR = 2031
WORKS = """code,name,name_en,parent,valid_from,valid_to
7,水务支出,Water,,,
701,河道整治,River works,7,,
702,堤防维护,Dike upkeep,7,,2029
702,堤坝维护,Dam upkeep,7,2030,
703,桥梁养护,Bridge care,7,,
"""
KINDS = """code,name,name_en,parent,valid_from,valid_to
1,人员,Staff,,,
2,材料,Material,,,
"""


@pytest.fixture
def works(tmp_path: Path) -> Form:
    """A form with two lists of codes, and a table with one of them alone."""
    for name, text in (("works", WORKS), ("kinds", KINDS)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return form(
        {"plan": "work_code work_name kind_code kind_name total", "summary": "work_code work_name total"},
        codelists={"work_code": str(tmp_path / "works.csv"), "kind_code": str(tmp_path / "kinds.csv")},
    )


def settled(shape: Form, *tables: Table) -> tuple[tuple[Table, ...], tuple[Repair, ...]]:
    """The tables and repairs."""
    return settle_names(tables, shape, YEAR)


def names(tables: tuple[Table, ...], field: str = "work_name") -> list[str]:
    """The names in all rows."""
    return [row.text(field) for each in tables for row in each.rows]


def test_misspelt_name_with_a_witness_is_set_right(works: Form) -> None:
    """The code list says what the code is called, and another table prints it so."""
    plan = table("plan", line(work_code="701", work_name="河道整冶"))
    summary = table("summary", line(work_code="701", work_name="河道 整治"), number="2")
    tables, (repair,) = settled(works, plan, summary)
    assert names(tables) == ["河道整治", "河道 整治"]
    assert tables[0].rows[0].entries["work_name"].text == "河道整冶"
    assert (repair.target, repair.table, repair.row, repair.field) == ("label", "1", 1, "work_name")
    assert (repair.printed, repair.published, repair.kind) == ("河道整冶", "河道整治", "wrong_name")
    assert "2.r1" in repair.evidence_zh
    assert "2.r1" in repair.evidence_en
    assert repair.place == plan.rows[0].entries["work_name"].place


def test_misspelt_name_without_a_witness_is_a_finding(works: Form) -> None:
    """A code list alone changes nothing: documents rightly shorten names. A person is told."""
    plan = table("plan", line(work_code="701", work_name="河道整冶", total=5))
    tables, repairs = settled(works, plan)
    assert (names(tables), repairs) == (["河道整冶"], ())
    result = reconcile(shaped(plan), works, year=YEAR)
    (finding,) = [f for f in result.findings if f.code == "code-name-disagree"]
    assert (finding.level, finding.table, finding.row) == ("warning", "1", 1)
    assert "河道整治" in finding.message_zh


def test_rows_that_share_a_misspelling_are_no_witness(works: Form) -> None:
    """Two rows with the same wrong name do not bear each other out."""
    plan = table("plan", *[line(work_code="701", work_name="河道整冶")] * 2)
    assert settled(works, plan)[1] == ()


@pytest.mark.parametrize("kind", ["total", "subtotal"])
def test_totals_are_no_witness(works: Form, kind: str) -> None:
    """Only rows of items bear witness, and only they are set right."""
    plan = table(
        "plan",
        line(work_code="701", work_name="河道整冶"),
        line(kind=kind, work_code="701", work_name="河道整治"),
    )
    assert settled(works, plan)[1] == ()


def test_name_of_another_year_is_judged_by_this_year(works: Form) -> None:
    """The name that counts is the one of the fiscal year."""
    summary = table("summary", line(work_code="702", work_name="堤坝维护"), number="2")
    plan = table("plan", line(work_code="702", work_name="堤坝维护"))
    assert settled(works, plan, summary)[1] == ()
    assert settle_names((plan, summary), works, 2028)[1] == ()  # no row prints the name of that year


def test_name_of_another_year_is_no_misspelling(works: Form) -> None:
    """Forms go on printing former names: such a name stays, with a note, whatever other rows print."""
    summary = table("summary", line(work_code="702", work_name="堤坝维护"), number="2")
    plan = table("plan", line(work_code="702", work_name="堤防维护", total=5))
    tables, repairs = settled(works, plan, summary)
    assert (names(tables), repairs) == (["堤防维护", "堤坝维护"], ())
    (finding,) = [f for f in reconcile(shaped(plan), works, year=YEAR).findings if f.field == "work_code"]
    assert (finding.code, finding.level) == ("name-of-other-year", "note")
    assert "堤坝维护" in finding.message_zh


@pytest.mark.parametrize("printed", ["河道", "河道整治工程", "（河道整治）"])
def test_shortened_or_longer_name_is_no_misspelling(works: Form, printed: str) -> None:
    """A name that is a part of the listed one, or has it as a part, was written so."""
    plan = table("plan", line(work_code="701", work_name=printed))
    summary = table("summary", line(work_code="701", work_name="河道整治"), number="2")
    assert settled(works, plan, summary)[1] == ()


@pytest.mark.parametrize(
    ("name", "hint"), [("桥梁养护", "该名称对应 703"), ("打井", "科目表中"), ("水务支出", "科目表中")]
)
def test_unknown_code_is_a_note(works: Form, name: str, hint: str) -> None:
    """Lists lack codes: one that is not there is noted, with the code of that length that bears the name."""
    plan = table("plan", line(work_code="799", work_name=name, total=5))
    (finding,) = [f for f in reconcile(shaped(plan), works, year=YEAR).findings if f.field == "work_code"]
    assert (finding.code, finding.level) == ("unknown-code", "note")
    assert finding.message_zh.endswith(hint)


def test_name_of_another_code_is_left_where_the_other_code_fits(works: Form) -> None:
    """The code may be what is wrong: the other one stands beside this kind elsewhere."""
    plan = table(
        "plan",
        line(work_code="701", work_name="桥梁养护", kind_code="2", kind_name="材料"),
        line(work_code="701", work_name="河道整治", kind_code="2", kind_name="材料"),
        line(work_code="703", work_name="桥梁养护", kind_code="2", kind_name="材料"),
    )
    tables, repairs = settled(works, plan)
    assert (names(tables)[0], repairs) == ("桥梁养护", ())


def test_name_of_another_code_is_set_right_where_only_this_code_fits(works: Form) -> None:
    """This code stands beside the same kind in another row, and the other code never does."""
    plan = table(
        "plan",
        line(work_code="701", work_name="桥梁养护", kind_code="2", kind_name="材料"),
        line(work_code="701", work_name="河道整治", kind_code="2", kind_name="材料"),
        line(work_code="703", work_name="桥梁养护", kind_code="1", kind_name="人员"),
    )
    tables, (repair,) = settled(works, plan)
    assert names(tables)[0] == "河道整治"
    assert repair.row == 1


def test_row_is_no_witness_for_itself(works: Form) -> None:
    """The kind in the same row says nothing of which of code and name is wrong."""
    plan = table(
        "plan",
        line(work_code="701", work_name="桥梁养护", kind_code="2", kind_name="材料"),
        line(work_code="701", work_name="河道整治", kind_code="1", kind_name="人员"),
    )
    assert settled(works, plan)[1] == ()


def test_name_of_another_code_without_a_partner_is_left(works: Form) -> None:
    """Where no other code stands beside it, nothing tells whether code or name is wrong."""
    summary = table(
        "summary", line(work_code="701", work_name="桥梁养护"), line(work_code="701", work_name="河道整治")
    )
    assert settled(works, summary)[1] == ()


def test_name_of_a_code_of_another_level_is_a_misspelling(works: Form) -> None:
    """A code of another length cannot have been meant."""
    summary = table(
        "summary", line(work_code="701", work_name="水务支出"), line(work_code="701", work_name="河道整治")
    )
    assert names(settled(works, summary)[0])[0] == "河道整治"


def test_what_was_settled_before_stays(works: Form) -> None:
    """A name that is not the printed one was set by a person or by a repair: it is not changed again."""
    plan = table(
        "plan", line(work_code="701", work_name="河道整冶"), line(work_code="701", work_name="河道整治")
    )
    entry = replace(plan.rows[0].entries["work_name"], value="河道治理")
    row = replace(plan.rows[0], entries={**plan.rows[0].entries, "work_name": entry})
    tables, repairs = settled(works, replace(plan, rows=(row, plan.rows[1])))
    assert (names(tables)[0], repairs) == ("河道治理", ())


@pytest.mark.parametrize(
    "cells",
    [
        {"work_code": "709", "work_name": "河道整冶"},
        {"work_code": "701"},
        {"work_name": "河道整冶"},
        {"work_code": "701", "work_name": "一、河道整治"},
    ],
)
def test_nothing_to_settle(works: Form, cells: dict[str, str]) -> None:
    """A code that no list has, a blank code or name, and an ordinal before the name are left as printed."""
    plan = table("plan", line(**cells), line(work_code="701", work_name="河道整治"))
    tables, repairs = settled(works, plan)
    assert (tables, repairs) == ((plan,), ())


def test_repairs_are_numbered_through(works: Form) -> None:
    """Every repair has an id of its own, over all tables."""
    plan = table("plan", *[line(work_code="701", work_name="河道整冶")] * 2)
    summary = table(
        "summary",
        line(work_code="701", work_name="河道整治"),
        line(work_code="701", work_name="河道整始"),
        number="2",
    )
    assert [(r.id, r.table, r.row) for r in settled(works, plan, summary)[1]] == [
        ("N1", "1", 1),
        ("N2", "1", 2),
        ("N3", "2", 2),
    ]
