"""`catalog.json`: what a program needs to find, fetch and check files, as catalog.schema.json says.

The one at the root has the bodies and a line for each release; of very many it is the first of several, each
with the address of the next. The one in the folder of a release has all of its files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from budgetpress.website.catalogue.address import Base
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.data import Package, records, text
from budgetpress.website.escape import web_url
from budgetpress.website.languages import EN, LANGUAGES
from budgetpress.website.offered import File
from budgetpress.website.page import status_counts
from budgetpress.website.summary import Summary, made
from budgetpress.website.words import VERDICT

NAME, SCHEMA = "catalog.json", "catalog.schema.json"
TITLE = ("预算数据", "Budget data")
# A feed's file in each tree, for a site and for a body.
ATOM, JSON_FEED = "feed.atom", "feed.json"
# So many releases are in one document: about half a megabyte.
MOST = 1000


def schema_bytes() -> bytes:
    """The schema as it is published beside the catalogue."""
    return files("budgetpress.website.catalogue").joinpath(SCHEMA).read_bytes()


def documents(known: Sequence[Body], updated: str, base: Base) -> Iterator[tuple[str, dict[str, Any]]]:
    """The catalogue of the bodies, by path from the root of the site; one document unless they are many."""
    parts = list(cut(known, MOST))
    for number, part in enumerate(parts, start=1):
        path = document_path(NAME, number)
        above = path.count("/")
        described: dict[str, Any] = {
            "$schema": base.to(SCHEMA, above=above),
            "catalogVersion": "2.0",
            "title": TITLE[0],
            "title_en": TITLE[1],
            "url": _pages("", base, above),
            "updated": updated,
            "bodyCount": len(known),
            "releaseCount": sum(len(body.releases) for body in known),
            "bodies": [_body(body, base, above) for body in part],
            "releases": [_line(release, body, base, above) for body in part for release in body.releases],
        }
        if number < len(parts):
            described["next"] = base.to(document_path(NAME, number + 1), above=above)
        yield path, described


def cut(known: Sequence[Body], most: int) -> Iterator[Sequence[Body]]:
    """The bodies in parts of about so many releases, a body in one part; at least one part."""
    part: list[Body] = []
    count = 0
    for body in known:
        if part and count + len(body.releases) > most:
            yield part
            part, count = [], 0
        part.append(body)
        count += len(body.releases)
    yield part


def document_path(name: str, number: int) -> str:
    """Where the document of that number is: the first has the name alone, at the root."""
    stem, _, suffix = name.rpartition(".")
    return name if number == 1 else f"catalogue/{stem}-{number}.{suffix}"


def latest_path(body: Body) -> str:
    """Where the latest release of a body always is."""
    return f"latest/{body.slug}/"


def _body(body: Body, base: Base, above: int) -> dict[str, Any]:
    home = latest_path(body)
    return {
        "slug": body.slug,
        "name": body.name,
        "name_en": body.name_en,
        "code": body.owner.code,
        "place": body.owner.place,
        "place_en": body.owner.place_en,
        "latest": body.latest.name,
        "latestUrl": base.to(home, above=above),
        "releases": [release.name for release in body.releases],
        "feeds": {
            "atom": base.to(home + ATOM, above=above),
            "json": base.to(home + JSON_FEED, above=above),
            "atom_en": base.to(EN.folder + home + ATOM, above=above),
            "json_en": base.to(EN.folder + home + JSON_FEED, above=above),
        },
    }


def _line(release: Summary, body: Body, base: Base, above: int) -> dict[str, Any]:
    """What is said of a release beside the address of all the rest."""
    return {
        "name": release.name,
        "title": release.title,
        "title_en": release.title_en,
        "body": body.slug,
        "fiscalYear": release.fiscal_year or None,
        "phase": release.phase,
        "version": release.version,
        "created": release.created,
        "catalogue": base.to(f"{release.name}/{NAME}", above=above),
        "files": [_file(file, base.to(file.path, above=above)) for file in release.files],
    }


def release_document(package: Package, offered: Iterable[File], base: Base) -> dict[str, Any]:
    """`<release>/catalog.json`: the release with all its files, which are `offered`."""
    verdicts = [check.verdict for check in package.checks]
    year = package.descriptor.get("fiscalYear")
    return {
        "$schema": base.to(SCHEMA, above=1),
        "name": package.name,
        "title": package.text("title") or package.name,
        "title_en": package.text("title_en"),
        "fiscalYear": year if isinstance(year, int) else None,
        "phase": package.text("phase"),
        "version": package.text("version"),
        "created": made(package),
        "url": _pages(f"{package.name}/", base, 1),
        "licences": [
            {"name": text(licence, "name") or text(licence, "title"), "url": web_url(text(licence, "path"))}
            for licence in records(package.descriptor, "licenses")
        ],
        "citation": package.text("citation"),
        "citation_en": package.text("citation_en"),
        "sources": [_source(source) for source in records(package.descriptor, "sources")],
        "valid": None if package.validation is None else package.validation.get("valid") is True,
        "figures": status_counts(package),
        "identities": {verdict: verdicts.count(verdict) for verdict in VERDICT},
        "tables": [_table(package, number, base) for number in sorted(package.tables)],
        "missingTables": [
            {key: text(table, key) for key in ("number", "title", "title_en")}
            for table in records(package.descriptor, "missingTables")
        ],
        "files": [_file(file, base.to(file.path, above=1)) for file in offered],
    }


def _file(file: File, url: str) -> dict[str, Any]:
    return {
        "url": url,
        "resource": file.resource,
        "format": file.format,
        "mediaType": file.media_type,
        "bytes": file.bytes,
        "sha256": file.sha256,
    }


def _source(source: Mapping[str, Any]) -> dict[str, str]:
    return {
        "title": text(source, "title") or text(source, "file"),
        "url": web_url(text(source, "path")) or web_url(text(source, "url")),
        "sha256": text(source, "sha256"),
    }


def _table(package: Package, number: str, base: Base) -> dict[str, Any]:
    title, title_en = package.title(number)
    return {
        "number": number,
        "title": title,
        "title_en": title_en,
        "url": _pages(f"{package.name}/{number}/", base, 1),
        "resources": [resource.name for resource in package.tables[number]],
    }


def _pages(path: str, base: Base, above: int) -> dict[str, str]:
    return {language.code: base.to(language.folder + path, above=above) for language in LANGUAGES}
