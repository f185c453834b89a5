"""An invented document of the form of Shanghai departments: nine tables, in whole yuan but for the last."""

from __future__ import annotations

import random
from decimal import ROUND_HALF_UP, Decimal

from tests.documents.layout import Manner, lay_out
from tests.documents.paper import Paper
from tests.documents.truths import ORDINALS, PERSONNEL, Spent, by_code, draw, hierarchy, listed, total_row
from tests.planting.truth import TrueRow, Truth

from budgetpress.codes import load_code_list
from budgetpress.form import TableForm, load_form
from budgetpress.model import Kind

BODY = "沪江市长桥区人民政府柳湾街道办事处"
YEAR = 2025
YUAN = 100

_CODE = "项目/功能分类科目编码/类 项目/功能分类科目编码/款 项目/功能分类科目编码/项 项目/功能分类科目名称"
_SPENT = "{0}/合计 {0}/基本支出 {0}/项目支出"
_PATHS = {
    "01": "本年收入/项目 本年收入/预算数 本年支出/项目 本年支出/预算数",
    "02": f"""
        {_CODE} 收入预算/合计 收入预算/财政拨款收入 收入预算/事业收入 收入预算/事业单位经营收入
        收入预算/其他收入
    """,
    "03": f"{_CODE} {_SPENT.format('支出预算')}",
    "04": """
        财政拨款收入/项目 财政拨款收入/预算数 财政拨款支出/项目 财政拨款支出/合计 财政拨款支出/一般公共预算
        财政拨款支出/政府性基金预算 财政拨款支出/国有资本经营预算
    """,
    "05": f"{_CODE} {_SPENT.format('一般公共预算支出')}",
    "06": f"{_CODE} {_SPENT.format('政府性基金预算支出')}",
    "07": f"{_CODE} {_SPENT.format('国有资本经营预算支出')}",
    "08": """
        项目/部门预算经济分类科目编码/类 项目/部门预算经济分类科目编码/款 项目/经济分类科目名称
        一般公共预算基本支出/合计 一般公共预算基本支出/人员经费 一般公共预算基本支出/公用经费
    """,
    "09": """
        “三公”经费预算数/合计 “三公”经费预算数/因公出国(境)费 “三公”经费预算数/公务接待费
        “三公”经费预算数/公务用车购置及运行费/小计 “三公”经费预算数/公务用车购置及运行费/购置费
        “三公”经费预算数/公务用车购置及运行费/运行费 机关运行经费预算数
    """,
}


def paper(seed: int = 3, functions: int = 6, unit: int = YUAN) -> Paper:
    """A document with so many functional items, and amounts that are multiples of `unit` (in 0.01 yuan)."""
    truth = _truth(random.Random(seed), functions, unit)
    manner = Manner(
        titles=_titles, left="编制部门：{body}", right="单位：{unit}", decimals={"元": 0, "万元": 2},
        trimmed=("万元",), paths=_PATHS, before=_stated(truth), after=_explained(truth),
        notes=dict.fromkeys(("06", "07"), f"注：本部门{YEAR}年无此项财政拨款安排的预算，故本表为空表。"),
    )  # fmt: skip
    heading = f"沪江市长桥区{YEAR}年区级部门预算"
    return lay_out(load_form("shanghai-putuo"), truth, manner, body=BODY, year=YEAR, heading=heading)


def _titles(table: TableForm) -> tuple[str, ...]:
    return (f"{YEAR}年{table.title}",)


def _truth(rng: random.Random, functions: int, unit: int) -> Truth:
    spent = draw(rng, YEAR, functions, unit)
    whole = sum(line.basic + line.project for line in spent)
    expenditure = _by_function(spent)
    basic = _by_department(spent)
    classes = [row for row in expenditure if len(row.words.get("functional_code", "")) == 3]
    return {
        "revenue_and_expenditure": [*_revenue(whole), *_expenditure(classes, whole, 9)],
        "revenue": [_received(row) for row in expenditure],
        "expenditure": expenditure,
        "fiscal_appropriation": _fiscal(classes, whole),
        "general_public_budget_expenditure": expenditure,
        "government_managed_funds_expenditure": [_nothing("functional_name")],
        "state_capital_operations_expenditure": [_nothing("functional_name")],
        "general_public_budget_basic_expenditure": basic,
        "three_public_expenses": [_three_public(rng, basic)],
    }


def _nothing(label: str) -> TrueRow:
    return TrueRow(number=1, kind="total", words={label: "合计"}, amounts={})


def _by_function(spent: list[Spent]) -> list[TrueRow]:
    def amounts(function: str) -> dict[str, int]:
        basic = sum(line.basic for line in spent if line.function == function)
        project = sum(line.project for line in spent if line.function == function)
        return {"total": basic + project, "basic_expenditure": basic, "project_expenditure": project}

    sums = by_code({line.function for line in spent}, amounts)
    rows = hierarchy(sums, "functional", YEAR)
    return [*rows, total_row(rows, "functional_name")]


def _by_department(spent: list[Spent]) -> list[TrueRow]:
    def amounts(department: str) -> dict[str, int]:
        basic = sum(line.basic for line in spent if line.department == department)
        personnel = basic if department.startswith(PERSONNEL) else 0
        return {
            "total": basic, "personnel_expenditure": personnel, "operating_expenditure": basic - personnel,
        }  # fmt: skip

    sums = by_code({line.department for line in spent if line.department}, amounts)
    rows = hierarchy(sums, "economic_department", YEAR)
    return [*rows, total_row(rows, "economic_department_name")]


def _received(row: TrueRow) -> TrueRow:
    """All is paid from appropriations; the other sources are printed as 0."""
    amount = row.amounts["total"]
    others = dict.fromkeys(("public_institution_income", "business_income", "other_revenue"), 0)
    amounts = {"total": amount, "fiscal_appropriation": amount, **others}
    return TrueRow(number=row.number, kind=row.kind, words=row.words, amounts=amounts)


def _revenue(whole: int) -> list[TrueRow]:
    lines: list[tuple[Kind, str, int | None]] = [
        ("subtotal", "一、财政拨款收入", whole),
        ("item", "1.一般公共预算资金", whole),
        ("item", "2.政府性基金", None),
        ("item", "3.国有资本经营预算", None),
        ("item", "二、事业收入", None),
        ("item", "三、事业单位经营收入", None),
        ("item", "四、其他收入", None),
        ("total", "收入总计", whole),
    ]
    return listed(
        (kind, {"side": "revenue", "label": label}, {"amount": amount}) for kind, label, amount in lines
    )


def _expenditure(classes: list[TrueRow], whole: int, first: int, *more: str) -> list[TrueRow]:
    """Expenditure by class, numbered on from the revenue; `more` are columns with the same amounts."""
    names = load_code_list("functional")
    lines: list[tuple[Kind, dict[str, str], int]] = []
    for ordinal, row in zip(ORDINALS, classes, strict=False):
        code = row.words["functional_code"]
        words = {"label": f"{ordinal}、{names.name(code, YEAR)}", "functional_code": code}
        lines.append(("item", words, row.amounts["total"]))
    lines.append(("total", {"label": "支出总计"}, whole))
    return [
        TrueRow(
            number=number, kind=kind, words={"side": "expenditure", **words},
            amounts=dict.fromkeys(("amount", *more), amount),
        )
        for number, (kind, words, amount) in enumerate(lines, first)
    ]  # fmt: skip


def _fiscal(classes: list[TrueRow], whole: int) -> list[TrueRow]:
    lines: list[tuple[Kind, str, int | None]] = [
        ("item", "一、一般公共预算资金", whole), ("item", "二、政府性基金", None),
        ("item", "三、国有资本经营预算", None), ("total", "收入总计", whole),
    ]  # fmt: skip
    revenue = listed(
        (kind, {"side": "revenue", "label": label}, {"amount": amount}) for kind, label, amount in lines
    )
    return [*revenue, *_expenditure(classes, whole, 5, "general_public_budget")]


def _three_public(rng: random.Random, basic: list[TrueRow]) -> TrueRow:
    """No less than what the economic items say, in units of 100 yuan; no journeys abroad."""
    items = {row.words.get("economic_department_code"): row.amounts["total"] for row in basic}

    def at_least(code: str) -> int:
        return -(-items.get(code, 0) // (100 * YUAN)) * 100 * YUAN

    travel, reception, running = at_least("30212"), at_least("30217"), at_least("30231")
    bought = 150_000 * YUAN
    operating = basic[-1].amounts["operating_expenditure"] // (1000 * YUAN) * 100 * YUAN
    return TrueRow(
        number=1, kind="item", words={},
        amounts={
            "total": travel + reception + running + bought, "overseas_official_travel": travel,
            "official_reception": reception, "official_vehicles": running + bought,
            "official_vehicle_purchase": bought, "official_vehicle_operation": running,
            "agency_operating_expenditure": operating,
        },
    )  # fmt: skip


def _wan(fen: int) -> str:
    """An amount as prose states it: in 10,000 yuan, rounded to two decimals."""
    return f"{Decimal(fen).scaleb(-6).quantize(Decimal('0.01'), ROUND_HALF_UP):,.2f}万元"


def _stated(truth: Truth) -> tuple[str, ...]:
    whole, none, more = _wan(truth["expenditure"][-1].amounts["total"]), _wan(0), _wan(355_650_000)
    revenue = f"财政拨款收入{whole}，比{YEAR - 1}年预算增加{more}；事业收入{none}；事业单位经营收入{none}"
    parts = f"一般公共预算拨款支出预算{whole}；政府性基金拨款支出预算{none}"
    return (
        f"{YEAR}年部门预算编制说明",
        f"{YEAR}年，{BODY}收入预算{whole}，其中：{revenue}；其他收入{none}。",
        f"支出预算{whole}，其中：财政拨款支出预算{whole}。财政拨款支出预算中，{parts}。",
    )


def _explained(truth: Truth) -> tuple[str, ...]:
    (row,) = truth["three_public_expenses"]
    whole, reception = _wan(row.amounts["total"]), _wan(row.amounts["official_reception"])
    before = f"{YEAR - 1}年预算"
    return (
        "其他相关情况说明",
        f"{YEAR}年“三公”经费预算数为{whole}，比{before}减少10万元。其中：公务接待费{reception}，比{before}持平。",
    )
