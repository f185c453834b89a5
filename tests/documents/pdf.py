"""Print a paper as PDF, in any look."""

from __future__ import annotations

from collections.abc import Sequence

from tests.documents.canvas import HEIGHT, MARGIN, WIDTH, Page, wrap
from tests.documents.grid import LEADING, Grid
from tests.documents.looks import Look, Rules
from tests.documents.paper import Paper, Sheet, boxes

_TITLE = 14.0
_SMALL = 9.0
# Room for the headings and the first rows of a table that begins on the page of another.
_ROOM_BELOW = 9


def pdf(paper: Paper, look: Look) -> bytes:
    """The bytes of a PDF of A4 pages."""
    page = Page(look)
    _beginning(page, paper)
    for number, sheet in enumerate(paper.sheets):
        if number and not _has_room(page, sheet):
            page.next()
        elif number:
            page.y += 2 * LEADING
        _sheet(page, sheet)
    page.next()
    _prose(page, paper.after)
    return page.finish()


def _has_room(page: Page, sheet: Sheet) -> bool:
    lines = len(sheet.parts[0].heads) + _ROOM_BELOW
    return page.look.tables_flow and page.y + lines * 1.6 * LEADING < HEIGHT - MARGIN


def _beginning(page: Page, paper: Paper) -> None:
    """What the document is, the contents if the look has them, and prose."""
    page.centred(paper.heading, 22)
    if page.look.contents:
        page.next()
        page.centred("目  录", _TITLE)
        for number, sheet in enumerate(paper.sheets, 1):
            page.text(MARGIN + 20, page.y, f"{number}. {sheet.titles[-1]}{'…' * 30}{number + 3}", 10)
            page.y += 18
        page.next()
    _prose(page, paper.before)
    page.next()


def _prose(page: Page, paragraphs: Sequence[str]) -> None:
    for paragraph in paragraphs:
        for line in wrap(page, f"　　{paragraph}", WIDTH - 2 * MARGIN, 10):
            page.text(MARGIN, page.y, line, 10)
            page.y += 16
        page.y += 8


def _sheet(page: Page, sheet: Sheet) -> None:
    def titles() -> None:
        for title in sheet.titles:
            page.centred(title, _TITLE)
        page.text(MARGIN, page.y, sheet.left, _SMALL)
        page.text(WIDTH - MARGIN - page.width(sheet.right, _SMALL), page.y, sheet.right, _SMALL)
        page.y += 15

    titles()
    rules = _rules(page.look, sheet)
    for part in sheet.parts:
        Grid(page, part, rules).draw(titles)
    if sheet.note:
        page.y += 4
        page.text(MARGIN, page.y, sheet.note, _SMALL)
        page.y += LEADING


def _rules(look: Look, sheet: Sheet) -> Rules:
    """The rules of the look, but for tables that no person could read so either.

    Of several parts, or of rows that share a cell, nobody could tell what belongs together; and headings over
    nothing are no table.
    """
    lines = [box for part in sheet.parts for _, _, box in boxes(part.lines)]
    if len(sheet.parts) > 1 or any(box.rows > 1 for box in lines):
        return "all"
    if look.rules == "none" and not any(box.number and box.text for box in lines):
        return "horizontal"
    return look.rules
