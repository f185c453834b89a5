"""Glyphs to words and lines: what stands on one baseline, parted where the page shows a gap."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from budgetpress.read.pdf.content import Box, Frame, Glyph, Turn

SAME_LINE = 0.5
"""Baselines nearer than this (in font sizes) are one line: indices and mixed fonts stay on it."""

WORD_GAP = 0.3
"""A gap wider than this (in font sizes) parts words; 3 points at 10 points, as in pdfplumber."""

BLANK_GAP = 0.08
"""A printed blank parts words only where the page shows a gap: blanks also lie under what follows them."""

PIECE_GAP = 1.0
"""Pieces of one number are nearer than this."""

OVER = 0.24
"""A digit that begins nearer to the one before than this (font sizes) is printed over it."""

NUMBER = re.compile(r"[-+−－(（]?(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?[)）]?[%％]?")
_NUMERIC = re.compile(r"[\d,，.．()（）%％+−－-]+")


class Word(NamedTuple):
    """Glyphs without a gap between them; `over` says that digits are printed over others."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    confidence: float | None = None
    over: bool = False

    @property
    def box(self) -> Box:
        """x0, top, x1, bottom."""
        return self.x0, self.top, self.x1, self.bottom


class Line(NamedTuple):
    """The words on one baseline, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with a blank between."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """Around all words."""
        return around(word.box for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes."""
    x0s, tops, x1s, bottoms = zip(*boxes, strict=True)
    return min(x0s), min(tops), max(x1s), max(bottoms)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Lines from the top; text that runs another way than most comes after, read its own way."""
    by_turn: dict[Turn | None, list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        by_turn[glyph.turn].append(glyph)
    lines: list[Line] = []
    for turn, some in sorted(by_turn.items(), key=lambda item: (item[0] is None, item[0] or 0)):
        if not turn:
            lines += _lines(some)
        else:
            frame = Frame(turn)
            for line in _lines([frame.glyph(glyph) for glyph in some]):
                lines.append(Line(tuple(_back(frame, word) for word in line.words)))
    return lines


def _back(frame: Frame, word: Word) -> Word:
    x0, top, x1, bottom = frame.back(word.box)
    return word._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _lines(glyphs: list[Glyph]) -> list[Line]:
    glyphs.sort(key=lambda glyph: glyph.base)
    lines: list[Line] = []
    first = 0
    for index in range(1, len(glyphs) + 1):
        if index < len(glyphs):
            start, glyph = glyphs[first], glyphs[index]
            if glyph.base - start.base <= SAME_LINE * min(start.size, glyph.size):
                continue
        words = _words(sorted(glyphs[first:index], key=lambda glyph: glyph.x0))
        if words:
            lines.append(Line(tuple(words)))
        first = index
    return lines


def _words(glyphs: Sequence[Glyph]) -> list[Word]:
    words: list[list[Glyph]] = []
    blank = False
    for glyph in glyphs:
        if glyph.text.isspace():
            blank = True
            continue
        if words and not _parted(words[-1][-1], glyph, blank):
            words[-1].append(glyph)
        else:
            words.append([glyph])
        blank = False
    return [_word(some) for some in _whole_numbers(words)]


def _parted(left: Glyph, right: Glyph, blank: bool) -> bool:
    gap = right.x0 - left.x1
    size = min(left.size, right.size)
    return gap > (BLANK_GAP if blank else WORD_GAP) * size


def _word(glyphs: list[Glyph]) -> Word:
    box = around((glyph.x0, glyph.top, glyph.x1, glyph.bottom) for glyph in glyphs)
    sure = [glyph.confidence for glyph in glyphs if glyph.confidence is not None]
    text = "".join(glyph.text for glyph in glyphs)
    over = any(
        right.x0 - left.x0 < OVER * left.size and left.text.isdigit() and right.text.isdigit()
        for left, right in pairwise(glyphs)
    )
    return Word(text, *box, max(glyph.size for glyph in glyphs), min(sure, default=None), over)


def _whole_numbers(words: list[list[Glyph]]) -> list[list[Glyph]]:
    """Numbers that were set with space between their digits, or drawn in pieces, become one word.

    Only where no other reading is left: the pieces are single characters, or one of them is no number by
    itself (`1,23` `4.00`), and together they are one. Two numbers are never made one.
    """
    if len(words) < 2:
        return words
    runs: list[list[list[Glyph]]] = [[words[0]]]
    for left, right in pairwise(words):
        gap = right[0].x0 - left[-1].x1
        near = gap <= PIECE_GAP * min(left[-1].size, right[0].size)
        if near and _NUMERIC.fullmatch(_text(left)) and _NUMERIC.fullmatch(_text(right)):
            runs[-1].append(right)
        else:
            runs.append([right])
    whole: list[list[Glyph]] = []
    for run in runs:
        whole += [list(chain.from_iterable(run))] if _is_one_number(run) else run
    return whole


def _is_one_number(run: list[list[Glyph]]) -> bool:
    texts = [_text(piece) for piece in run]
    if len(texts) == 1 or not NUMBER.fullmatch("".join(texts)):
        return False
    if all(len(text) == 1 for text in texts):
        return len(texts) > 2
    return not all(NUMBER.fullmatch(text) for text in texts)


def _text(glyphs: list[Glyph]) -> str:
    return "".join(glyph.text for glyph in glyphs)
