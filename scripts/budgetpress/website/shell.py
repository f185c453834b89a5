"""A page as MkDocs built it, made a shell: what differs from page to page is cut out and stamped in.

Hand-written pages come out of MkDocs whole; for generated ones it builds a shell of each depth, since that
is what relative addresses depend on. Both get the theme's faults mended, and a content security policy. The
policy allows this host alone and, of inline scripts, only those the theme itself puts outside the article,
by hash; so even markup that slipped through every escape could run nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from budgetpress.errors import BudgetpressError
from budgetpress.website.catalogue.catalog_json import ATOM, JSON_FEED
from budgetpress.website.languages import LANGUAGES, ZH, Language, other, resolve
from budgetpress.website.markup import frame, tag
from budgetpress.website.page import HEADING, Page
from budgetpress.website.words import pair

# What a shell is written as, in Markdown: MkDocs puts the title and the description where the theme has them.
_TITLE, _DESCRIPTION, _BODY = "bp-shell-title", "bp-shell-description", "bp-shell-article"
SOURCE = (
    f'---\ntitle: "{_TITLE}"\ndescription: "{_DESCRIPTION}"\nhide: [navigation, toc]\n'
    f"search: {{exclude: true}}\n---\n\n# {_BODY} {{#{HEADING}}}\n"
)
_HERE, _ENDS = "@language", "</head>"
_CUT = re.compile(f'({_TITLE}|{_DESCRIPTION}|<h1 id="{HEADING}">{_BODY}</h1>|"@language"|"@card"|{_ENDS})')

_ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
_SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
# Line breaks and the indents around them: the theme's templates leave more of them than text.
_BREAKS = re.compile(r"\s*\n\s*")
# An element within HTML needs no name space.
_SPACED = ' xmlns="http://www.w3.org/2000/svg"'
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
    ('<script id="__config"', '<script src="@root/assets/search.js"></script>\n<script id="__config"'),
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


class Shell:
    """A built page, cut at what is stamped in: of a hand-written page only its addresses."""

    def __init__(self, html: str, address: Address) -> None:
        """`address` is where MkDocs built it: all pages stamped with it lie as deep, in its language."""
        self._language, self._root = address.language, address.root
        try:
            self._pieces = _CUT.split(resolve(_furnished(html, address), address.language))
        except ValueError as error:
            raise BudgetpressError(f"{address.path}: {error}") from error

    def stamp(self, address: Address, page: Page | None = None) -> str:
        """The finished page at `address`: with a generated `page`, or else as it was written."""
        put = {
            '"@language"': f'"{self._root}{address.within(other(address.language))}"',
            '"@card"': f'"{address.whole(address.card)}"',
            _ENDS: f"{''.join(_links(address))}{_ENDS}",
        }
        if page is not None:
            try:
                title, description, html = (
                    resolve(text, self._language) for text in (page.title, page.description, page.html)
                )
            except ValueError as error:
                raise BudgetpressError(f"{address.path}: {error}") from error
            put |= {_TITLE: title, _DESCRIPTION: description}
            put[f'<h1 id="{HEADING}">{_BODY}</h1>'] = html.replace('="@root/', f'="{self._root}')
        pieces = self._pieces.copy()
        pieces[1::2] = [put[piece] for piece in pieces[1::2]]
        return "".join(pieces)


def _furnished(html: str, address: Address) -> str:
    """The page as the theme made it: shared assets, its exact language, frames, cures and the policy."""
    head, article, tail = _parts(html)
    head, tail = (_BREAKS.sub("\n", part).replace(_SPACED, "") for part in (head, tail))
    html = _shared(f"{head}{article}{tail}", address)
    policy = content_policy(html)
    html = _framed(html)
    for old, new in _MENDED:
        html = html.replace(old, new, 1)
    html = html.replace('="@root/', f'="{address.root}')
    meta = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return html.replace(_CHARSET, f"{_CHARSET}\n{meta}", 1)


def _parts(html: str) -> tuple[str, str, str]:
    """Before the article, the article, behind it."""
    found = _ARTICLE.search(html)
    start, end = found.span() if found else (len(html), len(html))
    return html[:start], html[start:end], html[end:]


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


def _links(address: Address) -> Iterator[str]:
    """The feeds in the language of the page, and itself in each one where the site's address is known."""
    for kind, file in (("atom+xml", ATOM), ("feed+json", JSON_FEED)):
        href = f"{address.root}{address.language.folder}{file}"
        yield f'<link rel="alternate" type="application/{kind}" href="{href}">\n'
    if not address.site or address.path == "404.html":
        return
    for language, tag_of in (*((each, each.tag) for each in LANGUAGES), (ZH, "x-default")):
        href = address.whole(address.within(language))
        yield f'<link rel="alternate" hreflang="{tag_of}" href="{href}">\n'
    here = address.whole(address.within(address.language))
    yield f'<link rel="canonical" href="{here}">\n<meta property="og:url" content="{here}">\n'


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
