"""The pages of a release beside its tables: checks, repairs, remarks and findings; and all in a row."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import groupby

from budgetpress.website.addresses import check_address, href, row_address, up
from budgetpress.website.amounts_html import UNIT, money, unit_switch
from budgetpress.website.catalogue.use_page import use_page
from budgetpress.website.charts.gallery import Gallery
from budgetpress.website.checks_html import checks_by_figure, checks_nav, checks_pages, checks_section
from budgetpress.website.data import Package, Record
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.markup import cell, empty, grid, head, line, link, marked, none, sub, tag
from budgetpress.website.overview_page import overview_page, verdicts
from budgetpress.website.page import Draft, Page, Section, release_nav, release_titles
from budgetpress.website.paging import CHECKS
from budgetpress.website.proof_html import figure_href, many_sources, place_link
from budgetpress.website.source_page import source_pages
from budgetpress.website.statements_page import statements_page
from budgetpress.website.table_html import Cells
from budgetpress.website.table_page import LEAD, part_pages, table_page
from budgetpress.website.validation_page import validation_page
from budgetpress.website.words import BLANK, LEVEL, VERDICT, both, pair, printed


def release_pages(package: Package, kinds: Container[str] = ()) -> Iterator[Page]:
    """Every page of a release; `kinds` are the kinds of defect that have a page of their own."""
    gallery = Gallery(package)
    cells = Cells(package)
    through = checks_by_figure(package)
    yield overview_page(package, gallery)
    for number in package.tables:
        yield table_page(package, number, cells, through, gallery)
        yield from part_pages(package, number, cells, through)
    for page in checks_pages(package):
        yield checks_page(package, page)
    yield repairs_page(package, kinds)
    if package.role("statements"):
        yield statements_page(package)
    yield remarks_page(package)
    yield from source_pages(package)
    yield validation_page(package)
    yield use_page(package)


def _draft(package: Package, name: str, zh: str, en: str, sections: tuple[Section, ...] = ()) -> Draft:
    draft = Draft(f"{package.name}/{name}/index.html", *release_titles(package, zh, en))
    draft.add(release_nav(package, name, sections))
    draft.heading(1, zh, en)
    return draft


def checks_page(package: Package, at: str) -> Page:
    """`<release>/checks/`: every identity, failing ones first; of many, those of the page `at`."""
    there = {check.verdict for check in package.checks if check.page == at}
    shown = [name for name in VERDICT if at == CHECKS or name in there]
    sections = tuple((f"verdict-{name}", VERDICT[name].zh, VERDICT[name].en.capitalize()) for name in shown)
    draft = Draft(f"{package.name}/{at}index.html", *release_titles(package, "勾稽关系", "Checks"))
    draft.add(release_nav(package, "checks", sections, up=up(at)))
    draft.heading(1, "勾稽关系", "Checks")
    draft.text(
        "报表里的数字互相约束：合计等于各项之和，收入等于支出，同一笔钱在两张表里相等。"
        "下面是全部这样的关系，两边逐个数字可点。",
        "The figures of a budget constrain each other: totals are sums, revenue equals expenditure, the same"
        " money is equal in two tables. Here is every such identity, each figure on both sides a link.",
    )
    ways = checks_nav(package, at)
    draft.add(verdicts(package) + unit_switch() + ways)
    for identifier, zh, en in sections:
        draft.heading(2, zh, en, identifier=identifier)
        draft.add(checks_section(package, identifier.removeprefix("verdict-"), at))
    if ways:
        draft.add(LEAD)
    return draft.page()


def repairs_page(package: Package, kinds: Container[str]) -> Page:
    """`<release>/repairs/`: printed and published, with the evidence and a link to its kind."""
    draft = _draft(package, "repairs", "修复", "Repairs")
    draft.text(
        "只有当勾稽关系、代码表或其他表唯一地指向另一个值时，公布值才与印出的不同。每一处都列在这里，连同证据。",
        "A published value differs from the printed one only where identities, code lists or other tables"
        " point to one other value. Every such place is listed here with its evidence.",
    )
    rows = [
        _repair(package, list(group), kinds) for _, group in groupby(package.role("repairs"), key=_defect)
    ]
    heads = (head("位置：原文 → 公布", "Where: printed → published"), head("依据", "Evidence"))
    nothing = empty(
        "本发布没有修复：公布的都是照原文读出的数。",
        "Nothing is repaired in this release: all is as printed.",
    )
    shown = unit_switch() + grid(pair("修复", "Repairs"), heads, rows) if rows else nothing
    draft.add(shown)
    return draft.page()


def remarks_page(package: Package) -> Page:
    """`<release>/remarks/`: findings, and the cells that belong nowhere certain."""
    sections = (("findings", "发现", "Findings"), ("remarks", "备注", "Remarks"))
    draft = _draft(package, "remarks", "备注与发现", "Remarks and findings", sections)
    draft.heading(2, "发现", "Findings", identifier="findings")
    draft.text(
        "读者应当知道的事：编码与名称不一致、读不出的数字、印错了栏的行等。最要紧的在前。",
        "What a reader should know: codes that disagree with names, amounts that could not be read, rows"
        " printed in the wrong columns. The gravest come first.",
    )
    order = {level: position for position, level in enumerate(LEVEL)}
    findings = sorted(package.role("findings"), key=lambda row: order.get(row["level"], -1))
    rows = [_finding(package, row) for row in findings]
    heads = (head("级别", "Level"), head("位置", "Where"), head("内容", "What"), head("原文位置", "Place"))
    draft.add(grid(pair("发现", "Findings"), heads, rows) if rows else none())
    draft.heading(2, "备注", "Remarks", identifier="remarks")
    draft.text(
        "原文中归不进任何表格的文字，一字不丢地留在这里。",
        "Text of the source that belongs to no cell for certain. Nothing is dropped; it is kept here.",
    )
    rows = [_remark(package, row) for row in package.role("remarks")]
    heads = (head("表", "Table"), head("文字", "Text"), head("为什么", "Why"), head("原文位置", "Place"))
    draft.add(grid(pair("备注", "Remarks"), heads, rows) if rows else none())
    return draft.page()


def _where(package: Package, row: Record) -> str:
    """A link to the cell, else to the row, else to the table that a record speaks of."""
    table, number, field = row.get("table", ""), row.get("row", ""), row.get("field", "")
    resources = package.tables.get(table)
    shown = html_text(" · ".join(word for word in (table, number and f"r{number}", field) if word)) or "—"
    if resources is None:
        return shown
    figure = package.figures.get(row.get("figure", "") or f"{table}.r{number}.{field}")
    if figure is not None and figure.table == table:
        return link(figure_href(figure), shown)
    owner = next((r for r in resources if r.field(field) is not None), resources[0])
    return link(href(row_address(owner, number)), shown)


def _spot(package: Package, row: Record, identifier: str) -> str:
    return place_link(package, row, identifier, file=many_sources(package))


def _defect(row: Record) -> str:
    """What the changes of one defect share: `R3` of `R3.1` and `R3.2`."""
    return row["id"].partition(".")[0]


def _repair(package: Package, rows: list[Record], kinds: Container[str]) -> str:
    """One defect: every cell that it changed, and the evidence once."""
    first = rows[0]
    before, after = first["failed_before"].split(), first["hold_after"].split()
    settled = [name for name in before if name in after]
    groups = (
        ("原先不成立、现在成立", "Failed before, hold now", settled),
        ("原先不成立", "Failed before", [name for name in before if name not in settled]),
        ("现在成立", "Hold now", [name for name in after if name not in settled]),
    )
    links = "".join(
        f"<dt>{both(zh, en)}</dt><dd>{_checks(package, names)}</dd>" for zh, en, names in groups if names
    )
    count = len({*before, *after})
    summary = tag("summary", both(f"{count} 个勾稽关系", f"{count} identities"))
    fold = tag("details", summary + tag("dl", links)) if links else ""
    kind = html_text(first["kind"])
    if first["kind"] in kinds:
        kind = link(f"../../kinds/{first['kind']}/", kind)
    return line(
        cell("".join(_changed(package, row) for row in rows)),
        cell(both(first["evidence_zh"], first["evidence_en"]) + fold + sub(kind)),
    )


def _changed(package: Package, row: Record) -> str:
    """One changed cell: where it is, what was printed and what is published."""
    before = tag("span", html_text(row["printed"]), "bp-raw", source=True) if row["printed"] else BLANK
    where = f"{_where(package, row)} {sub(_spot(package, row, anchor('repair', row['id'])))}"
    change = f"{where}{before} → {tag('b', _published(package, row))}"
    return tag("div", change, "bp-change", identifier=anchor("repair", row["id"]))


def _published(package: Package, row: Record) -> str:
    figure = package.figures.get(row["figure"])
    if figure is not None and figure.amount is not None:
        return f"{money(figure.amount, figure_href(figure))} {UNIT}"
    return printed(row["published"]) if row["published"] else BLANK


def _checks(package: Package, names: list[str]) -> str:
    known = {check.id: check for check in package.checks}
    shown = [
        link(href(check_address(known[name])), html_text(name)) if name in known else html_text(name)
        for name in names
    ]
    return "<br>".join(shown)


def _finding(package: Package, row: Record) -> str:
    word = LEVEL.get(row["level"])
    level = marked(word, row["level"]) if word else html_text(row["level"])
    return line(
        cell(level + sub(html_text(row["code"]))),
        cell(_where(package, row)),
        cell(both(row["message_zh"], row["message_en"])),
        cell(_spot(package, row, anchor("finding", row["number"]))),
        identifier=anchor("finding", row["number"]),
    )


def _remark(package: Package, row: Record) -> str:
    return line(
        cell(_where(package, row)),
        cell(html_text(row["text"]), "bp-raw", source=True),
        cell(both(row["reason_zh"], row["reason_en"])),
        cell(_spot(package, row, anchor("remark", row["number"]))),
        identifier=anchor("remark", row["number"]),
    )
