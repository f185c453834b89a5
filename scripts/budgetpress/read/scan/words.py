"""Text of a picture, line by line: cut out of its cell, free of what is left of the rules around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from budgetpress.read.scan.pictures import Pixels

_PAPER = 255
_SMALLEST, _LARGEST = 4.0, 24.0  # points: characters of a page
_SPECK = 4  # pixels of ink: less is dust; a full stop has nine
_WIDE_GAP = 2.5  # character heights between two texts on one line

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom in pixels; right and bottom are outside."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cut:
    """A piece of one line of text: where it is, and its pixels with a margin."""

    box: PixelBox
    pixels: Pixels


def text_height(printed: Pixels, scale: float) -> float:
    """How high the characters of a page are, in pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(printed, connectivity=8)
    heights = [
        height
        for _, _, width, height, _ in stats[1:]
        if _SMALLEST * scale <= height <= _LARGEST * scale and 0.3 * height <= width <= 1.6 * height
    ]
    return float(np.percentile(heights, 80)) if heights else 10.0 * scale


def cut_lines(pixels: Pixels, printed: Pixels, region: PixelBox, height: float) -> Iterator[Cut]:
    """The lines of text within a region, from the top, and their pieces from the left.

    `printed` is the ink without the rules; `height` that of a character in pixels.
    """
    left, top, right, bottom = region
    marks = _marks(printed[top:bottom, left:right], height)
    for first, last in _lines(marks, height):
        for start, end in _pieces(marks[first:last], height):
            piece = marks[first:last, start:end]
            rows = np.flatnonzero(piece.any(axis=1))
            box = (start, first + int(rows[0]), end, first + int(rows[-1]) + 1)
            yield Cut(
                box=(left + box[0], top + box[1], left + box[2], top + box[3]),
                pixels=_cut_out(pixels[top:bottom, left:right], marks, box, height),
            )


def _marks(printed: Pixels, height: float) -> npt.NDArray[np.bool_]:
    """Ink that can be text: no dust, and no sliver of a rule along the edge of the region."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(printed, connectivity=8)
    rows, columns = printed.shape
    kept = np.zeros(count, bool)
    for label in range(1, count):
        x, y, width, high, area = stats[label]
        beside = x == 0 or x + width == columns
        above = y == 0 or y + high == rows
        sliver = (beside and width < 0.15 * height) or (above and high < 0.15 * height)
        kept[label] = area >= _SPECK and not sliver
    return kept[labels]


def _lines(marks: npt.NDArray[np.bool_], height: float) -> list[tuple[int, int]]:
    """First and last row of each line; the strokes of 三 are one line."""
    found: list[tuple[int, int]] = []
    for start, end in _runs(marks.any(axis=1)):
        near = bool(found) and start - found[-1][1] <= 0.35 * height
        if found and near and end - found[-1][0] <= 1.3 * height:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _pieces(line: npt.NDArray[np.bool_], height: float) -> list[tuple[int, int]]:
    """First and last column of each piece of a line; none where there is but dust."""
    pieces: list[tuple[int, int]] = []
    for start, end in _runs(line.any(axis=0)):
        if pieces and start - pieces[-1][1] <= _WIDE_GAP * height:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    high = line.shape[0]
    return [(start, end) for start, end in pieces if max(end - start, high) >= 0.25 * height]


def _runs(filled: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], filled, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def _cut_out(region: Pixels, marks: npt.NDArray[np.bool_], box: PixelBox, height: float) -> Pixels:
    """The pixels of a piece on a margin of paper; what is no text of it is paper too."""
    margin = max(3, round(0.2 * height))
    left, top, right, bottom = box
    # What surrounds a stroke belongs to it: grey edges tell characters apart.
    near = cv2.dilate(marks[top:bottom, left:right].astype(np.uint8), np.ones((7, 7), np.uint8)) > 0
    text = np.where(near, region[top:bottom, left:right], _PAPER).astype(np.uint8)
    return np.pad(text, margin, constant_values=_PAPER)
