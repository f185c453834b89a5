"""Reads a package from disk: `datapackage.json`, `data/*.csv`, `reports/validation.json`, and nothing else.

Names that become addresses or element ids are checked here; all other text is free and is escaped where
it is written. Amounts are :class:`decimal.Decimal` in yuan.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from budgetpress.errors import InputError
from budgetpress.website.data import (
    FORMS,
    Check,
    Field,
    Figure,
    Package,
    Record,
    Resource,
    part,
    records,
    text,
)
from budgetpress.website.paging import cut_tables, placed_checks, placed_figures
from budgetpress.website.source_load import load_views

_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.\-]*")
_FIGURE = re.compile(r"[0-9A-Za-z_\-]+(\.[0-9A-Za-z_\-]+)+")
_STATUSES = frozenset({"confirmed", "consistent", "repaired", "unverified", "disputed"})
_VERDICTS = frozenset({"holds", "fails", "not_applicable"})
_PLACE = ("source", "page", "line", "column", "bbox", "sheet", "cell")
# What the pages read of each resource that stands beside the tables.
_NEEDED = {
    "figures": (
        "id", "table", "resource", "row", "field", "amount", "printed", "printed_unit", "status",
        "strength", *_PLACE,
    ),
    "checks": (
        "id", "identity", "kind", "name_zh", "name_en", "reason_zh", "reason_en", "left", "right", "residual",
        "verdict", "left_figures", "right_figures",
    ),
    "repairs": (
        "id", "figure", "table", "row", "field", "printed", "published", "kind", "evidence_zh", "evidence_en",
        "failed_before", "hold_after", "margin", *_PLACE,
    ),
    "statements": (
        "id", "heading", "sentence", "printed", "printed_unit", "amount", "name_zh", "name_en", "figures",
        "compared", "residual", "verdict", "reason_zh", "reason_en", *_PLACE,
    ),
    "findings": ("number", "code", "level", "table", "row", "field", "message_zh", "message_en", *_PLACE),
    "remarks": ("number", "table", "text", "reason_zh", "reason_en", *_PLACE),
    "codelist": ("code", "name", "name_en"),
    "table": ("row", "kind"),
}  # fmt: skip


def load_package(folder: Path, views: Path | None = None, forms: tuple[str, ...] = FORMS) -> Package:
    """Read the package in `folder`, and of its sources what the folder `views` has to show.

    `forms` are those that its data shall lie on the site in.

    Raises :class:`InputError` naming the file and place of a fault.
    """
    path = folder / "datapackage.json"
    descriptor = read_descriptor(folder)
    name = text(descriptor, "name")
    resources = tuple(_resource(folder, item) for item in records(descriptor, "resources"))
    tables: dict[str, tuple[Resource, ...]] = {}
    for resource in resources:
        if resource.role == "table":
            tables[resource.table] = (*tables.get(resource.table, ()), resource)
    homes = {resource.name: resource.table for resource in resources if resource.role == "table"}
    figures = [_figure(path, row, homes) for row in _rows_of(resources, "figures")]
    checks = placed_checks([_check(path, row) for row in _rows_of(resources, "checks")])
    tables = dict(cut_tables(tables, figures, checks))
    cut = {resource.name: resource for parts in tables.values() for resource in parts}
    report = folder / "reports" / "validation.json"
    validation = _json(report) if report.is_file() else None
    return Package(
        folder=folder,
        name=name,
        descriptor=descriptor,
        resources=tuple(cut.get(resource.name, resource) for resource in resources),
        tables=tables,
        figures=placed_figures(figures, tables),
        checks=checks,
        codelists={
            r.name.removeprefix("codelist_"): {row.get("code", ""): row for row in r.rows}
            for r in resources
            if r.role == "codelist"
        },
        validation=validation if isinstance(validation, dict) else None,
        views=load_views(descriptor, views),
        forms=forms,
    )


def read_descriptor(folder: Path) -> Mapping[str, Any]:
    """The descriptor of the package in `folder`, whose name can stand in an address; else InputError."""
    path = folder / "datapackage.json"
    descriptor = _json(path)
    if not isinstance(descriptor, dict):
        raise InputError(str(path), "not a JSON object", expected="a Data Package descriptor")
    _name(text(descriptor, "name"), path, "name")
    return descriptor


def _resource(folder: Path, item: Mapping[str, Any]) -> Resource:
    path = folder / "datapackage.json"
    name = _name(text(item, "name"), path, "resources[].name")
    role = text(item, "role")
    table = _name(text(item, "table"), path, f"resource {name}: table") if role == "table" else ""
    relative = text(item, "path")
    file = (folder / relative).resolve()
    if not file.is_relative_to(folder.resolve() / "data") or not file.is_file():
        raise InputError(
            str(path), f"path {relative!r}", place=f"resource {name}", expected="a file under data/"
        )
    chart = item.get("chart")
    lists = _codelists(part(item, "schema"))
    fields = tuple(_field(field, lists) for field in records(part(item, "schema"), "fields"))
    if lacking := set(_NEEDED.get(role, ())) - {field.name for field in fields}:
        raise InputError(str(path), f"no field {', '.join(sorted(lacking))}", place=f"resource {name}")
    return Resource(
        name=name,
        role=role,
        title=text(item, "title") or name,
        title_en=text(item, "title_en"),
        description=text(item, "description"),
        path=relative,
        sha256=text(item, "hash").removeprefix("sha256:"),
        bytes=file.stat().st_size,
        table=table,
        printed_unit=text(item, "printedUnit"),
        chart=chart if isinstance(chart, dict) and role == "table" else None,
        fields=fields,
        rows=_csv(file, [field.name for field in fields]),
    )


def _codelists(schema: Mapping[str, Any]) -> Mapping[str, str]:
    """The name of the code list that each field of codes is declared to refer to."""
    found = {}
    for key in records(schema, "foreignKeys"):
        fields, target = key.get("fields"), text(part(key, "reference"), "resource")
        if isinstance(fields, list) and len(fields) == 1 and target.startswith("codelist_"):
            found[str(fields[0])] = target.removeprefix("codelist_")
    return found


def _field(item: Mapping[str, Any], lists: Mapping[str, str]) -> Field:
    return Field(
        name=text(item, "name"),
        type=text(item, "type") or "any",
        title=text(item, "title") or text(item, "name"),
        title_en=text(item, "title_en"),
        description=text(item, "description"),
        description_en=text(item, "description_en"),
        amount=text(item, "unit") == "CNY",
        codelist=lists.get(text(item, "name"), ""),
    )


def _csv(file: Path, names: list[str]) -> tuple[Record, ...]:
    with file.open(encoding="utf-8", newline="") as stream:
        reader = csv.reader(stream)
        header = next(reader, [])
        if header != names:
            raise InputError(str(file), f"columns {header}", place="line 1", expected=f"{names}")
        rows = []
        for cells in reader:
            if len(cells) != len(names):
                raise InputError(
                    str(file),
                    f"{len(cells)} cells",
                    place=f"line {reader.line_num}",
                    expected=f"{len(names)} cells",
                )
            rows.append(dict(zip(names, cells, strict=True)))
    return tuple(rows)


def _figure(path: Path, row: Record, homes: Mapping[str, str]) -> Figure:
    identifier, status = row["id"], row["status"]
    if not _FIGURE.fullmatch(identifier) or status not in _STATUSES:
        raise InputError(
            str(path), f"figure {identifier!r}, status {status!r}", expected="03.r12.total, confirmed"
        )
    if homes.get(row["resource"]) != row["table"]:
        raise InputError(
            str(path), f"figure {identifier}: resource {row['resource']!r}, table {row['table']!r}"
        )
    return Figure(
        id=identifier,
        table=row["table"],
        resource=row["resource"],
        row=row["row"],
        field=row["field"],
        amount=amount(row["amount"], path, identifier),
        printed=row["printed"],
        printed_unit=row["printed_unit"],
        status=status,
        strength=row["strength"],
        place={key: row[key] for key in _PLACE},
    )


def _check(path: Path, row: Record) -> Check:
    if row["verdict"] not in _VERDICTS:
        raise InputError(
            str(path), f"verdict {row['verdict']!r}", place=f"check {row['id']}", expected="holds"
        )
    for side in ("left", "right", "residual"):
        amount(row[side], path, f"check {row['id']}: {side}")
    return Check(
        id=row["id"],
        record=row,
        verdict=row["verdict"],
        left_figures=tuple(row["left_figures"].split()),
        right_figures=tuple(row["right_figures"].split()),
    )


def amount(value: str, path: Path, place: str) -> Decimal | None:
    """A published amount in yuan, None where it is blank; raises :class:`InputError` for anything else."""
    if not value:
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InputError(str(path), f"amount {value!r}", place=place, expected="a decimal number")
    return number


def _rows_of(resources: tuple[Resource, ...], role: str) -> tuple[Record, ...]:
    return next((resource.rows for resource in resources if resource.role == role), ())


def _name(value: str, path: Path, place: str) -> str:
    if not _NAME.fullmatch(value):
        raise InputError(str(path), f"{value!r}", place=place, expected="letters, digits, _ . - only")
    return value


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(str(path), "no such file", do="Build the package first.") from None
    except ValueError as error:
        raise InputError(str(path), f"not JSON: {error}") from None
