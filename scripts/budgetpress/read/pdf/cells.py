"""Grids as they are laid out on pages to the grids of the model."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from budgetpress.model import Cell, Grid, Place
from budgetpress.read.pdf.content import Box
from budgetpress.read.pdf.tables import Laid, LaidCell

_Points = tuple[Decimal, Decimal, Decimal, Decimal]


class GridMaker:
    """Makes the grids of one document. Equal coordinates and texts are one object: cells are many."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._points: dict[int, Decimal] = {}
        self._texts: dict[str, str] = {}
        self._grids: dict[int, list[Grid]] = {}

    def add(self, page: int, laid: Iterable[Laid]) -> None:
        """Add the grids of a page, counted from 0, after what it already has."""
        grids = self._grids.setdefault(page, [])
        grids += [self._grid(page, len(grids) + number, grid) for number, grid in enumerate(laid, 1)]

    def grids(self) -> tuple[Grid, ...]:
        """All grids, page by page."""
        return tuple(grid for _, grids in sorted(self._grids.items()) for grid in grids)

    def _grid(self, page: int, number: int, laid: Laid) -> Grid:
        return Grid(
            name=f"page {page + 1}, {laid.kind} {number}", rows=self._rows(page, laid), exact=laid.exact
        )

    def _rows(self, page: int, laid: Laid) -> tuple[tuple[Cell, ...], ...]:
        rows: list[list[Cell | None]] = [[None] * len(row) for row in laid.rows]
        for r, row in enumerate(laid.rows):
            for c, cell in enumerate(row):
                if cell is not None:
                    self._put(rows, r, c, page, cell, laid.shown)
        return tuple(tuple(cell for cell in row if cell is not None) for row in rows)

    def _put(
        self, rows: list[list[Cell | None]], r: int, c: int, page: int, cell: LaidCell, shown: bool
    ) -> None:
        place = Place(source=self._source, page=page + 1, bbox=self._box(cell.box))
        if cell.rows > 1 or cell.columns > 1:
            covered = Cell(text="", place=place, rows=0, columns=0)
            for row in rows[r : r + cell.rows]:
                row[c : c + cell.columns] = [covered] * cell.columns
        confidence = cell.confidence
        rows[r][c] = Cell(
            text=self._texts.setdefault(cell.text, cell.text),
            place=place,
            rows=cell.rows,
            columns=cell.columns,
            confidence=None if confidence is None else Decimal(f"{confidence:.3f}"),
            hidden=not shown,
        )

    def _box(self, box: Box) -> _Points:
        x0, top, x1, bottom = map(self._point, box)
        return x0, top, x1, bottom

    def _point(self, value: float) -> Decimal:
        """Points to two decimals: a hair is 20 times as wide."""
        hundredths = round(value * 100)
        point = self._points.get(hundredths)
        if point is None:
            point = self._points[hundredths] = Decimal(hundredths).scaleb(-2)
        return point
