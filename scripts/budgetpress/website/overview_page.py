"""The first page of a release: who, which year, totals, tables and gaps, downloads, sources, licence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.archive import archive_bytes, archive_name
from budgetpress.website.catalogue.schema_org import release_block
from budgetpress.website.charts.embed import chart_files
from budgetpress.website.charts.figure import SCRIPT, show
from budgetpress.website.charts.gallery import Gallery
from budgetpress.website.charts.headline import headline_cards, headlines
from budgetpress.website.charts.hundred import of_a_hundred
from budgetpress.website.data import Package, part, records, text
from budgetpress.website.downloads import checksum, downloads, file_href, format_list
from budgetpress.website.escape import html_text, web_url
from budgetpress.website.markup import (
    cell,
    facts,
    grid,
    head,
    line,
    link,
    marked,
    none,
    number,
    number_head,
    row_name,
    tag,
)
from budgetpress.website.page import Draft, Page, Section, proven_bar, release_nav, status_counts
from budgetpress.website.words import (
    COLON,
    PHASE,
    STATUS,
    VERDICT,
    Word,
    both,
    listed,
    pair,
    size,
)

_PICTURES: Section = ("pictures", "钱从哪里来，用在哪里", "The money in pictures")
_SECTIONS: tuple[Section, ...] = (
    ("proven", "有多少已被证明", "How much is proven"),
    ("tables", "各表", "Tables"),
    ("downloads", "下载", "Downloads"),
    ("sources", "来源", "Sources"),
    ("licence", "许可与引用", "Licence and citation"),
)


def overview_page(package: Package, gallery: Gallery) -> Page:
    """The page `<release>/`."""
    title, english = package.text("title") or package.name, package.text("title_en")
    description = (package.text("description") or title, package.text("description_en") or english)
    draft = Draft(f"{package.name}/index.html", (title, english), description)
    draft.add(release_nav(package, "index", (_PICTURES, *_SECTIONS) if gallery.overview else _SECTIONS))
    draft.heading(1, title, english)
    draft.add(headline_cards(tuple(headlines(package)), "") + unit_switch())
    draft.add(of_a_hundred(shown.chart for shown in gallery.overview) + _facts(package))
    if gallery.overview:
        draft.heading(2, *_PICTURES[1:], identifier=_PICTURES[0])
        for shown in gallery.overview:
            show(draft, package, shown)
        draft.add(SCRIPT)
    for shown in gallery:
        for name, content in chart_files(package, shown):
            draft.file(name, content)
    archive = archive_bytes(package)
    draft.file(archive_name(package), archive)
    contents = (
        proven_bar(status_counts(package)) + verdicts(package),
        _tables(package) + _missing(records(package.descriptor, "missingTables")),
        _downloads(package, archive),
        _sources(package),
        _licence(package) + release_block(package),
    )
    for (identifier, zh, en), content in zip(_SECTIONS, contents, strict=True):
        draft.heading(2, zh, en, identifier=identifier)
        draft.add(content)
    return draft.page()


def verdicts(package: Package) -> str:
    """How many identities hold, fail and do not apply."""
    items = []
    for name, word in VERDICT.items():
        count = sum(1 for check in package.checks if check.verdict == name)
        items.append(tag("li", f"{marked(word, name)} <b>{count}</b>"))
    return tag("p", both("勾稽关系", "Identities"), "bp-note") + tag("ul", "".join(items), "bp-legend")


def _facts(package: Package) -> str:
    body, form = part(package.descriptor, "body"), part(package.descriptor, "form")
    phase = PHASE.get(package.text("phase"), Word(zh=package.text("phase"), en=""))
    code = tag("small", html_text(text(body, "code")))
    items = (
        ("编制单位", "Body", f"{both(text(body, 'name'), text(body, 'name_en'))} {code}"),
        ("年度", "Fiscal year", html_text(package.text("fiscalYear"))),
        ("阶段", "Phase", both(phase.zh, phase.en)),
        ("表式", "Form", both(text(form, "title") or text(form, "name"), text(form, "title_en"))),
        ("版本", "Version", html_text(f"{package.text('version')} · {package.text('created')[:10]}")),
    )
    description = both(package.text("description"), package.text("description_en"))
    return (tag("p", description) if description else "") + facts(items)


def _tables(package: Package) -> str:
    rows = []
    for table, resources in sorted(package.tables.items()):
        title = link(f"{table}/", both(*package.title(table)))
        counts = (number(count or "·") for count in status_counts(package, table).values())
        lengths = number(listed(str(len(resource.rows)) for resource in resources))
        rows.append(line(cell(html_text(table)), row_name(title), lengths, *counts))
    statuses = (tag("th", marked(w, n), "bp-num", more='scope="col"') for n, w in STATUS.items())
    heads = (head("表", "No."), head("名称", "Title"), number_head("行", "Rows"), *statuses)
    return grid(pair("各表", "Tables"), heads, rows)


def _missing(missing: list[Mapping[str, Any]]) -> str:
    items = [
        tag(
            "li",
            f"{html_text(text(item, 'number'))} {both(text(item, 'title'), text(item, 'title_en'))}"
            f"{COLON}{both(text(item, 'reason_zh'), text(item, 'reason_en'))}",
        )
        for item in missing
    ]
    title = tag("h3", both("来源中没有的表", "Tables that are not in the source"), identifier="missing")
    return title + tag("ul", "".join(items)) if items else ""


def _downloads(package: Package, archive: bytes) -> str:
    tables = tuple(resource for resource in package.resources if resource.role == "table")
    others = tuple(resource for resource in package.resources if resource.role != "table")
    whole = both(
        "整个发布（数据、来源、说明、校验报告与 SHA256SUMS）：",
        "The whole release (data, sources, README, validation report and SHA256SUMS):",
    )
    name = archive_name(package)
    zipped = (
        f"{link(file_href(package, name), html_text(name), more='download')}"
        f" {tag('small', size(len(archive)))} {checksum(archive)}"
    )
    files = [link(file_href(package, "datapackage.json"), "datapackage.json", more="download")]
    if package.validation is not None:
        report = file_href(package, "reports/validation.json")
        files.append(link(report, "validation.json", more="download"))
    words = both(
        "整个数据包的描述与校验报告：", "Description of the whole package, and its validation report:"
    )
    more = both(
        "金额、勾稽关系、修复、发现、备注与代码表", "Figures, checks, repairs, findings, remarks, code lists"
    )
    beside = pair("下载：表以外的数据", "Downloads beside the tables")
    summary = tag("summary", f"{more} <b>{len(others)}</b>")
    fold = summary + downloads(package, others, beside)
    lines = tag("p", f"{whole} {zipped}") + tag("p", f"{words} {' · '.join(files)}")
    use = tag(
        "p",
        link(
            "use/", both("怎样用 pandas、R、Excel 等读取", "How to read it with pandas, R, Excel and others")
        ),
    )
    return lines + downloads(package, tables) + tag("details", fold) + format_list() + use


def _sources(package: Package) -> str:
    rows = []
    for source in records(package.descriptor, "sources"):
        url = web_url(text(source, "path")) or web_url(text(source, "url"))
        title = html_text(text(source, "title") or text(source, "file") or text(source, "path"))
        named = link(url, title, more='rel="noopener"') if url else title
        digest = tag("code", html_text(text(source, "sha256")), "bp-hash")
        rows.append(line(cell(named), cell(html_text(text(source, "file"))), cell(digest)))
    sha = tag("th", "SHA-256", more='scope="col"')
    heads = (head("来源", "Source"), head("文件", "File"), sha)
    return grid(pair("来源", "Sources"), heads, rows) if rows else none()


def _licence(package: Package) -> str:
    items = []
    for licence in records(package.descriptor, "licenses"):
        url = web_url(text(licence, "path"))
        name = html_text(text(licence, "title") or text(licence, "name"))
        items.append(link(url, name, more='rel="license noopener"') if url else name)
    cite = tag("p", both(package.text("citation"), package.text("citation_en")))
    named = listed(items) or "—"
    return tag("p", f"{both('许可：', 'Licence: ')}{named}") + tag("blockquote", cite, "bp-cite")
