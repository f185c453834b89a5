"""How wide a text is, from a table of our own, and how it breaks: no installed font has a say in a layout.

Widths are those of Helvetica and Arial in thousandths of the size, a Chinese character being a full square.
The final glyphs are those of the reader's fonts, so a little room is left.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


class _Widths(dict[str, int]):
    """The widths of characters; of one that is not in the table it is found once."""

    def __missing__(self, char: str) -> int:
        wide = 0 if unicodedata.combining(char) else _OF_WIDTH[unicodedata.east_asian_width(char)]
        self[char] = wide
        return wide


_OF_WIDTH = {"W": 1000, "F": 1000, "A": 1000, "H": 600, "Na": 600, "N": 600}
_WIDTHS = _Widths(
    zip(
        map(chr, range(32, 127)),
        (
            278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
            556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
            1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
            667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
            333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
            556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
        ),
        strict=True,
    )
)  # fmt: skip
_ROOM = 1.06
# A line may end after a Chinese character, a hyphen or a space; not before a mark that closes.
_HAN = "\u3000-\u9fff\uf900-\ufaff\uff00-\uffe0"
_PIECE = re.compile(rf"[{_HAN}][，。、；：）”》！？]*|\S[^\s{_HAN}]*?(?:-|\s|(?=[\s{_HAN}])|$)|\s")


def width(text: str, size: float) -> float:
    """The width of `text` in pixels at a size in pixels, a little generous."""
    return sum(map(_WIDTHS.__getitem__, text)) * size * _ROOM / 1000


@lru_cache(1 << 12)
def wrap(text: str, size: float, room: float, lines: int = 1) -> tuple[str, ...]:
    """`text` in at most `lines` lines of `room` pixels; what does not fit ends in an ellipsis."""
    found = [""]
    for piece in _PIECE.findall(text):
        if found[-1] and width((found[-1] + piece).rstrip(), size) > room:
            found.append(piece.lstrip())
        else:
            found[-1] += piece
    kept = [*found[: lines - 1], "".join(found[lines - 1 :])] if len(found) > lines else found
    return tuple(_clip(line.rstrip(), size, room) for line in kept)


def _clip(text: str, size: float, room: float) -> str:
    if width(text, size) <= room:
        return text
    while text and width(text + "…", size) > room:
        text = text[:-1]
    return text.rstrip() + "…" if text else ""
