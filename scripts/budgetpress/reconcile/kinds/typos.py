"""A figure whose digits were misread: one digit, two exchanged, one lost or doubled, or the scale.

The kinds compare the printed digits with the digits that an identity implies; separators never count.
"""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.amounts import UNITS
from budgetpress.model import Entry
from budgetpress.reconcile.kinds.base import Demand, Proposal, wanted
from budgetpress.reconcile.system import System

MISREAD, MISREAD_UNLIKE = 10, 12
TRANSPOSED = 12
DOUBLED, LOST = 11, 13
SCALE_COMMON, SCALE = 11, 13

# Digits that look alike in print and in scans.
_ALIKE = {
    frozenset(pair) for pair in ("06", "08", "09", "38", "35", "56", "68", "89", "17", "14", "27", "49", "69")
}


def propose_typos(system: System, demand: Demand) -> Iterator[Proposal]:
    """Every printed figure of the equation that one slip of the reader turns into what is wanted."""
    for position, value in wanted(system, demand):
        entry = system.printed.get(position)
        if entry is None or value == 0:
            continue
        found = classify(entry, value, system.form.decimals.get(entry.unit, 2))
        if found is not None:
            kind, cost = found
            yield Proposal(kind=kind, cost=cost, values={position: value})


def classify(entry: Entry, value: int, decimals: int) -> tuple[str, int] | None:
    """The kind and cost of the slip that turns the amount `value` into the printed text, if one does."""
    step = UNITS.get(entry.unit, UNITS["元"]) * 100 / 10**decimals
    if step >= 1 and value % int(step):
        return None
    width = decimals + 1
    true = str(value // int(step) if step >= 1 else value).zfill(width)
    seen = "".join(c for c in entry.text if c.isdigit())
    seen = "".join(str(int(c)) for c in seen).lstrip("0").zfill(width)
    return _compare(seen, true)


def _compare(seen: str, true: str) -> tuple[str, int] | None:
    if len(seen) == len(true) and (found := _same_length(seen, true)) is not None:
        return found
    # A digit that is lost or doubled may leave, or push out, the noughts that fill the number up.
    a, b = seen.lstrip("0"), true.lstrip("0")
    if len(b) == len(a) + 1 and _without_one(b, a):
        return "lost_digit", LOST
    if len(a) == len(b) + 1 and (places := _without_one(a, b)):
        doubled = any(a[i] in (a[i - 1] if i else "", a[i + 1] if i + 1 < len(a) else "") for i in places)
        return ("doubled_digit", DOUBLED) if doubled else ("extra_digit", LOST)
    return _scale(a, b)


def _same_length(seen: str, true: str) -> tuple[str, int] | None:
    places = [i for i, (a, b) in enumerate(zip(seen, true, strict=True)) if a != b]
    if not places:
        return "wrong_scale", SCALE_COMMON
    if len(places) == 1:
        pair = frozenset((seen[places[0]], true[places[0]]))
        return "misread_digit", MISREAD if pair in _ALIKE else MISREAD_UNLIKE
    if len(places) == 2 and places[1] == places[0] + 1:
        i = places[0]
        if seen[i] == true[i + 1] and seen[i + 1] == true[i]:
            return "transposed_digits", TRANSPOSED
    return None


def _without_one(longer: str, shorter: str) -> list[int]:
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


def _scale(seen: str, true: str) -> tuple[str, int] | None:
    """The same digits but for noughts at the end."""
    if not seen or seen == true or seen.rstrip("0") != true.rstrip("0"):
        return None
    return "wrong_scale", SCALE_COMMON if abs(len(seen) - len(true)) in (3, 6) else SCALE
