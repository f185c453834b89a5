"""Identities as HTML: the verdict and both sides, each a sum of figures that lead to where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from budgetpress.website.addresses import check_address, href
from budgetpress.website.amounts_html import money, money_head, sum_of
from budgetpress.website.data import Check, Figure, Package, Record
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.markup import cell, empty, grid, head, link, mark, none, number, sub, tag
from budgetpress.website.paging import CHECKS, ORDER, in_order
from budgetpress.website.proof_html import figure_href, figure_link, worded
from budgetpress.website.words import CHECK_KIND, STATUS, STOP, VERDICT, both, pair

_HEADS = (
    head("结论", "Verdict"),
    head("勾稽关系", "Identity"),
    money_head("左边", "Left"),
    money_head("右边", "Right"),
    money_head("差额", "Difference"),
)
# A side of so many figures is shown at once where an identity fails; a longer one when it is asked for.
_SHORT = 12
# A sum of more is said in full on one page alone.
_LONG = 100
# What goes without saying of a term.
_SOUND = frozenset({"confirmed", "consistent"})


def checks_by_figure(package: Package) -> Mapping[str, tuple[Check, ...]]:
    """The applicable identities through each figure, failing ones first."""
    found: dict[str, list[Check]] = {}
    for check in sorted(package.checks, key=lambda check: ORDER[check.verdict]):
        if check.verdict != "not_applicable":
            for identifier in check.figures:
                found.setdefault(identifier, []).append(check)
    return {key: tuple(checks) for key, checks in found.items()}


def checks_list(package: Package, table: str) -> str:
    """The identities through a table's figures, failing first; the panel of a figure takes them from here."""
    mine = {figure.id for figure in package.figures.values() if figure.table == table}
    at, rows = f"{table}/", []
    for check in sorted(package.checks, key=lambda check: ORDER[check.verdict]):
        if not mine.isdisjoint(check.figures):
            name = tag("span", both(check.record["name_zh"], check.record["name_en"]), "bp-name")
            rule = link(href(check_address(check), at), html_text(check.id), "bp-sub")
            rows.append(_row(package, check, name + rule, anchor("c", check.id), at))
    if not rows:
        return empty("没有勾稽关系经过本表的数字。", "No identity runs through this table.")
    return grid(pair(f"勾稽关系：{table}", f"Identities: {table}"), _HEADS, rows)


def checks_pages(package: Package) -> list[str]:
    """The pages that the identities are listed on, as paths in the release's folder."""
    return list(dict.fromkeys((CHECKS, *(check.page for check in in_order(package.checks)))))


def checks_nav(package: Package, at: str) -> str:
    """The ways to the other pages of a long list; the script looks for an identity on them in turn."""
    pages = checks_pages(package)
    if len(pages) == 1:
        return ""
    links = (
        tag("li", link(href(page, at), str(count), more='aria-current="page"' if page == at else ""))
        for count, page in enumerate(pages, 1)
    )
    label = pair("勾稽关系各页", "Pages of identities")
    return tag(
        "nav", both("页 ", "Page ") + tag("ul", "".join(links)), "bp-parts", more=f'aria-label="{label}"'
    )


def checks_section(package: Package, verdict: str, at: str) -> str:
    """The identities with a verdict on a page, gathered by rule, each with both sides as linked figures."""
    chosen = [c for c in in_order(package.checks) if c.verdict == verdict and c.page == at]
    blocks = []
    for identity, group in groupby(chosen, key=lambda check: check.record["identity"]):
        checks = list(group)
        first = checks[0].record
        kind = CHECK_KIND.get(first["kind"])
        name = both(first["name_zh"], first["name_en"])
        summary = tag("summary", f"{name} <b>{len(checks)}</b> <small>{html_text(identity)}</small>")
        meaning = both(kind.zh, kind.en) if kind else html_text(first["kind"])
        reason = tag("p", f"{meaning}{STOP}{both(first['reason_zh'], first['reason_en'])}")
        rows = (_instance(package, check, first) for check in checks)
        table = grid(pair(first["name_zh"], first["name_en"]), _HEADS, rows)
        opened = "open" if verdict == "fails" else ""
        blocks.append(
            tag(
                "details",
                summary + reason + table,
                "bp-rule",
                identifier=anchor("rule", verdict, identity),
                more=opened,
            )
        )
    return "".join(blocks) or none()


def _instance(package: Package, check: Check, first: Record) -> str:
    record = check.record
    name = both(record["name_zh"], record["name_en"])
    named = tag("span", name, "bp-name") if record["name_zh"] != first["name_zh"] else ""
    return _row(package, check, named + sub(html_text(check.id)), anchor("check", check.id), check.page)


def _row(package: Package, check: Check, name: str, identifier: str, at: str) -> str:
    record = check.record
    return tag(
        "tr",
        worded(VERDICT[check.verdict], check.verdict)
        + cell(name + _sides(package, check, at))
        + number(_amount(package, record["left"], check.left_figures, at))
        + number(_amount(package, record["right"], check.right_figures, at))
        + number(sum_of(record["residual"])),
        identifier=identifier,
    )


def _alone(package: Package, identifiers: tuple[str, ...]) -> Figure | None:
    """The figure that is a side by itself, neither added to another nor subtracted."""
    return package.figures.get(identifiers[0]) if len(identifiers) == 1 else None


def _amount(package: Package, value: str, identifiers: tuple[str, ...], at: str) -> str:
    """What a side comes to; where it is one figure as it is, the link to it."""
    figure = _alone(package, identifiers)
    if figure is None or not value:
        return sum_of(value)
    return money(Decimal(value), figure_href(figure, at)) + doubt(figure)


def _sides(package: Package, check: Check, at: str) -> str:
    """The sides that are sums, term by term; `data-side` tells the panel of a figure which is which.

    Of a long sum the terms are on the identity's own page alone, and any other page leads there.
    """
    named = (
        ("left", "左边", "Left", check.left_figures, check.record["left"]),
        ("right", "右边", "Right", check.right_figures, check.record["right"]),
    )
    sides = [side for side in named if side[3] and not (side[4] and _alone(package, side[3]))]
    if not sides:
        return ""
    count = sum(len(side[3]) for side in sides)
    said = both(f"{count} 个数字", f"{count} figure{'s' if count > 1 else ''}")
    if count > _LONG and at != check.page:
        return " " + link(href(check_address(check), at), said, "bp-more")
    terms = "".join(
        tag("dt", both(zh, en), more=f'data-side="{side}"') + tag("dd", _sum(package, identifiers, at))
        for side, zh, en, identifiers, _ in sides
    )
    opened = "open" if check.verdict == "fails" and count <= _SHORT else ""
    return tag("details", tag("summary", said) + tag("dl", terms), more=opened)


def _sum(package: Package, identifiers: tuple[str, ...], at: str) -> str:
    return " ".join(_term(package, identifier, at) for identifier in identifiers)


def _term(package: Package, signed: str, at: str) -> str:
    """A term of a sum: its sign, its amount that leads to the figure, its status where that is in doubt."""
    figure = package.figures.get(signed.removeprefix("-"))
    if figure is None:
        return figure_link(package, signed, at)
    sign = "−" if signed.startswith("-") else "+"
    return tag("span", f"{sign} {money(figure.amount, figure_href(figure, at))}{doubt(figure)}", "bp-fig")


def doubt(figure: Figure) -> str:
    """The sign of a status that a reader of a sum should know; nothing for a figure that adds up."""
    return "" if figure.status in _SOUND else mark(STATUS[figure.status], figure.status)
