"""Pages as another renderer draws them (poppler), to compare ours with; it shares nothing with ours."""

from __future__ import annotations

import io
import math
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image
from tests.documents.words import Word, box_of

from budgetpress.read.view.pages import PagePicture

Grey = npt.NDArray[np.float64]

_RULE = 3
"""Pixels along the edge of a box: its rules are no part of what is printed in it."""


@cache
def poppler_page(file: Path, number: int) -> Grey:
    """The page as it is displayed, 1.7 pixels a point, and 255 where it is black."""
    command = ["pdftoppm", "-cropbox", "-gray", "-r", str(72 * 1.7), "-f", str(number), "-l", str(number)]
    return ink(subprocess.run([*command, str(file)], capture_output=True, check=True).stdout)


@lru_cache(maxsize=16)
def ink(data: bytes) -> Grey:
    """A picture file as the darkness of its pixels."""
    return 255 - np.asarray(Image.open(io.BytesIO(data)).convert("L"), np.float64)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """What is in a box: its words, and how many pixels its print is `apart` in the two pictures."""

    words: str
    apart: float


def seen(file: Path, page: PagePicture, box: Sequence[float], words: Sequence[Word]) -> Seen:
    """What is in a box of points; `words` are those of the page, from another reader."""
    ours, theirs = ink(page.drawn.data), poppler_page(file, page.number)
    inside = "".join(word.text for word in words if word.inside(box))
    return Seen(words=inside.replace(" ", ""), apart=_apart(_cut(ours, page, box), _cut(theirs, page, box)))


def _cut(picture: Grey, page: PagePicture, box: Sequence[float]) -> Grey:
    """What a picture of the page, of any resolution, shows in a box."""
    high, wide = picture.shape
    left, right = (round(edge * wide / page.width) for edge in (box[0], box[2]))
    top, bottom = (round(edge * high / page.height) for edge in (box[1], box[3]))
    return picture[top + _RULE : bottom - _RULE, left + _RULE : right - _RULE]


def _apart(ours: Grey, theirs: Grey) -> float:
    """How many pixels the edges of what is printed lie apart in two pictures, at most."""
    if not ours.any() or not theirs.any():
        return math.inf
    return max(abs(one - other) for one, other in zip(_edges(ours), _edges(theirs), strict=True))


def _edges(picture: Grey) -> Iterator[int]:
    for axis in (0, 1):
        sums = picture.sum(axis=axis)
        inked = np.flatnonzero(sums > sums.max() * 0.15)
        yield int(inked[0])
        yield int(inked[-1])


def boxes_by_page(
    figures: Sequence[Mapping[str, str]],
) -> dict[int, list[tuple[Mapping[str, str], tuple[float, ...]]]]:
    """The figures of a package with their boxes, by page."""
    found: dict[int, list[tuple[Mapping[str, str], tuple[float, ...]]]] = {}
    for figure in figures:
        found.setdefault(int(figure["page"]), []).append((figure, box_of(figure["bbox"])))
    return found
