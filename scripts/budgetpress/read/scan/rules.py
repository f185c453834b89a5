"""Rules of a picture: what is long, thin, and level or upright."""

from __future__ import annotations

import cv2
import numpy as np

from budgetpress.read.pdf.content import Rule
from budgetpress.read.scan.pictures import Pixels

_PIECE = 12.0  # points: longer than the strokes of printed characters
_LONG = 18.0  # points: the stroke of a large title is shorter
_THICK = 3.0  # points: what is thicker is a bar


def find_rules(printed: Pixels, scale: float) -> tuple[list[Rule], Pixels]:
    """The rules in points, and a picture of them."""
    drawn = np.zeros_like(printed)
    rules: list[Rule] = []
    for level in (True, False):
        length = max(3, round(_PIECE * scale))
        kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (length, 1) if level else (1, length))
        # A rule that a scanner broke is one rule: close gaps of a pixel or two along it first.
        closed = cv2.morphologyEx(printed, cv2.MORPH_CLOSE, np.ones((1, 5) if level else (5, 1), np.uint8))
        lines = cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel)
        count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for label in range(1, count):
            left, top, width, height, _ = (int(value) for value in stats[label])
            along, across = (width, height) if level else (height, width)
            if along < _LONG * scale or across > _THICK * scale:
                continue
            x0, y0, x1, y1 = left / scale, top / scale, (left + width) / scale, (top + height) / scale
            middle = (y0 + y1) / 2 if level else (x0 + x1) / 2
            rules.append(Rule(x0, middle, x1, middle) if level else Rule(middle, y0, middle, y1))
            box = (slice(top, top + height), slice(left, left + width))
            drawn[box][labels[box] == label] = 255
    return rules, drawn
