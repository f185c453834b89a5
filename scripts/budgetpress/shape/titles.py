"""The titles of a form's tables: a number, words, or both, and what stands below to bear them out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from budgetpress.form import Form, TableForm
from budgetpress.model import Cell
from budgetpress.shape.headings import Headings, closest
from budgetpress.shape.words import heading, ordinary, squash, untag

Line = tuple[Cell, ...]

_LONGEST = 120
_SENTENCE = re.compile(r"[。;!?,]")
# What may stand around the words of a title: a number in a list, a body and a year, a unit, a number, `(续)`.
_ORDINAL = re.compile(
    r"(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、|[(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)])"
)
_YEAR = re.compile(r"[^。;!?,]{0,40}?20\d\d年(?:度)?")
_WHOSE = re.compile(
    r"\A(?:"
    r"(?:本级|本|省级|市级|区级|县级|预算|主管)*(?:部门|单位)(?:[(](?:部门|单位|本级)[)])?|(?:本|省|市|区|县)级)"
)
_FEW = 6
_TAIL = re.compile(r"[(](?:续表?\d*|单位:[^()]*|[百千万亿]*元|20\d\d年度?|[^()]{0,6}\d{1,2}表)[)]$|续表$")


@dataclass(frozen=True, kw_only=True, slots=True)
class Title:
    """A title as printed: its cells and the table; None is one that the form does not have.

    `number` and `words` are what is printed of each; `misread` is set where the number is that of another
    table or of none, `differs` where the words are not quite those of the table.
    """

    cells: tuple[Cell, ...]
    table: TableForm | None
    number: str = ""
    words: str = ""
    misread: bool = False
    differs: bool = False


def plain_title(text: str) -> str:
    """The words of a title, squashed, without what may stand around them."""
    words = _TAIL.sub("", squash(text))
    words = _ORDINAL.sub("", words, count=1) if _ORDINAL.match(words) else words
    match = _YEAR.match(words)
    return words[match.end() :] if match and match.end() < len(words) else words


def bare_title(text: str) -> str:
    """The words of a title without what says whose it is: 部门, 单位."""
    words = plain_title(text)
    return _WHOSE.sub("", words) or words


def _has_more_or_fewer(words: str, title: str) -> bool:
    """Whether one of two titles holds the other's characters in their order, and few more."""
    short, long = sorted((words, title), key=len)
    rest = iter(long)
    few = len(long) - len(short) <= _FEW and len(short) * 2 > len(long)
    return few and all(character in rest for character in short)


class Titles:
    """Reads the titles of a form.

    Where tables are exact, a title needs one below it: a list of contents or a sentence has none.
    """

    def __init__(self, form: Form, *, exact: bool) -> None:
        self.exact = exact
        self.pattern = re.compile(form.title_pattern)
        self.by_number: dict[str, list[TableForm]] = {}
        for table in form.tables:
            for number in dict.fromkeys(_number(text) for text in (table.number, *table.numbers)):
                self.by_number.setdefault(number, []).append(table)
        self.by_words = {squash(title): table for table in form.tables for title in table.titles}
        for plain in (plain_title, bare_title):
            self.by_words = {plain(t): table for table in form.tables for t in table.titles} | self.by_words
        self.headings = {table.number: Headings(table, frozenset()) for table in form.tables}

    def read(self, cell: Cell, below: Sequence[Line]) -> Title | None:
        """The title that a cell is; `below` are the lines of tables that follow it."""
        if len(cell.text) > 2 * _LONGEST:
            return None
        text = " ".join(unicodedata.normalize("NFKC", untag(ordinary(cell.text))).split())
        if not text or len(text) > _LONGEST or (self.exact and not below):
            return None
        match = self.pattern.match(text)
        if match is not None and match.groupdict().get("number"):
            return self._numbered(cell, match, text, below)
        table = self._by_words(text)
        if table is None or not self._hits(table, below):
            return None
        return Title(cells=(cell,), table=table, words=plain_title(text))

    def _by_words(self, text: str) -> TableForm | None:
        ways = (squash(text), plain_title(text), bare_title(text))
        return next((self.by_words[words] for words in ways if words in self.by_words), None)

    def like(self, cell: Cell, below: Sequence[Line], known: Collection[str]) -> Title | None:
        """A title that ends in that of one table, or has few words more or fewer, over all of its headings.

        Only a table that the document does not have elsewhere is meant; `known` are the others.
        """
        words = bare_title(cell.text)
        ends = [title for title in self.by_words if len(title) >= _FEW and words.endswith(title)]
        like = [max(ends, key=len)] if ends else [t for t in self.by_words if _has_more_or_fewer(words, t)]
        close = {t.number: t for t in map(self.by_words.__getitem__, like) if t.number not in known}
        found = [table for table in close.values() if self._has_all_headings(table, below)]
        if len(found) != 1:
            return None
        return Title(cells=(cell,), table=found[0], words=plain_title(cell.text), differs=True)

    def _has_all_headings(self, table: TableForm, below: Sequence[Line]) -> bool:
        printed = {heading(cell.text) for line in below for cell in line}
        columns = [column for block in table.blocks for column in block.columns if not column.optional]
        return bool(columns) and all(printed & {heading(w) for w in column.headers} for column in columns)

    def join(self, first: Title, second: Title, below: Sequence[Line]) -> Title | None:
        """Number and words printed one below the other, as one title; None where they are two."""
        if bool(first.number) == bool(second.number) or bool(first.words) == bool(second.words):
            return None
        number, words = first.number or second.number, first.words or second.words
        known = self.by_number.get(_number(number), [])
        table = self._table(known, words, below)
        misread = bool(known) and table not in known
        return Title(
            cells=(*first.cells, *second.cells), table=table, number=number, words=words, misread=misread
        )

    def _numbered(self, cell: Cell, match: re.Match[str], text: str, below: Sequence[Line]) -> Title | None:
        known = self.by_number.get(_number(match["number"]), [])
        words = plain_title(match.groupdict().get("title") or text[match.end() :])
        if not self._is_title(known, words, below):
            return None
        table = self._table(known, words, below)
        misread = table is not None and table not in known
        return Title(cells=(cell,), table=table, number=match["number"], words=words, misread=misread)

    def _is_title(self, known: Sequence[TableForm], words: str, below: Sequence[Line]) -> bool:
        """A note that begins with the number of a table is no title: a sentence, or one without a table."""
        if not words or words in self.by_words:
            return True
        if _SENTENCE.search(words):
            return False
        return not known or bool(self._named(words)) or any(self._hits(table, below) > 1 for table in known)

    def _table(self, known: Sequence[TableForm], words: str, below: Sequence[Line]) -> TableForm | None:
        """The table that number, words and the headings below say together."""
        named = self._named(words)
        both = [table for table in known if table in named]
        if both or not named:
            choices = both or [*known]
        elif not known:
            choices = named
        else:
            # The whole title says more than two digits; a part of a longer title may be chance.
            choices = [*named, *known] if words in self.by_words else [*known, *named]
        return max(choices, key=lambda table: self._hits(table, below)) if choices else None

    def _named(self, words: str) -> list[TableForm]:
        """The tables whose title the words are or hold; else the one whose title they are like."""
        if words in self.by_words:
            return [self.by_words[words]]
        held = {table.number: table for title, table in self.by_words.items() if words and title in words}
        if held:
            return list(held.values())
        like = closest(words, list(self.by_words)) if words else None
        return [self.by_words[like]] if like else []

    def _hits(self, table: TableForm, below: Sequence[Line]) -> int:
        return self.headings[table.number].hits(below)


def _number(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.lstrip("0") or plain
