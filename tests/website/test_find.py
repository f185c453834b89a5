"""The finder: its files hold what the packages hold, its page finds what Python finds in the CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import duckdb
import pyarrow.parquet as pq
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.conftest import Site
from tests.website.sample import write_package
from tests.website.test_browser import RELEASE, reader

from budgetpress.website import find_parquet
from budgetpress.website.data import Package
from budgetpress.website.find_parquet import FIGURE_COLUMNS, ITEM_COLUMNS, joined, piece_bytes
from budgetpress.website.find_rows import figure_rows, item_rows
from budgetpress.website.load import load_package

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Of site/assets/vendor/hyparquet/hyparquet.js; its README.md says how the file was made.
HYPARQUET = "3cc97f4febe201ac8da2eac1850e7e9ea7e252c7e356dd199ea7b2b32b4ef435"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The invented release."""
    return load_package(write_package(tmp_path_factory.mktemp("find")))


def of_csv(package: Package, name: str) -> list[dict[str, str]]:
    """The rows of a CSV of the package."""
    with (package.folder / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_figure_is_in_the_file_with_its_exact_amount(package: Package, tmp_path: Path) -> None:
    """DuckDB reads the ids, amounts, statuses and printed texts of the package's CSV; amounts as decimals."""
    path = tmp_path / "figures.parquet"
    path.write_bytes(piece_bytes(FIGURE_COLUMNS, figure_rows(package)))
    found = duckdb.read_parquet(str(path)).project("id, amount, status, printed, release").fetchall()
    expected = [
        (
            row["id"],
            Decimal(row["amount"]) if row["amount"] else None,
            row["status"],
            row["printed"],
            package.name,
        )
        for row in of_csv(package, "figures")
    ]
    assert found == expected
    whole = duckdb.read_parquet(str(path))
    types = dict(zip(whole.columns, map(str, whole.types), strict=True))
    assert types["amount"] == "DECIMAL(18,2)"
    assert types["codes"] == "VARCHAR"


def test_every_row_of_every_table_is_in_the_file(package: Package, tmp_path: Path) -> None:
    """Rows without any amount too, and each text of a row is in one of its columns."""
    path = tmp_path / "items.parquet"
    path.write_bytes(piece_bytes(ITEM_COLUMNS, item_rows(package)))
    found = duckdb.read_parquet(str(path)).project("resource, row, codes, names, words").fetchall()
    tables = [resource for resources in package.tables.values() for resource in resources]
    assert len(found) == sum(len(resource.rows) for resource in tables)
    by_row = {(resource, str(row)): " ".join(texts) for resource, row, *texts in found}
    for resource in tables:
        texts = [field.name for field in resource.fields if field.type == "string"]
        for row in resource.rows:
            for name in texts:
                if name not in {"row", "kind", "side"}:
                    assert row[name].strip() in by_row[resource.name, row["row"]]


def test_codes_have_the_english_name_of_their_list(package: Package) -> None:
    """A row is found by what the code list calls it in English; a total by what it is."""
    rows = {str(row["id"]): row for row in figure_rows(package)}
    assert rows["02.r1.total"]["codes"] == "2050803"
    assert rows["02.r1.total"]["names_en"] == "Training"
    assert rows["02.r5.total"]["names_en"] == "total"


def test_finer_and_longer_amounts_are_not_rounded(tmp_path: Path) -> None:
    """Three decimals stay three, more digits than 64 bits hold stay all; so they do beside other releases."""
    amounts = [Decimal("0.125"), Decimal("-12345678901234567890.5"), None]
    found = []
    for number, some in enumerate((amounts, [Decimal("1.5"), None], [])):
        content = piece_bytes(("id", "amount"), [{"id": str(n), "amount": a} for n, a in enumerate(some)])
        assert pq.read_table(io.BytesIO(content)).column("amount").to_pylist() == some
        found.append(tmp_path / f"{number}.parquet")
        found[-1].write_bytes(content)
    content, rows, scale = joined(found)
    assert (rows, scale) == (5, 3)
    assert pq.read_table(io.BytesIO(content)).column("amount").to_pylist() == [*amounts, Decimal("1.5"), None]


def test_row_groups_say_which_releases_they_hold(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each group of a joined file has its least and greatest release, so that most can be left unread."""
    monkeypatch.setattr(find_parquet, "GROUP", len(package.figures))
    names = ("a-town-2024", package.name)
    for name in names:
        rows = figure_rows(replace(package, name=name))
        (tmp_path / name).write_bytes(piece_bytes(FIGURE_COLUMNS, rows))
    content, _, _ = joined([tmp_path / name for name in names])
    metadata = pq.ParquetFile(io.BytesIO(content)).metadata
    column = FIGURE_COLUMNS.index("release")
    ranges = [metadata.row_group(group).column(column).statistics for group in range(metadata.num_row_groups)]
    assert [(found.min, found.max) for found in ranges] == [(name, name) for name in names]


def test_the_parquet_reader_is_the_published_one(project_root: Path) -> None:
    """The vendored module has the hash that is noted beside it, and its licence lies there too."""
    folder = project_root / "site" / "assets" / "vendor" / "hyparquet"
    assert hashlib.sha256((folder / "hyparquet.js").read_bytes()).hexdigest() == HYPARQUET
    assert HYPARQUET in (folder / "README.md").read_text(encoding="utf-8")
    assert "MIT" in (folder / "LICENSE").read_text(encoding="utf-8")


@pytest.fixture
def finder(site: Site, browser: Browser) -> Iterator[tuple[Page, list[str]]]:
    """The Chinese finder, and all that a reader should not meet."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}find/")
        yield page, faults


def ids(page: Page) -> list[str]:
    """The figures of the result page, by the addresses that its links lead to."""
    links = page.locator(".bp-found tbody td:first-child a")
    return [str(link.get_attribute("href")).partition("#")[2] for link in links.all()]


def told(page: Page, count: int) -> None:
    """Wait until the page says that it found so many."""
    page.locator("#find-count", has_text=f"找到 {count} ").wait_for()


def downloaded(page: Page) -> list[dict[str, str]]:
    """The result as the page gives it away."""
    with page.expect_download() as download:
        page.get_by_role("button", name="下载结果").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("release,")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_filter_finds_what_python_finds(finder: tuple[Page, list[str]], package: Package) -> None:
    """By code prefix and amount, sorted; the download has the same figures with the same exact amounts."""
    page, faults = finder
    page.get_by_label("编码开头").fill("205")
    page.get_by_label("金额不少于").fill("40,000")
    page.get_by_label("排序").select_option("amount-asc")
    codes = {row["row"] for row in of_csv(package, "spending") if row["functional_code"].startswith("205")}
    expected = [
        row
        for row in of_csv(package, "figures")
        if row["resource"] == "spending" and row["row"] in codes and Decimal(row["amount"]) >= 40000
    ]
    expected.sort(key=lambda row: Decimal(row["amount"]))
    assert expected
    told(page, len(expected))
    assert ids(page) == [row["id"] for row in expected]
    keys = ("id", "amount", "printed", "status")
    assert [[row[key] for key in keys] for row in downloaded(page)] == [
        [row[key] for key in keys] for row in expected
    ]
    assert "code=205" in page.url
    assert "sort=amount-asc" in page.url
    page.get_by_label("编码开头").fill("0501")  # inside a code, not its beginning
    told(page, 0)
    assert faults == []


def test_nothing_asked_is_everything(finder: tuple[Page, list[str]], package: Package) -> None:
    """All figures in the order of the package, negative and unread ones too; each leads to its table."""
    page, faults = finder
    page.get_by_role("button", name="查找", exact=True).click()
    told(page, len(package.figures))
    assert ids(page) == list(package.figures)[:50]
    assert downloaded(page)[0].keys() == set(FIGURE_COLUMNS)
    page.locator(".bp-found tbody a").first.click()
    page.wait_for_url(f"**/{RELEASE}/01/#01.r1.amount")
    assert faults == []


def test_an_address_asks_again(site: Site, browser: Browser) -> None:
    """A shared address fills the form and shows its result, on the English page by an English name."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}en/find/?text=training&status=repaired")
        page.locator("#find-count", has_text="1 of").wait_for()
        assert ids(page) == ["02.r1.total"]
        page.goto(f"{site.address}find/?what=items&text={quote('满意度')}")
        told(page, 1)
        assert ids(page) == []  # a row is no figure: its number leads nowhere, its name to the row
        href = page.locator(".bp-found tbody th a").get_attribute("href")
        assert href is not None
        assert href.endswith(f"/{RELEASE}/04/#project_indicators.r3")
        assert faults == []


def test_a_wrong_amount_is_said(finder: tuple[Page, list[str]]) -> None:
    """What is no amount is marked and named, not taken for zero."""
    page, faults = finder
    page.get_by_label("金额不少于").fill("abc")
    page.get_by_role("alert").filter(has_text="abc").wait_for()
    assert page.get_by_label("金额不少于").get_attribute("aria-invalid") == "true"
    assert faults == []


@pytest.mark.parametrize(("tree", "width", "scheme"), [("", 1280, "light"), ("en/", 390, "dark")])
def test_the_finder_shuts_nobody_out(
    site: Site, browser: Browser, tree: str, width: int, scheme: str
) -> None:
    """With results on the page axe finds nothing of any impact, and nothing is wider than the window."""
    with reader(browser, width, scheme) as (page, faults):
        page.goto(f"{site.address}{tree}find/?code=2")
        page.locator(".bp-found tbody tr").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
        assert faults == []


def test_without_scripts_the_page_leads_to_the_data(site: Site, browser: Browser) -> None:
    """No form that does nothing, but a sentence and the downloads."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}find/")
    assert not page.locator("#find").is_visible()
    assert page.get_by_text("查找需要 JavaScript").is_visible()
    for name in ("find/figures-", "find/items-", "/figures.csv"):
        link = page.locator(f'main a[href*="{name}"]')
        assert page.request.get(f"{site.address}find/{link.get_attribute('href')}").ok
    context.close()
