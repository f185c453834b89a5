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

# The forms that data may be there in beside CSV, which always is.
FORMS = ("json", "parquet", "xlsx")


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
class Part:
    """Rows of a printed table that share a page, from `start` up to `stop`, and the page that proves them.

    Both pages are paths in the release's folder; of a table that is shown whole they are the same.
    """

    page: str
    proofs: str
    start: int
    stop: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A CSV of the package with its description.

    `table`, `chart` and `parts` are set for printed tables alone.
    """

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
    parts: tuple[Part, ...] = ()

    @property
    def is_long(self) -> bool:
        """Whether the proofs of the table are on pages of their own."""
        return any(part.proofs != part.page for part in self.parts)

    def field(self, name: str) -> Field | None:
        """The field of that name, if there is one."""
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A printed amount: what is published, what was printed where, and how far it is proven.

    `page` is where its cell is shown and `proofs` where its proof is, as paths in the release's folder.
    """

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
    page: str = ""
    proofs: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """An identity instance. `left_figures` and `right_figures` hold ids; a leading `-` means subtracted.

    `figures` are the ids on both sides, each once, without their signs; `page` is where it is listed, as a
    path in the release's folder.
    """

    id: str
    record: Record
    verdict: str
    left_figures: tuple[str, ...]
    right_figures: tuple[str, ...]
    page: str = ""
    figures: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Find the ids once, for all who look through the identities."""
        signed = (*self.left_figures, *self.right_figures)
        ids = tuple(dict.fromkeys(identifier.removeprefix("-") for identifier in signed))
        object.__setattr__(self, "figures", ids)


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A release as it lies on disk. `tables` maps a printed table's number to its resources, in order.

    `views` are what its sources look like, by the name of their file, whether they are shown or not.
    `forms` are those that its data lie on the site in beside CSV; its zip has all.
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
    forms: tuple[str, ...] = FORMS

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
