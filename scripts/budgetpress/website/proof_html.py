"""Figures as HTML: a link to one from anywhere in its release, and all that its table's page says of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from budgetpress.website.addresses import BELOW, check_address, figure_address, href, up
from budgetpress.website.amounts_html import amount_cell, money, money_head, written
from budgetpress.website.data import Check, Figure, Package, Part, Record, Resource
from budgetpress.website.escape import fragment, html_text
from budgetpress.website.languages import either
from budgetpress.website.markup import (
    cell,
    grid,
    head,
    line,
    link,
    mark,
    marked,
    number,
    sub,
    tag,
)
from budgetpress.website.source_marks import source_href
from budgetpress.website.table_html import Cells, repair_href, row_labels
from budgetpress.website.words import BLANK, MEANING, STATUS, VERDICT, Word, both, pair, printed


# `data-fact` names what the legend of the page says of all cells of a column.
def _proof_heads(unit: str) -> tuple[str, ...]:
    shown = either(f"（{printed(unit)}）", f" ({printed(unit)})") if unit else ""
    return (
        head("行", "Row"),
        head("数字", "Figure"),
        money_head("公布值", "Published"),
        tag("th", both("原文", "As printed") + shown, more='scope="col"'),
        tag("th", both("位置", "Place"), more='scope="col" data-fact="place"'),
        head("状态", "Status"),
        tag("th", both("强度", "Strength"), "bp-num", more='scope="col" data-fact="strength"'),
        head("经过它的勾稽关系", "Identities through it"),
    )


_TERMS = {
    "strength": (
        ("强度", "Strength"),
        (
            "至少要有这么多处同时印错并恰好抵消，这个数字的错误才看不出来。",
            "How many misprints, in exactly compensating amounts, it takes for an error here to go unseen.",
        ),
    ),
    "place": (
        ("位置", "Place"),
        (
            "L 行、C 字（转写文本），p 页（PDF），表名!单元格（工作簿）。",
            "L line, C character (transcription), p page (PDF), sheet!cell (workbook).",
        ),
    ),
}


def place(record: Record, *, file: bool) -> str:
    """A place in few characters: `L36:C5` in a text, `p3` in a PDF, `预算03表!B7` in a workbook.

    With `file`, the file too.
    """
    numbers = (("p", record.get("page")), ("L", record.get("line")), ("C", record.get("column")))
    spot = ":".join(f"{sign}{value}" for sign, value in numbers if value)
    spot = spot or "!".join(word for word in (record.get("sheet", ""), record.get("cell", "")) if word)
    return " ".join(html_text(word) for word in (record.get("source", "") if file else "", spot) if word)


def place_link(package: Package, record: Record, identifier: str, *, file: bool, at: str = BELOW) -> str:
    """The same as a link to what has that id there, if the source is shown on the site."""
    spot, there = place(record, file=file), source_href(package, record, identifier, up(at))
    return link(there, spot, "bp-place") if there and spot else tag("span", spot, "bp-place")


def many_sources(package: Package) -> bool:
    """Whether a place has to name its file."""
    return len({figure.place.get("source", "") for figure in package.figures.values()}) > 1


def figure_href(figure: Figure, at: str = BELOW) -> str:
    """From a page of the release to the figure in its table."""
    return href(figure_address(figure), at)


def figure_link(package: Package, signed: str, at: str = BELOW) -> str:
    """A figure of the release as a link from one of the release's own pages, with its sign."""
    identifier = signed.removeprefix("-")
    sign = "−" if signed != identifier else "+"
    figure = package.figures.get(identifier)
    if figure is None:
        return tag("span", f"{sign} {html_text(identifier)}", "bp-fig")
    value = money(figure.amount, figure_href(figure, at))
    status = mark(STATUS[figure.status], figure.status)
    term = tag("span", f"{sign} {value}{status}", "bp-term")
    return tag("span", term + sub(html_text(identifier)), "bp-fig")


def proofs_table(
    package: Package,
    resource: Resource,
    through: Mapping[str, tuple[Check, ...]],
    cells: Cells,
    own: Mapping[str, str],
    part: Part | None = None,
) -> str:
    """For every figure of a resource, or of a part of it: printed text, place, status, strength, identities.

    What is the same for all of them (the unit) is said in the heading, what is the same for a row once.
    `own` are the identities that the same page lists, with their element ids there.
    """
    part = part or resource.parts[0]
    mine = [f for f in package.figures.values() if f.resource == resource.name and f.proofs == part.proofs]
    units = {figure.printed_unit for figure in mine}
    unit = units.pop() if len(units) == 1 else ""
    labels, file = row_labels(resource, cells), many_sources(package)
    lines = []
    for row, group in groupby(mine, key=lambda figure: figure.row):
        figures = list(group)
        name = _row_name(row, labels, len(figures))
        for figure in figures:
            facts = _facts(package, resource, figure, cells, part.proofs, unit, file=file)
            identities = _identities(through.get(figure.id, ()), part.proofs, own)
            alone = figure.row not in labels or resource.field(figure.field) is None
            shown = _name(resource, figure, part.proofs, alone=alone)
            lines.append(line(name, shown, *facts, cell(identities), identifier=f"proof.{figure.id}"))
            name = ""
    label = pair(f"来源与证明：{resource.title}", f"Sources and proofs: {resource.title_en}")
    return grid(label, _proof_heads(unit), lines, "bp-plain bp-proofs")


def _row_name(row: str, labels: Mapping[str, str], figures: int) -> str:
    """What a person would call a row, beside all its figures."""
    span = f' rowspan="{figures}"' if figures > 1 else ""
    return tag("th", labels.get(row) or html_text(row), more=f'scope="row"{span}')


def _name(resource: Resource, figure: Figure, at: str, *, alone: bool) -> str:
    """What the column of a figure is called; one that stands in no cell has its anchor here."""
    field = resource.field(figure.field)
    title = both(field.title, field.title_en) if field else html_text(figure.field)
    there = fragment(figure.id) if alone else figure_href(figure, at)
    return cell(link(there, title), identifier=figure.id if alone else "")


def _facts(
    package: Package, resource: Resource, figure: Figure, cells: Cells, at: str, said: str, *, file: bool
) -> Iterator[str]:
    """Amount, printed text with its unit where that is not `said`, place, status and strength."""
    yield amount_cell(written(figure.amount))
    repair = cells.repair(resource, figure.row, figure.field)
    if figure.printed and figure.printed_unit == said and repair is None:
        yield cell(html_text(figure.printed), "bp-raw", source=True)
    else:
        yield cell(_printed(figure, said) + _evidence(repair, at), "bp-print")
    yield cell(place_link(package, figure.place, figure.id, file=file, at=at))
    yield worded(STATUS[figure.status], figure.status)
    yield number(html_text(figure.strength))


def worded(word: Word, name: str) -> str:
    """A cell that says a status or verdict; the style sheet puts its sign before it."""
    return cell(both(word.zh, word.en), f"bp-st bp-{name}")


def legend() -> str:
    """What the words of the section mean, each once; `data-means` lets the panel of a figure repeat it."""
    statuses = [(name, marked(word, name), MEANING[name]) for name, word in STATUS.items()]
    terms = [(name, both(*term), meaning) for name, (term, meaning) in _TERMS.items()]
    lines = (
        tag("dt", term) + tag("dd", both(*meaning), more=f'data-means="{name}"')
        for name, term, meaning in (*statuses, *terms)
    )
    summary = tag("summary", both("这些词的意思", "What the words mean"))
    return tag("details", summary + tag("dl", "".join(lines), "bp-statuses"), "bp-note")


def _printed(figure: Figure, said: str) -> str:
    """The text as printed, with its unit where that is not `said` already."""
    if not figure.printed:
        return BLANK
    text = tag("span", html_text(figure.printed), "bp-raw", source=True)
    return text if figure.printed_unit == said else f"{text} {printed(figure.printed_unit)}"


def _evidence(repair: Record | None, at: str) -> str:
    """Why a figure is not published as printed, where that is so."""
    if repair is None:
        return ""
    why = both(repair["evidence_zh"], repair["evidence_en"])
    more = link(repair_href(repair, at), both("修复一页", "repairs"))
    return tag("p", f"{tag('b', both('修复依据', 'Why repaired'))} {why} {more}", "bp-why")


def _identities(checks: tuple[Check, ...], at: str, own: Mapping[str, str]) -> str:
    """Links to the identities by their ids, in the list of the same page where they are its `own`.

    One that fails says so; what each is called stands once, where the link leads.
    """
    links = (
        link(
            fragment(own[check.id]) if check.id in own else href(check_address(check), at),
            ("" if check.verdict == "holds" else mark(VERDICT[check.verdict], check.verdict))
            + html_text(check.id),
        )
        for check in checks
    )
    return " ".join(links) or "—"
