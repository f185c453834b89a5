"""The snippets on the page `use` print the total that the table prints, run as a reader would run them."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import duckdb
import openpyxl
import pytest
from tests.website.catalogue.conftest import change
from tests.website.catalogue.office import needs_office, opened
from tests.website.conftest import Site
from tests.website.sample import write_package

from budgetpress.website.archive import archive_bytes
from budgetpress.website.catalogue.snippets import TOOLS, example, snippets
from budgetpress.website.load import load_package


@pytest.fixture(scope="module")
def unfolded(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the first release's zip unfolds to."""
    work = tmp_path_factory.mktemp("reader")
    (work / "release.zip").write_bytes(archive_bytes(load_package(release_folder)))
    with zipfile.ZipFile(work / "release.zip") as archive:
        archive.extractall(work)
    (work / "release.zip").unlink()
    (folder,) = work.iterdir()
    return folder


@pytest.fixture(scope="module")
def texts(release_folder: Path) -> dict[str, str]:
    """The snippets for the first release."""
    package = load_package(release_folder)
    chosen = example(package)
    assert chosen is not None
    return dict(snippets(package, chosen))


@pytest.fixture(scope="module")
def total(release_folder: Path) -> str:
    """The total as the table prints it: the amount of its one row of kind total."""
    package = load_package(release_folder)
    chosen = example(package)
    assert chosen is not None
    assert chosen.printed
    (row,) = (row for row in chosen.resource.rows if row["kind"] == "total")
    assert Decimal(row[chosen.field]) == chosen.total
    return row[chosen.field]


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_python(name: str, texts: dict[str, str], total: str, unfolded: Path) -> None:
    """Both print it to the last digit, and nothing else."""
    done = subprocess.run([sys.executable, "-c", texts[name]], cwd=unfolded, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{total}\n", "")


def test_duckdb(texts: dict[str, str], total: str, unfolded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives the exact decimal."""
    monkeypatch.chdir(unfolded)
    ((found,),) = duckdb.connect().execute(texts["duckdb"]).fetchall()
    assert isinstance(found, Decimal)
    assert str(found) == total


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="needs R (Debian: r-base-core)")
@pytest.mark.parametrize("locale", ["C", "C.UTF-8"])
def test_r(locale: str, texts: dict[str, str], total: str, unfolded: Path) -> None:
    """Plain R, without any package, prints it in either locale."""
    command = ["env", f"LC_ALL={locale}", "Rscript", "--vanilla", "-e", texts["r"]]
    done = subprocess.run(command, cwd=unfolded, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == (f"{total}\n", "")


@needs_office
def test_formula(texts: dict[str, str], total: str, unfolded: Path, tmp_path: Path) -> None:
    """The formula, put right of the data by hand, gives it in a spreadsheet."""
    (name,) = re.findall(r"data/(\w+)\.csv", texts["r"])
    book = openpyxl.load_workbook(unfolded / "data" / f"{name}.xlsx")
    sheet = book.worksheets[0]
    width = sheet.max_column + 2
    sheet.cell(row=1, column=width, value=texts["excel"])
    book.save(tmp_path / "book.xlsx")
    first = opened([tmp_path / "book.xlsx"], tmp_path)["book"][0]
    assert Decimal(first[width - 1].value) == Decimal(total)


def test_page_shows_them_with_the_result(site: Site) -> None:
    """Each tool stands on the page in both languages with its lines and what they print."""
    for tree, words in (("", "与表中印的合计相同"), ("en/", "the total that the table prints")):
        text = html.unescape(
            (site.folder / tree / "qinghe-town-2025/use/index.html").read_text(encoding="utf-8")
        )
        assert text.count(words) == len(TOOLS)
        assert text.count('<code class="bp-result">') == len(TOOLS)
        assert 'data/spending.csv", colClasses = "character"' in text


def test_an_example_is_a_table_that_adds_up(tmp_path: Path) -> None:
    """Where no items come to the printed total, the sum of items is said to be that."""
    package = load_package(write_package(tmp_path))
    chosen = example(package)
    assert chosen is not None
    assert (chosen.resource.name, chosen.printed) == ("spending", True)
    folder = write_package(tmp_path / "other")
    for path in (folder / "data").glob("*.csv"):
        lines = path.read_text(encoding="utf-8")
        path.write_text(
            re.sub(r"^(\d+),total,", r"\1,subtotal,", lines, flags=re.MULTILINE), encoding="utf-8"
        )
    other = example(load_package(change(folder)))
    assert other is not None
    assert not other.printed
