"""The search: nothing of it is loaded before it is entered; it finds rows by name, code and in English."""

from __future__ import annotations

import json
from gzip import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.website.conftest import Site
from tests.website.pages import ids
from tests.website.sample import write_package
from tests.website.test_browser import RELEASE, reader

from budgetpress.website import search_index
from budgetpress.website.catalogue.bodies import bodies
from budgetpress.website.data import Package
from budgetpress.website.load import load_package
from budgetpress.website.page import Entry
from budgetpress.website.pieces import write_pieces
from budgetpress.website.search_index import write_index
from budgetpress.website.search_words import parted
from budgetpress.website.summary import summarise

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Of the first load of a page, compressed, in bytes.
MOST_BYTES = 120_000


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The invented release."""
    return load_package(write_package(tmp_path_factory.mktemp("search")))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("行政运行", ["行政", "运行"]),
        ("基本养老保险缴费", ["基本", "养老", "保险", "缴费"]),
        ("“三公”经费 2026", ["“", "三公", "”", "经费", " 2026"]),
        ("一般公共预算拨款收入", ["一般", "公共", "预算", "拨款", "收入"]),
    ],
)
def test_chinese_is_cut_into_short_words(text: str, words: list[str]) -> None:
    """A long word of the dictionary is found by the words inside it as well."""
    assert [word for word in parted(text).split("\u200b") if word] == words


@given(st.text(alphabet=st.sampled_from("一般公共预算的与abc 12。<&;"), max_size=40))
def test_cutting_changes_no_text(text: str) -> None:
    """Only marks that show nothing come in."""
    assert parted(text).replace("\u200b", "") == text


def index_of(site: Site, tree: str) -> list[dict[str, Any]]:
    """The entries of the index of a language."""
    entries: list[dict[str, Any]] = json.loads((site.folder / tree / "search" / "index.json").read_text())[
        "docs"
    ]
    return entries


@pytest.mark.parametrize("tree", ["", "en/"])
def test_every_row_is_in_the_index_under_an_address_that_is_there(
    site: Site, package: Package, tree: str
) -> None:
    """The entries of the tables lead to ids of built pages, one for each row and one for each table."""
    entries = [entry["location"] for entry in index_of(site, tree) if "#" in entry["location"]]
    rows = [
        (resource, row) for tables in package.tables.values() for resource in tables for row in resource.rows
    ]
    for resource, row in rows:
        assert f"{RELEASE}/{resource.table}/#{resource.name}.r{row['row']}" in entries
    for location in entries:
        if location.startswith(RELEASE):
            page, _, identifier = location.partition("#")
            assert identifier in ids(site.folder / tree / page / "index.html"), location


def indexed(package: Package, site: Path, *, most_rows: int = 5000) -> list[dict[str, Any]]:
    """The Chinese index of a site with that release, a generated page and one written by hand."""
    overview = Entry(location=f"{package.name}/", title="overview", text="")
    write_pieces(package, [overview], site / "pieces")
    for tree in ("", "en/"):
        (site / tree / "search").mkdir(parents=True)
        docs = [{"location": "about/", "title": "by hand", "text": ""}]
        (site / tree / "search" / "search_index.json").write_text(json.dumps({"docs": docs}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search_index, "MOST_ROWS", most_rows)
        home = Entry(location="", title="home", text="")
        write_index(bodies([summarise(package)]), [home], site, lambda _: site / "pieces")
    found: list[dict[str, Any]] = json.loads((site / "search" / "index.json").read_text(encoding="utf-8"))[
        "docs"
    ]
    return found


def test_no_text_of_an_entry_is_markup(tmp_path: Path) -> None:
    """The theme shows texts of the index as HTML, so they are escaped in it."""
    package = load_package(write_package(tmp_path, text=lambda words: f"<img src=x onerror=alert(1)>{words}"))
    for docs in (indexed(package, tmp_path / "all"), indexed(package, tmp_path / "few", most_rows=0)):
        text = json.dumps(docs)
        assert "&lt;img" in text
        assert "<img" not in text


def test_the_index_stays_small_with_many_releases(
    package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond one threshold it has an entry for each release and no row; beyond the next, for each body."""
    rows = sum(len(resource.rows) for tables in package.tables.values() for resource in tables)
    whole = [doc["location"] for doc in indexed(package, tmp_path / "whole", most_rows=rows)]
    assert whole[:3] == ["about/", "", f"{RELEASE}/"]
    assert len(whole) > rows
    few = indexed(package, tmp_path / "few", most_rows=rows - 1)
    assert [doc["location"] for doc in few] == ["about/", "", f"{RELEASE}/"]
    assert "清河镇" in few[-1]["title"].replace("\u200b", "")
    assert "901001" in few[-1]["text"]
    monkeypatch.setattr(search_index, "MOST_RELEASES", 0)
    least = indexed(package, tmp_path / "least", most_rows=rows - 1)
    assert [doc["location"] for doc in least] == ["about/", "", "latest/qinghe-town/"]


def hits(page: Page, query: str) -> list[str]:
    """The addresses of what the theme's search shows for a query, the best first."""
    page.keyboard.press("/")
    page.locator(".md-search__input").fill(query)
    page.keyboard.press("End")  # the theme listens to keys
    page.locator(".md-search-result__item").first.wait_for()
    links = page.locator(".md-search-result__item a")
    return [
        str(link.get_attribute("href")).removeprefix("http://127.0.0.1").partition("/a/base/")[2]
        for link in links.all()
    ]


@pytest.mark.parametrize("tree", ["", "en/"])
def test_a_row_is_found(site: Site, browser: Browser, tree: str) -> None:
    """By its name, its words in any order, its code, a prefix, English, and amounts: in either language."""
    with reader(browser, 1280) as (page, faults):
        for query in ("培训支出", "支出培训", "2050803", "20508", "Training", "34567.89", "3,456789"):
            page.goto(site.address + tree)
            assert f"{tree}{RELEASE}/02/#spending.r1" in hits(page, query), query
        assert faults == []


def file_of(site: Site, url: str) -> Path:
    """The file that is served at an address below the base path."""
    path = site.folder / url.partition("?")[0]
    return path / "index.html" if path.is_dir() else path


def test_nothing_of_the_search_is_loaded_before_it_is_entered(site: Site, browser: Browser) -> None:
    """A page fetches neither worker nor index, but an empty one; with a question in its address it does."""
    with reader(browser, 1280) as (page, faults):
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url.partition("/a/base/")[2]))
        page.goto(f"{site.address}{RELEASE}/", wait_until="networkidle")
        assert not [url for url in loaded if "workers/" in url or url.endswith("search/index.json")]
        assert sum(len(compress(file_of(site, url).read_bytes())) for url in set(loaded)) < MOST_BYTES
        assert (site.folder / "search" / "search_index.json").stat().st_size < 500
        page.goto(f"{site.address}{RELEASE}/?q={quote('培训支出')}")
        page.locator(".md-search-result__item").first.wait_for()
        assert "search/index.json" in loaded
        assert faults == []


def test_a_search_leads_on_to_the_finder(site: Site, browser: Browser) -> None:
    """Above the results stands a link that asks the finder the same."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}en/{RELEASE}/02/")
        hits(page, "Training")
        page.get_by_role("link", name="in all figures").click()
        page.locator("#find-count", has_text="2 of").wait_for()
        assert faults == []
