"""The few lines that each tool needs to add up a table of a release, and what it must then print.

The lines are files beside this module, with marks for the table at hand; tests run them as a reader would, in
the folder that the release's zip unfolds to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from importlib.resources import files

from budgetpress.website.archive import archive_name
from budgetpress.website.data import Package, Resource
from budgetpress.website.downloads import formats

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_EXACT = 15
"""Digits up to which a double, the only number of Excel and R, holds every amount."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """What is added up: the items of a field. `printed` says that the table prints the same total itself."""

    resource: Resource
    field: str
    total: Decimal
    printed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Tool:
    """A tool with what its reader should know; `zh` and `en` are sentences."""

    name: str
    title: str
    zh: str
    en: str


TOOLS = (
    Tool(
        name="pandas",
        title="pandas",
        zh="Parquet 自带类型：金额是精确小数（decimal128），代码是文本。需要 pyarrow。",
        en="Parquet has the types: amounts are exact decimals (decimal128), codes are text. Needs pyarrow.",
    ),
    Tool(
        name="polars",
        title="polars",
        zh="金额是精确小数（Decimal）。",
        en="Amounts are exact decimals (Decimal).",
    ),
    Tool(
        name="duckdb",
        title="DuckDB",
        zh="金额是 DECIMAL，求和不丢精度。",
        en="Amounts are DECIMAL, and sums lose nothing.",
    ),
    Tool(
        name="r",
        title="R",
        zh="R 没有精确小数：数值是双精度，15 位以内可靠。全部先按文本读入（代码不丢前导零），"
        "再以分（0.01 元）为整数相加。",
        en="R has no exact decimals: its numbers are doubles, good for 15 digits. Read everything as text"
        " (codes keep their zeros) and add up whole fen (0.01 yuan).",
    ),
    Tool(
        name="excel",
        title="Excel、WPS、LibreOffice",
        zh="打开 XLSX（不要双击 CSV），把公式写进数据右边的空格。代码是文本；金额是数值，15 位以内精确。",
        en="Open the XLSX, not the CSV, and put the formula in an empty cell right of the data. Codes are"
        " text; amounts are numbers, exact up to 15 digits.",
    ),
    Tool(
        name="power_query",
        title="Excel Power Query",
        zh="数据 > 获取数据 > 自其他源 > 空白查询 > 高级编辑器。Currency.Type 是四位的精确小数。"
        "这一段没有在测试里运行过，其余都运行过。",
        en="Data > Get Data > From Other Sources > Blank Query > Advanced Editor. Currency.Type is an exact"
        " decimal of four places. This one is not run by a test; all others are.",
    ),
)


def example(package: Package) -> Example | None:
    """The longest table whose items come to the total that it prints, else the longest; None without any."""
    found = [
        made
        for resources in package.tables.values()
        for resource in resources
        if _NAME.fullmatch(resource.name) and len(formats(package, resource, every=True)) > 1
        for field in resource.fields
        if field.amount and _NAME.fullmatch(field.name) and (made := _example(resource, field.name))
    ]
    # The first of the best: tables and fields in the order of the form.
    return max(found, key=lambda one: (one.printed, len(one.resource.rows)), default=None)


def snippets(package: Package, chosen: Example) -> Mapping[str, str]:
    """The lines of each tool by its name, to be run in the folder of the unfolded zip."""
    names = [field.name for field in chosen.resource.fields]
    marks = {
        "resource": chosen.resource.name,
        "field": chosen.field,
        "folder": archive_name(package).removesuffix(".zip"),
        "field_column": _letters(names.index(chosen.field)),
        "kind_column": _letters(names.index("kind")),
    }
    home = files("budgetpress.website.catalogue").joinpath("snippets")
    texts = {tool.name: home.joinpath(f"{tool.name}.txt").read_text(encoding="utf-8") for tool in TOOLS}
    return {
        name: re.sub("@([a-z_]+)@", lambda mark: marks[mark[1]], text).rstrip()
        for name, text in texts.items()
    }


def _example(resource: Resource, field: str) -> Example | None:
    rows = [(row["kind"], row[field]) for row in resource.rows]
    try:
        items = [Decimal(value) for kind, value in rows if kind == "item" and value]
        totals = [Decimal(value) for kind, value in rows if kind == "total" and value]
    except InvalidOperation:
        return None
    total = sum(items, Decimal())
    if not items or not total.is_finite() or len(total.as_tuple().digits) > _EXACT:
        return None
    return Example(resource=resource, field=field, total=total, printed=totals == [total])


def _letters(index: int) -> str:
    """The name of a column in a spreadsheet: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
