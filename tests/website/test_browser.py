"""The site in a real browser: nothing foreign, nothing broken, nothing that shuts a reader out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.conftest import Quiet, Site
from tests.website.sample import quiet, write_package
from tests.website.test_escape import HOSTILE

from budgetpress.website import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request, Response

RELEASE = "qinghe-town-2025"
KINDS = [
    "",
    "glossary/",
    f"{RELEASE}/04/",
    f"{RELEASE}/checks/",
    f"{RELEASE}/",
    f"{RELEASE}/02/",
    f"{RELEASE}/remarks/",
    f"{RELEASE}/statements/",
    "method/",
]


@contextmanager
def reader(browser: Browser, width: int, scheme: str = "light") -> Iterator[tuple[Page, list[str]]]:
    """A page of that width and colour scheme, and the list of all that a reader should not meet."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    faults: list[str] = []

    def dialog(found: Dialog) -> None:
        faults.append(f"dialog: {found.message}")
        found.dismiss()

    def request(found: Request) -> None:
        if not found.url.startswith("http://127.0.0.1:"):
            faults.append(f"foreign: {found.url}")

    def response(found: Response) -> None:
        if found.status >= 400:
            faults.append(f"{found.status}: {found.url}")

    page.on("console", lambda message: faults.append(f"console {message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(f"error: {error}"))
    page.on("dialog", dialog)
    page.on("request", request)
    page.on("response", response)
    yield page, faults
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_clean(site: Site, browser: Browser, width: int) -> None:
    """Every page loads without a foreign request, a console message, an error or sideways scrolling."""
    with reader(browser, width) as (page, faults):
        for name in site.pages:
            if name == "404.html":
                continue
            page.goto(site.address + name, wait_until="load")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide"
        assert faults == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing_serious(site: Site, browser: Browser, width: int, scheme: str) -> None:
    """No page kind has a serious or critical fault of accessibility, in light and dark, wide and narrow."""
    axe = Axe()
    with reader(browser, width, scheme) as (page, _):
        for name in KINDS if width > 390 or scheme == "light" else KINDS[:4]:
            page.goto(site.address + name, wait_until="load")
            violations = axe.run(page).response["violations"]
            serious = [
                (name, v["id"], [node["html"][:120] for node in v["nodes"][:3]])
                for v in violations
                if v["impact"] in {"serious", "critical"}
            ]
            assert serious == []


def test_charts_draw_when_they_come_into_view(site: Site, browser: Browser) -> None:
    """Each chart is drawn with marks, from this site alone; Vega is not loaded where no chart is."""
    with reader(browser, 1280) as (page, faults):
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(f"{site.address}{RELEASE}/checks/", wait_until="networkidle")
        assert not any("vega" in url for url in loaded)
        for number in ("01", "02", "03", "04"):
            page.goto(f"{site.address}{RELEASE}/{number}/", wait_until="load")
            for box in page.locator("[data-spec]").all():
                box.scroll_into_view_if_needed()
                box.locator("svg .mark-rect path").first.wait_for(state="attached")
                assert box.locator("svg .mark-text text").count() >= 2
        assert faults == []


def test_tables_sort_and_filter(site: Site, browser: Browser) -> None:
    """A heading sorts by number, says so, and gives the printed order back; the filter hides rows."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/02/")
        rows = page.locator('[id="data.spending"] tbody tr')
        first = "td:first-child"
        heading = page.locator('[id="data.spending"] thead th').nth(2)
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == "ascending"
        assert rows.first.locator(first).inner_text() == "1"
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == "descending"
        assert rows.nth(1).locator(first).inner_text() == "3"
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") is None
        page.get_by_role("searchbox", name="筛选").fill("205 培训")
        assert rows.filter(visible=True).count() == 1
        assert faults == []


def test_a_figure_leads_to_its_proof_without_javascript(site: Site, browser: Browser) -> None:
    """With scripts off a click on an amount leads to its printed text, place, status and identities."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{RELEASE}/02/")
    page.locator('[id="02.r1.total"] a').click()
    assert page.url.endswith("#proof.02.r1.total")
    proof = page.locator('[id="proof.02.r1.total"]').inner_text()
    assert all(words in proof for words in ("3,456789", "万元", "L11:C4", "合计=基本+项目"))
    context.close()


def test_search_finds_an_item_and_shows_it_as_text(site: Site, browser: Browser) -> None:
    """A Chinese name from a table is found, and the result leads to the table."""
    with reader(browser, 1280) as (page, faults):
        page.goto(site.address)
        page.locator(".md-search__input").click()
        page.keyboard.type("培训支出")
        page.keyboard.press("Shift")  # what an input method sends after the characters
        result = page.locator(".md-search-result__link[href*='02/#table-spending']")
        result.first.wait_for()
        assert faults == []


def test_hostile_text_runs_nothing(browser: Browser, project_root: Path, tmp_path: Path) -> None:
    """A package full of payloads gives pages, charts and search results that show them and run none."""
    payload = "".join(HOSTILE)
    package = write_package(tmp_path, text=lambda text: text + payload)
    out = tmp_path / "served" / "public"
    out.parent.mkdir()
    build_site(project_root, packages=[package], out=out, report=quiet)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(out))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        with reader(browser, 1280) as (page, faults):
            for name in ("", f"{RELEASE}/", f"{RELEASE}/02/", f"{RELEASE}/04/"):
                page.goto(f"http://127.0.0.1:{server.server_port}/{name}", wait_until="networkidle")
            page.locator(".md-search__input").click()
            page.keyboard.type("onerror")
            page.locator(".md-search-result__link").first.wait_for()
            assert page.locator("[onerror], article script, .md-search-result script").count() == 0
            assert faults == []
        server.shutdown()
