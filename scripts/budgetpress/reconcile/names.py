"""Misspelt names: a name is set right where its code list and another row with the same code agree on it.

A code list alone is not enough, since documents rightly shorten names; where only the list disagrees, the
name stays as printed and a finding says so. Where the printed name is that of another code, the code may be
the wrong one: it is kept only if a code beside it is seen with this code elsewhere, and none with the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from budgetpress.codes import CodeList, label_name, load_code_list
from budgetpress.form import Field, Form
from budgetpress.model import Repair, Row, Table
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.labels import coded_fields
from budgetpress.shape.words import squash


def settle_names(
    tables: Sequence[Table], form: Form, year: int
) -> tuple[tuple[Table, ...], tuple[Repair, ...]]:
    """The tables with misspelt names set right, and a repair for each."""
    witnesses = _Witnesses(tables, form)
    repairs: list[Repair] = []
    settled = []
    for table in tables:
        resource = next(r for _, r in form.resources() if r.name == table.resource)
        fields = [(f, name, load_code_list(f.codelist)) for f, name in coded_fields(resource)]
        rows = []
        for row in table.rows:
            changed, made = _row(table, row, fields, year, witnesses, len(repairs))
            rows.append(changed)
            repairs += made
        settled.append(replace(table, rows=tuple(rows)))
    return tuple(settled), tuple(repairs)


class _Witnesses:
    """Which names and which other codes stand beside each code, and where."""

    def __init__(self, tables: Sequence[Table], form: Form) -> None:
        self.names: dict[tuple[str, str, str], list[str]] = {}
        self.beside: Counter[tuple[str, str, str, str]] = Counter()
        resources = {resource.name: resource for _, resource in form.resources()}
        for table in tables:
            fields = list(coded_fields(resources[table.resource]))
            for row in table.rows if table.resource in resources else ():
                for field, name_field in fields:
                    code, name = row.text(field.name), squash(row.text(name_field))
                    if code and name and row.kind == "item":
                        where = f"{table.number}.{row.name}"
                        self.names.setdefault((field.codelist, code, name), []).append(where)
                    for other, _ in fields:
                        if other is not field and code and row.text(other.name):
                            self.beside[field.codelist, code, other.codelist, row.text(other.name)] += 1


def _row(
    table: Table,
    row: Row,
    fields: Sequence[tuple[Field, str, CodeList]],
    year: int,
    witnesses: _Witnesses,
    done: int,
) -> tuple[Row, list[Repair]]:
    entries = dict(row.entries)
    made: list[Repair] = []
    for field, name_field, codelist in fields if row.kind == "item" else ():
        entry = row.entries.get(name_field)
        code, name = row.text(field.name), row.text(name_field)
        listed = codelist.get(code, year)
        if entry is None or not entry.text or listed is None or not name or name_field == "label":
            continue
        if squash(name) not in squash(entry.text):
            continue  # not what was printed: a person or a repair has settled it
        if codelist.agrees(code, label_name(name)) or _is_part(name, listed.name):
            continue  # its name in some year (forms go on printing former ones), or one cut short or longer
        where = witnesses.names.get((field.codelist, code, squash(listed.name)), [])
        if not where or not all(
            _code_stands(row, field.codelist, code, other, [f for f, *_ in fields], witnesses)
            for other in _codes_of(codelist, name, year)
        ):
            continue
        entries[name_field] = replace(entry, value=listed.name)
        zh, en = KIND_NAMES["wrong_name"]
        made.append(
            Repair(
                id=f"N{done + len(made) + 1}",
                target="label",
                figure="",
                table=table.number,
                row=row.number,
                field=name_field,
                printed=name,
                published=listed.name,
                kind="wrong_name",
                evidence_zh=f"{zh}：分类中 {code} 的名称是“{listed.name}”，{'、'.join(where[:3])} 也这样印。",
                evidence_en=(
                    f"{en.capitalize()}: in the classification {code} is “{listed.name}”, "
                    f"and so it is printed in {', '.join(where[:3])}."
                ),
                failed_before=(),
                hold_after=(),
                margin=None,
                place=entry.place,
            )
        )
    return replace(row, entries=entries) if made else row, made


def _is_part(name: str, listed: str) -> bool:
    shorter, longer = sorted((squash(label_name(name)), squash(listed)), key=len)
    return shorter in longer


def _codes_of(codelist: CodeList, name: str, year: int) -> Iterator[str]:
    for code in codelist.by_name(label_name(name), year):
        yield code.code


def _code_stands(
    row: Row, codelist: str, code: str, other: str, fields: Sequence[Field], witnesses: _Witnesses
) -> bool:
    """Whether the printed code, and not the other one that bears the name, goes with the codes beside it."""
    if len(other) != len(code):
        return True
    partners = [(field.codelist, row.text(field.name)) for field in fields if field.codelist != codelist]
    if any(witnesses.beside[(codelist, other, *partner)] for partner in partners):
        return False
    # Once is this row itself.
    return any(witnesses.beside[(codelist, code, *partner)] > 1 for partner in partners)
