"""A package that claims more than its own files bear out is refused, whatever the claim."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.package.edits import read_csv, rehash, set_cell
from tests.package.small import FIGURES, RESULT, SHAPED, place, write_small

from budgetpress.model import Cell, Check, Figure, Reconciled, Remark, Repair
from budgetpress.package import InvalidPackageError, validate_package
from budgetpress.package.audit import Ledger, read_sheets
from budgetpress.package.claims import claim_faults

D = Decimal
FAILED = {"across.3": D("-30000.00"), "down.project": D("-300000.00"), "down.total": D("-300000.00")}
LOST_ROW = "2010302 一般行政管理事务 50201"
TWICE = "2010301 行政运行 90.000000"


def repair(key: str, target: str, figure: str = "", *, printed: str, published: str, kind: str) -> Repair:
    """A repair of row 2 or 3 of table 2 with the evidence that its kind has."""
    row, field = figure.split(".")[1:] if figure else ("r2", "")
    names = ("across.3", "down.project") if row == "r3" else ("down.total", "down.project")
    return Repair(
        id=key,
        target=target,  # type: ignore[arg-type]
        figure=figure,
        table="2",
        row=int(row[1:]),
        field=field,
        printed=printed,
        published=published,
        kind=kind,
        evidence_zh="两个合计",
        evidence_en="two totals",
        failed_before=names,
        hold_after=names,
        margin=10,
    )


def mended() -> Reconciled:
    """The small release with a misread digit, a lost row and a row that was printed twice."""
    changes: dict[str, dict[str, object]] = {
        "2.r3.project": {"status": "repaired", "printed": "9.000040"},
        "2.r2.total": {"status": "repaired", "printed": ""},
        "2.r2.basic": {"status": "repaired", "printed": ""},
        "2.r2.project": {"status": "repaired", "printed": ""},
        "2.r4.basic": {"status": "confirmed", "strength": 3},
        "2.r4.total": {"status": "confirmed", "strength": 3},
    }
    figures = [replace(f, **changes.get(f.id, {})) for f in RESULT.figures]  # type: ignore[arg-type]
    return replace(
        RESULT,
        figures=tuple(figures),
        checks=tuple(_as_printed(check) for check in RESULT.checks),
        repairs=(
            *RESULT.repairs,
            repair("R2", "figure", "2.r3.project", printed="9.000040", published="60000.40", kind="misread"),
            repair("R3.1", "row", printed="", published=LOST_ROW, kind="lost_row"),
            repair("R3.2", "figure", "2.r2.total", printed="", published="300000.00", kind="lost_row"),
            repair("R3.3", "figure", "2.r2.basic", printed="", published="0.00", kind="lost_row"),
            repair("R3.4", "figure", "2.r2.project", printed="", published="300000.00", kind="lost_row"),
            repair("R4", "row", printed=TWICE, published="", kind="duplicated_row"),
        ),
    )


def _as_printed(check: Check) -> Check:
    if check.id not in FAILED:
        return check
    return replace(check, printed_residual=FAILED[check.id], printed_verdict="fails")


@pytest.fixture(scope="module")
def mended_pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package with repairs of several kinds; not to be changed."""
    folder = tmp_path_factory.mktemp("mended") / "package"
    kept = [Remark(table="2", reason="x", cell=Cell(text=word, place=place(9, 1))) for word in TWICE.split()]
    write_small(folder, result=mended(), shaped=replace(SHAPED, remarks=(*SHAPED.remarks, *kept)))
    return folder


@pytest.fixture
def repaired(mended_pristine: Path, tmp_path: Path) -> Path:
    """A copy of the package with repairs, to change."""
    return Path(shutil.copytree(mended_pristine, tmp_path / "repaired"))


def number(package: Path, resource: str, key: str) -> int:
    """Which record of a resource has that id."""
    records = read_csv(package / "data" / f"{resource}.csv")
    return next(n for n, record in enumerate(records, start=1) if record["id"] == key)


def plant(package: Path, resource: str, key: str, **cells: str) -> int:
    """Write a claim as a careful forger would; the number of the record."""
    found = number(package, resource, key)
    for field, text in cells.items():
        set_cell(package, resource, found, field, text)
    rehash(package)
    return found


def claims(package: Path) -> list[tuple[str, int, str]]:
    """Where claims are refused."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    faults = claim_faults(Ledger(read_sheets(descriptor, package)))
    return [(fault.resource, fault.record, fault.field) for fault in faults]


def test_honest_repairs_are_accepted(repaired: Path) -> None:
    """A changed digit, a lost row and a row taken out are no faults where repairs and figures agree."""
    assert validate_package(repaired)["errors"] == []


def test_first_release_claims_no_more_than_is_found(release_folder: Path) -> None:
    """The package as committed is borne out by its own files."""
    assert claims(release_folder) == []


FALSE_FIGURES = {
    "confirmed in an identity that fails": ("3.r1.funds", {"status": "confirmed", "strength": "4"}, "status"),
    "consistent in an identity that fails": ("3.r2.funds", {"status": "consistent"}, "status"),
    "repaired in an identity that fails": ("2.r4.project", {"status": "repaired"}, "status"),
    "unverified in an identity that fails": ("3.r1.funds", {"status": "unverified"}, "status"),
    "confirmed with too little strength": ("2.r1.total", {"status": "confirmed"}, "strength"),
    "consistent with more strength": ("2.r1.total", {"strength": "3"}, "strength"),
    "consistent with a strength of words": ("2.r1.total", {"strength": "many"}, "strength"),
    "strong beside a twin": ("1.r2.amount", {"status": "confirmed", "strength": "4"}, "strength"),
    "without bound beside a twin": ("1.r3.amount", {"status": "confirmed", "strength": ""}, "strength"),
    "strong beside two others": ("2.r4.basic", {"strength": "4"}, "strength"),
    "stronger than anything that is looked for": ("2.r4.basic", {"strength": "5"}, "strength"),
    "without bound beside two others": ("2.r4.basic", {"strength": ""}, "strength"),
    "in another table": ("2.r1.total", {"table": "1"}, "table"),
    "called after another row": ("2.r1.total", {"id": "2.r9.total"}, "id"),
    "called after another field": ("2.r1.total", {"id": "2.r1.basis"}, "id"),
    "called after another figure": ("2.r1.total", {"id": "2.r4.total"}, "id"),
    "one proof more": ("2.r1.total", {"proofs": "3"}, "proofs"),
    "one proof less": ("2.r1.total", {"proofs": "1"}, "proofs"),
    "repaired without a repair": ("2.r1.total", {"status": "repaired"}, "status"),
    "repaired, and said to be as printed": ("2.r3.project", {"status": "consistent"}, "status"),
    "other digits than printed": ("2.r1.total", {"printed": "90.000001"}, "amount"),
    "a scale that was not printed": ("2.r1.total", {"printed": "900.000000"}, "amount"),
    "another unit than printed": ("2.r1.total", {"printed_unit": "元"}, "amount"),
    "an unknown unit": ("2.r1.total", {"printed_unit": "两"}, "amount"),
    "a sign that was not printed": ("3.r2.funds", {"printed": "6.000041"}, "amount"),
    "nothing printed": ("2.r1.total", {"printed": ""}, "amount"),
    "two numbers printed": ("2.r1.total", {"printed": "90 / 90"}, "amount"),
}


@pytest.mark.parametrize("claim", FALSE_FIGURES)
def test_false_claim_of_a_figure_is_refused(repaired: Path, claim: str) -> None:
    """A status, count, strength or amount that goes beyond what is found is named with its figure."""
    figure, cells, field = FALSE_FIGURES[claim]
    record = plant(repaired, "figures", figure, **cells)
    assert ("figures", record, field) in claims(repaired)


FALSE_REPAIRS = {
    "of a figure that is not there": ("R2", {"figure": "2.r9.project"}, "figure"),
    "of another amount": ("R2", {"published": "60000.41"}, "published"),
    "of another print": ("R2", {"printed": "9.000041"}, "printed"),
    "in another row": ("R2", {"row": "1"}, "row"),
    "in another field": ("R2", {"field": "basic"}, "field"),
    "in another table": ("R2", {"table": "1"}, "table"),
    "of a figure that another repair changes": ("R3.2", {"figure": "2.r2.project"}, "figure"),
    "of an unknown identity": ("R2", {"failed_before": "across.9"}, "failed_before"),
    "of an identity that held as printed": ("R2", {"failed_before": "across.4"}, "failed_before"),
    "of an identity that still fails": ("R2", {"hold_after": "across.3 projects"}, "hold_after"),
    "of an identity that does not apply": ("R2", {"hold_after": "across.3 funds"}, "hold_after"),
    "without evidence": ("R2", {"failed_before": "", "hold_after": ""}, "failed_before"),
    "of a row without evidence": ("R3.1", {"failed_before": "", "hold_after": ""}, "failed_before"),
    "of a label that does not stand there": ("R1", {"published": "一般行政管理"}, "published"),
    "of a label that was not changed": ("R1", {"printed": "一般行政管理事务"}, "published"),
    "of a row that does not stand there": ("R3.1", {"published": "2010303"}, "published"),
    "of a row taken out that was not kept": ("R4", {"printed": "2010309 别的"}, "printed"),
    "of a figure, said to be of a label": ("R2", {"target": "label"}, "figure"),
    "of an amount, said to be a label": ("R2", {"target": "label", "figure": ""}, "target"),
    "of a code, said to be a name": (
        "R1",
        {"field": "functional_code", "published": "2010302", "kind": "wrong_name"},
        "kind",
    ),
    "of an identity that still fails as before": (
        "R4",
        {"failed_before": "projects down.total"},
        "failed_before",
    ),
    "of an identity that did not fail before": ("R2", {"hold_after": "across.3 across.4"}, "hold_after"),
    "with another explanation near": ("R2", {"margin": "9"}, "margin"),
    "with a margin of words": ("R2", {"margin": "much"}, "margin"),
    "by hand, and proven by sums": ("R2", {"kind": "by_hand"}, "failed_before"),
    "of two kinds at once": ("R3.2", {"kind": "missing_cell"}, "kind"),
    "with other evidence in its parts": ("R3.2", {"hold_after": "down.project"}, "hold_after"),
    "with the id of another": ("R3.2", {"id": "R3.1"}, "id"),
}


@pytest.mark.parametrize("claim", FALSE_REPAIRS)
def test_false_repair_is_refused(repaired: Path, claim: str) -> None:
    """A repair that figures, tables or identities do not bear out is named with the field at fault."""
    key, cells, field = FALSE_REPAIRS[claim]
    record = plant(repaired, "repairs", key, **cells)
    assert ("repairs", record, field) in claims(repaired)


FALSE_CHECKS = {
    "holds, and is off": ("projects", {"verdict": "holds"}, "verdict"),
    "holds, and has no figures": ("funds", {"verdict": "holds"}, "verdict"),
    "holds by a tolerance": ("projects", {"verdict": "holds", "tolerance": "5000.01"}, "tolerance"),
    "failed as printed, with no residual": ("down.total", {"printed_residual": "0.00"}, "printed_verdict"),
    "failed as printed, unknown by how much": ("down.total", {"printed_residual": ""}, "printed_verdict"),
    "of another kind than its like": ("across.4", {"kind": "within"}, "kind"),
    "called after another identity": ("across.4", {"identity": "down"}, "identity"),
    "does not apply, and has figures": ("across.4", {"verdict": "not_applicable"}, "verdict"),
    "fails, and does not": ("across.4", {"verdict": "fails"}, "verdict"),
    "no figures, and a sum": ("funds", {"left": "0.00"}, "left"),
    "off by other than was printed": ("across.3", {"printed_residual": "-30000.01"}, "printed_residual"),
    "off by nothing, and repaired": (
        "across.3",
        {"printed_residual": "0.00", "printed_verdict": "holds"},
        "printed_residual",
    ),
    "held as printed, with a residual": ("down.total", {"printed_verdict": "holds"}, "printed_verdict"),
}


@pytest.mark.parametrize("claim", FALSE_CHECKS)
def test_false_verdict_is_refused(repaired: Path, claim: str) -> None:
    """A verdict that does not follow from the figures, before or after repair, is named."""
    key, cells, field = FALSE_CHECKS[claim]
    record = plant(repaired, "checks", key, **cells)
    assert ("checks", record, field) in claims(repaired)


def test_failure_that_nothing_repaired_is_refused(package: Path) -> None:
    """An identity that no repair touches is as it was printed: it cannot have failed."""
    plant(package, "repairs", "R1", kind="wrong_name")
    record = plant(package, "checks", "revenue", printed_residual="-5.00", printed_verdict="fails")
    assert claims(package) == [("checks", record, "printed_residual")]


@pytest.mark.parametrize("said", ["revenue", "rev", "revenues"])
def test_allocated_funds_explain_a_failure(package: Path, said: str) -> None:
    """Where a finding says that funds without a code were allocated, the identity has more terms."""
    plant(package, "repairs", "R1", kind="wrong_name")
    plant(package, "checks", "revenue", printed_residual="-5.00", printed_verdict="fails")
    set_cell(package, "findings", 1, "code", "unprinted-allocation")
    set_cell(package, "findings", 1, "message_en", f"{said}: 5.00 yuan of it come from other funds")
    assert bool(claims(package)) == (said != "revenue")


def test_withheld_amount_cannot_be_confirmed(package: Path) -> None:
    """A figure without an amount is not consistent with anything."""
    set_cell(package, "projects", 1, "funds", "")
    record = plant(package, "figures", "3.r1.funds", amount="", status="consistent")
    assert ("figures", record, "amount") in claims(package)


def test_repaired_figure_may_still_be_disputed(repaired: Path) -> None:
    """To claim less is no fault: a repaired figure may be called disputed, and a proven one weak."""
    plant(repaired, "figures", "2.r3.project", status="disputed")
    plant(repaired, "figures", "2.r4.total", status="consistent", strength="2")
    assert claims(repaired) == []


def test_correction_by_hand_needs_no_identity(repaired: Path) -> None:
    """What only a person can know is not proven by identities, and does not say so."""
    plant(repaired, "repairs", "R2", kind="by_hand", failed_before="", hold_after="", margin="")
    assert claims(repaired) == []


READINGS = [
    ("17,134,242047", "万元", "171342420.47"),
    ("175,985,000", "万元", "1759850.00"),
    ("3,000,000.00", "万元", "30000.00"),
    ("3,000,000.00", "万元", "30000000000.00"),
    ("3000000", "万元", "30000.00"),
    ("１２．５", "万元", "125000.00"),
    ("1 2 . 5 0", "元", "12.50"),
    ("(1,234.50)", "元", "-1234.50"),
    ("△3.1", "亿元", "-310000000.00"),
    ("￥12.5万元", "元", "125000.00"),
    ("23,88450", "万元", "238845.00"),
    ("0.00", "元", "0.00"),
]


@pytest.mark.parametrize(("printed", "unit", "amount"), READINGS)
def test_every_reading_of_a_printed_amount_is_allowed(
    package: Path, printed: str, unit: str, amount: str
) -> None:
    """Separators of any kind, a sign, brackets and a unit beside the number are ways to print an amount."""
    plant(package, "figures", "3.r1.funds", printed=printed, printed_unit=unit, amount=amount)
    assert ("figures", number(package, "figures", "3.r1.funds"), "amount") not in claims(package)


def rounded(printed: Callable[[Figure], Figure], tolerance: str) -> Reconciled:
    """The small release with the amounts of `projects` printed in another way, and a tolerance for them."""
    return replace(
        RESULT,
        figures=tuple(
            printed(f) if f.id in ("3.r1.funds", "3.r2.funds", "2.r4.project") else f for f in RESULT.figures
        ),
        checks=tuple(replace(c, tolerance=D(tolerance)) if c.id == "projects" else c for c in RESULT.checks),
    )


def test_tolerance_is_what_rounding_explains(tmp_path: Path) -> None:
    """Half a unit of the last digit for each figure that was rounded, and no more."""

    def whole(figure: Figure) -> Figure:
        assert figure.amount is not None
        amount = figure.amount.quantize(D(1)) * D("1.00")
        return replace(figure, amount=amount, printed=str(int(amount)), printed_unit="元")

    def table_value(result: Reconciled) -> Reconciled:
        amounts = {(f.resource, f.row, f.field): f.amount for f in result.figures}
        tables = []
        for table in result.tables:
            rows = []
            for row in table.rows:
                entries = {
                    name: replace(entry, value=amounts.get((table.resource, row.number, name), entry.value))
                    for name, entry in row.entries.items()
                }
                rows.append(replace(row, entries=entries))
            tables.append(replace(table, rows=tuple(rows)))
        return replace(result, tables=tuple(tables))

    for tolerance, faults in (("1.50", 0), ("1.51", 1)):
        folder = tmp_path / tolerance
        result = table_value(rounded(whole, tolerance))
        with pytest.raises(InvalidPackageError) as caught:  # other sums are off now; they are not looked at
            write_small(folder, result=result)
        errors = caught.value.report["errors"]
        assert sum(e["type"] == "budget-claim" and e["field"] == "tolerance" for e in errors) == faults


def test_false_claim_is_never_published(tmp_path: Path) -> None:
    """A package with a false claim is refused before it is in place, with table, row and field."""
    figures = tuple(
        replace(f, status="confirmed", strength=2) if f.id == "2.r1.total" else f for f in RESULT.figures
    )
    with pytest.raises(InvalidPackageError, match=r"figures.*row \d+.*strength|table 2") as caught:
        write_small(tmp_path / "package", result=replace(RESULT, figures=figures))
    (error,) = caught.value.report["errors"]
    assert (error["type"], error["table"], error["resource"], error["field"]) == (
        "budget-claim", "2", "figures", "strength",
    )  # fmt: skip
    assert error["row"] == list(FIGURES).index("2.r1.total") + 1
    assert not (tmp_path / "package").exists()
