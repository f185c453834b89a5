"""Defects that hide each other: what both leave is found, and what one alone could mean is not made."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.planting.score import Outcomes, judge
from tests.planting.truth import Print, PrintedRow, Truth, printed, truth_of
from tests.reconcile.test_planted import form, repaired

BY_USE = "general_public_budget_basic_expenditure"


@pytest.fixture(scope="module")
def truth(project_root: Path) -> Truth:
    """The first release as published: every identity holds."""
    return truth_of(project_root / "datapackage" / "beijing-chaoyang-jinsong-2026", form())


def row_of(document: Print, resource: str, number: int) -> PrintedRow:
    """The row of a table by its number in the truth."""
    return next(row for row in document[resource] if row.number == number)


def outcomes(truth: Truth, document: Print) -> Outcomes:
    """What becomes of each cell that is not right."""
    return judge(truth, document, repaired(document))


def relabel(document: Print, resource: str, by: Mapping[int, int]) -> None:
    """Give rows the labels of others."""
    labels = {number: dict(row_of(document, resource, other).words) for number, other in by.items()}
    for number, words in labels.items():
        row_of(document, resource, number).words = words


def test_two_lost_rows_of_one_code(truth: Truth) -> None:
    """Two lost rows that share a code leave their sum there; the code beside it tells each of them."""
    document = printed(truth)
    document[BY_USE] = [row for row in document[BY_USE] if row.number not in (7, 8)]
    assert {row.words["economic_government_code"] for row in truth[BY_USE] if row.number in (7, 8)} == {
        "50102"
    }
    assert set(outcomes(truth, document).values()) == {"corrected"}


def test_a_slip_that_hides_what_a_lost_row_lacks(truth: Truth) -> None:
    """A run that slipped out of a code, and a row of that code lost elsewhere: their sums are the same."""
    document = printed(truth)
    texts = [row_of(document, "expenditure", number).texts for number in (24, 25, 26)]
    texts[2]["basic_expenditure"] = texts[1]["basic_expenditure"]
    texts[1]["basic_expenditure"] = texts[0].pop("basic_expenditure")
    document[BY_USE] = [row for row in document[BY_USE] if row.number != 6]
    assert set(outcomes(truth, document).values()) == {"corrected"}


def test_a_code_that_slips_have_lost_in_two_tables(truth: Truth) -> None:
    """Where the label of a row is gone in two tables a copy that one keeps is none for the other."""
    document = printed(truth)
    relabel(document, BY_USE, {17: 16, 18: 17, 19: 18, 20: 19})
    relabel(document, "expenditure", {10: 11, 11: 12, 12: 13})
    found = outcomes(truth, document)
    assert "wrong_change" not in found.values()
    assert {found[BY_USE, 20, name] for name in ("economic_department_code", "economic_government_code")} == {
        "flagged"
    }


def test_a_cell_that_only_an_explanation_doubts(truth: Truth) -> None:
    """A value that stands in the blank cell below its own is disputed, though the sum through it holds."""
    document = printed(truth)
    resource = "revenue_and_expenditure"
    row_of(document, resource, 11).texts = row_of(document, resource, 10).texts
    row_of(document, resource, 10).texts = {}
    result = repaired(document)
    moved = [f for f in result.figures if f.resource == resource and f.place.line == 11]
    assert [figure.status for figure in moved] == ["disputed"]
    assert result.repairs == ()
    assert "01.revenue.total" in {check.id for check in result.checks if check.verdict == "holds"}


def test_a_code_that_the_crosswalk_parts(truth: Truth) -> None:
    """A code that no sum goes by is in doubt beside one that the crosswalk has beside others alone."""
    document = printed(truth)
    row, other = (row_of(document, "expenditure", number) for number in (52, 53))
    for name in ("economic_government_code", "economic_government_name"):
        row.words[name] = other.words[name]
    doubts = [f for f in repaired(document).findings if f.code == "label-in-doubt"]
    assert [(f.table, f.row, f.field) for f in doubts] == [("03", 52, "economic_government_code")]
    assert [f for f in repaired(printed(truth)).findings if f.code == "label-in-doubt"] == []
