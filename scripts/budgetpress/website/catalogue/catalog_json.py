"""`catalog.json`: what a program needs to find, fetch and check files, as catalog.schema.json says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from typing import Any

from budgetpress.website.catalogue.address import Base
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.data import Package, records, text
from budgetpress.website.escape import web_url
from budgetpress.website.languages import EN, LANGUAGES
from budgetpress.website.offered import File
from budgetpress.website.page import status_counts
from budgetpress.website.summary import body_slug, made
from budgetpress.website.words import VERDICT

NAME, SCHEMA = "catalog.json", "catalog.schema.json"
TITLE = ("预算数据", "Budget data")
# A feed's file in each tree, for a site and for a body.
ATOM, JSON_FEED = "feed.atom", "feed.json"


def schema_bytes() -> bytes:
    """The schema as it is published beside the catalogue."""
    return files("budgetpress.website.catalogue").joinpath(SCHEMA).read_bytes()


def catalog(
    known: Sequence[Body], offered: Mapping[str, Sequence[File]], updated: str, base: Base
) -> dict[str, Any]:
    """The catalogue of the bodies; `offered` has the files of each release by its name."""
    releases = [package for body in known for package in body.releases]
    return {
        "$schema": base.to(SCHEMA),
        "catalogVersion": "1.0",
        "title": TITLE[0],
        "title_en": TITLE[1],
        "url": _pages("", base),
        "updated": updated,
        "bodies": [_body(body, base) for body in known],
        "releases": [_release(package, offered[package.name], base) for package in releases],
    }


def latest_path(body: Body) -> str:
    """Where the latest release of a body always is."""
    return f"latest/{body.slug}/"


def _body(body: Body, base: Base) -> dict[str, Any]:
    home = latest_path(body)
    return {
        "slug": body.slug,
        "name": body.name,
        "name_en": body.name_en,
        "code": body.code,
        "latest": body.latest.name,
        "latestUrl": base.to(home),
        "releases": [package.name for package in body.releases],
        "feeds": {
            "atom": base.to(home + ATOM),
            "json": base.to(home + JSON_FEED),
            "atom_en": base.to(EN.folder + home + ATOM),
            "json_en": base.to(EN.folder + home + JSON_FEED),
        },
    }


def _release(package: Package, offered: Iterable[File], base: Base) -> dict[str, Any]:
    verdicts = [check.verdict for check in package.checks]
    year = package.descriptor.get("fiscalYear")
    return {
        "name": package.name,
        "title": package.text("title") or package.name,
        "title_en": package.text("title_en"),
        "body": body_slug(package),
        "fiscalYear": year if isinstance(year, int) else None,
        "phase": package.text("phase"),
        "version": package.text("version"),
        "created": made(package),
        "url": _pages(f"{package.name}/", base),
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
        "files": [
            {
                "url": base.to(file.path),
                "resource": file.resource,
                "format": file.format,
                "mediaType": file.media_type,
                "bytes": file.bytes,
                "sha256": file.sha256,
            }
            for file in offered
        ],
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
        "url": _pages(f"{package.name}/{number}/", base),
        "resources": [resource.name for resource in package.tables[number]],
    }


def _pages(path: str, base: Base) -> dict[str, str]:
    return {language.code: base.to(language.folder + path) for language in LANGUAGES}
