"""After MkDocs: slots are filled, the theme's faults mended, and a content security policy set.

The policy allows this host alone and, of inline scripts, only those the theme itself puts outside the
article, by hash; so even markup that slipped through every escape could run nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from budgetpress.errors import BudgetpressError
from budgetpress.website.markup import frame, tag

_SLOT = re.compile(r'<div data-bp-slot="([a-z0-9_.\-]+)">[^<]*</div>', re.IGNORECASE)
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
# A table that Markdown made, its headings apart.
_TABLE = re.compile(r"<table>(\s*<thead>(?P<heads>.*?)</thead>.*?)</table>", re.DOTALL)
_CHARSET = '<meta charset="utf-8">'
# What axe finds in the stock theme, and its cure, as plain replacements in the built page.
_MENDED = (('role="dialog">', 'role="dialog" aria-label="搜索 Search">'),)


def fill_page(html: str, slots: Mapping[str, str], path: str) -> str:
    """The built page with its slots filled.

    Raises :class:`BudgetpressError` if a slot has no content, or content no slot.
    """
    policy = content_policy(html)
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in slots or name in used:
            raise BudgetpressError(f"{path}: slot {name!r} is unknown or there twice")
        used.add(name)
        return slots[name]

    filled = _SLOT.sub(put, _framed(html))
    if left := slots.keys() - used:
        raise BudgetpressError(f"{path}: no place for {', '.join(sorted(left))}")
    for old, new in _MENDED:
        filled = filled.replace(old, new, 1)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return filled.replace(_CHARSET, f"{_CHARSET}\n      {meta}", 1)


def _framed(html: str) -> str:
    """Tables of numbers that Markdown made get the frame of all others: on a phone they scroll."""
    count = 0

    def put(match: re.Match[str]) -> str:
        nonlocal count
        if "text-align: right" not in match["heads"]:
            return match[0]
        count += 1
        return frame(f"表 Table {count}", tag("table", match[1], "bp-plain"))

    return _TABLE.sub(put, html)


def content_policy(html: str) -> str:
    """The policy of a page, from the page as the theme made it; its article is not looked at."""
    outside = _ARTICLE.sub("", html)
    hashes = []
    for match in _SCRIPT.finditer(outside):
        attributes = match.group("attributes")
        if "src=" not in attributes and "application/json" not in attributes:
            digest = hashlib.sha256(match.group("body").encode()).digest()
            hashes.append(f"'sha256-{base64.b64encode(digest).decode()}'")
    scripts = " ".join(["'self'", *dict.fromkeys(hashes)])
    return (
        f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " font-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
    )
