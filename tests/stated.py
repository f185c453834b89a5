"""A form that knows what the text states, lines of text, and tables to compare it with; all invented."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from budgetpress.amounts import readings
from budgetpress.form import FORMS_FOLDER, Form, load_form
from budgetpress.model import Cell, Document, Entry, Grid, Kind, Place, Row, Table

RULES = """
headings = ['20\\d\\d年部门预算编制说明', '[一二三四五六七八九]+、.{0,30}说明']

[[statements]]
name = "expenditure"
title = "支出预算"
title_en = "Expenditure"
before = '支出(?:预算)?'
equals = [{ resource = "expenditure", fields = ["total"], where = { kind = "total" } }]

[[statements]]
name = "both"
title = "收支预算"
title_en = "Revenue and expenditure"
before = '收入、支出(?:预算)?'
equals = [{ resource = "expenditure", fields = ["total"], where = { kind = "total" } }]

[[statements]]
name = "class"
title = "支出（类）"
title_en = "Expenditure by class"
before = '“(?P<class>[^“”（）]+)（类）”'
code = { field = "functional_code", names = ["class"] }
equals = [{ resource = "expenditure", fields = ["total"] }]

[[statements]]
name = "function"
title = "功能科目支出"
title_en = "Expenditure by function"
before = '“(?P<class>[^“”（）]+)（类）(?P<section>[^“”（）]+)（款）(?P<item>[^“”（）]+)（项）”'
code = { field = "functional_code", names = ["class", "section", "item"] }
equals = [{ resource = "expenditure", fields = ["total"], where = { kind = "item" } }]

[[statements]]
name = "function.under"
title = "分类支出"
title_en = "Expenditure of a class"
under = '^(?P<class>[^（）]+)（类）'
before = '(?P<section>[^（）]+)（款）(?P<item>[^（）]+)（项）'
code = { field = "functional_code", names = ["class", "section", "item"] }
equals = [{ resource = "expenditure", fields = ["total"], where = { kind = "item" } }]

[[statements]]
name = "fiscal.class"
title = "一类支出"
title_en = "Expenditure of one class"
under = '财政拨款'
before = '(?P<class>[^，。；：（）]+)（类）'
equals = [{ resource = "fiscal_appropriation", fields = ["amount"], where = { label = "{class}支出" } }]

[[statements]]
name = "basic"
title = "基本支出"
title_en = "Basic expenditure"
before = '基本支出(?:预算)?'
equals = [{ resource = "expenditure", fields = ["basic_expenditure"], where = { kind = "total" } }]

[[statements]]
name = "purchase"
title = "政府采购"
title_en = "Procurement"
before = '政府采购预算'
parts = ["goods", "works"]

[[statements]]
name = "goods"
title = "货物"
title_en = "Goods"
before = '货物(?:预算)?'
equals = [{ resource = "government_procurement", fields = ["amount"], where = { kind = "total" } }]

[[statements]]
name = "works"
title = "工程"
title_en = "Works"
before = '工程(?:预算)?'
equals = [{ resource = "government_procurement", fields = ["amount"], where = { kind = "total" } }]
"""


def stated_form(folder: Path, rules: str = RULES) -> Form:
    """The Beijing form with rules for the text."""
    copied = Path(shutil.copytree(FORMS_FOLDER / "beijing", folder / "stated"))
    (copied / "statements.toml").write_text(rules, encoding="utf-8")
    return load_form(copied)


def text(*lines: str, page: int | None = None) -> Grid:
    """Lines of text: on a page, 10 points high each, or in a file."""
    rows = []
    for number, line in enumerate(lines, 1):
        place = Place(source="said.txt", line=number, column=1 + len(line) - len(line.lstrip()))
        if page is not None:
            top = Decimal(10 * number)
            place = Place(source="said.pdf", page=page, bbox=(Decimal(50), top, Decimal(500), top + 10))
        rows.append((Cell(text=line, place=place),))
    return Grid(name="text", rows=tuple(rows))


def said(*grids: Grid) -> list[Document]:
    """A document of these grids."""
    return [Document(source="said", sha256="0" * 64, grids=grids)]


def row(number: int, kind: Kind, unit: str, **values: str) -> Row:
    """A row of printed texts; what a field of amounts holds is read in `unit`."""
    entries = {}
    for name, printed in values.items():
        place = Place(source="said.pdf", page=9)
        ways = readings(printed, unit=unit, decimals=None) if name in AMOUNTS else ()
        value = (ways[0].amount if ways else None) if name in AMOUNTS else printed
        entries[name] = Entry(
            field=name, text=printed, value=value, place=place, unit=unit if ways else "", readings=ways
        )
    return Row(number=number, name=f"r{number}", kind=kind, entries=entries)


AMOUNTS = ("total", "basic_expenditure", "project_expenditure", "amount")


def expenditure(*rows: Row) -> Table:
    """Table 03."""
    return Table(number="03", resource="expenditure", unit="元", rows=rows)


def amounts(statements: Sequence[object], *fields: str) -> list[tuple[object, ...]]:
    """Some fields of each statement."""
    return [tuple(getattr(statement, name) for name in fields) for statement in statements]
