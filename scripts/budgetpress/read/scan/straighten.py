"""Take the slant out of a scan: its longest rules, or else its lines of text, say how much it is."""

from __future__ import annotations

import math
from dataclasses import replace

import cv2
import numpy as np

from budgetpress.read.scan.pictures import Picture, Pixels

MAX_DEGREES = 5.0
"""What a sheet on glass can be turned; more is another turn of the page."""

_LEAST = 0.02  # degrees: half a pixel on the width of a page
_LONG = 36.0  # points: a rule, and no stroke of a character
_STEP = 0.1  # degrees, of the search by lines of text


def ink(pixels: Pixels) -> Pixels:
    """What is printed (255) on what is paper (0), whatever the light."""
    blurred = cv2.GaussianBlur(pixels, (3, 3), 0)
    found: Pixels = cv2.adaptiveThreshold(
        blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 12
    )
    return found


def straighten(picture: Picture) -> Picture:
    """The picture turned so that its rules are level; as it was where they are."""
    printed = ink(picture.pixels)
    degrees = _by_rules(printed, picture.scale)
    if degrees is None:
        degrees = _by_lines(printed)
    if not _LEAST <= abs(degrees) <= MAX_DEGREES:
        return picture
    height, width = picture.pixels.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    turned = cv2.warpAffine(
        picture.pixels, turn, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return replace(picture, pixels=turned)


def _by_rules(printed: Pixels, scale: float) -> float | None:
    """The slope that most of the length of level rules has, in degrees; None where there are few."""
    # Short enough that a slanting rule still holds it: pieces are joined by their component.
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (round(10 * scale), 1))
    level = cv2.dilate(cv2.morphologyEx(printed, cv2.MORPH_OPEN, kernel), np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(level, connectivity=8)
    slopes = []
    for label in range(1, count):
        left, top, width, height, _ = stats[label]
        if width < _LONG * scale or height > width / 4:
            continue
        ys, xs = np.nonzero(labels[top : top + height, left : left + width] == label)
        slope = np.polyfit(xs, ys, 1)[0]
        slopes.append((math.degrees(math.atan(slope)), int(width)))
    if sum(width for _, width in slopes) < printed.shape[1]:
        return None
    slopes.sort()
    half = sum(width for _, width in slopes) / 2
    for degrees, width in slopes:
        half -= width
        if half <= 0:
            return degrees
    return None


def _by_lines(printed: Pixels) -> float:
    """The turn under which ink gathers in the fewest rows: lines of text are level then."""
    small = cv2.resize(printed, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    best, most = 0.0, -1.0
    for number in range(-round(3 / _STEP), round(3 / _STEP) + 1):
        degrees = number * _STEP
        turn = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        rows = cv2.warpAffine(small, turn, (width, height)).sum(axis=1, dtype=np.float64)
        sharpness = float(np.square(np.diff(rows)).sum())
        if sharpness > most * 1.001:
            best, most = degrees, sharpness
    return best
