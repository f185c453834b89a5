"""Pages that we print are read from pictures of them as from their text, where the extra is installed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from tests.documents import jiangsu
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

from budgetpress.model import Cell, Grid
from budgetpress.read import read_document
from budgetpress.read.pdf import read_pdf
from budgetpress.read.scan import is_installed, scan_of
from budgetpress.read.scan.pictures import DPI
from budgetpress.shape.words import squash

pytestmark = pytest.mark.skipif(not is_installed(), reason="the extra ocr is not installed")

_PAGES = (1, 3, 6)


@pytest.fixture(scope="module")
def printed() -> bytes:
    """An invented report with its tables."""
    return pdf(jiangsu.paper(), next(look for look in LOOKS if look.name == "plain"))


@pytest.fixture(scope="module")
def pictures(printed: bytes) -> list[Image.Image]:
    """Some of its pages as a scanner would give them: a little askew."""
    document = pdfium.PdfDocument(printed)
    pages = (document[number].render(scale=DPI / 72, grayscale=True).to_pil() for number in _PAGES)
    return [page.rotate(0.5, resample=Image.Resampling.BICUBIC, fillcolor=255) for page in pages]


def cells(grids: tuple[Grid, ...], page: int) -> Iterator[Cell]:
    """The cells of the ruled tables of a page that hold something."""
    for grid in grids:
        for row in grid.rows if grid.exact else ():
            yield from (cell for cell in row if cell.place.page == page and cell.text.strip())


def scanned(pictures: list[Image.Image]) -> bytes:
    """A PDF of pictures."""
    stream = io.BytesIO()
    pictures[0].save(stream, "PDF", save_all=True, append_images=pictures[1:], resolution=DPI)
    return stream.getvalue()


def test_scan_reads_as_the_document(printed: bytes, pictures: list[Image.Image]) -> None:
    """Every cell with all its digits, and nearly all to the letter; each with a confidence and a page."""
    truth, _ = read_pdf("printed.pdf", printed)
    found, notes = read_pdf("scan.pdf", scanned(pictures), scan=scan_of("scan.pdf"))
    assert notes == ()
    same = []
    for page, number in enumerate(_PAGES, 1):
        expected, got = list(cells(truth, number + 1)), list(cells(found, page))
        assert len(expected) == len(got) > 5
        for one, other in zip(expected, got, strict=True):
            assert other.confidence is not None
            assert 0 < other.confidence <= 1
            assert digits(one.text) == digits(other.text)
            same.append(squash(one.text) == squash(other.text))
    assert sum(same) >= Decimal("0.95") * len(same)


def digits(text: str) -> str:
    """The digits of a text; a point that is lost is not a digit that is wrong."""
    return "".join(char for char in text if char.isdecimal())


def test_picture_file(printed: bytes, pictures: list[Image.Image], tmp_path: Path) -> None:
    """A page as PNG gives the same cells, and is no original."""
    path = tmp_path / "page.png"
    pictures[0].save(path, dpi=(DPI, DPI))
    document = read_document(path)
    truth, _ = read_pdf("printed.pdf", printed)
    expected = [digits(cell.text) for cell in cells(truth, _PAGES[0] + 1)]
    assert [digits(cell.text) for cell in cells(document.grids, 1)] == expected
    assert not document.original
