"""Small invented forms and tables, in few words."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from budgetpress.amounts import from_fen, readings
from budgetpress.form import Field, Form, Identity, ResourceForm, TableForm, Term
from budgetpress.form.types import FieldType
from budgetpress.model import Entry, Kind, Place, Row, Shaped, Table
from budgetpress.reconcile.identities import Instance, Position

Printed = str | int
"""A text, or an amount in 0.01 yuan that is printed exactly."""


def field(name: str, codelist: str = "") -> Field:
    """A field whose name says its type: `..._code`, `..._name`, `label`, or else an amount."""
    kind: FieldType = "code" if name.endswith("_code") else "amount"
    if name.endswith("_name") or name == "label":
        kind = "text"
    return Field(name=name, type=kind, title=name, title_en=name, codelist=codelist)


def form(
    resources: Mapping[str, str], *identities: Identity, codelists: Mapping[str, str] | None = None
) -> Form:
    """A form of one table a resource, numbered from 1; the fields of each as words.

    `codelists` gives the code list (its name or file) of a code field.
    """
    lists = codelists or {}
    tables = []
    for number, (name, words) in enumerate(resources.items(), 1):
        fields = tuple(field(word, lists.get(word, "")) for word in words.split())
        resource = ResourceForm(name=name, title=name, title_en=name, fields=fields)
        tables.append(
            TableForm(
                number=str(number), title=name, title_en=name, titles=(name,), unit="元", blocks=(),
                resources=(resource,), headers=(),
            )
        )  # fmt: skip
    return Form(
        name="invented", title="", title_en="", title_pattern="", year_patterns=(), body_fields=(),
        body_code_fields=(), decimals={}, kinds={}, tables=tuple(tables), identities=identities,
        codelists=tuple(lists.values()),
    )  # fmt: skip


def term(resource: str, fields: str, **options: Any) -> Term:
    """A term: the fields as words, and where, prefix, key or digits."""
    given = {"where": {}, "prefix": {}, **options}
    return Term(resource=resource, fields=tuple(fields.split()), **given)


def identity(
    kind: str, left: Term | tuple[Term, ...], right: Term | tuple[Term, ...], **options: Any
) -> Identity:
    """An identity named after its kind."""
    sides = [side if isinstance(side, tuple) else (side,) for side in (left, right)]
    given = {
        "name": kind, "title": f"{kind}-zh", "title_en": f"{kind}-en", "reason": "r-zh", "reason_en": "r-en",
        **options,
    }  # fmt: skip
    return Identity(kind=kind, left=sides[0], right=sides[1], **given)  # type: ignore[arg-type]


def line(**texts: Printed) -> dict[str, Printed]:
    """A row of a table."""
    return texts


def table(
    resource: str, *rows: Mapping[str, Printed], number: str = "1", unit: str = "元", decimals: int | None = 2
) -> Table:
    """A table of those rows. `kind` in a row is its kind; texts of amounts are read with `decimals`."""
    made = []
    for index, row in enumerate(rows, 1):
        kind: Kind = row.get("kind", "item")  # type: ignore[assignment]
        entries = {
            name: _entry(name, printed, Place(source="invented.txt", line=index, column=1), unit, decimals)
            for name, printed in row.items()
            if name != "kind"
        }
        made.append(Row(number=index, name=f"r{index}", kind=kind, entries=entries))
    return Table(number=number, resource=resource, unit=unit, rows=tuple(made))


def _entry(name: str, printed: Printed, place: Place, unit: str, decimals: int | None) -> Entry:
    if isinstance(printed, int):
        printed = f"{from_fen(printed):f}"
    if field(name).type != "amount":
        return Entry(field=name, text=printed, value=printed, place=place)
    ways = readings(printed, unit=unit, decimals=decimals)
    value = ways[0].amount if ways else None
    return Entry(field=name, text=printed, value=value, place=place, unit=unit, readings=ways)


def shaped(*tables: Table) -> Shaped:
    """What shape would give for these tables."""
    return Shaped(tables=tables, headings=(), remarks=(), findings=())


def cells(*positions: Position) -> list[str]:
    """Positions in short: `resource.row.field`."""
    return [f"{p.resource}.{p.row}.{p.field}" for p in positions]


def sides(instance: Instance) -> tuple[list[str], list[str]]:
    """Both sides of an instance in short."""
    return cells(*instance.left), cells(*instance.right)


def amount(tables: tuple[Table, ...], figure: str) -> Decimal | None:
    """The amount of a figure id such as `1.r2.total`."""
    number, name, field_name = figure.split(".")
    row = next(r for t in tables if t.number == number for r in t.rows if r.name == name)
    return row.amount(field_name)
