"""Source pages: every place leads to what stands there, and back; without a view a page says why."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from tests.documents.convert import package as converted
from tests.website.conftest import Site
from tests.website.pages import elements, ids
from tests.website.sample import write_package
from tests.website.sample_views import BOX, write_view, write_views

from budgetpress.read.view import keep_view
from budgetpress.website.data import Package
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.load import load_package
from budgetpress.website.source_load import MAX_CELLS, MAX_ROWS, load_views, sources_of
from budgetpress.website.source_marks import pages_of, source_href
from budgetpress.website.source_page import source_pages

_ELEMENT = re.compile(r'<a class="bp-spot" id="([^"]+)"[^>]*?href="([^"]+)"[^>]*>(.*?)</a>', re.DOTALL)
_BOX = re.compile(r'<a id="([^"]+)"[^>]*href="([^"]+)"[^>]*><title>')
_LINK = re.compile(r"<a ([^>]*)>(.*?)</a>", re.DOTALL)


def articles(package: Package) -> dict[str, str]:
    """The HTML of each source page of a release, in Chinese, by its address below `source/`."""
    found = {}
    for page in source_pages(package):
        address = page.path.removeprefix(f"{package.name}/source/").removesuffix("index.html")
        found[address] = resolve(page.html, ZH)
    return found


def links(html: str) -> dict[str, tuple[str, str]]:
    """The target and the text of each link that has an id."""
    found = {}
    for attributes, content in _LINK.findall(html):
        named = dict(re.findall(r'([a-z-]+)="([^"]*)"', attributes))
        if "id" in named:
            text = re.sub(r"<title>.*?</title>|<[^>]+>", "", content)
            found[unescape(named["id"])] = unescape(named["href"]), unescape(text)
    return found


@pytest.fixture
def shown(tmp_path: Path) -> Package:
    """The sample release with the views of its sources."""
    return load_package(write_package(tmp_path / "packages"), write_views(tmp_path / "views"))


@pytest.mark.parametrize(
    "name", ["transcription.txt", "commas.csv", "page.html", "sheets.xlsx", "plain.pdf", "rotated.pdf"]
)
def test_every_figure_leads_there_and_back(name: str, tmp_path: Path) -> None:
    """From its place in the table to the cell or box that holds it, and from there to the table."""
    made = converted("jiangsu", name)
    folder = made.file.parent / "package"
    package = load_package(folder)
    ((source, sha256),) = sources_of(package.descriptor)
    assert keep_view(tmp_path, made.file, sha256, pages_of(package, source))
    package = load_package(folder, tmp_path)
    pages = {address: links(html) for address, html in articles(package).items()}
    assert len(package.figures) > 50
    for figure in package.figures.values():
        href = source_href(package, figure.place, figure.id)
        address, _, fragment = href.removeprefix("../source/").partition("#")
        assert fragment == figure.id
        back, text = pages[address][figure.id]
        assert back == f"../../../{figure.table}/#{figure.id}"
        if not name.endswith(".pdf"):
            assert text == (figure.printed.strip() or "（空）")


def test_all_kinds_of_places_lead_to_the_source(site: Site) -> None:
    """On the built site, from the pages of repairs, findings, remarks, statements and tables."""
    release = next(path.parent for path in site.folder.glob("*/source"))
    for page in ("repairs", "remarks", "statements", "02"):
        targets = {attributes.get("href", "") for _, attributes in elements(release / page / "index.html")}
        led = [target for target in targets if "../source/" in target and "#" in target]
        assert led, page
        for target in led:
            address, _, fragment = target.partition("#")
            assert fragment in ids((release / page / address / "index.html").resolve())


def test_picture_is_there_once_for_both_languages(site: Site) -> None:
    """Both pages show the same file, which loads late, with its size and a text that says what it is."""
    (picture,) = site.folder.rglob("*.webp")
    for folder in (site.folder, site.folder / EN.folder):
        (page,) = folder.glob("qinghe*/source/2/1/index.html")
        (image,) = (
            attributes for tag, attributes in elements(page) if tag == "img" and "webp" in attributes["src"]
        )
        assert (page.parent / image["src"]).resolve() == picture
        assert (image["loading"], image["width"], image["height"]) == ("lazy", "400", "300")
        assert "scan.pdf" in image["alt"]


def test_box_is_where_the_place_says(shown: Package) -> None:
    """In the points of the page that the picture is laid out in; a link with a name."""
    html = articles(shown)["2/1/"]
    assert 'viewBox="0 0 200 150"' in html
    assert '<rect x="40" y="30" width="80" height="20"/>' in html
    assert links(html)["statement.s4"][0] == "../../../statements/#statement.s4"
    assert 'aria-label="文字里的金额 s4"' in html


def test_without_views_the_page_says_why(tmp_path: Path) -> None:
    """Places are then words, and nothing is broken."""
    package = load_package(write_package(tmp_path))
    figure = next(iter(package.figures.values()))
    assert source_href(package, figure.place, figure.id) == ""
    pages = articles(package)
    assert list(pages) == [""]
    assert pages[""].count("手边没有这份原件") == 3


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data.replace(b"L10C4", b"L10C5")])
def test_changed_view_is_none(damage: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A manifest that is not what was written is not believed."""
    views = write_views(tmp_path / "views")
    for path in views.glob("*/view-*.json"):
        path.write_bytes(damage(path.read_bytes()) if b"L10C4" in path.read_bytes() else b"")
    package = load_package(write_package(tmp_path / "packages"), views)
    assert not any(view.parts for view in package.views.values())


def test_changed_picture_is_not_shown(tmp_path: Path) -> None:
    """The page whose picture is another has no picture, and no link leads to it."""
    views = write_views(tmp_path / "views")
    for path in views.rglob("*.webp"):
        path.write_bytes(b"another")
    package = load_package(write_package(tmp_path / "packages"), views)
    assert package.views["scan.pdf"].parts == {}


@pytest.mark.parametrize("box", ["", "1 2 3", "1 2 3 x", '0 0 1 "/><script>', "1e9 0 1 1", "nan 0 1 1"])
def test_box_that_is_none_draws_nothing(box: str, tmp_path: Path) -> None:
    """Boxes are drawn from numbers alone; what stands there is in the list all the same."""
    folder = write_package(tmp_path / "packages")
    path = folder / "data" / "statements.csv"
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    rows = [[box if cell == BOX else cell for cell in row] for row in rows]
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    html = articles(load_package(folder, write_views(tmp_path / "views")))["2/1/"]
    assert "<rect" not in html
    assert "<script" not in html
    assert 'id="statement.s4"' in html


def test_long_texts_are_parted(tmp_path: Path) -> None:
    """No page holds more than a browser likes, each line is in one part, and its place is found there."""
    rows = [[[f"{n}", f"L{n}C1", 1, 1, 0], ["x", f"L{n}C9", 1, 1, 0]] for n in range(1, 1001)]
    wide = [[[f"{n}", f"L{n}C{c}", 1, 1, 0] for c in range(1, 201)] for n in range(1001, 1021)]
    folder = tmp_path / ("1" * 64)
    write_view(
        folder,
        grids=[{"name": "a", "exact": exact, "rows": part} for exact, part in ((False, rows), (True, wide))],
    )
    (view,) = load_views({"sources": [{"file": "source/a.txt", "sha256": "1" * 64}]}, tmp_path).values()
    lines = []
    for part in view.parts.values():
        cells = [cell for grid in part.grids for row in grid.rows for cell in row]
        assert len(cells) <= MAX_CELLS
        assert sum(len(grid.rows) for grid in part.grids) <= MAX_ROWS
        lines += [int(row[0].spot[1:].partition("C")[0]) for grid in part.grids for row in grid.rows]
    assert lines == list(range(1, 1021))
    assert view.find({"line": "600", "column": "9"}) == (3, "L600C9")
    assert view.find({"line": "600", "column": "8"}) == (3, "L600C1")
    assert view.find({"line": "2000", "column": "1"}) is None


def test_merged_cells_keep_their_columns(shown: Package, tmp_path: Path) -> None:
    """What is merged over rows takes its column in each of them, on the next page too."""
    view = shown.views["budget.txt"]
    (table,) = (grid for part in view.parts.values() for grid in part.grids if grid.exact)
    assert [[cell.column for cell in row] for row in table.rows] == [[0, 1, 2], [1]]

    tall = [[["a", "A1", 300, 1, 0], ["b", "B1", 1, 1, 0]]]
    tall += [[["b", f"B{n}", 1, 1, 0]] for n in range(2, 301)]
    write_view(tmp_path / ("3" * 64), grids=[{"name": "S", "exact": True, "rows": tall}])
    (other,) = load_views({"sources": [{"file": "a.xlsx", "sha256": "3" * 64}]}, tmp_path).values()
    figure = next(iter(shown.figures.values()))
    place = {"source": "a.xlsx", "sheet": "S", "cell": "B300"}
    package = replace(
        shown, views={"a.xlsx": other}, figures={figure.id: replace(figure, place=place)},
        resources=(), descriptor={"sources": [{}]},
    )  # fmt: skip
    (row,) = re.findall(r'<tr><th scope="row">300</th>(.*?)</tr>', articles(package)["1/2/"])
    assert row.startswith("<td></td><td")
