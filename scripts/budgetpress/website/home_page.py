"""The home page: what this is in a sentence, the releases with their totals, and how much is proven."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetpress.website.across import across
from budgetpress.website.charts.headline import headline
from budgetpress.website.data import Package, part, text
from budgetpress.website.escape import html_text
from budgetpress.website.markup import empty, facts, link, marked, sub, tag
from budgetpress.website.page import Draft, Page, proven_bar, status_counts
from budgetpress.website.words import MEANING, STATUS, both, percent


def home_page(packages: Sequence[Package]) -> Page:
    """`index.md` for any number of releases, the newest fiscal year first."""
    purpose = ("政府部门预算公开表，逐个数字可查。", "Government budget tables, figure by figure.")
    draft = Draft("index.md", ("首页", "Home"), purpose)
    draft.heading(
        1, "每个数字都说得出印在哪里、由什么证明", "Every figure says where it was printed and what proves it"
    )
    draft.text(
        "政府部门公开的预算表，在这里是开放数据：点任何一个金额，看它印在原文的哪里、哪些勾稽关系经过它；"
        "证明不了的，也照实说明。",
        "Budget tables that government bodies print, as open data: click any amount to see where it was"
        " printed and which accounting identities run through it. What is not proven is said to be so.",
    )
    ordered = sorted(packages, key=lambda package: package.name)
    ordered.sort(key=lambda package: package.text("fiscalYear"), reverse=True)
    draft.slot("sums", _sums(ordered) + _ways(ordered))
    draft.heading(2, "发布", "Releases", identifier="releases")
    words = " ".join(f"{package.text('title')} {package.text('title_en')}" for package in ordered)
    cards = "".join(map(_card, ordered[:_CARDS])) or empty("还没有发布。", "There is no release yet.")
    draft.slot("releases", cards + _older(ordered[_CARDS:]), words=words)
    draft.heading(2, "跨年与跨单位", "Across years and bodies", identifier="across")
    draft.slot("across", across(ordered))
    draft.heading(2, "五种状态", "The five statuses", identifier="statuses")
    draft.slot("statuses", _statuses())
    return draft.page()


# So many releases are shown with their figures; the older ones in a list.
_CARDS = 6


def _sums(packages: Sequence[Package]) -> str:
    """All releases together: how many, their figures, and how far these are proven."""
    counts = [status_counts(package) for package in packages]
    total = sum(sum(each.values()) for each in counts)
    if not total:
        return ""
    proven = Decimal(sum(each["confirmed"] for each in counts))
    verdicts = [check.verdict for package in packages for check in package.checks]
    return facts(
        (
            ("发布", "Releases", f"{len(packages):,}"),
            ("数字", "Figures", f"{total:,}"),
            ("已证实", "Confirmed", percent(proven, Decimal(total))),
            ("成立的勾稽关系", "Identities that hold", f"{verdicts.count('holds'):,}"),
            ("不成立的", "That fail", f"{verdicts.count('fails'):,}"),
        )
    )


def _ways(packages: Sequence[Package]) -> str:
    """Where to go from here, for the three kinds of reader."""
    if not packages:
        return ""
    newest = f"{packages[0].name}/"
    ways = (
        (
            newest,
            "看钱用在哪里",
            "See where the money goes",
            "最新的发布，图和表",
            "the newest release, charts and tables",
        ),
        (
            "find/",
            "查一个科目或金额",
            "Look up an item or an amount",
            "全部发布的每个数字",
            "every figure of every release",
        ),
        (
            f"{newest}use/",
            "取走数据",
            "Take the data away",
            "CSV、XLSX、Parquet，附用法",
            "CSV, XLSX, Parquet, and how to use them",
        ),
    )
    items = (tag("li", link(href, tag("b", both(zh, en)) + sub(both(*more)))) for href, zh, en, *more in ways)
    return tag("ul", "".join(items), "bp-ways")


def _older(packages: Sequence[Package]) -> str:
    items = []
    for package in packages:
        title = both(package.text("title") or package.name, package.text("title_en"))
        items.append(tag("li", link(f"{package.name}/", title)))
    return tag("ul", "".join(items), "bp-list") if items else ""


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
