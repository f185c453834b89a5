"""The parts of the site that one release makes, or a few together; each is kept until that changes."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from budgetpress.published import read_folder
from budgetpress.website.card import card_png, card_svg
from budgetpress.website.catalogue import describe, site_base
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.latest import write_latest
from budgetpress.website.changes_page import changes_page
from budgetpress.website.downloads import copy_downloads
from budgetpress.website.kept import Store, code, digest_of, link_tree, state, write_file
from budgetpress.website.languages import LANGUAGES
from budgetpress.website.load import load_package, read_descriptor
from budgetpress.website.page import Entry, Page
from budgetpress.website.pieces import write_pieces
from budgetpress.website.press import Press, card
from budgetpress.website.release_pages import release_pages
from budgetpress.website.series_page import series_page
from budgetpress.website.source_load import sources_of
from budgetpress.website.summary import Summary, from_json, to_json

_SITE, _SUMMARY, _PIECES = "site", "summary.json", "pieces"


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What the rest of the site knows of a release, and where the pieces of its rows are kept."""

    summary: Summary
    pieces: Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """What every part is made with, and where it goes.

    `frame` has the shells, whose hash is `shells`; `site` is the address of the whole site, or empty;
    `kinds` are the kinds of defect that have a page of their own; `views` has what sources look like; `forms`
    are those of the data beside CSV; `staged` is the site that is made.
    """

    cache: Path
    frame: Path
    shells: str
    site: str
    kinds: Collection[str]
    views: Path | None
    forms: tuple[str, ...]
    staged: Path


class Maker:
    """Makes parts of the site and links them into it."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._store = Store(place.cache / "site")
        self._press: Press | None = None

    def release(self, folder: Path) -> Told:
        """All that is of the release in `folder` alone. InputError for a package that cannot be used."""
        views = self._place.views
        named = sources_of(read_descriptor(folder)) if views else []
        shown = [views / sha256 for _, sha256 in named] if views else []
        kept = self._make(folder.name, [folder, *shown], lambda target: self._write(folder, target))
        told = json.loads((kept / _SUMMARY).read_text(encoding="utf-8"))
        return Told(summary=from_json(told), pieces=kept / _PIECES)

    def changes(self, before: Path, after: Path) -> None:
        """The page of what changed between the releases in two folders."""

        def write(target: Path) -> None:
            page = changes_page(*(load_package(folder, self._place.views) for folder in (before, after)))
            self._stamp(page, target / _SITE, page.path.partition("/")[0])

        self._make(f"{after.name}.changes", [before, after], write)

    def series(self, body: Body, folders: Sequence[Path]) -> None:
        """The page of a body whose releases are in these folders."""

        def write(target: Path) -> None:
            self._stamp(series_page(body, [read_folder(folder) for folder in folders]), target / _SITE)

        self._make(f"{body.slug}.series", folders, write)

    def latest(self, body: Body, folders: Sequence[Path]) -> None:
        """The addresses that stay, for the newest of the releases of a body; all lie in the site already."""
        place = self._place
        self._make(
            f"{body.slug}.latest",
            folders,
            lambda target: write_latest(body, place.staged, site_base(place.site), target / _SITE),
        )

    def _make(self, name: str, made_of: Sequence[Path], write: Callable[[Path], None]) -> Path:
        """The kept folder of a part, linked into the site."""
        place = self._place
        states = [[str(folder), state(folder)] for folder in made_of]
        key = digest_of(code(), place.shells, place.site, sorted(place.kinds), place.forms, states)
        kept = self._store.get(name, key, write)
        link_tree(kept / _SITE, place.staged)
        return kept

    def _stamp(self, page: Page, site: Path, release: str = "") -> None:
        self._press = self._press or Press(self._place.frame, self._place.site)
        self._press.write(page, site, release)

    def _write(self, folder: Path, target: Path) -> None:
        package = load_package(folder, self._place.views, self._place.forms)
        site = target / _SITE
        copy_downloads(package, site / package.name)
        entries: list[Entry] = []
        for page in release_pages(package, self._place.kinds):
            self._stamp(page, site, package.name)
            entries += page.entries
        for language in LANGUAGES:
            picture = card_png(card_svg(package, language), self._place.cache)
            write_file(site / card(package.name, language), picture)
        summary = describe(package, site, site_base(self._place.site))
        write_file(target / _SUMMARY, json.dumps(to_json(summary), ensure_ascii=False).encode())
        write_pieces(package, entries, target / _PIECES)
