"""A small form for tests of exact grids: codes in three columns, equal headings, two sides, a record."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from budgetpress.form import Form, load_form

FILES = {
    "form.toml": r"""
        name = "qingshi"
        title = "青石市部门预算公开表"
        title_en = "Qingshi departmental budget tables"

        [recognise]
        title = '公开\s*(?P<number>\d\d?|[一二三四五])\s*表(?:\s*(?P<title>\S.*))?'
        year = ['(?P<year>20\d\d)年部门预算']
        body_text = ['编制部门\s*[:：]\s*(?P<body>\S.*)']

        [kinds]
        total = ["合计", "收入总计", "支出总计"]
        subtotal = ["小计"]
        """,
    "fields.toml": """
        [functional_code]
        type = "code"
        title = "科目编码"
        title_en = "Functional code"
        codelist = "functional"

        [functional_name]
        title = "科目名称"
        title_en = "Functional name"

        [side]
        title = "方向"
        title_en = "Side"
        values = ["revenue", "expenditure"]
        closed = true

        [label]
        title = "项目"
        title_en = "Line"

        [category]
        title = "大类"
        title_en = "Category"

        [amount]
        type = "amount"
        title = "金额"
        title_en = "Amount"

        [total]
        type = "amount"
        title = "合计"
        title_en = "Total"

        [basic]
        type = "amount"
        title = "基本支出"
        title_en = "Basic expenditure"

        [project]
        type = "amount"
        title = "项目支出"
        title_en = "Project expenditure"

        [three]
        type = "amount"
        title = "三公经费小计"
        title_en = "Three public expenses"

        [vehicles]
        type = "amount"
        title = "公务用车小计"
        title_en = "Official vehicles"

        [purchase]
        type = "amount"
        title = "购置费"
        title_en = "Purchase"

        [reception]
        type = "amount"
        title = "公务接待费"
        title_en = "Reception"
        """,
    "identities.toml": """
        [[identities]]
        name = "01.parts"
        kind = "sum"
        title = "合计等于基本支出加项目支出"
        title_en = "Total is basic plus project expenditure"
        reason = "合计是各部分之和"
        reason_en = "a total is the sum of its parts"
        left = [{ resource = "expenditure", fields = ["total"] }]
        right = [{ resource = "expenditure", fields = ["basic", "project"] }]

        [[identities]]
        name = "01.total"
        kind = "total"
        title = "合计行等于各项之和"
        title_en = "The total row is the sum of the items"
        reason = "合计行是各行之和"
        reason_en = "the total row adds up its column"
        left = [
          { resource = "expenditure", fields = ["total", "basic", "project"], where = { kind = "total" } },
        ]
        right = [
          { resource = "expenditure", fields = ["total", "basic", "project"], where = { kind = "item" } },
        ]
        """,
    "01_expenditure.toml": """
        number = "01"
        numbers = ["一"]
        title = "部门支出预算总表"
        title_en = "Expenditure"
        unit = "元"
        headers = ["项目", "支出预算", "科目编码"]

        [[resources]]
        name = "expenditure"
        title = "部门支出预算总表"
        title_en = "Expenditure"
        hierarchy = "functional_code"

        [[blocks]]

        [[blocks.groups]]
        resource = "expenditure"

        [[blocks.groups.columns]]
        headers = ["类"]
        fields = ["functional_code"]
        digits = 3

        [[blocks.groups.columns]]
        headers = ["款"]
        fields = ["functional_code"]
        digits = 2

        [[blocks.groups.columns]]
        headers = ["项"]
        fields = ["functional_code"]
        digits = 2

        [[blocks.groups.columns]]
        headers = ["科目名称"]
        fields = ["functional_name"]

        [[blocks.groups.columns]]
        headers = ["合计"]
        fields = ["total"]

        [[blocks.groups.columns]]
        headers = ["基本支出"]
        fields = ["basic"]

        [[blocks.groups.columns]]
        headers = ["项目支出"]
        fields = ["project"]
        """,
    "02_three_public.toml": """
        number = "02"
        numbers = ["二"]
        title = "三公经费预算表"
        title_en = "Three public expenses"
        unit = "万元"
        headers = ["三公经费", "公务用车购置及运行费"]

        [[resources]]
        name = "three_public"
        title = "三公经费预算表"
        title_en = "Three public expenses"

        [[blocks]]

        [[blocks.groups]]
        resource = "three_public"

        [[blocks.groups.columns]]
        headers = ["小计"]
        above = ["三公经费"]
        fields = ["three"]

        [[blocks.groups.columns]]
        headers = ["公务接待费"]
        fields = ["reception"]

        [[blocks.groups.columns]]
        headers = ["小计"]
        above = ["公务用车购置及运行费"]
        fields = ["vehicles"]

        [[blocks.groups.columns]]
        headers = ["购置费"]
        fields = ["purchase"]
        """,
    "03_both_sides.toml": """
        number = "03"
        numbers = ["三"]
        title = "部门收支总表"
        title_en = "Revenue and expenditure"
        unit = "万元"
        headers = ["收入", "支出"]

        [[resources]]
        name = "both_sides"
        title = "部门收支总表"
        title_en = "Revenue and expenditure"
        order = ["side", "label", "amount"]

        [[blocks]]

        [[blocks.groups]]
        resource = "both_sides"
        constants = { side = "revenue" }

        [[blocks.groups.columns]]
        headers = ["项目"]
        fields = ["label"]

        [[blocks.groups.columns]]
        headers = ["预算数"]
        fields = ["amount"]

        [[blocks.groups]]
        resource = "both_sides"
        constants = { side = "expenditure" }

        [[blocks.groups.columns]]
        headers = ["项目"]
        fields = ["label"]

        [[blocks.groups.columns]]
        headers = ["预算数"]
        fields = ["amount"]
        """,
    "04_procurement.toml": """
        number = "04"
        numbers = ["四"]
        title = "政府采购预算表"
        title_en = "Procurement"
        unit = "万元"

        [[resources]]
        name = "procurement"
        title = "政府采购预算表"
        title_en = "Procurement"
        subtotal_where_blank = ["label"]

        [[blocks]]

        [[blocks.groups]]
        resource = "procurement"

        [[blocks.groups.columns]]
        headers = ["品目"]
        fields = ["category"]

        [[blocks.groups.columns]]
        headers = ["品目"]
        fields = ["label"]

        [[blocks.groups.columns]]
        headers = ["金额"]
        fields = ["amount"]
        """,
}
"""File name -> text of the form folder."""


def write_form(folder: Path) -> Path:
    """Write the form into `folder/qingshi`; returns that folder."""
    form = folder / "qingshi"
    form.mkdir(parents=True)
    for name, text in FILES.items():
        (form / name).write_text(text, encoding="utf-8")
    return form


@cache
def small_form() -> Form:
    """The form, loaded once."""
    with TemporaryDirectory() as folder:
        return load_form(write_form(Path(folder)))
