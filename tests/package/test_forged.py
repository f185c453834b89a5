"""A forger who changes one cell of a package and all its hashes is found out wherever it claims more.

The packages are golden cases of repair as they are published; the ledger is changed in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.build import convert
from budgetpress.package.audit import Ledger, Record, Sheet, figure_faults, read_sheets
from budgetpress.package.book import Book
from budgetpress.package.claims import claim_faults
from budgetpress.package.identities import identity_faults

CASES = Path(__file__).resolve().parents[1] / "cases" / "repair"
NAMES = ("several", "slipped_labels", "misread_digit.disputed")
Sheets = Mapping[str, Sheet]
AMOUNTS = ("left", "right", "residual", "printed_residual")
LISTS = ("left_figures", "right_figures")


@cache
def package(name: str) -> Sheets:
    """A golden case as it is published."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "package"
        source = CASES / name / "source.txt"
        result = convert([source], out, form="beijing", year=2026, body="某镇", report=lambda _: None)
        assert not result.refused
        descriptor = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
        return read_sheets(descriptor, out)


def forged(sheets: Sheets, role: str, number: int, cells: Record | None) -> Ledger:
    """The package with other texts in a record (from 0), or without it."""
    name = next(name for name, sheet in sheets.items() if sheet.role == role)
    records = list(sheets[name].records)
    records[number : number + 1] = [] if cells is None else [{**records[number], **cells}]
    return Ledger({**sheets, name: replace(sheets[name], records=tuple(records))})


def found_out(ledger: Ledger) -> bool:
    """Whether any of our checks has a fault to report."""
    return any(True for check in (figure_faults, identity_faults, claim_faults) for _ in check(ledger))


def records(sheets: Sheets, role: str) -> tuple[Record, ...]:
    """The records with that role."""
    return next(sheet.records for sheet in sheets.values() if sheet.role == role)


@pytest.mark.parametrize("name", NAMES)
def test_honest_package_has_no_fault(name: str) -> None:
    """What the program publishes is accepted, repaired or disputed as it may be."""
    assert not found_out(Ledger(package(name)))


def amounts_off(text: str) -> Iterator[str]:
    """The amount with one of its digits changed, with another sign, or not there."""
    for at, digit in enumerate(text):
        if digit.isdigit():
            yield text[:at] + str((int(digit) + 1) % 10) + text[at + 1 :]
    yield text.removeprefix("-") if text.startswith("-") else f"-{text}"
    yield ""


@given(st.data())
def test_no_amount_can_be_changed(data: st.DataObject) -> None:
    """Not a digit of any amount of any table, figure or check, and not a digit that was printed."""
    sheets = package(data.draw(st.sampled_from(NAMES)))
    book = Book(Ledger(sheets))
    role = data.draw(st.sampled_from(["table", "figures", "checks"]))
    choices = [
        (name, number, field)
        for name, sheet in sheets.items()
        if sheet.role == role
        for number, record in enumerate(sheet.records)
        for field in {"table": sheet.amounts, "figures": ("amount", "printed"), "checks": AMOUNTS}[role]
        if any(digit in "123456789" for digit in record[field])
        # Where labels were repaired only the source says what stood in a sum as printed.
        if field != "printed_residual" or book.as_printed(record["id"]) is not None
    ]
    name, number, field = data.draw(st.sampled_from(choices))
    sheet = sheets[name]
    old = sheet.records[number][field]
    new = data.draw(st.sampled_from([text for text in amounts_off(old) if text != old]))
    changed = [*sheet.records]
    changed[number] = {**changed[number], field: new}
    assert found_out(Ledger({**sheets, name: replace(sheet, records=tuple(changed))}))


BETTER = {
    "disputed": ["unverified", "consistent", "confirmed", "repaired"],
    "consistent": ["confirmed", "repaired"],
    "confirmed": ["repaired"],
    "repaired": ["confirmed", "consistent", "unverified"],
}


@given(st.data())
def test_no_status_can_be_bettered(data: st.DataObject) -> None:
    """Not a status, a count of proofs or a strength, alone or together."""
    sheets = package(data.draw(st.sampled_from(NAMES)))
    found = [number for number, r in enumerate(records(sheets, "figures")) if r["status"] in BETTER]
    number = data.draw(st.sampled_from(found))
    record = records(sheets, "figures")[number]
    status = data.draw(st.sampled_from(BETTER[record["status"]]))
    strength = data.draw(st.sampled_from(["", "2", "3", "4"]))
    assert found_out(forged(sheets, "figures", number, {"status": status, "strength": strength}))
    assert found_out(forged(sheets, "figures", number, {"proofs": str(int(record["proofs"]) + 1)}))


@given(st.data())
def test_no_verdict_can_be_changed(data: st.DataObject) -> None:
    """Not a verdict, before or after repair, nor a kind, a tolerance or the figures of a side."""
    sheets = package(data.draw(st.sampled_from(NAMES)))
    applying = [n for n, r in enumerate(records(sheets, "checks")) if r["left_figures"] or r["right_figures"]]
    number = data.draw(st.sampled_from(applying))
    record = records(sheets, "checks")[number]
    verdicts = {"holds", "fails", "not_applicable"}
    for field in ("verdict", "printed_verdict"):
        for verdict in sorted(verdicts - {record[field]}):
            assert found_out(forged(sheets, "checks", number, {field: verdict}))
    assert found_out(forged(sheets, "checks", number, {"tolerance": "0.01"}))
    for field in LISTS:
        figures = record[field].split()
        if figures:
            assert found_out(forged(sheets, "checks", number, {field: " ".join(figures[1:])}))
            assert found_out(forged(sheets, "checks", number, {field: " ".join([*figures, figures[0]])}))


@given(st.data())
def test_no_repair_can_be_moved_or_borne_out_by_others(data: st.DataObject) -> None:
    """A repair stands where it is, with what it publishes, by the identities that it made hold."""
    sheets = package(data.draw(st.sampled_from(NAMES[:2])))
    number = data.draw(st.sampled_from(range(len(records(sheets, "repairs")))))
    record = records(sheets, "repairs")[number]
    others = {
        "table": ["11", "13"],
        "row": [str(int(record["row"]) + 1)],
        "field": ["project_expenditure", "unit_code"],
        "figure": [r["id"] for r in records(sheets, "figures")[:40]],
        "published": ["", "1.00", record["published"] + "0"],
        "margin": ["0", "9"],
        "failed_before": [
            "",
            *(r["id"] for r in records(sheets, "checks") if r["printed_verdict"] == "holds"),
        ],
        "hold_after": [r["id"] for r in records(sheets, "checks") if r["verdict"] != "holds"] + ["nowhere"],
    }
    if record["target"] == "label" or not (record["published"] or record["figure"]):
        del others["row"]  # which row had that label, or where a row was that is gone, only the source says
    field = data.draw(st.sampled_from(sorted(others)))
    new = data.draw(st.sampled_from([text for text in others[field] if text != record[field]]))
    assert found_out(forged(sheets, "repairs", number, {field: new}))


@pytest.mark.parametrize("name", NAMES[:2])
def test_no_repair_of_a_figure_can_be_left_out(name: str) -> None:
    """Without its repair a repaired figure, or the identity that a row was taken out of, is a riddle."""
    sheets = package(name)
    for number, record in enumerate(records(sheets, "repairs")):
        if record["target"] != "label":
            assert found_out(forged(sheets, "repairs", number, None)), record["id"]


def test_no_check_that_holds_can_be_left_out() -> None:
    """Figures count the equalities that hold through them: one that is gone is missed."""
    sheets = package("several")
    for number, record in enumerate(records(sheets, "checks")):
        if record["verdict"] == "holds" and record["kind"] != "within":
            assert found_out(forged(sheets, "checks", number, None)), record["id"]
