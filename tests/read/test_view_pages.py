"""The picture of a page, and the boxes on it: what is cut out by a box is what is printed there."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image
from tests.documents.convert import PDFS, package
from tests.documents.words import pages
from tests.read.pdf_samples import HEIGHT, WIDTH, pdf, plain
from tests.read.scan.drawn import Paper
from tests.read.seen import boxes_by_page, ink, seen

from budgetpress.model import Cell
from budgetpress.read import read_document
from budgetpress.read.view.pages import pdf_pictures, scan_pictures
from budgetpress.read.view.picture import MAX_BYTES, MAX_SIDE

APART = 6
"""Pixels: two renderers take different fonts where the file has none, and smooth them differently."""

REAL = sorted((Path(__file__).resolve().parents[3] / "shared" / "real").glob("*.pdf"))


def check_figures(file: Path, figures: list[dict[str, str]]) -> None:
    """Every figure's box holds its words, and in the picture the same ink as in another renderer's."""
    boxes = boxes_by_page(figures)
    words = pages(file)
    drawn = {page.number: page for page in pdf_pictures(file.name, file.read_bytes(), sorted(boxes))}
    assert drawn.keys() == boxes.keys()
    for number, found in boxes.items():
        assert len(drawn[number].drawn.data) <= 1.5 * MAX_BYTES
        for figure, box in found:
            what = seen(file, drawn[number], box, words[number - 1])
            assert what.words == re.sub(r"\s", "", figure["printed"]), figure
            assert what.apart <= APART, figure


@pytest.mark.parametrize("name", PDFS)
def test_box_on_picture_holds_the_figure(name: str) -> None:
    """However it was printed, turned pages included."""
    made = package("jiangsu", name)
    figures = made.tables["figures"]
    assert len(figures) > 50
    check_figures(made.file, figures)


@pytest.mark.skipif(not REAL, reason="the real documents are not at hand")
@pytest.mark.parametrize("file", REAL, ids=lambda file: file.stem)
def test_box_on_real_picture_holds_its_text(file: Path) -> None:
    """Each number in a cell of a ruled table of a real document is in the picture where its box says."""
    cells = [cell for cell in _numbers(file) if re.fullmatch(r"[\d,]+\.\d+|\d{1,3}(,\d{3})+", cell.text)]
    if not cells:
        pytest.skip("it has no ruled tables")
    check_figures(file, [_figure(cell) for cell in cells])


def _figure(cell: Cell) -> dict[str, str]:
    box = " ".join(map(str, cell.place.bbox or ()))
    return {"page": str(cell.place.page), "bbox": box, "printed": cell.text}


# The sample page is 500 by 400 points (turned: 400 by 500, displayed as the other).
_BOXES = {
    "as it is": (None, None),
    "media box elsewhere": ((-20, -30, 500, 500), None),
    "cropped": (None, (10, 10, 390, 390)),
    "both": ((-50, -20, 520, 510), (10, 10, 390, 390)),
}


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("boxes", _BOXES)
def test_turned_and_cropped(boxes: str, rotate: int, tmp_path: Path) -> None:
    """The picture is the page as it is displayed, and boxes are measured on it."""
    file = tmp_path / "page.pdf"
    file.write_bytes(_changed(pdf(plain, rotate=rotate), *_BOXES[boxes]))
    (page,) = pdf_pictures(file.name, file.read_bytes(), [1])
    assert page.drawn.width / page.drawn.height == pytest.approx(page.width / page.height, rel=0.01)
    cells = _numbers(file)
    assert len(cells) == 4
    for cell in cells:
        assert seen(file, page, _box(cell), []).apart <= APART


def test_crop_box_beyond_the_page(tmp_path: Path) -> None:
    """What lies outside the media box is no part of the page."""
    found = []
    for crop in ((0, 60, 470, 600), (0, 60, 470, 400)):
        file = tmp_path / "page.pdf"
        file.write_bytes(_changed(pdf(plain), None, crop))
        pictures = list(pdf_pictures(file.name, file.read_bytes(), [1]))
        found.append((pictures, [cell.place for cell in _numbers(file)]))
    assert found[0] == found[1]


def _numbers(file: Path) -> list[Cell]:
    rows = (row for grid in read_document(file).grids if grid.exact for row in grid.rows)
    return [cell for row in rows for cell in row if cell.text[:1].isdigit()]


def _box(cell: Cell) -> list[float]:
    return [float(edge) for edge in cell.place.bbox or ()]


def _changed(data: bytes, media: tuple[int, ...] | None, crop: tuple[int, ...] | None) -> bytes:
    document = pdfium.PdfDocument(data)
    page = document[0]
    if media is not None:
        page.set_mediabox(*media)
    if crop is not None:
        page.set_cropbox(*crop)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_pages_that_are_not_there() -> None:
    """They are left out; the others are drawn."""
    found = list(pdf_pictures("file.pdf", pdf(plain, plain), [0, 2, 3]))
    assert [(page.number, page.width, page.height) for page in found] == [(2, WIDTH, HEIGHT)]


def test_huge_page_makes_no_huge_picture() -> None:
    """A page can claim any size."""
    data = _changed(pdf(plain), (0, 0, 14_000, 7_000), None)
    (page,) = pdf_pictures("file.pdf", data, [1])
    assert (page.drawn.width, page.drawn.height) == (MAX_SIDE, MAX_SIDE // 2)


def level(data: bytes) -> float:
    """How much of the ink stands in the darkest rows of pixels: all of a level rule does."""
    rows = np.sort(ink(data).sum(axis=1))
    return float(rows[-20:].sum() / rows.sum())


def test_scan_is_shown_straightened() -> None:
    """A picture file is shown as it was read: boxes are those of the straightened page."""
    paper = Paper()
    for y in (50, 100, 150, 200):
        paper.line(50, y, 545, y, 4)
    grey = Image.fromarray(paper.turned(2.0).pixels)
    stream = io.BytesIO()
    grey.save(stream, "PNG", dpi=(200, 200))
    (page,) = scan_pictures("scan.png", stream.getvalue(), [1])
    assert page.width == pytest.approx(595, abs=1)
    assert page.height == pytest.approx(300, abs=1)
    assert level(page.drawn.data) > 0.9

    stream = io.BytesIO()
    grey.save(stream, "PDF", resolution=200)
    (page,) = pdf_pictures("scan.pdf", stream.getvalue(), [1])
    assert level(page.drawn.data) > 0.9


def test_scan_with_grain_is_small() -> None:
    """Noise cannot be kept without loss; such a page is drawn with loss, and coarser."""
    noise = np.random.default_rng(7).normal(200, 25, (2_339, 1_654)).clip(0, 255).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, "PNG", dpi=(200, 200))
    (page,) = scan_pictures("scan.png", stream.getvalue(), [1])
    assert len(page.drawn.data) < 4 * MAX_BYTES
    assert page.drawn.width < page.width * 1.7
