"""What a cell can be: whether its text fits a column, and how the text is taken apart into fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from budgetpress.amounts import is_dash, looks_like_amount
from budgetpress.form import Block, Column, Field
from budgetpress.shape.words import heading, squash, untag

Fit = Literal[-1, 0, 1]
"""-1: cannot stand in this column; 0: may stand there, as in others; 1: belongs there."""

_CODE_NAME = re.compile(
    r"^\s*(?P<code>[0-9A-Za-z][0-9A-Za-z]*(?:\s+\d{2,6}(?=[\s\-－—–]))?)\s*(?:[-－—–]|\s)\s*(?P<name>\D.*|\d{4}年.*)$",
    re.DOTALL,
)
_LETTER_NAME = re.compile(r"^\s*([A-Z])\s*[-－—–]\s*(\D.*)$", re.DOTALL)
_CODE = re.compile(r"^[0-9A-Za-z]{1,24}$")
_DIGIT = re.compile(r"\d")
_DIGITY = re.compile(r"[0-9OoIlSB.,]")
_PRINTED_AMOUNT = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d{2,6})")
# An amount or a code is far shorter; a page in one cell is text, whatever its digits.
_LONGEST_NUMBER = 64
_LONGEST_CELL = 4000


@lru_cache(maxsize=65536)
def split_code_name(text: str) -> tuple[str, str] | None:
    """`2010108-代表工作` -> (`2010108`, `代表工作`); None where no code stands before a name."""
    text = untag(text)
    match = _CODE_NAME.match(text) if len(text) <= _LONGEST_CELL else None
    if match is None or not any(character.isdigit() for character in match["code"]):
        letter = _LETTER_NAME.match(text) if len(text) <= _LONGEST_CELL else None
        return (letter[1], letter[2].strip()) if letter else None
    return "".join(match["code"].split()), match["name"].strip()


def split_vocabulary(text: str, fields: tuple[Field, ...]) -> tuple[str, ...] | None:
    """Cut `产出指标数量指标服务社区数量` by the words of each field; the last field takes the rest."""
    rest = squash(text)
    parts = []
    for field in fields[:-1]:
        word = next((w for w in sorted(field.values, key=len, reverse=True) if rest.startswith(w)), None)
        if word is None:
            return None
        parts.append(word)
        rest = rest[len(word) :]
    return (*parts, rest)


@lru_cache(maxsize=65536)
def is_amount(text: str) -> bool:
    """Whether the text can be read as an amount."""
    return len(text) <= _LONGEST_NUMBER and bool(_DIGIT.search(text)) and looks_like_amount(untag(text))


@lru_cache(maxsize=65536)
def _stands_for_amount(text: str) -> bool:
    """Whether the text is printed where an amount is: one, a dash, or one that cannot be read."""
    if len(text) > _LONGEST_NUMBER:
        return False
    return is_amount(text) or looks_broken(text) or is_dash(untag(text))


def is_printed_amount(text: str) -> bool:
    """Whether the text can only be an amount: a number with thousands separators or decimals."""
    return len(text) <= _LONGEST_NUMBER and _PRINTED_AMOUNT.fullmatch(squash(text)) is not None


def looks_broken(text: str) -> bool:
    """Whether the text is an amount that cannot be read: mostly digits, but no number."""
    if len(text) > _LONGEST_NUMBER or not _DIGIT.search(text):
        return False
    squashed = squash(text)
    return len(_DIGITY.findall(squashed)) * 2 > len(squashed)


class Fitter:
    """How texts fit the columns of one block; each text is judged once."""

    def __init__(self, block: Block, fields: Mapping[str, Field], totals: frozenset[str]) -> None:
        self.columns = block.columns
        self.fields = fields
        self._totals = totals
        self._known: dict[str, tuple[Fit, ...]] = {}
        # Columns of one kind fit the same texts: a table has many columns of amounts, and one rule for them.
        rules = [self._rule(column) for column in self.columns]
        self._samples = dict(zip(rules, self.columns, strict=True))
        self._rules = rules

    def fits(self, text: str) -> tuple[Fit, ...]:
        """How a text that is not blank fits each column."""
        found = self._known.get(text)
        if found is None:
            by_rule = {rule: self._fit(text, column) for rule, column in self._samples.items()}
            found = tuple(by_rule[rule] for rule in self._rules)
            self._known[text] = found
        return found

    def is_amount(self, column: int) -> bool:
        """Whether the column holds amounts."""
        return self.fields[self.columns[column].fields[0]].type == "amount"

    def holds_words(self, column: int) -> bool:
        """Whether an amount in the column must have slipped there: not where values of all kinds stand."""
        return self.takes_any(column) and self.fields[self.columns[column].fields[0]].type != "value"

    def takes_any(self, column: int) -> bool:
        """Whether any text may stand in the column where its place is certain: no amounts, no codes alone."""
        first = self.fields[self.columns[column].fields[0]]
        return first.type not in ("amount", "code") or len(self.columns[column].fields) > 1

    def _rule(self, column: Column) -> tuple[object, ...]:
        first = self.fields[column.fields[0]]
        if first.type == "amount":
            return ("amount",)
        words = tuple(self.fields[name].values for name in column.fields)
        return (first.type, column.fits, column.split, words)

    def _fit(self, text: str, column: Column) -> Fit:
        first = self.fields[column.fields[0]]
        if first.type == "amount":
            return 1 if _stands_for_amount(text) else -1
        if heading(text) in self._totals:
            return 0
        if column.fits and len(text) <= _LONGEST_CELL and re.fullmatch(column.fits, text.strip(), re.DOTALL):
            return 1
        if column.split == "code-name":
            return self._fit_code_name(text, column)
        if column.split == "vocabulary":
            fields = tuple(self.fields[name] for name in column.fields)
            return 1 if split_vocabulary(text, fields) else -1
        if first.values:
            return 1 if squash(text) in {squash(value) for value in first.values} else -1
        if first.type == "code":
            return 1 if _CODE.match(squash(text)) and not column.fits else -1
        return 0 if first.type == "value" or not is_amount(text) else -1

    def _fit_code_name(self, text: str, column: Column) -> Fit:
        if is_amount(text):
            return -1
        return 1 if not column.fits and split_code_name(text) is not None else 0
