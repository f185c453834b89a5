"""What a cell of a workbook shows: a stored number or text through the number format of its cell.

A format has up to four sections, parted by `;`: for positive numbers, negative ones, zero and text. The plain
ones are understood: digits (`0 # ?`) with groups, decimals, percent, division by thousands (a trailing `,`),
literal text, currency signs, colours, `General`, `@`, and dates. Whatever else a format says (conditions,
fractions, exponents, Chinese numerals) is not guessed at: such a cell shows its exact value.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from itertools import takewhile
from typing import Final, NamedTuple

from budgetpress.read.workbook.date_format import DATE_LETTERS, show_date

_EXACT: Final = Context(prec=400)
_GENERAL: Final = r"General|G/通用格式"
_COLOUR: Final = (
    r"(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color ?\d+|[黑蓝青绿红白黄]色?|洋红色?|颜色 ?\d+)"
)
_TOKEN: Final = re.compile(
    rf"""
      "(?P<quoted>[^"]*)" | [\\!](?P<escaped>.)
    | (?P<nothing> [_*]. | \[{_COLOUR}\] )
    | \[\$(?P<currency>[^\]-]*)(?:-[0-9A-F]{{1,4}})?\]
    | (?P<end>;) | (?P<general>{_GENERAL}) | (?P<digit>[0#?]) | (?P<point>\.) | (?P<comma>,)
    | (?P<percent>%) | (?P<at>@) | (?P<date>{DATE_LETTERS})
    | (?P<plain>[$\-+():/ '{{}}<>=^&~]|[^\x00-\x7f])
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_LITERAL: Final = ("quoted", "escaped", "currency")
_SHOWN: Final = ("text", "plain", "percent", "point")
# Of the system or of another calendar: what such a date shows is not in the file.
_UNKNOWN: Final = re.compile(r"\[\$-F[48]00\]", re.IGNORECASE)
_MAX_LENGTH: Final = 255  # of a format, as in the applications that write them


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """What a reader sees in a cell; `whole` tells whether that is all of the stored value."""

    text: str
    whole: bool = True


class Token(NamedTuple):
    """A piece of a section: its kind (`text`, `digit`, `point`, ...) and what it shows or asks for."""

    kind: str
    text: str


class Section:
    """One section of a format, its pieces counted once for all the numbers that it shows."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        kinds = [token.kind for token in tokens]
        digits = [index for index, kind in enumerate(kinds) if kind == "digit"]
        self.point = kinds.index("point") if "point" in kinds else len(kinds)
        self.whole = [index for index in digits if index < self.point]
        self.fraction = [index for index in digits if index > self.point]
        self.has_digits = bool(digits)
        self.has_at = "at" in kinds
        self.is_general = self.has_at or "general" in kinds
        self.is_date = "date" in kinds
        self.is_ratio = self.has_digits and Token("plain", "/") in tokens
        # A comma right behind the last digit, of the whole part or of all, divides by a thousand.
        ends = {part[-1] for part in (self.whole, digits) if part}
        self.thousands = sum(sum(1 for _ in takewhile("comma".__eq__, kinds[end + 1 :])) for end in ends)
        self.percent = kinds.count("percent")
        self.grouped = bool(self.whole) and "comma" in kinds[self.whole[0] : self.whole[-1]]
        self.unit = Decimal(1).scaleb(-len(self.fraction))
        self.literals = [text if kind in _SHOWN else "" for kind, text in tokens]


def exact(value: float | int) -> Decimal:
    """A stored number as a decimal: a binary fraction by its first 15 digits, which is all that is shown.

    Raises ValueError for what is no number.
    """
    number = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")
    if not number.is_finite():
        raise ValueError(f"{value} is no number")
    return number


def plain(value: Decimal) -> str:
    """A number in digits alone, without a needless zero or point: `1234567.8`."""
    if not value:
        return "0"
    if not -30 < value.adjusted() < 30:
        return str(value.normalize(_EXACT))
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show_number(value: Decimal, code: str, *, from_1904: bool = False) -> Shown | None:
    """What a number shows through the format `code`; None where the format is not a plain one.

    `from_1904` says that the workbook counts its days from 1904.
    """
    sections = _sections(code)
    section, value = _section_for(value, sections) if sections else (None, value)
    if section is None or section.is_ratio:
        return None
    if section.is_date:
        text = show_date(value, section.tokens, from_1904=from_1904)
        return None if text is None else Shown(text=text)
    sign = "-" if value < 0 else ""
    if section.is_general:
        parts = (plain(abs(value)) if kind in ("general", "at") else text for kind, text in section.tokens)
        return Shown(text=(sign + "".join(parts)).strip())
    if not section.has_digits:
        return Shown(text="".join(section.literals).strip(), whole=not value)
    scaled = abs(value).scaleb(2 * section.percent - 3 * section.thousands, _EXACT)
    rounded = scaled.quantize(section.unit, rounding=ROUND_HALF_UP, context=_EXACT)
    whole = rounded == scaled and not (section.thousands and value)
    return Shown(text=(sign + _fill(section, rounded)).strip(), whole=whole)


def show_text(text: str, code: str) -> Shown:
    """What a text shows through the format `code`: itself, unless the format has a section for texts."""
    sections = _sections(code)
    if not sections or not (len(sections) == 4 or sections[-1].has_at):
        return Shown(text=text)
    own = sections[-1]
    shown = "".join(
        text if kind == "at" else other for (kind, _), other in zip(own.tokens, own.literals, strict=True)
    )
    return Shown(text=shown, whole=own.has_at or shown == text)


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[Section, ...]:
    """The sections of a format; none where it holds something that is not plain."""
    if len(code) > _MAX_LENGTH or _UNKNOWN.search(code):
        return ()
    sections: list[list[Token]] = [[]]
    position = 0
    while position < len(code):
        match = _TOKEN.match(code, position)
        if match is None:
            return ()
        position = match.end()
        kind = str(match.lastgroup)
        if kind == "end":
            sections.append([])
        elif kind in _LITERAL:
            sections[-1].append(Token("text", match[kind]))
        elif kind != "nothing":
            sections[-1].append(Token(kind, match[0]))
    return tuple(map(Section, sections)) if len(sections) <= 4 else ()


def _section_for(value: Decimal, sections: Sequence[Section]) -> tuple[Section | None, Decimal]:
    """The section that shows a number, and the number that it shows: without its sign in its own section."""
    numeric = sections[:3]
    if len(numeric) == 1:
        return numeric[0], value
    if value < 0:
        return (numeric[1] if numeric[1].tokens or len(numeric) == 3 else None), -value
    return (numeric[2] if not value and len(numeric) == 3 else numeric[0]), value


def _fill(section: Section, value: Decimal) -> str:
    """A number that is not negative, with as many decimals as the section, in its placeholders."""
    whole, _, decimals = f"{value:f}".partition(".")
    shown = section.literals.copy()
    _fill_whole(section, whole.lstrip("0"), shown)
    trailing = True
    for index, digit in zip(reversed(section.fraction), reversed(decimals), strict=True):
        trailing = trailing and digit == "0"
        shown[index] = _padding(section, index) if trailing else digit
    return "".join(shown)


def _fill_whole(section: Section, digits: str, shown: list[str]) -> None:
    """Fill from the right; the first placeholder takes all the digits that are left."""
    if not section.whole and section.point < len(shown):
        shown[section.point] = digits + "."
    done = 0
    for index in reversed(section.whole):
        taken = digits if index == section.whole[0] else digits[-1:]
        digits = digits[: len(digits) - len(taken)]
        for digit in reversed(taken or _padding(section, index)):
            comma = "," if section.grouped and done and done % 3 == 0 else ""
            shown[index] = digit + comma + shown[index]
            done += 1


def _padding(section: Section, index: int) -> str:
    return {"0": "0", "?": " ", "#": ""}[section.tokens[index].text]
