"""Statements in a package: written, read by anyone, and compared anew with the figures that they name."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.package.edits import read_csv, rehash, set_cell
from tests.package.small import RESULT, place, write_small

from budgetpress.model import Statement
from budgetpress.package import validate_package

D = Decimal
S1 = Statement(
    id="s1",
    heading="编制说明 / 一、收入",
    sentence="收入130.00万元。",
    printed="130.00",
    printed_unit="万元",
    amount=D("1300000.00"),
    place=place(20, 3),
    year=2031,
    rule="revenue",
    labels={"class": "无"},
    name_zh="收入",
    name_en="Revenue",
    figures=("1.r1.amount",),
    compared=D("1300000.47"),
    residual=D("-0.47"),
    tolerance=D("50.00"),
    verdict="holds",
)
S2 = replace(
    S1,
    id="s2",
    printed="12",
    amount=D("120000.00"),
    figures=("2.r4.basic", "2.r4.project"),
    residual=D("-1180000.47"),
    tolerance=D("5000.00"),
    verdict="fails",
)
S3 = replace(
    S1,
    id="s3",
    about="past",
    year=2030,
    figures=(),
    compared=None,
    residual=None,
    tolerance=D("0.00"),
    verdict="not_applicable",
    reason="past",
    reason_zh="说的不是本年度",
    reason_en="it speaks of another year",
)
S4 = replace(
    S1,
    id="s4",
    printed="142.00",
    amount=D("1420000.00"),
    figures=("s1", "s2"),
    compared=D("1420000.00"),
    residual=D("0.00"),
    tolerance=D("5100.00"),
)
STATEMENTS = (S1, S2, S3, S4)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A written package with four statements."""
    write_small(tmp_path, result=replace(RESULT, statements=STATEMENTS))
    return tmp_path


def test_statements_are_written_in_order(package: Path) -> None:
    """A row each, with the place in the source; the package is valid although one of them fails."""
    rows = read_csv(package / "data" / "statements.csv")
    assert [row["verdict"] for row in rows] == ["holds", "fails", "not_applicable", "holds"]
    assert (rows[0]["sentence"], rows[0]["figures"], rows[0]["line"]) == (
        "收入130.00万元。",
        "1.r1.amount",
        "20",
    )
    assert (rows[1]["compared"], rows[1]["residual"]) == ("1300000.47", "-1180000.47")
    assert rows[3]["figures"] == "s1 s2"
    assert validate_package(package)["valid"]


def test_document_without_text_has_no_statements(tmp_path: Path) -> None:
    """No empty resource where the source is tables alone."""
    write_small(tmp_path)
    assert not (tmp_path / "data" / "statements.csv").exists()


@pytest.mark.parametrize(
    ("record", "field", "text", "message"),
    [
        (1, "amount", "1300001.00", "is no reading of '130.00' in 万元"),
        (1, "printed", "131.00", "is no reading of '131.00' in 万元"),
        (1, "compared", "1300000.00", "the figures give 1300000.47"),
        (1, "residual", "0.47", "text minus tables is -0.47"),
        (1, "tolerance", "50.01", "rounding explains no more than 50.00"),
        (1, "tolerance", "0.40", "'holds' with a residual of -0.47"),
        (1, "verdict", "fails", "'fails' with a residual of -0.47"),
        (1, "verdict", "not_applicable", "it is compared with nothing"),
        (1, "figures", "1.r9.amount", "there is no other figure '1.r9.amount'"),
        (1, "figures", "s1", "there is no other figure 's1'"),
        (1, "figures", "1.r2.amount", "the figures give 1200000.00"),
        (1, "about", "past", "an amount of the kind 'past' is compared with nothing"),
        (2, "verdict", "holds", "'holds' with a residual of -1180000.47"),
        (3, "verdict", "holds", "an amount of the kind 'past'"),
        (3, "reason", "", "does not say why"),
        (3, "figures", "1.r1.amount", "it is compared with nothing"),
        (4, "amount", "1420000.01", "is no reading of '142.00' in 万元"),
    ],
)
def test_changed_statement_is_an_error(
    package: Path, record: int, field: str, text: str, message: str
) -> None:
    """Whoever changes a cell is told which, and why it cannot be."""
    set_cell(package, "statements", record, field, text)
    rehash(package)
    errors = validate_package(package)["errors"]
    assert any(
        e["resource"] == "statements" and e["row"] == record and message in e["message"] for e in errors
    )


def test_changed_figure_is_seen_in_its_statement(package: Path) -> None:
    """A statement is compared with the figures as they stand."""
    rows = read_csv(package / "data" / "figures.csv")
    number = next(n for n, row in enumerate(rows, 1) if row["id"] == "1.r1.amount")
    set_cell(package, "figures", number, "amount", "1300100.00")
    rehash(package)
    told = [e["message"] for e in validate_package(package)["errors"] if e["resource"] == "statements"]
    assert any("the figures give 1300100.00" in message for message in told)
