"""The headings of a table: which cells are headings, also where one was misread by a character."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from budgetpress.form import TableForm
from budgetpress.model import Cell
from budgetpress.shape.cells import is_amount
from budgetpress.shape.words import heading, untag

ALIKE = 0.75
"""From this similarity on (0 to 1) two texts are the same word misread: one character of four may differ."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadingLine:
    """A line of headings: what each cell stands for, the misread cells and the cells that are no headings."""

    words: Mapping[int, frozenset[str]]
    misread: tuple[tuple[Cell, str], ...] = ()
    unknown: tuple[Cell, ...] = ()


def closest(text: str, words: Sequence[str]) -> str | None:
    """The one word that the text is like, None where none is or two are as much."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(text)
    ranked: list[tuple[float, str]] = []
    for word in words:
        matcher.set_seq1(word)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            ranked.append((matcher.ratio(), word))
    ranked.sort(reverse=True)
    if not ranked or ranked[0][0] < ALIKE or (len(ranked) > 1 and ranked[1][0] == ranked[0][0]):
        return None
    return ranked[0][1]


class Headings:
    """The headings that a table may print."""

    def __init__(self, table: TableForm, totals: frozenset[str]) -> None:
        words = {heading(word): word for word in table.headers}
        for block in table.blocks:
            words |= {heading(word): word for column in block.columns for word in column.headers}
            words |= {heading(word): word for word in (block.records or {}).values()}
        self._printed = words
        self._totals = totals
        self._longest = max(map(len, words), default=0)

    def stands_for(self, text: str) -> frozenset[str]:
        """The heading that a text is, or the several that stand in it with blanks between; else nothing."""
        if len(text) > 40 + 4 * self._longest:
            return frozenset()
        whole = heading(text)
        if whole in self._printed:
            return frozenset([whole])
        parts = [heading(part) for part in untag(text).split()]
        together = len(parts) > 1 and all(part in self._printed for part in parts)
        return frozenset(parts) if together else frozenset()

    def read(self, line: Sequence[Cell], *, exact: bool = False) -> HeadingLine | None:
        """The line as headings, or None where it holds something else.

        Where most cells are headings, one that is like a heading is one misread, and a text that is like none
        is unknown; an amount among them makes it a line of data. In an `exact` grid nothing is misread but
        what was recognised in a picture.
        """
        filled = {index: cell for index, cell in enumerate(line) if cell.text.strip()}
        words = {index: self.stands_for(cell.text) for index, cell in filled.items()}
        others = [index for index, found in words.items() if not found]
        if not others:
            # A total stands alone in its line where its amounts are blank.
            alone = len(filled) == 1 and heading(next(iter(filled.values())).text) in self._totals
            return None if alone or not filled else HeadingLine(words=words)
        known = len(filled) - len(others)
        if known * 2 < len(filled) or any(is_amount(filled[index].text) for index in others):
            return None
        misread = {
            index: None if exact and filled[index].confidence is None else self._misread(filled[index].text)
            for index in others
        }
        unknown = [index for index, word in misread.items() if word is None]
        if unknown and known < 2:
            return None
        words |= {index: frozenset([heading(word)]) for index, word in misread.items() if word is not None}
        return HeadingLine(
            words=words,
            misread=tuple((filled[index], word) for index, word in misread.items() if word is not None),
            unknown=tuple(filled[index] for index in unknown),
        )

    def each(self, line: Sequence[Cell]) -> HeadingLine:
        """A line that is known to be one of headings: what each cell stands for, the others unknown."""
        filled = {index: cell for index, cell in enumerate(line) if cell.text.strip()}
        words = {index: self.stands_for(cell.text) for index, cell in filled.items()}
        return HeadingLine(words=words, unknown=tuple(cell for i, cell in filled.items() if not words[i]))

    def hits(self, lines: Sequence[Sequence[Cell]]) -> int:
        """How many cells of these lines are headings of the table."""
        return sum(bool(self.stands_for(cell.text)) for line in lines for cell in line if cell.text.strip())

    def _misread(self, text: str) -> str | None:
        plain = heading(text)
        if len(plain) > 2 * self._longest:
            return None
        word = closest(plain, list(self._printed))
        return self._printed[word] if word is not None else None
