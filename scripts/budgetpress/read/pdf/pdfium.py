"""The fast reader: characters and paths of a page by PDFium, several times as fast as pdfplumber.

PDFium is called through its C interface: helper objects would cost more than the parsing.
"""

from __future__ import annotations

import ctypes
import math
from operator import sub
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from budgetpress.read.pdf.content import Content, Glyph, Turn
from budgetpress.read.pdf.limits import MAX_GLYPHS, MAX_NESTING, MAX_SHAPES, TooMuchError
from budgetpress.read.pdf.marks import Painted, is_white

_Matrix = tuple[float, float, float, float, float, float]

_LINE_BREAKS = frozenset("\r\n\x00")  # what PDFium adds between lines

_LINE_END_HYPHENS = frozenset("\x02\ufffe")  # what PDFium makes of a hyphen at the end of a line

_BLANK = 0.01
"""A text narrower than this (points) has no outline: a blank, or a character that PDFium does not know."""

_TWIN = 0.5
"""Texts whose boxes differ by less than this (points) are one text painted twice."""


class PdfiumPages:
    """The pages of a document; each is read when it is asked for, and let go at once."""

    def __init__(self, data: bytes) -> None:
        self._document = pdfium.PdfDocument(data)

    def __len__(self) -> int:
        return len(self._document)

    def close(self) -> None:
        """Give the memory back."""
        self._document.close()

    def read(self, number: int) -> Content:
        """The content of a page, counted from 0."""
        page = self._document[number]
        try:
            return _Reader(page).read()
        finally:
            page.close()


def display_matrix(box: tuple[float, float, float, float], rotation: int) -> _Matrix:
    """From PDF coordinates to points from the top left corner of the page as it is displayed."""
    left, bottom, right, top = box
    if rotation == 90:
        return 0.0, 1.0, 1.0, 0.0, -bottom, -left
    if rotation == 180:
        return -1.0, 0.0, 0.0, 1.0, right, -bottom
    if rotation == 270:
        return 0.0, -1.0, -1.0, 0.0, top, right
    return 1.0, 0.0, 0.0, -1.0, -left, top


def turn_of(x: float, y: float) -> Turn | None:
    """The turn of text that runs along (x, y), y downwards; None where it runs aslant."""
    if abs(y) <= abs(x) * 0.1:
        return 0 if x > 0 else 2
    if abs(x) <= abs(y) * 0.1:
        return 1 if y > 0 else 3
    return None


class _Reader:
    """Reads one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = page.get_bbox()
        rotation = page.get_rotation()
        sides = box[2] - box[0], box[3] - box[1]
        width, height = sides if rotation in (0, 180) else sides[::-1]
        self._page = page
        self._display = display_matrix(box, rotation)
        self._painted = Painted(width=width, height=height)
        self._shapes = 0
        self._seen: set[int] = set()
        self._texts: list[Any] = []

    def read(self) -> Content:
        text_page = c.FPDFText_LoadPage(self._page.raw)
        try:
            self._read_text(text_page)
        finally:
            c.FPDFText_ClosePage(text_page)
        count = c.FPDFPage_CountObjects(self._page.raw)
        for index in range(count):
            self._add_object(c.FPDFPage_GetObject(self._page.raw, index), self._display, 0)
        self._painted.partial = self._left_out()
        return self._painted.content()

    # --- text --------------------------------------------------------------------------------------------

    def _read_text(self, text_page: Any) -> None:
        count = c.FPDFText_CountChars(text_page)
        if count > MAX_GLYPHS:
            raise TooMuchError("characters on one page", count, MAX_GLYPHS)
        a, b, cc, d, e, f = self._display
        x, y, rect = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF()
        at_x, at_y, at_rect = ctypes.byref(x), ctypes.byref(y), ctypes.byref(rect)
        styles: dict[int, tuple[float, Turn | None, bool]] = {}
        add, white = self._painted.glyphs.append, self._painted.white.add
        unicode_of, origin_of = c.FPDFText_GetUnicode, c.FPDFText_GetCharOrigin
        box_of, object_of = c.FPDFText_GetLooseCharBox, c.FPDFText_GetTextObject
        unmapped = c.FPDFText_HasUnicodeMapError
        address, contents = ctypes.addressof, "contents"
        for index in range(count):
            text = chr(unicode_of(text_page, index))
            if text in _LINE_BREAKS:
                continue
            text_object = object_of(text_page, index)
            if not text_object:
                continue  # a blank that PDFium made up
            key = address(getattr(text_object, contents))
            style = styles.get(key)
            if style is None:
                style = styles[key] = self._style(text_page, index)
            size, turn, is_unseen = style
            if text in _LINE_END_HYPHENS:
                text = "-"
            box_of(text_page, index, at_rect)
            origin_of(text_page, index, at_x, at_y)
            ax, ay = a * rect.left + cc * rect.bottom + e, b * rect.left + d * rect.bottom + f
            bx, by = a * rect.right + cc * rect.top + e, b * rect.right + d * rect.top + f
            base = a * x.value + cc * y.value + e if turn in (1, 3) else b * x.value + d * y.value + f
            if unmapped(text_page, index) == 1 or text == "\ufffd":
                self._painted.unreadable += 1
                text = "\ufffd"
            if is_unseen:
                white(len(self._painted.glyphs))
            add(Glyph(text, min(ax, bx), min(ay, by), max(ax, bx), max(ay, by), base, size, turn))

        self._seen.update(styles)

    def _left_out(self) -> bool:
        """Whether PDFium leaves out a text that is neither blank nor painted a second time.

        It does where it does not know the outline of a lone character, since then it takes it for a blank.
        """
        address = ctypes.addressof
        unseen = [item for item in self._texts if address(item.contents) not in self._seen]
        if not unseen:
            return False
        seen = [_bounds(item) for item in self._texts if address(item.contents) in self._seen]
        for item in unseen:
            box = _bounds(item)
            if box[2] - box[0] < _BLANK:
                if not c.FPDFFont_GetIsEmbedded(c.FPDFTextObj_GetFont(item)):
                    return True
            elif not any(max(map(abs, map(sub, box, other))) < _TWIN for other in seen):
                return True
        return False

    def _style(self, text_page: Any, index: int) -> tuple[float, Turn | None, bool]:
        """Font size on the page, turn, and whether it is white, of a run of text."""
        matrix = c.FS_MATRIX()
        c.FPDFText_GetMatrix(text_page, index, ctypes.byref(matrix))
        size = c.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.c, matrix.d)
        a, b, cc, d, _, _ = self._display
        turn = turn_of(a * matrix.a + cc * matrix.b, b * matrix.a + d * matrix.b)
        parts = [ctypes.c_uint() for _ in range(4)]
        c.FPDFText_GetFillColor(text_page, index, *map(ctypes.byref, parts))
        return size, turn, is_white([part.value / 255 for part in parts[:3]])

    # --- paths, pictures, forms --------------------------------------------------------------------------

    def _add_object(self, item: Any, matrix: _Matrix, depth: int) -> None:
        self._shapes += 1
        if self._shapes > MAX_SHAPES:
            raise TooMuchError("drawn objects on one page", self._shapes, MAX_SHAPES)
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            self._texts.append(item)
        elif kind == c.FPDF_PAGEOBJ_PATH:
            self._add_path(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            self._add_picture(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_FORM:
            if depth >= MAX_NESTING:
                raise TooMuchError("forms within forms", depth + 1, MAX_NESTING)
            inner = _times(_matrix(item), matrix)
            for index in range(c.FPDFFormObj_CountObjects(item)):
                self._add_object(c.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _add_path(self, item: Any, matrix: _Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        c.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        stroked, filled = bool(stroke.value), bool(fill.value)
        if not stroked and not filled:
            return  # a clipping path paints nothing
        dark = filled and not self._is_white(item)
        a, b, cc, d, e, f = _times(_matrix(item), matrix)
        points: list[tuple[float, float]] = []
        closed = False
        x, y = ctypes.c_float(), ctypes.c_float()
        at_x, at_y = ctypes.byref(x), ctypes.byref(y)
        for index in range(c.FPDFPath_CountSegments(item)):
            segment = c.FPDFPath_GetPathSegment(item, index)
            if c.FPDFPathSegment_GetType(segment) == c.FPDF_SEGMENT_MOVETO and points:
                self._painted.add_path(points, closed=closed, stroked=stroked, dark_fill=dark)
                points = []
            c.FPDFPathSegment_GetPoint(segment, at_x, at_y)
            points.append((a * x.value + cc * y.value + e, b * x.value + d * y.value + f))
            closed = bool(c.FPDFPathSegment_GetClose(segment))
        self._painted.add_path(points, closed=closed, stroked=stroked, dark_fill=dark)

    def _is_white(self, item: Any) -> bool:
        parts = [ctypes.c_uint() for _ in range(4)]
        c.FPDFPageObj_GetFillColor(item, *map(ctypes.byref, parts))
        return is_white([part.value / 255 for part in parts[:3]])

    def _add_picture(self, item: Any, matrix: _Matrix) -> None:
        a, b, cc, d, e, f = _times(_matrix(item), matrix)  # a picture fills the unit square
        xs, ys = (e, e + a, e + cc, e + a + cc), (f, f + b, f + d, f + b + d)
        self._painted.pictures.append((min(xs), min(ys), max(xs), max(ys)))


def _bounds(item: Any) -> tuple[float, ...]:
    sides = [ctypes.c_float() for _ in range(4)]
    c.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides))
    return tuple(side.value for side in sides)


def _matrix(item: Any) -> _Matrix:
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: _Matrix, then: _Matrix) -> _Matrix:
    a, b, c_, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c_ * g + d * i, c_ * h + d * j, e * g + f * i + k, e * h + f * j + m
