"""Text from a package never becomes markup, script, a link or a template: every way out passes here.

`md_text` is for Markdown, `html_text` and `attr` for HTML that we build by hand, `web_url` for links.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

# Every ASCII character that Markdown, one of its extensions, HTML or a template engine gives a meaning.
_ACTIVE = re.compile(r"[!-/:-@\[-`{-~]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]|[\ud800-\udfff]")
# The code points that are no characters: the last two of every plane, and those this program signs with.
_LAST_TWO = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
_NONCHARACTER = re.compile(f"[\ufdd0-\ufdef{_LAST_TWO}]")
_SPACE = re.compile(r"\s+")
# Names and codes come again on page after page: so many are remembered.
_MOST = 1 << 14
_UNSAFE_ID = re.compile(r"[^0-9A-Za-z_.:\-\u3400-\u9fff]+")


def clean(text: str) -> str:
    """`text` without control characters, which no page can show and some parsers trip over.

    Noncharacters become U+FFFD: no source can write the signs of :mod:`budgetpress.website.languages`.
    """
    if text.isprintable():
        return text
    return _NONCHARACTER.sub("\ufffd", _CONTROL.sub("", text))


def md_text(text: str) -> str:
    """`text` for Markdown: active ASCII punctuation as numeric entities, white space as single spaces.

    Digits at the start of a line are covered too: the full stop or bracket after them is an entity,
    and an indent cannot arise because white space is folded.
    """
    folded = _SPACE.sub(" ", clean(text)).strip()
    return _ACTIVE.sub(lambda match: f"&#{ord(match.group())};", folded)


@lru_cache(_MOST)
def html_text(text: str) -> str:
    """`text` for the content of an HTML element; like :func:`attr` but for the apostrophe."""
    return html.escape(clean(text), quote=False).replace('"', "&quot;")


@lru_cache(_MOST)
def attr(text: str) -> str:
    """`text` for an HTML attribute in double quotes."""
    return html.escape(clean(text), quote=True)


def web_url(text: str) -> str:
    """`text` if it is an http or https address with a host, else the empty string (no link is made)."""
    text = clean(text).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in {"http", "https"} and parts.netloc else ""


def anchor(*words: str) -> str:
    """An element id from `words`, joined by full stops; other characters become one hyphen."""
    return _UNSAFE_ID.sub("-", ".".join(words))


def fragment(identifier: str) -> str:
    """The `#...` part of a link to the element `identifier`."""
    return "#" + quote(identifier, safe=".:-_")
