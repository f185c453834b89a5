"""The README is right: its snippets run on the first release and give what is printed there."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

Totals = dict[str, Decimal]


@pytest.fixture(scope="module")
def snippets(project_root: Path) -> dict[str, str]:
    """The code blocks of the README by language; there is one of each that is run here."""
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    return {language: text for language, text in blocks if language in {"python", "sql", "r"}}


@pytest.fixture(scope="module")
def items(release_folder: Path) -> list[dict[str, str]]:
    """The item rows of the expenditure table, read with nothing but the csv module."""
    with (release_folder / "data" / "expenditure.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"] == "item"]


def totals(items: list[dict[str, str]], key: str) -> Totals:
    """The sum of `total` by the text of another field, blank rows left out."""
    found: Totals = defaultdict(Decimal)
    for row in items:
        if row["total"]:
            found[row[key]] += Decimal(row["total"])
    return found


def test_pandas_snippet_gives_exact_totals(
    snippets: dict[str, str],
    items: list[dict[str, str]],
    project_root: Path,
    release_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Sums by function are exact decimals, equal to those added up by hand; every figure has a status."""
    monkeypatch.chdir(project_root)
    names: dict[str, Any] = {}
    exec(snippets["python"], names)  # noqa: S102 - the point is to run what the README says

    named = {name: total for name, total in totals(items, "functional_name").items() if name}
    assert dict(names["by_function"]) == named
    assert all(isinstance(total, Decimal) for total in names["by_function"])
    assert names["figures"]["status"].notna().all()
    assert all(isinstance(code, str) for code in names["items"]["functional_code"].dropna())


def test_duckdb_snippet_gives_exact_totals(
    snippets: dict[str, str],
    items: list[dict[str, str]],
    project_root: Path,
    release_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The sums by functional code are exact decimals, equal to those added up by hand."""
    monkeypatch.chdir(project_root)
    found: Totals = defaultdict(Decimal)
    for code, _, total in duckdb.connect().execute(snippets["sql"]).fetchall():
        assert isinstance(total, Decimal | None)
        found[code or ""] += total or Decimal()

    assert {code: total for code, total in found.items() if total} == {
        code: total for code, total in totals(items, "functional_code").items() if total
    }


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (Debian: r-base-core)")
def test_r_snippet_gives_exact_totals(
    snippets: dict[str, str], items: list[dict[str, str]], project_root: Path
) -> None:
    """Plain R prints each sum by functional code to the last digit, the largest first."""
    command = ["Rscript", "--vanilla", "-e", snippets["r"]]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    found = [line.split() for line in done.stdout.splitlines()]
    sums = totals(items, "functional_code")
    assert {code: Decimal(total) for code, total in found} == sums
    assert [Decimal(total) for _, total in found] == sorted(sums.values(), reverse=True)


@pytest.mark.parametrize("field", ["kind", "functional_code", "functional_name", "total"])
def test_fields_that_the_other_snippets_name_are_there(
    project_root: Path, items: list[dict[str, str]], field: str
) -> None:
    """Excel is not run here, but what its lines ask for exists."""
    assert field in (project_root / "README.md").read_text(encoding="utf-8")
    assert field in items[0]
