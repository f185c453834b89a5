"""Draw one part of a table: columns as wide as their texts, rows broken over pages, rules as wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.documents.canvas import BOTTOM, MARGIN, WIDTH, Page, wrap
from tests.documents.fonts import with_radicals
from tests.documents.looks import Rules
from tests.documents.paper import Box, Line, Part, boxes

SIZE = 8.0
LEADING = 11.0
_PAD = 3.0
# Without upright rules a gap alone parts two columns.
_GAP = 9.0
_NARROW = 12 * SIZE


@dataclass(frozen=True, kw_only=True, slots=True)
class _Place:
    """A box on the page; it has an upper rule unless it goes on from the page before."""

    box: Box
    lines: tuple[str, ...]
    head: bool
    x: float
    y: float
    width: float
    height: float
    open: bool = False


class Grid:
    """One part of a table on its way to the page."""

    def __init__(self, page: Page, part: Part, rules: Rules) -> None:
        self.page = page
        self.look = page.look
        self.heads = part.heads
        self.lines = _disguised(part.lines) if self.look.radicals else part.lines
        self.rules: Rules = rules
        self.pad = _PAD if rules == "all" else _GAP
        self.widths = self._widths()
        self.left = MARGIN + (WIDTH - 2 * MARGIN - sum(self.widths)) / 2

    def draw(self, titles: Callable[[], None]) -> None:
        """Draw the headings and lines; `titles` draws what stands above them once more."""
        self._draw(self.heads, self._heights(self.heads), head=True)
        heights = self._heights(self.lines)
        count, fresh = 0, False
        for start, end in _chunks(self.lines):
            if count >= self.look.lines_a_page or self.page.y + sum(heights[start:end]) > BOTTOM:
                self.page.next()
                count, fresh = 0, True
                if self.look.repeat_titles:
                    titles()
                if self.look.repeat_headings:
                    self._draw(self.heads, self._heights(self.heads), head=True)
            opened = fresh and not count and self.look.open_breaks
            self._draw(self.lines[start:end], heights[start:end], opened=opened)
            count += end - start

    # Sizes

    def _widths(self) -> list[float]:
        """Columns of amounts as wide as they need; the others share what is left, wrapped if they must be."""
        natural = [2 * self.pad] * len((*self.heads, *self.lines)[0])
        amounts = [False] * len(natural)
        for lines, head in ((self.heads, True), (self.lines, False)):
            for _, column, box in boxes(lines):
                amounts[column] |= box.number
                if box.columns == 1:
                    # A heading may be wrapped; an amount never is.
                    text = box.text if not head else box.text[: max(4, len(box.text) // 2 + 1)]
                    width = self.page.width(text, SIZE) + 2 * self.pad + 1
                    natural[column] = max(natural[column], width)
        rest = WIDTH - 2 * MARGIN - sum(width for width, fixed in zip(natural, amounts, strict=True) if fixed)
        words = [width for width, fixed in zip(natural, amounts, strict=True) if not fixed]
        cap = _cap(words, rest)
        if self.look.narrow:
            cap = min(cap, _NARROW)
        return [width if fixed else min(width, cap) for width, fixed in zip(natural, amounts, strict=True)]

    def _wrapped(self, column: int, box: Box) -> tuple[str, ...]:
        width = sum(self.widths[column : column + box.columns]) - 2 * self.pad
        return wrap(self.page, box.text, width + 0.5, SIZE)

    def _heights(self, lines: Sequence[Line]) -> list[float]:
        heights = [LEADING + 2 * _PAD] * len(lines)
        for merged in (False, True):
            for row, column, box in boxes(tuple(lines)):
                if (box.rows > 1) is merged:
                    needed = len(self._wrapped(column, box)) * LEADING + 2 * _PAD
                    missing = needed - sum(heights[row : row + box.rows])
                    heights[row + box.rows - 1] += max(0.0, missing)
        return heights

    # Drawing

    def _draw(
        self, lines: Sequence[Line], heights: Sequence[float], *, head: bool = False, opened: bool = False
    ) -> None:
        top = self.page.y
        places = list(self._places(lines, heights, head=head, opened=opened))
        for place in places if self.look.shaded else ():
            self.page.fill(place.x, place.y, place.width, place.height, 0.9 if head else 1)
        for place in places:
            self._text(place)
            if self.rules == "all":
                self._frame(place)
        self.page.y = top + sum(heights)
        if self.rules == "horizontal" and lines:
            right = self.left + sum(self.widths)
            for y in {top, self.page.y} if head else {self.page.y}:
                self.page.rule(self.left, y, right, y)

    def _places(
        self, lines: Sequence[Line], heights: Sequence[float], *, head: bool, opened: bool
    ) -> Iterator[_Place]:
        for row, column, box in boxes(tuple(lines)):
            yield _Place(
                box=box,
                lines=self._wrapped(column, box),
                head=head,
                x=self.left + sum(self.widths[:column]),
                y=self.page.y + sum(heights[:row]),
                width=sum(self.widths[column : column + box.columns]),
                height=sum(heights[row : row + box.rows]),
                open=opened and not row,
            )

    def _text(self, place: _Place) -> None:
        y = place.y + (place.height - len(place.lines) * LEADING) / 2 + (LEADING - SIZE) / 2
        for line in place.lines:
            width = self.page.width(line, SIZE)
            x = place.x + self.pad
            if place.head:
                x = place.x + (place.width - width) / 2
            elif place.box.number:
                x = place.x + place.width - self.pad - width
            if place.box.number and self.look.split_digits:
                self.page.spaced(x, y, line, SIZE)
            else:
                self.page.text(x, y, line, SIZE, bold=place.head)
            y += LEADING

    def _frame(self, place: _Place) -> None:
        right, bottom = place.x + place.width, place.y + place.height
        if not place.open:
            self.page.rule(place.x, place.y, right, place.y)
        self.page.rule(place.x, bottom, right, bottom)
        self.page.rule(place.x, place.y, place.x, bottom)
        self.page.rule(right, place.y, right, bottom)


def _cap(widths: Sequence[float], room: float) -> float:
    """The width to which the widest columns shrink so that all have room."""
    cap = max(widths, default=0.0)
    while sum(min(width, cap) for width in widths) > room and cap > 4 * SIZE:
        cap -= 1
    return cap


def _chunks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Ranges of lines that no merged box reaches out of: what may stand on different pages."""
    start, end = 0, 1
    for number, line in enumerate(lines):
        if number == end:
            yield start, end
            start, end = number, number + 1
        end = max([end, *(number + box.rows for box in line if box is not None)])
    if lines:
        yield start, end


def _disguised(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Every other line with radicals in the place of the characters that they look like."""
    return tuple(
        tuple(box and replace(box, text=with_radicals(box.text)) for box in line) if number % 2 else line
        for number, line in enumerate(lines)
    )
