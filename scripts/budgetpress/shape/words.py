"""Words of a printed table: comparing and cleaning them without changing what they say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from budgetpress.codes import RADICALS

_CJK = r"\u3001-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
_ONE_CJK = re.compile(f"[{_CJK}]")
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[ \t\r\n\u00a0\u3000]+(?=[{_CJK}])")
# Only these names are tags: `<5%` or `<重点>` is what was printed.
_PARAGRAPH_TAG = re.compile(r"</?(?:p|div|br)\b[^<>]{0,200}?/?>", re.IGNORECASE)
_WORD_TAG = re.compile(r"</?(?:span|b|strong|i|em|u|font|sub|sup)\b[^<>]{0,200}?/?>", re.IGNORECASE)
_BLANK_ENTITY = re.compile(r"&(?:nbsp|ensp|emsp|#160|#xa0);", re.IGNORECASE)
_UNIT_TAIL = re.compile(r"[(](?:单位:)?(?:亿|百万|万|千)?元[)]$")
# A year before a heading or title: `2031年`, `2031年度`.
_YEAR = re.compile(r"20\d\d年(?:度)?(?=.)")
# What fonts print for ordinary characters: Kangxi radicals and compatibility ideographs.
_LOOK_ALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "（": "(", "）": ")", **dict.fromkeys(_INVISIBLE, "")}
)


def untag(text: str) -> str:
    """The text with a line break for each tag of a paragraph, and no other tag."""
    if "<" in text:
        text = _WORD_TAG.sub("", _PARAGRAPH_TAG.sub("\n", text))
    return _BLANK_ENTITY.sub(" ", text) if "&" in text else text


def has_markup(text: str) -> bool:
    """Whether tags of a markup language stand in the text."""
    return untag(text) != text


def ordinary(text: str) -> str:
    """The text with ordinary characters for those that only look like them; all else as it is."""
    if _LOOK_ALIKE.search(text) is None:
        return text
    return _LOOK_ALIKE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text.translate(RADICALS))


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """The text for comparing: NFKC, one kind of quotes and brackets, no tags and nothing invisible."""
    return "".join(unicodedata.normalize("NFKC", untag(ordinary(text))).translate(_PLAIN).split())


@lru_cache(maxsize=65536)
def heading(text: str) -> str:
    """A heading or label for comparing: squashed, without a year before it, a unit or a colon after it."""
    plain = _UNIT_TAIL.sub("", squash(text)).rstrip(":")
    return _YEAR.sub("", plain, count=1) if _YEAR.match(plain) else plain


def clean(text: str) -> str:
    """The text for publishing: ordinary characters, no tags, a line for each paragraph.

    Blanks that only broke a line are gone.
    """
    text = ordinary(text)
    plain = untag(_BETWEEN_CJK.sub("", _without_breaks(text)))
    if plain == text:
        return text
    lines = [line.strip() for line in plain.split("\n")]
    return "\n".join(line for line in lines if line)


def _without_breaks(text: str) -> str:
    """Lines that belong together, in one: nothing stays between them where either side is Chinese."""
    joined = ""
    for line in (line.strip() for line in text.strip().split("\n")):
        if joined and line and not (_ONE_CJK.match(joined[-1]) or _ONE_CJK.match(line[0])):
            joined += "\n"
        joined += line
    return joined
