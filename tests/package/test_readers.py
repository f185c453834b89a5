"""Readers that we did not write open the package and see the same values."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import dplib
import duckdb
import jsonschema
import pandas as pd
import pytest
from frictionless import Package as FrictionlessPackage
from hypothesis import given, settings
from tests.package.edits import read_csv
from tests.package.small import RESULT, SPENDING, TABLES
from tests.package.test_write import TEXTS, dataset

from budgetpress.model import Table
from budgetpress.package.descriptor import DIALECT
from budgetpress.package.write import csv_bytes


def expected(table: Table, field: str) -> list[object]:
    """The values of a field, as shaped."""
    return [row.entries[field].value if field in row.entries else None for row in table.rows]


def test_frictionless_reads_the_values(pristine: Path) -> None:
    """Frictionless gives back every text and every amount exactly."""
    package = FrictionlessPackage(str(pristine / "datapackage.json"))
    for table in TABLES:
        rows = package.get_table_resource(table.resource).read_rows()
        assert [row["row"] for row in rows] == [row.number for row in table.rows]
        for name in rows[0].field_names[2:]:
            values = [None if row[name] is None else row[name] for row in rows]
            found = [str(value) if name == "project_row" and value else value for value in values]
            assert found == expected(table, name)


def test_plain_frictionless_command_passes(pristine: Path) -> None:
    """A stranger validates the package with the plain command, without our checks."""
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    done = subprocess.run(command, cwd=pristine, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["valid"]


@pytest.mark.filterwarnings("ignore")
def test_datapackage_library_reads_and_checks(pristine: Path) -> None:
    """The older Data Package library reads values and keys, and finds sizes and hashes right."""
    datapackage = importlib.import_module("datapackage")  # it warns when imported

    package = datapackage.Package(str(pristine / "datapackage.json"))
    assert package.valid, package.errors
    for resource in package.resources:
        assert resource.check_integrity()
        assert resource.check_relations()
        records = read_csv(pristine / "data" / f"{resource.name}.csv")
        rows = resource.read(keyed=True)
        assert len(rows) == len(records)
    rows = package.get_resource("spending").read(keyed=True, relations=True)
    assert [row["total"] for row in rows] == expected(SPENDING, "total")
    assert rows[0]["functional_code"]["name_en"] == "Administration"


def test_duckdb_reads_exact_decimals(pristine: Path) -> None:
    """DuckDB with the types of the schema sees codes as text and amounts as exact decimals."""
    types = {"integer": "INTEGER", "string": "VARCHAR", "number": "DECIMAL(20,2)", "boolean": "BOOLEAN"}
    fields = resource(pristine, "spending")["schema"]["fields"]
    columns = {field["name"]: types[field["type"]] for field in fields}
    path = pristine / "data" / "spending.csv"
    names = ("functional_code", "functional_name", "total", "project")
    rows = query(f"select {', '.join(names)} from read_csv('{path}', columns = {columns})")  # noqa: S608
    for index, name in enumerate(names):
        assert [row[index] for row in rows] == expected(SPENDING, name)


def test_pandas_reads_text(pristine: Path) -> None:
    """Pandas with dtype=str keeps leading zeros and every digit."""
    frame = pd.read_csv(pristine / "data" / "spending.csv", dtype=str, keep_default_na=False)
    assert [Decimal(text) if text else None for text in frame["project"]] == expected(SPENDING, "project")
    assert [text or None for text in frame["functional_code"]] == expected(SPENDING, "functional_code")
    frame = pd.read_json(pristine / "data" / "spending.json", dtype=False)
    assert [f"{value:.2f}" for value in frame["total"]] == [str(v) for v in expected(SPENDING, "total")]


def test_profile_accepts_the_descriptor(pristine: Path) -> None:
    """The JSON profile of Data Package v2 accepts the descriptor."""
    profiles = Path(dplib.__file__).parent / "profiles" / "2.0"
    profile = json.loads((profiles / "datapackage.json").read_text(encoding="utf-8"))
    checker = jsonschema.Draft7Validator(profile, format_checker=jsonschema.FormatChecker())
    descriptor = json.loads((pristine / "datapackage.json").read_text(encoding="utf-8"))
    assert [error.message for error in checker.iter_errors(descriptor)] == []


@settings(max_examples=30)
@given(TEXTS)
def test_any_text_in_any_reader(text: str) -> None:
    """A text is the same in Python, Frictionless, DuckDB and pandas, whatever it holds."""
    made = dataset((1, text, None, None), (2, f" {text}", None, None), (3, f"{text}{text}", None, None))
    want = [text, f" {text}", f"{text}{text}"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(csv_bytes(made))
        assert [record["text"] for record in read_csv(path)] == want
        described: dict[str, Any] = {
            "name": "x",
            "type": "table",
            "path": "x.csv",
            "dialect": DIALECT,
            "schema": {"fields": [{"name": c.name, "type": c.type} for c in made.columns]},
        }
        package = FrictionlessPackage.from_descriptor(
            {"name": "x", "resources": [described]}, basepath=folder
        )
        assert [row["text"] for row in package.get_table_resource("x").read_rows()] == want
        frame = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert list(frame["text"]) == want
        columns = {"row": "INTEGER", "text": "VARCHAR", "amount": "VARCHAR", "flag": "VARCHAR"}
        options = "delim=',', quote='\"', escape='\"', header=true, auto_detect=false, nullstr=''"
        sql = f"select text from read_csv('{path}', columns = {columns}, {options})"  # noqa: S608
        assert [row[0] for row in query(sql)] == want


def test_every_figure_has_its_place(pristine: Path) -> None:
    """Figures carry the printed text and the place in the source."""
    first = read_csv(pristine / "data" / "figures.csv")[0]
    assert first["printed"] == "130.000047"
    assert (first["source"], first["line"], first["column"]) == ("yunxi.txt", "3", "21")
    assert len(read_csv(pristine / "data" / "figures.csv")) == len(RESULT.figures)


def query(sql: str) -> list[Any]:
    """The rows of a query in DuckDB."""
    found: list[Any] = duckdb.connect().execute(sql).fetchall()
    return found


def resource(package: Path, name: str) -> dict[str, Any]:
    """The descriptor of a resource."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(raw for raw in descriptor["resources"] if raw["name"] == name)
    return found
