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
_ALIKE = {frozenset(pair) for pair in ("06", "08", "09", "38", "35", "56", "68", "89", "17", "14", "27", "49", "69")}


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
    if len(seen) == len(true):
        return _same_length(seen, true)
    if len(true) == len(seen) + 1 and _without_one(true, seen):
        return "lost_digit", LOST
    if len(seen) == len(true) + 1 and (lost := _without_one(seen, true)):
        doubled = any(seen[i] == seen[i - 1] for i in lost if i) or any(
            i + 1 < len(seen) and seen[i] == seen[i + 1] for i in lost
        )
        return ("doubled_digit", DOUBLED) if doubled else ("extra_digit", LOST)
    return _scale(seen, true)


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
    return _scale(seen, true)


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
    """The same digits but for zeros at the end."""
    a, b = seen.lstrip("0"), true.lstrip("0")
    if a.rstrip("0") != b.rstrip("0") or a == b or not a:
        return None
    return "wrong_scale", SCALE_COMMON if abs(len(a) - len(b)) in (3, 6) else SCALE
