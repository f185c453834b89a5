"""A grey picture of a page to a small file that browsers show.

Measured on 32 pages of six printed budgets (lossless WebP, a point of the page as 1.7 pixels): 8 shades of
grey take 17 kB in the middle and 58 kB at most, 16 shades 68 kB at most; a lossy file that can be read takes
twice as much, and PNG half as much again. A page full of prose is the heaviest, in large print; with 4
shades and 1.4 pixels it takes 36 kB at most. Scans have grain, which only a lossy file leaves out.
"""

from __future__ import annotations

import io
from typing import Final, NamedTuple

import numpy as np
from PIL import Image

MAX_BYTES: Final = 40_000
"""What a picture should weigh, so that a page of the site with it loads quickly; where no way to draw it is
so light, the lightest is taken."""

MAX_SIDE: Final = 2_400
"""Pixels of the longer side: an A3 page, and less of what is larger."""

SCALE: Final = 1.7
"""Pixels of a point: print of 8 points is 14 pixels high."""


class Drawn(NamedTuple):
    """The bytes of a WebP file, and its width and height in pixels."""

    data: bytes
    width: int
    height: int


class _Way(NamedTuple):
    scale: float
    shades: int  # without loss; 0: with loss
    quality: int = 0


_WAYS: Final = (
    _Way(SCALE, 8),
    _Way(SCALE, 4),
    _Way(1.4, 4),
    _Way(1.4, 0, 25),
    _Way(1.1, 0, 20),
)


def scale_of(width: float, height: float, wanted: float = SCALE) -> float:
    """Pixels for each point of a page of so many points."""
    return min(wanted, MAX_SIDE / max(width, height, 1.0))


def draw(grey: Image.Image, width: float, height: float) -> Drawn:
    """The picture of a page of so many points, in the finest way that is small enough."""
    drawn = None
    for way in _WAYS:
        scale = scale_of(width, height, way.scale)
        sides = max(1, round(width * scale)), max(1, round(height * scale))
        sized = grey if grey.size == sides else grey.resize(sides, Image.Resampling.LANCZOS)
        found = Drawn(_encoded(sized, way), *sides)
        if drawn is None or len(found.data) < len(drawn.data):
            drawn = found
        if len(drawn.data) <= MAX_BYTES:
            break
    if drawn is None:
        raise ValueError("there is no way to draw")
    return drawn


def _encoded(grey: Image.Image, way: _Way) -> bytes:
    stream = io.BytesIO()
    if way.shades:
        steps = way.shades - 1
        levels = np.rint(np.asarray(grey, np.float32) * (steps / 255)) * (255 / steps)
        flat = Image.fromarray(np.rint(levels).astype(np.uint8)).convert("RGB")
        flat.save(stream, "WEBP", lossless=True, quality=100, method=4)
    else:
        grey.convert("RGB").save(stream, "WEBP", quality=way.quality, method=4)
    return stream.getvalue()
