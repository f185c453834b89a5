"""Picture files are opened within limits, and pages of a PDF rendered as they are displayed."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image
from tests.read.scan.drawn import Counting, Paper

from budgetpress.errors import InputError
from budgetpress.read import read_document
from budgetpress.read.scan import read_pictures, scan_of
from budgetpress.read.scan.pictures import DPI, MAX_PAGES, open_pictures, render_pages


@pytest.mark.parametrize(
    ("kind", "dpi", "factor"), [("PNG", DPI, 1), ("JPEG", 100, 2), ("TIFF", None, 1), ("PNG", 5, 1)]
)
def test_picture_file(kind: str, dpi: int | None, factor: int) -> None:
    """Whatever its resolution it is read at one; a file that says none, or nonsense, is taken for A4."""
    paper = Paper(height=842)
    data = paper.file(kind, **({} if dpi is None else {"dpi": (dpi, dpi)}))
    (picture,) = open_pictures("page", data)
    height, width = picture.pixels.shape
    assert width == pytest.approx(paper.picture.width * factor, abs=1)
    assert height == pytest.approx(paper.picture.height * factor, abs=1)
    assert picture.scale == pytest.approx(DPI / 72, rel=0.01)


def test_several_pages() -> None:
    """A TIFF can hold a document."""
    first, second = Paper().picture, Paper(width=300, height=200).picture
    stream = io.BytesIO()
    first.save(stream, "TIFF", save_all=True, append_images=[second], dpi=(DPI, DPI))
    shapes = [picture.pixels.shape for picture in open_pictures("pages", stream.getvalue())]
    assert shapes == [(first.height, first.width), (second.height, second.width)]


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nnothing", b"\xff\xd8\xff", Paper().file("PNG")[:500]])
def test_damaged_picture(data: bytes) -> None:
    """It is said which file, and what to do."""
    with pytest.raises(InputError, match=r"page\.png: the picture cannot be opened"):
        list(open_pictures("page.png", data))


def test_picture_of_too_many_pixels() -> None:
    """A small file can claim a large picture; it is refused before it is unpacked."""
    stream = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(stream, "PNG")
    with pytest.raises(InputError, match="cannot be opened"):
        list(open_pictures("huge.png", stream.getvalue()))


def test_too_many_pages() -> None:
    """A document has fewer."""
    tiny = Image.new("L", (8, 8))
    stream = io.BytesIO()
    tiny.save(stream, "TIFF", save_all=True, append_images=[tiny] * MAX_PAGES)
    with pytest.raises(InputError, match=f"{MAX_PAGES + 1} pages"):
        list(open_pictures("many.tif", stream.getvalue()))


def test_pages_of_a_pdf() -> None:
    """The pages that are asked for, in order, turned as the document says, and never larger than a limit."""
    document = pdfium.PdfDocument.new()
    for width, height, rotation in ((595, 842, 0), (595, 842, 90), (7000, 7000, 0)):
        document.new_page(width, height).set_rotation(rotation)
    stream = io.BytesIO()
    document.save(stream)
    found = list(render_pages("a.pdf", stream.getvalue(), (2, 1, 0)))
    shapes = [picture.pixels.shape for picture in found]
    assert shapes == [(6000, 6000), (1653, 2339), (2339, 1653)]
    assert [round(picture.scale, 2) for picture in found] == [0.86, 2.78, 2.78]


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A picture file says what to install; a PDF is read without its pictures."""
    monkeypatch.setattr("budgetpress.read.scan.is_installed", lambda: False)
    path = tmp_path / "page.png"
    path.write_bytes(Paper().file("PNG"))
    with pytest.raises(InputError, match=r"budgetpress\[ocr\]"):
        read_document(path)
    assert scan_of("a.pdf") is None


def test_picture_without_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A blank page is no document."""
    monkeypatch.setattr("budgetpress.read.scan.is_installed", lambda: True)
    monkeypatch.setattr("budgetpress.read.scan.recogniser.recogniser", Counting)
    with pytest.raises(InputError, match="no text was recognised"):
        read_pictures("blank.png", Paper().file("PNG"))
