"""`/find/`: a form over all figures and rows of all releases, answered in the page from Parquet files.

What is on the page does not grow with the number of releases: a body is looked up as a reader types, and the
files are listed in one of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.escape import attr
from budgetpress.website.find_files import FOLDER, LIST, Part, Parts
from budgetpress.website.languages import either
from budgetpress.website.markup import link, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.picker import STYLE, body_field
from budgetpress.website.summary import Summary
from budgetpress.website.words import STATUS, both, pair, size

# So many files, and releases with a CSV, are named on the page.
_NAMED = 20
_SORTS = (
    ("", "原来的顺序", "as printed"),
    ("amount-desc", "金额，从大到小", "amount, largest first"),
    ("amount-asc", "金额，从小到大", "amount, smallest first"),
    ("codes", "编码", "code"),
    ("names", "名称", "name"),
)


def find_page(known: Sequence[Body], parts: Parts) -> Page:
    """The page; what the form offers to choose from is what the releases have, `parts` are its files."""
    purpose = (
        "在全部发布的全部数字和表行里查找。",
        "Search all figures and table rows of all releases.",
    )
    draft = Draft("find/index.html", ("查找", "Find"), purpose)
    draft.heading(1, "在全部数字里查找", "Find any figure")
    draft.text(
        "按名称、编码、单位、年度、表和金额查找；每个结果都通向印着它的表。查找在您的浏览器里进行，不经过服务器；"
        "结果可以下载，地址可以转给别人。",
        "By name, code, body, year, table or amount; each hit leads to the table it is printed in. The search"
        " runs in your browser, not on a server; the result can be downloaded and its address passed on.",
    )
    releases = [release for body in known for release in body.releases]
    draft.add(_form(known, releases))
    draft.add(_result())
    draft.heading(2, "下载全部", "Download everything", identifier="all")
    draft.add(_downloads(releases, parts))
    return draft.page()


def _form(known: Sequence[Body], releases: Sequence[Summary]) -> str:
    text = 'autocomplete="off" spellcheck="false"'
    fields = (
        _field("名称", "Name", f'<input type="search" name="text" {text}>', "bp-wide"),
        _field("编码开头", "Code starts with", f'<input type="search" name="code" {text}>'),
        _field("表", "Table", _select("resource", ((n, pair(zh, en)) for n, zh, en in _tables(releases)))),
        body_field(known),
        _field("年度", "Year", _select("year", ((year, year) for year in _years(releases)))),
        _field("状态", "Status", _statuses(), "bp-amounts"),
        _field(
            "金额不少于（元）",
            "At least (yuan)",
            f'<input name="min" inputmode="decimal" {text}>',
            "bp-amounts",
        ),
        _field(
            "金额不多于（元）",
            "At most (yuan)",
            f'<input name="max" inputmode="decimal" {text}>',
            "bp-amounts",
        ),
        _field("排序", "Order", _select("sort", ((n, both(zh, en)) for n, zh, en in _SORTS), every=False)),
    )
    what = "".join(
        tag("label", f'<input type="radio" name="what" value="{name}"{checked}> {both(zh, en)}')
        for name, zh, en, checked in (
            ("figures", "数字", "Figures", " checked"),
            ("items", "表中各行", "Rows of tables", ""),
        )
    )
    choice = tag("fieldset", tag("legend", both("查找", "Look for")) + what)
    go = tag("button", both("查找", "Find"), "bp-button", more='type="submit"')
    clear = tag("button", both("清除", "Clear"), "bp-button", more='type="reset"')
    more = f'id="find" role="search" aria-label="{pair("查找数字", "Find figures")}" data-root="@root/"'
    without = tag(
        "p",
        both(
            "查找需要 JavaScript；全部数据可在下面下载。",
            "The search needs JavaScript; all of the data can be downloaded below.",
        ),
        "bp-note bp-without",
    )
    buttons = tag("div", go + clear, "bp-go")
    styles = f'<link rel="stylesheet" href="@root/assets/finder.css">{STYLE}'
    return styles + without + tag("form", choice + "".join(fields) + buttons, "bp-find", more=more)


def _result() -> str:
    heading = tag("h2", both("结果", "Results"), identifier="find-head", more='tabindex="-1"')
    count = tag("output", "", identifier="find-count", more='for="find" aria-live="polite"')
    save = tag(
        "button", both("下载结果（CSV）", "Download result (CSV)"), "bp-button",
        identifier="find-csv", more='type="button" disabled',
    )  # fmt: skip
    fault = tag("p", "", "bp-fault", identifier="find-fault", more='role="alert"')
    pager = tag(
        "nav",
        "",
        "bp-pages",
        identifier="find-pager",
        more=f'hidden aria-label="{pair("结果页", "Result pages")}"',
    )
    more = f'tabindex="0" role="region" aria-label="{pair("结果", "Results")}"'
    table = tag("div", "", "bp-scroll bp-finds", identifier="find-result", more=more)
    script = '<script type="module" src="@root/assets/finder.js"></script>'
    faithful = both(
        "CSV 是 UTF-8，文字与原文一字不差，开头不加记号：用表格软件时请“导入”，"
        "选 UTF-8，代码和文字列设为文本；或在发布的页上取 XLSX。",
        "The CSV is UTF-8 with every text exactly as in the source and no mark at its start: import it into a"
        " spreadsheet as UTF-8 with codes and texts as text, or take the XLSX on the page of the release.",
    )
    note = tag("p", faithful, "bp-note")
    parts = heading + tag("div", count + unit_switch() + save, "bp-told") + fault + table + pager + note
    return tag("section", parts, identifier="find-results", more="hidden") + script


def _downloads(releases: Sequence[Summary], parts: Parts) -> str:
    """The files of the finder, and for few releases the CSV of each."""
    listed = [_files(zh, en, parts[kind]) for kind, zh, en in _KINDS]
    if len(releases) <= _NAMED:
        for release in releases:
            data = link(
                f"@root/{release.name}/data/figures.csv", both("数字", "figures") + " (CSV)", more="download"
            )
            listed.append(tag("li", f"{both(release.title, release.title_en)}{either('：', ': ')}{data}"))
    rest = both("每个发布的页上有它的各种格式。", "The page of each release has all of its formats.")
    ways = f"{rest} {link('../catalogue/', both('全部发布', 'All releases'))}"
    return tag("ul", "".join(listed)) + tag("p", ways)


_KINDS = (("figures", "全部数字", "All figures"), ("items", "全部表行", "All rows of tables"))


def _files(zh: str, en: str, parts: Sequence[Part]) -> str:
    """One file is linked, a few are listed, of many there is the list that a program reads."""
    title = f"{both(zh, en)} (Parquet)"
    weight = size(sum(part.bytes for part in parts))
    if len(parts) == 1:
        return tag("li", f"{link(_at(parts[0].name), title, more='download')} {weight}")
    names = [
        tag("li", f"{link(_at(part.name), part.name, more='download')} {size(part.bytes)}") for part in parts
    ]
    every = link(
        _at(LIST), both(f"{len(parts):,} 个文件的清单（JSON）", f"List of the {len(parts):,} files (JSON)")
    )
    inner = tag("ul", "".join(names)) if len(parts) <= _NAMED else f" {every}"
    return tag("li", f"{title} {weight}{inner}")


def _at(name: str) -> str:
    return f"@root/{FOLDER}{name}"


def _field(zh: str, en: str, control: str, kind: str = "") -> str:
    return tag("label", tag("span", both(zh, en)) + control, kind)


def _select(name: str, options: Iterable[tuple[str, str]], *, every: bool = True) -> str:
    """`options` are values and their words as HTML."""
    listed = [("", both("全部", "All"))] if every else []
    inner = "".join(f'<option value="{attr(value)}">{words}</option>' for value, words in (*listed, *options))
    return tag("select", inner, more=f'name="{name}"')


def _statuses() -> str:
    options = "".join(
        f'<option value="{name}" data-mark="{attr(word.mark)}">{both(word.zh, word.en)}</option>'
        for name, word in STATUS.items()
    )
    return tag("select", f'<option value="">{both("全部", "All")}</option>{options}', more='name="status"')


def _tables(releases: Sequence[Summary]) -> list[tuple[str, str, str]]:
    """Name and titles of each printed table, by its number where it is first seen."""
    found: dict[str, tuple[str, str, str]] = {}
    for release in releases:
        for table in release.tables:
            for rows in table.resources:
                found.setdefault(rows.name, (table.number, rows.title, rows.title_en))
    named = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return [(name, f"{number} {zh}", f"{number} {en or zh}") for name, (number, zh, en) in named]


def _years(releases: Sequence[Summary]) -> list[str]:
    return sorted({release.year for release in releases} - {""}, reverse=True)
