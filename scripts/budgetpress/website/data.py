"""A package as the site sees it, and three ways to look into its descriptor.

Amounts are :class:`decimal.Decimal` in yuan. All text is as the package has it: it is escaped where it is
written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from budgetpress.website.source_view import View

Record = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """A column of a resource: whether its values are yuan, and the name of the list its codes are of."""

    name: str
    type: str
    title: str
    title_en: str
    description: str
    description_en: str
    amount: bool
    codelist: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A CSV of the package with its description. `table` and `chart` are set for printed tables alone."""

    name: str
    role: str
    title: str
    title_en: str
    description: str
    path: str
    sha256: str
    bytes: int
    table: str
    printed_unit: str
    chart: Mapping[str, Any] | None
    fields: tuple[Field, ...]
    rows: tuple[Record, ...]

    def field(self, name: str) -> Field | None:
        """The field of that name, if there is one."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A printed amount: what is published, what was printed where, and how far it is proven."""

    id: str
    table: str
    resource: str
    row: str
    field: str
    amount: Decimal | None
    printed: str
    printed_unit: str
    status: str
    strength: str
    place: Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """An identity instance. `left_figures` and `right_figures` hold ids; a leading `-` means subtracted."""

    id: str
    record: Record
    verdict: str
    left_figures: tuple[str, ...]
    right_figures: tuple[str, ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The ids on both sides, each once, without their signs."""
        signed = (*self.left_figures, *self.right_figures)
        return tuple(dict.fromkeys(identifier.removeprefix("-") for identifier in signed))


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A release as it lies on disk. `tables` maps a printed table's number to its resources, in order.

    `views` are what its sources look like, by the name of their file, whether they are shown or not.
    """

    folder: Path
    name: str
    descriptor: Mapping[str, Any]
    resources: tuple[Resource, ...]
    tables: Mapping[str, tuple[Resource, ...]]
    figures: Mapping[str, Figure]
    checks: tuple[Check, ...]
    codelists: Mapping[str, Mapping[str, Record]]
    validation: Mapping[str, Any] | None
    views: Mapping[str, View] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """A text property of the descriptor, or the empty string."""
        return text(self.descriptor, key)

    def title(self, number: str) -> tuple[str, str]:
        """What a printed table is called, zh and en: `表：甲` and `表：乙` are parts of one table `表`."""
        resources = self.tables[number]
        stems = {resource.title.partition("：")[0] for resource in resources}
        if len(resources) > 1 and len(stems) == 1:
            return stems.pop(), " · ".join(r.title_en for r in resources if r.title_en)
        return resources[0].title, resources[0].title_en

    def role(self, role: str) -> tuple[Record, ...]:
        """The rows of the resource with that role (`repairs`, `findings`, `remarks`)."""
        return next((r.rows for r in self.resources if r.role == role), ())


def text(record: Mapping[str, Any], key: str) -> str:
    """A property as text; absent and null are the empty string."""
    value = record.get(key)
    return "" if value is None else str(value)


def records(holder: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    """The objects in a list property; anything else is left out."""
    items = holder.get(key)
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def part(holder: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """An object property; empty where it is absent or of another type."""
    value = holder.get(key)
    return value if isinstance(value, dict) else {}
