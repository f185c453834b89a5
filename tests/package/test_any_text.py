"""Whatever a text looks like, each format gives it back to programs that we did not write, or refuses it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from tests.package.naughty import NAUGHTY, REFUSED, TOO_LONG
from tests.package.small import RESULT, SHAPED, TABLES, place, row, table, write_small
from tests.package.small_form import RELEASE
from tests.package.test_write import dataset

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Remark
from budgetpress.package.parquet import parquet_bytes
from budgetpress.package.workbook import workbook_bytes
from budgetpress.package.write import csv_bytes, json_bytes

Texts = Sequence[str]

_OPTIONS = (
    "delim=',', quote='\"', escape='\"', header=true, nullstr='', max_line_size=9000000, all_varchar=true"
)
FIELDS = {
    "projects": ["label"],
    "targets": ["label", "target"],
    "remarks": ["text", "sheet", "cell"],
    "findings": ["message_zh", "message_en", "sheet", "cell"],
}
# openpyxl leaves escapes of a workbook as they are, but for the one of an underscore.
_LEFT = {"\ufffe": "_xFFFE_", "\uffff": "_xFFFF_", "_x005F_": "_"}
# What LibreOffice takes for an escape, and is none.
_NO_ESCAPE = "_x00_"


def columns(path: Path) -> dict[str, dict[str, list[object]]]:
    """The texts of a resource by reader, then by field; a blank is the empty text."""
    stem = str(path)
    sheet = openpyxl.load_workbook(f"{stem}.xlsx").worksheets[0].iter_rows(values_only=True)
    readers: Mapping[str, Callable[[], pd.DataFrame]] = {
        "CSV, pandas": lambda: pd.read_csv(f"{stem}.csv", dtype=str, keep_default_na=False),
        "CSV, DuckDB": lambda: duckdb.sql(f"select * from read_csv('{stem}.csv', {_OPTIONS})").df(),  # noqa: S608
        "CSV, Polars": lambda: pl.read_csv(f"{stem}.csv", infer_schema=False).to_pandas(),
        "JSON, Python": lambda: pd.DataFrame(json.loads(Path(f"{stem}.json").read_text(encoding="utf-8"))),
        "JSON, pandas": lambda: pd.read_json(f"{stem}.json", dtype=False),
        "Parquet, DuckDB": lambda: duckdb.sql(f"select * from '{stem}.parquet'").df(),  # noqa: S608
        "Parquet, pandas": lambda: pd.read_parquet(f"{stem}.parquet"),
        "XLSX, openpyxl": lambda: pd.DataFrame(sheet, columns=next(sheet)),
    }
    found = {name: read() for name, read in readers.items()}
    texts = [name for name, kind in pl.read_parquet_schema(f"{stem}.parquet").items() if kind == pl.String]
    return {
        name: {text: ["" if pd.isna(value) else value for value in frame[text].tolist()] for text in texts}
        for name, frame in found.items()
    }


def as_openpyxl_has_it(text: object) -> object:
    """A text as that reader leaves it."""
    for sign, escape in _LEFT.items():
        text = str(text).replace(sign, escape)
    return text


def test_every_text_of_a_package_is_the_same_in_all_formats(tmp_path: Path) -> None:
    """Texts of tables, remarks, findings and places: every reader of every format has the same."""
    many = list(enumerate(dict.fromkeys(NAUGHTY), 3))
    projects, targets = TABLES[2:]
    projects = replace(
        projects, rows=(*projects.rows, *(row(n, "item", n + 20, label=text) for n, text in many))
    )
    targets = table("3", "targets", *(row(n - 2, "item", n, label=text, target=text) for n, text in many))
    tables = (*TABLES[:2], projects, targets)
    where = {n: replace(place(n, 1), sheet=text, cell=text) for n, text in many}
    shaped = replace(
        SHAPED,
        tables=tables,
        remarks=[
            Remark(table="3", reason="after-table", cell=Cell(text=text, place=where[n])) for n, text in many
        ],
        findings=[
            Finding(code="x", level="note", message_zh=text, message_en=text, place=where[n])
            for n, text in many
        ],
    )
    allowed = [
        f"{name}.{n}.{field}"
        for name, fields in FIELDS.items()
        for n in range(len(many) + 3)
        for field in fields
    ]
    write_small(tmp_path, shaped=shaped, result=replace(RESULT, tables=tables), allowed_formulas=allowed)

    for name, fields in FIELDS.items():
        found = columns(tmp_path / "data" / name)
        want = found["JSON, Python"]
        for field in fields:
            assert want[field][-len(many) :] == [text for _, text in many], (name, field)
        assert found.pop("XLSX, openpyxl") == {
            field: [as_openpyxl_has_it(text) for text in texts] for field, texts in want.items()
        }
        for reader, texts in found.items():
            assert texts == want, (name, reader)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_has_the_texts_of_the_workbook(tmp_path: Path) -> None:
    """LibreOffice opens the workbook, sees every text as that text, and writes it out again."""
    texts = [text for text in dict.fromkeys(NAUGHTY) if text != _NO_ESCAPE]
    rows = ((n, text, None, None) for n, text in enumerate(texts, 1))
    (tmp_path / "x.xlsx").write_bytes(workbook_bytes(dataset(*rows), RELEASE))
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        to_csv,
        "--outdir",
        tmp_path,
        tmp_path / "x.xlsx",
    ]
    subprocess.run(command, check=True, capture_output=True)

    (written,) = tmp_path.glob("*.csv")
    text = written.read_bytes().decode("utf-8-sig")
    assert [record["text"] for record in csv.DictReader(io.StringIO(text, newline=""))] == texts


@pytest.mark.parametrize("number", range(len(TOO_LONG)))
def test_a_text_too_long_for_a_sheet_is_whole_elsewhere(tmp_path: Path, number: int) -> None:
    """CSV, JSON and Parquet have no such limit."""
    made = dataset((1, TOO_LONG[number], None, None))
    (tmp_path / "x.parquet").write_bytes(parquet_bytes(made, RELEASE))
    assert pd.read_csv(io.BytesIO(csv_bytes(made)))["text"].tolist() == [TOO_LONG[number]]
    assert json.loads(json_bytes(made))[0]["text"] == TOO_LONG[number]
    assert pl.read_parquet(tmp_path / "x.parquet")["text"].to_list() == [TOO_LONG[number]]


@pytest.mark.parametrize("character", REFUSED, ids=ascii)
def test_a_character_that_no_file_carries_is_refused(character: str) -> None:
    """By all formats alike, and the reason names the character, the row and the field."""
    made = dataset((1, "right", None, None), (2, f"a{character}b", None, None))
    for write in (csv_bytes, json_bytes):
        with pytest.raises(InputError, match=rf"row 2, field text: .*U\+{ord(character):04X}"):
            write(made)
    for pack in (workbook_bytes, parquet_bytes):
        with pytest.raises(InputError, match=rf"row 2, field text: .*U\+{ord(character):04X}"):
            pack(made, RELEASE)
