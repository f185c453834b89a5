"""Documents whose sums are rounded, or wrong, or which cannot be read in full: what is said of each."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests.documents import beijing, jiangsu, putuo
from tests.documents.convert import PLAIN, PRINTERS, Package, convert
from tests.documents.paper import Paper, misprinted
from tests.documents.workbook import Habits, workbook


def converted(paper: Paper, name: str) -> Package:
    """The package of a paper, printed as a file of that name."""
    return convert(PRINTERS[name](paper), name)


@pytest.mark.parametrize("name", [PLAIN, "plain.pdf"])
def test_sums_that_rounding_breaks_are_no_findings(name: str) -> None:
    """Amounts in whole yuan, rounded one by one, add up to a few yuan more or less: that is all right."""
    paper = putuo.paper(unit=1)
    made = converted(paper, name)
    sums = [check for check in made.tables["checks"] if check["residual"] and check["kind"] != "within"]
    residuals = [abs(Decimal(check["residual"])) for check in sums]
    assert 0 < max(residuals) <= 5
    assert [check["id"] for check in made.tables["checks"] if check["verdict"] == "fails"] == []
    assert made.tables["repairs"] == []
    assert [row for row in made.tables["findings"] if row["level"] != "note"] == []
    assert made.amounts == {
        key: (printed.text, f"{printed.amount:.2f}") for key, printed in paper.amounts.items()
    }


@pytest.mark.parametrize("name", [PLAIN, "report.pdf", "sheets.xlsx"])
def test_sum_that_is_wrong_is_shown(name: str) -> None:
    """A total that is no sum stays as printed, and only identities through it fail; it is not proven."""
    paper = jiangsu.paper()
    row = max(number for resource, number, _ in paper.amounts if resource == "fiscal_appropriation")
    printed = paper.amounts["fiscal_appropriation", row, "amount"]
    wrong = f"{Decimal(printed.text.replace(',', '')) + Decimal('1311.70'):,.2f}"
    made = converted(misprinted(paper, "04", printed.text, wrong), name)
    changed = {row["id"] for row in made.tables["figures"] if row["printed"] == wrong}
    assert changed
    failing = [check for check in made.tables["checks"] if check["printed_verdict"] == "fails"]
    assert failing
    for check in failing:
        through = f"{check['left_figures']} {check['right_figures']}".replace("-", "").split()
        assert changed & set(through), check["id"]
    statuses = {row["status"] for row in made.tables["figures"] if row["id"] in changed}
    assert "disputed" in statuses
    assert statuses <= {"disputed", "unverified"}
    said = " ".join(row["message_en"] for row in made.tables["findings"] if row["level"] != "note")
    assert [check["id"] for check in failing if check["id"] not in said] == []


def test_row_that_cannot_be_read_is_named() -> None:
    """A row alone on a page without rules is in no table for certain; a warning says that they are lost."""
    paper = beijing.paper(seed=27)
    made = converted(paper, "borderless.pdf")
    lost = [paper.amounts[key].text for key in paper.amounts.keys() - made.amounts.keys()]
    findings, remarks = made.tables["findings"], made.tables["remarks"]
    unmatched = {
        row["page"] for row in findings if row["code"] == "grid-unmatched" and row["level"] == "warning"
    }
    said = " ".join(
        [row["message_en"] for row in findings if row["code"] == "amount-outside"]
        + [row["text"] for row in remarks if row["reason"] == "untitled-grid" and row["page"] in unmatched]
    )
    assert lost
    assert [text for text in lost if text not in said] == []


def test_hidden_parts_of_a_workbook_are_named() -> None:
    """What a workbook does not show is said to be hidden, and is no figure of the published tables."""
    paper = beijing.paper(rows=12)
    made = convert(workbook(paper, Habits(hidden_sheet=True, hidden_row=True)), "hidden.xlsx")
    said = "\n".join(row["message_en"] for row in made.tables["findings"])
    assert re.search("hidden", said)
    assert "底稿" in said
    assert made.amounts == {
        key: (printed.text, f"{printed.amount:.2f}") for key, printed in paper.amounts.items()
    }
