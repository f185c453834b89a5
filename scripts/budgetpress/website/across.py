"""The ways from the home page to the pages that look across releases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.changes_page import pairs
from budgetpress.website.comparison_page import compared
from budgetpress.website.markup import link, tag
from budgetpress.website.scorecard_page import FOLDER
from budgetpress.website.series_page import in_series
from budgetpress.website.words import both

# Of so many bodies and years each way is named; of more, the catalogue has those of every body.
_NAMED = 10


def across(known: Sequence[Body]) -> str:
    """A list of links: completeness, bodies over the years, bodies of a year, what changed."""
    return tag("ul", "".join(tag("li", way) for way in _ways(known)), "bp-list")


def _ways(known: Sequence[Body]) -> Iterator[str]:
    yield link(f"{FOLDER}/", both("公开是否齐全", "Completeness of disclosure"))
    for year, _ in compared(known)[:_NAMED]:
        yield link(f"comparison/{year}/", both(f"{year}年各单位比较", f"The bodies of {year} side by side"))
    if len(known) > _NAMED:
        words = ("各单位历年的数字与变化", "Each body over the years, and what changed")
        yield link("catalogue/", both(*words))
        return
    for body in in_series(known):
        zh, en = body.latest.title, body.latest.title_en
        yield link(f"series/{body.slug}/", both(f"历年：{zh}", f"Over the years: {en or zh}"))
    for _, after in pairs(known):
        zh, en = after.title, after.title_en
        yield link(f"{after.name}/changes/", both(f"与上一份的差别：{zh}", f"What changed: {en or zh}"))
