"""Codes and names against the code lists: a code that no list has, a name that is not that of its code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from budgetpress.codes import CodeList, label_name, load_code_list
from budgetpress.form import Field, Form, ResourceForm
from budgetpress.model import Finding, Row, Table

Level = Literal["warning", "note"]


def label_findings(tables: Sequence[Table], form: Form, year: int) -> tuple[Finding, ...]:
    """A finding for every code and name that do not agree with the code list of that year."""
    resources = {resource.name: resource for _, resource in form.resources()}
    found: list[Finding] = []
    for table in tables:
        resource = resources[table.resource]
        for field, name_field in coded_fields(resource):
            codelist = load_code_list(field.codelist)
            for row in table.rows:
                found += _row_findings(table, row, field, name_field, codelist, year)
    return tuple(found)


def coded_fields(resource: ResourceForm) -> Iterator[tuple[Field, str]]:
    """The fields of a resource that hold codes of a list, each with the field of the name."""
    names = [field.name for field in resource.fields]
    for field in resource.fields:
        if field.type == "code" and field.codelist:
            name = field.name.removesuffix("_code") + "_name"
            yield field, name if name in names else "label"


def _row_findings(
    table: Table, row: Row, field: Field, name_field: str, codelist: CodeList, year: int
) -> Iterator[Finding]:
    code, name = row.text(field.name), row.text(name_field)
    entry = row.entries.get(name_field) or row.entries.get(field.name)
    if entry is None or row.kind != "item":
        return

    def finding(key: str, zh: str, en: str, level: Level = "warning") -> Finding:
        return Finding(
            code=key,
            level=level,
            table=table.number,
            row=row.number,
            field=field.name if code else name_field,
            message_zh=zh,
            message_en=en,
            place=entry.place,
        )

    if not code:
        if (name and "side" not in row.entries) or (
            row.text("side") == "expenditure" and row.amount("amount")
        ):
            yield finding("no-code", f"“{name}”没有对应的科目编码", f"no code is known for “{name}”")
        return
    listed = codelist.get(code, year)
    if listed is None:
        # Lists lack codes, and a code that was moved keeps its name: what the name says is only a hint.
        others = [c.code for c in codelist.by_name(label_name(name), year) if len(c.code) == len(code)]
        hint = f"；该名称对应 {others[0]}" if len(others) == 1 else ""
        hint_en = f"; the name belongs to {others[0]}" if len(others) == 1 else ""
        yield finding(
            "unknown-code",
            f"编码 {code} 不在我们的科目表中{hint}",
            f"code {code} is not in our list of the classification{hint_en}",
            "note",
        )
    elif name and not codelist.agrees(code, label_name(name), year):
        if codelist.agrees(code, label_name(name)):
            yield finding(
                "name-of-other-year",
                f"编码 {code} 在 {year} 年的名称是“{listed.name}”，印的是其他年度的名称“{name}”",
                f"in {year} code {code} is “{listed.name}”; printed is its name of other years, “{name}”",
                "note",
            )
            return
        yield finding(
            "code-name-disagree",
            f"编码 {code} 的名称应为“{listed.name}”，印为“{name}”",
            f"code {code} is “{listed.name}” in the classification; printed “{name}”",
        )
