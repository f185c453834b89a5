"""What the invented release prints: its tables, figures and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

Text = Callable[[str], str]
Row = Sequence[object]

PLACE = ["source", "page", "line", "column", "bbox", "sheet", "cell"]
AMOUNT = {"type": "number", "unit": "CNY"}


def tables(text: Text) -> list[dict[str, Any]]:
    """The tables, each with its fields and rows (kind first)."""
    code = {"type": "string"}
    return [
        {
            "number": "01",
            "name": "balance",
            "title": "收支总表",
            "title_en": "Revenue and expenditure",
            "chart": {"kind": "sides", "side": "side", "label": "label", "value": "amount"},
            "fields": {"side": code, "label": code, "amount": AMOUNT},
            "rows": [
                ("item", "revenue", text("财政拨款收入"), "1200000.00"),
                ("item", "revenue", text("其他收入"), "34567.89"),
                ("total", "revenue", text("收入总计"), "1234567.89"),
                ("item", "expenditure", text("教育支出"), "234567.89"),
                ("item", "expenditure", text("社会保障和就业支出"), "1000000.00"),
                ("total", "expenditure", text("支出总计"), "1234567.89"),
            ],
        },
        {
            "number": "02",
            "name": "spending",
            "title": "支出功能表",
            "title_en": "Expenditure by function",
            "chart": {
                "kind": "stacked",
                "label": "functional_name",
                "values": ["basic", "project"],
                "group_by": "functional_code",
                "codelist": "functional",
                "cut": 3,
            },
            "fields": {
                "functional_code": code,
                "functional_name": code,
                "total": AMOUNT,
                "basic": AMOUNT,
                "project": AMOUNT,
            },
            "lists": {"functional_code": "functional"},
            "rows": [
                ("item", "2050803", text("培训支出"), "34567.89", "34567.89", ""),
                ("item", "2050199", text("其他教育支出"), "200000.00", "", "200000.00"),
                ("item", "2080501", text("行政单位离退休"), "900000.00", "900000.00", ""),
                ("item", "2080206", text("社会组织管理"), "100000.00", "60000.00", "40000.00"),
                ("total", "", text("合计"), "1234567.89", "994567.89", "240000.00"),
            ],
        },
        {
            "number": "03",
            "name": "three_public",
            "title": "“三公”经费",
            "title_en": "Three public expenses",
            "chart": {"kind": "parts", "values": ["travel", "reception", "vehicles"]},
            "fields": {"total": AMOUNT, "travel": AMOUNT, "reception": AMOUNT, "vehicles": AMOUNT},
            "rows": [("item", "55000.00", "", "5000.00", "50000.00")],
        },
        {
            "number": "04",
            "name": "projects",
            "title": "项目支出绩效表",
            "title_en": "Project performance",
            "chart": {"kind": "bars", "label": "project", "value": "total", "top": 3},
            "fields": {"project": code, "total": AMOUNT, "goal": code},
            "rows": [
                ("item", text("道路养护"), "120000.00", text("保持道路完好，群众出行方便。")),
                ("item", text("退库调整"), "-3000.00", ""),
                (
                    "item",
                    text("社区文化活动与公共空间更新改造工程第一期"),
                    "90000.00",
                    text("全年不少于二十场。"),
                ),
                ("item", text("垃圾分类"), "33000.00", ""),
                ("item", text("志愿服务"), "2000.00", ""),
                ("item", text("消防"), "1000.00", ""),
            ],
        },
        {
            "number": "04",
            "name": "project_indicators",
            "title": "项目绩效指标",
            "title_en": "Project indicators",
            "chart": {"kind": "count", "label": "level_1"},
            "fields": {
                "project_row": {"type": "integer"},
                "level_1": code,
                "level_3": code,
                "relation": code,
                "target_value": code,
            },
            "rows": [
                ("item", "1", text("产出指标"), text("养护里程"), "≥", text("12.5")),
                ("item", "1", text("产出指标"), text("完成率"), "=", text("100")),
                ("item", "3", text("效益指标"), text("满意度"), "≥", text("90")),
                ("item", "", text("产出指标"), text("公示"), "定性", text("好")),
            ],
        },
        {
            "number": "06",
            "name": "funds",
            "title": "政府性基金表",
            "title_en": "Government-managed funds",
            "chart": {"kind": "bars", "label": "functional_name", "value": "total"},
            "fields": {"functional_code": code, "functional_name": code, "total": AMOUNT},
            "rows": [],
        },
    ]


STATUSES = ["confirmed", "confirmed", "consistent", "confirmed", "disputed", "unverified", "repaired"]


def figures_of(tables: list[dict[str, Any]], text: Text) -> list[Row]:
    """A figure for every amount of the tables, the statuses in turn."""
    rows: list[Row] = []
    for table in tables:
        for number, row in enumerate(table["rows"], 1):
            stem = "totals" if len(table["rows"]) == 1 else f"r{number}"
            for (field, spec), value in zip(table["fields"].items(), row[1:], strict=True):
                if spec is AMOUNT and value:
                    status = STATUSES[len(rows) % len(STATUSES)]
                    printed = text(f"{Decimal(value) / 10000:f}".replace(".", ","))
                    rows.append(
                        (
                            f"{table['number']}.{stem}.{field}",
                            table["number"],
                            table["name"],
                            number,
                            field,
                            value,
                            printed,
                            "万元",
                            status,
                            3,
                            "" if status == "unverified" else 3,
                            "budget.txt",
                            "",
                            10 + number,
                            4,
                            "",
                            "",
                            "",
                        )
                    )
    # An amount of a column that the table does not have: it stands in no cell.
    apart = ("02.r5.other", "02", "spending", 5, "other", "7.00", text("0,0007"), "万元", "unverified", 0, "")
    rows.append((*apart, "budget.txt", "", 30, 4, "", "", ""))
    return rows


def system_resources(figures: list[Row], text: Text) -> list[tuple[str, str, str, str, list[str], list[Row]]]:
    """Checks, repairs, findings, remarks and codes: name, role, titles, columns and rows."""
    checks: list[Row] = [
        (
            f"sum:02.r{n}",
            "sum-02",
            "sum",
            text("合计=基本+项目"),
            text("total = basic + project"),
            text("一行之内相加。"),
            text("Across the row."),
            total,
            total,
            "0.00",
            "0.00",
            "holds",
            f"02.r{n}.total",
            f"02.r{n}.basic 02.r{n}.project",
        )
        for n, total in enumerate(("34567.89", "200000.00", "900000.00", "100000.00", "1234567.89"), 1)
    ]
    checks.append(
        (
            "balance:01",
            "balance-01",
            "balance",
            text("收支平衡"),
            text("revenue = expenditure"),
            text("收入总计等于支出总计。"),
            text("Total revenue equals total expenditure."),
            "1234567.89",
            "1234567.98",
            "-0.09",
            "0.00",
            "fails",
            "01.r3.amount",
            "01.r6.amount -01.r2.amount",
        )
    )
    checks.append(
        (
            "equal:06",
            "equal-06",
            "equal",
            text("基金"),
            text("funds"),
            text("空表。"),
            text("Empty."),
            "",
            "",
            "",
            "0.00",
            "not_applicable",
            "",
            "",
        )
    )
    place = ["budget.txt", "", 12, 4, "", "", ""]
    repairs: list[Row] = [
        (
            "rp1",
            "figure",
            "02.r1.total",
            "02",
            1,
            "total",
            text("3,456788"),
            text("34567.89"),
            "digit",
            text("合计只有这样才对。"),
            text("Only so does the total hold."),
            "balance:01",
            "sum:02.r1",
            2,
            *place,
        )
    ]
    code = text("代码表。"), text("Code list.")
    lost = text("漏了一行。"), text("A row was lost.")
    repairs += [
        (
            "rp2",
            "label",
            "",
            "02",
            2,
            "functional_code",
            "2050190",
            "2050199",
            "code",
            *code,
            "",
            "",
            "",
            *place,
        ),
        ("rp3", "row", "", "02", 4, "", "", "", "lost_row", *lost, "", "", "", *place),
    ]
    findings: list[Row] = [
        (
            1,
            "code-name-disagree",
            "warning",
            "02",
            2,
            "functional_name",
            text("编码与名称不一致"),
            text("code and name disagree"),
            *place,
        ),
        (2, "note-only", "note", "", "", "", text("没有位置"), text("nowhere"), *[""] * len(PLACE)),
    ]
    remarks: list[Row] = [
        (
            1,
            "04",
            text("表后文字 <b>注</b>"),
            "after-table",
            text("在表之后"),
            text("after the table"),
            *place,
        )
    ]
    codes: list[Row] = [
        (code, text(zh), text(en), parent, level, "", "", "true")
        for code, zh, en, parent, level in (
            ("205", "教育支出", "Education", "", 1),
            ("20501", "教育管理事务", "Administration of education", "205", 2),
            ("2050199", "其他教育支出", "Other education", "20501", 3),
            ("20508", "进修及培训", "Advanced study and training", "205", 2),
            ("2050803", "培训支出", "Training", "20508", 3),
            ("208", "社会保障和就业支出", "Social security and employment", "", 1),
            ("20802", "民政管理事务", "Civil affairs", "208", 2),
            ("2080206", "社会组织管理", "Management of social organisations", "20802", 3),
            ("20805", "行政事业单位养老支出", "Pensions", "208", 2),
            ("2080501", "行政单位离退休", "Retirement from administrative bodies", "20805", 3),
        )
    ]
    return [
        (
            "figures",
            "figures",
            "全部金额",
            "Figures",
            [
                "id",
                "table",
                "resource",
                "row",
                "field",
                "amount",
                "printed",
                "printed_unit",
                "status",
                "proofs",
                "strength",
                *PLACE,
            ],
            figures,
        ),
        (
            "checks",
            "checks",
            "勾稽关系",
            "Checks",
            [
                "id",
                "identity",
                "kind",
                "name_zh",
                "name_en",
                "reason_zh",
                "reason_en",
                "left",
                "right",
                "residual",
                "tolerance",
                "verdict",
                "left_figures",
                "right_figures",
            ],
            checks,
        ),
        (
            "repairs",
            "repairs",
            "修复",
            "Repairs",
            [
                "id",
                "target",
                "figure",
                "table",
                "row",
                "field",
                "printed",
                "published",
                "kind",
                "evidence_zh",
                "evidence_en",
                "failed_before",
                "hold_after",
                "margin",
                *PLACE,
            ],
            repairs,
        ),
        (
            "findings",
            "findings",
            "发现",
            "Findings",
            ["number", "code", "level", "table", "row", "field", "message_zh", "message_en", *PLACE],
            findings,
        ),
        (
            "remarks",
            "remarks",
            "备注",
            "Remarks",
            ["number", "table", "text", "reason", "reason_zh", "reason_en", *PLACE],
            remarks,
        ),
        (
            "codelist_functional",
            "codelist",
            "功能分类",
            "Functional classification",
            ["code", "name", "name_en", "parent", "level", "valid_from", "valid_to", "in_classification"],
            codes,
        ),
    ]
