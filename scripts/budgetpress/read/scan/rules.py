"""Rules of a picture: what is long, thin, and level or upright, and not the strokes of large characters."""

from __future__ import annotations

import numpy as np

from budgetpress.read.pdf.content import Rule
from budgetpress.read.scan.runs import Ink, Marks, Whole, grown, long_runs, marks_of, without_gaps

_PIECE = 12.0  # points: longer than the strokes of ordinary characters
_LONG = 18.0  # points: shorter is no rule
_THICK = 3.0  # points: thicker is a bar
_NEAR = 2.0  # points: pieces of a broken rule, and rules that meet, are nearer
_TABLE = 60.0  # points: no table is so small that none of its rules is longer; the strokes of a title are
_BROKEN = 2  # pixels that a scanner leaves out of a rule


def find_rules(ink: Ink, scale: float) -> tuple[list[Rule], Ink]:
    """The rules in points, and a picture of them."""
    level, upright = _level(ink, scale), _level(np.ascontiguousarray(ink.T), scale)
    drawn = level.picture(_kept(level)) | upright.picture(_kept(upright)).T
    groups = marks_of(grown(drawn, max(1, round(_NEAR * scale))))
    at_level = _group_at(groups, *level.first)
    at_upright = _group_at(groups, *reversed(upright.first))
    longest = np.zeros(len(groups.area), np.intp)
    np.maximum.at(longest, at_level, level.width)
    np.maximum.at(longest, at_upright, upright.width)
    large = longest >= _TABLE * scale
    rules = [
        Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) for x0, y0, x1, y1 in _boxes(level, large[at_level], scale)
    ]
    rules += [
        Rule((x0 + x1) / 2, y0, (x0 + x1) / 2, y1)
        for y0, x0, y1, x1 in _boxes(upright, large[at_upright], scale)
    ]
    return rules, level.picture(large[at_level]) | upright.picture(large[at_upright]).T


def _level(ink: Ink, scale: float) -> Marks:
    """The level marks that are long and thin; upright ones where the picture lies on its side."""
    long = long_runs(without_gaps(ink, _BROKEN), max(3, round(_PIECE * scale)))
    marks = marks_of(long)
    return marks_of(marks.picture((marks.width >= _LONG * scale) & (marks.height <= _THICK * scale)))


def _kept(marks: Marks) -> Ink:
    return np.ones(len(marks.area), np.bool_)


def _group_at(groups: Marks, row: Whole, column: Whole) -> Whole:
    """The group that holds each of these pixels."""
    stride = groups.shape[1] + 1
    runs = np.searchsorted(groups.row * stride + groups.start, row * stride + column, side="right") - 1
    return groups.mark[runs]


def _boxes(marks: Marks, kept: Ink, scale: float) -> list[tuple[float, float, float, float]]:
    edges = (marks.left[kept], marks.top[kept], marks.right[kept], marks.bottom[kept])
    points = [[float(value) / scale for value in values] for values in edges]
    return list(zip(*points, strict=True))
