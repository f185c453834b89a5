"""Read a transcription: plain text, a line a row, cells separated by tabs."""

from __future__ import annotations

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Grid, Place
from budgetpress.read.characters import decode, encoding_findings, refuse_controls

MAX_CELLS_A_LINE = 256
MAX_CELLS = 500_000


def read_transcription(name: str, data: bytes) -> tuple[list[Grid], list[Finding]]:
    """One grid of all lines, and what there is to say about the encoding; InputError as :func:`read_text`."""
    return [read_text(name, data)], encoding_findings(name, decode(name, data))


def read_text(name: str, data: bytes) -> Grid:
    """Give one grid; a cell's place is its line and the column of its first character, both from 1.

    InputError where the bytes are not plain text or a line has more cells than any table.
    """
    text = decode(name, data).text
    refuse_controls(name, text)
    # Cells, blank ones too, are what costs: a file of nothing but line breaks must not fill the memory.
    cells = text.count("\n") + text.count("\t") + 1
    if cells > MAX_CELLS:
        raise InputError(
            name,
            f"{cells:,} cells",
            expected=f"at most {MAX_CELLS:,} cells (lines and tabs)",
            do="Split the document, or check that the file is a transcription of tables.",
        )
    rows = []
    for number, line_text in enumerate(text.split("\n"), 1):
        texts = line_text.removesuffix("\r").split("\t")
        if len(texts) > MAX_CELLS_A_LINE:
            raise InputError(
                name,
                f"{len(texts)} cells",
                place=f"line {number}",
                expected=f"at most {MAX_CELLS_A_LINE} cells in a line",
                do="Check that the file is a transcription of tables.",
            )
        rows.append(_cells(name, number, texts))
    return Grid(name=name, rows=tuple(rows))


def _cells(name: str, number: int, texts: list[str]) -> tuple[Cell, ...]:
    cells = []
    column = 1
    for text in texts:
        lead = len(text) - len(text.lstrip())
        place = Place(source=name, line=number, column=column + (lead if lead < len(text) else 0))
        cells.append(Cell(text=text, place=place))
        column += len(text) + 1
    return tuple(cells)
