"""The printed tables as datasets: `row`, `kind`, then the fields of the form in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from decimal import Decimal, DecimalException
from typing import get_args

from budgetpress.errors import InputError
from budgetpress.form import Field, Form, ResourceForm, TableForm
from budgetpress.model import Entry, Kind, Row, Table
from budgetpress.package.dataset import Column, ColumnType, Dataset, ForeignKey, Value, yuan

ROW = Column(
    name="row",
    type="integer",
    holds="number",
    title="行号",
    title_en="Row",
    description="本表数据行的序号，从 1 起，跨页连续",
    description_en="number of the row in this table, from 1, over all pages",
    constraints={"required": True, "minimum": 1},
)
KIND = Column(
    name="kind",
    holds="kind",
    title="行类型",
    title_en="Kind of row",
    description="item 明细，subtotal 小计，total 合计；求和时只取 item",
    description_en="item, subtotal or total; add up items only",
    constraints={"required": True, "enum": list(get_args(Kind))},
)
_COLUMN_TYPES: dict[str, ColumnType] = {"amount": "number", "row": "integer"}


def codelist_resource(codelist: str) -> str:
    """The resource that holds a code list: `functional` is in `codelist_functional`."""
    return f"codelist_{codelist}"


def table_datasets(form: Form, tables: tuple[Table, ...], missing: tuple[str, ...]) -> Iterator[Dataset]:
    """A dataset for every resource of every table that the source has, in the order of the form.

    A table that is printed without rows gives a dataset without rows; a missing one gives none.
    """
    by_resource = {table.resource: table for table in tables}
    for table_form, resource in form.resources():
        if resource.name in by_resource:
            yield _dataset(
                table_form, resource, by_resource[resource.name].unit, by_resource[resource.name].rows
            )
        elif table_form.number not in missing:
            yield _dataset(table_form, resource, table_form.unit, ())


def _dataset(table: TableForm, resource: ResourceForm, unit: str, rows: tuple[Row, ...]) -> Dataset:
    amounts = bool(resource.amounts)
    groups = (group for block in table.blocks for group in block.groups if group.resource == resource.name)
    filled = {name for group in groups for name in group.constants}
    return Dataset(
        name=resource.name,
        role="table",
        title=resource.title,
        title_en=resource.title_en,
        description=f"第 {table.number} 表《{table.title}》。"
        + (f"金额单位：元（原表：{unit}）。" if amounts else ""),
        description_en=f"Table {table.number}: {table.title_en}."
        + (" Amounts in yuan (CNY)." if amounts else ""),
        columns=(ROW, KIND, *(_column(field, filled) for field in resource.fields)),
        rows=tuple(_values(resource, row) for row in rows),
        key="row",
        foreign_keys=tuple(_foreign_keys(table, resource)),
        table=table.number,
        printed_unit=unit if amounts else "",
        chart=resource.chart,
    )


def _foreign_keys(table: TableForm, resource: ResourceForm) -> Iterator[ForeignKey]:
    for field in resource.fields:
        if field.codelist:
            yield ForeignKey(field=field.name, resource=codelist_resource(field.codelist), target="code")
        elif field.type == "row":  # the row, in the table's first resource, that this row belongs to
            yield ForeignKey(field=field.name, resource=table.resources[0].name, target="row")


def _column(field: Field, filled: Collection[str]) -> Column:
    """`filled` are the fields that the form itself fills in: only their values can be known beforehand."""
    amount = field.type == "amount"
    constraints: dict[str, object] = {}
    if field.name in filled and field.values:
        constraints["enum"] = list(field.values)
    if field.pattern or field.type == "code":
        # Some readers search for a pattern, others match it: anchored and grouped, all agree.
        constraints["pattern"] = f"^(?:{field.pattern or r'[^ 　]+'})$"
    return Column(
        name=field.name,
        type=_COLUMN_TYPES.get(field.type, "string"),
        holds=field.type,
        title=field.title,
        title_en=field.title_en,
        description=field.description,
        description_en=field.description_en,
        unit="CNY" if amount else "",
        column_type=field.column_type,
        values=field.values,
        constraints=constraints,
    )


def _values(resource: ResourceForm, row: Row) -> tuple[Value, ...]:
    entries = ((field, row.entries.get(field.name)) for field in resource.fields)
    return (row.number, row.kind, *(_value(field, entry) for field, entry in entries))


def _value(field: Field, entry: Entry | None) -> Value:
    if entry is None or not (isinstance(entry.value, Decimal) or entry.value):
        return None
    if isinstance(entry.value, str):
        return int(entry.value) if field.type == "row" else entry.value
    try:
        return yuan(entry.value)
    except DecimalException:
        raise InputError(
            entry.place.source,
            f"the amount '{entry.text}' was read as {entry.value} yuan",
            place=str(entry.place),
            expected="an amount in whole fen (two decimals)",
            do="Check the unit and the notation of that table.",
        ) from None
