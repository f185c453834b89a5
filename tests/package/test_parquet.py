"""Parquet, read by programs that we did not write: exact decimals, codes as text, titles and units inside."""

from __future__ import annotations

import io
import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.package.edits import read_csv
from tests.package.small_form import RELEASE
from tests.package.test_write import AMOUNTS, TEXTS, dataset

from budgetpress.errors import InputError
from budgetpress.package.parquet import parquet_bytes

KINDS = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.decimal128(18, 2),
    "boolean": pa.bool_(),
}


def as_text(value: object) -> str:
    """A value as the CSV has it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def resources(package: Path) -> list[dict[str, Any]]:
    """The resources of the descriptor."""
    found: list[dict[str, Any]] = json.loads((package / "datapackage.json").read_text("utf-8"))["resources"]
    return found


def test_values_and_types_are_those_of_the_csv(pristine: Path) -> None:
    """In every resource, read by pyarrow: the types of the schema, and the values of the CSV, to the cent."""
    for raw in resources(pristine):
        table = pq.read_table(pristine / "data" / f"{raw['name']}.parquet")
        fields = raw["schema"]["fields"]
        assert {field.name: field.type for field in table.schema} == {
            f["name"]: KINDS[f["type"]] for f in fields
        }
        found = [{name: as_text(value) for name, value in row.items()} for row in table.to_pylist()]
        assert found == read_csv(pristine / raw["path"])


def test_duckdb_adds_exactly(pristine: Path) -> None:
    """DuckDB sees DECIMAL(18,2) and VARCHAR without being told, and its sum is the printed total."""
    path = pristine / "data" / "spending.parquet"
    types = dict(row[:2] for row in duckdb.connect().execute(f"describe from '{path}'").fetchall())
    assert types["total"] == "DECIMAL(18,2)"
    assert types["functional_code"] == "VARCHAR"
    sql = f"select sum(total) filter (kind = 'item'), max(total) filter (kind = 'total') from '{path}'"  # noqa: S608
    (row,) = duckdb.connect().execute(sql).fetchall()
    assert row == (Decimal("1300000.47"), Decimal("1300000.47"))


def test_pandas_and_polars_read_decimals(pristine: Path) -> None:
    """Pandas and polars read decimals, not floats, and codes as text."""
    path = pristine / "data" / "spending.parquet"
    want = [Decimal(record["total"]) for record in read_csv(path.with_suffix(".csv"))]
    codes = [record["functional_code"] or None for record in read_csv(path.with_suffix(".csv"))]
    assert list(pd.read_parquet(path)["total"]) == want
    frame = pl.read_parquet(path)
    assert frame["total"].to_list() == want
    assert frame["functional_code"].to_list() == codes


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TEXTS, AMOUNTS), min_size=1, max_size=5))
def test_any_text_and_amount_come_back(values: list[tuple[str, Decimal]]) -> None:
    """Any text and any amount are the same in pyarrow and in DuckDB."""
    data = parquet_bytes(dataset(*((n, *pair, True) for n, pair in enumerate(values, start=1))), RELEASE)
    table = pq.read_table(io.BytesIO(data))
    assert list(zip(table["text"].to_pylist(), table["amount"].to_pylist(), strict=True)) == values
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.parquet"
        path.write_bytes(data)
        rows = duckdb.connect().execute(f"select text, amount from '{path}' order by row").fetchall()  # noqa: S608
    assert rows == values


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        ("9999999999999999.99", pa.decimal128(18, 2)),
        ("123456789012345678.90", pa.decimal128(20, 2)),
        ("0.005", pa.decimal128(18, 3)),
        ("0.00", pa.decimal128(18, 2)),
    ],
)
def test_nothing_is_rounded(amount: str, kind: pa.DataType) -> None:
    """A column with more digits or decimals than usual has a type that holds them."""
    table = pq.read_table(io.BytesIO(parquet_bytes(dataset((1, None, Decimal(amount), None)), RELEASE)))
    assert table.schema.field("amount").type == kind
    assert str(table["amount"].to_pylist()[0]) == amount


def test_the_file_explains_itself(pristine: Path) -> None:
    """Titles, units, licence and citation are in the metadata; nothing of pandas is."""
    schema = pq.read_schema(pristine / "data" / "spending.parquet")
    assert b"pandas" not in schema.metadata
    assert schema.metadata[b"unit"] == b"CNY"
    assert b"1.0.0" in schema.metadata[b"citation_en"]
    (raw,) = [raw for raw in resources(pristine) if raw["name"] == "spending"]
    for field in raw["schema"]["fields"]:
        about = {
            key.decode(): value.decode()
            for key, value in (schema.field(field["name"]).metadata or {}).items()
        }
        assert about == {
            key: field[key]
            for key in ("title", "title_en", "description", "description_en", "unit")
            if key in field
        }


def test_what_no_file_can_carry_is_refused() -> None:
    """A control character is an error here too."""
    with pytest.raises(InputError, match=r"U\+0001"):
        parquet_bytes(dataset((1, "a\x01", None, None)), RELEASE)


def test_an_empty_dataset_has_its_columns() -> None:
    """A table without rows has its columns and their types."""
    table = pq.read_table(io.BytesIO(parquet_bytes(dataset(), RELEASE)))
    assert table.num_rows == 0
    assert {field.name: field.type for field in table.schema}["amount"] == pa.decimal128(18, 2)
