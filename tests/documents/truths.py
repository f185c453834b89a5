"""True amounts of invented bodies: what is spent by function and by economic item, and sums of it."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.planting.truth import TrueRow

from budgetpress.codes import load_code_list
from budgetpress.model import Kind

PERSONNEL = ("301", "303")
ORDINALS = tuple("一二三四五六七八九十") + tuple(f"十{n}" for n in "一二三四五六七八九")


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What is spent for one item of the functional and one of the economic classification, in 0.01 yuan."""

    function: str
    department: str
    basic: int = 0
    project: int = 0


def draw(rng: random.Random, year: int, functions: int, unit: int) -> list[Spent]:
    """Spending at random for so many functional items, in multiples of `unit` (in 0.01 yuan)."""
    codes = load_code_list("functional")
    leaves = [
        code.code
        for code in codes.codes
        if len(code.code) == 7 and code.covers(year) and all(codes.name(code.code[:n], year) for n in (3, 5))
    ]
    items = [
        code.code
        for code in load_code_list("economic_department").codes
        if len(code.code) == 5 and code.code[:3] in ("301", "302", "303") and code.covers(year)
    ]
    made = []
    for function in sorted(rng.sample(leaves, functions)):
        made.append(Spent(function=function, department="", project=_amount(rng, unit)))
        made += [
            Spent(function=function, department=department, basic=_amount(rng, unit))
            for department in rng.sample(items, 5)
        ]
    return made


def _amount(rng: random.Random, unit: int) -> int:
    return max(1, round(10 ** rng.uniform(6, 9)) // unit) * unit


def by_code(keys: Iterable[str], amounts: Callable[[str], Mapping[str, int]]) -> dict[str, dict[str, int]]:
    """For every code and everything it is part of, the sums of `amounts`, a code cut at 3, 5 and 7 digits."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for key in keys:
        for length in (3, 5, 7):
            if length <= len(key):
                for name, amount in amounts(key).items():
                    found[key[:length]][name] += amount
    return found


def hierarchy(sums: Mapping[str, Mapping[str, int]], codelist: str, year: int) -> list[TrueRow]:
    """A row for every code below the one it is part of; all but the whole ones are subtotals."""
    names = load_code_list(codelist)
    rows = []
    for number, code in enumerate(sorted(sums), 1):
        whole = not any(other != code and other.startswith(code) for other in sums)
        words = {f"{codelist}_code": code, f"{codelist}_name": names.name(code, year)}
        kind: Kind = "item" if whole else "subtotal"
        rows.append(TrueRow(number=number, kind=kind, words=words, amounts=dict(sums[code])))
    return rows


def total_row(rows: Sequence[TrueRow], label: str, *, of: Kind = "item") -> TrueRow:
    """The row that adds up the items."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.kind == of:
            for name, amount in row.amounts.items():
                sums[name] += amount
    return TrueRow(number=len(rows) + 1, kind="total", words={label: "合计"}, amounts=dict(sums))


def listed(lines: Iterable[tuple[Kind, dict[str, str], dict[str, int | None]]]) -> list[TrueRow]:
    """Rows in order; an amount of None is not printed."""
    return [
        TrueRow(
            number=number,
            kind=kind,
            words=words,
            amounts={name: amount for name, amount in amounts.items() if amount is not None},
        )
        for number, (kind, words, amounts) in enumerate(lines, 1)
    ]
