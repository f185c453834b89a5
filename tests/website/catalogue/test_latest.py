"""`/latest/<body>/…` never changes: the newest files, and pages that lead on, with and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.website.catalogue.conftest import describe_all, offer
from tests.website.conftest import Site

from budgetpress.website.data import Package

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOST = "https://data.example.org/budgets/"


def test_files_are_those_of_the_newest_release(packages: list[Package], tmp_path: Path) -> None:
    """Below the body's address lies what lies below its newest release, under the same names."""
    site = offer(packages, tmp_path / "site")
    describe_all(packages, site)
    newest, latest = site / "qinghe-town-2026", site / "latest" / "qinghe-town"
    names = {path.relative_to(newest) for path in newest.rglob("*.*") if path.suffix in {".csv", ".json"}}
    names -= {Path("croissant.json"), Path("catalog.json")}
    assert len(names) > 10
    assert {path.relative_to(latest) for path in latest.rglob("*.*") if path.suffix in {".csv", ".json"}} == {
        *names,
        Path("feed.json"),
    }
    for name in names:
        assert (latest / name).read_bytes() == (newest / name).read_bytes()


@pytest.mark.parametrize("tree", ["", "en/"])
def test_pages_lead_to_the_newest_release(tree: str, packages: list[Package], tmp_path: Path) -> None:
    """Each page of any release of the body has one; what the newest lacks leads to its first page."""
    site = offer(packages, tmp_path / "site", {"qinghe-town-2026": "03/"})
    describe_all(packages, site, HOST)
    home = site / tree / "latest" / "qinghe-town"
    assert {path.parent.name for path in home.rglob("index.html")} == {
        "qinghe-town", "checks", *packages[0].tables
    }  # fmt: skip
    for page, target in (("", ""), ("02/", "02/"), ("03/", "")):
        html = (home / page / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="{HOST}{tree}qinghe-town-2026/{target}">' in html
        up = "../" * f"{tree}latest/qinghe-town/{page}".count("/")
        assert f'<meta http-equiv="refresh" content="0; url={up}{tree}qinghe-town-2026/{target}">' in html
        assert f'<html lang="{"en" if tree else "zh-Hans"}">' in html


def test_a_reader_arrives(site: Site, browser: Browser) -> None:
    """A browser is led on with its fragment, in either language; without JavaScript to the page at least."""
    said: list[str] = []
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text))
        for tree in ("", "en/"):
            page.goto(f"{site.address}{tree}latest/qinghe-town/02/#02.r1.total")
            page.wait_for_url(f"{site.address}{tree}qinghe-town-2025/02/{'#02.r1.total' if scripts else ''}")
        assert said == []
        context.close()
