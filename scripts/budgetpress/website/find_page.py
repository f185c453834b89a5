"""`/find/`: a form over all figures and rows of all releases, answered in the page from two Parquet files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.data import Package
from budgetpress.website.escape import attr, html_text
from budgetpress.website.find_parquet import FIGURE_COLUMNS, ITEM_COLUMNS, parquet_bytes
from budgetpress.website.find_rows import figure_rows, item_rows, ordered
from budgetpress.website.languages import either
from budgetpress.website.markup import link, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.words import STATUS, both, pair, size

# So many releases have their CSV named on the page; of more, the home page leads to each.
_NAMED = 20
_SORTS = (
    ("", "原来的顺序", "as printed"),
    ("amount-desc", "金额，从大到小", "amount, largest first"),
    ("amount-asc", "金额，从小到大", "amount, smallest first"),
    ("codes", "编码", "code"),
    ("names", "名称", "name"),
)


def find_page(packages: Sequence[Package]) -> Page:
    """The page with its two files; what the form offers to choose from is what the packages have."""
    figures = parquet_bytes(FIGURE_COLUMNS, figure_rows(packages))
    items = parquet_bytes(ITEM_COLUMNS, item_rows(packages))
    purpose = (
        "在全部发布的全部数字和表行里查找。",
        "Search all figures and table rows of all releases.",
    )
    draft = Draft("find/index.md", ("查找", "Find"), purpose)
    draft.heading(1, "在全部数字里查找", "Find any figure")
    draft.text(
        "按名称、编码、单位、年度、表和金额查找；每个结果都通向印着它的表。查找在您的浏览器里进行，不经过服务器；"
        "结果可以下载，地址可以转给别人。",
        "By name, code, body, year, table or amount; each hit leads to the table it is printed in. The search"
        " runs in your browser, not on a server; the result can be downloaded and its address passed on.",
    )
    draft.slot("form", _form(packages, figures=len(figures), items=len(items)))
    draft.slot("result", _result())
    draft.heading(2, "下载全部", "Download everything", identifier="all")
    draft.slot("all", _downloads(packages, figures=len(figures), items=len(items)))
    draft.file("figures.parquet", figures)
    draft.file("items.parquet", items)
    return draft.page()


def _form(packages: Sequence[Package], *, figures: int, items: int) -> str:
    text = 'autocomplete="off" spellcheck="false"'
    tables = _tables(packages)
    fields = (
        _field("名称", "Name", f'<input type="search" name="text" {text}>', "bp-wide"),
        _field("编码开头", "Code starts with", f'<input type="search" name="code" {text}>'),
        _field("表", "Table", _select("resource", ((n, _plain(zh, en)) for n, zh, en in tables))),
        _field("发布", "Release", _select("release", _releases(packages))),
        _field("单位", "Body", _select("body", _bodies(packages))),
        _field("年度", "Year", _select("year", ((year, year) for year in _years(packages)))),
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
    more = (
        f'id="find" role="search" aria-label="{pair("查找数字", "Find figures")}" data-root="@root/"'
        f' data-figures="{figures}" data-items="{items}"'
    )
    without = tag(
        "p",
        both(
            "查找需要 JavaScript；全部数据可在下面下载。",
            "The search needs JavaScript; all of the data can be downloaded below.",
        ),
        "bp-note bp-without",
    )
    buttons = tag("div", go + clear, "bp-go")
    styles = '<link rel="stylesheet" href="@root/assets/finder.css">'
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
    parts = heading + tag("div", count + unit_switch() + save, "bp-told") + fault + table + pager
    return tag("section", parts, identifier="find-results", more="hidden") + script


def _downloads(packages: Sequence[Package], *, figures: int, items: int) -> str:
    files = (
        ("figures.parquet", "全部数字", "All figures", figures),
        ("items.parquet", "全部表行", "All rows of tables", items),
    )
    listed = [
        tag(
            "li", link(f"@root/find/{name}", f"{both(zh, en)} (Parquet)", more="download") + f" {size(count)}"
        )
        for name, zh, en, count in files
    ]
    if len(packages) <= _NAMED:
        for package in ordered(packages):
            title = both(package.text("title") or package.name, package.text("title_en"))
            data = link(
                f"@root/{package.name}/data/figures.csv", both("数字", "figures") + " (CSV)", more="download"
            )
            listed.append(tag("li", f"{title}{either('：', ': ')}{data}"))
    rest = both("每个发布的页上有它的各种格式。", "The page of each release has all of its formats.")
    return tag("ul", "".join(listed)) + tag("p", f"{rest} {link('../', both('全部发布', 'All releases'))}")


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


def _tables(packages: Sequence[Package]) -> list[tuple[str, str, str]]:
    """Name and titles of each printed table, by its number where it is first seen."""
    found: dict[str, tuple[str, str, str]] = {}
    for package in ordered(packages):
        for number, resources in package.tables.items():
            for resource in resources:
                found.setdefault(resource.name, (number, resource.title, resource.title_en))
    named = sorted(found.items(), key=lambda item: (item[1][0], item[0]))
    return [(name, f"{number} {zh}", f"{number} {en or zh}") for name, (number, zh, en) in named]


def _releases(packages: Sequence[Package]) -> list[tuple[str, str]]:
    return [
        (package.name, _plain(package.text("title") or package.name, package.text("title_en")))
        for package in ordered(packages)
    ]


def _bodies(packages: Sequence[Package]) -> list[tuple[str, str]]:
    bodies = {
        str(body["name"]): str(body.get("name_en") or "")
        for package in packages
        if isinstance(body := package.descriptor.get("body"), dict) and body.get("name")
    }
    return [(name, _plain(name, english)) for name, english in sorted(bodies.items())]


def _years(packages: Sequence[Package]) -> list[str]:
    return sorted({package.text("fiscalYear") for package in packages} - {""}, reverse=True)


def _plain(zh: str, english: str) -> str:
    """Words for an option, which holds no element."""
    return either(html_text(zh), html_text(english or zh))
