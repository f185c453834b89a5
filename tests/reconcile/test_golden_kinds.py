"""A golden case for each kind of defect, and for each where the document does not say what stood there.

tests/cases/repair/README.md says what the files are, and how they are written anew.
"""

from __future__ import annotations

import csv
import io
import os
from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest
from tests.reconcile.repair_cases import BEIJING, CASES, FOLDER, FORMS, PUTUO, YEARS, source

from budgetpress.model import Reconciled
from budgetpress.read import read_document
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.corrections import load_corrections
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.shape import shape

WRITE = os.environ.get("BUDGETPRESS_CASES") == "write"
TRUE = {BEIJING: "true", PUTUO: "true.putuo"}
# What is repaired as the kind after which the case is called.
PLAIN = sorted(name for name in CASES if name.removesuffix(".putuo") == name.partition(".")[0] != "true")
OPEN = sorted(name for name in CASES if name.endswith(".disputed"))
# One value for another in a column of one sum is all that no identity notices.
UNSEEN = {"swapped.unseen": {"11.r1.amount", "11.r2.amount"}}
Lines = Sequence[Sequence[str]]


@cache
def converted(name: str) -> Reconciled:
    """A case as it is published."""
    folder, form = FOLDER / name, FORMS[CASES[name].form]
    corrections = load_corrections(folder / "corrections.toml")
    shaped = shape((read_document(folder / "source.txt"),), form)
    return reconcile(shaped, form, year=YEARS[form.name], corrections=corrections)


def expected_files(result: Reconciled) -> dict[str, str]:
    """What a case must come to: its repairs, its findings, and every figure that is not confirmed."""
    repairs = [
        (
            r.id, r.target, r.table, str(r.row), r.field, r.printed, r.published, r.kind,
            " ".join(r.failed_before), " ".join(r.hold_after),
        )
        for r in result.repairs
    ]  # fmt: skip
    figures = [
        (f.id, f.printed, "" if f.amount is None else str(f.amount), f.status)
        for f in result.figures
        if f.status != "confirmed"
    ]
    findings = [(f.code, f.table, str(f.row or ""), f.field) for f in result.findings]
    names = "id target table row field printed published kind failed_before hold_after"
    return {
        "repairs.csv": _csv(names.split(), repairs),
        "figures.csv": _csv(["figure", "printed", "amount", "status"], figures),
        "findings.csv": _csv(["code", "table", "row", "field"], findings),
    }


def cells(text: bytes) -> Counter[str]:
    """What stands in the tables of a transcription, wherever it stands."""
    lines = [line.split("\t") for line in text.decode().splitlines()]
    return Counter(cell for line in lines if len(line) > 1 for cell in line if cell)


def _csv(head: Sequence[str], lines: Lines) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([head, *lines])
    return text.getvalue()


def facts(result: Reconciled) -> list[tuple[str, dict[str, object]]]:
    """Every row as published: its table and its fields that are not blank."""
    return [
        (table.resource, {e.field: e.value for e in row.entries.values() if e.value not in (None, "")})
        for table in result.tables
        for row in table.rows
    ]


@pytest.mark.parametrize("name", sorted(CASES))
def test_case(name: str) -> None:
    """Repairs, findings and statuses are those of the case, to the letter; the source has its misprints."""
    folder = FOLDER / name
    if WRITE:
        folder.mkdir(exist_ok=True)
        (folder / "source.txt").write_bytes(source(CASES[name]))
        for file, text in expected_files(converted(name)).items():
            (folder / file).write_text(text, encoding="utf-8", newline="\n")
    assert cells((folder / "source.txt").read_bytes()) == cells(source(CASES[name]))
    for file, text in expected_files(converted(name)).items():
        assert (folder / file).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(("form", "others"), [(BEIJING, {"11"}), (PUTUO, {"09"})])
def test_true_document_is_left_alone(form: str, others: set[str]) -> None:
    """What the cases misprint is right: nothing fails, is repaired or in doubt, but one table is weak."""
    result = converted(TRUE[form])
    assert (result.repairs, result.findings) == ((), ())
    assert {check.verdict for check in result.checks} == {"holds", "not_applicable"}
    assert {figure.status for figure in result.figures if figure.table not in others} == {"confirmed"}


@pytest.mark.parametrize("name", PLAIN)
def test_kind_is_undone(name: str) -> None:
    """The document is published as it truly is, by repairs of that kind."""
    result = converted(name)
    if name == "unprinted_allocation":
        assert result.repairs == ()
        assert [finding.code for finding in result.findings] == [name.replace("_", "-")]
        assert {check.verdict for check in result.checks} == {"holds", "not_applicable"}
        return
    assert facts(result) == facts(converted(TRUE[CASES[name].form]))
    if name not in ("together", "several"):
        assert {repair.kind for repair in result.repairs} == {name.partition(".")[0]}


@pytest.mark.parametrize("name", OPEN)
def test_what_is_not_certain_stays_as_printed(name: str) -> None:
    """Where several explanations are near, or none, nothing is changed: what fails is disputed, and said."""
    result = converted(name)
    assert result.repairs == ()
    assert "unexplained" in {finding.code for finding in result.findings}
    disputed = {figure.id for figure in result.figures if figure.status == "disputed"}
    failing = {
        figure.removeprefix("-")
        for check in result.checks
        if check.verdict == "fails"
        for figure in (*check.left_figures, *check.right_figures)
    }
    assert disputed == failing
    assert disputed


@pytest.mark.parametrize("name", sorted(set(CASES) - set(TRUE.values())))
def test_nothing_wrong_is_trusted(name: str) -> None:
    """No figure that is called confirmed, consistent or repaired has another amount than the true one."""
    if CASES[name].funds:
        return  # another true document
    true = {(f.resource, f.row, f.field): f.amount for f in converted(TRUE[CASES[name].form]).figures}
    wrong = {
        figure.id
        for figure in converted(name).figures
        if figure.status in ("confirmed", "consistent", "repaired")
        and _comparable(name, figure.table)
        and figure.amount is not None
        and figure.amount != true.get((figure.resource, figure.row, figure.field))
    }
    assert wrong == UNSEEN.get(name, set())


@pytest.mark.parametrize(("name", "lacks"), [("no_codes", "240000.00"), ("several", "2077668.00")])
def test_what_may_be_several_rows_is_said(name: str, lacks: str) -> None:
    """Where a row has codes that no sum goes by, a finding says how much its table lacks, and no more."""
    (found,) = (f for f in converted(f"lost_row.{name}.disputed").findings if f.code == "rows-lacking")
    assert found.table == "03"
    assert f"{lacks} 元" in found.message_zh
    assert f"{lacks} yuan" in found.message_en


def _comparable(name: str, number: str) -> bool:
    """Whether the rows of a table have the numbers that they truly have."""
    rows = [
        [len(t.rows) for t in converted(case).tables if t.number == number]
        for case in (name, TRUE[CASES[name].form])
    ]
    return rows[0] == rows[1]


def test_every_kind_has_its_case() -> None:
    """One case in which each kind is undone, and one in which it cannot be told or seen."""
    plain = {name.partition(".")[0] for name in PLAIN}
    assert plain == set(KIND_NAMES) | {"several"}
    other = {name.partition(".")[0] for name in set(CASES) - set(PLAIN) - set(TRUE.values())}
    # A correction by hand is no guess: tests/reconcile/test_corrections.py has those that do not match.
    assert other == set(KIND_NAMES) - {"by_hand"}


def test_folders_are_those_of_the_cases() -> None:
    """No case was taken away and left its files, and none was written nowhere."""
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} == set(CASES)
