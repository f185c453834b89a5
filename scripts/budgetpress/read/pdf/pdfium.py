"""The fast reader: characters and paths of a page by PDFium, several times as fast as pdfplumber.

PDFium is called through its C interface: helper objects would cost more than the parsing.
"""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as c

from budgetpress.read.pdf.content import Content, Matrix
from budgetpress.read.pdf.limits import MAX_GLYPHS, MAX_NESTING, MAX_SHAPES, TooMuchError
from budgetpress.read.pdf.marks import Painted, is_white
from budgetpress.read.pdf.pdfium_text import PageText


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


def display_matrix(box: tuple[float, float, float, float], rotation: int) -> Matrix:
    """From PDF coordinates to points from the top left corner of the page as it is displayed."""
    left, bottom, right, top = box
    if rotation == 90:
        return 0.0, 1.0, 1.0, 0.0, -bottom, -left
    if rotation == 180:
        return -1.0, 0.0, 0.0, 1.0, right, -bottom
    if rotation == 270:
        return 0.0, -1.0, -1.0, 0.0, top, right
    return 1.0, 0.0, 0.0, -1.0, -left, top


class _Reader:
    """Reads one page."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        box = page.get_bbox()
        rotation = page.get_rotation()
        sides = box[2] - box[0], box[3] - box[1]
        width, height = sides if rotation in (0, 180) else sides[::-1]
        self._page = page.raw
        self._display = display_matrix(box, rotation)
        self._painted = Painted(width=width, height=height)
        self._shapes = 0
        self._texts: list[Any] = []

    def read(self) -> Content:
        for index in range(c.FPDFPage_CountObjects(self._page)):
            self._add_object(c.FPDFPage_GetObject(self._page, index), self._display, 0)
        text = PageText(self._page, self._display)
        try:
            self._add_text(text)
        finally:
            text.close()
        return self._painted.content()

    def _add_text(self, text: PageText) -> None:
        if len(text) > MAX_GLYPHS:
            raise TooMuchError("characters on one page", len(text), MAX_GLYPHS)
        for number, (glyph, white) in enumerate(text.glyphs()):
            self._painted.glyphs.append(glyph)
            if white:
                self._painted.white.add(number)
        self._painted.unreadable = text.unreadable
        self._painted.partial = text.leaves_out(self._texts)

    def _add_object(self, item: Any, matrix: Matrix, depth: int) -> None:
        kind = c.FPDFPageObj_GetType(item)
        if kind == c.FPDF_PAGEOBJ_TEXT:
            self._texts.append(item)
            return
        self._shapes += 1
        if self._shapes > MAX_SHAPES:
            raise TooMuchError("drawn objects on one page", self._shapes, MAX_SHAPES)
        if kind == c.FPDF_PAGEOBJ_PATH:
            self._add_path(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_IMAGE:
            self._add_picture(item, matrix)
        elif kind == c.FPDF_PAGEOBJ_FORM:
            if depth >= MAX_NESTING:
                raise TooMuchError("forms within forms", depth + 1, MAX_NESTING)
            inner = _times(_matrix(item), matrix)
            for index in range(c.FPDFFormObj_CountObjects(item)):
                self._add_object(c.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _add_path(self, item: Any, matrix: Matrix) -> None:
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

    def _add_picture(self, item: Any, matrix: Matrix) -> None:
        a, b, cc, d, e, f = _times(_matrix(item), matrix)  # a picture fills the unit square
        xs, ys = (e, e + a, e + cc, e + a + cc), (f, f + b, f + d, f + b + d)
        self._painted.pictures.append((min(xs), min(ys), max(xs), max(ys)))


def _matrix(item: Any) -> Matrix:
    matrix = c.FS_MATRIX()
    c.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c_, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c_ * g + d * i, c_ * h + d * j, e * g + f * i + k, e * h + f * j + m
