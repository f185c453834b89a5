"""The scorecard says which tables a document must have, which it has, and which are empty and say why."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.documents.convert import FORMS, PDFS, PRINTERS, convert_file, paper
from tests.package.small import RESULT, SHAPED, place, write_small
from tests.package.small_form import FORM, RELEASE

from budgetpress.form import Demand, list_forms, load_form
from budgetpress.model import Cell, Remark
from budgetpress.package.disclosure import PATH, disclosure

DEMANDS = (
    Demand(rule="甲规定", rule_en="Rule A", tables=("1", "2")),
    Demand(rule="乙规定", rule_en="B", tables=("4",)),
)
ORIGINAL = replace(SHAPED, original=True)


def blank(number: str, *notes: str) -> dict[str, Any]:
    """The card of a document in which a table is printed without amounts, with these notes under it."""
    tables = tuple(
        replace(table, rows=table.rows[:0]) if table.number == number else table for table in RESULT.tables
    )
    remarks = tuple(
        Remark(table=number, reason="note", cell=Cell(text=note, place=place(30, 1))) for note in notes
    )
    form = replace(FORM, demands=DEMANDS)
    return disclosure(
        RELEASE, form, replace(ORIGINAL, remarks=remarks, missing=()), replace(RESULT, tables=tables)
    )


def states(card: dict[str, Any]) -> dict[str, str]:
    """The state of each table by its number."""
    return {table["number"]: table["state"] for table in card["tables"]}


def complete(card: dict[str, Any]) -> list[bool | None]:
    """The verdict of each rule."""
    return [demand["complete"] for demand in card["demands"]]


def test_an_empty_table_with_a_note_is_explained() -> None:
    """`故本表为空表` under it, or in other words: the rule is kept."""
    for note in (
        "注：本部门无此项预算，故本表为空表。",
        "注：本年度没有政府性基金预算拨款安排的支出。",
        "说明：我单位未安排此项支出",
    ):
        card = blank("2", note)
        assert states(card)["2"] == "empty_with_note"
        assert complete(card)[0] is True


def test_an_empty_table_without_a_note_breaks_the_rule() -> None:
    """Another note explains nothing."""
    for notes in ((), ("注：金额单位为万元。",)):
        card = blank("2", *notes)
        assert states(card)["2"] == "empty_without_note"
        assert complete(card)[0] is False


def test_a_note_that_calls_a_full_table_empty_is_told() -> None:
    """The document contradicts itself: rows are there, and the note says there are none."""
    remark = Remark(table="2", reason="note", cell=Cell(text="注：故本表为空表。", place=place(30, 1)))
    card = disclosure(RELEASE, FORM, replace(ORIGINAL, remarks=(remark,)), RESULT)
    table = next(table for table in card["tables"] if table["number"] == "2")
    assert (table["state"], table["note_disagrees"]) == ("rows", True)
    assert not any(table["note_disagrees"] for table in blank("2", "注：故本表为空表。")["tables"])


def test_a_missing_table_is_missing_only_in_an_original() -> None:
    """What a copy lacks may still have been published: then nobody can tell."""
    form = replace(FORM, demands=DEMANDS)
    card = disclosure(RELEASE, form, ORIGINAL, RESULT)
    assert (states(card)["4"], complete(card)[1]) == ("not_there", False)
    card = disclosure(RELEASE, form, SHAPED, RESULT)
    assert (states(card)["4"], complete(card)[1]) == ("not_in_source", None)


def test_counts_are_those_of_the_tables() -> None:
    """Every table of the form has one state, and every state is counted."""
    card = disclosure(RELEASE, FORM, SHAPED, RESULT)
    found = list(states(card).values())
    assert card["counts"] == {state: found.count(state) for state in card["counts"]}
    assert sum(card["counts"].values()) == len(FORM.tables)


def test_it_is_written_beside_the_validation_report(tmp_path: Path) -> None:
    """`reports/disclosure.json`, in the package that it is about."""
    write_small(tmp_path / "package")
    card = json.loads((tmp_path / "package" / PATH).read_text(encoding="utf-8"))
    assert card["release"] == RELEASE.name
    assert [table["number"] for table in card["tables"]] == [table.number for table in FORM.tables]


@pytest.mark.parametrize("name", list_forms())
def test_every_form_says_what_is_demanded(name: str) -> None:
    """The national rule, and the form itself, which demands all of its tables."""
    form = load_form(name)
    national, own = form.demands
    assert "143" in national.rule
    assert set(national.tables) < set(own.tables) == {table.number for table in form.tables}


@pytest.mark.parametrize("form", sorted(FORMS))
def test_invented_papers_explain_their_empty_tables(form: str, tmp_path: Path) -> None:
    """In papers of every form the tables without amounts are those that carry the note."""
    file = tmp_path / PDFS[0]
    file.write_bytes(PRINTERS[PDFS[0]](paper(form)))
    convert_file(file, tmp_path / "out")
    card = json.loads((tmp_path / "out" / PATH).read_text(encoding="utf-8"))
    noted = {table["number"] for table in card["tables"] if table["note"]}
    assert noted
    assert noted == {table["number"] for table in card["tables"] if table["state"] == "empty_with_note"}
    assert not any(table["note_disagrees"] for table in card["tables"])
