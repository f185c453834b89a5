"""Charts in a real browser: there at once, more on demand, to take away and to embed, for every reader."""

from __future__ import annotations

from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.conftest import Quiet, Site
from tests.website.test_browser import RELEASE, reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHARTS = ("flow", "functions", "basic-project", "projects")


def figure(page: Page, name: str) -> Locator:
    """The figure of a chart."""
    return page.locator(f'[id="chart.{name}"]')


@pytest.mark.parametrize("width", [1280, 390])
def test_charts_are_there_at_once(site: Site, browser: Browser, width: int) -> None:
    """Each chart shows the drawing that fits, without a script's help, and Vega is not asked for."""
    with reader(browser, width) as (page, faults):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site.address}{RELEASE}/", wait_until="networkidle")
        seen, hidden = ("wide", "narrow") if width > 600 else ("narrow", "wide")
        for name in CHARTS:
            assert figure(page, name).locator(f".bp-{seen}").is_visible()
            assert not figure(page, name).locator(f".bp-{hidden}").is_visible()
        assert not any("vega" in url for url in asked)
        assert faults == []


def test_more_on_demand(site: Site, browser: Browser) -> None:
    """The button brings tooltips, zoom and a switch of unit, under the policy of the page."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}en/{RELEASE}/")
        box = figure(page, "flow")
        box.locator("[data-spec]").click()
        box.locator("[data-drawn] svg").wait_for()
        box.locator('[data-drawn] svg path[fill="#2775b9"]').first.hover(force=True)
        page.locator("#vg-tooltip-element.visible").wait_for()
        assert "CNY" in page.locator("#vg-tooltip-element").inner_text()
        assert "Unit: CNY million" in box.inner_text()
        box.locator("select").select_option("1")
        box.get_by_text("Unit: 10,000 yuan").wait_for()
        assert "123.46" in box.locator(".bp-canvas").inner_text()
        before = box.locator("[data-drawn] svg path[fill]").nth(1).get_attribute("d")
        box.locator("[data-drawn] svg").hover()
        page.mouse.wheel(0, -400)
        page.wait_for_function(
            "before => document.querySelector('[data-drawn] svg').querySelectorAll('path[fill]')[1]"
            ".getAttribute('d') !== before",
            arg=before,
        )
        assert faults == []


def test_a_class_of_a_treemap_opens_its_items(site: Site, browser: Browser) -> None:
    """A click on a class opens its list and closes the others; the lists are there for the keyboard too."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/")
        box = figure(page, "functions")
        box.locator('svg.bp-wide path[data-k="1"]').first.click()
        assert box.locator('[id="chart.functions-1"][open]').count() == 1
        assert box.locator('[id="chart.functions-0"][open]').count() == 0
        assert page.evaluate("document.activeElement.parentElement.id") == "chart.functions-1"
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        assert box.locator('[id="chart.functions-0"][open]').count() == 1
        assert faults == []


def test_pictures_to_take_away(site: Site, browser: Browser, tmp_path: Path) -> None:
    """The PNG is made in the browser at twice the size; the SVG is a file."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/")
        for name, kind in (("[data-png]", "png"), ("a[download]", "svg")):
            with page.expect_download() as caught:
                figure(page, "basic-project").locator(name).click()
            assert caught.value.suggested_filename == f"{RELEASE}-basic-project.{kind}"
            caught.value.save_as(tmp_path / kind)
        content = (tmp_path / "png").read_bytes()
        assert content.startswith(b"\x89PNG")
        assert int.from_bytes(content[16:20], "big") == 2 * (720 + 32)
        assert (tmp_path / "svg").read_bytes().startswith(b"<svg")
        assert faults == []


def test_without_scripts_charts_are_whole(site: Site, browser: Browser) -> None:
    """With scripts off the drawing is there, its words and numbers open, and no dead button is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{RELEASE}/")
    box = figure(page, "functions")
    assert box.locator("svg.bp-wide path").first.is_visible()
    assert not box.locator("button").first.is_visible()
    box.locator(".bp-twin > summary").click()
    box.locator('[id="chart.functions-0"] > summary').click()
    assert "900,000.00" in box.inner_text()
    context.close()


def test_a_chart_in_a_page_of_another_site(site: Site, browser: Browser, tmp_path: Path) -> None:
    """The code to embed gives a frame with the chart, its unit and a link back, in a page of another host."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        with reader(browser, 1280) as (page, faults):
            page.goto(f"{site.address}en/{RELEASE}/")
            code = figure(page, "flow").locator(".bp-embed-code").text_content() or ""
            assert f'src="{site.address}en/{RELEASE}/embed/flow/"' in code
            (tmp_path / "index.html").write_text(f"<!doctype html>{code}", encoding="utf-8")
            page.goto(f"http://127.0.0.1:{server.server_port}/")
            frame = page.frame_locator("iframe")
            frame.locator("svg.bp-wide path").first.wait_for()
            assert "Unit: CNY million" in frame.locator("figure").inner_text()
            href = frame.locator("figure a").evaluate("link => link.href")
            assert href == f"{site.address}en/{RELEASE}/#chart.flow"
            assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_opened_charts_and_embedded_ones_pass_axe(
    site: Site, browser: Browser, width: int, scheme: str
) -> None:
    """No violation on a page to embed, nor on the first page with everything in its charts opened."""
    with reader(browser, width, scheme) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/embed/flow/")
        found = [v["id"] for v in Axe().run(page).response["violations"]]
        page.goto(f"{site.address}en/{RELEASE}/")
        figure(page, "flow").locator("[data-spec]").click()
        figure(page, "flow").locator("[data-drawn] svg").wait_for()
        page.evaluate("for (const d of document.querySelectorAll('figure details')) d.open = true")
        found += [v["id"] for v in Axe().run(page, context="figure").response["violations"]]
        assert found == []
        assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []
