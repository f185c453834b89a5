"""Read CSV: a record a row, the place of a cell its line and the column of its first character.

Nothing in a file says that it is CSV, so :func:`csv_separator` looks: text without tabs that the csv module
takes in its strict mode, most lines of which have several cells, as many as the line before or after; and
where the separator is a comma, most commas must not be those of thousands. Text with tabs is CSV if it has
cells in quotes, as spreadsheets write them; else it is a transcription.
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Grid, Place
from budgetpress.read.characters import decode, encoding_findings, refuse_controls
from budgetpress.read.text import MAX_CELLS, MAX_CELLS_A_LINE

_SEPARATORS: Final = (",", ";")
_THOUSANDS: Final = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_QUOTED: Final = re.compile(r'"[^"]*"')
_QUOTED_CELL: Final = re.compile(r'(?:^|\t)"(?:[^"]|"")*"(?=[\t\r\n]|\Z)', re.MULTILINE)
_LINE_END: Final = re.compile(r"\r?\n|\r")
_LONGEST: Final = csv.field_size_limit()
_ENDLESS: Final = re.compile(rf'(?:^|[,;])"[^"]{{{_LONGEST}}}', re.MULTILINE)


def csv_separator(text: str) -> str:
    """The separator of a text that is CSV; empty if it is not."""
    if "\t" in text:
        return "\t" if _QUOTED_CELL.search(text) and _counts(text, "\t") else ""
    if _ENDLESS.search(text):
        return _SEPARATORS[0]  # read_csv refuses it: as lines of text it would cost much and give nothing
    for separator in _SEPARATORS:
        if text.count(separator) > 1 and _fits(text, separator):
            return separator
    return ""


def _fits(text: str, separator: str) -> bool:
    bare = _QUOTED.sub("", text)
    if separator == "," and 2 * len(_THOUSANDS.findall(bare)) > bare.count(","):
        return False
    counts = _counts(text, separator)
    several = [count for count in counts if count > 1]
    near = zip([0, *several], several, [*several[1:], 0], strict=False)
    alike = sum(count in (before, after) for before, count, after in near)
    return 2 * len(several) >= len(counts) and len(several) >= 2 and alike >= 0.8 * len(several)


def _counts(text: str, separator: str) -> list[int]:
    """How many cells each record has that is not blank; nothing where the text is no CSV."""
    try:
        return [len(record) for record in _records(text, separator) if any(cell.strip() for cell in record)]
    except csv.Error:
        return []


def read_csv(name: str, data: bytes) -> tuple[list[Grid], list[Finding]]:
    """One grid of all records, exact if they have equally many cells (blank lines aside).

    InputError where the text cannot be read or is larger than any table.
    """
    decoded = decode(name, data)
    refuse_controls(name, decoded.text)
    if endless := _ENDLESS.search(decoded.text):
        raise InputError(
            name,
            f"a cell in quotes that does not end within {_LONGEST:,} characters",
            place=f"line {len(_LINE_END.findall(decoded.text, 0, endless.start() + 1)) + 1}",
            do="Add the closing quotation mark, or take out the opening one.",
        )
    records = _Records(name, decoded.text)
    rows = list(records.rows(csv_separator(decoded.text) or _SEPARATORS[0]))
    widths = {len(row) for row in rows if row[0].text or len(row) > 1}
    exact = len(widths) == 1
    if exact:
        (width,) = widths
        rows = [row + row[-1:] * (width - len(row)) for row in rows]  # only a blank line is shorter
    grid = Grid(name=name, rows=tuple(rows), exact=exact)
    return [grid], encoding_findings(name, decoded)


def _records(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


class _Records:
    """Walks along the text with the records of the csv module, to know where each cell stands."""

    def __init__(self, name: str, text: str) -> None:
        self._name, self._text = name, text
        self._starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
        self._at = 0

    def rows(self, separator: str) -> Iterator[tuple[Cell, ...]]:
        """Each record as cells; a blank line is one blank cell."""
        total = 0
        for record in _records(self._text, separator):
            total += max(len(record), 1)
            self._refuse_many(total, len(record))
            yield tuple(self._cells(record or [""]))
            if end := _LINE_END.match(self._text, self._at):
                self._at = end.end()

    def _cells(self, record: list[str]) -> Iterator[Cell]:
        for number, text in enumerate(record):
            self._at += bool(number)  # the separator
            quoted = self._text.startswith('"', self._at)
            lead = len(text) - len(text.lstrip()) if text.strip() else 0
            yield Cell(text=_LINE_END.sub("\n", text), place=self._place(self._at + quoted + lead))
            self._at += len(text) + (2 + text.count('"') if quoted else 0)

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(source=self._name, line=line, column=offset - self._starts[line - 1] + 1)

    def _refuse_many(self, total: int, cells: int) -> None:
        if total > MAX_CELLS or cells > MAX_CELLS_A_LINE:
            raise InputError(
                self._name,
                f"{total:,} cells" if total > MAX_CELLS else f"{cells} cells",
                place=f"line {self._place(self._at).line}",
                expected=f"at most {MAX_CELLS:,} cells, {MAX_CELLS_A_LINE} in a record",
                do="Split the document, or check that the file is a table.",
            )
