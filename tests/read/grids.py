"""Reading pages that are drawn, by either parser, and looking at the grids that come of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from tests.read.pdf_samples import Draw, pdf

from budgetpress.model import Cell, Finding, Grid
from budgetpress.read.pdf import read_pdf

Read = Callable[..., tuple[tuple[Grid, ...], tuple[Finding, ...]]]


def read_drawn(
    *pages: Draw, rotate: int = 0, exact: bool = False
) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Read what is drawn."""
    return read_pdf("file.pdf", pdf(*pages, rotate=rotate), exact_parser=exact)


PARSERS: Mapping[str, Read] = {"pdfium": read_drawn, "pdfplumber": partial(read_drawn, exact=True)}
"""How each parser reads."""


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a grid; `^` where a merged cell covers a position."""
    return [["^" if not cell.rows else cell.text for cell in row] for row in grid.rows]


def tables(grids: Sequence[Grid]) -> list[list[list[str]]]:
    """The texts of the exact grids."""
    return [texts(grid) for grid in grids if grid.exact]


def cell_of(grids: Sequence[Grid], text: str) -> Cell:
    """The one cell with a text."""
    (cell,) = [cell for grid in grids for row in grid.rows for cell in row if cell.text == text]
    return cell


def box(cell: Cell) -> tuple[float, ...]:
    """The box of a cell as floats."""
    assert cell.place.bbox is not None
    return tuple(map(float, cell.place.bbox))
