"""What a question to the finder fetches with many releases, and how long it takes: bytes, requests, seconds.

    python3 scripts/run.py site
    python3 tests/benchmarks/finder.py 1000        (with the Python of .venv)

The first release is copied so many times, with other names, years and amounts; the page is that of the built
site, in Chromium, from a server that answers range requests. Each question is the first of its page.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from playwright.sync_api import Page, sync_playwright
from tests.conftest import CHROMIUM_FLAGS

from budgetpress.website.data import Package
from budgetpress.website.find_parquet import FIGURE_COLUMNS, ITEM_COLUMNS, parquet_bytes
from budgetpress.website.find_rows import figure_rows, item_rows
from budgetpress.website.load import load_package

ROOT = Path(__file__).resolve().parents[2]
RELEASE = ROOT / "datapackage" / "beijing-chaoyang-jinsong-2026"
QUESTIONS = (
    "code=2120101",
    "text=养老 保险",
    "min=150000000",
    "code=2120101&sort=amount-desc",
    "release=office-0001-2023",
    "resource=three_public_expenses",
    "what=items&text=满意度",
    "",
)


class Ranges(SimpleHTTPRequestHandler):
    """A file server that answers range requests and counts the bytes of Parquet files."""

    sent: list[int] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """A file, or the part of it that is asked for."""
        path = Path(self.translate_path(self.path))
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not asked or not path.is_file():
            if path.suffix == ".parquet":
                self.sent.append(path.stat().st_size)
            super().do_GET()
            return
        whole = path.read_bytes()
        start, end = int(asked[1]), int(asked[2] or len(whole) - 1)
        part = whole[start : end + 1]
        self.sent.append(len(part))
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {start}-{end}/{len(whole)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def copies(package: Package, count: int) -> Iterator[Package]:
    """So many releases like the first, seven years of each body."""
    for number in range(count):
        chance = random.Random(number)
        body, year = number // 7 + 1, 2020 + number % 7
        yield replace(
            package,
            name=f"office-{body:04}-{year}",
            descriptor={
                **package.descriptor,
                "fiscalYear": year,
                "body": {"name": f"第{body}街道", "name_en": f"Office {body}"},
            },
            figures={
                key: replace(
                    figure,
                    amount=None if figure.amount is None else figure.amount + chance.randrange(10**6),
                    printed=str(chance.randrange(10**9)),
                )
                for key, figure in package.figures.items()
            },
        )


def ask(page: Page, address: str, question: str) -> str:
    """What a question fetched and how long it took."""
    page.goto(f"{address}find/")
    page.evaluate(
        """question => {
            const fields = document.getElementById("find").elements;
            for (const [name, value] of new URLSearchParams(question)) {
                const field = fields.namedItem(name);
                if (field.options) field.add(new Option(value, value));
                field.value = value;
            }
        }""",
        question,
    )
    Ranges.sent.clear()
    start = time.perf_counter()
    page.locator("#find [type=submit]").click()
    count = page.locator("#find-count", has_text="共有")
    count.wait_for(timeout=120_000)
    seconds = time.perf_counter() - start
    fetched = f"{sum(Ranges.sent) / 1000:,.0f} kB in {len(Ranges.sent)} requests"
    return f"{question or '(nothing asked)'}: {count.inner_text()}; {fetched}, {seconds:.1f} s"


def main(count: int) -> None:
    """Print a line for each file and each question."""
    with tempfile.TemporaryDirectory() as name:
        site = Path(name)
        for part in ("assets", "find"):
            shutil.copytree(ROOT / "site" / "public" / part, site / part)
        packages = list(copies(load_package(RELEASE), count))
        page_file = site / "find" / "index.html"
        html = page_file.read_text(encoding="utf-8")
        for kind, columns, rows in (
            ("figures", FIGURE_COLUMNS, figure_rows(packages)),
            ("items", ITEM_COLUMNS, item_rows(packages)),
        ):
            content = parquet_bytes(columns, rows)
            (site / "find" / f"{kind}.parquet").write_bytes(content)
            html = re.sub(f'data-{kind}="[0-9]+"', f'data-{kind}="{len(content)}"', html)
            print(f"{kind}.parquet: {len(content) / 1000:,.0f} kB")
        page_file.write_text(html, encoding="utf-8")
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Ranges, directory=name))
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
