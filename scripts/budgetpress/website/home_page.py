"""The home page: what this is in a sentence, the releases with their totals, and how much is proven.

A few releases are all on it. Of many it has the newest, a field to find any other by name, and the ways by
place and year: its size does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from budgetpress.website.across import across
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.charts.headline import headline_cards
from budgetpress.website.escape import html_text
from budgetpress.website.markup import empty, facts, link, marked, sub, tag
from budgetpress.website.page import Draft, Page, proven_bar
from budgetpress.website.picker import release_picker
from budgetpress.website.places import place_list
from budgetpress.website.summary import Summary
from budgetpress.website.words import MEANING, STATUS, both, percent

# So many releases are shown with their figures, and so many of their headline figures.
_CARDS, _FIRST = 6, 2
# So many older ones are listed; more are looked up.
_LISTED = 30


def home_page(known: Sequence[Body]) -> Page:
    """`index.html` for any number of releases, the newest fiscal year first."""
    purpose = ("政府部门预算公开表，逐个数字可查。", "Government budget tables, figure by figure.")
    draft = Draft("index.html", ("首页", "Home"), purpose)
    draft.heading(
        1, "每个数字都说得出印在哪里、由什么证明", "Every figure says where it was printed and what proves it"
    )
    draft.text(
        "政府部门公开的预算表，在这里是开放数据：点任何一个金额，看它印在原文的哪里、哪些勾稽关系经过它；"
        "证明不了的，也照实说明。",
        "Budget tables that government bodies print, as open data: click any amount to see where it was"
        " printed and which accounting identities run through it. What is not proven is said to be so.",
    )
    releases = sorted((r for body in known for r in body.releases), key=lambda r: (-r.fiscal_year, r.name))
    draft.add(_sums(releases) + _ways(releases))
    draft.heading(2, "发布", "Releases", identifier="releases")
    shown, older = releases[:_CARDS], releases[_CARDS:]
    words = html_text(" ".join(f"{release.title} {release.title_en}" for release in shown))
    if older:
        every = link("catalogue/", both(f"全部 {len(known):,} 个单位", f"All {len(known):,} bodies"))
        draft.add(release_picker(known) + tag("p", every, "bp-note"))
    draft.add("".join(map(_card, shown)) or empty("还没有发布。", "There is no release yet."), words=words)
    if len(older) <= _LISTED:
        draft.add(_older(older))
    elif ways := place_list(known):
        draft.heading(2, "按地方", "By place", identifier="places")
        draft.add(ways)
    draft.heading(2, "跨年与跨单位", "Across years and bodies", identifier="across")
    draft.add(across(known))
    draft.heading(2, "五种状态", "The five statuses", identifier="statuses")
    draft.add(_statuses())
    return draft.page()


def _sums(releases: Sequence[Summary]) -> str:
    """All releases together: how many, their figures, and how far these are proven."""
    total = sum(sum(release.figures.values()) for release in releases)
    if not total:
        return ""
    proven = Decimal(sum(release.figures["confirmed"] for release in releases))
    holds, fails = (sum(release.identities[name] for release in releases) for name in ("holds", "fails"))
    return facts(
        (
            ("发布", "Releases", f"{len(releases):,}"),
            ("数字", "Figures", f"{total:,}"),
            ("已证实", "Confirmed", percent(proven, Decimal(total))),
            ("成立的勾稽关系", "Identities that hold", f"{holds:,}"),
            ("不成立的", "That fail", f"{fails:,}"),
        )
    )


def _ways(releases: Sequence[Summary]) -> str:
    """Where to go from here, for the three kinds of reader."""
    if not releases:
        return ""
    newest = f"{releases[0].name}/"
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


def _older(releases: Sequence[Summary]) -> str:
    items = (
        tag("li", link(f"{release.name}/", both(release.title, release.title_en))) for release in releases
    )
    return tag("ul", "".join(items), "bp-list") if releases else ""


def _card(release: Summary) -> str:
    name = both(release.owner.name, release.owner.name_en)
    total = sum(release.figures.values())
    holds, fails = release.identities["holds"], release.identities["fails"]
    proof = both(
        f"{total} 个数字；{holds} 个勾稽关系成立，{fails} 个不成立",
        f"{total} figures; {holds} identities hold, {fails} fail",
    )
    tables = "".join(
        tag(
            "li",
            link(
                f"{release.name}/{table.number}/",
                f"{html_text(table.number)} {both(table.title, table.title_en)}",
            ),
        )
        for table in release.tables
    )
    content = (
        tag("h3", link(f"{release.name}/", both(release.title, release.title_en))),
        tag("p", f"{name} · {html_text(release.year)}", "bp-note"),
        headline_cards(release.headlines[:_FIRST], f"{release.name}/"),
        tag("p", proof),
        proven_bar(release.figures),
        tag("ul", tables, "bp-list"),
    )
    return tag("section", "".join(content), "bp-card")


def _statuses() -> str:
    lines = (tag("dt", marked(w, name)) + tag("dd", both(*MEANING[name])) for name, w in STATUS.items())
    method = link("method/", both("方法一页说明怎样得出。", "The method page says how they are found."))
    return tag("dl", "".join(lines), "bp-statuses") + tag("p", method)
