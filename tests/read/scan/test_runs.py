"""Runs and marks are what counting pixel by pixel gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.read.scan.runs import Ink, grown, long_runs, marks_of, without_gaps


def inks() -> st.SearchStrategy[Ink]:
    """Small pictures of ink."""
    sizes = st.tuples(st.integers(1, 9), st.integers(1, 12))
    return sizes.flatmap(
        lambda size: st.lists(st.booleans(), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
            lambda bits: np.array(bits, np.bool_).reshape(size)
        )
    )


def flooded(ink: Ink) -> list[set[tuple[int, int]]]:
    """The marks by filling each from a pixel, corners included."""
    left = {(int(row), int(column)) for row, column in zip(*np.nonzero(ink), strict=True)}
    found = []
    while left:
        mark, edge = set(), {left.pop()}
        while edge:
            row, column = edge.pop()
            mark.add((row, column))
            near = {(row + down, column + right) for down in (-1, 0, 1) for right in (-1, 0, 1)}
            edge |= near & left
            left -= near
        found.append(mark)
    return found


@given(inks())
def test_marks(ink: Ink) -> None:
    """Each mark has the box and the area that filling it gives, and is painted back as it was."""
    marks = marks_of(ink)
    found = set()
    for number in range(len(marks.area)):
        kept = np.zeros(len(marks.area), np.bool_)
        kept[number] = True
        alone = marks.picture(kept)
        pixels = {(int(row), int(column)) for row, column in zip(*np.nonzero(alone), strict=True)}
        rows, columns = [row for row, _ in pixels], [column for _, column in pixels]
        assert (marks.left[number], marks.right[number]) == (min(columns), max(columns) + 1)
        assert (marks.top[number], marks.bottom[number]) == (min(rows), max(rows) + 1)
        assert marks.area[number] == len(pixels)
        assert (int(marks.first[0][number]), int(marks.first[1][number])) in pixels
        found.add(frozenset(pixels))
    assert found == {frozenset(mark) for mark in flooded(ink)}
    assert np.array_equal(marks.picture(np.ones(len(marks.area), np.bool_)), ink)


@given(inks(), st.integers(1, 5))
def test_long_runs(ink: Ink, length: int) -> None:
    """A pixel stays if the ink on its row goes on for long enough."""
    expected = np.zeros_like(ink)
    for row, line in enumerate(ink):
        text = "".join("x" if pixel else "." for pixel in line)
        for start in range(len(text)):
            if text.startswith("x" * length, start):
                expected[row, start : start + length] = True
    assert np.array_equal(long_runs(ink, length), expected)


@given(inks(), st.integers(1, 3))
def test_gaps(ink: Ink, length: int) -> None:
    """A blank stays if the blanks on its row go on for long enough; ink always stays."""
    filled = without_gaps(ink, length)
    assert np.array_equal(~filled, long_runs(~ink, length + 1))
    assert np.all(filled[ink])


@given(inks(), st.integers(1, 2))
def test_growing(ink: Ink, by: int) -> None:
    """Every pixel within so many rows and columns of ink."""
    expected = np.zeros_like(ink)
    for row, column in zip(*np.nonzero(ink), strict=True):
        expected[max(0, row - by) : row + by + 1, max(0, column - by) : column + by + 1] = True
    assert np.array_equal(grown(ink, by), expected)
