"""Documents of exact grids and lines of text for the tests of shape: ruled pages, and sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from tests.shape.small_form import small_form

from budgetpress.model import Cell, Document, Entry, Grid, Place, Shaped
from budgetpress.shape import shape

SOURCE = "printed.pdf"
LEFT, UP = "<", "^"
"""Marks of positions that a merged cell covers, from the left or from above."""

Rows = Sequence[str]


def ruled(page: int, *rows: str, edges: Sequence[int] = (), top: int = 100) -> Grid:
    """A ruled table of a page; cells are parted by `|`, and `<` or `^` continue the cell there.

    `edges` are the x of the rules; 60 points a column if left out.
    """
    table = [[text.strip() for text in row.split("|")] for row in rows]
    rules = list(edges) or [40 + 60 * i for i in range(len(table[0]) + 1)]
    lines = []
    for r, row in enumerate(table):
        line = []
        for c, text in enumerate(row):
            place = Place(source=SOURCE, page=page, bbox=_box(rules[c], top + 20 * r, rules[c + 1], 20))
            if text in (LEFT, UP):
                line.append(Cell(text="", place=place, rows=0, columns=0))
                continue
            wide, high = _span(table, r, c)
            box = _box(rules[c], top + 20 * r, rules[c + wide], 20 * high)
            line.append(Cell(text=text, place=replace(place, bbox=box), rows=high, columns=wide))
        lines.append(tuple(line))
    return Grid(name=f"page {page}", rows=tuple(lines), exact=True)


def _box(x0: int, top: int, x1: int, height: int) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return (Decimal(x0), Decimal(top), Decimal(x1), Decimal(top + height))


def _span(table: Sequence[Sequence[str]], r: int, c: int) -> tuple[int, int]:
    wide = high = 1
    while c + wide < len(table[r]) and table[r][c + wide] == LEFT:
        wide += 1
    while r + high < len(table) and table[r + high][c] == UP:
        high += 1
    return wide, high


def text(page: int, *lines: str) -> Grid:
    """Lines of text of a page; `|` parts the cells of a line."""
    rows = []
    for number, line in enumerate(lines):
        cells = [
            Cell(
                text=part.strip(), place=Place(source=SOURCE, page=page, bbox=_box(40, 20 * number, 500, 12))
            )
            for part in line.split("|")
        ]
        rows.append(tuple(cells))
    return Grid(name=f"text of page {page}", rows=tuple(rows))


def sheet(name: str, *rows: str) -> Grid:
    """A sheet of a workbook; cells are parted by `|`, and there are no boxes."""
    drawn = ruled(1, *rows)
    lines = [
        tuple(
            replace(cell, place=Place(source="book.xlsx", sheet=name, cell=f"{chr(65 + c)}{r + 1}"))
            for c, cell in enumerate(line)
        )
        for r, line in enumerate(drawn.rows)
    ]
    return Grid(name=name, rows=tuple(lines), exact=True)


def document(*grids: Grid) -> Document:
    """A document of these grids."""
    return Document(source=SOURCE, sha256="0" * 64, grids=grids)


def shaped(*grids: Grid) -> Shaped:
    """A document shaped with the small form; every cell that is not blank is accounted for."""
    made = document(*grids)
    result = shape((made,), small_form())
    assert lost(made, result) == []
    return result


def lost(made: Document, result: Shaped) -> list[str]:
    """The texts that ended nowhere: in no entry, heading or remark at their place."""
    kept = [*_entries(result), *((h.cell.text, h.cell.place) for h in result.headings)]
    kept += [(remark.cell.text, remark.cell.place) for remark in result.remarks]
    found = []
    for grid in made.grids:
        for line in grid.rows:
            for cell in line:
                here = [text for text, place in kept if _holds(place, cell.place)]
                if cell.text.strip() and not any(cell.text.strip() in text for text in here):
                    found.append(f"{cell.place}: {cell.text}")
    return found


def _entries(result: Shaped) -> Iterator[tuple[str, Place]]:
    entries: list[Entry] = [e for t in result.tables for row in t.rows for e in row.entries.values()]
    yield from ((entry.text, entry.place) for entry in entries)


def _holds(outer: Place, inner: Place) -> bool:
    if outer.bbox is None or inner.bbox is None:
        return outer == inner
    around = all(outer.bbox[i] <= inner.bbox[i] for i in (0, 1))
    return outer.page == inner.page and around and all(outer.bbox[i] >= inner.bbox[i] for i in (2, 3))
