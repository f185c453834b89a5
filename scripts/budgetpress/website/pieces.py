"""What a release's own step leaves for the parts of the site that join the rows of all releases.

A folder a release: its rows for the finder, and what the search knows of its pages and rows. What is joined
of them is made again only where a piece of it changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from budgetpress.website.data import Package
from budgetpress.website.find_parquet import FIGURE_COLUMNS, ITEM_COLUMNS, piece_bytes
from budgetpress.website.find_rows import figure_rows, item_rows
from budgetpress.website.page import Entry
from budgetpress.website.search_entries import page_entries, row_entries
from budgetpress.website.search_words import parted

FIGURES, ITEMS, ENTRIES = "figures.parquet", "items.parquet", "entries.json"


def write_pieces(package: Package, pages: Iterable[Entry], target: Path) -> None:
    """Write the pieces of a release into a folder; `pages` is what the search shall know of its pages."""
    target.mkdir(parents=True, exist_ok=True)
    (target / FIGURES).write_bytes(piece_bytes(FIGURE_COLUMNS, figure_rows(package)))
    (target / ITEMS).write_bytes(piece_bytes(ITEM_COLUMNS, item_rows(package)))
    told = [_ready(entry, 1) for entry in page_entries(package, pages)]
    # A table counts for more than a page that speaks of it.
    told += [_ready(entry, 2) for entry in row_entries(package)]
    (target / ENTRIES).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def _ready(entry: Entry, boost: int) -> tuple[str, str, str, int]:
    return entry.location, parted(entry.title), parted(entry.text), boost
