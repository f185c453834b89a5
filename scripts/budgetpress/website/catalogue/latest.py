"""`/latest/<body>/…`: addresses that never change, for the latest release of each body.

Data files lie there as copies, since a static host knows no other way that every program follows. A page
there is a redirect that works without JavaScript and, with it, keeps the fragment: `…/03/#03.r12.total` can
be linked for good. A page that only older releases have leads to the first page of the latest.
"""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from budgetpress.website.catalogue.address import Base
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.catalog_json import latest_path
from budgetpress.website.escape import attr, html_text
from budgetpress.website.kept import place, write_file
from budgetpress.website.languages import LANGUAGES, ZH, Language
from budgetpress.website.summary import Summary

# The files of a package.
_DATA = ("datapackage.json", "reports/*.json", "data/*")
_SCRIPT = "location.replace(document.querySelector('a').href+location.search+location.hash)"
_HASH = base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()
_POLICY = f"default-src 'none'; script-src 'self' 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
_PAGE = """\
<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title}</title>
<meta name="description" content="{words}">
<link rel="canonical" href="{canonical}">
<noscript><meta http-equiv="refresh" content="0; url={href}"></noscript>
</head>
<body>
<main><h1>{title}</h1><p>{words} <a href="{href}">{title}</a></p></main>
<script>{script}</script>
</body>
</html>
"""


def write_latest(body: Body, site: Path, base: Base, target: Path) -> None:
    """Write everything below `latest/<body>/` in both trees of `target`; `site` has the releases."""
    home = latest_path(body)
    for name in _DATA:
        for file in sorted((site / body.latest.name).glob(name)):
            copy = target / home / file.relative_to(site / body.latest.name)
            copy.parent.mkdir(parents=True, exist_ok=True)
            place(file, copy)
    for language in LANGUAGES:
        there = _pages(body.latest, site, language)
        every = {page for release in body.releases for page in _pages(release, site, language)}
        for page in sorted(every):
            leads = f"{language.folder}{body.latest.name}/{page if page in there else ''}"
            path = f"{language.folder}{home}{page}"
            write_file(target / path / "index.html", redirect(body, language, path, leads, base))


def redirect(body: Body, language: Language, path: str, target: str, base: Base) -> bytes:
    """The page at `path` (a folder) that leads to `target`; both are paths from the site's root."""
    title, title_en = body.latest.title, body.latest.title_en
    words = "最新的发布：" if language is ZH else "The latest release:"
    page = _PAGE.format(
        lang=language.tag,
        policy=_POLICY,
        title=html_text(title if language is ZH else title_en or title),
        words=attr(words),
        canonical=attr(base.to(target, above=path.count("/"))),
        href=attr(Base().to(target, above=path.count("/"))),
        script=_SCRIPT,
    )
    return page.encode("utf-8")


def _pages(release: Summary, site: Path, language: Language) -> set[str]:
    """The folders of a release's pages, each with a slash at its end; the first page is the empty one."""
    home = site / language.folder / release.name
    found = (path.parent.relative_to(home).as_posix() for path in home.rglob("index.html"))
    return {"" if folder == "." else f"{folder}/" for folder in found}
