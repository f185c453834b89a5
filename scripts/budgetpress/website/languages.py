"""One generation, two languages: wording travels as a pair, and every page is written once per language.

A pair is its Chinese and its English text between three noncharacters, which no page may hold and
:mod:`budgetpress.website.escape` takes out of every text of a source: nothing but this module makes a pair.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ZH, _EN, _END = "\ufdd0", "\ufdd1", "\ufdd2"
_PAIR = re.compile(f"{_ZH}([^{_ZH}-{_END}]*){_EN}([^{_ZH}-{_END}]*){_END}")
_MARK = re.compile(f"[{_ZH}-{_END}]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Language:
    """A language of the site: its `code` in this program, its `tag` in HTML and the folder of its pages."""

    code: str
    tag: str
    folder: str
    name: str
    config: str


ZH = Language(code="zh", tag="zh-Hans", folder="", name="中文", config="mkdocs.yml")
EN = Language(code="en", tag="en", folder="en/", name="English", config="mkdocs.en.yml")
LANGUAGES = (ZH, EN)


def other(language: Language) -> Language:
    """The language that a page of this one is also there in."""
    return EN if language is ZH else ZH


def either(zh: str, english: str) -> str:
    """A pair of two pieces that are ready for where they go (HTML, an attribute, Markdown)."""
    return f"{_ZH}{zh}{_EN}{english}{_END}" if zh != english else zh


def resolve(text: str, language: Language) -> str:
    """`text` with one side of every pair. Raises :class:`ValueError` for half a pair."""
    side = r"\1" if language is ZH else r"\2"
    count = 1
    while count:  # a pair may stand in a pair: the inner ones go first
        text, count = _PAIR.subn(side, text)
    if found := _MARK.search(text):
        raise ValueError(f"half a pair at {text[max(0, found.start() - 40) : found.end() + 40]!r}")
    return text


# The attribute of an element that holds Chinese text of a source, which the page around it may not be.
OF_SOURCE = either("", f' lang="{ZH.tag}"')
