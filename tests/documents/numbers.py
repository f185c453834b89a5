"""The amounts on the pages of a PDF, found by the words alone: no rules, no cells, nothing of our reader.

A page is one of tables if it prints a unit line, or goes on with a table: it follows such a page and has no
sentence. A word on it is an amount if it has separators or decimals; digits alone are one if they stand in a
column of such amounts, or right of one, or in a line of nothing but numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tests.documents.words import Word

AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+)")
_DIGITS = re.compile(r"-?\d+")
_PARTS = re.compile(r"-?\d[\d,.]*\d|-?\d|[^\d-]+|-")
_UNIT = re.compile(r"单位[:：](?:人民币)?[百千]?万?元")
_SENTENCE = re.compile(r"[。；]")


def table_pages(pages: Sequence[Sequence[Word]]) -> list[int]:
    """The pages (from 0) that hold tables."""
    found = []
    for number, words in enumerate(pages):
        text = "".join(word.text for word in words)
        goes_on = number and number - 1 in found and not _SENTENCE.search(text) and text.strip()
        if (_UNIT.search(text) or goes_on) and not _is_contents(text):
            found.append(number)
    return found


def amounts(words: Sequence[Word]) -> list[Word]:
    """The amounts on a page of tables."""
    pieces = [piece for word in words for piece in _pieces(word)]
    certain = [piece for piece in pieces if AMOUNT.fullmatch(piece.text)]
    whole = [piece for piece in pieces if _DIGITS.fullmatch(piece.text)]
    return certain + [piece for piece in whole if _is_amount(piece, certain, pieces)]


def _is_amount(piece: Word, certain: Sequence[Word], pieces: Sequence[Word]) -> bool:
    """Whether digits alone are an amount: codes stand left of all amounts, and above or below none."""
    line = [other for other in pieces if _same_line(other, piece)]
    beside = [other for other in line if other in certain]
    if any(other.x0 < piece.x1 and piece.x0 < other.x1 for other in certain):
        return len(line) > 1
    only_numbers = all(_DIGITS.fullmatch(other.text) or other in certain for other in line)
    return bool(beside) and (only_numbers or piece.x0 > min(other.x0 for other in beside))


def _same_line(first: Word, second: Word) -> bool:
    return abs((first.top + first.bottom) - (second.top + second.bottom)) < 6


def _is_contents(text: str) -> bool:
    return text.count("…") > 10 or text.count("....") > 3


def _pieces(word: Word) -> list[Word]:
    """A word cut where digits and other characters meet, as where two columns touch; boxes by share."""
    parts = _PARTS.findall(word.text)
    if len(parts) < 2 or not any(AMOUNT.fullmatch(part) for part in parts):
        return [word]
    weights = [sum(1 if character.isascii() else 2 for character in part) for part in parts]
    made, at = [], word.x0
    for part, weight in zip(parts, weights, strict=True):
        width = (word.x1 - word.x0) * weight / sum(weights)
        made.append(replace(word, text=part, x0=at, x1=at + width))
        at += width
    return made
