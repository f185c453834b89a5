"""Atom and JSON Feed of a site and of each body, in both languages: an entry is a version of a release.

A feed has the newest :data:`MOST` of them; the catalogue has all.

Dates are those of the packages, never those of the build. What changed since the version before is told by
`changes`, which has for a release's name the sentences in both languages and the page that lists the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from budgetpress.website.catalogue.address import Base, urn
from budgetpress.website.catalogue.catalog_json import ATOM, JSON_FEED
from budgetpress.website.catalogue.what_changed import Change
from budgetpress.website.escape import clean
from budgetpress.website.languages import ZH, Language
from budgetpress.website.summary import Summary
from budgetpress.website.words import STATUS

_NAMESPACE = "http://www.w3.org/2005/Atom"
MOST = 50
_NO_DAY = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What a feed is of; `home` is its folder in each tree, and the newest release comes first."""

    name: str
    home: str
    title: tuple[str, str]
    releases: Sequence[Summary]


def feed_files(
    feed: Feed, language: Language, base: Base, changes: Mapping[str, Change]
) -> Iterator[tuple[str, bytes]]:
    """The two files of a feed in one language, by their paths from the site's root."""
    here = language.folder + feed.home
    yield here + ATOM, _atom(feed, language, base, changes)
    yield here + JSON_FEED, _json(feed, language, base, changes)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    name: str
    title: str
    moment: str
    summary: str
    page: str
    archive: str
    authors: tuple[str, ...]
    related: str


def _entries(feed: Feed, language: Language, base: Base, changes: Mapping[str, Change]) -> Iterator[_Entry]:
    above = (language.folder + feed.home).count("/")
    for release in feed.releases[:MOST]:
        change, owner, archive = changes.get(release.name), release.owner, release.file(".zip")
        yield _Entry(
            name=urn("release", release.name, release.version),
            title=clean(f"{_wording(release.title, release.title_en, language)} {release.version}"),
            moment=release.created or _NO_DAY,
            summary=clean(_summary(release, language, change)),
            page=base.to(f"{language.folder}{release.name}/", above=above),
            archive=base.to(archive.path, above=above) if archive else "",
            authors=(clean(_wording(owner.name, owner.name_en, language)) or release.name,),
            related=base.to(language.folder + change.page, above=above) if change else "",
        )


def _summary(release: Summary, language: Language, change: Change | None) -> str:
    counts = {status: count for status, count in release.figures.items() if count}
    zh = f"{len(release.tables)} 张表，{sum(counts.values())} 个数字："
    zh += "、".join(f"{STATUS[status].zh} {count}" for status, count in counts.items()) + "。"
    en = f"{len(release.tables)} tables, {sum(counts.values())} figures: "
    en += ", ".join(f"{count} {STATUS[status].en}" for status, count in counts.items()) + "."
    what = _wording(change.zh, change.en, language) if change else ""
    about = _wording(release.description, release.description_en, language)
    parts = (what, _wording(zh, en, language), about)
    return ("" if language is ZH else " ").join(filter(None, parts))


def _atom(feed: Feed, language: Language, base: Base, changes: Mapping[str, Change]) -> bytes:
    here = language.folder + feed.home
    above = here.count("/")
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language.tag})
    _add(root, "id", urn("feed", language.code, feed.name, base.root))
    _add(root, "title", clean(_wording(*feed.title, language)))
    _add(root, "updated", _updated(feed))
    _link(root, "self", base.to(here + ATOM, above=above), "application/atom+xml")
    _link(root, "alternate", base.to(here, above=above), "text/html")
    _add(root, "generator", "budgetpress")
    for entry in _entries(feed, language, base, changes):
        item = SubElement(root, "entry")
        _add(item, "id", entry.name)
        _add(item, "title", entry.title)
        _add(item, "published", entry.moment)
        _add(item, "updated", entry.moment)
        for author in entry.authors:
            _add(SubElement(item, "author"), "name", author)
        _link(item, "alternate", entry.page, "text/html")
        if entry.archive:
            _link(item, "enclosure", entry.archive, "application/zip")
        if entry.related:
            _link(item, "related", entry.related, "text/html")
        _add(item, "summary", entry.summary)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _json(feed: Feed, language: Language, base: Base, changes: Mapping[str, Change]) -> bytes:
    here = language.folder + feed.home
    above = here.count("/")
    items = []
    for entry in _entries(feed, language, base, changes):
        item: dict[str, Any] = {
            "id": entry.name,
            "url": entry.page,
            "title": entry.title,
            "content_text": entry.summary,
            "date_published": entry.moment,
            "authors": [{"name": name} for name in entry.authors],
        }
        if entry.archive:
            item["attachments"] = [{"url": entry.archive, "mime_type": "application/zip"}]
        if entry.related:
            item["external_url"] = entry.related
        items.append(item)
    described = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": clean(_wording(*feed.title, language)),
        "language": language.tag,
        "home_page_url": base.to(here, above=above),
        "feed_url": base.to(here + JSON_FEED, above=above),
        "items": items,
    }
    return (json.dumps(described, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")


def _updated(feed: Feed) -> str:
    return max((release.created for release in feed.releases), default="") or _NO_DAY


def _wording(zh: str, en: str, language: Language) -> str:
    return zh if language is ZH or not en else en


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _link(parent: Element, relation: str, href: str, kind: str) -> None:
    SubElement(parent, "link", {"rel": relation, "type": kind, "href": href})
