"""Both parsers read the same: the fast one is held against pdfplumber cell by cell, and both against Poppler.

The documents are the invented ones in every look, and the real ones where they are at hand (`../shared/real`
beside the checkout; they are not part of the repository).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path

import pytest
from tests.documents import beijing
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf
from tests.documents.words import Word, pages

from budgetpress.model import Cell, Grid
from budgetpress.read.pdf import read_pdf

REAL = Path(__file__).resolve().parents[3] / "shared" / "real"
MAKERS: Mapping[str, Callable[[], bytes]] = {
    **{look.name: partial(pdf, beijing.paper(), look) for look in LOOKS},
    **{file.stem: file.read_bytes for file in sorted(REAL.glob("*.pdf"))},
}
"""How to come by each document."""

UNRULED = {look.name for look in LOOKS if look.rules != "all"}

NUMBER = re.compile(r"-?[\d,]*\d(?:\.\d+)?%?")
AMOUNT = re.compile(r"-?\d[\d,]*\.\d+|-?\d{1,3}(?:,\d{3})+")

every_document = pytest.mark.parametrize("name", MAKERS)


@cache
def read(name: str, *, exact: bool = False) -> tuple[Grid, ...]:
    """The grids of a document."""
    return read_pdf("file.pdf", MAKERS[name](), exact_parser=exact)[0]


@cache
def words_of(name: str, folder: Path) -> list[list[Word]]:
    """The words of each page by another reader."""
    file = folder / "file.pdf"
    file.write_bytes(MAKERS[name]())
    return pages(file)


def cells(name: str) -> Iterator[tuple[Grid, Cell]]:
    """All cells with text."""
    for grid in read(name):
        for row in grid.rows:
            for cell in row:
                if cell.text:
                    yield grid, cell


def squash(text: str) -> str:
    """A text without blanks."""
    return re.sub(r"\s", "", text)


@every_document
def test_parsers_agree_cell_by_cell(name: str) -> None:
    """The same grids with the same cells, spans and texts; boxes differ by rounding at most."""
    fast, exact = read(name), read(name, exact=True)
    assert [(grid.name, grid.exact, len(grid.rows)) for grid in fast] == [
        (grid.name, grid.exact, len(grid.rows)) for grid in exact
    ]
    for mine, other in zip(fast, exact, strict=True):
        for row, their_row in zip(mine.rows, other.rows, strict=True):
            seen = [(cell.text, cell.rows, cell.columns, cell.hidden) for cell in row]
            assert seen == [(cell.text, cell.rows, cell.columns, cell.hidden) for cell in their_row]
            for cell, their in zip(row, their_row, strict=True):
                assert cell.place.bbox is not None
                assert their.place.bbox is not None
                # Without rules a box is that of its text, whose last character may end differently.
                near = 0.02 if mine.exact and name not in UNRULED else 3
                for side, their_side in zip(cell.place.bbox, their.place.bbox, strict=True):
                    assert abs(side - their_side) <= near, (cell, their)


@every_document
def test_every_character_of_a_page_is_read(name: str, tmp_path: Path) -> None:
    """The characters of all cells of a page are those that another reader finds on it, none more or less."""
    expected = [Counter("".join(squash(word.text) for word in page)) for page in words_of(name, tmp_path)]
    found = [Counter[str]() for _ in expected]
    for _, cell in cells(name):
        assert cell.place.page is not None
        found[cell.place.page - 1].update(squash(cell.text))
    assert found == expected


@every_document
def test_every_number_is_in_the_box_of_one_cell(name: str, tmp_path: Path) -> None:
    """A number that another reader finds is in the box of one cell with text, and that text holds it."""
    by_page: dict[int | None, list[Cell]] = {}
    for _, cell in cells(name):
        by_page.setdefault(cell.place.page, []).append(cell)
    for number, page in enumerate(words_of(name, tmp_path), 1):
        for word in page:
            if NUMBER.fullmatch(word.text):
                there = [cell for cell in by_page[number] if _holds(cell, word)]
                assert [squash(word.text) in squash(cell.text) for cell in there] == [True], (word, there)


def _holds(cell: Cell, word: Word) -> bool:
    assert cell.place.bbox is not None
    return word.inside([float(side) for side in cell.place.bbox])


@every_document
def test_no_cell_holds_two_amounts(name: str) -> None:
    """In an exact grid a cell has one amount at most."""
    for grid, cell in cells(name):
        if grid.exact:
            assert sum(bool(AMOUNT.fullmatch(text)) for text in cell.text.split()) <= 1, cell


@every_document
def test_no_column_is_a_sliver(name: str) -> None:
    """No column or row of a table is too narrow to hold a character."""
    for grid in read(name):
        if grid.exact:
            for row in grid.rows:
                for cell in row:
                    assert cell.place.bbox is not None
                    x0, top, x1, bottom = cell.place.bbox
                    assert x1 - x0 > 4, cell
                    assert bottom - top > 4, cell
