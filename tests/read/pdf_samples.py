"""Small PDFs with one trait each, drawn by hand: places are points from the top left corner of the page."""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
WIDTH, HEIGHT = 500.0, 400.0

Draw = Callable[["Page"], None]


class Page:
    """A page to draw on."""

    def __init__(self, canvas: Canvas, height: float = HEIGHT) -> None:
        self.canvas = canvas
        self.height = height

    def text(
        self, x: float, y: float, text: str, *, size: float = 10, font: str = FONT, grey: float = 0
    ) -> None:
        """Text whose baseline begins at x, y."""
        self.canvas.setFont(font, size)
        self.canvas.setFillGray(grey)
        self.canvas.drawString(x, self.height - y, text)
        self.canvas.setFillGray(0)

    def right(self, x: float, y: float, text: str, *, size: float = 10) -> None:
        """Text whose baseline ends at x, y."""
        self.text(x - pdfmetrics.stringWidth(text, FONT, size), y, text, size=size)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked line."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x: float, y: float, width: float, height: float, grey: float = 0) -> None:
        """A filled rectangle without a border."""
        self.canvas.setFillGray(grey)
        self.canvas.rect(x, self.height - y - height, width, height, stroke=0, fill=1)
        self.canvas.setFillGray(0)

    def grid(self, xs: Sequence[float], ys: Sequence[float], *, without: Collection[str] = ()) -> None:
        """All rules of a grid but those named: `top`, `bottom`, `left`, `right`."""
        for x in xs:
            if not (x == xs[0] and "left" in without) and not (x == xs[-1] and "right" in without):
                self.rule(x, ys[0], x, ys[-1])
        for y in ys:
            if not (y == ys[0] and "top" in without) and not (y == ys[-1] and "bottom" in without):
                self.rule(xs[0], y, xs[-1], y)

    def fill(self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> None:
        """One text a cell, words at the left, numbers at the right."""
        for y, row in zip(ys, rows, strict=False):
            for index, text in enumerate(row):
                if text[:1].isdigit():
                    self.right(xs[index + 1] - 3, y + 13, text)
                elif text:
                    self.text(xs[index] + 3, y + 13, text)

    def table(
        self,
        xs: Sequence[float],
        top: float,
        rows: Sequence[Sequence[str]],
        *,
        without: Collection[str] = (),
    ) -> None:
        """A ruled table with rows of 20 points."""
        ys = [top + 20 * number for number in range(len(rows) + 1)]
        self.grid(xs, ys, without=without)
        self.fill(xs, ys, rows)


def pdf(*pages: Draw, rotate: int = 0, password: str | None = None) -> bytes:
    """A PDF with these pages, each displayed after so many degrees of turning."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()
    encrypt = None
    if password is not None:
        from reportlab.lib.pdfencrypt import StandardEncryption

        encrypt = StandardEncryption(password, ownerPassword="owner")
    canvas = Canvas(stream, pagesize=(WIDTH, HEIGHT), invariant=1, encrypt=encrypt)
    for draw in pages:
        canvas.setPageRotation(rotate)
        draw(Page(canvas))
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


XS = (50.0, 150.0, 250.0, 350.0)
ROWS = (("科目", "基本支出", "项目支出"), ("教育", "1,234.50", "67.00"), ("合计", "1,234.50", "67.00"))


def plain(page: Page) -> None:
    """A title, a unit line and a ruled table of three columns and rows."""
    page.text(180, 40, "支出预算表", size=14)
    page.text(50, 70, "部门：甲")
    page.text(300, 70, "单位：万元")
    page.table(XS, 80, ROWS)
