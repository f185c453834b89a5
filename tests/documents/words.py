"""The words of a PDF and their boxes, by pdftotext: a reader that shares nothing with ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest

_WORD = re.compile(
    r'<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">([^<]*)</word>'
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word and its box in points, from the top left corner of the page as a person sees it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float

    def inside(self, box: Sequence[float]) -> bool:
        """Whether the middle of the word is in a box (x0, top, x1, bottom)."""
        x, y = (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2
        return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def pages(file: Path) -> list[list[Word]]:
    """The words of every page; the test fails where pdftotext is not installed."""
    if not shutil.which("pdftotext"):
        pytest.fail("no pdftotext; run: sudo sh -c 'apt-get update && apt-get install -y poppler-utils'")
    command = ["pdftotext", "-bbox", str(file), "-"]
    listed = subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
    return [
        [
            Word(text=unescape(text), x0=float(x0), top=float(top), x1=float(x1), bottom=float(bottom))
            for x0, top, x1, bottom, text in _WORD.findall(page)
        ]
        for page in listed.split("<page ")[1:]
    ]


def box_of(text: str) -> tuple[float, ...]:
    """A box as packages write it: four numbers with blanks between."""
    return tuple(float(part) for part in re.findall(r"-?[\d.]+", text))
