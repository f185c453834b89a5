"""What lies beside the pages for programs and followers: catalogues, feeds, addresses that never change.

It is made of the finished site and the packages, so that every size and hash is of the file that is there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgetpress.website.catalogue import catalog_json, croissant, dcat
from budgetpress.website.catalogue.address import Base, site_base
from budgetpress.website.catalogue.bodies import bodies
from budgetpress.website.catalogue.catalog_json import latest_path
from budgetpress.website.catalogue.feeds import Feed, feed_files
from budgetpress.website.catalogue.latest import latest_files
from budgetpress.website.catalogue.what_changed import what_changed
from budgetpress.website.data import Package
from budgetpress.website.languages import LANGUAGES
from budgetpress.website.offered import release_files
from budgetpress.website.summary import made

__all__ = ["RESERVED", "Base", "site_base", "write_catalogue"]

RESERVED = frozenset({"latest", "catalogue"})
"""Folders of the site that no release may be called."""


def write_catalogue(
    packages: Sequence[Package],
    site: Path,
    *,
    base: Base | None = None,
) -> None:
    """Write all of it into the finished `site`."""
    made = catalogue_files(packages, site, base or site_base())
    for name, content in made:
        path = site / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def catalogue_files(packages: Sequence[Package], site: Path, base: Base) -> Iterator[tuple[str, bytes]]:
    """Every file by its path from the site's root."""
    known = bodies(packages)
    offered = {package.name: release_files(package, site) for package in packages}
    updated = max(map(made, packages), default="")
    for package in packages:
        described = croissant.dataset(package, offered[package.name], base)
        yield f"{package.name}/{croissant.NAME}", _bytes(described)
    yield catalog_json.NAME, _bytes(catalog_json.catalog(known, offered, updated, base))
    yield catalog_json.SCHEMA, catalog_json.schema_bytes()
    yield dcat.NAME, _bytes(dcat.catalogue(known, offered, updated, base))
    newest = _newest_first(packages)
    feeds = [Feed(name="site", home="", title=catalog_json.TITLE, releases=newest)]
    for body in known:
        feeds.append(
            Feed(
                name=body.slug,
                home=latest_path(body),
                title=(f"{body.name}：预算数据", f"{body.name_en}: budget data"),
                releases=_newest_first(body.releases),
            )
        )
        yield from latest_files(body, site, base)
    changes = what_changed(packages, site)
    for feed in feeds:
        for language in LANGUAGES:
            yield from feed_files(feed, language, base, changes)


def _newest_first(packages: Sequence[Package]) -> list[Package]:
    return sorted(packages, key=lambda package: (made(package), package.name), reverse=True)


def _bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8")
