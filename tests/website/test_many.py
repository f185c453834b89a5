"""A city of a thousand releases: pages that do not grow with it, and ways to each release."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from posixpath import join, normpath
from threading import Thread
from typing import TYPE_CHECKING, Any

import duckdb
import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.many import YEARS, Ranges, pages_of, pieces_of, sampled, summaries, write_city
from tests.website.test_browser import MOST_BYTES, first_load, reader

from budgetpress.website import find_files
from budgetpress.website.catalogue.bodies import bodies
from budgetpress.website.catalogue.names import name_files
from budgetpress.website.data import Package
from budgetpress.website.find_files import cut_up, write_parts
from budgetpress.website.kept import Store
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.page import Page as Whole
from budgetpress.website.summary import Summary, from_json, to_json

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

MANY, FILLED = 1000, 36
NO_PARTS: dict[str, list[Any]] = {"figures": [], "items": []}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Package, Summary]:
    """The invented release and its summary."""
    return sampled(tmp_path_factory.mktemp("sample"))


def pages(sample: Summary, count: int) -> dict[str, Whole]:
    """The pages of the whole site by path."""
    return {page.path: page for page in pages_of(bodies(summaries(sample, count)), NO_PARTS)}


def weight(page: Whole) -> int:
    """What the article of a page weighs on its way, in the heavier language."""
    return max(len(gzip.compress(resolve(page.html, language).encode(), mtime=0)) for language in (ZH, EN))


def test_a_summary_comes_back_from_json_as_it_was(sample: tuple[Package, Summary]) -> None:
    """With every amount to the last digit, and what is not known still not known."""
    _, summary = sample
    fine = replace(summary.headlines[0], amount=Decimal("12345678901234567890.125"))
    blank = replace(summary.headlines[0], amount=None)
    for changed in (summary, replace(summary, headlines=(fine, blank), valid=None)):
        assert from_json(json.loads(json.dumps(to_json(changed)))) == changed


def test_no_page_grows_with_the_number_of_releases(sample: tuple[Package, Summary]) -> None:
    """With three times the releases each page weighs the same, but for the digits of what it counts."""
    few, many = pages(sample[1], 1200), pages(sample[1], 3600)
    assert few.keys() < many.keys()
    heavier = {path: weight(page) / weight(few[path]) for path, page in many.items() if path in few}
    assert {path: ratio for path, ratio in heavier.items() if ratio > 1.1} == {}
    lightest_first = sorted(many.values(), key=weight)
    assert weight(lightest_first[-1]) < 12_000


def links(page: Whole) -> set[str]:
    """Where the links of a page lead to, as paths from the root of its tree."""
    found = re.findall(r'<a [^>]*?href="([^"#?@][^"#?]*)', resolve(page.html, ZH))
    return {normpath(join(page.path.rpartition("/")[0], address)) for address in found}


def test_every_release_is_reached_by_links_alone(sample: tuple[Package, Summary]) -> None:
    """From the home page over lists of pages, by place and by year, without a script."""
    releases = summaries(sample[1], 400)
    found = pages_of(bodies(releases), NO_PARTS)
    by_path = {page.path.removesuffix("index.html").strip("/") or ".": page for page in found}
    for start in ("catalogue", "comparison/2026", "disclosure"):
        assert start in links(by_path["."])
        seen: set[str] = set()
        reached: set[str] = set()
        waiting: list[str] = [start]
        while waiting:
            path = waiting.pop()
            if path not in seen:
                seen.add(path)
                there = links(by_path[path])
                reached |= there
                waiting += [each for each in there & by_path.keys() if each.startswith(start)]
        expected = {release.name for release in releases if "2026" not in start or release.year == "2026"}
        assert expected <= {address.partition("/")[0] for address in reached}, start


def test_places_without_an_english_name_have_addresses_too(sample: tuple[Package, Summary]) -> None:
    """Two places of one English name are told apart, and bodies of no place stand together."""
    releases = summaries(sample[1], 300)
    for number, release in enumerate(releases):
        place = ["云河市/甲区", "云河市/乙区", ""][number // 3 % 3]
        owner = replace(release.owner, place=place, place_en="Yunhe" if place else "")
        releases[number] = replace(release, owner=owner)
    paths = [page.path.partition("catalogue/place/") for page in pages_of(bodies(releases), NO_PARTS)]
    first = {rest.partition("/")[0] for _, folder, rest in paths if folder}
    assert len(first) == 3
    assert "unstated" in first
    assert all(re.fullmatch("[0-9a-z-]+", key) for key in first)


def test_the_names_of_very_many_bodies_are_cut_into_files(sample: tuple[Package, Summary]) -> None:
    """Each of constant size; together they name every release once."""
    releases = summaries(sample[1], 6000)
    files = [json.loads(content) for _, content in name_files(bodies(releases))]
    assert [len(rows) for rows in files] == [1000, 1000]
    named = [name for rows in files for *_, found in rows for name, _, _ in found]
    assert sorted(named) == sorted(release.name for release in releases)


@pytest.mark.parametrize("gone", [0, 1, 500, 999])
def test_one_release_less_changes_one_file_or_two(sample: tuple[Package, Summary], gone: int) -> None:
    """All other files of the finder have the releases that they had; none is too large; all are in order."""
    releases = summaries(sample[1], MANY)
    before = [[release.name for release in part] for part in cut_up(releases)]
    after = [[release.name for release in part] for part in cut_up(releases[:gone] + releases[gone + 1 :])]
    assert 10 < len(before) < 60
    assert len([part for part in after if part not in before]) <= 2
    assert [name for part in before for name in part] == [
        release.name for release in sorted(releases, key=lambda release: (-release.fiscal_year, release.name))
    ]


def test_the_files_of_the_finder_hold_every_row_once(
    sample: tuple[Package, Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure more in one release makes one file anew and leaves all others as they were, byte for byte."""
    monkeypatch.setattr(find_files, "_SHARE", 3)
    package, summary = sample
    releases = summaries(summary, 12)
    pieces = pieces_of(package, releases, 12, tmp_path / "pieces")
    store = Store(tmp_path / "store")
    before = write_parts(releases, pieces, store, tmp_path / "a")["figures"]
    assert len(before) > 3
    rows = duckdb.read_parquet(str(tmp_path / "a" / "find" / "figures-*.parquet"))
    assert len(rows.distinct().fetchall()) == 12 * len(package.figures) == sum(part.rows for part in before)
    listed = json.loads((tmp_path / "a" / "find" / "files.json").read_text(encoding="utf-8"))["figures"]
    assert [part["name"] for part in listed] == [part.name for part in before]
    for part in before:
        found = duckdb.read_parquet(str(tmp_path / "a" / "find" / part.name))
        names = {name for (name,) in found.project("release").distinct().fetchall()}
        assert (min(names), max(names)) == (part.first, part.last)
    less = dict(list(package.figures.items())[1:])
    changed = pieces_of(replace(package, figures=less), releases[:1], 1, tmp_path / "changed")
    first = releases[0].name
    after = write_parts(
        releases, lambda name: changed(name) if name == first else pieces(name), store, tmp_path / "b"
    )["figures"]
    assert len({part.name for part in after} - {part.name for part in before}) == 1
    assert sum(part.rows for part in after) == sum(part.rows for part in before) - 1


@pytest.fixture(scope="module")
def city(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a city; the first twenty bodies have rows."""
    work = tmp_path_factory.mktemp("city")
    site = work / "served" / "a" / "base"
    site.mkdir(parents=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find_files, "_SHARE", 8)
        package, sample = sampled(work)
        releases = summaries(sample, MANY)
        write_city(project_root, releases, pieces_of(package, releases, FILLED, work / "pieces"), work, site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=str(work / "served")))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a/base/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["", "en/find/", "catalogue/", "en/comparison/2026/", "disclosure/3/"])
def test_a_first_visit_is_light(city: str, browser: Browser, path: str) -> None:
    """Nothing that grows with the number of releases is loaded before a reader asks."""
    parts = first_load(browser, city + path)
    assert sum(parts.values()) < MOST_BYTES
    assert not [address for address in parts if "bodies-" in address or "files.json" in address]


def test_a_release_is_picked_by_keyboard(city: str, browser: Browser) -> None:
    """The names come with the first letter; arrows go through the list, Escape closes, Enter leads on."""
    with reader(browser, 1280) as (page, faults):
        page.goto(city)
        field = page.get_by_role("combobox", name="找单位或发布")
        field.press_sequentially("云河第7区街道")
        page.locator(".bp-picker output", has_text="个").wait_for()
        options = page.get_by_role("option")
        assert options.count() == 30
        assert all("第7区" in text for text in options.all_inner_texts())
        field.press("Escape")
        assert options.count() == 0
        assert field.get_attribute("aria-expanded") == "false"
        field.press("ArrowDown")
        field.press("ArrowDown")
        field.press("ArrowDown")
        marked = page.locator('[role=option][aria-selected="true"]')
        assert field.get_attribute("aria-activedescendant") == marked.get_attribute("id")
        assert marked.get_attribute("id") == options.nth(1).get_attribute("id")
        field.fill("700123 2025")
        page.get_by_role("option", name="2025").wait_for()
        assert faults == []
        page.route("**/office-00123-2025/", lambda route: route.fulfill(body="there"))
        field.press("Enter")
        page.wait_for_url("**/a/base/office-00123-2025/")


@pytest.mark.parametrize(("tree", "width", "scheme"), [("", 390, "dark"), ("en/", 1280, "light")])
def test_the_open_list_shuts_nobody_out(
    city: str, browser: Browser, tree: str, width: int, scheme: str
) -> None:
    """With the list open axe finds nothing, and nothing is wider than the window."""
    with reader(browser, width, scheme) as (page, faults):
        page.goto(city + tree)
        page.get_by_role("combobox").first.fill("district" if tree else "街道")
        page.get_by_role("option").first.wait_for()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
        assert faults == []


def in_ranges(page: Page) -> None:
    """Make even a few files be read in pieces."""

    def answer(route: Route) -> None:
        text = route.fetch().text()
        assert "const FEW = 4;" in text
        route.fulfill(body=text.replace("const FEW = 4;", "const FEW = 0;"), content_type="text/javascript")

    page.route("**/finder-data.js", answer)


def ignored(page: Page) -> None:
    """The same from a host that knows no ranges and sends the whole file."""
    in_ranges(page)
    page.route("**/*.parquet", lambda route: route.fulfill(response=route.fetch(headers={})))


@pytest.mark.parametrize("how", [None, in_ranges, ignored])
def test_the_finder_reads_the_files_that_may_answer(
    city: str, browser: Browser, sample: tuple[Package, Summary], how: Callable[[Page], None] | None
) -> None:
    """A body has its releases of all years, a release is a body in a year; whatever the host can send."""
    figures = len(sample[0].figures)
    with reader(browser, 1280) as (page, faults):
        if how:
            how(page)
        opened: list[str] = []
        page.on("request", lambda request: opened.append(request.url) if ".parquet" in request.url else None)
        page.goto(f"{city}find/?release=office-00007-2025")
        page.locator("#find-count", has_text=f"找到 {figures} ").wait_for()
        assert len(set(opened)) == 1
        assert page.get_by_role("combobox", name="单位").input_value() == "云河市第8区第7街道办事处"
        page.get_by_label("年度").select_option("")
        page.locator("#find-count", has_text=f"找到 {len(YEARS) * figures} ").wait_for()
        assert len(set(opened)) == len(YEARS)
        assert "body=office-00007" in page.url
        page.get_by_role("button", name="清除").click()
        page.locator("#find-count", has_text=f"找到 {FILLED * figures:,} ").wait_for()
        assert faults == []


def test_a_heavy_question_is_asked_for_twice(city: str, browser: Browser) -> None:
    """Where a search may read very much, the page says how much first; a reader may go on all the same."""

    def answer(route: Route) -> None:
        text = route.fetch().text()
        assert "const HEAVY = 24_000_000;" in text
        route.fulfill(body=text.replace("24_000_000", "40_000"), content_type="text/javascript")

    with reader(browser, 390) as (page, faults):
        page.route("**/finder.js", answer)
        page.goto(f"{city}en/find/?text=training")
        page.locator("#find-count", has_text="have to read 1 MB").wait_for()
        page.get_by_role("button", name="Search all the same").click()
        page.locator("#find-count", has_text="figures found").wait_for()
        page.get_by_label("Year").select_option("2026")
        page.locator("#find-count", has_text="have to read").wait_for()
        page.goto(f"{city}en/find/?release=office-00007-2025")
        page.locator("#find-count", has_text="figures found").wait_for()
        assert faults == []


def test_a_body_is_chosen_in_the_finder(city: str, browser: Browser, sample: tuple[Package, Summary]) -> None:
    """By its name as it is typed; another letter lets it go again."""
    figures = len(sample[0].figures)
    with reader(browser, 390) as (page, faults):
        page.goto(f"{city}find/")
        field = page.get_by_role("combobox", name="单位")
        field.fill("第12街道")
        page.get_by_role("option", name="第5区第12街道").click()
        page.locator("#find-count", has_text=f"找到 {len(YEARS) * figures} ").wait_for()
        assert "body=office-00012" in page.url
        field.press("Backspace")
        page.locator("#find-count", has_text=f"找到 {FILLED * figures:,} ").wait_for()
        assert faults == []


def test_without_scripts_lists_lead_everywhere(city: str, browser: Browser) -> None:
    """No field that does nothing; the home page leads to a place, and that to its bodies."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(city)
    assert not page.locator(".bp-picker").first.is_visible()
    page.get_by_role("link", name="云河市 · 第7区").click()
    page.wait_for_url("**/catalogue/place/yunhe-district-7/")
    assert page.locator("main tbody tr").count() == 42
    page.goto(f"{city}comparison/2026/")
    page.get_by_role("navigation", name="第 1 页，共 7 页").first.get_by_role("link", name="7").click()
    page.wait_for_url("**/comparison/2026/7/")
    context.close()
