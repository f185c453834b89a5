"""The pages of a release beside its tables: overview, checks, repairs, remarks and findings, validation."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from budgetpress.website.escape import anchor, attr, fragment, html_text, web_url
from budgetpress.website.load import Package, Record, records, text
from budgetpress.website.page import Draft, Page, proven_bar, release_nav, status_counts
from budgetpress.website.proof_html import (
    checks_by_figure,
    checks_section,
    figure_href,
    place,
    scroll,
    simple_table,
)
from budgetpress.website.table_html import figures_by_cell, row_id
from budgetpress.website.table_page import downloads, table_page
from budgetpress.website.validation_page import validation_page
from budgetpress.website.words import LEVEL, SIDE, STATUS, VERDICT, both, mark, yuan


def release_pages(package: Package) -> Iterator[Page]:
    """Every page of a release."""
    figures = figures_by_cell(package)
    through = checks_by_figure(package)
    repairs = {row["figure"]: row for row in package.role("repairs") if row["figure"]}
    yield overview_page(package)
    for number in package.tables:
        yield table_page(package, number, figures, through, repairs)
    yield checks_page(package)
    yield repairs_page(package)
    yield remarks_page(package)
    yield validation_page(package)


def headline(package: Package) -> list[tuple[str, Record, str]]:
    """The last total of each side of the table that its form draws as two sides: (side, row, amount)."""
    for resources in package.tables.values():
        for resource in resources:
            chart = resource.chart or {}
            if chart.get("kind") != "sides":
                continue
            side, value = text(chart, "side"), text(chart, "value")
            totals = {row[side]: row for row in resource.rows if row.get("kind") == "total" and row.get(value)}
            return [(name, row, row[value]) for name, row in totals.items()]
    return []


def headline_html(package: Package, up: str) -> str:
    """Total revenue and total expenditure, linked to where they stand; `up` leads to the release."""
    cards = []
    figures = {(f.resource, f.row, f.amount): f for f in package.figures.values()}
    tables = {r.name: r for group in package.tables.values() for r in group}
    for side, row, value in headline(package):
        word = SIDE.get(side)
        name = both(word.zh + "总计", "Total " + word.en.lower()) if word else html_text(side)
        figure = next(
            (f for (res, n, a), f in figures.items() if n == row["row"] and a == Decimal(value)
             and tables[res].chart and text(tables[res].chart or {}, "kind") == "sides"), None
        )  # fmt: skip
        amount = f"{yuan(Decimal(value))} {both('元', 'yuan')}"
        if figure is not None:
            href = f"{up}{figure.table}/{fragment(figure.id)}"
            amount = f'<a href="{attr(href)}">{amount}</a> {mark(STATUS[figure.status], figure.status)}'
        cards.append(f'<div class="bp-total"><dt>{name}</dt><dd>{amount}</dd></div>')
    return f'<dl class="bp-totals">{"".join(cards)}</dl>' if cards else ""


def overview_page(package: Package) -> Page:
    """`<release>/`: who, which year, totals, tables, what is missing, downloads, sources, licence, citation."""
    title, english = package.text("title") or package.name, package.text("title_en")
    draft = Draft(f"{package.name}/index.md", f"{title} {english}", package.text("description") or title)
    draft.slot("nav", release_nav(package, "index", _SECTIONS))
    draft.heading(1, title, english)
    draft.slot("facts", _facts(package))
    draft.slot("totals", headline_html(package, ""))
    draft.heading(2, "有多少已被证明", "How much is proven", identifier="proven")
    draft.slot("proven", proven_bar(status_counts(package)) + _verdicts(package))
    draft.heading(2, "各表", "Tables", identifier="tables")
    draft.slot("tables", _tables(package))
    missing = records(package.descriptor, "missingTables")
    if missing:
        draft.heading(3, "来源中没有的表", "Tables that are not in the source", identifier="missing")
        draft.slot("missing", _missing(missing))
    draft.heading(2, "下载", "Downloads", identifier="downloads")
    draft.slot("downloads", _all_downloads(package))
    draft.heading(2, "来源", "Sources", identifier="sources")
    draft.slot("sources", _sources(package))
    draft.heading(2, "许可与引用", "Licence and citation", identifier="licence")
    draft.slot("licence", _licence(package))
    return draft.page()


_SECTIONS = (
    ("proven", "有多少已被证明", "How much is proven"),
    ("tables", "各表", "Tables"),
    ("downloads", "下载", "Downloads"),
    ("sources", "来源", "Sources"),
    ("licence", "许可与引用", "Licence and citation"),
)


def checks_page(package: Package) -> Page:
    """`<release>/checks/`: every identity, failing ones first."""
    draft = Draft(f"{package.name}/checks/index.md", f"勾稽关系 Checks · {package.text('title')}", "勾稽关系 Checks")
    sections = [(f"verdict-{name}", f"{word.zh}", word.en) for name, word in VERDICT.items()]
    draft.slot("nav", release_nav(package, "checks", tuple(sections)))
    draft.heading(1, "勾稽关系", "Checks")
    draft.text(
        "报表里的数字互相约束：合计等于各项之和，收入等于支出，同一笔钱在两张表里相等。下面是全部这样的关系，两边逐个数字可点。",
        "The figures of a budget constrain each other: totals are sums, revenue equals expenditure, the same money"
        " is equal in two tables. Here is every such identity, with each figure of both sides as a link.",
    )
    draft.slot("summary", _verdicts(package))
    for name, word in VERDICT.items():
        draft.heading(2, word.zh, word.en.capitalize(), identifier=f"verdict-{name}")
        draft.slot(f"checks-{name.replace('_', '-')}", checks_section(package, name))
    return draft.page()


def repairs_page(package: Package) -> Page:
    """`<release>/repairs/`: printed and published, with the evidence."""
    draft = Draft(f"{package.name}/repairs/index.md", f"修复 Repairs · {package.text('title')}", "修复 Repairs")
    draft.slot("nav", release_nav(package, "repairs"))
    draft.heading(1, "修复", "Repairs")
    draft.text(
        "只有当表中的勾稽关系唯一地逼出另一个值时，公布值才与印出的不同。每一处都列在这里，连同证据。",
        "A published value differs from the printed one only where the identities force another value uniquely."
        " Every such place is listed here with its evidence.",
    )
    rows = [_repair(package, row) for row in package.role("repairs")]
    headings = (both("位置", "Where"), both("原文 → 公布", "Printed → published"), both("依据", "Evidence"), both("关系", "Identities"))
    empty = both("本发布没有修复：所有数字都照原文读出。", "Nothing is repaired in this release: every figure is published as printed.")
    draft.slot("repairs", scroll("修复 Repairs", simple_table(headings, rows)) if rows else f'<p class="bp-empty">{empty}</p>')
    return draft.page()


def remarks_page(package: Package) -> Page:
    """`<release>/remarks/`: findings, and the cells that belong nowhere certain."""
    draft = Draft(f"{package.name}/remarks/index.md", f"备注与发现 Remarks and findings · {package.text('title')}", "备注与发现 Remarks and findings")  # fmt: skip
    draft.slot("nav", release_nav(package, "remarks", (("findings", "发现", "Findings"), ("remarks", "备注", "Remarks"))))
    draft.heading(1, "备注与发现", "Remarks and findings")
    draft.heading(2, "发现", "Findings", identifier="findings")
    draft.text("读者应当知道的事：编码与名称不一致、读不出的数字等。", "What a reader should know: codes that disagree with names, amounts that could not be read.")
    findings = [_finding(package, row) for row in package.role("findings")]
    heads = (both("级别", "Level"), both("位置", "Where"), both("内容", "What"), both("原文位置", "Place"))
    draft.slot("findings", _or_none(scroll("发现 Findings", simple_table(heads, findings)), findings))
    draft.heading(2, "备注", "Remarks", identifier="remarks")
    draft.text("原文中归不进任何表格的文字，一字不丢地留在这里。", "Text of the source that belongs to no cell for certain. Nothing is dropped; it is kept here.")
    remarks = [_remark(package, row) for row in package.role("remarks")]
    heads = (both("表", "Table"), both("文字", "Text"), both("为什么放在这里", "Why it is here"), both("原文位置", "Place"))
    draft.slot("remarks", _or_none(scroll("备注 Remarks", simple_table(heads, remarks)), remarks))
    return draft.page()


def _or_none(html: str, rows: list[str]) -> str:
    return html if rows else f'<p class="bp-empty">{both("没有。", "None.")}</p>'


def _facts(package: Package) -> str:
    body = package.descriptor.get("body")
    body = body if isinstance(body, dict) else {}
    form = package.descriptor.get("form")
    form = form if isinstance(form, dict) else {"name": form}
    facts = (
        ("编制单位", "Body", both(text(body, "name"), text(body, "name_en")) + f" <small>{html_text(text(body, 'code'))}</small>"),
        ("年度", "Fiscal year", html_text(package.text("fiscalYear"))),
        ("阶段", "Phase", html_text(package.text("phase"))),
        ("表式", "Form", both(text(form, "title") or text(form, "name"), text(form, "title_en"))),
        ("版本", "Version", html_text(f"{package.text('version')} {package.text('created')}")),
    )  # fmt: skip
    description = both(package.text("description"), package.text("description_en"))
    lines = "".join(f"<dt>{both(zh, en)}</dt><dd>{value}</dd>" for zh, en, value in facts)
    return (f"<p>{description}</p>" if description else "") + f'<dl class="bp-facts">{lines}</dl>'


def _verdicts(package: Package) -> str:
    items = []
    for name, word in VERDICT.items():
        count = sum(1 for check in package.checks if check.verdict == name)
        items.append(f"<li>{mark(word, name, text=True)} <b>{count}</b></li>")
    return f'<p class="bp-note">{both("勾稽关系", "Identities")}</p><ul class="bp-legend">{"".join(items)}</ul>'


def _tables(package: Package) -> str:
    rows = []
    for number, resources in sorted(package.tables.items()):
        counts = status_counts(package, number)
        first = resources[0]
        cells = "".join(f'<td class="bp-n">{count or "·"}</td>' for count in counts.values())
        lengths = "、".join(str(len(r.rows)) for r in resources)
        rows.append(
            f'<tr><td>{html_text(number)}</td><th scope="row"><a href="{attr(number)}/">{both(first.title, first.title_en)}</a></th>'
            f'<td class="bp-n">{lengths}</td>{cells}</tr>'
        )
    statuses = (mark(word, name, text=True) for name, word in STATUS.items())
    return scroll("各表 Tables", simple_table((both("表", "No."), both("名称", "Title"), both("行", "Rows"), *statuses), rows))


def _missing(missing: list[Record]) -> str:
    items = (
        f"<li>{html_text(text(item, 'number'))} {both(text(item, 'title'), text(item, 'title_en'))}："
        f"{both(text(item, 'reason_zh'), text(item, 'reason_en'))}</li>"
        for item in missing
    )
    return f"<ul>{''.join(items)}</ul>"


def _all_downloads(package: Package) -> str:
    tables = tuple(r for r in package.resources if r.role == "table")
    others = tuple(r for r in package.resources if r.role != "table")
    report = ' · <a href="reports/validation.json" download>validation.json</a>' if package.validation else ""
    words = both("描述文件：", "The descriptor of the whole package:")
    more = both("金额、勾稽关系、修复、发现、备注与代码表", "Figures, checks, repairs, findings, remarks and code lists")
    return (
        f'<p>{words} <a href="datapackage.json" download>datapackage.json</a>{report}</p>{downloads(package, tables, "")}'
        f"<details><summary>{more} <b>{len(others)}</b></summary>{downloads(package, others, '')}</details>"
    )


def _sources(package: Package) -> str:
    rows = []
    for source in records(package.descriptor, "sources"):
        url = web_url(text(source, "path")) or web_url(text(source, "url"))
        title = html_text(text(source, "title") or text(source, "file") or text(source, "path"))
        linked = f'<a href="{attr(url)}" rel="noopener">{title}</a>' if url else title
        rows.append(
            f'<tr><td>{linked}</td><td>{html_text(text(source, "file"))}</td>'
            f'<td><code class="bp-hash">{html_text(text(source, "sha256"))}</code></td></tr>'
        )
    headings = (both("来源", "Source"), both("文件", "File"), "SHA-256")
    return scroll("来源 Sources", simple_table(headings, rows)) if rows else _or_none("", rows)


def _licence(package: Package) -> str:
    items = []
    for licence in records(package.descriptor, "licenses"):
        url = web_url(text(licence, "path"))
        name = html_text(text(licence, "title") or text(licence, "name"))
        items.append(f'<a href="{attr(url)}" rel="license noopener">{name}</a>' if url else name)
    body = package.descriptor.get("body")
    body = body if isinstance(body, dict) else {}
    version, created, year = package.text("version"), package.text("created")[:10], package.text("created")[:4]
    zh = f"{text(body, 'name')}：《{package.text('title')}》，数据集 {package.name}，版本 {version}，{created}。"
    en = f"{text(body, 'name_en')} ({year}). {package.text('title_en')}. Data set {package.name}, version {version}."
    return (
        f"<p>{both('许可：', 'Licence:')} {'、'.join(items) or '—'}</p>"
        f'<blockquote class="bp-cite"><p>{html_text(zh)}</p><p lang="en">{html_text(en)}</p></blockquote>'
    )


def _where(package: Package, row: Record) -> str:
    """A link to the cell, else to the row, else to the table that a record speaks of."""
    table, number, field = row.get("table", ""), row.get("row", ""), row.get("field", "")
    resources = package.tables.get(table)
    shown = " · ".join(word for word in (table, number and f"r{number}", field) if word)
    if resources is None:
        return html_text(shown) or "—"
    figure = package.figures.get(row.get("figure", "") or f"{table}.r{number}.{field}")
    if figure is not None and figure.table == table:
        return f'<a href="{attr(figure_href(figure))}">{html_text(shown)}</a>'
    owner = next((r for r in resources if r.field(field) is not None), resources[0])
    target = row_id(owner, number) if any(r["row"] == number for r in owner.rows) else ""
    return f'<a href="../{attr(table)}/{attr(fragment(target)) if target else ""}">{html_text(shown)}</a>'


def _repair(package: Package, row: Record) -> str:
    before, after = (_checks(package, row.get(key, "")) for key in ("failed_before", "hold_after"))
    margin = f"<br>{both('次优解释多付', 'The next explanation costs more by')} {html_text(row['margin'])}" if row["margin"] else ""
    return (
        f'<tr id="{anchor("repair", row["id"])}"><td>{_where(package, row)}<span class="bp-sub">{place(row, file=True)}</span></td>'
        f'<td><span class="bp-raw">{html_text(row["printed"])}</span> → <b>{html_text(row["published"])}</b>'
        f'<span class="bp-sub">{html_text(row["kind"])}</span></td>'
        f"<td>{both(row['evidence_zh'], row['evidence_en'])}{margin}</td>"
        f"<td>{both('原先不成立', 'failed before')}：{before}<br>{both('现在成立', 'hold now')}：{after}</td></tr>"
    )


def _checks(package: Package, identifiers: str) -> str:
    known = {check.id for check in package.checks}
    links = (
        f'<a href="../checks/{attr(fragment(anchor("check", name)))}">{html_text(name)}</a>' if name in known else html_text(name)
        for name in identifiers.split()
    )
    return " ".join(links) or "—"


def _finding(package: Package, row: Record) -> str:
    word = LEVEL.get(row["level"])
    level = mark(word, row["level"], text=True) if word else html_text(row["level"])
    return (
        f'<tr id="{anchor("finding", row["number"])}"><td>{level}<span class="bp-sub">{html_text(row["code"])}</span></td>'
        f"<td>{_where(package, row)}</td><td>{both(row['message_zh'], row['message_en'])}</td><td>{place(row, file=True)}</td></tr>"
    )


def _remark(package: Package, row: Record) -> str:
    return (
        f'<tr id="{anchor("remark", row["number"])}"><td>{_where(package, row)}</td>'
        f'<td class="bp-raw">{html_text(row["text"])}</td><td>{both(row["reason_zh"], row["reason_en"])}</td>'
        f"<td>{place(row, file=True)}</td></tr>"
    )
