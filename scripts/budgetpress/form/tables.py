"""Read the file of one printed table: its blocks of columns, and the resources that they fill."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import cast

from budgetpress.amounts import UNITS
from budgetpress.codes import list_code_lists
from budgetpress.facts import Facts
from budgetpress.form.charts import read_chart
from budgetpress.form.fields import read_fields
from budgetpress.form.types import (
    SPLITS,
    Block,
    Column,
    Derived,
    Field,
    Group,
    Owner,
    ResourceForm,
    Split,
    TableForm,
)

Fields = Mapping[str, Field]


def read_table(facts: Facts, shared: Fields) -> TableForm:
    """One table; `shared` are the fields of the form, which the table may override for itself."""
    fields = read_fields(facts.table("fields"), shared)
    blocks = tuple(_block(entry, fields) for entry in facts.tables("blocks"))
    resources = tuple(_resource(entry, fields, blocks) for entry in facts.tables("resources"))
    title = facts.text("title")
    number = facts.text("number")
    table = TableForm(
        number=number,
        numbers=(number, *facts.texts("numbers")),
        title=title,
        title_en=facts.text("title_en"),
        titles=(title, *facts.texts("titles")),
        unit=facts.text("unit", ""),
        blocks=blocks,
        resources=resources,
        headers=facts.texts("headers"),
        owner=_owner(facts.table("owner"), resources) if "owner" in facts else None,
    )
    facts.done()
    if table.unit and table.unit not in UNITS:
        facts.fault(f"'{table.unit}' is not a unit (known: {', '.join(UNITS)})", "unit")
    if not table.unit and any(resource.amounts for resource in resources):
        facts.fault("a table with amounts needs a unit", "unit")
    _check_resources(facts, blocks, resources)
    return table


def _owner(facts: Facts, resources: Sequence[ResourceForm]) -> Owner:
    rule = Owner(
        resource=facts.text("resource"),
        field=facts.text("field"),
        of=facts.text("of"),
        amount=facts.text("amount"),
        value=facts.text("value"),
        unit=facts.text("unit"),
        where=facts.text_map("where"),
    )
    facts.done()
    fields = {resource.name: {field.name: field for field in resource.fields} for resource in resources}
    for key, name in (("resource", rule.resource), ("of", rule.of)):
        if name and name not in fields:
            facts.fault(f"no resource '{name}' in this table", key)
    for key in ("field", "value", "unit"):
        _check_fields(facts, (getattr(rule, key),), fields.get(rule.resource, {}), key)
    _check_fields(facts, tuple(rule.where), fields.get(rule.resource, {}), "where")
    _check_fields(facts, (rule.amount,), fields.get(rule.of, {}), "amount")
    return rule


def _check_resources(facts: Facts, blocks: Sequence[Block], resources: Sequence[ResourceForm]) -> None:
    if not blocks:
        facts.fault("the table has no block", "blocks")
    declared = [resource.name for resource in resources]
    filled = {group.resource for block in blocks for group in block.groups}
    filled |= {block.record_resource for block in blocks if block.records}
    for name in sorted(filled - set(declared) - {""}):
        facts.fault(f"blocks fill the resource '{name}', which is not declared")
    amounts = Counter(name for resource in resources for name in resource.amounts)
    for name in sorted(name for name, count in amounts.items() if count > 1):
        facts.fault(f"two resources have an amount '{name}': figures are told by table, row and field")
    for i, resource in enumerate(resources):
        if resource.name and resource.name not in filled:
            facts.fault(f"no block fills the resource '{resource.name}'", f"resources[{i}]")
        if declared.count(resource.name) > 1 and declared.index(resource.name) != i:
            facts.fault(f"the resource '{resource.name}' is declared twice", f"resources[{i}]")
        if any(block.record_resource == resource.name for block in blocks) and not resource.single:
            facts.fault("labelled values need a resource with single = true", f"resources[{i}]")


def _block(facts: Facts, fields: Fields) -> Block:
    groups = tuple(_group(entry, fields) for entry in facts.tables("groups"))
    if groups and groups[0].joined:
        facts.fault("the first group has none before it to be joined to", "groups[0].joined")
    records = facts.text_map("records")
    resource = facts.text("resource", None if records else "")
    facts.done()
    if bool(groups) == bool(records):
        facts.fault("a block has either groups (a grid) or records (labelled values)")
    _check_fields(facts, tuple(records), fields, "records")
    return Block(groups=groups, records=records or None, record_resource=resource)


def _group(facts: Facts, fields: Fields) -> Group:
    columns = tuple(_column(entry, fields) for entry in facts.tables("columns"))
    printed = [name for column in columns for name in column.fields]
    group = Group(
        resource=facts.text("resource"),
        columns=columns,
        constants=facts.text_map("constants"),
        derived=tuple(_derived(entry, fields, printed) for entry in facts.tables("derived")),
        joined=facts.flag("joined"),
    )
    facts.done()
    if not columns:
        facts.fault("the group has no column", "columns")
    for name, value in group.constants.items():
        field = fields.get(name)
        if field and field.closed and value not in field.values:
            facts.fault(f"'{value}' is none of {', '.join(field.values)}", f"constants.{name}")
    _check_fields(facts, tuple(group.constants), fields, "constants")
    names = [*_filled(columns), *group.constants, *(rule.field for rule in group.derived)]
    for name in sorted(name for name, count in Counter(names).items() if count > 1):
        facts.fault(f"the field '{name}' is filled twice in one row")
    return group


def _column(facts: Facts, fields: Fields) -> Column:
    column = Column(
        headers=facts.texts("headers", needed=True),
        fields=facts.texts("fields", needed=True),
        split=cast("Split", facts.choice("split", SPLITS, "")),
        fits=facts.pattern("fits"),
        above=facts.texts("above"),
        digits=facts.integer("digits", 0),
        optional=facts.flag("optional"),
    )
    facts.done()
    if "digits" in facts:
        _check_digits(facts, column, fields)
    _check_fields(facts, column.fields, fields, "fields")
    known = [fields[name] for name in column.fields if name in fields]
    if column.split == "code-name" and len(column.fields) != 2:
        facts.fault(f"code-name gives two fields, not {len(column.fields)}", "split")
    if column.split == "vocabulary" and len(column.fields) < 2:
        facts.fault("a vocabulary gives two fields or more", "split")
    if column.split == "vocabulary" and not all(field.values for field in known[:-1]):
        facts.fault("all fields but the last need values to be told apart", "split")
    if not column.split and len(column.fields) > 1:
        facts.fault(f"{len(column.fields)} fields in one cell need a split", "split")
    if len(column.fields) > 1 and any(field.type == "amount" for field in known):
        facts.fault("an amount stands in a cell of its own", "fields")
    return column


def _filled(columns: Sequence[Column]) -> list[str]:
    """The fields that the columns fill; neighbours that are parts of one code fill it once."""
    names: list[str] = []
    before: Column | None = None
    for column in columns:
        joins = before is not None and column.digits and before.digits and column.fields == before.fields
        names += () if joins else column.fields
        before = column
    return names


def _check_digits(facts: Facts, column: Column, fields: Fields) -> None:
    if column.digits < 1:
        facts.fault("expected 1 or more digits", "digits")
    known = fields.get(column.fields[0]) if len(column.fields) == 1 else None
    if len(column.fields) != 1 or (known is not None and known.type != "code"):
        facts.fault("only a column of one code has digits", "digits")


def _derived(facts: Facts, fields: Fields, printed: Sequence[str]) -> Derived:
    rule = Derived(
        field=facts.text("field"),
        source=facts.text("source"),
        codelist=facts.text("codelist"),
        digits=facts.integer("digits"),
    )
    facts.done()
    _check_fields(facts, tuple(name for name in (rule.field,) if name), fields, "field")
    if rule.source and rule.source not in printed:
        facts.fault(f"no column of this group has the field '{rule.source}'", "source")
    if rule.codelist and rule.codelist not in list_code_lists():
        facts.fault(f"no code list '{rule.codelist}' (known: {', '.join(list_code_lists())})", "codelist")
    if "digits" in facts and rule.digits < 1:
        facts.fault("expected the length of a code", "digits")
    return rule


def _resource(facts: Facts, own: Fields, blocks: Sequence[Block]) -> ResourceForm:
    name = facts.text("name")
    names = [*facts.texts("order")]
    _check_fields(facts, tuple(names), own, "order")
    for block in blocks:
        if block.record_resource == name:
            names += block.records or {}
        for group in (group for group in block.groups if group.resource == name):
            names += [*group.constants, *(field for column in group.columns for field in column.fields)]
            names += [derived.field for derived in group.derived]
    fields = tuple(own[field] for field in dict.fromkeys(names) if field in own)
    resource = ResourceForm(
        name=name,
        title=facts.text("title"),
        title_en=facts.text("title_en"),
        fields=fields,
        single=facts.flag("single"),
        key=facts.texts("key"),
        hierarchy=facts.text("hierarchy", ""),
        subtotal_where_blank=facts.texts("subtotal_where_blank"),
        chart=read_chart(facts.table("chart"), fields) if "chart" in facts else None,
    )
    facts.raw("chart")
    named = {field.name: field for field in fields}
    _check_fields(facts, resource.key, named, "key")
    _check_fields(facts, resource.subtotal_where_blank, named, "subtotal_where_blank")
    if resource.hierarchy:
        _check_fields(facts, (resource.hierarchy,), named, "hierarchy")
    if resource.hierarchy in named and named[resource.hierarchy].type != "code":
        facts.fault(f"'{resource.hierarchy}' is not a code", "hierarchy")
    facts.done()
    return resource


def _check_fields(facts: Facts, names: Sequence[str], fields: Fields, key: str) -> None:
    for name in names:
        if name not in fields:
            facts.fault(f"field '{name}' is in no fields.toml", key)
