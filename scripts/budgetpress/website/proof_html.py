"""Figures and identities as HTML: where a figure was printed, what proves it, and both sides of a check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby

from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.load import Check, Figure, Package, Record, Resource
from budgetpress.website.table_html import row_label
from budgetpress.website.words import CHECK_KIND, STATUS, VERDICT, both, mark, yuan

_ORDER = {"fails": 0, "holds": 1, "not_applicable": 2}


def scroll(label: str, table: str) -> str:
    """A wide table in a frame that scrolls on its own and can be reached by keyboard."""
    return f'<div class="bp-scroll" tabindex="0" role="region" aria-label="{attr(label)}">{table}</div>'


def simple_table(headings: Iterable[str], rows: Iterable[str], *, name: str = "bp-plain") -> str:
    """A table from ready cells: `headings` and `rows` are HTML."""
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    return f'<table class="{name}"><thead><tr>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def place(record: Record, *, file: bool) -> str:
    """A place in few characters: `L36:C5` in a transcription, `p3` in a PDF; the file where there are several."""
    parts = [record.get("source", "")] if file else []
    page, line, column = (record.get(key, "") for key in ("page", "line", "column"))
    spot = ":".join(f"{sign}{value}" for sign, value in (("p", page), ("L", line), ("C", column)) if value)
    box = record.get("bbox", "")
    words = [html_text(part) for part in (*parts, spot) if part]
    return '<span class="bp-place"' + (f' title="{attr(box)}"' if box else "") + f">{' '.join(words)}</span>"


def many_sources(package: Package) -> bool:
    """Whether a place has to name its file."""
    return len({figure.place.get("source", "") for figure in package.figures.values()}) > 1


def checks_by_figure(package: Package) -> Mapping[str, tuple[Check, ...]]:
    """The applicable identities through each figure, failing ones first."""
    found: dict[str, list[Check]] = {}
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        if check.verdict != "not_applicable":
            for identifier in dict.fromkeys((*check.left_figures, *check.right_figures)):
                found.setdefault(identifier.removeprefix("-"), []).append(check)
    return {key: tuple(checks) for key, checks in found.items()}


def proofs_table(
    package: Package, resource: Resource, through: Mapping[str, tuple[Check, ...]], repairs: Mapping[str, Record]
) -> str:
    """For every figure of a resource: printed text, place, status, strength, repair, and its identities."""
    rows = {row["row"]: row for row in resource.rows}
    several = many_sources(package)
    lines = []
    for figure in package.figures.values():
        if figure.resource != resource.name:
            continue
        field = resource.field(figure.field)
        label = row_label(resource, rows[figure.row]) if figure.row in rows else figure.row
        repair = repairs.get(figure.id)
        own = "" if figure.row in rows and field is not None else f' id="{attr(figure.id)}"'
        lines.append(
            f'<tr id="proof.{attr(figure.id)}"><th{own} scope="row"><a href="{fragment(figure.id)}">{attr(figure.id)}</a>'
            f'<span class="bp-sub">{html_text(label)}</span>'
            f'<span class="bp-sub">{both(field.title, field.title_en) if field else ""}</span></th>'
            f'<td class="bp-n">{yuan(figure.amount) if figure.amount is not None else "?"}</td>'
            f'<td><span class="bp-raw">{html_text(figure.printed)}</span> {html_text(figure.printed_unit)}'
            f"{_repaired(repair)}</td><td>{place(figure.place, file=several)}</td>"
            f"<td>{mark(STATUS[figure.status], figure.status, text=True)}</td>"
            f'<td class="bp-n">{html_text(figure.strength)}</td>'
            f"<td>{_proof_links(through.get(figure.id, ()))}</td></tr>"
        )
    headings = (
        both("数字", "Figure"), both("公布值（元）", "Published, yuan"), both("原文", "As printed"),
        both("位置", "Place"), both("状态", "Status"), both("强度", "Strength"), both("经过它的勾稽关系", "Identities through it"),
    )  # fmt: skip
    return scroll(f"来源与证明 {resource.title}", simple_table(headings, lines))


def checks_list(package: Package, table: str) -> str:
    """The identities that touch a table's figures, failing first; the two sides in full are on the checks page."""
    mine = {figure.id for figure in package.figures.values() if figure.table == table}
    rows = []
    for check in sorted(package.checks, key=lambda check: _ORDER[check.verdict]):
        figures = {identifier.removeprefix("-") for identifier in (*check.left_figures, *check.right_figures)}
        if not figures & mine:
            continue
        record = check.record
        rows.append(
            f'<tr id="{anchor("c", check.id)}"><td>{mark(VERDICT[check.verdict], check.verdict, text=True)}</td>'
            f"<td>{both(record['name_zh'], record['name_en'])}"
            f'<a class="bp-sub" href="../checks/{attr(fragment(anchor("check", check.id)))}">{html_text(check.id)}</a></td>'
            f"{_amounts(record)}</tr>"
        )
    if not rows:
        return f'<p class="bp-empty">{both("没有勾稽关系经过本表的数字。", "No identity runs through this table.")}</p>'
    return scroll(f"勾稽关系 {table}", simple_table(_CHECK_HEADINGS, rows))


_CHECK_HEADINGS = (
    both("结论", "Verdict"), both("勾稽关系", "Identity"), both("左边（元）", "Left, yuan"),
    both("右边（元）", "Right, yuan"), both("差额", "Difference"),
)  # fmt: skip


def checks_section(package: Package, verdict: str) -> str:
    """All identities with a verdict, gathered by rule, each with both sides as linked figures."""
    chosen = sorted((c for c in package.checks if c.verdict == verdict), key=lambda c: c.record["identity"])
    blocks = []
    for identity, group in groupby(chosen, key=lambda check: check.record["identity"]):
        checks = list(group)
        first = checks[0].record
        kind = CHECK_KIND.get(first["kind"])
        rows = "".join(_instance(package, check, first) for check in checks)
        note = both(kind.zh, kind.en) if kind else html_text(first["kind"])
        opened = " open" if verdict == "fails" or len(checks) <= 3 else ""
        blocks.append(
            f'<details class="bp-rule" id="{anchor("rule", verdict, identity)}"{opened}>'
            f"<summary>{both(first['name_zh'], first['name_en'])} <b>{len(checks)}</b></summary>"
            f"<p>{note}。 {both(first['reason_zh'], first['reason_en'])}</p>"
            + scroll(first["name_zh"], simple_table(_CHECK_HEADINGS, [rows]))
            + "</details>"
        )
    return "".join(blocks) or f'<p class="bp-empty">{both("没有。", "None.")}</p>'


def _instance(package: Package, check: Check, first: Record) -> str:
    record = check.record
    name = both(record["name_zh"], record["name_en"]) if record["name_zh"] != first["name_zh"] else ""
    sides = "".join(
        f"<dt>{title}</dt><dd>{_side(package, figures)}</dd>"
        for title, figures in (
            (both("左边", "Left"), check.left_figures),
            (both("右边", "Right"), check.right_figures),
        )
    )
    count = len(check.left_figures) + len(check.right_figures)
    opened = " open" if check.verdict == "fails" and count <= 12 else ""
    return (
        f'<tr id="{anchor("check", check.id)}"><td>{mark(VERDICT[check.verdict], check.verdict, text=True)}</td>'
        f'<td>{name} <span class="bp-sub">{html_text(check.id)}</span>'
        f"<details{opened}><summary>{both(f'{count} 个数字', f'{count} figures')}</summary>"
        f"<dl>{sides}</dl></details></td>{_amounts(record)}</tr>"
    )


def _side(package: Package, identifiers: tuple[str, ...]) -> str:
    return " ".join(figure_link(package, identifier) for identifier in identifiers) or "0"


def figure_link(package: Package, signed: str) -> str:
    """A figure of the release as a link from one of the release's own pages, with its sign."""
    identifier = signed.removeprefix("-")
    sign = "−" if signed != identifier else "+"
    figure = package.figures.get(identifier)
    if figure is None:
        return f'<span class="bp-fig">{sign} {html_text(identifier)}</span>'
    value = yuan(figure.amount) if figure.amount is not None else "?"
    return (
        f'<span class="bp-fig">{sign} <a href="{attr(figure_href(figure))}">{value}</a>'
        f'{mark(STATUS[figure.status], figure.status)}<span class="bp-sub">{html_text(identifier)}</span></span>'
    )


def figure_href(figure: Figure) -> str:
    """From a page of the release to the figure in its table."""
    return f"../{figure.table}/{fragment(figure.id)}"


def _amounts(record: Record) -> str:
    cells = []
    for key in ("left", "right", "residual"):
        value = record[key]
        cells.append(f'<td class="bp-n">{yuan(Decimal(value)) if value else ""}</td>')
    return "".join(cells)


def _repaired(repair: Record | None) -> str:
    if repair is None:
        return ""
    words = both("修复依据", "why repaired")
    return f' <a class="bp-sub" href="../repairs/{attr(fragment(anchor("repair", repair["id"])))}">{words}</a>'


def _proof_links(checks: tuple[Check, ...]) -> str:
    links = [
        f'<a class="bp-chk" href="{attr(fragment(anchor("c", check.id)))}">'
        f"{mark(VERDICT[check.verdict], check.verdict)}{html_text(check.record['name_zh'])}</a>"
        for check in checks
    ]
    return " ".join(links) or "—"
