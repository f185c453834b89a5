"""The page of a printed table: what it is, how far it is proven, chart, table, downloads, fields, proofs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from budgetpress.website.addresses import href, up
from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.catalogue.citation import to_take_away
from budgetpress.website.charts.figure import SCRIPT, show
from budgetpress.website.charts.gallery import Gallery
from budgetpress.website.checks_html import checks_list, own_checks
from budgetpress.website.data import Check, Package, Part, Resource, text
from budgetpress.website.downloads import downloads
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.findings_html import table_findings
from budgetpress.website.markup import (
    cell,
    empty,
    facts,
    fold,
    grid,
    head,
    line,
    link,
    row_name,
    tag,
)
from budgetpress.website.page import Draft, Page, proven_bar, release_nav, release_titles, status_counts
from budgetpress.website.paging import CHECKS
from budgetpress.website.proof_html import legend, proofs_table
from budgetpress.website.table_html import Cells, data_table, parts_nav
from budgetpress.website.words import TYPE, both, listed, pair, yuan

_PLAIN = re.compile(r"[0-9]{1,18}(\.[0-9]{1,9})?")


def table_page(
    package: Package,
    number: str,
    cells: Cells,
    through: Mapping[str, tuple[Check, ...]],
    gallery: Gallery,
) -> Page:
    """The page `<release>/<number>/`; resources with one table number share it."""
    resources = package.tables[number]
    title, title_en = package.title(number)
    draft = Draft(
        f"{package.name}/{number}/index.html",
        *release_titles(package, f"{number} {title}", f"{number} {title_en or title}"),
    )
    titles = _section_titles(resources)
    sections = [
        (f"table-{resource.name}", *section) for resource, section in zip(resources, titles, strict=True)
    ]
    draft.add(release_nav(package, number, (*sections, *_SECTIONS)))
    draft.heading(1, f"{number} {title}", f"{number} {title_en or title}")
    draft.add(_facts(package, number))
    for resource, section in zip(resources, titles, strict=True):
        if shown := gallery.tables.get(resource.name):
            show(draft, package, shown, table=number)
        draft.heading(2, *section, identifier=f"table-{resource.name}")
        draft.add(data_table(resource, cells))
    long = any(resource.is_long for resource in resources)
    count = sum(len(resource.fields) for resource in resources)
    own = {} if long else own_checks(package, number)
    fields = "".join(_fields(resource, titled=len(resources) > 1) for resource in resources)
    contents = (
        downloads(package, resources) + to_take_away(package, number),
        fold(both(f"{count} 个字段", f"{count} fields"), fields),
        _elsewhere(package) if long else checks_list(package, number, own),
        _ways_to_proofs(resources) if long else _proofs(package, resources, through, cells, own),
    )
    for (identifier, zh, en), content in zip(_SECTIONS, contents, strict=True):
        draft.heading(2, zh, en, identifier=identifier)
        draft.add(content)
    draft.add(_pager(package, number) + PANEL + (LEAD if long else "") + SCRIPT)
    return draft.page()


def part_pages(
    package: Package, number: str, cells: Cells, through: Mapping[str, tuple[Check, ...]]
) -> Iterator[Page]:
    """The other pages of a long table: the rows beyond its first page, and the proofs of all."""
    title = package.title(number)
    for resource in package.tables[number] if package.tables[number][0].is_long else ():
        for part in resource.parts:
            if part.start:
                draft = _part_draft(package, number, part.page, title)
                draft.add(data_table(resource, cells, part))
                draft.add(PANEL + LEAD)
                yield draft.page()
            zh, en = (f"{title[0]}：来源与证明", f"{title[1] or title[0]}: sources and proofs")
            draft = _part_draft(package, number, part.proofs, (zh, en))
            ways = parts_nav(resource, part.proofs, proofs=True)
            proofs = _part_proofs(package, resource, part, through, cells)
            draft.add(ways + legend() + proofs)
            yield draft.page()


def _part_draft(package: Package, number: str, at: str, title: tuple[str, str]) -> Draft:
    zh, en = f"{number} {title[0]}", f"{number} {title[1] or title[0]}"
    count = at.rstrip("/").rpartition("/")[2]
    titles = release_titles(package, f"{zh} · {count}", f"{en} · {count}")
    draft = Draft(f"{package.name}/{at}index.html", *titles, searched=False)
    draft.add(release_nav(package, "", up=up(at)))
    draft.heading(1, zh, en)
    back = link(href(f"{number}/", at), both("回到这张表", "Back to the table"))
    draft.add(tag("p", back) + unit_switch())
    return draft


def _part_proofs(
    package: Package, resource: Resource, part: Part, through: Mapping[str, tuple[Check, ...]], cells: Cells
) -> str:
    if any(figure.proofs == part.proofs for figure in package.figures.values()):
        return proofs_table(package, resource, through, cells, {}, part)
    return empty("这些行没有数字。", "There are no figures in these rows.")


PANEL = tag("script", "", more='type="module" src="@root/assets/panel.js"')
# Leads on from the address that lasts to the page of a long table or list that has what it names.
LEAD = tag("script", "", more='type="module" src="@root/assets/lead.js"')


_SECTIONS = (
    ("downloads", "下载", "Downloads"),
    ("fields", "字段", "Fields"),
    ("checks", "勾稽关系", "Checks"),
    ("proofs", "来源与证明", "Sources and proofs"),
)


def _section_titles(resources: tuple[Resource, ...]) -> list[tuple[str, str]]:
    if len(resources) == 1:
        return [("数据表", "Table")]
    return [(resource.title, resource.title_en) for resource in resources]


def _facts(package: Package, number: str) -> str:
    resources = package.tables[number]
    counts = status_counts(package, number)
    items = (
        ("印刷单位", "Printed unit", html_text(resources[0].printed_unit) or "—"),
        ("公布单位", "Published unit", both("元", "yuan (CNY)")),
        ("行数", "Rows", listed(str(len(resource.rows)) for resource in resources)),
        ("数字", "Figures", str(sum(counts.values()))),
    )
    return facts(items) + proven_bar(counts) + table_findings(package, number) + unseen(package, number)


def unseen(package: Package, number: str) -> str:
    """What errors in the table no identity could have noticed, counted from strengths and identities."""
    strengths = [figure.strength for figure in package.figures.values() if figure.table == number]
    if not strengths:
        return ""
    alone, weak = strengths.count("1"), strengths.count("2")
    said = []
    if not _tied(package, number):
        said.append(
            (
                "没有关系连到别的表，整张表同乘一个倍数",
                "no identity leads to another table, so one wrong factor throughout",
            )
        )
    if alone:
        said.append(
            (f"{alone} 个强度为 1 的数字单独错", f"an error in {alone} of the figures, of strength 1")
        )
    if weak:
        said.append(
            (
                f"{weak} 个强度为 2 的数字与另一处同时错、恰好抵消",
                f"an error in {weak} of the figures, of strength 2, with one other that makes up for it",
            )
        )
    if rounded := _rounded(package, number):
        said.append(
            (
                f"不超过 {yuan(rounded)} 元、四舍五入可以解释的错",
                f"an error of {yuan(rounded)} yuan or less, which rounding explains",
            )
        )
    if not said:
        said.append(
            ("同时错三处以上、恰好抵消", "three or more errors at once that make up for each other exactly")
        )
    zh, en = "；".join(zh for zh, _ in said), "; ".join(en for _, en in said)
    text = both(f"这张表里看不出来的数字错误：{zh}。", f"What could go unseen in the figures here: {en}.")
    return tag("p", f"{text} {link('../../method/', both('方法', 'method'))}", "bp-note")


def _rounded(package: Package, number: str) -> Decimal:
    """The most by which rounding lets a figure of the table be off; 0 where all is exact."""
    least: dict[str, Decimal] = {}
    for check in package.checks:
        tolerance = text(check.record, "tolerance")
        if check.verdict == "holds" and check.record["kind"] != "within" and _PLAIN.fullmatch(tolerance):
            for name in check.figures:
                least[name] = min(Decimal(tolerance), least.get(name, Decimal(tolerance)))
    own = (off for name, off in least.items() if (f := package.figures.get(name)) and f.table == number)
    return max(own, default=Decimal(0))


def _tied(package: Package, number: str) -> bool:
    """Whether an equation holds figures of the table and of another one."""
    for check in package.checks:
        if check.verdict != "not_applicable" and check.record["kind"] != "within":
            tables = {package.figures[name].table for name in check.figures if name in package.figures}
            if number in tables and len(tables) > 1:
                return True
    return False


def _fields(resource: Resource, *, titled: bool) -> str:
    rows = []
    for field in resource.fields:
        kind = both(TYPE.get(field.type, field.type), field.type)
        rows.append(
            line(
                row_name(tag("code", html_text(field.name))),
                cell(both(field.title, field.title_en)),
                cell(kind + (f" · {both('元', 'yuan')}" if field.amount else "")),
                cell(both(field.description, field.description_en)),
            )
        )
    heads = (head("字段", "Field"), head("名称", "Title"), head("类型", "Type"), head("说明", "Description"))
    title = both(resource.title, resource.title_en)
    heading = tag("h3", title, identifier=anchor("fields", resource.name)) if titled else ""
    return heading + grid(pair(f"字段：{resource.title}", f"Fields: {resource.title_en}"), heads, rows)


def _proofs(
    package: Package,
    resources: tuple[Resource, ...],
    through: Mapping[str, tuple[Check, ...]],
    cells: Cells,
    own: Mapping[str, str],
) -> str:
    home = {figure.resource for figure in package.figures.values()}
    tables = [proofs_table(package, r, through, cells, own) for r in resources if r.name in home]
    if not tables:
        return empty("本表没有数字。", "There are no figures.")
    count = sum(figure.table == resources[0].table for figure in package.figures.values())
    said = both(f"{count} 个数字的原文、位置与证明", f"{count} figures as printed, their places and proofs")
    return legend() + fold(said, "".join(tables))


def _elsewhere(package: Package) -> str:
    """What stands for the identities of a long table: the list of all of them."""
    count = len(package.checks)
    said = both(f"全部 {count} 个勾稽关系", f"All {count} identities")
    return tag("p", link(href(CHECKS), said))


def _ways_to_proofs(resources: tuple[Resource, ...]) -> str:
    """What stands for the proofs of a long table: the pages that they are on, by the rows they prove."""
    said = both(
        "每个数字都连到它的证明；证明按行分页：",
        "Every figure leads to its proof; the proofs are on pages by rows:",
    )
    here = f"{resources[0].table}/"
    return tag("p", said) + "".join(parts_nav(resource, here, proofs=True) for resource in resources)


def _pager(package: Package, number: str) -> str:
    numbers = sorted(package.tables)
    here = numbers.index(number)
    links = []
    for step, arrow in ((-1, "← {}"), (1, "{} →")):
        if not 0 <= here + step < len(numbers):
            links.append("<span></span>")
            continue
        other = numbers[here + step]
        name = f"{html_text(other)} {both(*package.title(other))}"
        links.append(link(f"../{other}/", arrow.replace("{}", name)))
    label = pair("前后各表", "Previous and next table")
    return tag("nav", "".join(links), "bp-pager", more=f'aria-label="{label}"')
