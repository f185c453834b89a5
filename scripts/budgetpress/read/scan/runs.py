"""A black and white picture as runs of ink, and the marks that runs which touch make together.

Plain arrays do here what an image library would, so that all of reading a scan but the recognition itself
needs nothing beyond what every installation has.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.bool_]
"""Rows of pixels: true where there is ink."""

Whole = npt.NDArray[np.intp]


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """The marks of a picture. Runs: row, first and last column (the last is outside) and number of its mark.

    Marks by number: left, top, right, bottom (outside) and pixels of ink.
    """

    shape: tuple[int, int]
    row: Whole
    start: Whole
    end: Whole
    mark: Whole
    left: Whole
    top: Whole
    right: Whole
    bottom: Whole
    area: Whole

    @property
    def width(self) -> Whole:
        """Of each mark, in pixels."""
        return self.right - self.left

    @property
    def height(self) -> Whole:
        """Of each mark, in pixels."""
        return self.bottom - self.top

    @property
    def first(self) -> tuple[Whole, Whole]:
        """Row and column of a pixel of each mark."""
        _, run = np.unique(self.mark, return_index=True)
        return self.row[run], self.start[run]

    def picture(self, kept: Ink) -> Ink:
        """The ink of the marks that are kept, by number."""
        rows, columns = self.shape
        edges = np.zeros((rows, columns + 1), np.int8)
        chosen = kept[self.mark]
        np.add.at(edges, (self.row[chosen], self.start[chosen]), 1)
        np.add.at(edges, (self.row[chosen], self.end[chosen]), -1)
        return np.cumsum(edges, axis=1, dtype=np.int8)[:, :columns] > 0


def marks_of(ink: Ink) -> Marks:
    """The marks: runs that touch, corners included, are one."""
    rows, columns = ink.shape
    padded = np.zeros((rows, columns + 2), np.int8)
    padded[:, 1:-1] = ink
    steps = np.diff(padded, axis=1)
    row, start = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    number = _joined(row, start, end, columns + 2)
    count = int(number.max()) + 1 if len(number) else 0
    left, top = np.full(count, columns), np.full(count, rows)
    right, bottom, area = np.zeros(count, np.intp), np.zeros(count, np.intp), np.zeros(count, np.intp)
    np.minimum.at(left, number, start)
    np.minimum.at(top, number, row)
    np.maximum.at(right, number, end)
    np.maximum.at(bottom, number, row + 1)
    np.add.at(area, number, end - start)
    return Marks(
        shape=(rows, columns),
        row=row,
        start=start,
        end=end,
        mark=number,
        left=left,
        top=top,
        right=right,
        bottom=bottom,
        area=area,
    )


def _joined(row: Whole, start: Whole, end: Whole, stride: int) -> Whole:
    """The number of the mark of each run, without gaps in the numbers."""
    # Runs are in reading order, so those of the next row that touch one are a range.
    first = np.searchsorted(row * stride + end, (row + 1) * stride + start, side="left")
    last = np.searchsorted(row * stride + start, (row + 1) * stride + end, side="right")
    touching = np.maximum(last - first, 0)
    above = np.repeat(np.arange(len(row)), touching)
    offset = np.arange(len(above)) - np.repeat(np.cumsum(touching) - touching, touching)
    below = first[above] + offset
    root = np.arange(len(row))
    while True:
        lower = np.minimum(root[above], root[below])
        if np.array_equal(root[above], root[below]):
            break
        np.minimum.at(root, root[above], lower)
        np.minimum.at(root, root[below], lower)
        while not np.array_equal(root, root[root]):
            root = root[root]
    _, number = np.unique(root, return_inverse=True)
    return number.astype(np.intp)


def long_runs(ink: Ink, length: int) -> Ink:
    """The ink of level runs of at least so many pixels."""
    marks = np.zeros((ink.shape[0], ink.shape[1] + 2), np.int8)
    marks[:, 1:-1] = ink
    steps = np.diff(marks, axis=1)
    row, start = np.nonzero(steps == 1)
    _, end = np.nonzero(steps == -1)
    kept = end - start >= length
    edges = np.zeros((ink.shape[0], ink.shape[1] + 1), np.int8)
    edges[row[kept], start[kept]] += 1
    edges[row[kept], end[kept]] -= 1
    return np.cumsum(edges, axis=1, dtype=np.int8)[:, :-1] > 0


def without_gaps(ink: Ink, length: int) -> Ink:
    """The ink with level gaps of at most so many pixels filled."""
    filled: Ink = ~long_runs(~ink, length + 1)
    return filled


def grown(ink: Ink, by: int) -> Ink:
    """The ink and all pixels next to it, `by` of them in each direction."""
    for axis in (0, 1):
        wide = ink.copy()
        for step in range(1, by + 1):
            ahead = [slice(None), slice(None)]
            behind = [slice(None), slice(None)]
            ahead[axis], behind[axis] = slice(step, None), slice(None, -step)
            wide[tuple(ahead)] |= ink[tuple(behind)]
            wide[tuple(behind)] |= ink[tuple(ahead)]
        ink = wide
    return ink
