"""Every figure and every row of the tables of a release as flat columns, for the finder.

A figure stands with what a reader would look it up by: release, body, year, table, the codes and names of
its row, in Chinese and, where a code list has it, in English. All of it is as the packages have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from budgetpress.website.data import Package, Record, Resource, part, text
from budgetpress.website.hierarchy import english_name
from budgetpress.website.table_html import columns
from budgetpress.website.words import KIND, SIDE

Value = str | int | Decimal | None
Row = Mapping[str, Value]

# A text no longer than this names its row; a longer one describes it.
_NAME = 40


def labels(package: Package, resource: Resource, row: Record) -> dict[str, Value]:
    """`codes`, `names`, `names_en` and `words` of a row of a table, each joined into one text."""
    codes: list[str] = []
    names: list[str] = []
    english: list[str] = []
    others: list[str] = []
    for column in columns(resource):
        value = row[column.field.name].strip()
        coded = column.code or (column.field if column.field.codelist else None)
        if coded is not None:
            codes.append(row[coded.name].strip())
            english.append(english_name(package.codelists, coded, row))
            value = value if column.code else ""
        elif value in SIDE and column.field.name == text(resource.chart or {}, "side"):
            english.append(SIDE[value].en)
            value = SIDE[value].zh
        if column.field.type == "string" and len(value) <= _NAME:
            names.append(value)
        elif not column.field.amount:
            others.append(value)
    kind = KIND.get(row["kind"])
    if kind is not None and not any(names):
        names.append(kind.zh)
    if kind is not None and not any(english):
        english.append(kind.en)
    return {
        "codes": _joined(codes, " "),
        "names": _joined(names, " / "),
        "names_en": _joined(english, " / "),
        "words": _joined(others, " · "),
    }


def _joined(parts: Iterable[str], between: str) -> str:
    return between.join(dict.fromkeys(word for word in parts if word))


def figure_rows(package: Package) -> Iterator[Row]:
    """One row for each figure, in the order of the package."""
    about, rows = _about(package), _rows(package)
    described: dict[tuple[str, str], dict[str, Value]] = {}
    for figure in package.figures.values():
        known = (figure.resource, figure.row)
        resource, row = rows[known]
        field = resource.field(figure.field)
        label = described[known] = described.get(known) or labels(package, resource, row)
        yield {
            **about,
            **_table(resource),
            "row": int(figure.row),
            "kind": row["kind"],
            "field": figure.field,
            "field_title": field.title if field else figure.field,
            "field_title_en": field.title_en if field else "",
            "codes": label["codes"],
            "names": label["names"],
            "names_en": label["names_en"],
            "amount": figure.amount,
            "status": figure.status,
            "strength": int(figure.strength) if figure.strength else None,
            "printed": figure.printed,
            "printed_unit": figure.printed_unit,
            "id": figure.id,
        }


def item_rows(package: Package) -> Iterator[Row]:
    """One row for each row of each printed table, those without amounts too."""
    about = _about(package)
    for resource, row in _rows(package).values():
        yield {
            **about,
            **_table(resource),
            "row": int(row["row"]),
            "kind": row["kind"],
            **labels(package, resource, row),
        }


def _rows(package: Package) -> dict[tuple[str, str], tuple[Resource, Record]]:
    tables = (resource for number in package.tables for resource in package.tables[number])
    return {(resource.name, row["row"]): (resource, row) for resource in tables for row in resource.rows}


def _about(package: Package) -> dict[str, Value]:
    body = part(package.descriptor, "body")
    return {
        "release": package.name,
        "year": _year(package),
        "phase": package.text("phase"),
        "body": text(body, "name"),
        "body_en": text(body, "name_en"),
    }


def _table(resource: Resource) -> dict[str, Value]:
    return {
        "table": resource.table,
        "resource": resource.name,
        "table_title": resource.title,
        "table_title_en": resource.title_en,
    }


def _year(package: Package) -> int:
    year = package.text("fiscalYear")
    return int(year) if year.isascii() and year.isdigit() else 0
