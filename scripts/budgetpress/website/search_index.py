"""The search index: the theme's pages, cut into short Chinese words, and an entry for each row of a table.

The theme fetches `search/search_index.json` with every page, so that one is left empty; `search/index.json`
is the real one, which site/assets/search.js fetches when a reader enters the search field.

The index holds the rows of tables as long as all releases together have no more than :data:`MOST_ROWS`.
Beyond that, pages below a release's own are left out too: the index then has one page for each release, and
the finder, which reads pieces of a file, has the rows. So the index stays below a few megabytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jieba

from budgetpress.website.addresses import row_address
from budgetpress.website.data import Package, Record, Resource
from budgetpress.website.escape import html_text
from budgetpress.website.find_rows import labels
from budgetpress.website.page import Page
from budgetpress.website.table_html import Cells
from budgetpress.website.words import yuan

# About ten releases of a district's department; the index of so many rows is about 200 kB on its way.
MOST_ROWS = 5_000

_CUT = "\u200b"  # shows nothing and parts words
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_SETTINGS = {
    # Chinese needs no more of the theme's search engine than that its words are parted.
    "lang": ["en"],
    "separator": r"[\s\u200b\u3000\-–—、。，．？！；：（）()《》“”\"/·|…=]+|[,.:](?!\d)",
    "pipeline": [],
    "fields": {"title": {"boost": 1000.0}, "text": {"boost": 1.0}, "tags": {"boost": 1000000.0}},
}


def is_complete(packages: Sequence[Package]) -> bool:
    """Whether the index holds the rows of tables, and the pages below those of releases."""
    rows = sum(len(resource.rows) for package in packages for resource in _tables(package))
    return rows <= MOST_ROWS


def searched(page: Page, packages: Sequence[Package]) -> Page:
    """The page as MkDocs gets it: marked as not to be searched where the index leaves it out."""
    if is_complete(packages) or page.path.count("/") < 2:
        return page
    return replace(page, markdown=page.markdown.replace("---\n", "---\nsearch:\n  exclude: true\n", 1))


def write_index(tree: Path, packages: Sequence[Package]) -> None:
    """Make the index of a built tree (a language) from the one that MkDocs left there."""
    path = tree / "search" / "search_index.json"
    entries = json.loads(path.read_text(encoding="utf-8"))["docs"]
    if is_complete(packages):
        # Of the page of a table its own entry stays; its parts are made here, the same in both languages.
        tables = {_page_of(package, resource) for package in packages for resource in _tables(package)}
        entries = [
            entry
            for entry in entries
            if entry["location"].partition("#")[0] not in tables or "#" not in entry["location"]
        ]
        entries += [entry for package in packages for entry in _parts(package)]
    docs = [{**entry, "title": parted(entry["title"]), "text": parted(entry["text"])} for entry in entries]
    _write(path.with_name("index.json"), {"config": _SETTINGS, "docs": docs})
    _write(path, {"config": _SETTINGS, "docs": []})


def _write(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _parts(package: Package) -> Iterator[dict[str, object]]:
    """An entry for each table, and one for each row of it, by what the row is called."""
    cells = Cells(package)
    for resource in _tables(package):
        page, name = _page_of(package, resource), f"{resource.table} {resource.title} {resource.title_en}"
        yield _entry(f"{page}#table-{resource.name}", name, "")
        for row in resource.rows:
            label = labels(package, resource, row)
            title = " ".join(str(label[name]) for name in ("codes", "names", "names_en") if label[name])
            text = " · ".join(
                (*([str(label["words"])] if label["words"] else []), *_amounts(resource, row, cells))
            )
            yield _entry(f"{package.name}/{row_address(resource, row['row'])}", title or name, text)


def _entry(location: str, title: str, text: str) -> dict[str, object]:
    # The search engine takes a text for HTML, and counts a table for more than a page that speaks of it.
    return {"location": location, "title": html_text(title), "text": html_text(text), "boost": 2}


def _page_of(package: Package, resource: Resource) -> str:
    return f"{package.name}/{resource.table}/"


def _amounts(resource: Resource, row: Record, cells: Cells) -> Iterator[str]:
    """`合计 Total 30,000.00 (3.000000)`: what is published and, in brackets, what is printed."""
    for field in resource.fields:
        figure = cells.figure(resource, row["row"], field.name)
        if figure is not None:
            amount = yuan(figure.amount) if figure.amount is not None else ""
            yield f"{field.title} {field.title_en} {amount} ({figure.printed})"


def _tables(package: Package) -> Iterator[Resource]:
    for resources in package.tables.values():
        yield from resources


def parted(text: str) -> str:
    """`text` with an invisible mark around each Chinese word, so that the search engine sees words."""
    plain = text.replace(_CUT, "")
    return _HAN.sub(lambda run: f"{_CUT}{_CUT.join(_words(run.group()))}{_CUT}", plain).strip(_CUT)


def _words(run: str) -> list[str]:
    """The words of a run of Chinese. A character that is left over goes with the word before it."""
    words: list[str] = []
    for word in jieba.cut(run):
        for piece in _pieces(word):
            if len(piece) == 1 and words:
                words[-1] += piece
            else:
                words.append(piece)
    return words


@cache
def _pieces(word: str) -> tuple[str, ...]:
    """A long word as the most words of two characters or more that it is made of: 养老保险 is 养老, 保险."""
    best: tuple[str, ...] = (word,)
    for cut in range(2, len(word) - 1):
        if jieba.dt.FREQ.get(word[:cut]):
            rest = _pieces(word[cut:])
            if len(rest) >= len(best) and all(jieba.dt.FREQ.get(piece) for piece in rest):
                best = (word[:cut], *rest)
    return best
