"""Invented true documents of the Beijing form: table 03 of any length, and all that follows from it.

The rows of table 03 are drawn at random from the national code lists; tables 01, 05, 06, 07 and 13 are added
up from them, so that every identity holds; 08 and 09 are empty. Nothing here comes from a published budget.
"""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from importlib import resources

from tests.planting.truth import TrueRow, Truth

from budgetpress.codes import load_code_list
from budgetpress.model import Kind

PERSONNEL = ("301", "303")
YEAR = 2026
_UNIT = {"unit_code": "900001", "unit_name": "某单位"}


def invent(seed: int, rows: int, *, paired: bool = False) -> Truth:
    """A true document with so many rows in table 03; `paired`: codes as in the crosswalk."""
    rng = random.Random(seed)
    keys = _keys(rng, rows, paired=paired)
    return added_up([(key, *_amounts(rng, key[2])) for key in keys])


Line = tuple[tuple[str, str, str], int, int]
"""Codes of one row of table 03 (function, government, department), basic and project expenditure in fen."""


def added_up(lines: list[Line]) -> Truth:
    """The true document of which these are the rows of table 03, in order."""
    basic, project = sum(line[1] for line in lines), sum(line[2] for line in lines)
    return {
        "revenue_and_expenditure": _balance(lines, basic + project, "一、一般公共预算拨款收入", "收入"),
        "expenditure": _expenditure(lines, basic, project),
        "fiscal_appropriation": _balance(lines, basic + project, "(一) 一般公共预算资金", "收入"),
        "general_public_budget_expenditure": _by_function(lines, basic, project),
        "general_public_budget_basic_expenditure": _basic(lines),
        "government_managed_funds_expenditure": [_row(1, "total", {"economic_department_name": "合计"})],
        "state_capital_operations_expenditure": [_row(1, "total", {"economic_department_name": "合计"})],
        "overall_performance": [
            _row(
                1,
                "total",
                {"unit_name": "某单位"},
                total=basic + project,
                fiscal_total=basic + project,
                fiscal_basic_expenditure=basic,
                fiscal_project_expenditure=project,
            )
        ],
    }


def _keys(rng: random.Random, rows: int, *, paired: bool) -> list[tuple[str, str, str]]:
    functional = [c.code for c in load_code_list("functional").codes if len(c.code) == 7 and c.covers(YEAR)]
    department = [
        c.code
        for c in load_code_list("economic_department").codes
        if len(c.code) == 5 and c.code[:3] in ("301", "302", "303") and c.covers(YEAR)
    ]
    government = [
        c.code for c in load_code_list("economic_government").codes if len(c.code) == 5 and c.covers(YEAR)
    ]
    # A department code has one government code beside it, nearly always.
    partners = _crosswalk() if paired else dict.fromkeys(department, government)
    beside = {code: rng.choice(partners[code]) for code in department if code in partners}
    department = list(beside)
    functions = rng.sample(functional, max(4, min(len(functional), rows // 4)))
    found: dict[tuple[str, str, str], None] = {}
    while len(found) < rows:
        code = rng.choice(department)
        found[rng.choice(functions), beside[code], code] = None
    return sorted(found)


def _crosswalk() -> dict[str, list[str]]:
    """The government codes that may stand beside each department code."""
    partners: dict[str, list[str]] = defaultdict(list)
    with (resources.files("budgetpress") / "codelists" / "economic.crosswalk.csv").open("r") as file:
        for line in csv.DictReader(file):
            partners[line["economic_department_code"]].append(line["economic_government_code"])
    return partners


def _amounts(rng: random.Random, department: str) -> tuple[int, int]:
    amount = round(10 ** rng.uniform(5, 10)) // (100 if rng.random() < 0.5 else 1) * 100
    return (amount, 0) if department.startswith("30") and rng.random() < 0.6 else (0, amount)


def _row(number: int, kind: Kind, words: dict[str, str], **amounts: int) -> TrueRow:
    return TrueRow(
        number=number, kind=kind, words=words, amounts={name: fen for name, fen in amounts.items() if fen}
    )


def _named(**codes: str) -> dict[str, str]:
    """Codes with their names."""
    words: dict[str, str] = {}
    for name, code in codes.items():
        words[name] = code
        words[name.removesuffix("_code") + "_name"] = load_code_list(name.removesuffix("_code")).name(
            code, YEAR
        )
    return words


def _expenditure(lines: list[Line], basic: int, project: int) -> list[TrueRow]:
    items = [
        _row(
            number,
            "item",
            _named(functional_code=f, economic_government_code=g, economic_department_code=d),
            total=b + p,
            basic_expenditure=b,
            project_expenditure=p,
        )
        for number, ((f, g, d), b, p) in enumerate(lines, 1)
    ]
    total = {"economic_department_name": "合计"}
    sums = {"total": basic + project, "basic_expenditure": basic, "project_expenditure": project}
    return [*items, _row(len(items) + 1, "total", total, **sums)]


def _by_function(lines: list[Line], basic: int, project: int) -> list[TrueRow]:
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (function, _, department), b, p in lines:
        sums[function][0 if department.startswith(PERSONNEL) else 1] += b
        sums[function][2] += p
    rows = [
        _row(number, "item", {**_UNIT, **_named(functional_code=function)}, **_columns(*sums[function]))
        for number, function in enumerate(sorted(sums), 1)
    ]
    columns = [sum(parts[i] for parts in sums.values()) for i in range(3)]
    return [*rows, _row(len(rows) + 1, "total", {"functional_name": "合计"}, **_columns(*columns))]


def _columns(personnel: int, operating: int, project: int) -> dict[str, int]:
    return {
        "total": personnel + operating + project,
        "basic_expenditure": personnel + operating,
        "personnel_expenditure": personnel,
        "operating_expenditure": operating,
        "project_expenditure": project,
        "project_expenditure_excluding_construction": project,
    }


def _basic(lines: list[Line]) -> list[TrueRow]:
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for (_, government, department), b, _ in lines:
        if b:
            sums[government, department] += b
    rows = []
    columns = [0, 0]
    for number, (government, department) in enumerate(sorted(sums), 1):
        amount = sums[government, department]
        personnel = department.startswith(PERSONNEL)
        columns[not personnel] += amount
        words = _named(economic_government_code=government, economic_department_code=department)
        field = "personnel_expenditure" if personnel else "operating_expenditure"
        rows.append(_row(number, "item", words, total=amount, **{field: amount}))
    sums_ = {"personnel_expenditure": columns[0], "operating_expenditure": columns[1]}
    total = {"economic_department_name": "合计"}
    return [*rows, _row(len(rows) + 1, "total", total, total=sum(columns), **sums_)]


def _balance(lines: list[Line], total: int, first: str, side: str) -> list[TrueRow]:
    """Table 01 or 05: revenue in one line, expenditure by class."""
    classes: dict[str, int] = defaultdict(int)
    for (function, _, _), b, p in lines:
        classes[function[:3]] += b + p
    rows: list[TrueRow] = []

    def add(kind: Kind, side: str, label: str, amount: int, **codes: str) -> None:
        words = {"side": side, "label": label, **codes}
        rows.append(_row(len(rows) + 1, kind, words, amount=amount))

    add("item", "revenue", first, total)
    add("subtotal", "revenue", f"本年{side}合计", total)
    add("total", "revenue", f"{side}总计", total)
    names = load_code_list("functional")
    for code in sorted(classes):
        add("item", "expenditure", names.name(code, YEAR), classes[code], functional_code=code)
    add("subtotal", "expenditure", "本年支出合计", total)
    add("total", "expenditure", "支出总计", total)
    return rows
