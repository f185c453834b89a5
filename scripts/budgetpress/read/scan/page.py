"""A picture of a page to its content: rules, and lines of text recognised where the rules say they stand."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.read.pdf.content import Box, Content, Glyph
from budgetpress.read.pdf.rules import Cells, find_cells
from budgetpress.read.scan.pictures import Picture, Pixels
from budgetpress.read.scan.recogniser import Recognised, Recogniser
from budgetpress.read.scan.rules import find_rules
from budgetpress.read.scan.runs import Ink, grown
from budgetpress.read.scan.straighten import ink_of, straighten
from budgetpress.read.scan.words import Cut, PixelBox, cut_lines, text_height

_DESCENT = 0.12
"""How far characters hang below their line, in their heights."""


def read_picture(picture: Picture, recogniser: Recogniser) -> Content:
    """The content of the page: each piece of a line is one glyph with its confidence.

    Boxes are in points of the straightened page.
    """
    picture = straighten(picture)
    scale = picture.scale
    ink = ink_of(picture.pixels)
    rules, drawn = find_rules(ink, scale)
    tables, _ = find_cells(rules)
    cuts = list(_cuts(picture.pixels, ink, drawn, tables, scale))
    found = recogniser.read([cut.pixels for cut in cuts])
    height, width = picture.pixels.shape
    return Content(
        width=width / scale,
        height=height / scale,
        glyphs=tuple(_glyph(cut, read, scale) for cut, read in zip(cuts, found, strict=True) if read.text),
        rules=tuple(rules),
    )


def _cuts(pixels: Pixels, ink: Ink, drawn: Ink, tables: list[Cells], scale: float) -> Iterator[Cut]:
    """Every line of every cell, then those outside tables."""
    height = text_height(ink & ~grown(drawn, 1), scale)
    outside = ink.copy()
    # A table within a cell of another is cut out of it first.
    for table in sorted(tables, key=lambda table: _area(table.box)):
        for span in table.spans:
            region = _region(table.cell_box(span), scale, pixels)
            yield from cut_lines(pixels, outside, drawn, region, height)
        left, top, right, bottom = _region(table.box, scale, pixels)
        outside[top:bottom, left:right] = False
    yield from cut_lines(pixels, outside, drawn, (0, 0, pixels.shape[1], pixels.shape[0]), height)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _region(box: Box, scale: float, pixels: Pixels) -> PixelBox:
    height, width = pixels.shape
    left, top, right, bottom = (round(edge * scale) for edge in box)
    return max(0, left), max(0, top), min(width, right + 1), min(height, bottom + 1)


def _glyph(cut: Cut, read: Recognised, scale: float) -> Glyph:
    left, top, right, bottom = (edge / scale for edge in cut.box)
    size = bottom - top
    return Glyph(
        text=read.text,
        x0=left,
        top=top,
        x1=right,
        bottom=bottom,
        base=bottom - _DESCENT * size,
        size=size,
        confidence=read.confidence,
    )
