"""An invented document of the Beijing form: all its tables but those of table 02, which few bodies print."""

from __future__ import annotations

import random
from collections.abc import Iterable
from decimal import Decimal

from tests.documents.layout import Manner, lay_out
from tests.documents.paper import Paper
from tests.planting.invented import invent
from tests.planting.truth import TrueRow, Truth

from budgetpress.codes import load_code_list
from budgetpress.form import TableForm, load_form

BODY = "云河市青石镇人民政府"
YEAR = 2026
_UNIT = {"unit_code": "771002", "unit_name": BODY}

_SIDES = "收入/项目 收入/预算数 支出/项目 支出/预算数"
# The headings of each column, from the outermost in.
_PATHS = {
    "01": _SIDES,
    "05": _SIDES,
    "06": """
        单位名称 功能分类科目/科目编码 功能分类科目/科目名称 预算数/合计 预算数/基本支出/小计
        预算数/基本支出/人员经费 预算数/基本支出/公用经费 预算数/项目支出/项目支出总数
        预算数/项目支出/扣除基建项目后预算数
    """,
    "07": "政府支出经济分类科目 部门支出经济分类科目 预算数/合计 预算数/人员经费 预算数/公用经费",
    "10": """
        “三公”经费财政拨款预算总额 因公出国（境）费用 公务接待费 公务用车购置及运行维护费/小计
        公务用车购置及运行维护费/公务用车购置费 公务用车购置及运行维护费/公务用车运行维护费
    """,
    "11": "指导性目录/一级 指导性目录/二级 指导性目录/三级 服务领域 预算金额",
    "12": """
        单位名称 项目名称 项目总额 其中/财政资金 其中/其他资金 绩效目标 一级指标 二级指标 三级指标
        绩效指标性质 本年绩效指标值 绩效度量单位
    """,
    "13": """
        总体资金情况（万元）/预算支出总额 总体资金情况（万元）/财政拨款/合计
        总体资金情况（万元）/财政拨款/基本支出 总体资金情况（万元）/财政拨款/项目支出
        总体资金情况（万元）/其他资金/合计 总体资金情况（万元）/其他资金/基本支出
        总体资金情况（万元）/其他资金/项目支出
    """,
}


_OVERALL = (
    ("产出指标", "数量指标", "服务居民人数", "≥", "21500", "人"),
    ("产出指标", "时效指标", "完成时间", "≤", "11", "月"),
    ("满意度指标", "服务对象满意度指标", "居民满意度", "≥", "92.5", "%"),
)


def paper(seed: int = 2, rows: int = 24) -> Paper:
    """A document with so many rows in table 03."""
    return printed(true(seed, rows))


def printed(truth: Truth) -> Paper:
    """A true document on paper."""
    manner = Manner(
        titles=_titles, left="编制单位：{body}", right="金额单位：{unit}", decimals={"万元": 6, "元": 2},
        paths=_PATHS, notes=dict.fromkeys(("08", "09"), "注：本部门本年度无此项预算，故本表为空表。"),
    )  # fmt: skip
    heading = f"{BODY}{YEAR}年部门预算"
    return lay_out(load_form("beijing"), truth, manner, body=BODY, year=YEAR, heading=heading)


def _titles(table: TableForm) -> tuple[str, ...]:
    return (f"预算{table.number}表 {table.title}",)


def true(seed: int, rows: int, projects: int = 3, more: int = 0) -> Truth:
    """What is true of such a document, with so many projects, and more indicators below those of cost."""
    rng = random.Random(seed)
    truth = invent(seed, rows, paired=True)
    # A blank within a word is no more than a gap in a PDF.
    for row in truth["fiscal_appropriation"]:
        row.words["label"] = row.words["label"].replace(" ", "")
    for row in truth["general_public_budget_expenditure"]:
        row.words.update({name: text for name, text in _UNIT.items() if name in row.words})
    truth["overall_performance"][0].words.update(unit_name=BODY, goal="保障辖区公共服务，按期完成年度任务。")
    truth["government_procurement"] = _bought(rng)
    truth["three_public_expenses"] = [_three_public(truth["expenditure"])]
    truth["government_procurement_of_services"] = _services(rng)
    truth["project_performance"] = _projects(rng, truth["overall_performance"][0], projects)
    truth["project_performance_indicators"] = _indicators(
        [*_costs(truth["project_performance"]), *(_counted(number) for number in range(1, more + 1))]
    )
    truth["overall_performance_indicators"] = [
        TrueRow(number=row.number, kind="item", words={"activity": "综合管理", **row.words}, amounts={})
        for row in _indicators(_OVERALL)
    ]
    return truth


def _with_total(items: list[TrueRow], label: str) -> list[TrueRow]:
    total = sum(row.amounts["amount"] for row in items)
    row = TrueRow(number=len(items) + 1, kind="total", words={label: "合计"}, amounts={"amount": total})
    return [*items, row]


def _bought(rng: random.Random) -> list[TrueRow]:
    codes = load_code_list("procurement")
    items = [
        TrueRow(
            number=number,
            kind="item",
            words={"category_code": code, "category_name": codes.name(code, YEAR)},
            amounts={"amount": rng.randrange(10**6, 10**8)},
        )
        for number, code in enumerate("AC", 1)
    ]
    return _with_total(items, "category_name")


def _services(rng: random.Random) -> list[TrueRow]:
    codes = load_code_list("procurement_of_services")
    listed = [code.code for code in codes.codes if len(code.code) == 4 and code.covers(YEAR)]
    items = []
    for number, code in enumerate(sorted(rng.sample(listed, 6)), 1):
        words = {
            "category_code": code[:2], "category_name": codes.name(code[:2], YEAR),
            "subcategory_code": code, "subcategory_name": codes.name(code, YEAR),
            "service_name": rng.choice(["道路保洁", "食堂服务", "社区教育", "物业管理"]),
            "functional_code": "212", "functional_name": load_code_list("functional").name("212", YEAR),
        }  # fmt: skip
        amounts = {"amount": rng.randrange(10**5, 10**7)}
        items.append(TrueRow(number=number, kind="item", words=words, amounts=amounts))
    return _with_total(items, "category_name")


def _three_public(expenditure: list[TrueRow]) -> TrueRow:
    """What the economic items of table 03 say; a part that no item has is not printed."""
    parts = {
        "overseas_official_travel": "30212", "official_reception": "30217",
        "official_vehicle_purchase": "31013", "official_vehicle_operation": "30231",
    }  # fmt: skip
    found = {
        name: sum(
            row.amounts["total"] for row in expenditure if row.words.get("economic_department_code") == code
        )
        for name, code in parts.items()
    }
    vehicles = found["official_vehicle_purchase"] + found["official_vehicle_operation"]
    total = vehicles + found["overseas_official_travel"] + found["official_reception"]
    return TrueRow(
        number=1, kind="item", words={}, amounts={"total": total, **found, "official_vehicles": vehicles}
    )


def _projects(rng: random.Random, whole: TrueRow, many: int) -> list[TrueRow]:
    """Projects that make up the whole, each with a code of 18 digits."""
    left = whole.amounts["fiscal_project_expenditure"]
    names = ("河道清理", "老年食堂", "道路整修及路灯维护")
    rows = []
    for number in range(1, many + 1):
        name = names[(number - 1) % len(names)] + (f"（{number}）" if number > len(names) else "")
        amount = left if number == many else rng.randrange(1, max(2, left // 2))
        left -= amount
        code = f"7710023100000000{number:02}{4050 + number}"
        words = {**_UNIT, "project_code": code, "project_name": name, "goal": f"完成{name}，群众满意。"}
        amounts = {"total": amount, "fiscal_funds": amount}
        rows.append(TrueRow(number=number, kind="item", words=words, amounts=amounts))
    return rows


_LEVELS = ("level_1", "level_2", "level_3", "relation", "target_value", "target_unit")


def _indicators(lines: Iterable[tuple[str, ...]]) -> list[TrueRow]:
    return [
        TrueRow(number=number, kind="item", words=dict(zip(_LEVELS, texts, strict=True)), amounts={})
        for number, texts in enumerate(lines, 1)
    ]


def _counted(number: int) -> tuple[str, ...]:
    return "产出指标", "数量指标", f"完成第{number}类事项的数量", "≥", str(7 * number), "件"


def _costs(projects: list[TrueRow]) -> Iterable[tuple[str, ...]]:
    """The upper limit of the cost of each project, which says whose indicator it is."""
    for row in projects:
        yuan = Decimal(row.amounts["total"]).scaleb(-2)
        yield "成本指标", "经济成本指标", "项目总成本", "≤", f"{yuan:.2f}", "元"
