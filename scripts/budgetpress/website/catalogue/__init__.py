"""What lies beside the pages for programs and followers: catalogues, feeds, addresses that never change.

What is of one release is written into its folder when its other files lie there, so that every size and hash
is of the file that is there; what is of the whole site is made of the summaries.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgetpress.website.catalogue import catalog_json, croissant, dcat
from budgetpress.website.catalogue.address import Base, site_base
from budgetpress.website.catalogue.bodies import Body, bodies
from budgetpress.website.catalogue.catalog_json import latest_path
from budgetpress.website.catalogue.feeds import Feed, feed_files
from budgetpress.website.catalogue.names import name_files
from budgetpress.website.catalogue.what_changed import what_changed
from budgetpress.website.data import Package
from budgetpress.website.languages import LANGUAGES
from budgetpress.website.offered import release_files
from budgetpress.website.summary import Summary, summarise

__all__ = ["RESERVED", "Base", "describe", "site_base", "write_catalogue"]

RESERVED = frozenset({"latest", "catalogue"})
"""Folders of the site that no release may be called."""


def describe(package: Package, site: Path, base: Base | None = None) -> Summary:
    """Write what describes a release beside its other files, in `site / <release>`; gives its summary."""
    base = base or site_base()
    offered = release_files(package, site)
    release = summarise(package, offered)
    for name, described in (
        (croissant.NAME, croissant.dataset(package, offered, base)),
        (catalog_json.NAME, catalog_json.release_document(package, offered, base)),
        (dcat.NAME, dcat.release_document(package, release, offered, base)),
    ):
        (site / package.name / name).write_bytes(_bytes(described))
    return release


def write_catalogue(releases: Sequence[Summary], site: Path, *, base: Base | None = None) -> None:
    """Write what is of all releases into the finished `site`."""
    for name, content in catalogue_files(releases, site, base or site_base()):
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def catalogue_files(releases: Sequence[Summary], site: Path, base: Base) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root."""
    known = bodies(releases)
    updated = max((release.created for release in releases), default="")
    for documents in (catalog_json.documents, dcat.documents):
        for name, described in documents(known, updated, base):
            yield name, _bytes(described)
    yield catalog_json.SCHEMA, catalog_json.schema_bytes()
    yield from name_files(known)
    changes = what_changed(releases, site)
    for feed in _feeds(releases, known):
        for language in LANGUAGES:
            yield from feed_files(feed, language, base, changes)


def _feeds(releases: Sequence[Summary], known: Sequence[Body]) -> Iterator[Feed]:
    """That of the site and that of each body."""
    yield Feed(name="site", home="", title=catalog_json.TITLE, releases=_newest_first(releases))
    for body in known:
        yield Feed(
            name=body.slug,
            home=latest_path(body),
            title=(f"{body.name}：预算数据", f"{body.name_en}: budget data"),
            releases=_newest_first(body.releases),
        )


def _newest_first(releases: Sequence[Summary]) -> list[Summary]:
    return sorted(releases, key=lambda release: (release.created, release.name), reverse=True)


def _bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")
