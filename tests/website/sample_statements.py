"""What the text of the invented release states: contradicted, borne out, a sum of others, and silent."""

from __future__ import annotations

from tests.website.sample_rows import PLACE, Row, Text
from tests.website.sample_views import BOX

NAMES = [
    "id",
    "heading",
    "sentence",
    "printed",
    "printed_unit",
    "amount",
    "about",
    "year",
    "rule",
    "name_zh",
    "name_en",
    "figures",
    "compared",
    "residual",
    "tolerance",
    "verdict",
    "reason",
    "reason_zh",
    "reason_en",
    *PLACE,
]
_PLACE = ["budget.txt", "", 40, 1, "", "", ""]


def statements(text: Text) -> tuple[str, str, str, str, list[str], list[Row]]:
    """Name, role, titles, columns and rows."""
    head = (text("编制说明 / 一、收支"), text("支出预算9.99万元，其中：基本支出1元。"))
    plan = ("plan", 2025, "expenditure", text("支出预算"), text("Expenditure"))
    none = ("", "", "")
    past = ("past", text("说的不是本年度"), text("it speaks of another year"))
    rows: list[Row] = [
        ("s1", *head, text("9.99"), "万元", "99900.00", *plan, "02.r1.total 02.r2.total", "20.00", "99880.00",
         "50.00", "fails", *none, *_PLACE),
        ("s2", *head, text("1"), "元", "1.00", *plan, "02.r1.basic", "1.00", "0.00", "0.50", "holds", *none,
         *_PLACE),
        ("s3", *head, text("1"), "元", "1.00", *plan, "s2", "1.00", "0.00", "1.00", "holds", *none, *_PLACE),
        ("s4", *head, text("1.2.3"), "万元", "", *plan, "", "", "", "0.00", "not_applicable", *past,
         "scan.pdf", "1", "", "", BOX, "", ""),
    ]  # fmt: skip
    return "statements", "statements", "文字说明中的金额", "Statements", NAMES, rows
