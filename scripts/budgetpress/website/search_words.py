"""Chinese cut into short words, so that the search engine, which knows none, sees words."""

from __future__ import annotations

import re
from functools import cache

import jieba

_CUT = "\u200b"  # shows nothing and parts words
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


def parted(text: str) -> str:
    """`text` with an invisible mark around each Chinese word, so that the search engine sees words."""
    plain = text.replace(_CUT, "")
    return _HAN.sub(lambda run: f"{_CUT}{_CUT.join(_words(run.group()))}{_CUT}", plain).strip(_CUT)


def _words(run: str) -> list[str]:
    """The words of a run of Chinese. A character that is left over goes with the word before it."""
    words: list[str] = []
    for word in jieba.cut(run):
        for piece in _pieces(word):
            if len(piece) == 1 and words:
                words[-1] += piece
            else:
                words.append(piece)
    return words


@cache
def _pieces(word: str) -> tuple[str, ...]:
    """A long word as the most words of two characters or more that it is made of: 养老保险 is 养老, 保险."""
    best: tuple[str, ...] = (word,)
    for cut in range(2, len(word) - 1):
        if jieba.dt.FREQ.get(word[:cut]):
            rest = _pieces(word[cut:])
            if len(rest) >= len(best) and all(jieba.dt.FREQ.get(piece) for piece in rest):
                best = (word[:cut], *rest)
    return best
