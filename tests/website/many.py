"""A city of many releases without their pages: what the whole site makes of summaries and pieces of rows.

The releases are the invented one under other names; the first of them have its rows, all others none.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from tests.website.sample import write_package

from budgetpress.website.catalogue import Base, describe, write_catalogue
from budgetpress.website.catalogue.bodies import Body, bodies
from budgetpress.website.data import Package
from budgetpress.website.downloads import copy_downloads
from budgetpress.website.find_files import Parts, write_parts
from budgetpress.website.frame import Frame
from budgetpress.website.kept import Store
from budgetpress.website.load import load_package
from budgetpress.website.page import Entry, Page
from budgetpress.website.pieces import write_pieces
from budgetpress.website.press import Press
from budgetpress.website.search_index import write_index
from budgetpress.website.summary import Demand, Disclosure, Summary
from budgetpress.website.whole import whole_pages

YEARS = (2024, 2025, 2026)
PLACES = 8


class Ranges(SimpleHTTPRequestHandler):
    """A file server that answers range requests and knows what it sent: the path and how many bytes."""

    sent: list[tuple[str, int]] = []  # noqa: RUF012

    def do_GET(self) -> None:
        """A file, or the part of it that is asked for."""
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            super().do_GET()
            return
        whole = path.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        start, end = (int(asked[1]), int(asked[2] or len(whole) - 1)) if asked else (0, len(whole) - 1)
        part = whole[start : end + 1]
        self.sent.append((self.path, len(part)))
        self.send_response(206 if asked else 200)
        self.send_header("Content-Type", self.guess_type(path))
        if asked:
            self.send_header("Content-Range", f"bytes {start}-{end}/{len(whole)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def summaries(sample: Summary, count: int) -> list[Summary]:
    """So many releases, three years of each body, the bodies in eight districts."""
    found = []
    for number in range(count):
        body, year = number // len(YEARS) + 1, YEARS[number % len(YEARS)]
        district = body % PLACES + 1
        owner = replace(
            sample.owner,
            name=f"云河市第{district}区第{body}街道办事处",
            name_en=f"Office {body} of District {district}, Yunhe",
            code=f"{700000 + body}",
            slug=f"office-{body:05}",
            place=f"云河市/第{district}区",
            place_en=f"Yunhe/District {district}",
        )
        title = f"{owner.name}{year}年部门预算"
        name = f"{owner.slug}-{year}"
        found.append(replace(sample, name=name, title=title, title_en=name, owner=owner, year=str(year)))
    return found


def described(package: Package, work: Path) -> Summary:
    """The summary of a package with the files that its site offers."""
    copy_downloads(package, work / "described" / package.name)
    return describe(package, work / "described", Base())


def sampled(work: Path) -> tuple[Package, Summary]:
    """The invented release and its summary."""
    package = load_package(write_package(work / "packages"))
    demand = Demand(rule="规定", rule_en="A rule", complete=True)
    disclosure = Disclosure(states={"rows": 5, "not_in_source": 1}, demands=(demand,))
    return package, replace(described(package, work), disclosure=disclosure)


def pieces_of(package: Package, releases: list[Summary], filled: int, work: Path) -> Callable[[str], Path]:
    """Where the pieces of each release are: the first `filled` have rows, the others share empty pieces."""
    without = replace(package, figures={}, tables={}, resources=())
    write_pieces(without, [], work / "empty")
    for release in releases[:filled]:
        body = {"name": release.owner.name, "name_en": release.owner.name_en}
        descriptor = {**package.descriptor, "fiscalYear": release.fiscal_year, "body": body}
        write_pieces(replace(package, name=release.name, descriptor=descriptor), [], work / release.name)
    full = {release.name for release in releases[:filled]}
    return lambda name: work / (name if name in full else "empty")


def pages_of(known: tuple[Body, ...], parts: Parts) -> list[Page]:
    """The pages of the whole site; none of them needs a package where there are many releases."""

    def nowhere(name: str) -> Path:
        raise AssertionError(f"{name}: a package is read for a page of the whole site")

    return list(whole_pages(known, parts, nowhere))


def write_city(
    root: Path, releases: list[Summary], pieces: Callable[[str], Path], work: Path, site: Path
) -> None:
    """The part of a site that is of all releases, below `site`."""
    known = bodies(releases)
    frame = Frame(root, work / "docs", Store(root / ".cache" / "site"))
    frame.place(site)
    shutil.copytree(root / "site" / "assets", site / "assets", dirs_exist_ok=True)
    parts = write_parts(releases, pieces, Store(work / "store"), site)
    press = Press(frame.folder, frame.site)
    entries: list[Entry] = []
    for page in pages_of(known, parts):
        press.write(page, site)
        entries += page.entries
    write_index(known, entries, site, pieces)
    write_catalogue(releases, site, base=Base())
