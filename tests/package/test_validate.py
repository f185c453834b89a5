"""Validation of written packages: every change by hand is found, and its place is named."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.package.edits import (
    amounts,
    edit_descriptor,
    read_csv,
    rehash,
    set_cell,
    set_figure,
    with_other_digit,
)
from tests.package.small import FIGURES, RESULT, write_small

from budgetpress.errors import InputError
from budgetpress.package import InvalidPackageError, validate_package

PLACES = [(figure.resource, figure.row, figure.field, key) for key, figure in FIGURES.items()]


def errors(package: Path, *, resource: str | None = None, kind: str | None = None) -> list[dict[str, Any]]:
    """The errors of a package, of one resource or one type."""
    found: list[dict[str, Any]] = validate_package(package)["errors"]
    return [
        error for error in found if resource in (None, error["resource"]) and kind in (None, error["type"])
    ]


def names(error: dict[str, Any]) -> tuple[str, int, str]:
    """Where an error is."""
    return error["resource"], error["row"], error["field"]


def test_written_package_is_valid(pristine: Path) -> None:
    """What was written has no error, and the report counts what the package holds."""
    report = validate_package(pristine)
    assert report["valid"]
    assert report["identities"] == {"holds": 11, "fails": 1, "not_applicable": 1}
    assert {"resource": "spending", "table": "2", "rows": 4, "errors": 0} in report["tables"]
    assert report == json.loads((pristine / "reports" / "validation.json").read_text(encoding="utf-8"))


def test_small_release_covers_the_table(pristine: Path) -> None:
    """The places tried below are all amounts of all tables."""
    assert [(r, n, f, i) for r, n, f, _, i in amounts(pristine)] == PLACES
    assert len(PLACES) == 18


@pytest.mark.parametrize(("resource", "row", "field", "figure"), PLACES)
def test_one_changed_digit_is_reported_with_its_place(
    package: Path, resource: str, row: int, field: str, figure: str
) -> None:
    """A digit changed in a table is found by the figures and by the identities, not only by the hash."""
    text = next(a for r, n, f, a, _ in amounts(package) if (r, n, f) == (resource, row, field))
    set_cell(package, resource, row, field, with_other_digit(text, row))
    rehash(package)
    found = errors(package, resource=resource)
    kinds = {error["type"] for error in found if names(error) == (resource, row, field)}
    assert kinds == {"budget-figure", "budget-identity"}
    assert all(error["table"] == FIGURES[figure].table for error in found)


def test_changed_file_is_reported(package: Path) -> None:
    """A file that is not the one that was written is reported by its hash as well."""
    set_cell(package, "spending", 1, "functional_name", "行政运转")
    assert {error["type"] for error in errors(package, resource="spending")} == {"hash-count"}


@pytest.mark.parametrize(("resource", "row", "field", "figure"), PLACES)
def test_consistent_edit_is_reported_by_the_identities(
    package: Path, resource: str, row: int, field: str, figure: str
) -> None:
    """A digit changed in the table, in the figures and in the hashes still breaks identities and claims."""
    text = with_other_digit(next(a for *_, a, i in amounts(package) if i == figure), -1)
    set_cell(package, resource, row, field, text)
    set_figure(package, figure, text)
    rehash(package)
    assert {error["type"] for error in errors(package)} == {"budget-identity", "budget-claim"}
    assert (resource, row, field) in [names(error) for error in errors(package, kind="budget-identity")]


def test_crossed_figures_are_told_apart(package: Path) -> None:
    """Where a cell has two identities and its neighbours one each, the cell alone is named."""
    set_cell(package, "spending", 3, "basic", "40000.08")
    set_figure(package, "2.r3.basic", "40000.08")
    rehash(package)
    found = [names(error) for error in errors(package, resource="spending")]
    assert set(found) == {("spending", 3, "basic")}


def test_removed_amount_is_reported(package: Path) -> None:
    """An amount that was blanked, and one that was added, are reported at their cells."""
    set_cell(package, "spending", 2, "project", "")
    set_cell(package, "spending", 1, "project", "5.00")
    found = [names(error) for error in errors(package, kind="budget-figure")]
    assert found == [("spending", 1, "project"), ("spending", 2, "project")]


def test_removed_row_is_reported(package: Path) -> None:
    """A figure whose row is gone is reported at the figure."""
    path = package / "data" / "projects.csv"
    records = read_csv(path)
    path.write_bytes(f"row,kind,label,funds\r\n1,item,x,{records[0]['funds']}\r\n".encode())
    rehash(package)
    assert ("figures", 18, "id") in [names(error) for error in errors(package, kind="budget-figure")]


def test_failing_identity_on_record_is_no_error(pristine: Path) -> None:
    """An identity that fails and says so is a finding of the package, not an error of it."""
    checks = read_csv(pristine / "data" / "checks.csv")
    assert [check["id"] for check in checks if check["verdict"] == "fails"] == ["projects"]
    assert validate_package(pristine)["valid"]


@pytest.mark.parametrize(
    ("record", "field", "text"),
    [
        (12, "verdict", "holds"),
        (1, "verdict", "fails"),
        (12, "residual", "0.00"),
        (1, "left", "900000.01"),
        (1, "left_figures", "2.r9.total"),
        (3, "right_figures", "2.r3.basic"),
        (12, "left_figures", "3.r1.funds 3.r2.funds"),
        (12, "tolerance", "0.01"),
        (11, "kind", "equal"),
        (11, "verdict", "fails"),
    ],
)
def test_false_record_is_reported(package: Path, record: int, field: str, text: str) -> None:
    """A verdict, an amount or a list of figures that does not follow is an error of the check."""
    set_cell(package, "checks", record, field, text)
    rehash(package)
    found = errors(package, resource="checks", kind="budget-identity")
    assert {error["row"] for error in found} == {record}


def test_edited_record_blames_no_table(package: Path) -> None:
    """A record that contradicts itself is blamed itself."""
    set_cell(package, "checks", 1, "left", "900000.01")
    rehash(package)
    assert {error["resource"] for error in errors(package)} == {"checks"}


@pytest.mark.parametrize(
    "text", ["900000.0", "900000", "9e5", "900,000.00", " 900000.00", "９00000.00", "NaN", "+900000.00"]
)
def test_amounts_are_plain(package: Path, text: str) -> None:
    """An amount in any other notation is an error at its cell, also where Frictionless would read it."""
    set_cell(package, "spending", 1, "total", text)
    rehash(package)
    assert ("spending", 1, "total") in [names(error) for error in errors(package, kind="budget-lexical")]


def test_values_that_the_form_fills_in_are_fixed(package: Path) -> None:
    """A side is one of two words; what a source prints is described, not restricted."""
    set_cell(package, "targets", 1, "relation", "约")
    rehash(package)
    assert errors(package) == []
    set_cell(package, "balance", 1, "side", "left")
    rehash(package)
    assert [names(error) for error in errors(package)] == [("balance", 1, "side")]


@pytest.mark.parametrize("text", ["50 101", " 50101", "50101　", "5\n0101"])
def test_codes_have_no_blanks(package: Path, text: str) -> None:
    """A code with a blank in it, half or full width, is an error at its cell."""
    set_cell(package, "spending", 1, "economic_code", text)
    rehash(package)
    assert ("spending", 1, "economic_code") in [names(e) for e in errors(package, kind="budget-lexical")]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+A1",
        "-A1",
        "@SUM(1)",
        "\t=1",
        "-1-A1",
        '=HYPERLINK("http://x")',
        "--",
        "-加强(A1)",
        "-加强|'/C calc'!A0",
        "=加强",
        "+加强+A1",
    ],
)
def test_formula_is_reported(package: Path, text: str) -> None:
    """A text that a spreadsheet would run is an error at its cell."""
    set_cell(package, "targets", 1, "target", text)
    rehash(package)
    assert [names(error) for error in errors(package)] == [("targets", 1, "target")]


@pytest.mark.parametrize(
    "text",
    [
        "=",
        "≥",
        "-",
        "-5",
        "+1.5",
        "-12,345.00",
        "+5%",
        "5-6",
        "＝1",
        "- 3 -",
        "-12-",
        "- 加强管理",
        "-（一）概况",
    ],
)
def test_signs_and_numbers_are_no_formulas(package: Path, text: str) -> None:
    """Bare operators and numbers are what they are."""
    set_cell(package, "targets", 1, "target", text)
    rehash(package)
    assert errors(package) == []


def test_formula_may_be_allowed_by_name(tmp_path: Path, package: Path) -> None:
    """A cell that looks like a formula is published only where the release names it."""
    set_cell(package, "targets", 1, "target", "=B2")
    rehash(package)
    edit_descriptor(package, lambda d: d.update(allowedFormulaCells=["targets.1.target"]))
    assert validate_package(package)["valid"]
    edit_descriptor(package, lambda d: d.update(allowedFormulaCells=["targets.2.target"]))
    assert not validate_package(package)["valid"]


def test_changed_json_is_reported(package: Path) -> None:
    """The JSON beside a CSV is covered by its own hash."""
    path = package / "data" / "balance.json"
    path.write_bytes(path.read_bytes().replace(b"1300000.47", b"1300000.48"))
    (error,) = errors(package)
    assert (error["type"], error["resource"], error["table"]) == ("hash-count", "balance", "1")


def test_unknown_code_is_reported(package: Path) -> None:
    """A code that the code list of the package lacks breaks the foreign key."""
    set_cell(package, "spending", 1, "functional_code", "2010399")
    rehash(package)
    assert [error["type"] for error in errors(package, resource="spending")] == ["foreign-key"]


def test_report_is_the_same_from_everywhere(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the place of the package nor the way it is named shows in the report."""
    set_cell(package, "spending", 1, "total", "x")
    absolute = validate_package(package)
    monkeypatch.chdir(package)
    assert validate_package(Path()) == validate_package(Path("datapackage.json")) == absolute
    assert str(package) not in json.dumps(absolute)


def test_no_package(tmp_path: Path) -> None:
    """A folder without a package is bad input."""
    with pytest.raises(InputError, match=r"there is no datapackage\.json"):
        validate_package(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff", b'{"resources": 1}', b"[" * 100_000])
def test_broken_descriptor_is_an_error(package: Path, content: bytes) -> None:
    """A descriptor that is no descriptor makes the package invalid, and no traceback."""
    (package / "datapackage.json").write_bytes(content)
    assert {error["type"] for error in errors(package)} == {"descriptor"}


@pytest.mark.parametrize(
    "change",
    [
        {"path": "../secret.csv"},
        {"path": "/etc/hostname"},
        {"path": "https://example.org/x.csv"},
        {"path": ["data/balance.csv"]},
        {"path": "data/link.csv"},
        {"path": "data/none.csv"},
        {"scheme": "https"},
        {"data": [[1]]},
        {"schema": "https://example.org/schema.json"},
        {"dialect": "https://example.org/dialect.json"},
        {"dialect": {"delimiter": ";"}},
        {"encoding": "utf-16"},
        {"profile": "https://example.org/profile.json"},
        {"extrapaths": ["/etc/hostname"]},
        {"name": 5},
        {"name": "spending"},
        {"alternates": [{"path": "../x.json"}]},
        {"role": "figures"},
    ],
    ids=str,
)
def test_only_files_of_the_package_are_opened(package: Path, change: dict[str, Any]) -> None:
    """A resource that leads elsewhere, or asks for another reader, is refused before anything is opened."""
    (package / "data" / "link.csv").symlink_to("/etc/hostname")
    edit_descriptor(package, lambda d: d["resources"][0].update(change))
    found = errors(package)
    assert found
    assert {error["type"] for error in found} == {"descriptor"}


@pytest.mark.parametrize(
    "change",
    [
        {"profile": "https://example.org/profile.json"},
        {"$schema": "https://example.org/profile.json"},
        {"resources": ["https://example.org/resource.json"]},
        {"resources": []},
        {"resources": {}},
    ],
    ids=str,
)
def test_nothing_is_fetched_for_a_package(package: Path, change: dict[str, Any]) -> None:
    """A descriptor that leads out of its folder is refused."""
    edit_descriptor(package, lambda d: d.update(change))
    assert {error["type"] for error in errors(package)} == {"descriptor"}


@pytest.mark.parametrize(
    "content", [b"", b"row\r\n", b"\xff\xfe\x00", b'row,kind\r\n"1,item', b"\r\n\r\n\r\n"]
)
def test_broken_data_is_an_error(package: Path, content: bytes) -> None:
    """A data file that is no CSV of its schema makes the package invalid, and no traceback."""
    (package / "data" / "spending.csv").write_bytes(content)
    assert errors(package, resource="spending")


def spoiled(value: Any, choose: random.Random) -> Any:
    """A descriptor with one part, anywhere in it, replaced by something else."""
    if isinstance(value, dict) and value and choose.random() < 0.9:
        key = choose.choice(sorted(value))
        return {**value, key: spoiled(value[key], choose)}
    if isinstance(value, list) and value and choose.random() < 0.9:
        index = choose.randrange(len(value))
        return [*value[:index], spoiled(value[index], choose), *value[index + 1 :]]
    return choose.choice([None, 1, 1.5, "", "x", "(", "\0", "9" * 5000, [], {}, [1], ["x"], {"a": 1}, True])


@pytest.mark.parametrize("seed", range(20))
def test_any_descriptor_gives_a_report(package: Path, seed: int) -> None:
    """A descriptor spoiled anywhere gives a report, never a traceback."""
    path = package / "datapackage.json"
    descriptor = spoiled(json.loads(path.read_text(encoding="utf-8")), random.Random(seed))
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    assert isinstance(json.dumps(validate_package(package)), str)


@pytest.mark.parametrize("seed", range(12))
def test_any_data_file_gives_a_report(package: Path, seed: int) -> None:
    """Bytes changed anywhere in a data file give a report that says no, never a traceback."""
    choose = random.Random(seed)
    path = choose.choice(sorted((package / "data").glob("*.csv")))
    data = bytearray(path.read_bytes())
    at = choose.randrange(len(data))
    data[at : at + choose.randrange(5)] = choose.choice(
        [choose.randbytes(9), b"9" * 5000, b'"', b"\0", b"\r"]
    )
    path.write_bytes(data)
    rehash(package)
    report = validate_package(package)
    assert isinstance(report["valid"], bool)


def test_contradicting_package_is_not_published(tmp_path: Path) -> None:
    """What does not pass its own validation is not published, and the error names the first places."""
    figures = (replace(RESULT.figures[0], amount=RESULT.figures[1].amount), *RESULT.figures[1:])
    with pytest.raises(InvalidPackageError, match=r"table 1 \(balance\), row 1, field amount") as caught:
        write_small(tmp_path / "out", result=replace(RESULT, figures=figures))
    assert not caught.value.report["valid"]
    assert not (tmp_path / "out").exists()
