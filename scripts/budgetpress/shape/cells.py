"""What a cell can be: whether its text fits a column, and how the text is taken apart into fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal

from budgetpress.amounts import is_dash, looks_like_amount
from budgetpress.form import Column, Field
from budgetpress.shape.words import squash

Fit = Literal[-1, 0, 1]
"""-1: cannot stand in this column; 0: may stand there, as in others; 1: belongs there."""

_CODE_NAME = re.compile(
    r"^\s*(?P<code>[0-9A-Za-z][0-9A-Za-z]*(?:\s+\d{2,6}(?=[\s\-－—–]))?)\s*(?:[-－—–]|\s)\s*(?P<name>\D.*|\d{4}年.*)$",
    re.DOTALL,
)
_CODE = re.compile(r"^[0-9A-Za-z]{1,24}$")
_DIGITY = re.compile(r"[0-9OoIlSB]")


@lru_cache(maxsize=65536)
def split_code_name(text: str) -> tuple[str, str] | None:
    """`2010108-代表工作` -> (`2010108`, `代表工作`); None where no code stands before a name."""
    match = _CODE_NAME.match(text)
    if match is None or not any(character.isdigit() for character in match["code"]):
        return _letter_code(text)
    return "".join(match["code"].split()), match["name"].strip()


def _letter_code(text: str) -> tuple[str, str] | None:
    match = re.match(r"^\s*([A-Z])\s*[-－—–]\s*(\D.*)$", text, re.DOTALL)
    return (match[1], match[2].strip()) if match else None


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


def looks_broken(text: str) -> bool:
    """Whether the text is an amount that cannot be read: mostly digits, but no number."""
    squashed = squash(text)
    digits = len(_DIGITY.findall(squashed)) + sum(c in ".," for c in squashed)
    return bool(squashed) and any(c.isdigit() for c in squashed) and digits * 2 > len(squashed)


def fit(text: str, column: Column, fields: Mapping[str, Field], totals: frozenset[str]) -> Fit:
    """How the text of a cell fits a column; blank texts are not asked about."""
    first = fields[column.fields[0]]
    if first.type == "amount":
        if looks_like_amount(text) or is_dash(text) or looks_broken(text):
            return 1
        return -1
    if squash(text) in totals:
        return 0
    if column.fits and re.fullmatch(column.fits, text.strip(), re.DOTALL):
        return 1
    if column.split == "code-name":
        return _fit_code_name(text, column)
    if column.split == "vocabulary":
        return 1 if split_vocabulary(text, tuple(fields[name] for name in column.fields)) else -1
    if first.values:
        return _fit_values(text, first)
    if first.type == "code":
        return 1 if _CODE.match(squash(text)) and not column.fits else -1
    return 0 if first.type == "value" or not looks_like_amount(text) else -1


def _fit_code_name(text: str, column: Column) -> Fit:
    if looks_like_amount(text):
        return -1
    return 1 if not column.fits and split_code_name(text) is not None else 0


def _fit_values(text: str, field: Field) -> Fit:
    return 1 if squash(text) in {squash(value) for value in field.values} else -1
