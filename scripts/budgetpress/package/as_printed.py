"""What a printed text may say, read from a written package in whole fen, without the reader of amounts.

The point is where a separator is, or at the end; without any separator it may be anywhere.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction

from budgetpress.package.audit import Record, fen

_FEN = {"元": 100, "千元": 100_000, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
_MINUS = re.compile("[-(\u2010-\u2015\u2212\u2500\u25b2\u25b3]")
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?", re.ASCII)
_REGULAR = re.compile(
    rf"-?(0|[1-9][0-9]*|[1-9][0-9]{{0,2}}([.,][0-9]{{3}})+)([.,][0-9]+)?({'|'.join(_FEN)})?", re.ASCII
)
_LONGEST = 200
_MOST_DIGITS = 15


def places_of(figure: Record) -> list[int]:
    """With how many decimals the printed digits give the published amount; none where they never do."""
    amount = fen(figure.get("amount", ""))
    return [] if amount is None else [places for places, read in _readings(figure) if read == amount]


def amounts_of(figure: Record) -> set[int]:
    """Every amount that the printed text may say, in fen; nothing at all counts as 0.

    An odd number, with blanks in it or unlike groups, may have been read as an amount or as none.
    """
    found = {int(read) for _, read in _readings(figure) if read.denominator == 1}
    parted = re.search(r"[0-9]\s+[0-9]", figure.get("printed", ""))
    regular = _REGULAR.fullmatch(_plain(figure)) and not parted
    return found if found and regular else found | {0}


def last_digit(figure: Record) -> int:
    """What the last printed digit is worth in fen, where that is more than one fen; else 0."""
    places = places_of(figure)
    if not places:
        return 0
    if len(places) > 1:  # nothing is nothing with any number of decimals: take those after the last separator
        places = places[1:]
    step = Fraction(_unit(figure), 10 ** places[0])
    return int(step) if step > 1 else 0


def _readings(figure: Record) -> list[tuple[int, Fraction]]:
    """Numbers of decimals, and the amount in fen that the digits are with so many."""
    plain = _plain(figure)
    numbers = _NUMBER.findall(plain)
    unit = _unit(figure)
    if len(numbers) != 1 or len(plain) > _LONGEST or not unit:
        return []
    digits = re.sub("[.,]", "", numbers[0])
    if len(digits.lstrip("0")) > _MOST_DIGITS:
        return []  # no amount of money has so many
    parts = re.split("[.,]", numbers[0])
    places = {sum(map(len, parts[n:])) for n in range(1, len(parts) + 1)}
    if len(parts) == 1:
        places = set(range(len(digits)))
    sign = -1 if _MINUS.search(plain) else 1
    return [(n, Fraction(sign * int(digits) * unit, 10**n)) for n in sorted(places)]


def _plain(figure: Record) -> str:
    """The printed text in plain characters and without blanks."""
    return "".join(unicodedata.normalize("NFKC", figure.get("printed", "")).split())


def _unit(figure: Record) -> int:
    """The unit beside the number, or else that of the table, in fen; 0 where it is unknown."""
    plain = _plain(figure).rstrip(")")
    beside = [unit for unit in _FEN if plain.endswith(unit)]
    return _FEN.get(max(beside, key=len, default=figure.get("printed_unit", "")), 0)
