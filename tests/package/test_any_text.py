"""Whatever a text looks like, each format gives it back to programs that we did not write, or refuses it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pytest
from tests.package.many_texts import FIELDS, TEXTS, write_many
from tests.package.naughty import REFUSED, TOO_LONG
from tests.package.small_form import RELEASE
from tests.package.test_write import dataset

from budgetpress.errors import InputError
from budgetpress.package.parquet import parquet_bytes
from budgetpress.package.workbook import workbook_bytes
from budgetpress.package.write import csv_bytes, json_bytes

_OPTIONS = (
    "delim=',', quote='\"', escape='\"', header=true, nullstr='', max_line_size=9000000, all_varchar=true"
)
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
        "CSV, DuckDB": lambda: asked(f"select * from read_csv('{stem}.csv', {_OPTIONS})"),  # noqa: S608
        "CSV, Polars": lambda: pl.read_csv(f"{stem}.csv", infer_schema=False).to_pandas(),
        "JSON, Python": lambda: pd.DataFrame(json.loads(Path(f"{stem}.json").read_text(encoding="utf-8"))),
        "JSON, pandas": lambda: pd.read_json(f"{stem}.json", dtype=False),
        "Parquet, DuckDB": lambda: asked(f"select * from '{stem}.parquet'"),  # noqa: S608
        "Parquet, pandas": lambda: pd.read_parquet(f"{stem}.parquet"),
        "XLSX, openpyxl": lambda: pd.DataFrame(sheet, columns=next(sheet)),
    }
    found = {name: read() for name, read in readers.items()}
    texts = [name for name, kind in pl.read_parquet_schema(f"{stem}.parquet").items() if kind == pl.String]
    return {
        name: {text: ["" if pd.isna(value) else value for value in frame[text].tolist()] for text in texts}
        for name, frame in found.items()
    }


def asked(question: str) -> pd.DataFrame:
    """What DuckDB answers."""
    answer = duckdb.sql(question)
    assert answer is not None
    frame: pd.DataFrame = answer.df()
    return frame


def as_openpyxl_has_it(text: object) -> object:
    """A text as that reader leaves it."""
    for sign, escape in _LEFT.items():
        text = str(text).replace(sign, escape)
    return text


def test_every_text_of_a_package_is_the_same_in_all_formats(tmp_path: Path) -> None:
    """Texts of tables, remarks, findings and places: every reader of every format has the same."""
    write_many(tmp_path)

    for name, fields in FIELDS.items():
        found = columns(tmp_path / "data" / name)
        want = found["JSON, Python"]
        for field in fields:
            assert want[field][-len(TEXTS) :] == list(TEXTS), (name, field)
        assert found.pop("XLSX, openpyxl") == {
            field: [as_openpyxl_has_it(text) for text in texts] for field, texts in want.items()
        }
        for reader, texts in found.items():
            assert texts == want, (name, reader)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_has_the_texts_of_the_workbook(tmp_path: Path) -> None:
    """LibreOffice opens the workbook, sees every text as that text, and writes it out again."""
    texts = [text for text in TEXTS if text != _NO_ESCAPE]
    rows = ((n, text, None, None) for n, text in enumerate(texts, 1))
    (tmp_path / "x.xlsx").write_bytes(workbook_bytes(dataset(*rows), RELEASE))
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = ["soffice", home, "--headless", "--convert-to", to_csv, "--outdir"]
    subprocess.run([*command, tmp_path, tmp_path / "x.xlsx"], check=True, capture_output=True)

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
