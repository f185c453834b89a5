"""A chart in a page: its finding, its drawing at both widths, unit, source, twin, and what it can do."""

from __future__ import annotations

from budgetpress.website.charts.draw import Drawing
from budgetpress.website.charts.gallery import Shown
from budgetpress.website.charts.model import Tree
from budgetpress.website.charts.twin import description, twin
from budgetpress.website.data import Package
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.languages import either
from budgetpress.website.markup import link, sub, tag
from budgetpress.website.page import Draft
from budgetpress.website.words import both, pair

SCRIPT = tag("script", "", more='type="module" src="@root/assets/charts.js"')


def show(draft: Draft, package: Package, shown: Shown, *, table: str = "") -> None:
    """Put a chart on a page of the release: on the page of its `table`, or on the first one."""
    draft.add(figure(package, shown, table=table), words=html_text(shown.chart.question.zh))


def figure(package: Package, shown: Shown, *, table: str = "") -> str:
    """The figure; `table` is the number of the table on the same page, empty on the first page."""
    chart, name = shown.chart, anchor("chart", shown.chart.name)
    up = "../" if table else ""
    words = description(chart)
    opened = tag("summary", both("文字与数据", "In words and numbers"))
    said = tag("p", both(words.zh, words.en), identifier=f"{name}-words")
    fold = tag("details", opened + said + twin(chart, name), "bp-twin")
    notes = [*_notes(package, shown, up, table), *(both(word.zh, word.en) for word in chart.remarks)]
    inner = (
        caption(shown)
        + canvas(shown, f'aria-describedby="{name}-words"')
        + tag("p", " · ".join(notes), "bp-note")
        + _tools(package, shown, f"{up}embed/{chart.name}/")
        + fold
    )
    return tag("figure", inner, "bp-chart", identifier=name)


def caption(shown: Shown, heading: str = "b") -> str:
    """The finding, as an element of that name, and the question that it answers."""
    chart = shown.chart
    finding = tag(heading, both(chart.finding.zh, chart.finding.en))
    return tag("figcaption", finding + sub(both(chart.question.zh, chart.question.en)))


def canvas(shown: Shown, more: str = "") -> str:
    """The drawings: the style sheet shows the one that fits."""
    finding = shown.chart.finding
    label = pair(f"图：{finding.zh}", f"Chart: {finding.en or finding.zh}")
    drawings = "".join(
        svg(drawing, f"bp-{name}") for name, drawing in (("wide", shown.wide), ("narrow", shown.narrow))
    )
    tree = " data-classes" if isinstance(shown.chart.body, Tree) else ""
    return tag("div", drawings, "bp-canvas", more=f'role="img" aria-label="{label}"{tree} {more}'.strip())


def svg(drawing: Drawing, kind: str) -> str:
    """A drawing as an element that is as wide as its place."""
    box = f'viewBox="0 0 {drawing.width} {drawing.height:g}"'
    return f'<svg class="{kind}" {box} fill="currentColor" aria-hidden="true">{drawing.marks}</svg>'


def unit_words(shown: Shown) -> tuple[str, str]:
    """The unit of the drawing, zh and en."""
    if shown.chart.counts:
        return "单位：行", "Unit: rows"
    zh, en = shown.units
    return f"单位：{zh.name.zh}", f"Unit: {en.name.en}"


def source_words(package: Package, shown: Shown) -> tuple[str, str]:
    """The release and the tables that a chart is drawn from, plain, zh and en."""
    title, english = package.text("title"), package.text("title_en") or package.text("title")
    tables = shown.chart.tables
    return f"来源：{title}，第 {'、'.join(tables)} 表", f"Source: {english}, table {', '.join(tables)}"


def disputed_words(shown: Shown) -> tuple[str, str]:
    """How many of the figures are disputed, zh and en."""
    count = shown.chart.disputed
    return f"其中 {count} 个数字存疑", f"{count} of the figures {'is' if count == 1 else 'are'} disputed"


def _notes(package: Package, shown: Shown, up: str, table: str) -> list[str]:
    title, english = package.text("title"), package.text("title_en")
    links = [
        link(f"#table-{shown.chart.name}" if number == table else f"{up}{number}/", html_text(number))
        for number in shown.chart.tables
    ]
    source = either(
        f"来源：{html_text(title)}，第 {'、'.join(links)} 表",
        f"Source: {html_text(english or title)}, table {', '.join(links)}",
    )
    notes = [tag("span", both(*unit_words(shown)), "bp-drawn-in"), source]
    if shown.chart.disputed:
        notes.append(tag("span", both(*disputed_words(shown)), "bp-disputed"))
    return notes


def _tools(package: Package, shown: Shown, folder: str) -> str:
    name = shown.chart.name
    file = html_text(f"{package.name}-{name}")
    address = f"{folder}{name}"
    hint = pair("放大、提示、换单位", "Zoom, tooltips and a switch of unit")
    specs = f'data-spec="@root/{package.name}/embed/{name}/specs.json" title="{hint}"'
    buttons = (
        tag("button", both("互动", "Explore"), "bp-tool", more=f'type="button" {specs}'),
        link(f"{address}.svg", "SVG", more=f'download="{file}.svg"'),
        tag(
            "button", "PNG", "bp-tool", more=f'type="button" data-png="{address}.svg" data-name="{file}.png"'
        ),
    )
    return tag("div", "".join(buttons) + _embedding(shown, folder), "bp-chart-tools")


def _embedding(shown: Shown, folder: str) -> str:
    """The page of the chart alone, and the code that puts it into another page."""
    finding = shown.chart.finding
    frame = f'width="100%" height="{_tall(shown)}" loading="lazy"'
    code = f'<iframe src="{folder}" title="{pair(finding.zh, finding.en)}" {frame}></iframe>'
    told = tag("code", _as_text(code), "bp-embed-code", more=f'data-embed="{folder}"')
    page = tag("p", link(folder, both("只有这张图的网页", "The chart alone")))
    opened = tag("summary", both("嵌入", "Embed"))
    return tag("details", opened + page + tag("pre", told, more='tabindex="0"'))


def _as_text(code: str) -> str:
    """Markup shown as text; the wording in it is escaped once more as it stands."""
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _tall(shown: Shown) -> int:
    """Pixels for the frame of an embedded chart: enough for the narrow drawing with its words."""
    return int(max(shown.wide.height, shown.narrow.height)) + 150
