"""The resources beside the tables: figures, checks, repairs, statements, findings, remarks and headings.

What they hold and what their fields mean is data (`system.toml`); here each row is taken from the
object of the same shape in the model, field by field and by name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from budgetpress.model import Cell, Place, Reconciled, Remark, Shaped
from budgetpress.package.dataset import Column, Dataset, ForeignKey, Role, Value, yuan

Reasons = Mapping[str, tuple[str, str]]
SystemRole = Literal["figures", "checks", "repairs", "statements", "findings", "remarks", "headings"]


@cache
def declarations() -> Mapping[str, Any]:
    """What `system.toml` says about every system resource."""
    text = files("budgetpress.package").joinpath("system.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def system_datasets(shaped: Shaped, result: Reconciled, reasons: Reasons) -> Iterator[Dataset]:
    """One dataset a system resource. `reasons` gives the reason of a remark in Chinese and English.

    Documents that are tables alone state nothing, and have no dataset of statements.
    """
    findings = dict.fromkeys((*shaped.findings, *result.findings))
    yield system_dataset("figures", (record(figure) for figure in result.figures))
    yield system_dataset("checks", (record(check) for check in result.checks))
    yield system_dataset("repairs", (record(repair) for repair in result.repairs))
    if result.statements:
        yield system_dataset("statements", (record(statement) for statement in result.statements))
    yield system_dataset("findings", numbered(record(finding) for finding in findings))
    yield system_dataset("remarks", numbered(_remark(remark, reasons) for remark in shaped.remarks))
    yield system_dataset("headings", numbered(record(heading) for heading in shaped.headings))


def system_dataset(role: SystemRole, records: Iterable[Mapping[str, Value]]) -> Dataset:
    """The dataset `role` with a row for every record."""
    head = declarations()[role]
    columns = columns_of(role)
    return Dataset(
        name=role,
        role=role,
        title=head["title"],
        title_en=head["title_en"],
        description=head["description"],
        description_en=head["description_en"],
        columns=columns,
        rows=tuple(tuple(row[column.name] for column in columns) for row in records),
        key=head["key"],
        foreign_keys=tuple(_foreign_keys(head["fields"])),
    )


def columns_of(role: Role) -> tuple[Column, ...]:
    """The declared columns of a system resource, with those of a place where it has one."""
    head = declarations()[role]
    raw = {**head["fields"], **(declarations()["place"] if head.get("place") else {})}
    return tuple(_column(name, entry, key=name == head["key"]) for name, entry in raw.items())


def _column(name: str, raw: Mapping[str, Any], *, key: bool) -> Column:
    constraints: dict[str, object] = {}
    if key or raw.get("required"):
        constraints["required"] = True
    if "values" in raw:
        constraints["enum"] = raw["values"]
    column_type = raw.get("type", "string")
    holds = raw.get("holds", "text" if column_type == "string" else "number")
    return Column(
        name=name,
        type=column_type,
        holds=holds,
        title=raw["title"],
        title_en=raw["title_en"],
        description=raw.get("description", ""),
        description_en=raw.get("description_en", ""),
        unit="CNY" if holds in ("amount", "tolerance") else "",
        column_type=raw.get("column_type", ""),
        constraints=constraints,
    )


def _foreign_keys(raw_fields: Mapping[str, Any]) -> Iterator[ForeignKey]:
    for name, raw in raw_fields.items():
        if "foreign_key" in raw:
            resource, target = raw["foreign_key"].split(".")
            yield ForeignKey(field=name, resource=resource, target=target)


def numbered(records: Iterable[dict[str, Value]]) -> Iterator[dict[str, Value]]:
    """The records with a `number` from 1."""
    for number, row in enumerate(records, start=1):
        yield {"number": number, **row}


def record(item: Any) -> dict[str, Value]:
    """The fields of a dataclass of the model as values; a place or a cell becomes its own fields."""
    row: dict[str, Value] = {}
    for name in (field.name for field in fields(item)):
        value = getattr(item, name)
        if name == "place":
            row |= _place(value)
        elif isinstance(value, Cell):
            row |= {"text": value.text or None, **_place(value.place)}
        elif isinstance(value, tuple):
            row[name] = " ".join(value) or None
        elif isinstance(value, Decimal):
            row[name] = value + Decimal("0.00") if name == "tolerance" else yuan(value)
        else:
            row[name] = None if value == "" else value
    return row


def _remark(remark: Remark, reasons: Reasons) -> dict[str, Value]:
    zh, en = reasons.get(remark.reason, (remark.reason, remark.reason))
    return {**record(remark), "reason_zh": zh or None, "reason_en": en or None}


def _place(place: Place | None) -> dict[str, Value]:
    """The fields of a place, under the names that `system.toml` declares; all blank where there is none."""
    row: dict[str, Value] = {name: getattr(place, name, None) for name in declarations()["place"]}
    if place is not None and place.bbox:
        row["bbox"] = " ".join(f"{edge:f}" for edge in place.bbox)
    return row
