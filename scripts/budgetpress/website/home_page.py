"""The home page: what this is in a sentence, the releases with their totals, and how much is proven."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.website.escape import attr, html_text
from budgetpress.website.load import Package
from budgetpress.website.page import Draft, Page, proven_bar, status_counts
from budgetpress.website.release_pages import headline_html
from budgetpress.website.words import STATUS, both, mark


def home_page(packages: Sequence[Package]) -> Page:
    """`index.md` for any number of releases, the newest fiscal year first."""
    draft = Draft("index.md", "预算数据 Budget data", "政府部门预算公开表，逐个数字可查。 Government budget tables, figure by figure.")
    draft.heading(1, "每个数字都说得出印在哪里、由什么证明", "Every figure says where it was printed and what proves it")
    draft.text(
        "这里把政府部门公开的预算表变成开放数据：每一个金额都指回原文的位置，并列出经过它的勾稽关系；证明不了的，也照实说明。",
        "Budget tables that government bodies print, as open data: each amount points back to its place in the source"
        " and lists the accounting identities through it; what cannot be proven is said to be so.",
    )
    draft.heading(2, "发布", "Releases", identifier="releases")
    ordered = sorted(packages, key=lambda p: p.name)
    ordered.sort(key=lambda p: p.text("fiscalYear"), reverse=True)
    words = " ".join(f"{p.text('title')} {p.text('title_en')}" for p in ordered)
    empty = f'<p class="bp-empty">{both("还没有发布。", "There is no release yet.")}</p>'
    draft.slot("releases", "".join(map(_card, ordered)) or empty, words=words)
    draft.heading(2, "五种状态", "The five statuses", identifier="statuses")
    draft.slot("statuses", _statuses())
    return draft.page()


def _card(package: Package) -> str:
    body = package.descriptor.get("body")
    name = str(body.get("name", "")) if isinstance(body, dict) else ""
    english = str(body.get("name_en", "")) if isinstance(body, dict) else ""
    counts = status_counts(package)
    title = both(package.text("title") or package.name, package.text("title_en"))
    links = "".join(
        f'<li><a href="{attr(package.name)}/{attr(number)}/">{html_text(number)} {both(r[0].title, r[0].title_en)}</a></li>'
        for number, r in sorted(package.tables.items())
    )
    fails = sum(1 for check in package.checks if check.verdict == "fails")
    holds = sum(1 for check in package.checks if check.verdict == "holds")
    proof = both(
        f"{sum(counts.values())} 个数字，{holds} 个勾稽关系成立，{fails} 个不成立",
        f"{sum(counts.values())} figures; {holds} identities hold, {fails} fail",
    )
    return (
        f'<section class="bp-card"><h3><a href="{attr(package.name)}/">{title}</a></h3>'
        f'<p class="bp-note">{both(name, english)} · {html_text(package.text("fiscalYear"))}</p>'
        f"{headline_html(package, attr(package.name) + '/')}"
        f'<p>{proof}</p>{proven_bar(counts)}<ul class="bp-list">{links}</ul></section>'
    )


_MEANING = {
    "confirmed": ("照原文读出，经过它的勾稽关系全部成立，且至少三处同时出错才可能看不出来。", "Read as printed; every identity through it holds, and at least three places would have to be wrong together to hide an error."),
    "consistent": ("照原文读出，加得起来；但只要两处同时出错就可能看不出来。", "Read as printed and it adds up, but two compensating errors could hide."),
    "repaired": ("公布值与印出的不同：这是唯一最省的解释，逐条列在修复页。", "Differs from the print: the one cheapest explanation, listed with its evidence."),
    "unverified": ("照原文读出，没有勾稽关系经过它。", "As printed; no identity covers it."),
    "disputed": ("照原文读出，但经过它的某个勾稽关系不成立，原因未定。", "As printed, but an identity through it fails and nothing explains it uniquely."),
}  # fmt: skip


def _statuses() -> str:
    lines = "".join(
        f"<dt>{mark(word, name, text=True)}</dt><dd>{both(*_MEANING[name])}</dd>" for name, word in STATUS.items()
    )
    method = both("方法一页说明怎样得出。", "The method page says how they are found.")
    return f'<dl class="bp-statuses">{lines}</dl><p><a href="method/">{method}</a></p>'
