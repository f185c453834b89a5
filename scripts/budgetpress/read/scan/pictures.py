"""Pages as grey pictures. Rendering and decoding are done in a process with limits, like all parsing."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from PIL import Image, ImageSequence, UnidentifiedImageError

from budgetpress.errors import InputError
from budgetpress.read.child import Limits, run_in_child

Pixels = npt.NDArray[np.uint8]
"""Rows of grey pixels: 0 is black, 255 white."""

DPI = 200
"""Where the recogniser reads best for its time; printed text is 25 to 35 pixels high."""

MAX_SIDE = 6_000
"""Pixels: an A3 page at 300 dpi has 5,000."""

MAX_PAGES = 200
"""Pages of one picture file."""

_LIMITS = Limits(memory_mb=1024, seconds=30, wall_seconds=300)
_POINTS = 72


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """A page: its pixels, and how many pixels a point of it has."""

    pixels: Pixels
    scale: float


_Raw = tuple[int, int, bytes, float]
"""Width, height, pixels, scale: what one process can send to another."""


def render_pages(name: str, data: bytes, numbers: Sequence[int]) -> Iterator[Picture]:
    """The pages of a PDF with these numbers (from 0), as they are displayed."""
    yield from map(_picture, run_in_child(name, _LIMITS, _render, data, tuple(numbers)))


def open_pictures(name: str, data: bytes) -> Iterator[Picture]:
    """The pages of a picture file (PNG, JPEG, TIFF); InputError where it is none or damaged."""
    yield from map(_picture, run_in_child(name, _LIMITS, _decode, name, data))


def _picture(raw: _Raw) -> Picture:
    width, height, pixels, scale = raw
    return Picture(pixels=np.frombuffer(pixels, np.uint8).reshape(height, width), scale=scale)


def render_page(page: pdfium.PdfPage) -> Picture:
    """A page of a PDF as the recogniser takes it, drawn in this process."""
    scale = min(DPI / _POINTS, MAX_SIDE / max(page.get_size()))
    bitmap = page.render(scale=scale, grayscale=True)
    return Picture(pixels=bitmap.to_numpy().reshape(bitmap.height, bitmap.width), scale=scale)


def _render(data: bytes, numbers: tuple[int, ...]) -> Iterator[_Raw]:
    document = pdfium.PdfDocument(data)
    try:
        for number in numbers:
            page = document[number]
            picture = render_page(page)
            height, width = picture.pixels.shape
            yield width, height, picture.pixels.tobytes(), picture.scale
            page.close()
    finally:
        document.close()


def _decode(name: str, data: bytes) -> Iterator[_Raw]:
    Image.MAX_IMAGE_PIXELS = MAX_SIDE * MAX_SIDE
    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as opened:
            frames = getattr(opened, "n_frames", 1)
            if frames > MAX_PAGES:
                raise InputError(name, f"{frames:,} pages", expected=f"at most {MAX_PAGES}")
            for frame in ImageSequence.Iterator(opened):
                yield _frame(frame)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise InputError(
            name,
            f"the picture cannot be opened ({type(error).__name__})",
            expected=f"a whole PNG, JPEG or TIFF file of at most {MAX_SIDE} by {MAX_SIDE} pixels",
            do="Scan or save the page again.",
        ) from error


def _frame(frame: Image.Image) -> _Raw:
    """A page at the resolution that the recogniser wants; a file that says none is taken for A4."""
    grey = frame.convert("L")
    dpi = float(frame.info.get("dpi", (0, 0))[0])
    if not 50 <= dpi <= 1200:
        dpi = max(grey.size) / (297 / 25.4)
    factor = min(DPI / dpi, MAX_SIDE / max(grey.size))
    if abs(factor - 1) > 0.05:
        sides = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
        grey = grey.resize(sides, Image.Resampling.LANCZOS)
        dpi *= factor
    return grey.width, grey.height, grey.tobytes(), dpi / _POINTS
