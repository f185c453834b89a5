"""Read a transcription: UTF-8 text, a line a row, cells separated by tabs."""

from __future__ import annotations

import re

from budgetpress.errors import InputError
from budgetpress.model import Cell, Grid, Place

# What no package can carry to every reader; better refused here, where the line is known.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n|\Z)")

MAX_CELLS_A_LINE = 256
MAX_CELLS = 500_000


def read_text(name: str, data: bytes) -> Grid:
    """Give one grid; a cell's place is its line and the column of its first character, both from 1.

    InputError where the bytes are not plain UTF-8 text or a line has more cells than any table.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            name,
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not UTF-8",
            place=f"line {line}",
            expected="a transcription in UTF-8",
            do="Save the file as UTF-8, or repair the broken bytes.",
        ) from error
    if control := _CONTROL.search(text):
        raise InputError(
            name,
            f"the control character U+{ord(control.group()):04X}",
            place=f"line {_line(text, control.start())}",
            expected="plain text: no control characters but tabs and line ends (LF or CR LF)",
            do="Remove the character, or save the file as plain text.",
        )
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


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _cells(name: str, number: int, texts: list[str]) -> tuple[Cell, ...]:
    cells = []
    column = 1
    for text in texts:
        lead = len(text) - len(text.lstrip())
        place = Place(source=name, line=number, column=column + (lead if lead < len(text) else 0))
        cells.append(Cell(text=text, place=place))
        column += len(text) + 1
    return tuple(cells)
