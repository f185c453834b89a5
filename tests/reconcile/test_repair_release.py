"""The first release, from its transcription alone: every identity holds, by the expected repairs only."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.reconcile import outside_check

from budgetpress.build import build_release
from budgetpress.form import Form, load_form
from budgetpress.model import Reconciled, Shaped
from budgetpress.read import read_document
from budgetpress.reconcile import reconcile
from budgetpress.release import load_release
from budgetpress.shape import shape

TABLES = {"01", "03", "04", "05", "06", "07", "08", "09", "10", "11", "13"}


@dataclass(frozen=True, kw_only=True)
class Converted:
    """The release as reconciled, and what it took."""

    shaped: Shaped
    form: Form
    result: Reconciled


@pytest.fixture(scope="module")
def converted(release_folder: Path) -> Converted:
    """The first release, reconciled without corrections by hand."""
    release = load_release(release_folder)
    form = load_form(release.form)
    documents = tuple(read_document(release_folder / "source" / source.file) for source in release.sources)
    shaped = shape(documents, form)
    result = reconcile(shaped, form, year=release.fiscal_year)
    return Converted(shaped=shaped, form=form, result=result)


@pytest.fixture(scope="module")
def built(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package built anew from the inputs of the release."""
    folder = tmp_path_factory.mktemp("built") / release_folder.name
    folder.mkdir()
    for name in ("release.toml", "source"):
        part = release_folder / name
        (shutil.copytree if part.is_dir() else shutil.copyfile)(part, folder / name)
    assert build_release(folder, report=lambda _: None).findings_blocking == 0
    return folder


def test_every_identity_holds(converted: Converted) -> None:
    """No identity among tables 01, 03 to 11 and 13 fails once the repairs are made."""
    checks = converted.result.checks
    numbers = {
        check.id: {f.removeprefix("-").partition(".")[0] for f in (*check.left_figures, *check.right_figures)}
        for check in checks
    }
    failing = [check.id for check in checks if check.verdict == "fails" and numbers[check.id] <= TABLES]
    assert failing == []
    seen = set().union(*(numbers[check.id] for check in checks if check.verdict == "holds"))
    assert seen >= TABLES - {"08", "09"}  # those two are printed empty


def test_identities_failed_as_printed(converted: Converted) -> None:
    """The transcription is damaged: some thirty identities fail before any repair, and none by rounding."""
    failed = [check for check in converted.result.checks if check.printed_verdict == "fails"]
    assert len(failed) >= 25
    assert {check.tolerance for check in converted.result.checks} == {0}


def test_repairs_are_those_expected(converted: Converted, project_root: Path) -> None:
    """The repaired cells, labels and rows are exactly those of the golden list."""
    golden = project_root / "tests" / "cases" / "first_release" / "repairs.csv"
    with golden.open(encoding="utf-8", newline="") as stream:
        expected = Counter(tuple(row.values()) for row in csv.DictReader(stream))
    found = Counter(
        (r.target, r.table, str(r.row), r.field, r.printed, r.published) for r in converted.result.repairs
    )
    assert found == expected


def test_nothing_stays_disputed(converted: Converted) -> None:
    """Every figure is proven, repaired, or stands in no identity; a proven one says how strongly."""
    figures = [figure for figure in converted.result.figures if figure.table in TABLES]
    assert not [figure.id for figure in converted.result.figures if figure.status == "disputed"]
    repaired = {repair.figure for repair in converted.result.repairs if repair.target == "figure"}
    assert {figure.id for figure in figures if figure.status == "repaired"} == repaired
    for figure in figures:
        if figure.status == "confirmed":
            assert figure.proofs >= 1
            assert figure.strength is None or figure.strength >= 3
        elif figure.status == "consistent":
            assert (figure.proofs >= 1, figure.strength) == (True, 2)
        assert figure.status != "unverified", figure.id
    assert sum(figure.status == "confirmed" for figure in figures) >= 300


def test_lone_tables_are_never_called_confirmed(converted: Converted) -> None:
    """Where one sum is all there is, two errors can cancel: such a table adds up and is not cross-checked."""
    lone = [figure for figure in converted.result.figures if figure.table in ("04", "11")]
    assert {(figure.status, figure.strength) for figure in lone} == {("consistent", 2)}


def test_every_repair_has_evidence_for_a_pencil(converted: Converted) -> None:
    """A repair of an amount or row names two identities or more that failed and hold, in both languages."""
    names = {check.id: check for check in converted.result.checks}
    for repair in converted.result.repairs:
        assert repair.evidence_zh, repair.id
        assert repair.evidence_en, repair.id
        if repair.kind == "wrong_name":
            continue
        assert len(repair.failed_before) >= 2, repair.id
        assert repair.margin is None or repair.margin >= 10, repair.id
        for name in repair.failed_before:
            assert names[name].printed_verdict == "fails"
            # The last figure of a code may have gone to another one: then nothing is left to add up.
            assert names[name].verdict == ("holds" if name in repair.hold_after else "not_applicable")


def test_what_was_printed_stays(converted: Converted) -> None:
    """Reconciling changes what is published and never what was printed."""
    before = Counter(
        (table.resource, entry.field, entry.text, entry.place)
        for table in converted.shaped.tables
        for row in table.rows
        for entry in row.entries.values()
        if entry.text
    )
    after = Counter(
        (table.resource, entry.field, entry.text, entry.place)
        for table in converted.result.tables
        for row in table.rows
        for entry in row.entries.values()
        if entry.text
    )
    assert before == after


def test_repaired_release_is_repaired(converted: Converted) -> None:
    """Reconciling the same document again gives the same: no clock, no chance, no state."""
    again = reconcile(converted.shaped, converted.form, year=2026)
    assert again == converted.result


@pytest.mark.parametrize("which", ["committed", "built"])
def test_stranger_can_follow_every_repair(which: str, release_folder: Path, built: Path) -> None:
    """A script that knows nothing of budgetpress recomputes every identity and follows every repair back."""
    folder = built if which == "built" else release_folder
    script = str(outside_check.__file__)
    done = subprocess.run([sys.executable, "-I", script, str(folder)], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_stranger_knows_nothing_of_us() -> None:
    """The outside script imports the standard library alone."""
    text = Path(outside_check.__file__).read_text(encoding="utf-8")
    imported = [line.split()[1] for line in text.splitlines() if line.startswith(("import ", "from "))]
    assert {name.partition(".")[0] for name in imported} <= {*sys.stdlib_module_names, "__future__"}


FORGED = {
    "a figure": ("figures", "05.r10.amount", "amount", "1976000.66"),
    "a verdict": ("checks", "05=06.class.201", "verdict", "fails"),
    "a residual": ("checks", "05=06.class.201", "residual", "600.00"),
    "a residual as printed": ("checks", "05=06.class.201", "printed_residual", "-601.00"),
    "a status": ("figures", "05.r10.amount", "status", "confirmed"),
    "a repaired status": ("figures", "05.r1.amount", "status", "repaired"),
    "a print": ("figures", "05.r1.amount", "printed", "17,134,242048"),
}


@pytest.mark.parametrize("what", FORGED)
def test_stranger_finds_a_forgery(what: str, built: Path, tmp_path: Path) -> None:
    """The outside script is not blind: a cell changed in any of the three files is noticed."""
    resource, key, field, text = FORGED[what]
    shutil.copytree(built / "data", tmp_path / "data")
    path = tmp_path / "data" / f"{resource}.csv"
    records = outside_check.read(path)
    next(record for record in records if record["id"] == key)[field] = text
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(records[0]))
        writer.writeheader()
        writer.writerows(records)
    assert list(outside_check.problems(tmp_path))
