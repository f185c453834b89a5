"""The home page: what this is in a sentence, the releases with their totals, and how much is proven."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.website.charts.headline import headline
from budgetpress.website.data import Package, part, text
from budgetpress.website.escape import html_text
from budgetpress.website.markup import empty, link, marked, tag
from budgetpress.website.page import Draft, Page, proven_bar, status_counts
from budgetpress.website.words import MEANING, STATUS, both


def home_page(packages: Sequence[Package]) -> Page:
    """`index.md` for any number of releases, the newest fiscal year first."""
    purpose = ("政府部门预算公开表，逐个数字可查。", "Government budget tables, figure by figure.")
    draft = Draft("index.md", ("首页", "Home"), purpose)
    draft.heading(
        1, "每个数字都说得出印在哪里、由什么证明", "Every figure says where it was printed and what proves it"
    )
    draft.text(
        "这里把政府部门公开的预算表变成开放数据：每一个金额都指回原文的位置，并列出经过它的勾稽关系；"
        "证明不了的，也照实说明。",
        "Budget tables that government bodies print, as open data: each amount points back to its place in"
        " the source and lists the accounting identities through it; what is not proven is said to be so.",
    )
    draft.heading(2, "发布", "Releases", identifier="releases")
    ordered = sorted(packages, key=lambda package: package.name)
    ordered.sort(key=lambda package: package.text("fiscalYear"), reverse=True)
    words = " ".join(f"{package.text('title')} {package.text('title_en')}" for package in ordered)
    cards = "".join(map(_card, ordered)) or empty("还没有发布。", "There is no release yet.")
    draft.slot("releases", cards, words=words)
    draft.heading(2, "五种状态", "The five statuses", identifier="statuses")
    draft.slot("statuses", _statuses())
    return draft.page()


def _card(package: Package) -> str:
    body = part(package.descriptor, "body")
    title = both(package.text("title") or package.name, package.text("title_en"))
    name = both(text(body, "name"), text(body, "name_en"))
    counts = status_counts(package)
    holds, fails = (sum(check.verdict == name for check in package.checks) for name in ("holds", "fails"))
    proof = both(
        f"{sum(counts.values())} 个数字；{holds} 个勾稽关系成立，{fails} 个不成立",
        f"{sum(counts.values())} figures; {holds} identities hold, {fails} fail",
    )
    tables = "".join(
        tag("li", link(f"{package.name}/{n}/", f"{html_text(n)} {both(*package.title(n))}"))
        for n in sorted(package.tables)
    )
    content = (
        tag("h3", link(f"{package.name}/", title)),
        tag("p", f"{name} · {html_text(package.text('fiscalYear'))}", "bp-note"),
        headline(package, f"{package.name}/", short=True),
        tag("p", proof),
        proven_bar(counts),
        tag("ul", tables, "bp-list"),
    )
    return tag("section", "".join(content), "bp-card")


def _statuses() -> str:
    lines = (tag("dt", marked(w, name)) + tag("dd", both(*MEANING[name])) for name, w in STATUS.items())
    method = link("method/", both("方法一页说明怎样得出。", "The method page says how they are found."))
    return tag("dl", "".join(lines), "bp-statuses") + tag("p", method)
