"""Lines around a table that are no part of it: its unit, its body and year, page numbers, notes."""

from __future__ import annotations

import re
from typing import Literal

from budgetpress.amounts import UNITS, parse_unit
from budgetpress.form import Form
from budgetpress.shape.words import ordinary, squash

Role = Literal["unit", "body", "period", "page", "continued", "note", ""]

_LONGEST_UNIT = 20
_LONGEST = 200
_PAGE = re.compile(
    r"[-~·•.|]*(?:\d{1,3}|[ivxlc]{1,6})[-~·•.|]*"
    r"|[-~·•|]+\d{1,4}[-~·•|]+|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}",
    re.IGNORECASE,
)
# What may follow the body in its line.
_AFTER_BODY = re.compile(r"\s{2,}|\t|\s*(?:金额)?单位\s*[:：]")
_DASHES = str.maketrans("－—–─‐―", "------")
_CONTINUED = re.compile(r"[(]?(?:续表|续上表|接上表|接上页|转下页|续)\d*[)]?")
_NOTE = re.compile(r"[(*]?(?:注|备注|附注|说明|填表说明|填报说明)\d{0,2}[:.、]")


class Furniture:
    """Tells what a text around a table is, by the patterns of a form."""

    def __init__(self, form: Form) -> None:
        self._bodies = [re.compile(pattern) for pattern in form.body_texts]
        self._periods = [re.compile(pattern) for pattern in form.year_patterns]

    def role(self, text: str) -> Role:
        """What a text of one cell is; the empty string for anything else."""
        plain = squash(text)
        if not plain or len(plain) > _LONGEST:
            return "note" if _NOTE.match(plain) else ""
        if self.is_unit(text):
            return "unit"
        if self.is_body(text):
            return "body"
        if self.is_period(text):
            return "period"
        if _PAGE.fullmatch(plain.translate(_DASHES)):
            return "page"
        if _CONTINUED.fullmatch(plain):
            return "continued"
        return "note" if _NOTE.match(plain) else ""

    def is_unit(self, text: str) -> bool:
        """A short text with a unit; a longer one where it names the body too."""
        plain = squash(text)
        if "单位:" not in plain or (len(plain) >= _LONGEST_UNIT and not self.is_body(text)):
            return False
        return len(plain) <= _LONGEST and parse_unit(text) is not None

    def is_body(self, text: str) -> bool:
        """Whether the text names the body whose tables these are."""
        return bool(self.body(text))

    def body(self, text: str) -> str:
        """The body that the text names, as printed; empty where it names none. A unit of money is no body."""
        plain = ordinary(text).strip()
        matches = (pattern.match(plain) for pattern in self._bodies if len(plain) <= _LONGEST)
        match = next((match for match in matches if match is not None), None)
        name = _AFTER_BODY.split(match["body"].strip(), maxsplit=1)[0] if match is not None else ""
        return name if squash(name) not in UNITS else ""

    def is_period(self, text: str) -> bool:
        """Whether the text is a year and nothing else."""
        text = text.strip()
        return len(text) <= _LONGEST and any(pattern.fullmatch(text) for pattern in self._periods)
