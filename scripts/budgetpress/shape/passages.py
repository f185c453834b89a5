"""The text around the tables as passages: lines joined again, and the headings that each stands under.

A passage begins at a line with a number of its own (`一、`, `（一）`, `1.`, `（1）`) or at a heading that
the form knows, and takes in all lines up to the next. So an amount that is broken over lines is whole, and
what is said under `七、` is not taken for what is said under `八、`. Where a paragraph ends does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from budgetpress.model import Cell

TextLine = Sequence[Cell]
"""A line of text: one cell, or the few that wide gaps part."""

_NUMERAL = "[一二三四五六七八九十百]+"
# The outermost first; a passage ends all that are as deep or deeper.
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        rf"第{_NUMERAL}(?:部分|章)[、：]?",
        rf"{_NUMERAL}[、.]",
        rf"（{_NUMERAL}）",
        r"[0-9]{1,2}[.、](?=[^0-9])",
        r"（[0-9]{1,2}）",
        "[①-⑳]",
    )
)
_LEAD = re.compile("[^。；：]{0,60}")
_PAGE_MARK = re.compile(r"[-—–]+\s*[0-9]{1,4}\s*[-—–]+|第[0-9]{1,4}页.{0,12}")
_PAGE_NUMBER = re.compile("[0-9]{1,4}")
_NUMBER = frozenset("0123456789.,")
_KEPT = ("<circle>", "<super>", "<sub>", "<fraction>")  # NFKC would make other numbers of these
_PLAIN = str.maketrans("():;!?“”„‟「」『』", '（）：；！？""""""""')
_COMMA = re.compile("(?<![0-9])(?<![0-9] ),|,(?! ?[0-9])")  # one that parts no thousands


@dataclass(kw_only=True, slots=True)
class Passage:
    """Text in plain characters and, character by character, as printed and where.

    `leads` are the beginnings of the passages that it stands in and of its own, the outermost first, and
    `heads` the same as printed, with their numbers. What it says begins at `start`: after its number, or
    after its whole first line where that is `headed` for certain.
    """

    leads: tuple[str, ...]
    heads: tuple[str, ...]
    text: str = ""
    printed: list[str] = field(default_factory=list)
    start: int = 0
    headed: bool = False
    _lines: list[str] = field(default_factory=list)
    _cells: list[tuple[int, Cell]] = field(default_factory=list)
    _offsets: array[int] = field(default_factory=lambda: array("L"))

    def add(self, line: list[_Character]) -> None:
        """Join a line to the text."""
        for plain, printed, cell, offset in line:
            if not self._cells or self._cells[-1][1] is not cell:
                self._cells.append((len(self.printed), cell))
            self._lines.append(plain)
            self.printed.append(printed)
            self._offsets.append(offset)

    def finish(self) -> Passage:
        """The passage with its text whole."""
        self.text = _COMMA.sub("，", "".join(self._lines))
        return self

    def spot(self, index: int) -> tuple[Cell, int]:
        """The cell of a character, and which character of the cell it is."""
        return self._cells[bisect_right(self._cells, index, key=itemgetter(0)) - 1][1], self._offsets[index]


_Character = tuple[str, str, Cell, int]


def plain_words(text: str) -> str:
    """A text in the characters of passages: full width marks, one kind of quotes, plain digits."""
    return "".join(plain for char in text for plain in _plain(char))


def passages(lines: Iterable[TextLine | None], headings: Sequence[str]) -> Iterator[Passage]:
    """The passages of a text; None among the lines (a table) ends them all.

    `headings` are patterns of whole lines that are headings for certain, with a number or without.
    """
    known = [re.compile(pattern) for pattern in headings]
    opened: list[tuple[int, str, str]] = []
    current: Passage | None = None
    for line in _without_page_marks(list(lines)):
        characters = None if line is None else _characters(line)
        if characters is None:
            opened.clear()
        text = "".join(plain for plain, *_ in characters or ())
        level, mark = _mark(text, known)
        if current is not None and (characters is None or level >= 0):
            yield current.finish()
            current = None
        if not characters:
            continue
        if current is None:
            if level >= 0:
                opened = [passage for passage in opened if passage[0] < level]
            lead = _lead(text[mark:])
            head = "".join(printed for _, printed, *_ in characters[: mark + len(lead)])
            stack = [*opened, (level, lead, head)]
            headed = any(pattern.fullmatch(text) for pattern in known)
            current = Passage(
                leads=tuple(lead for _, lead, _ in stack),
                heads=tuple(head for *_, head in stack),
                start=len(text) if headed else mark,
                headed=headed,
            )
            opened = stack if level >= 0 else opened
        current.add(characters)
    if current is not None:
        yield current.finish()


def _lead(text: str) -> str:
    found = _LEAD.match(text)
    return _COMMA.sub("，", found.group()) if found else ""


def _mark(text: str, known: Sequence[re.Pattern[str]]) -> tuple[int, int]:
    """How deep a line begins a passage (0 the outermost, -1 not at all), and the length of its number."""
    for level, mark in enumerate(_MARKS):
        if found := mark.match(text):
            return level, found.end()
    return (0 if any(pattern.fullmatch(text) for pattern in known) else -1), 0


def _without_page_marks(lines: list[TextLine | None]) -> Iterator[TextLine | None]:
    """Leave out `- 12 -`, and a number alone at the edge of a page."""
    pages = [line[0].place.page if line else None for line in lines]
    for index, line in enumerate(lines):
        text = "".join(cell.text for cell in line or ()).strip()
        edge = {pages[index - 1] if index else None, pages[index + 1] if index + 1 < len(pages) else None}
        alone = pages[index] is not None and edge != {pages[index]} and _PAGE_NUMBER.fullmatch(text)
        if line is None or not (alone or _PAGE_MARK.fullmatch(text)):
            yield line


def _characters(line: TextLine) -> list[_Character]:
    """The characters of a line; blanks go, but where digits on both sides could be two numbers."""
    found: list[_Character] = []
    blank = False
    for cell in line:
        for offset, char in enumerate(cell.text):
            if char.isspace():
                blank = True
                continue
            for index, plain in enumerate(_plain(char)):
                if blank and found and plain in _NUMBER and found[-1][0] in _NUMBER:
                    found.append((" ", " ", cell, offset))
                blank = False
                found.append((plain, "" if index else char, cell, offset))
        blank = True
    return found


def _plain(char: str) -> str:
    if unicodedata.decomposition(char).startswith(_KEPT) or unicodedata.category(char) == "Cf":
        return "" if unicodedata.category(char) == "Cf" else char
    return unicodedata.normalize("NFKC", char).translate(_PLAIN).replace(" ", "")
