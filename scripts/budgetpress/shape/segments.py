"""Cut a document into the printed tables of a form, by their titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budgetpress.form import Form, TableForm
from budgetpress.model import Cell, Document
from budgetpress.shape.headings import Headings, closest
from budgetpress.shape.words import squash, untag

Line = tuple[Cell, ...]

_LONGEST_TITLE = 120
_SENTENCE = re.compile(r"[。;!?,]")
# Below a title its headings and first rows follow at once.
_BELOW = 12


@dataclass(kw_only=True, slots=True)
class Segment:
    """The lines under one title: a table, or the part of it that one page prints.

    A table that the form does not have is None. `misread` is set where the words or the headings, not the
    number, say which table it is.
    """

    table: TableForm | None
    title: Cell | None
    lines: list[Line] = field(default_factory=list)
    misread: bool = False

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What is printed, for comparing pages: the lines that are not blank, without blank cells."""
        lines = (tuple(squash(cell.text) for cell in filled(line)) for line in self.lines)
        return tuple(line for line in lines if line)


def filled(line: Iterable[Cell]) -> list[Cell]:
    """The cells of a line that are not blank."""
    return [cell for cell in line if cell.text.strip()]


def segments(document: Document, form: Form) -> list[Segment]:
    """Cut the document at its titles; lines before the first title come in a segment without a title."""
    found = [Segment(table=None, title=None)]
    titles = _Titles(form)
    for grid in document.grids:
        for number, line in enumerate(grid.rows):
            cells = filled(line)
            segment = (
                titles.read(cells[0], grid.rows[number + 1 : number + 1 + _BELOW])
                if len(cells) == 1
                else None
            )
            if segment is None:
                found[-1].lines.append(line)
            else:
                found.append(segment)
    return found


def title_count(document: Document, form: Form) -> int:
    """How many titles of this form the document has."""
    return sum(segment.table is not None for segment in segments(document, form))


class _Titles:
    """The titles of a form: a number, words, or both."""

    def __init__(self, form: Form) -> None:
        self.pattern = re.compile(form.title_pattern)
        self.by_number = {_number(table.number): table for table in form.tables}
        self.by_title = {squash(title): table for table in form.tables for title in table.titles}
        self.headings = {table.number: Headings(table, frozenset()) for table in form.tables}

    def read(self, cell: Cell, below: Sequence[Line]) -> Segment | None:
        """A new segment where the cell is a title; `below` are the lines that follow it."""
        text = " ".join(unicodedata.normalize("NFKC", untag(cell.text)).split())
        if not text or len(text) > _LONGEST_TITLE:
            return None
        match = self.pattern.match(text)
        if match is None:
            table = self.by_title.get(squash(text))
            return Segment(table=table, title=cell) if table else None
        numbered = self.by_number.get(_number(match["number"]))
        words = squash(match.groupdict().get("title") or text[match.end() :])
        if not self._is_title(numbered, words, below):
            return None
        table = self._table(numbered, words, below)
        return Segment(table=table, title=cell, misread=table is not numbered)

    def _is_title(self, numbered: TableForm | None, words: str, below: Sequence[Line]) -> bool:
        """A note that begins with the number of a table is no title: a sentence, or one without a table."""
        if not words or words in self.by_title:
            return True
        if _SENTENCE.search(words):
            return False
        return numbered is None or bool(self._named(words)) or self._hits(numbered, below) > 1

    def _table(self, numbered: TableForm | None, words: str, below: Sequence[Line]) -> TableForm | None:
        """The table that number, words and the headings below say together."""
        named = self._named(words)
        if not named or numbered in named:
            return numbered
        if numbered is None:
            return max(named, key=lambda table: self._hits(table, below))
        # The whole title says more than two digits; a part of a longer title may be chance.
        exact = words in self.by_title
        choices = [*named, numbered] if exact else [numbered, *named]
        return max(choices, key=lambda table: self._hits(table, below))

    def _named(self, words: str) -> list[TableForm]:
        """The tables whose title the words are or hold; else the one whose title they are like."""
        if words in self.by_title:
            return [self.by_title[words]]
        held = {table.number: table for title, table in self.by_title.items() if words and title in words}
        if held:
            return list(held.values())
        like = closest(words, list(self.by_title)) if words else None
        return [self.by_title[like]] if like else []

    def _hits(self, table: TableForm, below: Sequence[Line]) -> int:
        return self.headings[table.number].hits(below)


def _number(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
