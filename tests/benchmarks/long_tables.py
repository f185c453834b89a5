"""How heavy the pages of a long table are, and how long a reader waits: kilobytes compressed, and seconds.

    python3 tests/benchmarks/long_tables.py 2500        (with the Python of .venv)

The sample release with a table of so many rows, two amounts each, built and opened in Chromium.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from playwright.sync_api import Page, sync_playwright
from tests.conftest import CHROMIUM_FLAGS
from tests.website.sample_long import NAME, TABLE, write_long
from tests.website.test_panel import served

from budgetpress.website import build_site

ROOT = Path(__file__).resolve().parents[2]
PAINTED = "new Promise((done) => requestAnimationFrame(() => setTimeout(done)))"


def main() -> None:
    """Build, weigh and open the site."""
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "public"
        package = write_long(Path(work) / "packages", int(sys.argv[1]))
        build_site(ROOT, packages=[package], out=folder, report=print)
        for part in (TABLE, "checks"):
            weigh(folder / NAME / part)
        with served(folder) as address, sync_playwright() as tool:
            browser = tool.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS)
            page = browser.new_page()
            timed("load", page, partial(page.goto, f"{address}{NAME}/{TABLE}/"))
            sort = page.locator(".bp-sort").nth(2)
            for name, direction in (("first sort", "ascending"), ("next sort", "descending")):
                timed(name, page, sort.click, partial(page.wait_for_selector, f"[aria-sort={direction}]"))
            found = page.locator(".bp-tools output", has_text="/")
            timed("filter", page, partial(page.locator(".bp-tools input").first.fill, "25"), found.wait_for)
            check = page.locator(".bp-panel-check").first
            figure = page.locator(".bp-data td[id] > a").first
            timed("first click on a figure", page, figure.click, check.wait_for)


def weigh(folder: Path) -> None:
    """Print the heaviest page below a folder, and all of them together."""
    pages = [path.read_bytes() for path in folder.rglob("index.html")]
    heaviest = max(len(gzip.compress(page)) for page in pages) / 1000
    total = sum(map(len, pages)) / 1000
    print(f"{folder.name}: {len(pages)} pages, {total:,.0f} kB; the heaviest {heaviest:.1f} kB compressed")


def timed(what: str, page: Page, *acts: Callable[[], object]) -> None:
    """Print how long it takes until the page has painted what was asked for."""
    start = time.perf_counter()
    for act in acts:
        act()
    page.evaluate(PAINTED)
    print(f"{what}: {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
