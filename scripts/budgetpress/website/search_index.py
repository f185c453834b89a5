"""The search index: the theme's pages and ours, cut into short Chinese words, and the rows of tables.

The theme fetches `search/search_index.json` with every page, so that one is left empty; `search/index.json`
is the real one, which site/assets/search.js fetches when a reader enters the search field.

The index holds the pages and rows of releases as long as all of them together have no more than
:data:`MOST_ROWS` rows. Beyond that it has one entry for each release and, of very many, for each body; the
finder, which reads pieces of a file, has the rows. So the index stays below a few megabytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.catalog_json import latest_path
from budgetpress.website.languages import LANGUAGES, Language, resolve
from budgetpress.website.page import Entry
from budgetpress.website.pieces import ENTRIES
from budgetpress.website.search_words import parted
from budgetpress.website.summary import Summary
from budgetpress.website.words import pair

# About ten releases of a district's department; the index of so many rows is about 200 kB on its way.
MOST_ROWS = 5_000
# So many releases have an entry each: about 60 kB on its way.
MOST_RELEASES = 2_000

_SETTINGS = {
    # Chinese needs no more of the theme's search engine than that its words are parted.
    "lang": ["en"],
    "separator": r"[\s\u200b\u3000\-–—、。，．？！；：（）()《》“”\"/·|…=]+|[,.:](?!\d)",
    "pipeline": [],
    "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
}
# An entry that is ready: where, title and text, how much it counts.
Ready = tuple[str, str, str, float]


def write_index(
    known: Sequence[Body], pages: Iterable[Entry], site: Path, pieces: Callable[[str], Path]
) -> None:
    """Make the index of both trees below `site`: of the hand-written pages as MkDocs left it there.

    `pages` are the entries of the generated pages of the whole site; `pieces` says where those of a release
    are kept.
    """
    ours = [(entry.location, parted(entry.title), parted(entry.text), 1.0) for entry in pages]
    ours += _of_releases(known, pieces)
    for language in LANGUAGES:
        path = site / language.folder / "search" / "search_index.json"
        written = json.loads(path.read_text(encoding="utf-8"))["docs"]
        theirs = [(doc["location"], parted(doc["title"]), parted(doc["text"]), 1.0) for doc in written]
        docs = [_doc(entry, language) for entry in (*theirs, *ours)]
        _write(path.with_name("index.json"), {"config": _SETTINGS, "docs": docs})
        _write(path, {"config": _SETTINGS, "docs": []})


def _of_releases(known: Sequence[Body], pieces: Callable[[str], Path]) -> Iterator[Ready]:
    releases = [release for body in known for release in body.releases]
    if sum(release.rows for release in releases) <= MOST_ROWS:
        for release in releases:
            told = json.loads((pieces(release.name) / ENTRIES).read_text(encoding="utf-8"))
            yield from ((location, title, text, boost) for location, title, text, boost in told)
    elif len(releases) <= MOST_RELEASES:
        yield from map(_release, releases)
    else:
        yield from map(_body, known)


def _release(release: Summary) -> Ready:
    owner = release.owner
    about = (pair(owner.name, owner.name_en), pair(owner.code, ""), release.year)
    text = " ".join(filter(None, about))
    return f"{release.name}/", parted(pair(release.title, release.title_en)), parted(text), 1.0


def _body(body: Body) -> Ready:
    code = pair(body.owner.code, "")
    return latest_path(body), parted(pair(body.name, body.name_en)), code, 1.0


def _doc(entry: Ready, language: Language) -> dict[str, object]:
    """The entry as the theme's search reads it."""
    location, title, text, boost = entry
    doc: dict[str, object] = {
        "location": location,
        "title": resolve(title, language),
        "text": resolve(text, language),
    }
    return doc if boost == 1 else doc | {"boost": boost}


def _write(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
