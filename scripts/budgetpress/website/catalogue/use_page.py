"""The page `<release>/use/`: where the files are for good, and how each tool reads them."""

from __future__ import annotations

from budgetpress.website.archive import archive_name
from budgetpress.website.catalogue.catalog_json import NAME
from budgetpress.website.catalogue.snippets import TOOLS, Example, Tool, example, snippets
from budgetpress.website.data import Package
from budgetpress.website.escape import html_text
from budgetpress.website.markup import empty, facts, link, tag
from budgetpress.website.page import Draft, Page, Section, release_nav, release_titles
from budgetpress.website.readme import CAVEATS
from budgetpress.website.words import both, pair

_TITLE = ("使用数据", "Use the data")


def use_page(package: Package) -> Page:
    """`<release>/use/`."""
    chosen = example(package)
    sections: list[Section] = [("files", "文件与地址", "Files and addresses")]
    sections += [("know", "使用须知", "Before you add up")]
    sections += [(tool.name, tool.title, tool.title.replace("、", ", ")) for tool in TOOLS if chosen]
    draft = Draft(f"{package.name}/use/index.html", *release_titles(package, *_TITLE))
    draft.add(release_nav(package, "use", tuple(sections)))
    draft.heading(1, *_TITLE)
    contents = [_files(package), _know()]
    if chosen:
        texts = snippets(package, chosen)
        contents += [_snippet(tool, texts[tool.name], chosen) for tool in TOOLS]
    for (identifier, zh, en), content in zip(sections, contents, strict=True):
        draft.heading(2, zh, en, identifier=identifier)
        draft.add(content)
    if not chosen:
        draft.add(empty("本发布没有可以相加的表。", "This release has no table that could be added up."))
    return draft.page()


def _files(package: Package) -> str:
    archive = archive_name(package)
    items = (
        ("整个发布", "The whole release", _file(f"{package.name}/{archive}")),
        ("每个文件的说明", "What every file holds", _file(f"{package.name}/datapackage.json")),
        (
            "本单位最新的发布，地址不变",
            "Latest of this body, always there",
            link("../../catalogue/", both("在目录里", "in the catalogue")),
        ),
        ("全站目录，附大小与 SHA-256", "Catalogue of the site, with sizes and SHA-256", _file(NAME)),
    )
    words = both(
        "数据文件在 data/ 下，每张表有 CSV、JSON、XLSX、Parquet；各表页的“下载”一节列出全部地址。"
        "解压后核对：sha256sum -c SHA256SUMS（macOS：shasum -a 256 -c SHA256SUMS）。",
        "Data files lie in data/, each table as CSV, JSON, XLSX and Parquet; the section Downloads of each"
        " table's page has all addresses. After unfolding, check with: sha256sum -c SHA256SUMS (on macOS:"
        " shasum -a 256 -c SHA256SUMS).",
    )
    return facts(items) + tag("p", words)


def _file(path: str) -> str:
    return link(f"@root/{path}", tag("code", html_text(path)))


def _know() -> str:
    return tag("ul", "".join(tag("li", both(zh, en)) for zh, en in CAVEATS))


def _snippet(tool: Tool, text: str, chosen: Example) -> str:
    """The lines, where they are run, and what they print."""
    title, english = chosen.resource.title, chosen.resource.title_en
    says = (
        ("与表中印的合计相同", "the total that the table prints")
        if chosen.printed
        else ("明细之和", "the sum of its items")
    )
    label = pair(f"{tool.title} 代码", f"Code for {tool.title}")
    code = tag("code", html_text(text), more=f'tabindex="0" role="region" aria-label="{label}"')
    result = f"{chosen.total:f}"
    told = both(
        f"结果（{title}，{chosen.field}，{says[0]}）：",
        f"Result ({english or title}, {chosen.field}, {says[1]}): ",
    )
    return (
        tag("p", both(tool.zh, tool.en))
        + tag("pre", code)
        + tag("p", told + tag("code", result, "bp-result"))
    )
