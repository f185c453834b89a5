"""What the reports of each form say in their usual phrases, here with invented bodies and amounts."""

from __future__ import annotations

import pytest
from tests.stated import said, text

from budgetpress.form import load_form
from budgetpress.model import Statement
from budgetpress.shape.statements import read_statements

LABELS = {"class": "教育支出", "section": "普通教育", "item": "小学教育"}


def read(form: str, *lines: str) -> tuple[Statement, ...]:
    """The statements of some lines."""
    return read_statements(said(text(*lines, page=1)), load_form(form))


@pytest.mark.parametrize(
    ("line", "rules"),
    [
        (
            "2031年，云溪市湖畔街道办事处收入预算1,234.50万元，其中：财政拨款收入9万元，比2030年预算增加3万元；事业收入4.50万元；事业单位经营收入20.00万元；其他收入10.00万元。",
            ["revenue", "revenue.fiscal", "", "revenue.institution", "revenue.business", "revenue.other"],
        ),
        (
            "支出预算9万元，其中：财政拨款支出预算8万元，比2030年减少1万元。其中，一般公共预算拨款支出预算7万元；政府性基金拨款支出预算1万元；国有资本经营预算拨款支出预算0万元。",
            [
                "expenditure",
                "expenditure.fiscal",
                "",
                "expenditure.general",
                "expenditure.funds",
                "expenditure.capital",
            ],
        ),
        ("其中：上级补助收入预算3万元，附属单位上缴收入预算2万元，人员支出预算5万元。", ["", "", ""]),
        ("一般公共预算支出预算3万元。", ["expenditure.general"]),
        ("2031年“三公”经费预算数为12.34万元，比2030年预算增加1万元。", ["three_public", ""]),
        ("（一）因公出国（境）费0万元，比2030年预算持平。", ["three_public.travel"]),
        (
            "（二）公务用车购置及运行费9万元，其中：公务用车购置费5万元，主要原因是更新车辆；公务用车运行费4万元。",
            ["three_public.vehicles", "three_public.purchase", "three_public.operation"],
        ),
        ("（三）公务接待费1.35万元。", ["three_public.reception"]),
        (
            "2031年云溪市湖畔街道办事处（部门）下属1家机关财政拨款的机关运行经费预算为4.30万元。",
            ["operating"],
        ),
        (
            "2031年本部门政府采购预算6万元，其中：政府采购货物预算1万元、政府采购工程预算2万元、政府采购服务预算3万元。",
            ["procurement", "procurement.goods", "procurement.works", "procurement.services"],
        ),
        ("2031年本部门面向中小企业预留政府采购项目预算金额4万元。", [""]),
        ("涉及项目预算资金100.00万元。单价100万元（含）以上设备0台。", ["", ""]),
    ],
)
def test_shanghai(line: str, rules: list[str]) -> None:
    """Sums and parts; of what has no table, nothing is claimed."""
    assert [statement.rule for statement in read("shanghai-putuo", line)] == rules


@pytest.mark.parametrize("quotes", ["“”", '""', "「」"])
def test_shanghai_item(quotes: str) -> None:
    """An item by its three names, and once more as planned for the year beside what last year spent."""
    name = "教育支出（类）普通教育（款）小学教育（项）"
    found = read(
        "shanghai-putuo",
        f"1. {quotes[0]}{name}{quotes[1]}25.77万元，主要用于小学。2030年当年预算执行",
        "数为60.13万元，2031年预算安排25.78万元，比2030年预算执行数减少57.14%。",
    )
    assert [s.rule for s in found] == ["function", "", "function.year"]
    assert [s.year for s in found] == [None, 2030, 2031]
    assert found[0].labels == found[2].labels == LABELS


def test_shanghai_item_with_brackets() -> None:
    """A name may hold brackets of its own, and 科目 may stand after it."""
    (found,) = read(
        "shanghai-putuo", "2.“教育支出（类）进修（甲）培训（款）干部（乙）教育（项）”科目1.00万元"
    )
    assert found.labels == {"class": "教育支出", "section": "进修（甲）培训", "item": "干部（乙）教育"}


REPORT = (
    "第三部分 2031年度部门预算情况说明",
    "一、收支预算总体情况说明",
    "云溪省湖泊厅2031年度收入、支出预算总计 1.00",
    "万元，与上年相比收、支预算总计各增加2.00万元。",
    "（一）收入预算总计3万元。包括：",
    "1.财政拨款收入预算总计4万元。",
    "（1）一般公共预算收入预算5万元。",
    "（2）政府性基金收入预算6万元。",
    "2.财政专户管理资金收入预算总计7万元，与上年数一致。",
    "3.其他资金收入预算总计8万元。",
    "4.上年结转资金预算数为9万元。",
    "（二）支出预算总计10万元。包括：",
    "1.教育（类）支出11万元，主要用于办学。",
    "此外，基本支出预算数为12万元。",
    "项 目 支 出 预 算 数 为 13 万 元 。",
    "单位预留机动经费预算为14万元。",
    "二、收入预算情况说明",
    "云溪省湖泊厅本年收入预算合计15万元，其中：其他资金16万元，占1%；",
    "三、支出预算情况说明",
    "云溪省湖泊厅本年支出预算合计17万元，其中：基本支出18万元；结转下年资金19万元。",
    "四、财政拨款收支预算总体情况说明",
    "云溪省湖泊厅2031年度财政拨款收、支总预算20万元。",
    "五、财政拨款支出预算情况说明",
    "云溪省湖泊厅2031年度财政拨款预算支出21万元，占本年支出合计的99%。其中：",
    "（一）教育支出（类）",
    "1.普通教育（款）小学教育（项）22万元，与上年相比增加23万元。",
    "六、财政拨款基本支出预算情况说明",
    "云溪省湖泊厅2031年度财政拨款基本支出预算24万元，其中：",
    "（一）人员经费25万元。主要包括：基本工资。",
    "（二）公用经费26万元。",
    "七、一般公共预算支出预算情况说明",
    "云溪省湖泊厅2031年度一般公共预算财政拨款支出预算27万元。",
    "八、一般公共预算基本支出预算情况说明",
    "云溪省湖泊厅2031年度一般公共预算财政拨款基本支出预算28万元，其中：",
    "（一）人员经费29万元。",
    "（二）公用经费30万元。",
    "九、一般公共预算“三公”经费、会议费、培训费支出预算",
    "情况说明",
    "云溪省湖泊厅2031年度一般公共预算拨款安排的“三公”经费预算支出中，因公出国（境）费支出31万元，占",
    "“三公”经费的16.06%；公务用车购置及运行维护费支出32万元；公务接待费支出33万元。",
    "2.公务用车购置及运行维护费预算支出34万元，其中：",
    "（1）公务用车购置费35万元。（2）公务用车运行维护费36万元。",
    "云溪省湖泊厅2031年度一般公共预算拨款安排的会议费预算支出37万元，比上年预算增加38万元。",
    "云溪省湖泊厅2031年度一般公共预算拨款安排的培训费预算支出39万元。",
    "十、政府性基金预算支出预算情况说明",
    "云溪省湖泊厅2031年政府性基金支出预算支出40万元。",
    "十一、一般公共预算机关运行经费支出预算情况说明",
    "云溪省湖泊厅2031年一般公共预算机关运行经费预算支出41万元。",
    "十二、政府采购支出预算情况说明",
    "2031年度政府采购支出预算总额42万元，其中：拟采购货物支出43万元、拟采购工程支出44万元、拟购买服务支出45万元。",
    "十四、预算绩效目标设置情况说明",
    "2031年本部门共0个项目实行绩效目标管理，涉及财政性资金合计46万元。",
)
RULES = {
    "1.00": "revenue_and_expenditure", "2.00": "", "3": "revenue", "4": "revenue.fiscal",
    "5": "revenue.general", "6": "revenue.funds", "7": "revenue.special_account", "8": "revenue.other",
    "9": "revenue.carried_over", "10": "expenditure", "11": "expenditure.class", "12": "expenditure.basic",
    "13": "expenditure.project",
    "14": "expenditure.reserve", "15": "revenue", "16": "revenue.other", "17": "expenditure",
    "18": "expenditure.basic", "19": "expenditure.carried_over", "20": "fiscal", "21": "fiscal.expenditure",
    "22": "fiscal.item", "23": "", "24": "fiscal.basic", "25": "fiscal.basic.personnel",
    "26": "fiscal.basic.operating", "27": "general.expenditure", "28": "general.basic",
    "29": "general.basic.personnel", "30": "general.basic.operating", "31": "three_public.travel",
    "32": "three_public.vehicles", "33": "three_public.reception", "34": "three_public.vehicles",
    "35": "three_public.purchase", "36": "three_public.operation", "37": "meetings", "38": "",
    "39": "training",
    "40": "funds.expenditure", "41": "operating", "42": "procurement", "43": "procurement.goods",
    "44": "procurement.works", "45": "procurement.services", "46": "",
}  # fmt: skip


@pytest.mark.parametrize("form", ["jiangsu", "jiangsu-2017"])
def test_jiangsu(form: str) -> None:
    """A report through all its sections: the same words speak of another table in another section."""
    found = {statement.printed: statement for statement in read(form, *REPORT)}
    assert {printed: statement.rule for printed, statement in found.items()} == RULES
    assert found["22"].labels == {**LABELS, "class": "教育"}
    assert found["11"].labels == {"class": "教育"}
    assert found["12"].about == "plan"
    assert found["2.00"].about == "change"
    assert found["41"].heading.endswith("十一、一般公共预算机关运行经费支出预算情况说明")


@pytest.mark.parametrize(
    ("line", "rule", "labels"),
    [
        ("1.教育支出（类）普通教育（款）小学教育（项）22万元", "fiscal.item", LABELS),
        ("1.教育（类）5万元", "fiscal.class", {"class": "教育"}),
        (
            "1.教育支出（类）普通教育（款）5万元",
            "fiscal.section",
            {"class": "教育支出", "section": "普通教育"},
        ),
    ],
)
def test_jiangsu_levels(line: str, rule: str, labels: dict[str, str]) -> None:
    """A class, a section or an item, with its names in one line."""
    (found,) = read("jiangsu", "五、财政拨款支出预算情况说明", line)
    assert found.rule == rule
    assert {name.removesuffix("支出") for name in found.labels.values()} == {
        name.removesuffix("支出") for name in labels.values()
    }
