"""The panel of a figure: every amount of the site leads to its printed text, its place and its identities.

The walk over all figures also runs over any built site: `BUDGETPRESS_WALK=<folder of the site>`.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.website.conftest import Quiet, Site
from tests.website.test_browser import RELEASE, reader

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Row = dict[str, str]


def rows(folder: Path, release: str, name: str) -> list[Row]:
    """The rows of a resource that the site offers for download."""
    with (folder / release / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def through(folder: Path, release: str) -> dict[str, list[Row]]:
    """The applicable identities by figure; `terms` are the figures of both sides that were printed."""
    known = {row["id"] for row in rows(folder, release, "figures")}
    found: dict[str, list[Row]] = {}
    for check in rows(folder, release, "checks"):
        if check["verdict"] != "not_applicable":
            terms = f"{check['left_figures']} {check['right_figures']}".split()
            terms = [name.removeprefix("-") for name in terms]
            check["terms"] = " ".join(name for name in terms if name in known)
            for name in dict.fromkeys(terms):
                found.setdefault(name, []).append(check)
    return found


def shown(page: Page, figure: Row, checks: list[Row]) -> list[str]:
    """What the open panel lacks or has wrong of a figure."""
    told = page.evaluate(
        """(id) => {
          const panel = document.querySelector("dialog.bp-panel[open]");
          const marked = [...document.querySelectorAll(".md-content .bp-here")].map((found) => found.id);
          return panel && { id: panel.querySelector(".bp-panel-foot a").textContent, marked,
            text: panel.textContent, focus: document.activeElement.id, hash: location.hash,
            checks: [...panel.querySelectorAll(".bp-panel-check")].map((check) => ({
              text: check.textContent,
              links: [...check.querySelectorAll(".bp-panel-terms a")].map((link) => link.href),
            })) };
        }""",
        figure["id"],
    )
    if told is None:
        return [f"{figure['id']}: no panel"]
    signs = (("p", "page"), ("L", "line"), ("C", "column"))
    place = ":".join(f"{sign}{figure[key]}" for sign, key in signs if figure[key])
    amount = f"{Decimal(figure['amount']):,.2f}" if figure["amount"] else "?"
    needed = (figure["printed"], figure["printed_unit"], place, amount, figure["strength"])
    wrong = [f"{figure['id']}: {what!r} is not in the panel" for what in needed if what not in told["text"]]
    if told["id"] != figure["id"] or unquote(told["hash"]) != f"#{figure['id']}":
        wrong.append(f"{figure['id']}: the panel is of {told['id']}, the address {told['hash']}")
    if told["marked"] != [figure["id"]] or told["focus"] != "bp-panel-name":
        wrong.append(f"{figure['id']}: marked {told['marked']}, focus on {told['focus']!r}")
    return wrong + list(sides(figure["id"], told["checks"], checks))


def sides(identifier: str, told: list[dict[str, list[str]]], checks: list[Row]) -> Iterator[str]:
    """Where the identities of a panel are not those of the data, each with all figures of both sides."""
    if len(told) != len(checks):
        yield f"{identifier}: {len(told)} identities, not {len(checks)}"
        return
    order = {"fails": 0, "holds": 1}
    for check, section in zip(sorted(checks, key=lambda row: order[row["verdict"]]), told, strict=True):
        wanted = check["terms"].split()
        linked = [unquote(urlsplit(link).fragment) for link in section["links"]]
        if linked != wanted:
            yield f"{identifier}: {check['id']} has {linked}, not {wanted}"
        if check["name_zh"] not in section["text"] and check["name_en"] not in section["text"]:
            yield f"{identifier}: {check['name_zh']} is not named"


def walk(page: Page, address: str, folder: Path, release: str, tree: str = "") -> tuple[int, list[str]]:
    """Open every figure of a release by mouse, by keyboard and by address; how many, and what was wrong."""
    identities, wrong, figures = through(folder, release), [], rows(folder, release, "figures")
    panel = page.locator("dialog.bp-panel[open]")
    for table in dict.fromkeys(figure["table"] for figure in figures):
        page.goto(f"{address}{tree}{release}/{table}/")
        page.locator("html.bp-panels").wait_for(state="attached")
        for figure in (row for row in figures if row["table"] == table):
            checks = identities.get(figure["id"], [])
            link = page.locator(f'[id="{figure["id"]}"] > a').first
            link.click()
            wrong += [f"mouse: {line}" for line in shown(page, figure, checks)]
            page.keyboard.press("Escape")
            panel.wait_for(state="detached")
            if not link.evaluate("(link) => link === document.activeElement"):
                wrong.append(f"{figure['id']}: the focus does not return")
            page.keyboard.press("Enter")
            wrong += [f"keyboard: {line}" for line in shown(page, figure, checks)]
            page.go_back()
            panel.wait_for(state="detached")
            page.evaluate("(hash) => { location.hash = hash; }", f"#proof.{figure['id']}")
            panel.locator("h2:focus").wait_for()
            page.evaluate("(hash) => { location.hash = hash; }", f"#{figure['id']}")
            page.wait_for_timeout(20)
            panel.locator("h2:focus").wait_for()
            wrong += [f"address: {line}" for line in shown(page, figure, checks)]
            page.keyboard.press("Escape")
            panel.wait_for(state="detached")
    return len(figures), wrong


@pytest.mark.parametrize("tree", ["", "en/"])
def test_every_figure_opens_by_mouse_keyboard_and_address(tree: str, site: Site, browser: Browser) -> None:
    """Printed text, unit, place, status and both sides of every identity, for each figure of the sample."""
    with reader(browser, 1280) as (page, faults):
        count, wrong = walk(page, site.address, site.folder, RELEASE, tree)
        assert count > 20
        assert wrong == []
        assert faults == []


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of a folder of pages."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.mark.skipif("BUDGETPRESS_WALK" not in os.environ, reason="walks a built site that is named to it")
def test_every_figure_of_a_built_site_opens(browser: Browser) -> None:
    """The same walk over all releases of the site in the folder `BUDGETPRESS_WALK`."""
    folder = Path(os.environ["BUDGETPRESS_WALK"])
    with served(folder) as address, reader(browser, 1280) as (page, faults):
        for data in sorted(folder.glob("*/data/figures.csv")):
            count, wrong = walk(page, address, folder, data.parent.parent.name)
            assert (data, count > 0, wrong) == (data, True, [])
        assert faults == []


@pytest.mark.parametrize("name", ["checks/", "repairs/", "statements/"])
def test_amounts_on_other_pages_lead_to_their_figure(name: str, site: Site, browser: Browser) -> None:
    """A link with an amount shows that of the figure it leads to, and leads to its open panel."""
    figures = {row["id"]: row for row in rows(site.folder, RELEASE, "figures")}
    with reader(browser, 1280) as (page, faults):
        here = f"{site.address}{RELEASE}/{name}"
        page.goto(here)
        links = page.locator("a.bp-y, .bp-y a:not(.bp-more)").evaluate_all(
            "(links) => links.map((link) => [link.getAttribute('href'), link.firstChild.data])"
        )
        assert links
        for href, text in links:
            target = urlsplit(urljoin(here, href))
            figure = figures[unquote(target.fragment)]
            assert target.path.endswith(f"/{RELEASE}/{figure['table']}/")
            assert text.removeprefix("+ ").removeprefix("− ") == f"{Decimal(figure['amount']):,.2f}"
        page.goto(urljoin(here, links[0][0]))
        page.locator("dialog.bp-panel[open]").wait_for()
        assert page.locator(".bp-panel-foot a").inner_text() == unquote(urlsplit(page.url).fragment)
        assert faults == []


def test_the_history_follows_the_panel(site: Site, browser: Browser) -> None:
    """Each figure is an entry: back goes to the one before and then closes; Escape leaves them all."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/02/")
        dialog = page.locator("dialog.bp-panel[open]")
        own = dialog.locator(".bp-panel-foot a")
        page.locator('[id="02.r1.total"] > a').click()
        dialog.locator(".bp-panel-terms a[href='#02.r1.basic']").click()
        page.locator('[id="02.r2.total"] > a').click()
        assert own.inner_text() == "02.r2.total"
        for step, identifier in ((page.go_back, "02.r1.basic"), (page.go_back, "02.r1.total")):
            step()
            own.get_by_text(identifier).wait_for()
            assert page.url.endswith(f"#{identifier}")
        page.go_forward()
        own.get_by_text("02.r1.basic").wait_for()
        page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
        assert page.url.endswith("/02/")
        assert faults == []


def test_a_repair_is_told_with_its_evidence(site: Site, browser: Browser) -> None:
    """The panel of a repaired figure says why, and leads to the repair."""
    with reader(browser, 1280) as (page, _):
        page.goto(f"{site.address}{RELEASE}/02/#02.r1.total")
        dialog = page.locator("dialog.bp-panel[open]")
        assert "合计只有这样才对。" in dialog.inner_text()
        assert dialog.locator("a[href='../repairs/#repair.rp1']").count() == 1


def test_an_identity_of_the_panel_opens_where_it_is_listed(site: Site, browser: Browser) -> None:
    """The lists below a table are folded until a link, an address or a reader asks for them."""
    with reader(browser, 1280) as (page, faults):
        page.goto(f"{site.address}{RELEASE}/02/#02.r1.total")
        identity, proof = page.locator(".bp-sums li").last, page.locator('[id="proof.02.r1.total"]')
        assert not identity.is_visible()
        assert not proof.is_visible()
        page.locator(".bp-panel-check p.bp-note a").last.click()
        name = page.url.partition("#")[2]
        assert page.locator(f'[id="{name}"]').is_visible()
        page.emulate_media(media="print")
        assert proof.is_visible()
        assert faults == []


def test_the_link_of_a_figure_can_be_copied(site: Site, browser: Browser) -> None:
    """The button puts the lasting address on the clipboard and says so."""
    with reader(browser, 1280) as (page, faults):
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{site.address}{RELEASE}/02/#proof.02.r1.total")
        page.get_by_role("button", name="复制链接").click()
        page.get_by_text("已复制").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == f"{site.address}{RELEASE}/02/#02.r1.total"
        assert faults == []


@pytest.mark.parametrize(
    ("tree", "width", "scheme"),
    [("", 1280, "light"), ("en/", 1280, "dark"), ("", 390, "dark"), ("en/", 390, "light")],
)
def test_axe_finds_nothing_with_the_panel_open(
    tree: str, width: int, scheme: str, site: Site, browser: Browser
) -> None:
    """No violation of any impact, and at 390 px the figure stays in view above the sheet."""
    with reader(browser, width, scheme) as (page, faults):
        page.goto(f"{site.address}{tree}{RELEASE}/02/#02.r4.total", wait_until="load")
        page.locator("dialog.bp-panel[open]").wait_for()
        page.wait_for_timeout(300)  # the sheet fades in
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [node["html"][:120] for node in v["nodes"][:3]]) for v in found] == []
        number = page.locator('[id="02.r4.total"]').bounding_box()
        panel = page.locator("dialog.bp-panel[open]").bounding_box()
        assert number is not None
        assert panel is not None
        if width == 390:
            assert number["y"] >= 48
            assert number["y"] + number["height"] <= panel["y"]
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert faults == []
