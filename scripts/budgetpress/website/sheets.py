"""Lists of any length on pages of a constant size: the first at the address of the list, then `2/`, `3/`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from budgetpress.website.markup import link, tag
from budgetpress.website.words import both, pair

T = TypeVar("T")

# So many entries are on one page.
MOST = 50
# Of many pages those so near to the one at hand are linked, beside the first and the last.
_NEAR = 3


def sheets(entries: Sequence[T], most: int = MOST) -> list[Sequence[T]]:
    """The entries of each page; one page without entries where there are none."""
    return [entries[start : start + most] for start in range(0, len(entries), most)] or [entries]


def sheet_path(folder: str, number: int) -> str:
    """The page of that number of the list in `folder`, which ends with a slash or is empty."""
    return f"{folder}index.html" if number == 1 else f"{folder}{number}/index.html"


def root_of(folder: str, number: int) -> str:
    """From that page to the root of its tree."""
    return "../" * sheet_path(folder, number).count("/")


def turn(number: int, last: int) -> str:
    """The links between the pages of a list, on the page of that number; nothing where there is one page."""
    if last < 2:
        return ""
    shown = sorted({1, last, *range(max(1, number - _NEAR), min(last, number + _NEAR) + 1)})
    items = []
    for before, page in zip((0, *shown), shown, strict=False):
        gap = "… " if page > before + 1 else ""
        here = ' aria-current="page"' if page == number else ""
        items.append(tag("li", gap + link(_way(number, page), str(page), more=here.strip())))
    label = pair(f"第 {number} 页，共 {last} 页", f"Page {number} of {last}")
    inner = both("页", "Page") + " " + tag("ul", "".join(items))
    return tag("nav", inner, "bp-parts", more=f'aria-label="{label}"')


def _way(here: int, page: int) -> str:
    up = "" if here == 1 else "../"
    return (up or "./") if page == 1 else f"{up}{page}/"


def titled(zh: str, en: str, number: int) -> tuple[str, str]:
    """The title of a page of the list: all but the first say their number."""
    return (zh, en) if number == 1 else (f"{zh}（第 {number} 页）", f"{en} (page {number})")
