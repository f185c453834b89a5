"""The descriptor says what each table and field is, in the words that all readers understand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.package.edits import read_csv
from tests.package.small import (
    RESULT,
    SHAPED,
    SPENDING,
    D,
    row,
    table,
    write_small,
)
from tests.package.small_form import FORM, RELEASE

from budgetpress.errors import InputError
from budgetpress.model import Figure
from budgetpress.package.descriptor import column_types, package_descriptor
from budgetpress.package.stage import write_files
from budgetpress.package.system import declarations

# What v2 allows and some reader misreads, refuses, or fetches.
TROUBLE = {
    "fieldsMatch",
    "uniqueKeys",
    "groupChar",
    "jsonSchema",
    "exclusiveMinimum",
    "normalize",
    "categories",
}


@pytest.fixture(scope="session")
def descriptor(pristine: Path) -> dict[str, Any]:
    """The descriptor of the small release."""
    found: dict[str, Any] = json.loads((pristine / "datapackage.json").read_text(encoding="utf-8"))
    return found


def resource(descriptor: dict[str, Any], name: str) -> dict[str, Any]:
    """A resource by name."""
    found: dict[str, Any] = next(raw for raw in descriptor["resources"] if raw["name"] == name)
    return found


def field(descriptor: dict[str, Any], name: str, of: str) -> dict[str, Any]:
    """A field of a resource by name."""
    fields = resource(descriptor, of)["schema"]["fields"]
    found: dict[str, Any] = next(raw for raw in fields if raw["name"] == name)
    return found


def keys(value: Any) -> Iterator[str]:
    """Every key anywhere in a descriptor."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from keys(item)
    elif isinstance(value, list):
        for item in value:
            yield from keys(item)


def test_only_what_all_readers_agree_on(descriptor: dict[str, Any]) -> None:
    """None of the properties that divide readers is used, and there is no profile of the package."""
    assert not TROUBLE & set(keys(descriptor))
    assert "profile" not in descriptor
    for raw in descriptor["resources"]:
        assert raw["schema"]["missingValues"] == [""]
        assert len(raw["schema"]["primaryKey"]) == 1
        for key in raw["schema"].get("foreignKeys", ()):
            assert key["reference"]["resource"] not in ("", raw["name"])
            assert len(key["fields"]) == 1
        for each in raw["schema"]["fields"]:
            pattern = each.get("constraints", {}).get("pattern", "^(?:)$")
            assert pattern.startswith("^(?:")
            assert pattern.endswith(")$")


def test_everything_has_a_title_in_both_languages(descriptor: dict[str, Any]) -> None:
    """Package, resources and fields are titled in Chinese and English."""
    for raw in (descriptor, *descriptor["resources"]):
        assert raw["title"]
        assert raw["title_en"]
        assert raw["description"]
        assert raw["description_en"]
    for raw in descriptor["resources"]:
        assert all(each["title"] and each["title_en"] for each in raw["schema"]["fields"])


def test_package_properties(descriptor: dict[str, Any]) -> None:
    """Who, when, from what, under which licence: from the release, in the forms of v2."""
    assert descriptor["created"] == "2031-02-03T00:00:00Z"
    assert descriptor["languages"] == ["zh"]
    assert descriptor["fiscalYear"] == 2031
    assert descriptor["body"]["code"] == "117001"
    assert descriptor["contributors"] == [{"title": "湖畔镇财政所", "roles": ["publisher", "rightsHolder"]}]
    (source,) = descriptor["sources"]
    assert source["path"] == "https://example.org/yunxi"
    assert source["file"] == "source/yunxi.txt"


def test_fields(descriptor: dict[str, Any]) -> None:
    """Amounts have a unit and a fiscal type, codes a pattern and a code list, kinds their values."""
    assert field(descriptor, "total", "spending") == {
        "name": "total",
        "type": "number",
        "title": "合计",
        "title_en": "Total",
        "holds": "amount",
        "unit": "CNY",
        "columnType": "value",
    }
    assert field(descriptor, "functional_code", "spending")["constraints"] == {
        "pattern": r"^(?:\d{3}|\d{5}|\d{7})$"
    }
    assert field(descriptor, "kind", "spending")["constraints"]["enum"] == ["item", "subtotal", "total"]
    assert resource(descriptor, "spending")["schema"]["foreignKeys"] == [
        {"fields": ["functional_code"], "reference": {"resource": "codelist_functional", "fields": ["code"]}}
    ]
    assert resource(descriptor, "targets")["schema"]["foreignKeys"] == [
        {"fields": ["project_row"], "reference": {"resource": "projects", "fields": ["row"]}}
    ]
    assert resource(descriptor, "spending")["chart"]["values"] == ["basic", "project"]
    constants = {
        raw["columnType"]: raw["constant"]
        for raw in resource(descriptor, "spending")["schema"]["extraFields"]
    }
    assert constants == {"date:fiscal-year": 2031, "phase:id": "approved", "value-currency:code": "CNY"}


def test_own_column_types_are_declared(descriptor: dict[str, Any]) -> None:
    """Types that the fiscal vocabulary lacks are declared, with what they label; the rest are not."""
    vocabulary, own = descriptor["columnTypes"]
    assert vocabulary.startswith("https://")
    assert (own["name"], own["dataType"]) == ("economic-classification:cn-gov:code", "string")
    assert len(column_types([])) == 1


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("本镇无此预算 / there is no such budget", "本镇无此预算", "there is no such budget"),
        ("本镇无此预算", "本镇无此预算", "Not in the source."),
        ("there is none", "来源文件中没有这张表。", "there is none"),
        ("", "来源文件中没有这张表。", "Not in the source."),
    ],
)
def test_missing_tables_say_why(text: str, zh: str, en: str) -> None:
    """A table that the source lacks is named, with the reason of the release in both languages."""
    made = package_descriptor(
        release=replace(RELEASE, missing={"4": text}), form=FORM, missing=("4",), resources=()
    )
    (missing,) = made["missingTables"]
    assert (missing["number"], missing["reason_zh"], missing["reason_en"]) == ("4", zh, en)


@pytest.mark.parametrize("created", ["", "2031", "3 February 2031", "2031-02-03T00:00:00"])
def test_created_must_be_a_moment(tmp_path: Path, created: str) -> None:
    """A release whose date is no date is bad input, and nothing is written."""
    with pytest.raises(InputError, match="created is"):
        write_small(tmp_path / "out", release=replace(RELEASE, created=created))
    assert not (tmp_path / "out").exists()


def test_code_lists_hold_what_is_used(pristine: Path) -> None:
    """Codes in use and their parents are listed; an unknown one under its printed name, and marked."""
    codes = read_csv(pristine / "data" / "codelist_functional.csv")
    assert [code["code"] for code in codes] == ["201", "20103", "2010301", "2010302", "2080599"]
    assert [code["in_classification"] for code in codes] == ["true"] * 4 + ["false"]
    assert codes[-1]["name"] == '其他，"养老"支出'
    assert codes[-1]["level"] == ""
    assert codes[1]["parent"] == "201"


def test_remarks_say_why(pristine: Path) -> None:
    """A remark carries its reason in both languages, and its place."""
    (remark,) = read_csv(pristine / "data" / "remarks.csv")
    assert (remark["reason_zh"], remark["reason_en"]) == ("表后的文字", "text after a table")
    assert (remark["text"], remark["line"]) == ("注：含上年结转。", "13")


def test_findings_of_both_stages_are_listed_once(tmp_path: Path) -> None:
    """A finding that shape made and reconcile passed on stands there once."""
    write_small(tmp_path, result=replace(RESULT, findings=SHAPED.findings))
    assert len(read_csv(tmp_path / "data" / "findings.csv")) == 1


def test_printed_table_without_rows_is_there(tmp_path: Path) -> None:
    """A table that is not missing has its resource, even without rows."""
    write_small(tmp_path, shaped=replace(SHAPED, missing=()))
    assert (tmp_path / "data" / "funds.csv").read_bytes() == b"row,kind,label,total\r\n"


def test_amount_finer_than_a_fen_is_refused(tmp_path: Path) -> None:
    """An amount that has no exact form in yuan with two decimals names its place."""
    odd = table("2", "spending", row(1, "item", 9, total=D("1.234")))
    with pytest.raises(InputError, match=r"yunxi\.txt, line 9"):
        write_small(tmp_path / "out", result=replace(RESULT, tables=(odd,)))


def test_half_a_fen_is_a_tolerance(tmp_path: Path) -> None:
    """A tolerance keeps the decimals it needs, and at least two."""
    checks = (replace(RESULT.checks[0], tolerance=Decimal("0.005")), *RESULT.checks[1:])
    write_small(tmp_path, result=replace(RESULT, checks=checks))
    found = read_csv(tmp_path / "data" / "checks.csv")
    assert [check["tolerance"] for check in found[:2]] == ["0.005", "0.00"]


def test_box_of_a_pdf(tmp_path: Path) -> None:
    """A place on a page is its page and its box."""
    box = (Decimal("1.50"), Decimal(2), Decimal("3E+2"), Decimal(4))
    figures: list[Figure] = [*RESULT.figures]
    figures[0] = replace(
        figures[0], place=replace(figures[0].place, page=2, line=None, column=None, bbox=box)
    )
    write_small(tmp_path, result=replace(RESULT, figures=tuple(figures)))
    found = read_csv(tmp_path / "data" / "figures.csv")[0]
    assert (found["page"], found["line"], found["bbox"]) == ("2", "", "1.50 2 300 4")


def test_cell_of_a_workbook(tmp_path: Path) -> None:
    """A place in a workbook is its sheet and its cell, in every resource that has places."""
    place = replace(RESULT.figures[0].place, line=None, column=None, sheet="=收支", cell="B7")
    figures = (replace(RESULT.figures[0], place=place), *RESULT.figures[1:])
    write_small(tmp_path, result=replace(RESULT, figures=figures))
    found = read_csv(tmp_path / "data" / "figures.csv")[0]
    assert (found["sheet"], found["cell"], found["line"], found["bbox"]) == ("=收支", "B7", "", "")
    for name in ("repairs", "findings", "remarks", "headings"):
        assert read_csv(tmp_path / "data" / f"{name}.csv")[0].keys() >= {"sheet", "cell"}, name


def test_system_resources_declare_the_fields_of_the_contract() -> None:
    """Every declared field has titles in both languages."""
    for name, head in declarations().items():
        fields = head if name in ("place", "titles") else head["fields"]
        assert all(raw["title"] and raw["title_en"] for raw in fields.values()), name


def test_no_amount_is_lost(pristine: Path) -> None:
    """The rows of a table are those that were shaped."""
    rows = read_csv(pristine / "data" / "spending.csv")
    assert len(rows) == len(SPENDING.rows)
    assert rows[2]["functional_name"] == '其他，"养老"支出'


def test_other_folders_of_a_release_stay(tmp_path: Path) -> None:
    """What is no part of a package is left alone in a release folder."""
    write_files(tmp_path, {"release.toml": b"", "notes/mine.txt": b"mine"})
    write_small(tmp_path)
    assert (tmp_path / "notes" / "mine.txt").read_bytes() == b"mine"
