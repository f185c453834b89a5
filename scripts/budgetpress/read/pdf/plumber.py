"""The parser of record: characters and paths of a page by pdfplumber (pdfminer.six)."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
from pdfplumber.page import Page

from budgetpress.read.pdf.content import Content, Glyph, on_baseline, turn_of
from budgetpress.read.pdf.limits import MAX_GLYPHS, MAX_SHAPES, TooMuchError
from budgetpress.read.pdf.marks import Painted, is_white


class PlumberPages:
    """The pages of a document; each is read when it is asked for, and let go at once."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfplumber.open(io.BytesIO(data))

    def __len__(self) -> int:
        return len(self._document.pages)

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()

    def read(self, number: int) -> Content:
        """The content of a page, counted from 0."""
        page = self._document.pages[number]
        try:
            return _content(page)
        finally:
            page.close()


def _content(page: Page) -> Content:
    left, top, right, bottom = _shown_box(page)
    painted = Painted(width=right - left, height=bottom - top)
    objects = page.objects
    shapes = [*objects.get("line", ()), *objects.get("rect", ()), *objects.get("curve", ())]
    for what, many, most in (
        ("characters on one page", len(page.chars), MAX_GLYPHS),
        ("drawn objects on one page", len(shapes), MAX_SHAPES),
    ):
        if many > most:
            raise TooMuchError(what, many, most)
    floor = page.mediabox[1] + page.height  # where pdfminer counts up from
    for char in page.chars:
        _add_char(painted, char, left, top, floor)
    for shape in shapes:
        if not shape["stroke"] and not shape["fill"]:
            continue  # a clipping path paints nothing
        painted.add_path(
            [(x - left, y - top) for x, y in _points(shape)],
            closed=_closed(shape),
            stroked=bool(shape["stroke"]),
            dark_fill=bool(shape["fill"]) and not _white(shape),
        )
    for image in objects.get("image", ()):
        box = image["x0"] - left, image["top"] - top, image["x1"] - left, image["bottom"] - top
        painted.pictures.append(box)
    return painted.content()


def _shown_box(page: Page) -> tuple[float, float, float, float]:
    """The crop box within the media box, in the coordinates of pdfplumber."""
    media, crop = page.mediabox, page.cropbox
    box = max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3])
    return box if box[0] < box[2] and box[1] < box[3] else media


def _add_char(painted: Painted, char: dict[str, Any], left: float, top: float, floor: float) -> None:
    text = char["text"]
    a, b, _, _, e, f = char["matrix"]
    turn = turn_of(a, -b)
    wide, high = char["x1"] - char["x0"], char["bottom"] - char["top"]
    if "(cid:" in text or "\ufffd" in text:
        painted.unreadable += 1
        text = "\ufffd"
    if _white(char):
        painted.white.add(len(painted.glyphs))
    box = char["x0"] - left, char["top"] - top, char["x1"] - left, char["bottom"] - top
    if turn is None:
        painted.glyphs.append(Glyph(text, *box, box[3], high, None))
    elif turn % 2:
        painted.glyphs.append(on_baseline(text, box[1], box[3], e - left, wide, turn))
    else:
        painted.glyphs.append(on_baseline(text, box[0], box[2], floor - f - top, high, turn))


def _white(item: dict[str, Any]) -> bool:
    """Is it filled with the colour of paper? Colours that only a profile can tell are not."""
    colour = item.get("non_stroking_color")
    if not isinstance(colour, tuple) or not all(isinstance(part, (int, float)) for part in colour):
        return False
    if str(item.get("ncs", "")) in ("Separation", "DeviceN", "Indexed", "Pattern", "Lab"):
        return False
    return len(colour) in (1, 3, 4) and is_white(colour, additive=len(colour) < 4)


def _points(shape: dict[str, Any]) -> list[tuple[float, float]]:
    if shape["object_type"] == "rect":
        x0, top, x1, bottom = shape["x0"], shape["top"], shape["x1"], shape["bottom"]
        return [(x0, top), (x1, top), (x1, bottom), (x0, bottom)]
    return [(float(x), float(y)) for x, y in shape["pts"]]


def _closed(shape: dict[str, Any]) -> bool:
    return shape["object_type"] == "rect" or bool(shape["path"][-1][0] == "h")
