"""Views of sources from disk: folders that :mod:`budgetpress.read.view.keep` writes (its text says how).

A site without views, or with broken ones, is whole all the same.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from budgetpress.website.data import records, text
from budgetpress.website.source_view import (
    LINE_SPOT,
    Lines,
    Part,
    Picture,
    Shown,
    View,
    is_sheet,
    row_number,
    spot_of,
)

MAX_ROWS: Final = 250
"""Rows of one part: with links to all its figures it then weighs some 20 kB."""

MAX_CELLS: Final = 1_500
"""Cells of one part."""

_HASH: Final = re.compile(r"[0-9a-f]{64}")


def load_views(descriptor: Mapping[str, Any], folder: Path | None) -> dict[str, View]:
    """The views of the sources that a descriptor names, by file, from the folder of all views."""
    views: dict[str, View] = {}
    for number, (name, sha256) in enumerate(sources_of(descriptor), 1):
        views[name] = View(source=name, number=number)
        # One of another layout is none.
        with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
            if folder is not None and (manifest := _manifest(folder / sha256)) is not None:
                views[name] = _view(name, number, folder / sha256, manifest)
    return views


def sources_of(descriptor: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The name of the file and the hash of each source that a descriptor names.

    A hash that is none is 64 zeros: nothing has that one.
    """
    named = []
    for source in records(descriptor, "sources"):
        sha256 = text(source, "sha256")
        known = sha256 if _HASH.fullmatch(sha256) else "0" * 64
        named.append((text(source, "file").rpartition("/")[2], known))
    return named


def _manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a view; None where there is none, or not as it was written."""
    for path in folder.glob("view-*.json"):
        data = path.read_bytes()
        if path.name == f"view-{hashlib.sha256(data).hexdigest()}.json":
            found: dict[str, Any] = json.loads(data)
            return found
    return None


def _view(name: str, number: int, folder: Path, manifest: Mapping[str, Any]) -> View:
    parts = [*_pictures(folder, manifest["pages"]), *_cut(manifest["grids"])]
    homes: dict[str, int] = {}
    columns: dict[int, list[int]] = {}
    for part in parts:
        for grid in part.grids:
            for cell in (cell for row in grid.rows for cell in row):
                homes.setdefault(spot_of(grid, cell), part.number)
                if found := LINE_SPOT.fullmatch(cell.spot):
                    columns.setdefault(int(found[1]), []).append(int(found[2]))
    zh, en = manifest["reason"]
    return View(
        source=name,
        number=number,
        parts={part.number: part for part in parts},
        reason=(str(zh), str(en)),
        homes=homes,
        columns={line: sorted(starts) for line, starts in columns.items()},
    )


def _pictures(folder: Path, pages: Mapping[str, Mapping[str, Any]]) -> Iterator[Part]:
    """The pages whose pictures are there as they were drawn."""
    for number, page in sorted(pages.items(), key=lambda item: int(item[0])):
        file = folder / Path(page["file"]).name
        if file.is_file() and hashlib.sha256(file.read_bytes()).hexdigest() == page["sha256"]:
            wide, high = page["pixels"]
            picture = Picture(
                file=file, pixels=(wide, high), width=float(page["width"]), height=float(page["height"])
            )
            yield Part(number=int(number), zh=f"第 {number} 页", en=f"page {number}", picture=picture)


def _cut(grids: Iterable[Mapping[str, Any]]) -> Iterator[Part]:
    """Grids in parts of a size that a browser likes; each sheet of a workbook begins one."""
    number = 1
    held: list[Lines] = []
    for grid in grids:
        for piece in _pieces(_lines(grid)):
            if held and (is_sheet(piece) or _weight([*held, piece]) > 1):
                yield _part(number, held)
                number, held = number + 1, []
            held.append(piece)
    if held:
        yield _part(number, held)


def _lines(grid: Mapping[str, Any]) -> Lines:
    exact = bool(grid["exact"])
    rows = tuple(_placed(grid["rows"])) if exact else tuple(_as_they_come(grid["rows"]))
    return Lines(name=str(grid["name"]), exact=exact, rows=rows)


def _as_they_come(rows: Iterable[list[list[Any]]]) -> Iterator[tuple[Shown, ...]]:
    for row in rows:
        yield tuple(_shown(cell, column) for column, cell in enumerate(row))


def _placed(rows: Iterable[list[list[Any]]]) -> Iterator[tuple[Shown, ...]]:
    """Cells in the columns that those merged over rows above leave them."""
    taken: dict[int, int] = {}  # a column and how many rows it is still covered in
    for row in rows:
        shown, column = [], 0
        below = {at: left - 1 for at, left in taken.items() if left > 1}
        for cell in row:
            while taken.get(column, 0) > 0:
                column += 1
            shown.append(_shown(cell, column))
            if shown[-1].rows > 1:
                below.update(dict.fromkeys(range(column, column + shown[-1].columns), shown[-1].rows - 1))
            column += shown[-1].columns
        taken = below
        yield tuple(shown)


def _shown(cell: list[Any], column: int) -> Shown:
    words, spot, rows, columns, hidden = cell
    return Shown(
        text=str(words),
        spot=str(spot),
        rows=int(rows),
        columns=int(columns),
        hidden=bool(hidden),
        column=column,
    )


def _pieces(grid: Lines) -> Iterator[Lines]:
    rows: list[tuple[Shown, ...]] = []
    cells = 0
    for row in grid.rows:
        if rows and (len(rows) == MAX_ROWS or cells + len(row) > MAX_CELLS):
            yield Lines(name=grid.name, exact=grid.exact, rows=tuple(rows))
            rows, cells = [], 0
        rows.append(row)
        cells += len(row)
    if rows:
        yield Lines(name=grid.name, exact=grid.exact, rows=tuple(rows))


def _weight(grids: list[Lines]) -> float:
    """1 for as much as a part may hold."""
    rows = sum(len(grid.rows) for grid in grids)
    cells = sum(len(row) for grid in grids for row in grid.rows)
    return max(rows / MAX_ROWS, cells / MAX_CELLS)


def _part(number: int, grids: list[Lines]) -> Part:
    ends = [row_number(row) for row in (grids[0].rows[0], grids[-1].rows[-1])]
    rows = "–".join(dict.fromkeys(ends))
    zh, en = f"第 {rows} 行", f"lines {rows}"
    if is_sheet(grids[0]):
        name = grids[0].name
        zh, en = f"工作表“{name}”第 {rows} 行", f"sheet “{name}”, rows {rows}"
    return Part(number=number, zh=zh, en=en, grids=tuple(grids))
