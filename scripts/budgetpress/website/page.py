"""A page before MkDocs: front matter, Markdown with slots, and the HTML that fills the slots afterwards.

Heavy HTML never passes through Markdown: a slot is an empty box in the Markdown that holds only words for
the search index, and :mod:`budgetpress.website.fill` puts the HTML into the built page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgetpress.website.data import Package
from budgetpress.website.escape import attr, html_text, md_text, plain
from budgetpress.website.markup import empty, link, marked, tag
from budgetpress.website.words import STATUS, both, percent


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """`path` is relative to the docs folder (`x/03/index.md`); `files` lie beside it under their names."""

    path: str
    markdown: str
    slots: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)


class Draft:
    """Collects the parts of a page in order."""

    def __init__(self, path: str, title: str, description: str) -> None:
        self._path = path
        front = (
            f'title: "{plain(title)}"',
            f'description: "{plain(description)}"',
            "hide: [navigation, toc]",
        )
        self._parts = ["---", *front, "---\n"]
        self._slots: dict[str, str] = {}
        self._files: dict[str, bytes] = {}

    def heading(self, level: int, zh: str, en: str, identifier: str = "") -> None:
        """A heading in both languages. Below level 1 it is HTML, for an id that no slug rule can change."""
        english = ' <span lang="en" class="bp-en">{}</span>' if en and en != zh else ""
        if level == 1:
            self._parts.append(f"# {md_text(zh)}{english.format(md_text(en))}\n")
            return
        words = " ".join(html_text(zh).split()) + english.format(" ".join(html_text(en).split()))
        self._parts.append(tag(f"h{level}", words, identifier=identifier) + "\n")

    def text(self, zh: str, en: str) -> None:
        """A paragraph in Chinese and one in English."""
        self._parts.append(f"{md_text(zh)}\n")
        self._parts.append(f'<span lang="en" class="bp-en">{md_text(en)}</span>\n')

    def slot(self, name: str, html: str, *, words: str = "") -> None:
        """A box that `html` replaces after MkDocs; `words` are what the search index shall know of it."""
        self._slots[name] = html
        self._parts.append(f'<div data-bp-slot="{name}">{html_text(" ".join(words.split()))}</div>\n')

    def file(self, name: str, content: bytes) -> None:
        """A file beside the page."""
        self._files[name] = content

    def page(self) -> Page:
        """The finished page."""
        return Page(path=self._path, markdown="\n".join(self._parts), slots=self._slots, files=self._files)


def status_counts(package: Package, table: str = "") -> dict[str, int]:
    """How many figures of the release, or of one table, have each status; every status is a key."""
    counts = dict.fromkeys(STATUS, 0)
    for figure in package.figures.values():
        if not table or figure.table == table:
            counts[figure.status] += 1
    return counts


def proven_bar(counts: Mapping[str, int]) -> str:
    """A bar of the five statuses with a legend that says each in words, number and share."""
    total = sum(counts.values())
    if not total:
        return empty("没有数字。", "There are no figures.")
    left, boxes, legend = 0.0, [], []
    for status, word in STATUS.items():
        count = counts[status]
        if count:
            wide = 100 * count / total  # a float for pixels only
            place = f'x="{left:.3f}%" width="{wide:.3f}%" height="100%"'
            boxes.append(tag("rect", "", f"bp-{status}", more=place))
            left += wide
            share = percent(Decimal(count), Decimal(total))
            legend.append(tag("li", f"{marked(word, status)} <b>{count}</b> <small>{share}</small>"))
    label = attr("，".join(f"{word.zh} {word.en} {counts[s]}" for s, word in STATUS.items() if counts[s]))
    more = f'role="img" aria-label="{label}" height="14" width="100%"'
    return tag("svg", "".join(boxes), "bp-bar", more=more) + tag("ul", "".join(legend), "bp-legend")


Section = tuple[str, str, str]


def release_nav(package: Package, current: str, sections: tuple[Section, ...] = ()) -> str:
    """The pages of a release, the current one with its sections (id, zh, en)."""
    titles = ((number, *package.title(number)) for number in sorted(package.tables))
    tables = [(number, f"{number} {zh}", en) for number, zh, en in titles]
    lines = []
    last = [page for page in _LAST if page[0] != "statements" or package.role("statements")]
    for key, zh, en in (("index", "概览", "Overview"), *tables, *last):
        if key == current:
            inner = "".join(tag("li", link(f"#{i}", both(z, e))) for i, z, e in sections)
            nested = tag("ul", inner) if inner else ""
            lines.append(tag("li", link("./", both(zh, en), more='aria-current="page"') + nested))
        else:
            up = "" if current == "index" else "../"
            lines.append(tag("li", link(up if key == "index" else f"{up}{key}/", both(zh, en))))
    title = both(package.text("title") or package.name, package.text("title_en"))
    fold = tag("details", tag("summary", title) + tag("ul", "".join(lines)), more="open")
    return tag("nav", fold, "bp-relnav", more='aria-label="本发布的页面 Pages of this release"')


_LAST = (
    ("checks", "勾稽关系", "Checks"),
    ("repairs", "修复", "Repairs"),
    ("statements", "文字与表", "Text against tables"),
    ("remarks", "备注与发现", "Remarks and findings"),
    ("validation", "校验报告", "Validation report"),
)
