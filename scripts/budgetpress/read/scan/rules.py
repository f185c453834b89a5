"""Rules of a picture: what is long, thin, and level or upright."""

from __future__ import annotations

import numpy as np

from budgetpress.read.pdf.content import Rule
from budgetpress.read.scan.runs import Ink, Whole, long_runs, marks_of, without_gaps

_PIECE = 12.0  # points: longer than the strokes of printed characters
_LONG = 18.0  # points: the stroke of a large title is shorter
_THICK = 3.0  # points: what is thicker is a bar
_BROKEN = 2  # pixels that a scanner leaves out of a rule


def find_rules(ink: Ink, scale: float) -> tuple[list[Rule], Ink]:
    """The rules in points, and a picture of them."""
    boxes, level = _level(ink, scale)
    rules = [Rule(x0, (y0 + y1) / 2, x1, (y0 + y1) / 2) for x0, y0, x1, y1 in boxes]
    boxes, upright = _level(np.ascontiguousarray(ink.T), scale)
    rules += [Rule((y0 + y1) / 2, x0, (y0 + y1) / 2, x1) for x0, y0, x1, y1 in boxes]
    return rules, level | upright.T


def _level(ink: Ink, scale: float) -> tuple[list[tuple[float, float, float, float]], Ink]:
    """The boxes of level rules in points: left, top, right, bottom."""
    marks = marks_of(long_runs(without_gaps(ink, _BROKEN), max(3, round(_PIECE * scale))))
    kept = (marks.width >= _LONG * scale) & (marks.height <= _THICK * scale)

    def points(values: Whole) -> list[float]:
        return [float(value) / scale for value in values[kept]]

    edges = (points(marks.left), points(marks.top), points(marks.right), points(marks.bottom))
    return list(zip(*edges, strict=True)), marks.picture(kept)
