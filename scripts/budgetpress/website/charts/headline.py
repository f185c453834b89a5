"""The year's headline figures, as the form declares them, each linked to where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetpress.website.addresses import figure_address
from budgetpress.website.amounts_html import UNIT, money
from budgetpress.website.charts.rows import chosen, resource_of
from budgetpress.website.data import Package, records, text
from budgetpress.website.markup import mark, tag
from budgetpress.website.words import STATUS, both

_FIRST = 2


def headline(package: Package, up: str, *, short: bool = False) -> str:
    """The figures that the release has, at most the first two if `short`; `up` leads to its folder."""
    cards = [card for each in records(package.descriptor, "headlines") if (card := _card(package, each, up))]
    return tag("dl", "".join(cards[: _FIRST if short else None]), "bp-totals") if cards else ""


def _card(package: Package, declared: Mapping[str, Any], up: str) -> str:
    """The last row that matches and has an amount: a grand total stands below the sums that lead to it."""
    resource, field = resource_of(package, text(declared, "resource")), text(declared, "value")
    rows = [row for row in chosen(resource, declared) if row.get(field)] if resource else []
    if resource is None or not rows:
        return ""
    name = both(text(declared, "title_zh"), text(declared, "title_en"))
    for figure in package.figures.values():
        if (figure.resource, figure.row, figure.field) == (resource.name, rows[-1]["row"], field):
            amount = money(figure.amount, up + figure_address(figure))
            value = f"{amount} {UNIT}{mark(STATUS[figure.status], figure.status)}"
            return tag("div", tag("dt", name) + tag("dd", value))
    return ""
