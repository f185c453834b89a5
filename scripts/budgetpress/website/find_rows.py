"""Every figure and every row of the tables of all releases as flat columns, for the finder.

A figure stands with what a reader would look it up by: release, body, year, table, the codes and names of
its row, in Chinese and, where a code list has it, in English. All of it is as the packages have it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from budgetpress.website.data import Package, Record, Resource, part, records, text
from budgetpress.website.table_html import columns
from budgetpress.website.words import KIND, SIDE

Value = str | int | Decimal | None
Row = Mapping[str, Value]

# A text no longer than this names its row; a longer one describes it.
_NAME = 40


class Labels:
    """The codes, names and other texts of the rows of a package's tables."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._lists = {
            text(item, "name"): dict(_code_lists(item)) for item in records(package.descriptor, "resources")
        }

    def of(self, resource: Resource, row: Record) -> dict[str, Value]:
        """`codes`, `names`, `names_en` and `words` of a row, each joined into one text."""
        codes: list[str] = []
        names: list[str] = []
        english: list[str] = []
        others: list[str] = []
        for column in columns(resource):
            value = row[column.field.name].strip()
            code = row[column.code.name].strip() if column.code else ""
            if column.code:
                english.append(self.english(resource, column.code.name, code))
            elif self._is_code(resource, column.field.name):
                english.append(self.english(resource, column.field.name, value))
                code, value = value, ""
            elif value in SIDE and column.field.name == text(resource.chart or {}, "side"):
                english.append(SIDE[value].en)
                value = SIDE[value].zh
            codes.append(code)
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

    def english(self, resource: Resource, field: str, code: str) -> str:
        """The English name that the code list of a field has for a code."""
        stem = field.removesuffix("_code")
        listed = self._lists.get(resource.name, {}).get(field, stem)
        return text(self._package.codelists.get(listed, {}).get(code, {}), "name_en")

    def _is_code(self, resource: Resource, field: str) -> bool:
        return field in self._lists.get(resource.name, {})


def _code_lists(item: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """A field with codes, and the code list it refers to (empty where there is none)."""
    schema = part(item, "schema")
    for field in records(schema, "fields"):
        if text(field, "holds") == "code":
            yield text(field, "name"), ""
    for key in records(schema, "foreignKeys"):
        listed, names = text(part(key, "reference"), "resource"), key.get("fields")
        if listed.startswith("codelist_") and isinstance(names, list) and len(names) == 1:
            yield str(names[0]), listed.removeprefix("codelist_")


def _joined(parts: Iterable[str], between: str) -> str:
    return between.join(dict.fromkeys(word for word in parts if word))


def ordered(packages: Iterable[Package]) -> list[Package]:
    """Newest year first, then by name: rows of one release stand together, and so do those of a year."""
    return sorted(packages, key=lambda package: (-_year(package), package.name))


def figure_rows(packages: Iterable[Package]) -> Iterator[Row]:
    """One row for each figure, in the order of :func:`ordered` and of the packages."""
    for package in ordered(packages):
        labels, about = Labels(package), _about(package)
        rows = _rows(package)
        described: dict[tuple[str, str], dict[str, Value]] = {}
        for figure in package.figures.values():
            known = (figure.resource, figure.row)
            resource, row = rows[known]
            field = resource.field(figure.field)
            label = described[known] = described.get(known) or labels.of(resource, row)
            yield {
                **about,
                **_table(package, resource),
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


def item_rows(packages: Iterable[Package]) -> Iterator[Row]:
    """One row for each row of each printed table, those without amounts too."""
    for package in ordered(packages):
        labels, about = Labels(package), _about(package)
        for resource, row in _rows(package).values():
            yield {
                **about,
                **_table(package, resource),
                "row": int(row["row"]),
                "kind": row["kind"],
                **labels.of(resource, row),
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


def _table(package: Package, resource: Resource) -> dict[str, Value]:
    return {
        "table": resource.table,
        "resource": resource.name,
        "table_title": resource.title,
        "table_title_en": resource.title_en,
    }


def _year(package: Package) -> int:
    year = package.text("fiscalYear")
    return int(year) if year.isascii() and year.isdigit() else 0
