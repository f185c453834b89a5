"""A page with one ruled table, and what is asked of what comes of it."""

from __future__ import annotations

from tests.shape.grids import ruled, text
from tests.shape.printed import table, values

from budgetpress.model import Finding, Shaped

TITLE = "2031年部门支出预算总表"
BODY = "编制部门：青石市民政局 | 单位：元"
HEADS = (
    "项目|<|<|<|支出预算|<|<",
    "科目编码|<|<|科目名称|合计|基本支出|项目支出",
    "类|款|项|^|^|^|^",
)
ROWS = ("208|||社会保障和就业支出|300|200|100", "208|02||民政管理事务|300|200|100")
ITEMS = ("208|02|01|行政运行|200|200|0", "208|02|99|其他民政管理事务支出|100||100")
TOTAL = "合计|<|<|<|300|200|100"
FIELDS = ("functional_code", "functional_name", "total", "basic", "project")
EXPECTED = [
    ("208", "社会保障和就业支出", "300.00", "200.00", "100.00"),
    ("20802", "民政管理事务", "300.00", "200.00", "100.00"),
    ("2080201", "行政运行", "200.00", "200.00", "0.00"),
    ("2080299", "其他民政管理事务支出", "100.00", None, "100.00"),
    (None, "合计", "300.00", "200.00", "100.00"),
]
PAGE = (text(1, TITLE, BODY), ruled(1, *HEADS, *ROWS, *ITEMS, TOTAL))


def rows(result: Shaped) -> list[tuple[object, ...]]:
    """The rows of the table of expenditure."""
    return values(result, "expenditure", *FIELDS)


def kinds(result: Shaped, resource: str = "expenditure") -> str:
    """The first letters of the kinds of its rows."""
    return "".join(row.kind[0] for row in table(result, resource).rows)


def told(result: Shaped, code: str) -> list[Finding]:
    """The findings of a code."""
    return [finding for finding in result.findings if finding.code == code]
