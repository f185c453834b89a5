"""Amounts as HTML: yuan in the page, with the marks by which a reader's choice of unit is put in force.

`site/assets/units.js` moves the point of the amount that a `bp-y`, or a link in it, begins with, and says the
unit in every `bp-u`; what was printed is in neither.
"""

from __future__ import annotations

from decimal import Decimal

from budgetpress.website.languages import either
from budgetpress.website.markup import link, tag
from budgetpress.website.words import both, pair, yuan

UNIT = tag("span", both("元", "yuan"), "bp-u")
_CHOICES = (("0", "元", "yuan"), ("4", "万元", "10,000 yuan"), ("8", "亿元", "100 million yuan"))


def money(amount: Decimal | None, href: str = "") -> str:
    """An amount in yuan, the link to where it stands if there is one; `?` where it could not be read."""
    if amount is None:
        return link(href, "?") if href else "?"
    return link(href, yuan(amount), "bp-y") if href else tag("span", yuan(amount), "bp-y")


def written(value: Decimal | None, href: str = "", more: str = "") -> str:
    """An amount for a cell of amounts, the link to where it stands if there is one; `more` belongs to it."""
    shown = ("?" if value is None else yuan(value)) + more
    return link(href, shown) if href else shown


def amount_cell(content: str, *, identifier: str = "") -> str:
    """A cell of a table that begins with an amount in yuan, or holds links that do."""
    return tag("td", content, "bp-y", identifier=identifier)


def sum_cell(value: str) -> str:
    """The cell of an amount as a package writes it, empty where it is blank."""
    return amount_cell(written(Decimal(value)) if value else "")


def money_head(zh: str, en: str, fact: str = "") -> str:
    """A column heading over amounts, with their unit."""
    words = both(zh, en) + either(f"（{UNIT}）", f", {UNIT}")
    return tag("th", words, "bp-num", more='scope="col"' + (f' data-fact="{fact}"' if fact else ""))


def unit_switch() -> str:
    """The switch of units; without JavaScript it is not shown and the page is in yuan."""
    buttons = (
        tag("button", both(zh, en), more=f'type="button" data-unit="{places}" aria-pressed="{state}"')
        for (places, zh, en), state in zip(_CHOICES, ("true", "false", "false"), strict=True)
    )
    label = pair("金额单位", "Unit of amounts")
    return tag("div", "".join(buttons), "bp-units", more=f'role="group" aria-label="{label}"')
