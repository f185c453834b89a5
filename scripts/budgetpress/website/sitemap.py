"""The site map: every page that a search engine shall know, where the site's address is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from budgetpress.website.escape import html_text
from budgetpress.website.kept import write_file
from budgetpress.website.languages import LANGUAGES

NAME = "sitemap.xml"
# So many addresses are allowed in a file.
MOST = 50_000
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def write_sitemap(site: Path, names: Iterable[str], address: str) -> None:
    """Write the map of a built `site` with these files, and take away what MkDocs knew of it.

    Redirects and charts to embed are not in it. Of very many pages the map leads to several.
    """
    for language in LANGUAGES:
        for name in (NAME, f"{NAME}.gz"):
            (site / language.folder / name).unlink(missing_ok=True)
    if not address:
        return
    pages = sorted(name.removesuffix("index.html") for name in names if _is_page(name))
    parts = [pages[start : start + MOST] for start in range(0, len(pages), MOST)]
    if len(parts) == 1:
        write_file(site / NAME, _document("urlset", "url", parts[0], address))
        return
    numbered = [f"sitemap-{number}.xml" for number, _ in enumerate(parts, 1)]
    for name, part in zip(numbered, parts, strict=True):
        write_file(site / name, _document("urlset", "url", part, address))
    write_file(site / NAME, _document("sitemapindex", "sitemap", numbered, address))


def _is_page(name: str) -> bool:
    folders = name.split("/")
    return folders[-1] == "index.html" and "embed" not in folders and "latest" not in folders[:2]


def _document(kind: str, of: str, paths: Sequence[str], address: str) -> bytes:
    whole = (f"{address.rstrip('/')}/{quote(path)}" for path in paths)
    lines = "".join(f"<{of}><loc>{html_text(each)}</loc></{of}>\n" for each in whole)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{kind} {_SPACE}>\n{lines}</{kind}>\n'.encode()
