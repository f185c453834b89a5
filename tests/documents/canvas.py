"""Pages to draw on: places are counted from the top left corner of the page as it is read."""

from __future__ import annotations

import io

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from tests.documents.fonts import register
from tests.documents.looks import Look

WIDTH, HEIGHT = 842.0, 595.0
"""A4 in landscape, in points."""
MARGIN = 40.0
BOTTOM = HEIGHT - MARGIN


class Page:
    """The page that is being drawn, and `y`, where the next thing goes."""

    def __init__(self, look: Look) -> None:
        register()
        self.look = look
        self._stream = io.BytesIO()
        # reportlab exchanges the sides of a page that is to be turned by itself.
        size = (HEIGHT, WIDTH) if look.turn == "sideways" else (WIDTH, HEIGHT)
        self._canvas = Canvas(self._stream, pagesize=size, invariant=1)
        self._number = 1
        self._begin()

    def _begin(self) -> None:
        self.y = MARGIN
        if self.look.turn == "upright":
            return
        if self.look.turn == "rotated":
            self._canvas.setPageRotation(90)
        self._canvas.translate(HEIGHT, 0)
        self._canvas.rotate(90)

    def next(self) -> None:
        """Finish the page and begin another."""
        if self.look.page_numbers:
            self.text(WIDTH / 2 - 8, HEIGHT - 24, f"- {self._number} -", 9)
        self._canvas.showPage()
        self._number += 1
        self._begin()

    def finish(self) -> bytes:
        """Finish the last page; the bytes of the file."""
        self.next()
        self._canvas.save()
        return self._stream.getvalue()

    def width(self, text: str, size: float) -> float:
        """How wide a text is, in points."""
        return stringWidth(text, self.look.font, size)

    def text(self, x: float, y: float, text: str, size: float, *, bold: bool = False) -> None:
        """One line of text with its top left corner at x, y."""
        self._canvas.setFont(self.look.font, size)
        for times in range(3 if bold and self.look.fake_bold else 1):
            self._canvas.drawString(x + 0.2 * times, HEIGHT - y - 0.88 * size, text)

    def spaced(self, x: float, y: float, text: str, size: float) -> None:
        """The same, with each character put in its place by itself."""
        for number, character in enumerate(text):
            self.text(x + self.width(text[:number], size), y, character, size)

    def centred(self, text: str, size: float) -> None:
        """A line in the middle of the page; `y` moves below it."""
        self.text((WIDTH - self.width(text, size)) / 2, self.y, text, size, bold=True)
        self.y += size + 6

    def fill(self, x: float, y: float, width: float, height: float, grey: float) -> None:
        """A filled rectangle without a border; grey is 0 (black) to 1 (white)."""
        self._canvas.setFillGray(grey)
        self._canvas.rect(x, HEIGHT - y - height, width, height, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin line."""
        self._canvas.setLineWidth(0.5)
        self._canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)


def wrap(page: Page, text: str, width: float, size: float) -> tuple[str, ...]:
    """Cut a text into lines no wider than `width`, at any character, as Chinese is."""
    lines = [""]
    for character in text:
        if lines[-1] and page.width(lines[-1] + character, size) > width:
            lines.append("")
        lines[-1] += character
    return tuple(lines)
