"""The ways from the home page to the pages that look across releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetpress.website.changes_page import pairs
from budgetpress.website.comparison_page import compared
from budgetpress.website.data import Package
from budgetpress.website.markup import link, tag
from budgetpress.website.scorecard_page import FOLDER
from budgetpress.website.series_page import in_series
from budgetpress.website.words import both


def across(packages: Sequence[Package]) -> str:
    """A list of links: completeness, bodies over the years, bodies of a year, what changed."""
    return tag("ul", "".join(tag("li", way) for way in _ways(packages)), "bp-list")


def _ways(packages: Sequence[Package]) -> Iterator[str]:
    yield link(f"{FOLDER}/", both("公开是否齐全", "Completeness of disclosure"))
    for slug, releases in in_series(packages):
        name, en = releases[-1].text("title"), releases[-1].text("title_en")
        yield link(f"series/{slug}/", both(f"历年：{name}", f"Over the years: {en or name}"))
    for year, _ in compared(packages):
        yield link(f"comparison/{year}/", both(f"{year}年各单位比较", f"The bodies of {year} side by side"))
    for _, after in pairs(packages):
        name, en = after.text("title"), after.text("title_en")
        yield link(f"{after.name}/changes/", both(f"与上一份的差别：{name}", f"What changed: {en or name}"))
