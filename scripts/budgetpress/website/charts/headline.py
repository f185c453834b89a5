"""The year's headline figures, as the form declares them, each linked to where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from budgetpress.website.addresses import figure_address
from budgetpress.website.amounts_html import UNIT, money
from budgetpress.website.charts.rows import chosen, resource_of
from budgetpress.website.data import Figure, Package, records, text
from budgetpress.website.markup import mark, sub, tag
from budgetpress.website.words import STATUS, both, for_chinese, for_english


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """A headline figure in yuan; `address` is that of its cell, in the folder of the release."""

    name: str
    title: str
    title_en: str
    amount: Decimal | None
    status: str
    address: str


def headlines(package: Package) -> Iterator[Headline]:
    """The declared figures that the release has, in the order of its form."""
    for declared in records(package.descriptor, "headlines"):
        figure = _figure(package, declared)
        if figure is not None:
            yield Headline(
                name=text(declared, "name"),
                title=text(declared, "title_zh"),
                title_en=text(declared, "title_en"),
                amount=figure.amount,
                status=figure.status,
                address=figure_address(figure),
            )


def headline_cards(figures: Sequence[Headline], up: str) -> str:
    """The figures side by side; `up` leads to the folder of their release."""
    return tag("dl", "".join(_card(figure, up) for figure in figures), "bp-totals") if figures else ""


def _card(figure: Headline, up: str) -> str:
    amount = money(figure.amount, up + figure.address)
    value = f"{amount} {UNIT}{mark(STATUS[figure.status], figure.status)}"
    if figure.amount:
        value += sub(both(f"约 {for_chinese(figure.amount)}", f"about {for_english(figure.amount)}"))
    return tag("div", tag("dt", both(figure.title, figure.title_en)) + tag("dd", value))


def _figure(package: Package, declared: Mapping[str, Any]) -> Figure | None:
    """Of the last row that matches and has an amount: a grand total stands below the sums that lead to it."""
    resource, field = resource_of(package, text(declared, "resource")), text(declared, "value")
    rows = [row for row in chosen(resource, declared) if row.get(field)] if resource else []
    if resource is None or not rows:
        return None
    place = (resource.name, rows[-1]["row"], field)
    figures = package.figures.values()
    return next((f for f in figures if (f.resource, f.row, f.field) == place), None)
