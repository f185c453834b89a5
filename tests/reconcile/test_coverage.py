"""What the rows of a source come to, against a whole that another table prints."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests.reconcile.invented import Printed, form, identity, line, shaped, table, term

from budgetpress.form import Form, load_form
from budgetpress.model import Finding, Table
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.coverage import coverage_findings
from budgetpress.reconcile.evaluate import amounts, entries

FORM = form(
    {"projects": "label total", "spending": "label total project"},
    identity(
        "coverage",
        term("projects", "total", where={"kind": ("item",)}),
        term("spending", "project", where={"kind": ("total",)}),
    ),
)
SPENDING = table(
    "spending",
    line(label="a", total="900.00", project="700.00"),
    line(label="sum", total="2,000.00", project="1,200.00", kind="total"),
    number="2",
)


def found(*totals: Printed, whole: str = "1,200.00", against: Form = FORM) -> tuple[Finding, ...]:
    """The findings about a table of projects with those totals."""
    rows = [line(label=f"p{n}", total=text) for n, text in enumerate(totals)]
    total = line(label="sum", project=whole, kind="total")
    tables = (table("projects", *rows), table("spending", total, number="2"))
    return of(tables, against)


def of(tables: Sequence[Table], against: Form = FORM) -> tuple[Finding, ...]:
    """The findings about some tables."""
    return coverage_findings(tables, against, amounts(tables), entries(tables, against))


def test_complete_table_has_no_finding() -> None:
    """Where the rows come to the whole, nothing is said."""
    assert found("700.00", "500.00") == ()


def test_half_a_table_says_what_is_lost() -> None:
    """How much is there, of how much, and how much and what share is not, in both languages."""
    (finding,) = found("300.50", "149.50")
    assert (finding.code, finding.level, finding.table, finding.row) == ("coverage", "warning", "1", None)
    assert finding.message_zh == (
        "coverage-zh：这里 2 行合计 450.00 元，而 2.r1.project 为 1,200.00 元；"
        "其余 750.00 元（62.5%）在来源中没有对应的行"
    )
    assert finding.message_en == (
        "coverage-en: the 2 rows here come to 450.00 yuan, and 2.r1.project is 1,200.00 yuan; "
        "for the other 750.00 yuan (62.5 %) there are no rows in the source"
    )


def test_table_without_rows_has_lost_all() -> None:
    """A table of which only the heading is left lacks the whole."""
    (finding,) = found()
    assert "这里 0 行合计 0.00 元" in finding.message_zh
    assert "1,200.00 元（100.0%）" in finding.message_zh


def test_row_without_an_amount_may_hold_the_rest() -> None:
    """Where rows have no amount it is not said that others are lost."""
    (finding,) = found("300.00", "")
    assert "或在其中 1 行没有金额的行里" in finding.message_zh
    assert "1 of them that have no amount" in finding.message_en


def test_more_than_the_whole_is_said() -> None:
    """Rows that come to more than the whole contradict it."""
    (finding,) = found("1,200.00", "30.00")
    assert finding.message_zh.endswith("多出 30.00 元（2.5%）")
    assert finding.message_en.endswith("that is 30.00 yuan (2.5 %) too much")


@pytest.mark.parametrize("whole", ["", "0.00"])
def test_unknown_whole_says_nothing(whole: str) -> None:
    """Without a whole, or with none to speak of, there is nothing to compare with."""
    assert found("300.00", whole=whole) == ()


def test_rounding_is_no_loss() -> None:
    """Rows printed in whole units may miss the whole by what rounding explains, and no more."""
    assert found("700", "501", whole="1200") == ()
    assert len(found("700", "502", whole="1200")) == 1


def test_missing_table_says_nothing() -> None:
    """A table that the source does not have is told of elsewhere."""
    assert of((SPENDING,)) == ()


def test_it_disputes_nothing() -> None:
    """A loss is a finding: no identity fails for it, no figure is in doubt, nothing is repaired."""
    projects = table("projects", line(label="p", total="300.00"))
    result = reconcile(shaped(projects, SPENDING), FORM, year=2026)
    assert [finding.code for finding in result.findings] == ["coverage"]
    assert (result.checks, result.repairs) == ((), ())
    assert {figure.status for figure in result.figures} == {"unverified"}


def test_first_form_declares_it() -> None:
    """The form of the first release says what its table of projects must come to."""
    assert [i.left[0].resource for i in load_form("beijing").identities if i.kind == "coverage"] == [
        "project_performance"
    ]
