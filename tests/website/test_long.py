"""A table too long for a page: nothing is lost, and every address leads to what it names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.website.conftest import Site
from tests.website.pages import broken_links, ids
from tests.website.sample import quiet
from tests.website.sample_long import NAME, write_long
from tests.website.test_browser import reader
from tests.website.test_panel import rows, served, shown, through

from budgetpress.website import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser

COUNT = 1_000


@pytest.fixture(scope="module")
def long_site(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of one release with a table of 1,000 items: pages of rows, and as many of proofs."""
    work = tmp_path_factory.mktemp("long")
    folder = work / "public"
    build_site(project_root, packages=[write_long(work / "packages", COUNT)], out=folder, report=quiet)
    with served(folder) as address:
        yield Site(folder=folder, address=address)


def test_every_figure_and_proof_is_on_one_page(long_site: Site) -> None:
    """All figures of the table, all their proofs and all rows are there once."""
    table = long_site.folder / NAME / "02"
    pages = [ids(table / "index.html"), *(ids(path) for path in sorted(table.glob("*/*/index.html")))]
    assert len(pages) > 4
    found = [name for page in pages for name in page]
    for figure in rows(long_site.folder, NAME, "figures"):
        if figure["table"] == "02":
            assert found.count(figure["id"]) == found.count(f"proof.{figure['id']}") == 1
    assert all(found.count(f"spending.r{number}") == 1 for number in range(1, COUNT + 2))


def test_every_identity_is_listed_once(long_site: Site) -> None:
    """Those of a release are spread over the pages of the list, each on one."""
    pages = sorted((long_site.folder / NAME / "checks").rglob("index.html"))
    assert len(pages) > 1
    found = [name for path in pages for name in ids(path)]
    for check in rows(long_site.folder, NAME, "checks"):
        assert found.count(f"check.{check['id']}") == 1


def test_no_link_of_a_long_table_is_broken(long_site: Site) -> None:
    """From the table, its proofs, its identities and the pages of the release."""
    assert list(broken_links(long_site.folder)) == []


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("02/#02.r1.total", "02.r1.total"),
        ("02/#02.r600.basic", "02.r600.basic"),
        ("02/#proof.02.r1001.total", "02.r1001.total"),
        ("02/rows/2/#02.r3.basic", "02.r3.basic"),
    ],
)
def test_a_lasting_address_leads_on(address: str, identifier: str, long_site: Site, browser: Browser) -> None:
    """From the first page of the table to the page of the figure, whose panel opens with all identities."""
    figure = next(row for row in rows(long_site.folder, NAME, "figures") if row["id"] == identifier)
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{long_site.address}{NAME}/{address}")
        page.locator(".bp-panel-check").first.wait_for()
        assert shown(page, figure, through(long_site.folder, NAME)[identifier]) == []
        assert (
            page.locator(".bp-panel-foot a")
            .evaluate("(link) => link.href")
            .endswith(f"{NAME}/02/#{identifier}")
        )
        assert faults == []


def test_a_click_without_javascript_leads_to_the_page_of_the_proof(long_site: Site, browser: Browser) -> None:
    """There stand the printed text and the identities, each a link to where both its sides are."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{long_site.address}{NAME}/02/rows/2/")
    page.locator('[id="02.r400.total"] > a').click()
    assert page.url.endswith("/02/proofs/2/#proof.02.r400.total")
    page.locator("tr:target").get_by_role("link", name="02.column").click()
    page.locator("li:target details a").nth(COUNT - 1).wait_for(state="attached")
    assert page.locator("li:target details a").count() == COUNT
    context.close()


def test_a_long_table_is_arranged_as_a_whole(long_site: Site, browser: Browser) -> None:
    """Sorting and filtering reach the rows of all pages, and a figure of another page opens here."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{long_site.address}{NAME}/02/")
        page.locator(".bp-sort").first.click()
        page.locator(".bp-sort").first.click()
        page.locator('[aria-sort="descending"]').wait_for()
        assert page.locator(".bp-data tbody tr").first.get_attribute("id") == f"spending.r{COUNT}"
        page.get_by_label("筛选").fill("理999")
        page.locator("output", has_text="1 / 1001").wait_for()
        page.locator('[id="02.r999.total"] > a').click()
        page.locator(".bp-panel-check").first.wait_for()
        assert page.url.endswith("/02/#02.r999.total")
        page.keyboard.press("Escape")
        page.get_by_label("筛选").fill("")
        page.locator("output", has_text="1001 行").wait_for()
        assert page.locator(".bp-data tbody tr").count() == 250
        assert faults == []
