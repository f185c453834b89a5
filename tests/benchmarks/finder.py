"""What a question to the finder fetches with many releases, and how long it takes: bytes, requests, seconds.

    python3 tests/benchmarks/finder.py 1000        (with the Python of .venv)

The first release is copied so many times, with other names, years and amounts; the pages are those of such a
site, in Chromium, from a server that answers range requests. Each question is the first of its page. Last
comes what the parts of the site that are of all releases cost, in seconds of the processor.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from playwright.sync_api import Page, sync_playwright
from tests.conftest import CHROMIUM_FLAGS
from tests.website.many import Ranges, described, summaries, write_city

from budgetpress.website.data import Package
from budgetpress.website.find_parquet import FIGURE_COLUMNS, ITEM_COLUMNS, piece_bytes
from budgetpress.website.find_rows import figure_rows, item_rows
from budgetpress.website.load import load_package
from budgetpress.website.pieces import FIGURES, ITEMS
from budgetpress.website.summary import Summary

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "datapackage" / "beijing-chaoyang-jinsong-2026"
QUESTIONS = (
    "code=2120101",
    "text=养老 保险",
    "min=150000000",
    "code=2120101&sort=amount-desc",
    "body=office-00001",
    "release=office-00001-2025",
    "resource=three_public_expenses",
    "what=items&text=满意度",
    "what=figures",
)


def write_pieces(package: Package, release: Summary, folder: Path) -> None:
    """The rows of a release like the first, with other amounts."""
    chance = random.Random(release.name)
    owner = {"name": release.owner.name, "name_en": release.owner.name_en}
    copy = replace(
        package,
        name=release.name,
        descriptor={**package.descriptor, "fiscalYear": release.fiscal_year, "body": owner},
        figures={
            key: replace(
                figure,
                amount=None if figure.amount is None else figure.amount + chance.randrange(10**6),
                printed=str(chance.randrange(10**9)),
            )
            for key, figure in package.figures.items()
        },
    )
    folder.mkdir(parents=True)
    (folder / FIGURES).write_bytes(piece_bytes(FIGURE_COLUMNS, figure_rows(copy)))
    (folder / ITEMS).write_bytes(piece_bytes(ITEM_COLUMNS, item_rows(copy)))


def ask(page: Page, address: str, question: str) -> str:
    """What a question fetched and how long it took."""
    Ranges.sent.clear()
    start = time.perf_counter()
    page.goto(f"{address}find/?{question}")
    count = page.locator("#find-count", has_text="共有")
    count.wait_for(timeout=120_000)
    seconds = time.perf_counter() - start
    sent = [size for path, size in Ranges.sent if path.endswith(".parquet")]
    fetched = f"{sum(sent) / 1000:,.0f} kB in {len(sent)} requests"
    return f"{question}: {count.inner_text()}; {fetched}, {seconds:.1f} s with the page"


def timed(what: str, work: Callable[[], None]) -> None:
    """Say what some work costs."""
    start = time.process_time()
    work()
    print(f"{what}: {time.process_time() - start:.1f} s of the processor")


def main(count: int) -> None:
    """Print a line for each question and each step."""
    with tempfile.TemporaryDirectory() as name:
        work, site = Path(name), Path(name) / "site"
        package = load_package(RELEASE)
        releases = summaries(described(package, work), count)
        for release in releases:
            write_pieces(package, release, work / "pieces" / release.name)
        build = partial(write_city, ROOT, releases, lambda name: work / "pieces" / name, work, site)
        timed(f"all parts of {count:,} releases", build)
        shutil.rmtree(site)
        shutil.rmtree(work / "pieces" / releases[0].name)
        less = replace(package, figures=dict(list(package.figures.items())[1:]))
        write_pieces(less, releases[0], work / "pieces" / releases[0].name)
        timed("again, one release changed", build)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=str(site)))
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/"
        with sync_playwright() as playwright:
            chromium = shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
            for question in QUESTIONS:
                page = browser.new_page()
                print(ask(page, address, question))
                page.close()
            browser.close()
        server.shutdown()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
