"""Workbooks, read by programs that we did not write: the values and the types of the CSV, and no formula."""

from __future__ import annotations

import io
import json
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet
from tests.package.edits import read_csv
from tests.package.small_form import RELEASE
from tests.package.test_write import TEXTS, dataset

from budgetpress.errors import InputError
from budgetpress.package.dataset import yuan
from budgetpress.package.descriptor import resource_descriptor
from budgetpress.package.parquet import parquet_bytes
from budgetpress.package.validate import validate_package
from budgetpress.package.workbook import unfit, workbook_bytes

LIKE_FORMULAS = (
    "=1+1",
    "+1",
    "-5%",
    "@SUM(1)",
    "\t=1",
    '=HYPERLINK("http://x.example","y")',
    "=cmd|' /C calc'!A0",
)
NAUGHTY = (
    "<r><t>x</t></r>", "<r>", "_x000D_", "_x0041_", "{=1}", "0012", "1E5", "1/2", "TRUE", "NULL", "#REF!",
    " a ", "'", "http://x.example/", "mailto:a@b", "]]>", "<script>", "&amp;", "\x85", "\u2028", "\u202e",
    "🧾", "a\nb", "#N/A",
)  # fmt: skip


def sheets(data: bytes) -> tuple[Worksheet, Worksheet]:
    """The sheet of the data and the sheet that explains it."""
    first, second = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return first, second


def cells(data: bytes) -> list[tuple[SheetCell, ...]]:
    """The rows of the first sheet below its header."""
    rows: list[tuple[SheetCell, ...]] = [
        tuple(cell for cell in row if isinstance(cell, SheetCell))
        for row in sheets(data)[0].iter_rows(min_row=2)
    ]
    return rows


def test_values_and_types_are_those_of_the_csv(pristine: Path) -> None:
    """In every resource: amounts and whole numbers are numbers and equal, texts are texts, blanks blank."""
    descriptor = json.loads((pristine / "datapackage.json").read_text(encoding="utf-8"))
    for raw in descriptor["resources"]:
        path = pristine / "data" / f"{raw['name']}.xlsx"
        types = {field["name"]: field["type"] for field in raw["schema"]["fields"]}
        first, _ = sheets(path.read_bytes())
        assert [cell.value for cell in first[1]] == list(types)
        records = read_csv(pristine / raw["path"])
        assert first.max_row == len(records) + 1
        for row, record in zip(cells(path.read_bytes()), records, strict=True):
            for cell, (name, text) in zip(row, record.items(), strict=True):
                if not text:
                    assert cell.value is None
                elif types[name] == "string":
                    assert (cell.data_type, cell.value, cell.number_format) == ("s", text, "@")
                elif types[name] == "boolean":
                    assert (cell.data_type, cell.value) == ("b", text == "true")
                else:
                    assert cell.data_type == "n"
                    assert Decimal(str(cell.value)) == Decimal(text)


def test_pandas_sees_codes_as_text_and_amounts_as_numbers(pristine: Path) -> None:
    """Pandas needs no types: the first sheet has the codes as text, and the amounts with their cents."""
    frame = pd.read_excel(pristine / "data" / "spending.xlsx", keep_default_na=False)
    records = read_csv(pristine / "data" / "spending.csv")
    assert list(frame["functional_code"]) == [record["functional_code"] for record in records]
    assert [f"{amount:.2f}" for amount in frame["total"]] == [record["total"] for record in records]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        TEXTS.filter(lambda text: "x005F_" not in text and not re.search("[\ufffe\uffff]", text)), max_size=5
    )
)
@example(list(LIKE_FORMULAS))
@example(list(NAUGHTY))
def test_any_text_is_that_text(texts: list[str]) -> None:
    """Whatever a text looks like (formula, markup, escape, number, error), it is read back as that text."""
    data = workbook_bytes(dataset(*((n, text, None, None) for n, text in enumerate(texts, start=1))), RELEASE)
    found = [row[1] for row in cells(data)]
    assert [cell.value for cell in found] == texts
    assert {cell.data_type for cell in found} <= {"s"}


@pytest.mark.parametrize("text", LIKE_FORMULAS)
def test_nothing_is_a_formula(text: str) -> None:
    """No part of the file has a formula; a text like one says so, and stays a text when it is edited."""
    data = workbook_bytes(dataset((1, text, None, None)), RELEASE)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    assert not any(re.search(r"<f[ >/]|definedName|hyperlink|externalLink", part) for part in parts.values())
    assert not any("externalLinks" in name or "vba" in name for name in parts)
    assert cells(data)[0][1].quotePrefix


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.decimals(Decimal("-9999999999999.99"), Decimal("9999999999999.99"), places=2).map(yuan), min_size=1
    )
)
def test_amounts_are_exact(amounts: list[Decimal]) -> None:
    """An amount of up to 15 digits is a number, and the file holds the very digits of it."""
    data = workbook_bytes(
        dataset(*((n, None, amount, None) for n, amount in enumerate(amounts, start=1))), RELEASE
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode("utf-8")
    assert re.findall(r'<c r="C\d+" s="\d+"><v>([^<]*)</v>', sheet) == [f"{amount:f}" for amount in amounts]
    assert [row[2].value for row in cells(data)] == [float(amount) for amount in amounts]


def test_amounts_with_too_many_digits_are_text() -> None:
    """A column with an amount of more than 15 digits is text, all of it, and the second sheet says so."""
    rows = [(1, None, Decimal("12345678901234.56"), None), (2, None, Decimal("1.00"), None)]
    data = workbook_bytes(dataset(*rows), RELEASE)
    found = [row[2] for row in cells(data)]
    assert [(cell.data_type, cell.value) for cell in found] == [("s", "12345678901234.56"), ("s", "1.00")]
    (line,) = [row for row in sheets(data)[1].iter_rows(values_only=True) if row[0] == "amount"]
    assert "15" in str(line[3])


def test_the_second_sheet_explains(pristine: Path) -> None:
    """Fields with names in both languages and unit, then source, licence and citation."""
    _, about = sheets((pristine / "data" / "spending.xlsx").read_bytes())
    rows = [row for row in about.iter_rows(values_only=True) if row[0]]
    facts = {str(row[0]): str(row[1]) for row in rows}
    assert "yunxi.txt" in facts["来源 Source"]
    assert "https://example.org/yunxi" in facts["来源 Source"]
    assert "https://creativecommons.org/licenses/by/4.0/" in facts["许可 Licence"]
    assert "yunxi-hupan-2031" in facts["引用"]
    assert "version 1.0.0" in facts["Citation"]
    records = read_csv(pristine / "data" / "spending.csv")
    named = [row[0] for row in rows][-len(records[0]) :]
    assert named == list(records[0])
    assert {str(row[4]) for row in rows if row[0] in ("total", "basic", "project")} == {"元 yuan (CNY)"}


def test_a_text_too_long_for_a_cell_leaves_the_workbook_out() -> None:
    """What a sheet cannot hold whole is not cut: there is no workbook, and the descriptor says why."""
    fits, long = dataset((1, "a" * 32767, None, None)), dataset((1, "🧾" * 16384, None, None))
    assert unfit(fits) is None
    assert cells(workbook_bytes(fits, RELEASE))[0][1].value == "a" * 32767
    assert unfit(long) is not None
    formats = {"csv": b"", "json": b"", "parquet": parquet_bytes(long, RELEASE)}
    described = resource_descriptor(long, formats, RELEASE)
    assert [alternate["format"] for alternate in described["alternates"]] == ["json", "parquet"]
    assert "32,767" in described["withoutWorkbook"]["reason_en"]
    assert "withoutWorkbook" not in resource_descriptor(fits, {**formats, "xlsx": b""}, RELEASE)


def test_what_no_file_can_carry_is_refused() -> None:
    """A control character is an error here too."""
    with pytest.raises(InputError, match=r"U\+0001"):
        workbook_bytes(dataset((1, "a\x01", None, None)), RELEASE)


def test_an_empty_dataset_has_its_header() -> None:
    """A table without rows is a sheet with the names of its fields."""
    first, _ = sheets(workbook_bytes(dataset(), RELEASE))
    assert [cell.value for cell in first[1]] == ["row", "text", "amount", "flag"]


def test_members_have_no_time(pristine: Path) -> None:
    """The members of the file are of no day, and it was made when the release says."""
    path = pristine / "data" / "spending.xlsx"
    with zipfile.ZipFile(path) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode("utf-8")
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2031-02-03T00:00:00Z"}


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_a_changed_or_missing_file_is_reported(package: Path, ending: str) -> None:
    """Validation finds a workbook or a Parquet file that was changed, and one that is not there."""
    path = package / "data" / f"spending.{ending}"
    path.write_bytes(path.read_bytes() + b"\0")
    (error,) = validate_package(package)["errors"]
    assert (error["type"], error["table"], error["resource"]) == ("hash-count", "2", "spending")
    path.unlink()
    (error,) = validate_package(package)["errors"]
    assert path.name in error["message"]
