"""What a page shows, whoever read it: glyphs, rules, fills, pictures; and the frame it is read in.

All coordinates are points from the top left corner of the page as a person sees it (after /Rotate, within the
crop box), y downwards. The PDFium reader, the pdfplumber reader and the recognition of scans all give a
`Content`; everything after it is the same for the three.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom."""

Matrix = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f: the point x, y goes to a x + c y + e, b x + d y + f."""

Turn = Literal[0, 1, 2, 3]
"""Which way text runs, in quarter turns clockwise: 0 to the right, 1 down, 2 to the left, 3 up."""


def turn_of(x: float, y: float) -> Turn | None:
    """The turn of text that runs along (x, y), y downwards; None where it runs aslant."""
    if abs(y) <= abs(x) * 0.1:
        return 0 if x > 0 else 2
    if abs(x) <= abs(y) * 0.1:
        return 1 if y > 0 else 3
    return None


class Glyph(NamedTuple):
    """One character (or a recognised word) and its box.

    `base` is its baseline: a y where the text runs to the right or left, an x where it runs up or down.
    `size` is the font size in points. `turn` is None where the text runs aslant (a watermark).
    `shown` is False for text that the page does not show: off the page, or white on white.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    size: float
    turn: Turn | None = 0
    shown: bool = True
    confidence: float | None = None


ASCENT, DESCENT = 0.88, 0.14
"""How far characters reach above and below their baseline, in font sizes: for all fonts the same, since
what fonts say of it differs more than their characters do."""


def on_baseline(text: str, start: float, end: float, base: float, size: float, turn: Turn) -> Glyph:
    """A glyph by its baseline and by where it starts and ends along it, both coordinates of the page."""
    first, last = (start, end) if start <= end else (end, start)
    # The top of a character is towards smaller coordinates where text runs to the right or up.
    up, down = (ASCENT, DESCENT) if turn in (0, 3) else (DESCENT, ASCENT)
    near, far = base - up * size, base + down * size
    box = (near, first, far, last) if turn % 2 else (first, near, last, far)
    return Glyph(text, *box, base, size, turn)


class Rule(NamedTuple):
    """A straight printed line: horizontal where `top` is `bottom`, vertical where `x0` is `x1`."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """Everything of one page that tables and lines are found in.

    `pictures` is the share of the page that pictures cover (0 to 1); `unreadable` counts glyphs whose
    font does not say which characters they are; `partial` says that the reader left out text it saw.
    """

    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    pictures: float = 0.0
    unreadable: int = 0
    partial: bool = False


class Frame(NamedTuple):
    """A view of the page in which text that runs by `turn` runs to the right."""

    turn: Turn
    width: float = 0.0
    height: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page is in this frame."""
        if self.turn == 0:
            return x, y
        if self.turn == 1:
            return y, self.width - x
        if self.turn == 2:
            return self.width - x, self.height - y
        return self.height - y, x

    def box(self, box: Box) -> Box:
        """A box of the page in this frame."""
        if self.turn == 0:
            return box
        ax, ay = self.point(box[0], box[1])
        bx, by = self.point(box[2], box[3])
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def back(self, box: Box) -> Box:
        """A box of this frame on the page."""
        if self.turn == 0:
            return box
        return self.inverse().box(box)

    def inverse(self) -> Frame:
        """The frame that undoes this one."""
        sides = (self.width, self.height) if self.turn == 2 else (self.height, self.width)
        turns: dict[Turn, Turn] = {0: 0, 1: 3, 2: 2, 3: 1}
        return Frame(turns[self.turn], *sides)

    def glyph(self, glyph: Glyph) -> Glyph:
        """A glyph of the page in this frame; one that runs aslant stays so."""
        if self.turn == 0:
            return glyph
        x0, top, x1, bottom = self.box((glyph.x0, glyph.top, glyph.x1, glyph.bottom))
        if glyph.turn is None:
            return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, base=bottom)
        along = glyph.turn % 2 == 0  # the baseline is a y of the page
        x, y = self.point(0.0, glyph.base) if along else self.point(glyph.base, 0.0)
        turn = _TURNS[(glyph.turn - self.turn) % 4]
        base = y if turn % 2 == 0 else x
        return glyph._replace(x0=x0, top=top, x1=x1, bottom=bottom, base=base, turn=turn)


_TURNS: tuple[Turn, Turn, Turn, Turn] = (0, 1, 2, 3)


def in_frame(content: Content, frame: Frame) -> Content:
    """The page as it looks in a frame."""
    if frame.turn == 0:
        return content
    sides = (content.height, content.width) if frame.turn % 2 else (content.width, content.height)
    return Content(
        width=sides[0],
        height=sides[1],
        glyphs=tuple(map(frame.glyph, content.glyphs)),
        rules=tuple(Rule(*frame.box(rule)) for rule in content.rules),
        pictures=content.pictures,
        unreadable=content.unreadable,
        partial=content.partial,
    )
