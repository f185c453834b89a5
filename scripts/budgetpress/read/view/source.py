"""A source file to its view: pictures of pages, or the cells of its text, tables and sheets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from budgetpress.errors import InputError
from budgetpress.model import Cell, Grid
from budgetpress.read import MAX_BYTES, read_document
from budgetpress.read.sniff import sniff
from budgetpress.read.view.pages import PagePicture, pdf_pictures, scan_pictures

MAX_PICTURES: Final = 600
"""Pages of one source that are drawn; the longest budget book met has 307 pages."""

MAX_CELLS: Final = 200_000
"""Cells of one source that are shown."""

GridRow = list[list[str | int]]
"""The cells of a row that are not covered by others: text, place in few characters (`L3C5`, `B7`), rows and
columns that it spans, 1 where the source hides it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceView:
    """A source to look at. `reason` says in Chinese and English what is not shown, and is empty otherwise."""

    pages: tuple[PagePicture, ...] = ()
    grids: tuple[tuple[str, bool, list[GridRow]], ...] = ()
    reason: tuple[str, str] = ("", "")


def view_source(path: Path, sha256: str, pages: Sequence[int]) -> SourceView:
    """The view of a file that must have that hash, with pictures of these of its pages (from 1).

    Whatever cannot be shown is said in the view's reason; nothing that a file holds raises an error.
    """
    try:
        if path.stat().st_size > max(MAX_BYTES.values()):
            return _none("文件太大", "the file is too large")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            return _none(
                "手边的文件不是数据所依据的那一份", "the file at hand is not the one that the data come from"
            )
        kind = sniff(path.name, data)
        if kind == "pdf":
            return _pictured(pdf_pictures(path.name, data, pages[:MAX_PICTURES]), pages)
        if kind == "picture":
            return _pictured(scan_pictures(path.name, data, pages[:MAX_PICTURES]), pages)
        return _grids(read_document(path).grids)
    except InputError as error:
        return _none("这个文件无法显示", error.found)
    except OSError as error:
        return _none("文件打不开", f"the file cannot be opened ({error.strerror})")


def _none(zh: str, en: str) -> SourceView:
    return SourceView(reason=(zh, en))


def _pictured(drawing: Iterator[PagePicture], wanted: Sequence[int]) -> SourceView:
    """The pages that could be drawn, and why others could not."""
    drawn: list[PagePicture] = []
    reason = ("", "")
    try:
        drawn.extend(drawing)
    except InputError as error:
        reason = ("有的页画不出来", f"some pages could not be drawn: {error.found}")
    if not reason[0] and len(drawn) < len(wanted):
        reason = (
            f"{len(wanted)} 页中画了 {len(drawn)} 页",
            f"{len(drawn)} of {len(wanted)} pages could be drawn",
        )
    return SourceView(pages=tuple(drawn), reason=reason)


def _grids(grids: Iterable[Grid]) -> SourceView:
    shown = tuple((grid.name, grid.exact, [_row(row) for row in grid.rows]) for grid in grids)
    if sum(len(row) for _, _, rows in shown for row in rows) > MAX_CELLS:
        return _none("内容太长", "there is too much of it")
    return SourceView(grids=shown)


def _row(row: Iterable[Cell]) -> GridRow:
    return [[cell.text, _spot(cell), cell.rows, cell.columns, int(cell.hidden)] for cell in row if cell.rows]


def _spot(cell: Cell) -> str:
    place = cell.place
    return place.cell or f"L{place.line}C{place.column}"
