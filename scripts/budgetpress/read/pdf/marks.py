"""From what a page paints to what it shows: paths to rules, and which text nobody can see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from budgetpress.read.pdf.content import Box, Content, Glyph, Rule

FAT = 3.0
"""A filled area thicker than this (points) is a background and no rule; the widest rules met have 2.25."""

SLANT = 0.5
"""A line may lean this much (points) from end to end and still be upright or level."""

WHITE = 0.98
"""From this brightness on, a colour cannot be told from paper."""

_BIN = 16.0
"""Side of the squares (points) that glyphs are sorted into to find their twins."""

Point = tuple[float, float]


@dataclass(kw_only=True, slots=True)
class Painted:
    """A page as it is painted, gathered object by object."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    white: set[int] = field(default_factory=set)
    rules: list[Rule] = field(default_factory=list)
    dark: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    unreadable: int = 0
    partial: bool = False

    def add_path(self, points: Sequence[Point], *, closed: bool, stroked: bool, dark_fill: bool) -> None:
        """Add one line, polygon or curve: the points it goes through."""
        if len(points) < 2:
            return
        if stroked:
            ring = [*points, points[0]] if closed and points[0] != points[-1] else points
            for start, end in pairwise(ring):
                self._add_line(start, end)
        xs, ys = [point[0] for point in points], [point[1] for point in points]
        x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
        if not stroked and min(x1 - x0, bottom - top) <= FAT:
            self.add_bar(x0, top, x1, bottom)
        elif dark_fill:
            self.dark.append((x0, top, x1, bottom))

    def add_bar(self, x0: float, top: float, x1: float, bottom: float) -> None:
        """Add a filled area so thin that it is a rule; a dot may be one of a row or of a column of dots."""
        wide, high = x1 - x0, bottom - top
        if wide * 2 > high:
            y = (top + bottom) / 2
            self.rules.append(Rule(x0, y, x1, y))
        if high * 2 > wide:
            x = (x0 + x1) / 2
            self.rules.append(Rule(x, top, x, bottom))

    def _add_line(self, start: Point, end: Point) -> None:
        wide, high = abs(start[0] - end[0]), abs(start[1] - end[1])
        if high <= SLANT and high <= wide and wide > 0:
            y = (start[1] + end[1]) / 2
            self.rules.append(Rule(min(start[0], end[0]), y, max(start[0], end[0]), y))
        elif wide <= SLANT and high > 0:
            x = (start[0] + end[0]) / 2
            self.rules.append(Rule(x, min(start[1], end[1]), x, max(start[1], end[1])))

    def content(self) -> Content:
        """The page as it shows: text off the page or white on white is marked as not shown."""
        once = _once(self.glyphs)
        glyphs = [
            glyph if self._shows(glyph, number in self.white) else glyph._replace(shown=False)
            for number, glyph in once
        ]
        area = self.width * self.height
        covered = sum(_overlap(box, (0.0, 0.0, self.width, self.height)) for box in self.pictures)
        return Content(
            width=self.width,
            height=self.height,
            glyphs=tuple(glyphs),
            rules=tuple(self.rules),
            pictures=min(1.0, covered / area) if area else 0.0,
            unreadable=self.unreadable,
            partial=self.partial,
        )

    def _shows(self, glyph: Glyph, white: bool) -> bool:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if not (0 <= x <= self.width and 0 <= y <= self.height):
            return False
        if not white:
            return True
        return any(
            x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in (*self.dark, *self.pictures)
        )


def is_white(colour: Sequence[float], *, additive: bool = True) -> bool:
    """Is a colour that of paper? Parts are 0 to 1: grey or RGB (additive), or CMYK (not)."""
    if additive:
        return all(part >= WHITE for part in colour)
    return all(part <= 1 - WHITE for part in colour)


def _once(glyphs: list[Glyph]) -> list[tuple[int, Glyph]]:
    """Each glyph once, with its number: fake bold paints it two to four times, a hair apart.

    The same character within an eighth of its size, and half its own width, is the same one: digits set as
    tightly as that could not be read by anyone.
    """
    places: dict[tuple[str, int, int], list[Glyph]] = {}
    kept = []
    for number, glyph in enumerate(glyphs):
        near = min(glyph.size / 8, max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top) / 2)
        x, y = glyph.x0, glyph.top
        # A twin is in the same bin, or across its side where that is near.
        bins = [
            places.get((glyph.text, column, row), ())
            for column in range(int((x - near) // _BIN), int((x + near) // _BIN) + 1)
            for row in range(int((y - near) // _BIN), int((y + near) // _BIN) + 1)
        ]
        if any(abs(twin.x0 - x) <= near and abs(twin.top - y) <= near for twins in bins for twin in twins):
            continue
        places.setdefault((glyph.text, int(x // _BIN), int(y // _BIN)), []).append(glyph)
        kept.append((number, glyph))
    return kept


def _overlap(box: Box, page: Box) -> float:
    wide = min(box[2], page[2]) - max(box[0], page[0])
    high = min(box[3], page[3]) - max(box[1], page[1])
    return wide * high if wide > 0 and high > 0 else 0.0
