"""What the sources of a release look like, where somebody drew them, and where in them a place is.

What is shown comes in parts with an address each: a page of a PDF, a sheet, or so many lines; the number of a
part never changes as long as the source does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

LINE_SPOT: Final = re.compile(r"L(\d+)C(\d+)")
NO_VIEW: Final = (
    "制作本站时手边没有这份原件，所以位置只用文字说明。",
    "The source was not at hand when this site was made, so places in it are told in words.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """A cell. `spot` is its place (`L3C5` or `B7`), `column` its position from 0 in an exact grid."""

    text: str
    spot: str
    rows: int
    columns: int
    hidden: bool
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """Rows of cells that stand together; in an `exact` grid each cell has its column."""

    name: str
    exact: bool
    rows: tuple[tuple[Shown, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Picture:
    """The picture of a page: its file, its sides in pixels, and those of the page in points."""

    file: Path
    pixels: tuple[int, int]
    width: float
    height: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """What one page of the site shows of a source: a picture, or lines of cells."""

    number: int
    zh: str
    en: str
    picture: Picture | None = None
    grids: tuple[Lines, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class View:
    """A source (its file, and its number from 1 in the release) and its parts by number.

    `reason` says what is not shown and why, in Chinese and English; both are empty where all is.
    """

    source: str
    number: int
    parts: Mapping[int, Part] = field(default_factory=dict)
    reason: tuple[str, str] = NO_VIEW
    homes: Mapping[str, int] = field(default_factory=dict)
    columns: Mapping[int, list[int]] = field(default_factory=dict)

    def find(self, place: Mapping[str, str]) -> tuple[int, str] | None:
        """The part that a place is in, and its spot there: a box, or the spot of a cell."""
        if page := place.get("page"):
            return (
                (int(page), place.get("bbox", "")) if page.isdecimal() and int(page) in self.parts else None
            )
        if cell := place.get("cell"):
            spot = f"{place.get('sheet', '')}!{cell}"
        else:
            spot = self._in_line(place.get("line", ""), place.get("column", ""))
        return (self.homes[spot], spot) if spot in self.homes else None

    def _in_line(self, line: str, column: str) -> str:
        """The cell of a line that a column is in; a place may be in the midst of a text."""
        if not (line.isdecimal() and column.isdecimal()):
            return ""
        starts = self.columns.get(int(line), [])
        at = bisect_right(starts, int(column))
        return f"L{line}C{starts[at - 1]}" if at else ""


def spot_of(grid: Lines, cell: Shown) -> str:
    """A spot that is unique in its source: that of a sheet with the sheet's name."""
    return cell.spot if LINE_SPOT.fullmatch(cell.spot) else f"{grid.name}!{cell.spot}"


def is_sheet(grid: Lines) -> bool:
    """Whether the grid is of a workbook, where cells have addresses and no lines."""
    return any(not LINE_SPOT.fullmatch(cell.spot) for row in grid.rows for cell in row[:1])


def row_number(row: tuple[Shown, ...]) -> str:
    """The line of a text, or the row of a sheet, that a row of cells stands in."""
    if not row:
        return ""
    found = LINE_SPOT.fullmatch(row[0].spot)
    return found[1] if found else row[0].spot.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
