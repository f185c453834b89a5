"""The page of a printed table: what it is, how far it is proven, chart, table, downloads, fields, proofs."""

from __future__ import annotations

from collections.abc import Mapping

from budgetpress.website.chart_data import ChartData, chart_data
from budgetpress.website.chart_spec import chart_spec
from budgetpress.website.escape import anchor, attr, html_text
from budgetpress.website.load import Check, Package, Record, Resource
from budgetpress.website.page import Draft, Page, proven_bar, release_nav, status_counts
from budgetpress.website.proof_html import checks_list, proofs_table, scroll, simple_table
from budgetpress.website.table_html import Figures, data_table, words
from budgetpress.website.words import TYPE, both, size


def table_page(
    package: Package,
    number: str,
    figures: Figures,
    through: Mapping[str, tuple[Check, ...]],
    repairs: Mapping[str, Record],
) -> Page:
    """The page `<release>/<number>/`; resources with one table number share it."""
    resources = package.tables[number]
    first = resources[0]
    draft = Draft(
        f"{package.name}/{number}/index.md",
        f"{number} {first.title} {first.title_en} · {package.text('title')}",
        f"{package.text('title')}：{first.title}，{package.text('title_en')}: {first.title_en}",
    )
    sections = [(f"table-{r.name}", r.title if len(resources) > 1 else "数据表", "Table") for r in resources]
    sections += [("downloads", "下载", "Downloads"), ("fields", "字段", "Fields")]
    sections += [("checks", "勾稽关系", "Checks"), ("proofs", "来源与证明", "Sources and proofs")]
    draft.slot("nav", release_nav(package, number, tuple(sections)))
    draft.heading(1, f"{number} {first.title}", first.title_en)
    draft.slot("facts", _facts(package, number))
    for resource in resources:
        _chart(draft, package, resource)
        title = (resource.title, resource.title_en) if len(resources) > 1 else ("数据表", "Table")
        draft.heading(2, *title, identifier=f"table-{resource.name}")
        draft.slot(f"data-{resource.name}", data_table(package, resource, figures), words=words(resource))
    draft.heading(2, "下载", "Downloads", identifier="downloads")
    draft.slot("downloads", downloads(package, resources, "../"))
    draft.heading(2, "字段", "Fields", identifier="fields")
    draft.slot("fields", "".join(_fields(r, titled=len(resources) > 1) for r in resources))
    draft.heading(2, "勾稽关系", "Checks", identifier="checks")
    draft.slot("checks", checks_list(package, number))
    draft.heading(2, "来源与证明", "Sources and proofs", identifier="proofs")
    draft.slot("proofs", _proofs(package, resources, through, repairs))
    draft.slot("pager", _pager(package, number))
    return draft.page()


def _facts(package: Package, number: str) -> str:
    unit = package.tables[number][0].printed_unit
    counts = status_counts(package, number)
    total = sum(counts.values())
    lines = [
        f"<dt>{both('印刷单位', 'Printed unit')}</dt><dd>{html_text(unit) or '—'}</dd>",
        f"<dt>{both('公布单位', 'Published unit')}</dt><dd>{both('元', 'yuan (CNY)')}</dd>",
        f"<dt>{both('行数', 'Rows')}</dt><dd>{'、'.join(str(len(r.rows)) for r in package.tables[number])}</dd>",
        f"<dt>{both('数字', 'Figures')}</dt><dd>{total}</dd>",
    ]
    return f'<dl class="bp-facts">{"".join(lines)}</dl>{proven_bar(counts)}'


def _chart(draft: Draft, package: Package, resource: Resource) -> None:
    if resource.chart is None:
        return
    data = chart_data(package, resource)
    if data is None:
        empty = both("表中没有可以作图的数字。", "There is nothing in this table to draw.")
        draft.slot(f"chart-{resource.name}", f'<p class="bp-empty">{empty}</p>')
        return
    file = f"{resource.name}.vl.json"
    draft.file(file, chart_spec(data))
    draft.slot(f"chart-{resource.name}", _figure(package, resource, data, file))


def _figure(package: Package, resource: Resource, data: ChartData, file: str) -> str:
    label = attr(f"{data.finding.zh}。{data.finding.en}. 数据见本页的表 The table on this page has the data.")
    unit = both("单位：行", "Unit: rows") if data.counts else both("单位：万元", "Unit: CNY 10,000")
    source = both(f"来源：{package.text('title')}", f"Source: {package.text('title_en')}")
    doubt = (
        f" · {both(f'其中 {data.disputed} 个数字存疑', f'{data.disputed} of the figures are disputed')}"
        if data.disputed
        else ""
    )
    height = 40 * len(data.bars) + (24 * len(data.series) if len(data.series) > 1 else 0)
    table = f'<a href="#table-{attr(resource.name)}">{both("数据见下表", "data in the table below")}</a>'
    return (
        f'<figure class="bp-chart"><figcaption><b>{both(data.finding.zh, data.finding.en)}</b>'
        f'<span class="bp-sub">{both(data.question.zh, data.question.en)}</span></figcaption>'
        f'<div class="bp-canvas" role="img" aria-label="{label}" data-spec="{attr(file)}"'
        f' style="min-height:{height}px"></div>'
        f"<noscript><p>{both('图需要 JavaScript；同样的数据在下面的表里。', 'The chart needs JavaScript; the table below has the same data.')}</p></noscript>"
        f'<p class="bp-note">{unit} · {source}{doubt} · {table}</p></figure>'
    )


def downloads(package: Package, resources: tuple[Resource, ...], up: str) -> str:
    """Links to the CSV and JSON of resources, with rows, size and SHA-256; `up` leads to the release."""
    rows = []
    for resource in resources:
        links = [f'<a href="{up}{attr(resource.path)}" download>CSV</a> <small>{size(resource.bytes)}</small>']
        for suffix in (".json", ".xlsx", ".parquet"):
            twin = (package.folder / resource.path).with_suffix(suffix)
            if twin.is_file():
                path = resource.path.rsplit(".", 1)[0] + suffix
                name = suffix[1:].upper() if suffix != ".parquet" else "Parquet"
                links.append(f'<a href="{up}{attr(path)}" download>{name}</a> <small>{size(twin.stat().st_size)}</small>')
        rows.append(
            f'<tr><th scope="row">{both(resource.title, resource.title_en)}<span class="bp-sub">{html_text(resource.name)}'
            f'</span></th><td class="bp-n">{len(resource.rows)}</td><td>{" · ".join(links)}</td>'
            f'<td><code class="bp-hash">{html_text(resource.sha256)}</code></td></tr>'
        )
    headings = (both("数据", "Data"), both("行数", "Rows"), both("文件", "Files"), both("CSV 的 SHA-256", "SHA-256 of the CSV"))
    return scroll("下载 Downloads", simple_table(headings, rows))


def _fields(resource: Resource, *, titled: bool) -> str:
    rows = []
    for field in resource.fields:
        unit = f" · {both('元', 'yuan')}" if field.amount else ""
        rows.append(
            f'<tr><th scope="row"><code>{html_text(field.name)}</code></th><td>{both(field.title, field.title_en)}</td>'
            f"<td>{both(TYPE.get(field.type, field.type), field.type)}{unit}</td>"
            f"<td>{both(field.description, field.description_en)}</td></tr>"
        )
    headings = (both("字段", "Field"), both("名称", "Title"), both("类型", "Type"), both("说明", "Description"))
    title = f'<h3 id="{anchor("fields", resource.name)}">{both(resource.title, resource.title_en)}</h3>' if titled else ""
    return title + scroll(f"字段 {resource.title}", simple_table(headings, rows))


def _proofs(
    package: Package,
    resources: tuple[Resource, ...],
    through: Mapping[str, tuple[Check, ...]],
    repairs: Mapping[str, Record],
) -> str:
    legend = both(
        "位置：L 行、C 字（转写文本），p 页（PDF）。强度：至少要有几处同时印错并恰好抵消，这个数字的错误才看不出来。",
        "Place: L line, C character (transcription), p page (PDF). Strength: how many places must be wrong"
        " together, in exactly compensating amounts, for an error here to go unseen.",
    )
    home = {figure.resource for figure in package.figures.values()}
    parts = [proofs_table(package, r, through, repairs) for r in resources if r.name in home]
    if not parts:
        return f'<p class="bp-empty">{both("本表没有数字。", "There are no figures.")}</p>'
    return f'<p class="bp-note">{legend}</p>' + "".join(parts)


def _pager(package: Package, number: str) -> str:
    numbers = sorted(package.tables)
    here = numbers.index(number)
    links = []
    for step, arrow in ((-1, "← {}"), (1, "{} →")):
        if 0 <= here + step < len(numbers):
            other = numbers[here + step]
            resource = package.tables[other][0]
            name = arrow.format(f"{html_text(other)} {both(resource.title, resource.title_en)}")
            links.append(f'<a href="../{attr(other)}/">{name}</a>')
        else:
            links.append("<span></span>")
    return f'<nav class="bp-pager" aria-label="{attr("前后各表 Previous and next table")}">{"".join(links)}</nav>'
