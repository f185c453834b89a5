"""The site in a real browser: nothing foreign, nothing broken, nothing that shuts a reader out."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.conftest import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request, Response

RELEASE = "qinghe-town-2025"
# Every kind of page once, half of them in either language.
KINDS = [
    "",
    f"en/{RELEASE}/04/",
    f"{RELEASE}/checks/",
    f"en/{RELEASE}/",
    f"{RELEASE}/02/",
    f"en/{RELEASE}/remarks/",
    f"{RELEASE}/statements/",
    "en/glossary/",
    "method/",
    f"{RELEASE}/source/",
    f"en/{RELEASE}/use/",
    "en/find/",
    "catalogue/",
    "en/disclosure/",
    f"{RELEASE}/embed/flow/",
    f"en/{RELEASE}/validation/",
    f"{RELEASE}/repairs/",
]
# What a first visit may weigh, compressed, without the library that a chart loads when asked.
MOST_BYTES = 120_000


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
        for name in site.pages if width > 390 else KINDS:
            if name.endswith("404.html") or "latest/" in name:
                continue  # links from the root of any host; leads on at once
            page.goto(site.address + name, wait_until="load")
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, f"{name} is {wide} wide"
        assert faults == []


@pytest.mark.parametrize(
    ("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
)
def test_axe_finds_nothing(site: Site, browser: Browser, width: int, scheme: str) -> None:
    """No kind of page has a fault of accessibility of any weight, in light and dark, wide and narrow."""
    axe = Axe()
    faults = []
    with reader(browser, width, scheme) as (page, _):
        for name in KINDS[:: 1 if scheme == "light" else 2]:
            page.goto(site.address + name, wait_until="load")
            faults += [
                (name, found["id"], [node["html"][:120] for node in found["nodes"][:3]])
                for found in axe.run(page).response["violations"]
            ]
    assert faults == []


def test_first_visit_is_light(site: Site, browser: Browser) -> None:
    """Each kind of page with all that it loads at once stays below the budget, compressed."""
    heavy = {}
    for name in KINDS:
        parts = first_load(browser, site.address + name)
        if sum(parts.values()) > MOST_BYTES:
            heavy[name] = sorted(parts.items(), key=lambda part: -part[1])
    assert heavy == {}


def first_load(browser: Browser, address: str) -> dict[str, int]:
    """What a first visit fetches: address and compressed bytes, without the library of charts."""
    with reader(browser, 1280) as (page, _):
        answers: list[Response] = []

        def keep(answer: Response) -> None:
            answers.append(answer)

        page.on("response", keep)
        page.goto(address, wait_until="networkidle")
        fetched = [answer for answer in answers if answer.ok and not answer.url.endswith("/vega.js")]
        return {answer.url: len(gzip.compress(answer.body(), 9)) for answer in fetched}


@pytest.mark.parametrize("script", [True, False])
def test_the_language_switch_stays_on_the_page(site: Site, browser: Browser, *, script: bool) -> None:
    """The link in the header leads to the same page in the other language and back, without scripts too."""
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    for name in ("", "kinds/swapped/", f"{RELEASE}/02/#downloads" if script else f"{RELEASE}/02/"):
        page.goto(site.address + name)
        for folder, language in (("en/", "en"), ("", "zh-Hans")):
            page.locator("a.bp-language").click()
            page.wait_for_url(f"{site.address}{folder}{name}")
            assert page.locator("html").get_attribute("lang") == language
    context.close()


def test_tables_sort_and_filter(site: Site, browser: Browser) -> None:
    """A heading sorts items above the total and gives the printed order back; the filter hides rows."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/02/")
        rows = page.locator('[id="data.spending"] tbody tr')
        order = page.locator('[id="data.spending"] tbody td:first-child')
        heading = page.locator('[id="data.spending"] thead th').nth(2)
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == "ascending"
        assert [text[0] for text in order.all_inner_texts()] == ["1", "4", "2", "3", "5"]
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") == "descending"
        assert [text[0] for text in order.all_inner_texts()] == ["3", "2", "4", "1", "5"]
        heading.get_by_role("button").click()
        assert heading.get_attribute("aria-sort") is None
        assert [text[0] for text in order.all_inner_texts()] == ["1", "2", "3", "4", "5"]
        field = page.get_by_role("combobox", name="筛选")
        for words, count in (("205 培训", 1), ("2080", 2), ("200,000", 1), ("0508", 0), ("", 5)):
            field.fill(words)
            assert rows.filter(visible=True).count() == count, words
        assert faults == []


def test_a_table_folds_by_the_levels_of_its_codes(site: Site, browser: Browser) -> None:
    """Rows stand below the classes and sections of their codes; a row that is asked for unfolds."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}en/{RELEASE}/02/")
        rows = page.locator('[id="data.spending"] tbody tr')
        page.get_by_role("button", name="By code").click()
        heads = page.locator('[id="data.spending"] .bp-group').all_inner_texts()
        assert [" ".join(head.split()) for head in heads] == [
            "205 Education",
            "20501 Administration of education",
            "20508 Advanced study and training",
            "208 Social security and employment",
            "20802 Civil affairs",
            "20805 Pensions",
        ]
        assert rows.count() == 11
        assert "1,234,567.89" in rows.last.inner_text()
        for level, count in (("1", 3), ("2", 7), ("3", 11), ("1", 3)):
            page.get_by_role("button", name=f"Unfold to level {level}").click()
            assert rows.filter(visible=True).count() == count
        page.evaluate("location.hash = '#02.r1.total'")
        page.locator('[id="02.r1.total"]').wait_for(state="visible")
        page.get_by_role("button", name="By code").focus()
        page.keyboard.press("Enter")
        assert rows.count() == 5
        assert faults == []


def test_a_figure_leads_to_its_proof_without_javascript(site: Site, browser: Browser) -> None:
    """With scripts off a click on an amount leads to its printed text, place, status and identities."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}{RELEASE}/02/")
    page.locator('[id="02.r1.total"] a').click()
    assert page.url.endswith("#proof.02.r1.total")
    proof = page.locator('[id="proof.02.r1.total"]').inner_text()
    assert all(words in proof for words in ("3,456789", "L11:C4", "sum:02.r1"))
    assert "万元" in page.get_by_role("columnheader", name="原文").inner_text()
    page.locator('[id="proof.02.r1.total"]').get_by_role("link", name="sum:02.r1").click()
    assert "合计=基本+项目" in page.locator(".bp-rule:has(:target)").inner_text()
    context.close()


def test_hostile_text_runs_nothing(hostile_site: Site, browser: Browser) -> None:
    """A package full of payloads gives pages, charts and search results that show them and run none."""
    with reader(browser, 1280) as (page, faults):
        for name in ("", f"{RELEASE}/", f"en/{RELEASE}/02/", f"{RELEASE}/04/", f"{RELEASE}/source/"):
            page.goto(hostile_site.address + name, wait_until="networkidle")
        page.locator(".md-search__input").click()
        page.keyboard.type("onerror")
        page.locator(".md-search-result__link").first.wait_for()
        assert (
            page.locator(
                "[onerror], article script:not([src], [type$=json]), .md-search-result script"
            ).count()
            == 0
        )
        assert faults == []
