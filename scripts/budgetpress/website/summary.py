"""What the pages of the whole site need of a release, and nothing more: small, frozen, and kept as JSON.

The pages of a release are written from its package (:class:`budgetpress.website.data.Package`), one package
at a time; of each only its summary stays. Whatever looks across releases takes a sequence of summaries, so
its cost grows with the number of releases and not with their rows. What such a page needs of the rows is
written by the release's own step as a piece (:mod:`budgetpress.website.pieces`) and joined later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from budgetpress.website.charts.headline import Headline, headlines
from budgetpress.website.data import Package, part, records, text
from budgetpress.website.escape import web_url
from budgetpress.website.offered import File
from budgetpress.website.page import status_counts
from budgetpress.website.words import VERDICT

_SLUG = re.compile(r"[0-9a-z]+(?:[-_.][0-9a-z]+)*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Owner:
    """The body whose budget it is, as the release names it; `slug` is its key in addresses.

    `place` is where it is, from the largest part (`北京市/朝阳区`); empty where the release does not say it.
    """

    name: str
    name_en: str
    code: str
    slug: str
    place: str
    place_en: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """A resource that is a printed table, or part of one."""

    name: str
    title: str
    title_en: str
    rows: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A printed table by its number, with the resources it is published as."""

    number: str
    title: str
    title_en: str
    resources: tuple[Rows, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Demand:
    """A rule on what must be disclosed; `complete` is None where it cannot be told."""

    rule: str
    rule_en: str
    complete: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosure:
    """How complete the document is: how many tables are in each state, and what each rule says of it."""

    states: Mapping[str, int]
    demands: tuple[Demand, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Licence:
    """A licence by name, with its address where that is one of the web."""

    name: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A release as the rest of the site sees it. All text is as the package has it, unescaped.

    `created` is a moment, or empty where the package names none. `figures` counts figures by status and
    `identities` identities by verdict; every status and verdict is a key. `files` are those of the whole
    release (the zip, the descriptor, the reports), not those of its tables.
    """

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    owner: Owner
    year: str
    phase: str
    version: str
    created: str
    form: str
    form_title: str
    form_title_en: str
    valid: bool | None
    figures: Mapping[str, int]
    identities: Mapping[str, int]
    headlines: tuple[Headline, ...]
    tables: tuple[Table, ...]
    licences: tuple[Licence, ...]
    sources: tuple[str, ...]
    disclosure: Disclosure | None
    files: tuple[File, ...] = field(default=())

    @property
    def rows(self) -> int:
        """How many rows its tables have together."""
        return sum(resource.rows for table in self.tables for resource in table.resources)

    @property
    def fiscal_year(self) -> int:
        """The year as a number, 0 where it is none."""
        return int(self.year) if self.year.isascii() and self.year.isdigit() else 0

    def file(self, suffix: str) -> File | None:
        """The file of the whole release whose path ends so."""
        return next((file for file in self.files if file.path.endswith(suffix)), None)


def summarise(package: Package, offered: Sequence[File] = ()) -> Summary:
    """The summary of a package; `offered` are its files on the site."""
    body, form = part(package.descriptor, "body"), part(package.descriptor, "form")
    verdicts = [check.verdict for check in package.checks]
    return Summary(
        name=package.name,
        title=package.text("title") or package.name,
        title_en=package.text("title_en"),
        description=package.text("description"),
        description_en=package.text("description_en"),
        owner=Owner(slug=body_slug(package), **{key: text(body, key) for key in _OWNED}),
        year=package.text("fiscalYear"),
        phase=package.text("phase"),
        version=package.text("version"),
        created=made(package),
        form=text(form, "name"),
        form_title=text(form, "title"),
        form_title_en=text(form, "title_en"),
        valid=None if package.validation is None else package.validation.get("valid") is True,
        figures=status_counts(package),
        identities={verdict: verdicts.count(verdict) for verdict in VERDICT},
        headlines=tuple(headlines(package)),
        tables=tuple(_table(package, number) for number in sorted(package.tables)),
        licences=tuple(
            Licence(name=text(raw, "name") or text(raw, "title"), url=web_url(text(raw, "path")))
            for raw in records(package.descriptor, "licenses")
        ),
        sources=tuple(
            filter(None, (web_url(text(s, "path")) for s in records(package.descriptor, "sources")))
        ),
        disclosure=_disclosure(package),
        files=tuple(file for file in offered if not file.resource),
    )


def _table(package: Package, number: str) -> Table:
    title, title_en = package.title(number)
    return Table(
        number=number,
        title=title,
        title_en=title_en,
        resources=tuple(
            Rows(name=each.name, title=each.title, title_en=each.title_en, rows=len(each.rows))
            for each in package.tables[number]
        ),
    )


def _disclosure(package: Package) -> Disclosure | None:
    """From `reports/disclosure.json`; a package without one has none."""
    card = scorecard(package)
    if card is None:
        return None
    return Disclosure(
        states={state: count for state, count in part(card, "counts").items() if isinstance(count, int)},
        demands=tuple(
            Demand(
                rule=text(raw, "rule_zh"),
                rule_en=text(raw, "rule_en"),
                complete=raw["complete"] if isinstance(raw.get("complete"), bool) else None,
            )
            for raw in records(card, "demands")
        ),
    )


def scorecard(package: Package) -> Mapping[str, Any] | None:
    """What `reports/disclosure.json` of the package says, if it is there."""
    try:
        card = json.loads((package.folder / "reports" / "disclosure.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return card if isinstance(card, dict) else None


def body_slug(package: Package) -> str:
    """The key of a package's body: `slug` of its `[body]`, or else its name without its fiscal year.

    `x-town-2025` and `x-town-2026` are releases of `x-town`.
    """
    said = text(part(package.descriptor, "body"), "slug")
    if _SLUG.fullmatch(said):
        return said
    year = re.escape(package.text("fiscalYear"))
    rest = re.sub(rf"(?:^|[-_.]){year}(?=$|[-_.])", "", package.name) if year else package.name
    return rest.strip("-_.") or package.name


def made(package: Package) -> str:
    """When the package says that it was made, or the empty string where it names no moment."""
    created = package.text("created")
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return ""
    return created if moment.tzinfo and "T" in created else ""


def to_json(summary: Summary) -> dict[str, Any]:
    """The summary as plain values for JSON; an amount is the text of its decimal."""
    told = asdict(summary)
    for headline in told["headlines"]:
        if headline["amount"] is not None:
            headline["amount"] = str(headline["amount"])
    return told


def from_json(told: Mapping[str, Any]) -> Summary:
    """The summary that :func:`to_json` told; TypeError, KeyError or ArithmeticError for anything else."""
    lists = {name: tuple(of(**raw) for raw in told[name]) for name, of in _LISTED.items()}
    disclosure = told["disclosure"]
    nested = {
        "owner": Owner(**told["owner"]),
        "headlines": tuple(_headline(raw) for raw in told["headlines"]),
        "tables": tuple(_table_of(raw) for raw in told["tables"]),
        "sources": tuple(told["sources"]),
        "disclosure": None if disclosure is None else _disclosed(disclosure),
    }
    return Summary(**{**told, **lists, **nested})


_OWNED = ("name", "name_en", "code", "place", "place_en")
_LISTED: Mapping[str, type[Any]] = {"licences": Licence, "files": File}


def _headline(raw: Mapping[str, Any]) -> Headline:
    amount = raw["amount"]
    return Headline(**{**raw, "amount": None if amount is None else Decimal(amount)})


def _table_of(raw: Mapping[str, Any]) -> Table:
    return Table(**{**raw, "resources": tuple(Rows(**each) for each in raw["resources"])})


def _disclosed(raw: Mapping[str, Any]) -> Disclosure:
    return Disclosure(states=raw["states"], demands=tuple(Demand(**each) for each in raw["demands"]))
