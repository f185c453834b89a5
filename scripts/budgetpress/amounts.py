"""Printed amounts: every way to read one, in yuan, exactly.

A form prints its amounts with a fixed number of decimals, `d` (six in a table in units of ten thousand
yuan, two in a table in yuan). What was printed is read by its own pattern alone, never by how large it is.

First it is cleaned: full width characters become plain ones; invisible characters and blanks go (a blank
between two digits goes only if no two digits touch anywhere: `1 2 . 5 0` is letter-spaced, `12 50` may be
two numbers and is not read); a sign, a currency mark, brackets (negative) and a unit are taken off. A unit
beside the number takes the place of the table's, and where it differs `d` is unknown. What remains starts
and ends with a digit and holds digits, `,` and `.` only.

A *whole part* is digits without a leading zero (`0` alone may stand), either without separators or in
correct groups: one to three digits, then always three. The rules, in this order:

1. Whole part (`,` for groups), then `.` and exactly `d` digits, or nothing if `d` is 0: `plain`, and nothing
   else. If `d` is unknown: whole part with or without `.` and decimals, `plain`; no other rule is tried.
2. Not a whole part followed by `.` and decimals, but a separator stands just before the last `d` digits:
   `separators-confused`, and nothing else. Which separator it is does not matter, nor in the groups of the
   whole part; the last `d` digits may be in groups of three if `d` is a multiple of three.
   With d = 6, `17,134,242047` is 17134.242047 and `175,985,000` is 175.985000: the form never prints
   fewer decimals. With d = 2, `1,234,56` is 1234.56.
3. Else the number is taken literally, `other-decimals`: whole part, perhaps `.` and decimals
   (d = 6: `27.958`; d = 2: `1,234,567`). A last `,` before other than three digits cannot part
   thousands, so it is read as the point (d = 6: `23,88450`), unless `d` is 0.
4. And, beside 3, if it ends in `.00` and what stands before would be read by rule 2: `zeros-appended`
   (d = 6: `3,000,000.00` is 3000000.00, or else 3.000000).
5. And, beside 3, if it is digits alone, more than `d` of them: `separators-lost`, the last `d` are the
   decimals (d = 6: `3000000` is 3000000, or else 3.000000; `0644000` can only be 0.644000).

What fits no rule is not read, nor is a number of more than 15 digits (leading zeros not counted: that is a
code), nor a reading that is not a whole number of 0.01 yuan.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from budgetpress.model import Reading

UNITS: Final[Mapping[str, Decimal]] = MappingProxyType(
    {
        "元": Decimal(1),
        "千元": Decimal(1_000),
        "万元": Decimal(10_000),
        "百万元": Decimal(1_000_000),
        "亿元": Decimal(100_000_000),
    }
)
"""Printed unit -> how many yuan it is."""

NOTATIONS: Final = ("plain", "separators-confused", "other-decimals", "zeros-appended", "separators-lost")
"""The names that a :class:`budgetpress.model.Reading` from here can have; see the rules above."""

EXACT: Final = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])
"""Arithmetic that raises where another context would round."""

_CENT: Final = Decimal("0.01")
_MAX_DIGITS: Final = 15
_MAX_LENGTH: Final = 200  # of the text, so that a whole page in one cell costs nothing

_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63\uff0d"
_TRIANGLES: Final = "\u25b3\u25b2"  # before a negative amount
_INVISIBLE: Final = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff"
# Not superscripts, circled digits or fractions: a footnote mark is no part of a number.
_SAME_CHARACTER: Final = ("<wide>", "<narrow>", "<small>", "<vertical>", "<noBreak>", "<font>")

_UNIT: Final = "|".join(sorted(UNITS, key=len, reverse=True))
_PRINTED: Final = re.compile(
    rf"(?P<mark>¥)?(?P<open>\()?(?P<head>[-+{_TRIANGLES}¥]{{0,2}})(?P<body>[0-9](?:[0-9.,]*[0-9])?)"
    rf"(?P<unit>{_UNIT})?(?(open)\))(?P<after>{_UNIT})?"
)
_WHOLE: Final = r"(?P<whole>0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)"
_WHOLE_CONFUSED: Final = _WHOLE.replace(",[0-9]{3}", "[.,][0-9]{3}")
_LITERAL: Final = re.compile(rf"{_WHOLE}(?:\.(?P<fraction>[0-9]+))?")
_LITERAL_COMMA: Final = re.compile(rf"{_WHOLE},(?P<fraction>[0-9]{{1,2}}|[0-9]{{4,}})")
_ANY: Final = re.compile(
    rf"{_WHOLE_CONFUSED}(?:[.,](?:[0-9]+|[0-9]{{3}}(?:[.,][0-9]{{3}})+))?(?:\.00)?|0[0-9]+"
)

_UNIT_LINES: Final = (
    # A label and a colon; a Chinese character after the unit would make it part of a name.
    re.compile(rf"单位\s*[:\u2236]\s*(?:人民币)?({_UNIT})(?:人民币)?(?![\u4e00-\u9fff/])"),
    # A label without a colon, alone.
    re.compile(rf"^\s*(?:金额|货币|计量)?单位\s*(?:人民币)?({_UNIT})\s*$"),
    # Brackets at the end of a heading.
    re.compile(rf"\(\s*(?:单位\s*)?(?:人民币)?({_UNIT})(?:人民币)?\s*\)\s*:?\s*$"),
)


class _Printed(NamedTuple):
    """A printed number without its marks: digits and separators, its sign, and a unit beside it."""

    body: str
    negative: bool
    unit: str | None


def parse_unit(text: str) -> str | None:
    """The unit that a unit line or a column heading names, a key of :data:`UNITS`.

    None where it names none, or several that differ. A unit alone (`万元` in a cell) is not a unit line.
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"单\s+(?=位)|([百千万亿])\s+(?=[万元])", lambda m: m[1] or "单", text)
    found = {unit for pattern in _UNIT_LINES for unit in pattern.findall(text)}
    return found.pop() if len(found) == 1 else None


def readings(text: str, *, unit: str, decimals: int | None) -> tuple[Reading, ...]:
    """All ways to read one printed amount, the plainest first; empty where it is not an amount.

    `unit` is the table's printed unit, a key of :data:`UNITS`; `decimals` is how many decimals the form
    prints in that unit, None if unknown. Each reading is in yuan, with two decimals; no two are equal.
    Raises ValueError for another unit or for negative decimals, and nothing for any text.
    """
    if unit not in UNITS:
        raise ValueError(f"unknown unit {unit!r}; expected one of {', '.join(UNITS)}")
    if decimals is not None and decimals < 0:
        raise ValueError(f"decimals must not be negative: {decimals}")
    printed = _parse(text)
    if printed is None:
        return ()
    if printed.unit is not None and printed.unit != unit:
        unit, decimals = printed.unit, None
    found = []
    for notation, whole, fraction in _splits(printed.body, decimals):
        amount = _yuan(whole, fraction, UNITS[unit])
        if amount is not None:
            signed = amount.copy_negate() if printed.negative and amount else amount
            found.append(Reading(amount=signed, notation=notation))
    return tuple(found)


def looks_like_amount(text: str) -> bool:
    """Whether some number of decimals gives `text` a reading, the unit aside.

    A code such as `2120101` looks like an amount too: where a cell stands must tell them apart.
    """
    printed = _parse(text)
    return printed is not None and _ANY.fullmatch(printed.body) is not None


def is_blank(text: str) -> bool:
    """Whether nothing visible is printed: only blanks of any width and invisible characters."""
    return all(character.isspace() or character in _INVISIBLE for character in text)


@lru_cache(maxsize=65_536)
def is_dash(text: str) -> bool:
    """Whether only dashes are printed: nothing, on purpose."""
    rest = "".join(character for character in text if not is_blank(character))
    return bool(rest) and all(character in _DASHES for character in rest)


def format_yuan(amount: Decimal) -> str:
    """`amount` in yuan as text with two decimals: `-?[0-9]+.[0-9][0-9]`.

    Raises ValueError if it is not a whole number of 0.01 yuan, here and in the two functions below.
    """
    return format(_whole_fen(amount), "f")


def to_fen(amount: Decimal) -> int:
    """Yuan to a whole number of 0.01 yuan."""
    return int(_whole_fen(amount).scaleb(2, EXACT))


@lru_cache(maxsize=65_536)
def from_fen(fen: int) -> Decimal:
    """A whole number of 0.01 yuan to yuan, with two decimals."""
    try:
        return EXACT.quantize(Decimal(fen).scaleb(-2, EXACT), _CENT)
    except (Inexact, InvalidOperation):
        raise ValueError(f"not an amount: more than {EXACT.prec} digits") from None


def _whole_fen(amount: Decimal) -> Decimal:
    """`amount` with exactly two decimals; never the negative zero."""
    if amount.is_finite():
        try:
            return EXACT.quantize(amount, _CENT) if amount else _CENT * 0
        except (Inexact, InvalidOperation):
            pass
    raise ValueError(f"not a whole number of 0.01 yuan: {amount}")


def _yuan(whole: str, fraction: str, factor: Decimal) -> Decimal | None:
    """The amount in yuan, or None where it is not a whole number of 0.01 yuan."""
    number = Decimal(f"{re.sub('[.,]', '', whole)}.{re.sub('[.,]', '', fraction)}")
    try:
        return EXACT.quantize(EXACT.multiply(number, factor), _CENT)
    except Inexact:
        return None


def _parse(text: str) -> _Printed | None:
    """Clean `text` and take the marks off; None where what remains is not one number."""
    text = text.strip()
    match = _PRINTED.fullmatch(_clean(text)) if len(text) <= _MAX_LENGTH else None
    if match is None:
        return None
    body, marks = match["body"], (match["mark"] or "") + match["head"]
    sign = marks.replace("¥", "")
    doubled = len(sign) > 1 or marks.count("¥") > 1 or (match["open"] and sign)
    if doubled or (match["unit"] and match["after"]):
        return None
    if len(re.sub("[.,]", "", body).lstrip("0")) > _MAX_DIGITS:
        return None
    negative = bool(match["open"]) or sign not in ("", "+")
    return _Printed(body=body, negative=negative, unit=match["unit"] or match["after"])


def _clean(text: str) -> str:
    """Full width to plain, one kind of dash, no blanks; empty where a blank may part two numbers."""
    plain = "".join(_character(character) for character in text if character not in _INVISIBLE)
    if re.search("[0-9] +[0-9]", plain) and re.search("[0-9]{2}", plain):
        return ""
    return plain.replace(" ", "")


def _character(character: str) -> str:
    if character.isspace():
        return " "
    if character in _DASHES:
        return "-"
    if unicodedata.decomposition(character).startswith(_SAME_CHARACTER):
        return unicodedata.normalize("NFKC", character)
    return character


def _splits(body: str, decimals: int | None) -> Iterator[tuple[str, str, str]]:
    """The rules of the module: each notation with the whole part and the decimals it gives."""
    literal = _LITERAL.fullmatch(body)
    fraction = (literal["fraction"] or "") if literal else ""
    if decimals is None or (literal and len(fraction) == decimals):
        if literal:
            yield "plain", literal["whole"], fraction
        return
    if not fraction and (confused := _confused(body, decimals)):
        yield "separators-confused", *confused
        return
    if literal is None and decimals and (literal := _LITERAL_COMMA.fullmatch(body)):
        fraction = literal["fraction"]
    if literal:
        yield "other-decimals", literal["whole"], fraction
    if body.endswith(".00") and (confused := _confused(body.removesuffix(".00"), decimals)):
        yield "zeros-appended", *confused
    if body.isdecimal() and 0 < decimals < len(body):
        whole, fraction = body[:-decimals], body[-decimals:]
        if whole == "0" or not whole.startswith("0"):
            yield "separators-lost", whole, fraction


def _confused(body: str, decimals: int) -> tuple[str, str] | None:
    """Whole part and decimals where a separator stands before the last `decimals` digits."""
    match = _confused_pattern(decimals).fullmatch(body)
    return (match["whole"], match["fraction"]) if match else None


@lru_cache(maxsize=32)
def _confused_pattern(decimals: int) -> re.Pattern[str]:
    if decimals == 0:
        return re.compile("(?P<whole>)(?P<fraction>)(?!)")  # a form without decimals has no point to confuse
    groups = rf"|[0-9]{{3}}(?:[.,][0-9]{{3}}){{{decimals // 3 - 1}}}" if decimals % 3 == 0 else ""
    return re.compile(rf"{_WHOLE_CONFUSED}[.,](?P<fraction>[0-9]{{{decimals}}}{groups})")
