"""The characters of a page by PDFium, with their places as the page is displayed."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as c

from budgetpress.read.pdf.content import Glyph, Matrix, Turn, on_baseline, turn_of
from budgetpress.read.pdf.marks import is_white

_LINE_BREAKS = frozenset("\r\n\x00")  # what PDFium adds between lines

_LINE_END_HYPHENS = frozenset("\x02\ufffe")  # what PDFium makes of a hyphen at the end of a line

_BLANK = 0.01
"""A text narrower than this (points) has no outline: a blank, or a character that PDFium does not know."""

_TWIN = 0.5
"""Texts whose boxes differ by less than this (points) are one text painted twice."""


class Style(NamedTuple):
    """What all characters of one text object share."""

    size: float
    turn: Turn | None
    white: bool


class PageText:
    """The text layer of a page; to be closed."""

    def __init__(self, page: Any, display: Matrix) -> None:
        self._text = c.FPDFText_LoadPage(page)
        self._display = display
        self._styles: dict[int, Style] = {}
        self._matrix = c.FS_MATRIX()
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self.unreadable = 0

    def __len__(self) -> int:
        return int(c.FPDFText_CountChars(self._text))

    def close(self) -> None:
        """Give the memory back."""
        c.FPDFText_ClosePage(self._text)

    def glyphs(self) -> Iterator[tuple[Glyph, bool]]:
        """The characters in the order of painting, each with whether it is white.

        Some fonts paint more than they move on: a character ends where the next of its text begins.
        """
        last: Glyph | None = None
        text_of_last, style = 0, None
        for text, key, place in self._characters():
            if last is not None and style is not None:
                if key == text_of_last:
                    last = _ended(last, place)
                yield last, style.white
            style = self._styles[key]
            last, text_of_last = _glyph(text, place, style), key
        if last is not None and style is not None:
            yield last, style.white

    def _characters(self) -> Iterator[tuple[str, int, _Place]]:
        """Each character, the address of the text object it is of, and where it is."""
        a, b, cc, d, e, f = self._display
        x, y, rect = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
        at_x, at_y, at_rect = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect)
        unicode_of, origin_of = c.FPDFText_GetUnicode, c.FPDFText_GetCharOrigin
        box_of, object_of, address = c.FPDFText_GetLooseCharBox, c.FPDFText_GetTextObject, ctypes.addressof
        page = self._text
        for index in range(len(self)):
            text = chr(unicode_of(page, index))
            text_object = None if text in _LINE_BREAKS else object_of(page, index)
            if not text_object:
                continue  # a line break or a blank that PDFium made up
            key = address(text_object.contents)
            if key not in self._styles:
                self._styles[key] = self._style(index)
            box_of(page, index, at_rect)
            origin_of(page, index, at_x, at_y)
            left, bottom, right, top = rect.left, rect.bottom, rect.right, rect.top
            place = (
                a * left + cc * bottom + e,
                b * left + d * bottom + f,
                a * right + cc * top + e,
                b * right + d * top + f,
                a * x.value + cc * y.value + e,
                b * x.value + d * y.value + f,
            )
            yield self._meaning(text, index), key, place

    def _meaning(self, text: str, index: int) -> str:
        if text in _LINE_END_HYPHENS:
            return "-"
        if text == "\ufffd" or c.FPDFText_HasUnicodeMapError(self._text, index) == 1:
            self.unreadable += 1
            return "\ufffd"
        return text

    def _style(self, index: int) -> Style:
        matrix, colour = self._matrix, self._colour
        c.FPDFText_GetMatrix(self._text, index, matrix)
        c.FPDFText_GetFillColor(self._text, index, *colour)
        size = c.FPDFText_GetFontSize(self._text, index) * math.hypot(matrix.c, matrix.d)
        a, b, cc, d, _, _ = self._display
        turn = turn_of(a * matrix.a + cc * matrix.b, b * matrix.a + d * matrix.b)
        return Style(size, turn, is_white([part.value / 255 for part in colour[:3]]))

    def leaves_out(self, texts: Sequence[Any]) -> bool:
        """Whether one of the page's text objects, neither blank nor painted a second time, is not in it.

        PDFium leaves out a lone character whose outline it does not know: it takes it for a blank.
        """
        again: list[tuple[float, ...]] = []
        for item in texts:
            if ctypes.addressof(item.contents) not in self._styles:
                box = _bounds(item)
                if box[2] - box[0] >= _BLANK:
                    again.append(box)
                elif not c.FPDFFont_GetIsEmbedded(c.FPDFTextObj_GetFont(item)):
                    return True
        if not again:
            return False
        seen = [_bounds(item) for item in texts if ctypes.addressof(item.contents) in self._styles]
        return any(all(max(map(abs, map(sub, box, other))) >= _TWIN for other in seen) for box in again)


_Place = tuple[float, float, float, float, float, float]
"""Two corners of a character's box and its origin, as displayed."""


def _glyph(text: str, place: _Place, style: Style) -> Glyph:
    ax, ay, bx, by, x, y = place
    turn = style.turn
    if turn is None:
        return Glyph(text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), y, style.size, None)
    if turn % 2:
        return on_baseline(text, ay, by, x, style.size, turn)
    return on_baseline(text, ax, bx, y, style.size, turn)


def _ended(glyph: Glyph, following: _Place) -> Glyph:
    """A glyph cut off where the next character of its text begins."""
    x, y = following[4:]
    if glyph.turn == 0:
        return glyph._replace(x1=x) if glyph.x0 < x < glyph.x1 else glyph
    if glyph.turn == 1:
        return glyph._replace(bottom=y) if glyph.top < y < glyph.bottom else glyph
    if glyph.turn == 2:
        return glyph._replace(x0=x) if glyph.x0 < x < glyph.x1 else glyph
    if glyph.turn == 3:
        return glyph._replace(top=y) if glyph.top < y < glyph.bottom else glyph
    return glyph


def _bounds(item: Any) -> tuple[float, ...]:
    sides = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides))
    return tuple(side.value for side in sides)
