"""An invented document as it is printed: sheets of boxes, and the words around them.

A sheet is one printed table. It does not know in which file it will stand: the renderers beside this module
draw the same sheets as text, as a workbook, as HTML and as PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A printed cell, merged over `rows` x `columns` positions; a `number` is aligned to the right."""

    text: str
    rows: int = 1
    columns: int = 1
    number: bool = False


Line = tuple[Box | None, ...]
"""One position for each column of the part; None where a merged box covers it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """Lines of headings, and the lines below them."""

    heads: tuple[Line, ...]
    lines: tuple[Line, ...]

    @property
    def width(self) -> int:
        """How many columns the part has."""
        return len((*self.heads, *self.lines)[0])


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A printed table: its titles, what stands left and right above it, its parts, and a note below."""

    number: str
    titles: tuple[str, ...]
    left: str
    right: str
    parts: tuple[Part, ...]
    note: str = ""

    @property
    def name(self) -> str:
        """A short name, for the sheet of a workbook."""
        return f"{self.number} {self.titles[-1].split()[-1]}"[:31]


@dataclass(frozen=True, kw_only=True, slots=True)
class Printed:
    """One printed amount: the text, and the yuan that it says."""

    text: str
    amount: Decimal


Key = tuple[str, int, str]
"""Where an amount stands: resource, number of the row, field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """A whole document: sheets in printed order, prose before and after them, and every amount that is true.

    `empty` are the numbers of tables that print no amount.
    """

    form: str
    body: str
    year: int
    heading: str
    sheets: tuple[Sheet, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    amounts: Mapping[Key, Printed]


def boxes(lines: tuple[Line, ...]) -> Iterator[tuple[int, int, Box]]:
    """Every box with the line and column (from 0) at which it begins."""
    for number, line in enumerate(lines):
        for column, box in enumerate(line):
            if box is not None:
                yield number, column, box


def texts(lines: tuple[Line, ...]) -> Iterator[list[str]]:
    """Lines as the texts of their positions; what is merged over lines stands in each of them."""
    below: dict[int, tuple[str, int]] = {}
    for line in lines:
        made = []
        for column, box in enumerate(line):
            text, left = (box.text, box.rows) if box is not None else below.get(column, ("", 0))
            made.append(text if left > 0 else "")
            below[column] = (text, left - 1)
        yield made


def misprinted(paper: Paper, table: str, old: str, new: str) -> Paper:
    """The same document with another text where a table has `old`, everywhere that it has it."""

    def changed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(
            tuple(replace(box, text=new) if box is not None and box.text == old else box for box in line)
            for line in lines
        )

    sheets = [
        replace(sheet, parts=tuple(replace(part, lines=changed(part.lines)) for part in sheet.parts))
        if sheet.number == table
        else sheet
        for sheet in paper.sheets
    ]
    return replace(paper, sheets=tuple(sheets))
