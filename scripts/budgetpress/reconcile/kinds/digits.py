"""The printed digits of a figure beside those that an identity implies; separators never count."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from budgetpress.amounts import UNITS
from budgetpress.model import Entry
from budgetpress.reconcile.evaluate import resolution
from budgetpress.reconcile.identities import Position
from budgetpress.reconcile.kinds.base import Demand, wanted
from budgetpress.reconcile.system import System


class Digits(NamedTuple):
    """A printed figure and the amount that would close an equation, both as digits of equal decimals."""

    position: Position
    value: int
    seen: str
    true: str

    @property
    def short(self) -> tuple[str, str]:
        """Both without the noughts in front that fill them up."""
        return self.seen.lstrip("0"), self.true.lstrip("0")


def digits(system: System, demand: Demand) -> Sequence[Digits]:
    """Every printed figure of the demanded equation with what is wanted there."""
    return system.cached(("digits", demand), lambda: _digits(system, demand))


def _digits(system: System, demand: Demand) -> list[Digits]:
    found = []
    for position, value in wanted(system, demand):
        entry = system.printed.get(position)
        if entry is not None and value:
            pair = compared(entry, value, system.form.decimals.get(entry.unit))
            if pair is not None:
                found.append(Digits(position, value, *pair))
    return found


def compared(entry: Entry, value: int, decimals: int | None) -> tuple[str, str] | None:
    """The printed digits and those of an amount; None where so many decimals cannot print that amount.

    Where the form leaves the decimals open they are those of the printed figure.
    """
    if decimals is None:
        step, width = Decimal(max(resolution(entry), 1)), 1
    else:
        step, width = UNITS.get(entry.unit, UNITS["元"]) * 100 / 10**decimals, decimals + 1
    if step >= 1 and value % int(step):
        return None
    return _seen(entry.text, width), str(value // int(step) if step >= 1 else value).zfill(width)


@lru_cache(maxsize=65_536)
def _seen(text: str, width: int) -> str:
    return "".join(str(int(c)) for c in text if c.isdecimal()).lstrip("0").zfill(width)


def one_slip(seen: str, true: str) -> bool:
    """Whether one digit was misread, lost or doubled, or two adjacent ones exchanged."""
    differ = [i for i, (a, b) in enumerate(zip(seen, true, strict=False)) if a != b]
    if len(seen) == len(true) and len(differ) == 1:
        return True
    if len(seen) == len(true) and len(differ) == 2 and differ[1] == differ[0] + 1:
        return seen[differ[0]] == true[differ[1]] and seen[differ[1]] == true[differ[0]]
    shorter, longer = sorted((seen.lstrip("0"), true.lstrip("0")), key=len)
    return len(longer) == len(shorter) + 1 and bool(without_one(longer, shorter))


def without_one(longer: str, shorter: str) -> list[int]:
    """The places at which leaving out one digit of the longer gives the shorter."""
    start = 0
    while start < len(shorter) and longer[start] == shorter[start]:
        start += 1
    if longer[start + 1 :] != shorter[start:]:
        return []
    first = start
    while first and longer[first - 1] == longer[start]:
        first -= 1
    return list(range(first, start + 1))
