"""Identities as HTML: the verdict and both sides, each a sum of figures that lead to where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from budgetpress.website.amounts_html import money, money_head, sum_of
from budgetpress.website.data import Check, Figure, Package, Record
from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.markup import cell, empty, grid, head, link, mark, marked, none, number, sub, tag
from budgetpress.website.proof_html import figure_href, figure_link
from budgetpress.website.words import CHECK_KIND, STATUS, STOP, VERDICT, both, pair

_ORDER = {"fails": 0, "holds": 1, "not_applicable": 2}
_HEADS = (
    head("结论", "Verdict"),
    head("勾稽关系", "Identity"),
    money_head("左边", "Left"),
    money_head("右边", "Right"),
    money_head("差额", "Difference"),
)
# A side of so many figures is shown at once where an identity fails; a longer one when it is asked for.
_SHORT = 12


def checks_by_figure(package: Package) -> Mapping[str, tuple[Check, ...]]:
    """The applicable identities through each figure, failing ones first."""
    found: dict[str, list[Check]] = {}
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        if check.verdict != "not_applicable":
            for identifier in check.figures:
                found.setdefault(identifier, []).append(check)
    return {key: tuple(checks) for key, checks in found.items()}


def checks_list(package: Package, table: str) -> str:
    """The identities through a table's figures, failing first; the panel of a figure takes them from here."""
    mine = {figure.id for figure in package.figures.values() if figure.table == table}
    rows = []
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        if not mine.isdisjoint(check.figures):
            name = tag("span", both(check.record["name_zh"], check.record["name_en"]), "bp-name")
            rule = link(f"../checks/{fragment(anchor('check', check.id))}", html_text(check.id), "bp-sub")
            rows.append(_row(package, check, name + rule, anchor("c", check.id), table))
    if not rows:
        return empty("没有勾稽关系经过本表的数字。", "No identity runs through this table.")
    return grid(pair(f"勾稽关系：{table}", f"Identities: {table}"), _HEADS, rows)


def checks_section(package: Package, verdict: str) -> str:
    """All identities with a verdict, gathered by rule, each with both sides as linked figures."""
    chosen = sorted((c for c in package.checks if c.verdict == verdict), key=lambda c: c.record["identity"])
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
    name = both(record["name_zh"], record["name_en"]) if record["name_zh"] != first["name_zh"] else ""
    return _row(package, check, name + sub(html_text(check.id)), anchor("check", check.id))


def _row(package: Package, check: Check, name: str, identifier: str, here: str = "") -> str:
    record = check.record
    return tag(
        "tr",
        cell(marked(VERDICT[check.verdict], check.verdict))
        + cell(name + _sides(package, check, here))
        + number(_amount(package, record["left"], check.left_figures, here))
        + number(_amount(package, record["right"], check.right_figures, here))
        + number(sum_of(record["residual"])),
        identifier=identifier,
        more=f'data-verdict="{attr(check.verdict)}"',
    )


def _alone(package: Package, identifiers: tuple[str, ...]) -> Figure | None:
    """The figure that is a side by itself, neither added to another nor subtracted."""
    return package.figures.get(identifiers[0]) if len(identifiers) == 1 else None


def _amount(package: Package, value: str, identifiers: tuple[str, ...], here: str) -> str:
    """What a side comes to; where it is one figure as it is, the link to it."""
    figure = _alone(package, identifiers)
    if figure is None or not value:
        return sum_of(value)
    return money(Decimal(value), figure_href(figure, here)) + mark(STATUS[figure.status], figure.status)


def _sides(package: Package, check: Check, here: str) -> str:
    """The sides that are sums, term by term; `data-side` tells the panel of a figure which is which."""
    named = (
        ("left", "左边", "Left", check.left_figures, check.record["left"]),
        ("right", "右边", "Right", check.right_figures, check.record["right"]),
    )
    sides = [side for side in named if side[3] and not (side[4] and _alone(package, side[3]))]
    if not sides:
        return ""
    terms = "".join(
        tag("dt", both(zh, en), more=f'data-side="{side}"') + tag("dd", _sum(package, identifiers, here))
        for side, zh, en, identifiers, _ in sides
    )
    count = sum(len(side[3]) for side in sides)
    summary = tag("summary", both(f"{count} 个数字", f"{count} figure{'s' if count > 1 else ''}"))
    opened = "open" if check.verdict == "fails" and count <= _SHORT else ""
    return tag("details", summary + tag("dl", terms), more=opened)


def _sum(package: Package, identifiers: tuple[str, ...], here: str) -> str:
    return " ".join(figure_link(package, identifier, here) for identifier in identifiers)
