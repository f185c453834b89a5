"""Take the slant out of a scan: its longest rules, or else its lines of text, say how much it is."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from PIL import Image, ImageFilter

from budgetpress.read.scan.pictures import Picture, Pixels
from budgetpress.read.scan.runs import Ink, long_runs, marks_of

MAX_DEGREES = 5.0
"""What a sheet on glass can be turned; more is another turn of the page."""

_LEAST = 0.02  # degrees: half a pixel on the width of a page
_PIECE = 10.0  # points: short enough that a slanting rule still holds it on one row of pixels
_LONG = 36.0  # points: a rule, and no stroke of a character
_STEP = 0.1  # degrees, of the search by lines of text
_SEARCHED = 3.0  # degrees
_PAPER = 255
_AROUND = 31  # pixels: the light of this square is that of its middle
_SMOOTH = 1.0  # pixels: the grain of a scan is finer, a stroke is not
_DARKER = 16.0  # than the light around: ink
_GRAIN = 4.0  # and as many times darker as paper itself varies


def ink_of(pixels: Pixels) -> Ink:
    """What is printed, whatever the light and the grain: darker than what is around it."""
    smooth = np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(_SMOOTH)), np.int64)
    half = _AROUND // 2
    wide = np.pad(smooth, ((half + 1, half), (half + 1, half)), mode="edge").cumsum(axis=0).cumsum(axis=1)
    light = wide[_AROUND:, _AROUND:] - wide[:-_AROUND, _AROUND:] - wide[_AROUND:, :-_AROUND]
    light = light + wide[:-_AROUND, :-_AROUND]
    darker = light / _AROUND**2 - smooth
    # Most of a page is paper, so the middle of all differences is that of paper.
    grain = 1.5 * float(np.median(np.abs(darker[::4, ::4])))
    found: Ink = darker > max(_DARKER, _GRAIN * grain)
    return found


def straighten(picture: Picture) -> Picture:
    """The picture turned so that its rules are level; as it was where they are."""
    ink = ink_of(picture.pixels)
    degrees = _by_rules(ink, picture.scale)
    if degrees is None:
        degrees = _by_lines(ink)
    if not _LEAST <= abs(degrees) <= MAX_DEGREES:
        return picture
    turned = Image.fromarray(picture.pixels).rotate(
        degrees, resample=Image.Resampling.BICUBIC, fillcolor=_PAPER
    )
    return replace(picture, pixels=np.asarray(turned))


def _by_rules(ink: Ink, scale: float) -> float | None:
    """The slope that most of the length of level rules has, in degrees; None where there are few."""
    marks = marks_of(long_runs(ink, round(_PIECE * scale)))
    chosen = np.flatnonzero((marks.width >= _LONG * scale) & (marks.height * 4 <= marks.width))
    slopes = []
    for number in chosen:
        runs = marks.mark == number
        length = (marks.end - marks.start)[runs]
        xs, ys = (marks.start + marks.end)[runs] / 2, marks.row[runs]
        middle = np.average(xs, weights=length)
        spread = float(np.sum(length * ((xs - middle) ** 2 + length**2 / 12)))
        slope = float(np.sum(length * (xs - middle) * ys)) / spread
        slopes.append((math.degrees(math.atan(slope)), int(marks.width[number])))
    if sum(width for _, width in slopes) < ink.shape[1]:
        return None
    slopes.sort()
    half = sum(width for _, width in slopes) / 2
    for degrees, width in slopes:
        half -= width
        if half <= 0:
            return degrees
    return None


def _by_lines(ink: Ink) -> float:
    """The turn under which ink gathers in the fewest rows: lines of text are level then."""
    small = Image.fromarray(np.where(ink, 255, 0).astype(np.uint8)).reduce(4)
    best, most = 0.0, -1.0
    steps = round(_SEARCHED / _STEP)
    # The smallest turn first: a page that says nothing stays as it is.
    for number in sorted(range(-steps, steps + 1), key=abs):
        turned = np.asarray(small.rotate(number * _STEP, resample=Image.Resampling.BILINEAR), np.float64)
        sharpness = float(np.square(np.diff(turned.sum(axis=1))).sum())
        if sharpness > most * 1.001:
            best, most = number * _STEP, sharpness
    return best
