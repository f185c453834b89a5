"""Whatever a text looks like, the page shows it: a parser of HTML and a browser read it as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from justhtml import JustHTML
from tests.package.many_texts import FIRST, TEXTS, write_many
from tests.package.small_form import RELEASE
from tests.website.sample import quiet

from budgetpress.website import build_site
from budgetpress.website.escape import clean

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog

WANT = {f"projects.r{n}": clean(text) for n, text in enumerate(TEXTS, FIRST)}
CELLS = "rows => rows.map(row => [row.id, row.cells[1].textContent])"


@pytest.fixture(scope="module")
def folder(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a release each of whose texts is a naughty one."""
    work = tmp_path_factory.mktemp("texts")
    write_many(work / RELEASE.name)
    build_site(project_root, packages=[work / RELEASE.name], out=work / "public", report=quiet)
    return work / "public" / RELEASE.name


def pages(folder: Path) -> list[Path]:
    """The page of the table, and those of its parts."""
    return [folder / "3" / "index.html", *sorted((folder / "3" / "rows").glob("*/index.html"))]


def parsed(path: Path) -> Any:
    """A page as a browser understands it, scripts and all."""
    return JustHTML(path.read_text(encoding="utf-8"), sanitize=False).root


def named_rows(path: Path) -> Iterator[tuple[str, str]]:
    """The id of each row of a page, and the text of its second cell."""
    for row in parsed(path).query("tr[id]"):
        _, cell, *_ = (child for child in row.children if child.name in ("td", "th"))
        yield row.attrs["id"], cell.to_text(separator="", strip=False)


def test_a_parser_reads_every_text_in_its_cell(folder: Path) -> None:
    """But for control characters, which no page can have, and for what is no character at all."""
    found = dict(pair for path in pages(folder) for pair in named_rows(path))
    assert {name: found.get(name) for name in WANT} == WANT


def test_no_text_becomes_an_element(folder: Path) -> None:
    """The rows of the table have nothing in them that a text could have brought along."""
    ours = {"td", "th", "a", "i", "span"}
    for path in pages(folder):
        for row in parsed(path).query("tr[id]"):
            assert {element.name for element in row.query("*")} <= ours, path


def test_a_browser_shows_every_text_in_its_cell(folder: Path, browser: Browser) -> None:
    """No text runs, and none takes another's place."""
    page = browser.new_page()
    said: list[str] = []

    def hear(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    found: dict[str, str] = {}
    for path in pages(folder):
        page.goto(path.as_uri())
        found |= dict(page.eval_on_selector_all("tr[id]", CELLS))
    page.close()
    assert {name: found.get(name) for name in WANT} == WANT
    assert said == []


def test_remarks_and_findings_are_whole(folder: Path) -> None:
    """Each text is on their page twice, as it was written."""
    text = parsed(folder / "remarks" / "index.html").to_text(separator="", strip=False)
    assert [each for each in TEXTS if text.count(clean(each)) < 2] == []
