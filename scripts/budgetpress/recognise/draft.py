"""Draft a form folder from a document that no form knows, for a person to finish.

Titles, headings and units are those of the document. A heading that some known form has, gets the field of
that form; any other is `column_1`, `column_2` and so on. What a column holds is told by its cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from budgetpress.errors import InputError
from budgetpress.form import Field, list_forms, load_form
from budgetpress.model import Document
from budgetpress.recognise.printed import PrintedColumn, PrintedTable, printed_tables
from budgetpress.release import toml_value
from budgetpress.shape.cells import is_amount
from budgetpress.shape.words import heading, squash

_HEAD = """\
# Drafted from {sources}. Read each file: names in English, what the columns mean, which sums must agree.
name = {name}
title = {title}
title_en = {title_en}

[recognise]
year = ['(?P<year>20\\d\\d)\\s*年(?:度)?']
body_text = ['(?:编制|填报)?(?:部门|单位)(?:名称)?\\s*[:：]\\s*(?P<body>[^\\s:：].*)']

[kinds]
total = ["合计", "总计", "收入总计", "支出总计", "收入合计", "支出合计"]
subtotal = ["小计"]
"""
_IDENTITIES = """\
# Which sums must agree: they are what proves a figure. For example, a total that is the sum of its column:
#
# [[identities]]
# name = "01.total"
# kind = "total"
# title = "合计等于各行之和"
# title_en = "The total row is the sum of the rows"
# reason = "合计行是本栏各行之和"
# reason_en = "the total row adds up its column"
# left = [{{ resource = "{resource}", fields = ["{field}"], where = {{ kind = "total" }} }}]
# right = [{{ resource = "{resource}", fields = ["{field}"], where = {{ kind = "item" }} }}]
"""
_PARTS = ("类", "款", "项", "目")
_CODE_HEADING = re.compile("编码|代码|编号")


@dataclass(kw_only=True, slots=True)
class _Fields:
    """The fields of the draft, by name, and how many were named by number."""

    known: Mapping[tuple[str, str], Field]
    made: dict[str, Field] = field(default_factory=dict)
    numbered: int = 0

    def of(self, column: PrintedColumn, taken: set[str]) -> Field:
        """A field for a column that no other column of its row has."""
        title = heading(column.heading)
        kind = _kind(column)
        found = self.known.get((title, kind))
        if found is None or found.name in taken:
            self.numbered += 1
            found = Field(
                name=f"column_{self.numbered}",
                type="amount" if kind == "amount" else "code" if kind == "code" else "text",
                title=title or f"第{self.numbered}栏",
                title_en=f"Column {self.numbered}",
                column_type="value" if kind == "amount" else "",
            )
        self.made[found.name] = found
        taken.add(found.name)
        return found


@dataclass(frozen=True, kw_only=True, slots=True)
class _Placed:
    """A column with its field; `digits` where it is a part of a code."""

    column: PrintedColumn
    field: Field
    digits: int


def draft_form(name: str, documents: Sequence[Document]) -> dict[str, str]:
    """File name -> text, of a form that reads these documents; InputError where they hold no table."""
    tables = printed_tables(documents)
    sources = ", ".join(document.source for document in documents)
    if not tables:
        raise InputError(
            sources,
            "no table with headings was found",
            expected="tables with a title above each and headings over their columns",
            do="Check that this is a document with tables.",
        )
    fields = _Fields(known=_known_fields())
    files = {
        "form.toml": _HEAD.format(
            sources=sources,
            name=toml_value(name),
            title=toml_value(f"{name}：由文件拟出的表式"),
            title_en=toml_value(f"{name}: a form drafted from a document"),
        )
    }
    first: tuple[str, str] = ("", "")
    for index, table in enumerate(tables, 1):
        number = f"{index:02d}"
        resource = f"table_{number}"
        columns = _columns(table, fields)
        files[f"{number}_{resource}.toml"] = _table(number, resource, table, columns)
        amount = next((p.field.name for p in columns if p.field.type == "amount"), "")
        first = first if first[1] else (resource, amount)
    files["fields.toml"] = "\n".join(_field(each) for each in fields.made.values())
    files["identities.toml"] = _IDENTITIES.format(resource=first[0], field=first[1] or "total")
    return files


def _columns(table: PrintedTable, fields: _Fields) -> list[_Placed]:
    """Each column with its field; neighbours that are parts of one code (类, 款, 项) share a field."""
    taken: set[str] = set()
    placed: list[_Placed] = []
    for column in table.columns:
        part = column.heading in _PARTS and _kind(column) == "code"
        before = placed[-1] if placed else None
        joins = part and before is not None and before.digits and before.column.heading != column.heading
        own = before.field if joins and before is not None else fields.of(column, taken)
        digits = max(len(squash(cell.text)) for cell in column.cells) if part else 0
        placed.append(_Placed(column=column, field=own, digits=digits))
    return placed


def _table(number: str, resource: str, table: PrintedTable, columns: Sequence[_Placed]) -> str:
    lines = [
        f"number = {toml_value(number)}",
        f"title = {toml_value(table.title)}",
        f"title_en = {toml_value(f'Table {number}')}",
    ]
    if any(placed.field.type == "amount" for placed in columns):
        lines.append(f"unit = {toml_value(table.unit or '元')}")
    if table.spanning:
        lines.append(f"headers = {_texts(table.spanning)}")
    lines += ["", "[[resources]]", f"name = {toml_value(resource)}"]
    lines += [f"title = {toml_value(table.title)}", f"title_en = {toml_value(f'Table {number}')}"]
    lines += ["", "[[blocks]]", "", "[[blocks.groups]]", f"resource = {toml_value(resource)}"]
    for placed in columns:
        lines += ["", "[[blocks.groups.columns]]", f"headers = {_texts([placed.column.heading])}"]
        if placed.column.above:
            lines.append(f"above = {_texts(placed.column.above)}")
        lines.append(f"fields = {_texts([placed.field.name])}")
        if placed.digits:
            lines.append(f"digits = {placed.digits}")
    return "\n".join(lines) + "\n"


def _field(made: Field) -> str:
    lines = [f"[{made.name}]"]
    if made.type != "text":
        lines.append(f"type = {toml_value(made.type)}")
    lines += [f"title = {toml_value(made.title)}", f"title_en = {toml_value(made.title_en)}"]
    for key in ("codelist", "column_type"):
        if getattr(made, key):
            lines.append(f"{key} = {toml_value(getattr(made, key))}")
    return "\n".join(lines) + "\n"


def _kind(column: PrintedColumn) -> str:
    """What the cells of a column are: `amount`, `code` or `text`."""
    texts = [squash(cell.text) for cell in column.cells]
    numbers = [text for text in texts if is_amount(text)]
    if not numbers or len(numbers) * 2 < len(texts):
        return "text"
    if not all(number.isdecimal() for number in numbers):
        return "amount"
    named = column.heading in _PARTS or _CODE_HEADING.search(column.heading) is not None
    zeros = any(number.startswith("0") and len(number) > 1 for number in numbers)
    return "code" if named or zeros else "amount"


def _known_fields() -> dict[tuple[str, str], Field]:
    """Heading and kind -> the field that most of the known forms' columns have for it."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    by_name: dict[str, Field] = {}
    for title, each in _known_columns():
        by_name.setdefault(each.name, each)
        kind = each.type if each.type in ("amount", "code") else "text"
        counted.setdefault((title, kind), Counter())[each.name] += 1
    return {key: by_name[names.most_common(1)[0][0]] for key, names in counted.items()}


def _known_columns() -> Iterator[tuple[str, Field]]:
    for name in list_forms():
        form = load_form(name)
        for table in form.tables:
            fields = {f.name: f for resource in table.resources for f in resource.fields}
            columns = (column for block in table.blocks for column in block.columns)
            for column in columns:
                for word in column.headers if len(column.fields) == 1 else ():
                    yield heading(word), fields[column.fields[0]]


def _texts(texts: Sequence[str]) -> str:
    return f"[{', '.join(map(toml_value, texts))}]"
