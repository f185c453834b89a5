"""Text of a picture, line by line: cut out of its cell, free of what is left of the rules around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from budgetpress.read.scan.pictures import Pixels
from budgetpress.read.scan.runs import Ink, grown, marks_of

_SMALLEST, _LARGEST = 4.0, 24.0  # points: characters of a page
_SPECK = 5  # pixels of ink: less is dust; a full stop has nine
_WIDE_GAP = 2.5  # character heights between two texts on one line
_EDGE = 2  # pixels around a rule that are its grey edge

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A piece of one line of text: where it is, and its pixels with a margin."""

    box: PixelBox
    pixels: Pixels


def text_height(ink: Ink, scale: float) -> float:
    """How high the characters of a page are, in pixels."""
    marks = marks_of(ink)
    height, width = marks.height, marks.width
    fits = (height >= _SMALLEST * scale) & (height <= _LARGEST * scale)
    heights = height[fits & (width >= 0.3 * height) & (width <= 1.6 * height)]
    return float(np.percentile(heights, 80)) if len(heights) else 10.0 * scale


def cut_lines(pixels: Pixels, ink: Ink, drawn: Ink, region: PixelBox, height: float) -> Iterator[Cut]:
    """The lines of text within a region, from the top, and their pieces from the left.

    `drawn` are the rules in the `ink`; `height` is that of a character in pixels.
    """
    left, top, right, bottom = region
    within = (slice(top, bottom), slice(left, right))
    rules = grown(drawn[within], _EDGE)
    text, slivers = _text(ink[within] & ~rules, height)
    # On paper as grey as it is, a piece looks as it did where it stood.
    paper = np.median(pixels[within])
    clean = np.where(rules | grown(slivers, _EDGE), paper, pixels[within]).astype(np.uint8)
    for first, last in _lines(text, height):
        for start, end in _pieces(text[first:last], height):
            rows = np.flatnonzero(np.any(text[first:last, start:end], axis=1))
            box = (start, first + int(rows[0]), end, first + int(rows[-1]) + 1)
            yield Cut(
                box=(left + box[0], top + box[1], left + box[2], top + box[3]),
                pixels=_cut_out(clean, box, max(3, round(0.2 * height)), int(paper)),
            )


def _text(ink: Ink, height: float) -> tuple[Ink, Ink]:
    """Ink that can be text, without dust, and slivers of rules along the edge of the region."""
    marks = marks_of(ink)
    rows, columns = ink.shape
    beside = (marks.left == 0) | (marks.right == columns)
    above = (marks.top == 0) | (marks.bottom == rows)
    sliver = (beside & (marks.width < 0.15 * height)) | (above & (marks.height < 0.15 * height))
    return marks.picture((marks.area >= _SPECK) & ~sliver), marks.picture(sliver)


def _lines(text: Ink, height: float) -> list[tuple[int, int]]:
    """First and last row of each line; the strokes of 三 are one line."""
    found: list[tuple[int, int]] = []
    for start, end in _stretches(np.any(text, axis=1)):
        near = bool(found) and start - found[-1][1] <= 0.35 * height
        if near and end - found[-1][0] <= 1.3 * height:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _pieces(line: Ink, height: float) -> list[tuple[int, int]]:
    """First and last column of each piece of a line; none where there is but dust."""
    pieces: list[tuple[int, int]] = []
    for start, end in _stretches(np.any(line, axis=0)):
        if pieces and start - pieces[-1][1] <= _WIDE_GAP * height:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return [(start, end) for start, end in pieces if max(end - start, line.shape[0]) >= 0.25 * height]


def _stretches(filled: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _cut_out(region: Pixels, box: PixelBox, margin: int, paper: int) -> Pixels:
    """The pixels of a piece and what is around it; beyond the region there is paper."""
    left, top, right, bottom = box
    wide = np.pad(region, margin, constant_values=paper)
    return wide[top : bottom + 2 * margin, left : right + 2 * margin]
