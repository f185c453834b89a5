"""Pages of a PDF or of a scan as small pictures, upright and cropped as a person sees them.

The page in the picture is the page that boxes are measured on: that of a PDF within its crop box and after
/Rotate, that of a scan as it was straightened before it was read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Final, NamedTuple

import pypdfium2 as pdfium
from PIL import Image

from budgetpress.errors import InputError
from budgetpress.read.child import Limits, run_in_child
from budgetpress.read.pdf.document import FEW_GLYPHS, PICTURE_SHARE
from budgetpress.read.pdf.limits import TooMuchError
from budgetpress.read.pdf.pdfium import PdfiumPages
from budgetpress.read.scan.pictures import Picture, open_pictures, render_page
from budgetpress.read.scan.straighten import straighten
from budgetpress.read.view.picture import Drawn, draw, scale_of

LIMITS: Final = Limits(memory_mb=1024, seconds=15, wall_seconds=90, mean_seconds=1.5)
"""A page of a printed budget needs 0.3 s and 60 MB beyond the document."""


class PagePicture(NamedTuple):
    """A page (from 1), its width and height in points, and its picture."""

    number: int
    width: float
    height: float
    drawn: Drawn


def pdf_pictures(name: str, data: bytes, numbers: Sequence[int]) -> Iterator[PagePicture]:
    """Pictures of the pages with these numbers (from 1) that the document has.

    InputError, after the pages that could be drawn, where a page needs more than the limits allow.
    """
    yield from run_in_child(name, LIMITS, render, name, data, tuple(numbers))


def scan_pictures(name: str, data: bytes, numbers: Sequence[int]) -> Iterator[PagePicture]:
    """Pictures of the pages with these numbers (from 1) of a picture file."""
    wanted = set(numbers)
    for number, picture in enumerate(open_pictures(name, data), 1):
        if number in wanted:
            yield _straightened(number, picture)


def render(name: str, data: bytes, numbers: tuple[int, ...]) -> Iterator[PagePicture]:
    """Draw pages in this process."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise InputError(name, "the PDF cannot be opened") from error
    reader = PdfiumPages(data)
    try:
        for number in numbers:
            if 1 <= number <= len(document):
                yield _rendered(document, reader, number)
    finally:
        reader.close()
        document.close()


def _rendered(document: pdfium.PdfDocument, reader: PdfiumPages, number: int) -> PagePicture:
    page = document[number - 1]
    try:
        width, height = page.get_size()
        if _is_scan(reader, number):
            return _straightened(number, render_page(page))
        bitmap = page.render(scale=scale_of(width, height), grayscale=True)
        grey = bitmap.to_pil().convert("L")
        return PagePicture(number, width, height, draw(grey, width, height))
    finally:
        page.close()


def _is_scan(reader: PdfiumPages, number: int) -> bool:
    """Whether the page was read as a picture: the reader of documents decides by the same."""
    with suppress(TooMuchError):
        content = reader.read(number - 1)
        glyphs = sum(not glyph.text.isspace() for glyph in content.glyphs)
        return content.pictures >= PICTURE_SHARE and glyphs < FEW_GLYPHS
    return False


def _straightened(number: int, picture: Picture) -> PagePicture:
    picture = straighten(picture)
    grey = Image.fromarray(picture.pixels)
    width, height = grey.width / picture.scale, grey.height / picture.scale
    return PagePicture(number, width, height, draw(grey, width, height))
