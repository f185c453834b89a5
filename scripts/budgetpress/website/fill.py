"""After MkDocs: slots are filled, addresses set, the theme's faults mended, and a content security policy.

The policy allows this host alone and, of inline scripts, only those the theme itself puts outside the
article, by hash; so even markup that slipped through every escape could run nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from budgetpress.errors import BudgetpressError
from budgetpress.website.catalogue.catalog_json import ATOM, JSON_FEED
from budgetpress.website.languages import LANGUAGES, ZH, Language, other, resolve
from budgetpress.website.markup import frame, tag
from budgetpress.website.words import pair

_SLOT = re.compile(r'<div data-bp-slot="([a-z0-9_.\-]+)">[^<]*</div>', re.IGNORECASE)
_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
# A table that Markdown made, its headings apart.
_TABLE = re.compile(r"<table>(\s*<thead>(?P<heads>.*?)</thead>.*?)</table>", re.DOTALL)
# A cell of Chinese text that Markdown made.
_CHINESE = re.compile(r"<(td|th)([^>]*)>([^<]*[\u3400-\u9fff][^<]*)</\1>")
_CHARSET = '<meta charset="utf-8">'
# Colours that a reader chose are kept under the address of a tree: the English one uses that of the site.
_SCOPE = re.compile(r'__md_scope=new URL\("[^"]*",location\)')
# What axe finds in the stock theme, and its cure, as plain replacements in the built page.
# The script that loads the search when it is asked for stands before that of the theme.
_MENDED = (
    ('<script id="__config"', '<script src="@root/assets/search.js"></script>\n      <script id="__config"'),
    ('role="dialog">', f'role="dialog" aria-label="{pair("搜索", "Search")}">'),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """Where a page is: its `path` in the tree of its language, and the address of the `site`, if known.

    `card` is the picture that stands for it, as a path from the root of the site.
    """

    path: str
    language: Language
    site: str = ""
    card: str = ""

    @property
    def root(self) -> str:
        """From the page to the root of the site. A page for missing addresses is served at any depth."""
        if self.path == "404.html":
            return urlsplit(self.site).path or "/"
        return "../" * (self.language.folder + self.path).count("/") or "./"

    def within(self, language: Language) -> str:
        """The page in `language`, as a path from the root of the site."""
        return language.folder + self.path.removesuffix("index.html")

    def whole(self, path: str) -> str:
        """The address of a path from the root: with the host where it is known, else from this page."""
        return f"{self.site.rstrip('/')}/{path}" if self.site else self.root + path


def fill_page(html: str, slots: Mapping[str, str], address: Address) -> str:
    """The built page with its slots filled, in the language of its address.

    In it `@root/` at the start of an attribute is the root of the site, `@language` the same page in the
    other language and `@card` its picture. Raises :class:`BudgetpressError` if a slot has no content, or
    content no slot.
    """
    html = _shared(html, address)
    policy = content_policy(html)
    used: set[str] = set()

    def put(match: re.Match[str]) -> str:
        name = match.group(1)
        if name not in slots or name in used:
            raise BudgetpressError(f"{address.path}: slot {name!r} is unknown or there twice")
        used.add(name)
        return slots[name]

    filled = _SLOT.sub(put, _framed(html))
    if left := slots.keys() - used:
        raise BudgetpressError(f"{address.path}: no place for {', '.join(sorted(left))}")
    for old, new in _MENDED:
        filled = filled.replace(old, new, 1)
    twin = address.root + address.within(other(address.language))
    for sign, meant in (
        ('="@root/', f'="{address.root}'),
        ('="@language"', f'="{twin}"'),
        ('="@card"', f'="{address.whole(address.card)}"'),
    ):
        filled = filled.replace(sign, meant)
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    filled = filled.replace(_CHARSET, f"{_CHARSET}\n      {meta}", 1)
    filled = filled.replace("</head>", f"{''.join((*_feeds(address), *_whole_addresses(address)))}</head>", 1)
    try:
        return resolve(filled, address.language)
    except ValueError as error:
        raise BudgetpressError(f"{address.path}: {error}") from error


def _shared(html: str, address: Address) -> str:
    """The page as the theme made it, with the assets that both languages share, and its exact language."""
    language = address.language
    if language.folder:
        top = (
            address.root + language.folder if address.path == "404.html" else "../" * address.path.count("/")
        )
        html = html.replace(f'"{top}assets/', f'"{address.root}assets/')
        html = _SCOPE.sub(f'__md_scope=new URL("{address.root}",location)', html, count=1)
    if language is not ZH:
        html = _CHINESE.sub(rf'<\1\2 lang="{ZH.tag}">\3</\1>', html)
    return html.replace(f'<html lang="{language.code}"', f'<html lang="{language.tag}"', 1)


def _whole_addresses(address: Address) -> Iterator[str]:
    """The page in each language and itself, for those that take nothing but whole addresses."""
    if not address.site or address.path == "404.html":
        return
    for language, tag_of in (*((each, each.tag) for each in LANGUAGES), (ZH, "x-default")):
        href = address.whole(address.within(language))
        yield f'  <link rel="alternate" hreflang="{tag_of}" href="{href}">\n  '
    yield f'  <meta property="og:url" content="{address.whole(address.within(address.language))}">\n  '


def _feeds(address: Address) -> Iterator[str]:
    """The feeds of the site in the language of the page, for programs that look for them there."""
    for kind, file in (("atom+xml", ATOM), ("feed+json", JSON_FEED)):
        href = f"{address.root}{address.language.folder}{file}"
        yield f'  <link rel="alternate" type="application/{kind}" href="{href}">\n  '


def _framed(html: str) -> str:
    """Tables of numbers that Markdown made get the frame of all others: on a phone they scroll."""
    count = 0

    def put(match: re.Match[str]) -> str:
        nonlocal count
        if "text-align: right" not in match["heads"]:
            return match[0]
        count += 1
        return frame(pair(f"表 {count}", f"Table {count}"), tag("table", match[1], "bp-plain"))

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
