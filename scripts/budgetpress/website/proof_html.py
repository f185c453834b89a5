"""Figures and identities as HTML: where a figure was printed, what proves it, and both sides of a check."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from itertools import groupby

from budgetpress.website.data import Check, Figure, Package, Record, Resource
from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.markup import (
    cell,
    empty,
    grid,
    head,
    line,
    link,
    mark,
    marked,
    none,
    number,
    number_head,
    row_name,
    sub,
    tag,
)
from budgetpress.website.table_html import Cells, repair_href, row_label
from budgetpress.website.words import CHECK_KIND, STATUS, STOP, VERDICT, both, pair, yuan

_ORDER = {"fails": 0, "holds": 1, "not_applicable": 2}
_CHECK_HEADS = (
    head("结论", "Verdict"),
    head("勾稽关系", "Identity"),
    number_head("左边（元）", "Left, yuan"),
    number_head("右边（元）", "Right, yuan"),
    number_head("差额", "Difference"),
)
_PROOF_HEADS = (
    head("数字", "Figure"),
    number_head("公布值（元）", "Published, yuan"),
    head("原文", "As printed"),
    head("位置", "Place"),
    head("状态", "Status"),
    number_head("强度", "Strength"),
    head("经过它的勾稽关系", "Identities through it"),
)


def place(record: Record, *, file: bool) -> str:
    """A place in few characters: `L36:C5` in a text, `p3` in a PDF, `预算03表!B7` in a workbook.

    With `file`, the file too.
    """
    numbers = (("p", record.get("page")), ("L", record.get("line")), ("C", record.get("column")))
    spot = ":".join(f"{sign}{value}" for sign, value in numbers if value)
    spot = spot or "!".join(word for word in (record.get("sheet", ""), record.get("cell", "")) if word)
    words = [html_text(word) for word in (record.get("source", "") if file else "", spot) if word]
    box = record.get("bbox", "")
    return tag("span", " ".join(words), "bp-place", more=f'title="{attr(box)}"' if box else "")


def many_sources(package: Package) -> bool:
    """Whether a place has to name its file."""
    return len({figure.place.get("source", "") for figure in package.figures.values()}) > 1


def checks_by_figure(package: Package) -> Mapping[str, tuple[Check, ...]]:
    """The applicable identities through each figure, failing ones first."""
    found: dict[str, list[Check]] = {}
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        if check.verdict != "not_applicable":
            for identifier in check.figures:
                found.setdefault(identifier, []).append(check)
    return {key: tuple(checks) for key, checks in found.items()}


def proofs_table(
    package: Package,
    resource: Resource,
    through: Mapping[str, tuple[Check, ...]],
    cells: Cells,
) -> str:
    """For every figure of a resource: printed text, place, status, strength, repair, and its identities."""
    rows = {row["row"]: row for row in resource.rows}
    several = many_sources(package)
    lines = []
    for figure in package.figures.values():
        if figure.resource != resource.name:
            continue
        field, row = resource.field(figure.field), rows.get(figure.row)
        # A figure that stands in no cell of the table has its anchor here.
        own = "" if row is not None and field is not None else figure.id
        label = html_text(row_label(resource, row) if row is not None else figure.row)
        name = link(fragment(figure.id), html_text(figure.id), "bp-id")
        printed = (
            tag("span", html_text(figure.printed), "bp-raw", source=True)
            + " "
            + html_text(figure.printed_unit)
        )
        lines.append(
            line(
                row_name(
                    name + sub(f"{label} · {both(field.title, field.title_en) if field else ''}"),
                    identifier=own,
                ),
                number(yuan(figure.amount) if figure.amount is not None else "?"),
                cell(printed + _repaired(cells.repair(resource, figure.row, figure.field)), "bp-print"),
                cell(place(figure.place, file=several)),
                cell(marked(STATUS[figure.status], figure.status)),
                number(html_text(figure.strength)),
                cell(_proof_links(through.get(figure.id, ()))),
                identifier=f"proof.{figure.id}",
            )
        )
    return grid(
        pair(f"来源与证明：{resource.title}", f"Sources and proofs: {resource.title_en}"), _PROOF_HEADS, lines
    )


def checks_list(package: Package, table: str) -> str:
    """The identities through a table's figures, failing first; the checks page has both sides in full."""
    mine = {figure.id for figure in package.figures.values() if figure.table == table}
    rows = []
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        if mine.isdisjoint(check.figures):
            continue
        record = check.record
        name = both(record["name_zh"], record["name_en"])
        more = link(f"../checks/{fragment(anchor('check', check.id))}", html_text(check.id), "bp-sub")
        verdict = cell(marked(VERDICT[check.verdict], check.verdict))
        rows.append(line(verdict, cell(name + more), *_amounts(record), identifier=anchor("c", check.id)))
    if not rows:
        return empty("没有勾稽关系经过本表的数字。", "No identity runs through this table.")
    return grid(pair(f"勾稽关系：{table}", f"Identities: {table}"), _CHECK_HEADS, rows)


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
        table = grid(pair(first["name_zh"], first["name_en"]), _CHECK_HEADS, rows)
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
    count = len(check.left_figures) + len(check.right_figures)
    sides = ""
    if count:
        left, right = _side(package, check.left_figures), _side(package, check.right_figures)
        both_sides = (
            f"<dt>{both('左边', 'Left')}</dt><dd>{left}</dd><dt>{both('右边', 'Right')}</dt><dd>{right}</dd>"
        )
        summary = tag("summary", both(f"{count} 个数字", f"{count} figure{'s' if count > 1 else ''}"))
        opened = "open" if check.verdict == "fails" and count <= 12 else ""
        sides = tag("details", summary + tag("dl", both_sides), more=opened)
    return line(
        cell(marked(VERDICT[check.verdict], check.verdict)),
        cell(name + sub(html_text(check.id)) + sides),
        *_amounts(record),
        identifier=anchor("check", check.id),
    )


def _side(package: Package, identifiers: tuple[str, ...]) -> str:
    return " ".join(figure_link(package, identifier) for identifier in identifiers) or "0"


def figure_link(package: Package, signed: str) -> str:
    """A figure of the release as a link from one of the release's own pages, with its sign."""
    identifier = signed.removeprefix("-")
    sign = "−" if signed != identifier else "+"
    figure = package.figures.get(identifier)
    if figure is None:
        return tag("span", f"{sign} {html_text(identifier)}", "bp-fig")
    value = link(figure_href(figure), yuan(figure.amount) if figure.amount is not None else "?")
    status = mark(STATUS[figure.status], figure.status)
    return tag("span", f"{sign} {value}{status}{sub(html_text(identifier))}", "bp-fig")


def figure_href(figure: Figure) -> str:
    """From a page of the release to the figure in its table."""
    return f"../{figure.table}/{fragment(figure.id)}"


def _amounts(record: Record) -> list[str]:
    values = (record["left"], record["right"], record["residual"])
    return [number(yuan(Decimal(value)) if value else "") for value in values]


def _repaired(repair: Record | None) -> str:
    if repair is None:
        return ""
    return link(repair_href(repair), both("修复依据", "why repaired"), "bp-sub")


def _proof_links(checks: tuple[Check, ...]) -> str:
    links = (
        link(
            fragment(anchor("c", check.id)),
            mark(VERDICT[check.verdict], check.verdict)
            + both(check.record["name_zh"], check.record["name_en"]),
            "bp-chk",
        )
        for check in checks
    )
    return " ".join(links) or "—"
