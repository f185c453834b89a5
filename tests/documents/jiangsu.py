"""An invented document of the form of Jiangsu provincial departments: twelve tables, in 10,000 yuan."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.documents.layout import Manner, lay_out
from tests.documents.paper import Paper
from tests.documents.truths import ORDINALS, Spent, by_code, draw, hierarchy, listed, total_row
from tests.planting.truth import TrueRow, Truth

from budgetpress.codes import load_code_list
from budgetpress.form import TableForm, load_form
from budgetpress.model import Kind

BODY = "江海省水文化办公室"
YEAR = 2019
_UNIT = 10_000
"""One hundredth of 10,000 yuan, in 0.01 yuan."""

Lines = Sequence[tuple[Kind, str, int | None]]

_PATHS = {
    "01": """
        收入/项目名称 收入/金额 支出/功能分类/功能科目名称 支出/功能分类/金额 支出/支出用途/项目名称
        支出/支出用途/金额
    """,
    "02": "项目名称 项目名称 金额",
    "04": "收入/项目名称 收入/金额 支出/支出用途/项目名称 支出/支出用途/金额",
    "09": """
        合计 “三公”经费/小计 “三公”经费/因公出国（境）费 “三公”经费/公务用车购置及运行维护费/小计
        “三公”经费/公务用车购置及运行维护费/公务用车购置费
        “三公”经费/公务用车购置及运行维护费/公务用车运行维护费 “三公”经费/公务接待费 会议费 培训费
    """,
}


def paper(seed: int = 5, functions: int = 5) -> Paper:
    """A document with so many functional items."""
    manner = Manner(
        titles=_titles, left="部门：{body}", right="单位：{unit}", decimals={"万元": 2}, paths=_PATHS,
        notes={"10": "注：本部门无政府性基金预算支出，故本表为空表。"}, merged={"02": ("source",)},
    )  # fmt: skip
    truth = _truth(random.Random(seed), functions)
    heading = f"{BODY}{YEAR}年度部门预算"
    return lay_out(load_form("jiangsu"), truth, manner, body=BODY, year=YEAR, heading=heading)


def _titles(table: TableForm) -> tuple[str, ...]:
    # The table of procurement alone has the year in its title.
    return f"公开{table.number}表", f"{YEAR}年{table.title}" if table.number == "12" else table.title


def _truth(rng: random.Random, functions: int) -> Truth:
    spent = draw(rng, YEAR, functions, _UNIT)
    basic, project = sum(line.basic for line in spent), sum(line.project for line in spent)
    by_function, by_department = _by_function(spent), _by_department(spent)
    operating = _by_department([line for line in spent if line.department.startswith("302")])
    uses: Lines = [("item", "一、基本支出", basic), ("item", "二、项目支出", project)]
    return {
        "revenue_and_expenditure": [*_revenue(basic + project), *_expenditure(by_function, basic + project)],
        "expenditure_by_use": _plain(uses, "amount_by_use"),
        "revenue": _sources(basic + project),
        "expenditure": listed(
            [
                ("item", {}, {
                    "total": basic + project, "basic_expenditure": basic, "project_expenditure": project,
                }),
            ]
        ),
        "fiscal_appropriation": _appropriation(uses, basic + project),
        "fiscal_appropriation_expenditure": by_function,
        "fiscal_appropriation_basic_expenditure": by_department,
        "general_public_budget_expenditure": by_function,
        "general_public_budget_basic_expenditure": by_department,
        "three_public_expenses": [_three_public(rng, by_department)],
        "government_managed_funds_expenditure": listed([("total", {"functional_name": "合计"}, {})]),
        "agency_operating_expenditure": operating,
        "government_procurement": _bought(rng),
    }  # fmt: skip


def _plain(lines: Lines, amount: str, **words: str) -> list[TrueRow]:
    return listed((kind, {**words, "label": label}, {amount: fen}) for kind, label, fen in lines)


def _by_function(spent: list[Spent]) -> list[TrueRow]:
    def amounts(function: str) -> dict[str, int]:
        return {"total": sum(line.basic + line.project for line in spent if line.function == function)}

    rows = hierarchy(by_code({line.function for line in spent}, amounts), "functional", YEAR)
    return _total_first(rows, "functional_name")


def _by_department(spent: list[Spent]) -> list[TrueRow]:
    def amounts(department: str) -> dict[str, int]:
        return {"total": sum(line.basic for line in spent if line.department == department)}

    departments = {line.department for line in spent if line.department}
    rows = hierarchy(by_code(departments, amounts), "economic_department", YEAR)
    return _total_first(rows, "economic_department_name")


def _total_first(rows: list[TrueRow], label: str) -> list[TrueRow]:
    """The form prints the total above its parts."""
    total = total_row(rows, label)
    return listed((row.kind, row.words, dict(row.amounts)) for row in (total, *rows))


def _revenue(whole: int) -> list[TrueRow]:
    lines: Lines = [
        ("subtotal", "一、财政拨款", whole),
        ("item", "1.一般公共预算", whole),
        ("item", "2.政府性基金预算", None),
        ("item", "二、财政专户管理资金", None),
        ("item", "三、其他资金", None),
        ("subtotal", "当年收入小计", whole),
        ("total", "收入合计", whole),
    ]
    return _plain(lines, "amount", side="revenue")


def _expenditure(by_function: list[TrueRow], whole: int) -> list[TrueRow]:
    """By class, as the form prints it: all classes up to the last one that has an amount."""
    names = load_code_list("functional")
    spent = {row.words.get("functional_code"): row.amounts["total"] for row in by_function}
    classes = sorted(code for code in spent if code and len(code) == 3)
    rows: list[tuple[Kind, dict[str, str], int]] = [
        ("item", {"label": f"{ordinal}、{names.name(code, YEAR)}", "functional_code": code}, spent[code])
        for ordinal, code in zip(ORDINALS, classes, strict=False)
    ]
    rows += [("subtotal", {"label": "当年支出小计"}, whole), ("total", {"label": "支出合计"}, whole)]
    first = len(_revenue(whole)) + 1
    return [
        TrueRow(number=number, kind=kind, words={"side": "expenditure", **words}, amounts={"amount": fen})
        for number, (kind, words, fen) in enumerate(rows, first)
    ]


def _appropriation(uses: Lines, whole: int) -> list[TrueRow]:
    revenue: Lines = [
        ("item", "一、一般公共预算", whole),
        ("item", "二、政府性基金预算", None),
        ("total", "收入合计", whole),
    ]
    left = _plain(revenue, "amount", side="revenue")
    right = _plain([*uses, ("total", "支出合计", whole)], "amount", side="expenditure")
    return listed((row.kind, row.words, dict(row.amounts)) for row in (*left, *right))


def _sources(whole: int) -> list[TrueRow]:
    general, other = "一般公共预算资金", "其他资金"
    lines: list[tuple[Kind, str, str, int | None]] = [
        ("total", "", "收入总计", whole),
        ("subtotal", general, "小计", whole),
        ("item", general, "公共财政拨款(补助)资金", whole),
        ("item", general, "专项收入", None),
        ("subtotal", other, "小计", None),
        ("item", other, "事业收入", None),
        ("item", other, "其他收入", None),
    ]
    return listed(
        (kind, {"source": source, "label": label}, {"amount": fen}) for kind, source, label, fen in lines
    )


def _three_public(rng: random.Random, by_department: list[TrueRow]) -> TrueRow:
    """No less than what the economic items say."""
    items = {row.words.get("economic_department_code"): row.amounts["total"] for row in by_department}
    travel, reception = items.get("30212", 0), items.get("30217", 0)
    running, bought = items.get("30231", 0), rng.randrange(1, 100) * _UNIT
    meetings, training = items.get("30215", 0) + 5 * _UNIT, items.get("30216", 0) + 7 * _UNIT
    three = travel + reception + running + bought
    amounts = {
        "total_with_meetings_and_training": three + meetings + training, "total": three,
        "overseas_official_travel": travel, "official_vehicles": running + bought,
        "official_vehicle_purchase": bought, "official_vehicle_operation": running,
        "official_reception": reception, "meeting_expenses": meetings, "training_expenses": training,
    }  # fmt: skip
    return TrueRow(number=1, kind="item", words={}, amounts=amounts)


def _bought(rng: random.Random) -> list[TrueRow]:
    """Three levels above the goods: all, kinds of goods, projects."""
    goods = {
        "一、货物A": {
            "办公设备购置费": ["台式计算机（20万以下）", "复印机", "家具用具"],
            "专项会议": ["印刷品"],
        },
        "三、服务C": {"专项会议": ["会议服务", "车辆及其他运输机械租赁服务"]},
    }
    lines: list[tuple[Kind, dict[str, str], dict[str, int | None]]] = []
    whole = 0
    for category, projects in goods.items():
        code = category[-1]
        of_category = len(lines)
        lines.append(("subtotal", {"category_name": category, "category_code": code}, {}))
        for project, items in projects.items():
            bought = {item: rng.randrange(1, 10_000) * _UNIT for item in items}
            words = {"project_name": project, "economic_name": "办公费"}
            lines.append(("subtotal", words, {"amount": sum(bought.values())}))
            lines += [
                ("item", {"item_name": item, "organisation": "分散自行组织"}, {"amount": fen})
                for item, fen in bought.items()
            ]
            lines[of_category][2]["amount"] = (lines[of_category][2].get("amount") or 0) + sum(
                bought.values()
            )
        whole += lines[of_category][2]["amount"] or 0
    return listed([("total", {"category_name": "合计"}, {"amount": whole}), *lines])
