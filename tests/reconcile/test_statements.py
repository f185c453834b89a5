"""What the text states holds, fails, or is compared with nothing; no figure changes by it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.stated import amounts, expenditure, row, said, stated_form, text

from budgetpress.form import Form
from budgetpress.model import Finding, Reconciled, Row, Shaped, Statement, Table
from budgetpress.reconcile import reconcile
from budgetpress.shape.statements import read_statements

EDUCATION = {"functional_code": "2050202", "functional_name": "小学教育"}
HEALTH = {"functional_code": "2100408", "functional_name": "基本公共卫生服务"}


@pytest.fixture(scope="module")
def form(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """A form with rules for the text."""
    return stated_form(tmp_path_factory.mktemp("form"))


def published(form: Form, line: str, *tables: Table) -> Reconciled:
    """A release of 2024 with a line of text and some tables."""
    shaped = Shaped(
        tables=tables,
        headings=(),
        remarks=(),
        findings=(),
        statements=read_statements(said(text(*line.split("\n"), page=1)), form),
    )
    return reconcile(shaped, form, year=2024)


def stated(form: Form, line: str, *rows: Row) -> tuple[Statement, tuple[Finding, ...]]:
    """The first statement of the line against table 03 in yuan, and what is found about statements."""
    result = published(form, line, expenditure(*rows))
    return result.statements[0], tuple(f for f in result.findings if f.code.startswith("statement"))


def test_rounding_explains(form: Form) -> None:
    """25.77万元 is 257,749 and 257,650 yuan, and neither 257,751 nor 257,649."""
    for total, verdict in (
        ("257749", "holds"),
        ("257650", "holds"),
        ("257751", "fails"),
        ("257649", "fails"),
    ):
        found, _ = stated(form, "支出25.77万元", row(1, "total", "元", total=total))
        assert (found.verdict, found.tolerance) == (verdict, Decimal("50.50"))
    assert (found.figures, found.compared, found.residual) == (
        ("03.r1.total",),
        Decimal("257649.00"),
        Decimal("51.00"),
    )


def test_exact_amounts_have_no_tolerance(form: Form) -> None:
    """Both printed to the fen."""
    total = row(1, "total", "元", total="257700.01")
    found, _ = stated(form, "支出257700.00元", total)
    assert (found.verdict, found.tolerance) == ("fails", Decimal("0.00"))


def test_contradiction_is_told_with_both_values(form: Form) -> None:
    """A warning at the words of the text, which names the figure and both amounts."""
    found, (finding,) = stated(form, "支出352.67万元", row(1, "total", "元", total="3503499"))
    assert found.verdict == "fails"
    assert (finding.code, finding.level, finding.place) == ("statement-contradicts", "warning", found.place)
    assert (finding.table, finding.row, finding.field) == ("03", 1, "total")
    for words in (finding.message_zh, finding.message_en):
        assert "352.67" in words
        assert "3503499.00" in words
        assert "23201.00" in words


def test_statement_neither_proves_nor_disputes(form: Form) -> None:
    """The figure has the verdict that the tables give it, whatever the text says."""
    total = expenditure(row(1, "total", "元", total="10000"))
    held, broken, silent = (published(form, line, total) for line in ("支出1万元", "支出9万元", "无"))
    assert [found.statements[0].verdict for found in (held, broken)] == ["holds", "fails"]
    assert held.figures == broken.figures == silent.figures
    assert held.checks == broken.checks == silent.checks
    assert held.repairs == broken.repairs == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2023年支出1.00万元", "past"),
        ("上年支出1.00万元", "past"),
        ("支出增加1.00万元", "change"),
        ("支出1万元以上", "limit"),
        ("会议费1.00万元", "no-rule"),
        ("支出1.2.3万元", "unreadable"),
        ("政府采购预算1.00万元", "no-parts"),
        ("货物1.00万元", "no-table"),
        ("“教育支出（类）普通教育（款）中学教育（项）”1.00万元", "no-code"),
    ],
)
def test_compared_with_nothing(form: Form, line: str, reason: str) -> None:
    """It says why, in both languages, and claims nothing."""
    rows = (row(1, "item", "元", total="10000", **EDUCATION), row(2, "total", "元", total="10000"))
    found, _ = stated(form, line, *rows)
    assert (found.verdict, found.reason) == ("not_applicable", reason)
    assert found.reason_zh
    assert found.reason_en
    assert (found.figures, found.compared, found.residual) == ((), None, None)


def test_year_of_the_release_is_compared(form: Form) -> None:
    """2024年支出 is that of the tables of 2024."""
    found, findings = stated(form, "2024年支出1.00万元", row(1, "total", "元", total="10000"))
    assert found.verdict == "holds"
    assert findings == ()


def test_code_by_its_names(form: Form) -> None:
    """The row whose code bears the name, below codes that bear the others; 支出 may be left out."""
    rows = (row(1, "item", "元", total="10000", **EDUCATION), row(2, "item", "元", total="20000", **HEALTH))
    for names in ("教育支出（类）普通教育（款）小学教育（项）", "教育（类）普通教育（款）小学教育（项）"):
        found, _ = stated(form, f"“{names}”1.00万元", *rows)
        assert (found.verdict, found.figures) == ("holds", ("03.r1.total",))


def test_code_as_deep_as_its_names(form: Form) -> None:
    """One name is that of a class, not of an item below it that bears it too."""
    rows = (
        row(1, "subtotal", "元", total="30000", functional_code="205", functional_name="教育支出"),
        row(2, "item", "元", total="30000", functional_code="2050202", functional_name="教育支出"),
    )
    found, _ = stated(form, "“教育支出（类）”3.00万元", *rows)
    assert found.figures == ("03.r1.total",)


def test_printed_name_is_a_name(form: Form) -> None:
    """What the table prints for a code, whatever the code list says."""
    rows = (row(1, "item", "元", total="10000", functional_code="2050202", functional_name="小学"),)
    found, _ = stated(form, "“教育支出（类）普通教育（款）小学（项）”1.00万元", *rows)
    assert found.verdict == "holds"


def test_name_below_another_code(form: Form) -> None:
    """The right item under the wrong section is no code of the table, and that is told."""
    found, (finding,) = stated(
        form,
        "“教育支出（类）职业教育（款）小学教育（项）”1.00万元",
        row(1, "item", "元", total="10000", **EDUCATION),
    )
    assert found.reason == "no-code"
    assert (finding.code, finding.level) == ("statement-not-compared", "note")
    assert "小学教育" in finding.message_zh


def test_code_in_several_rows(form: Form) -> None:
    """All rows of the code together."""
    rows = [row(n, "item", "元", total="10000", **EDUCATION) for n in (1, 2)]
    found, _ = stated(form, "“教育支出（类）普通教育（款）小学教育（项）”2.00万元", *rows)
    assert (found.verdict, found.figures) == ("holds", ("03.r1.total", "03.r2.total"))


def test_several_codes_of_one_name(form: Form) -> None:
    """Two codes that the table prints with one name: neither is taken."""
    rows = [
        row(n, "item", "元", total="10000", functional_code=code, functional_name="同名")
        for n, code in enumerate(("2050202", "2050203"), 1)
    ]
    found, _ = stated(form, "“教育支出（类）普通教育（款）同名（项）”1.00万元", *rows)
    assert found.reason == "several-codes"


def test_label_of_a_row(form: Form) -> None:
    """A row found by its label, without the ordinal that the table prints."""
    fiscal = Table(
        number="05",
        resource="fiscal_appropriation",
        unit="元",
        rows=(row(1, "item", "元", side="expenditure", label="五、教育支出", amount="10000"),),
    )
    result = published(form, "五、财政拨款说明\n1.教育（类）1.00万元\n2.科学（类）1.00万元", fiscal)
    assert amounts(result.statements, "verdict", "reason") == [("holds", ""), ("not_applicable", "no-row")]


def test_blank_in_the_table(form: Form) -> None:
    """Where a form says that blank is nothing, nothing is stated rightly and something wrongly."""
    blank = row(1, "total", "元", project_expenditure="10000")
    found, findings = stated(form, "支出0.00万元", blank)
    assert (found.verdict, found.figures, findings) == ("holds", (), ())
    found, (finding,) = stated(form, "支出1.00万元", blank)
    assert (found.verdict, found.compared) == ("fails", Decimal("0.00"))
    assert finding.code == "statement-contradicts"


def test_unreadable_figure(form: Form) -> None:
    """It may be anything."""
    total = row(1, "total", "元", total="1O000")
    assert stated(form, "支出1.00万元", total)[0].reason == "unreadable-figure"


def test_sum_of_parts(form: Form) -> None:
    """A sum that the text states against the parts that it states, whether the tables have them or not."""
    line = "政府采购预算3.01万元，其中：货物1.00万元、工程2.00万元。"
    result = published(form, line, expenditure(row(1, "total", "元", total="1")))
    total, *parts = result.statements
    assert (total.verdict, total.figures, total.compared) == ("holds", ("s2", "s3"), Decimal("30000.00"))
    assert [part.reason for part in parts] == ["no-table", "no-table"]
    worse = published(form, line.replace("3.01", "3.10"), expenditure(row(1, "total", "元", total="1")))
    assert worse.statements[0].verdict == "fails"
    assert [f.code for f in worse.findings if f.code.startswith("statement")] == ["statement-contradicts"]
