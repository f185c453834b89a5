"""Words of a printed table: comparing and cleaning them without changing what they say."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_CJK = r"\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”‘’"
_BETWEEN_CJK = re.compile(rf"(?<=[{_CJK}])[ \t\r\n\u00a0]+(?=[{_CJK}])")
_BROKEN_LINE = re.compile(rf"(?<=[{_CJK}])\s*\n\s*|\s*\n\s*(?=[{_CJK}])")
_TAG = re.compile(r"</?(?:p|div|span|b|strong|i|em|u|br|font|sub|sup)\b[^<>]{0,200}?/?>", re.IGNORECASE)
_UNIT_TAIL = re.compile(r"[(（](?:单位[:：])?(?:亿|百万|万|千)?元[)）]$")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "（": "(", "）": ")"})


@lru_cache(maxsize=65536)
def squash(text: str) -> str:
    """The text for comparing: NFKC, no blanks, one kind of quotes and brackets."""
    return "".join(unicodedata.normalize("NFKC", text).translate(_QUOTES).split())


@lru_cache(maxsize=4096)
def heading(text: str) -> str:
    """A heading for comparing: squashed, with no unit in brackets and no colon at its end."""
    return squash(_UNIT_TAIL.sub("", text.strip())).rstrip(":")


def has_markup(text: str) -> bool:
    """Whether tags of a markup language stand in the text."""
    return _TAG.search(text) is not None


def clean(text: str) -> str:
    """The text for publishing: tags gone, blanks that only broke a line of Chinese gone."""
    text = _BETWEEN_CJK.sub("", _BROKEN_LINE.sub("", text.strip()))
    return _TAG.sub("\n", text).strip() if "<" in text else text
