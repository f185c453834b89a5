"""A page before it is stamped on a shell: title, article, what the search knows of it, files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from budgetpress.website.data import Package
from budgetpress.website.escape import html_text
from budgetpress.website.languages import either
from budgetpress.website.markup import empty, link, marked, tag
from budgetpress.website.words import STATUS, both, pair, percent

Wording = tuple[str, str]  # the same in Chinese and in English, plain

# The id of the heading of a page, which the link that skips the header leads to.
HEADING = "page"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What the search index has of a page or of a part of it.

    `location` is from the root of a tree of pages; title and text are HTML without elements, as pairs.
    """

    location: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page in both languages, its wording as pairs. `path` is relative to each tree (`x/03/index.html`).

    `title` and `description` are ready for text and attributes, `html` is the article. A file that is text
    lies beside the page under its name in either tree, resolved, with `@root/` as on a page; one of bytes
    exists once, beside the Chinese page, and is linked as `@root/<folder of the page>/<name>`.
    """

    path: str
    title: str
    description: str
    html: str
    entries: tuple[Entry, ...] = ()
    files: Mapping[str, bytes | str] = field(default_factory=dict)


class Draft:
    """Collects the parts of a page in order. Each kind of part takes its wording in both languages."""

    def __init__(self, path: str, title: Wording, description: Wording, *, searched: bool = True) -> None:
        self._path, self._searched = path, searched
        self._title, self._description = (pair(*map(_line, said)) for said in (title, description))
        self._parts: list[str] = []
        self._location = path.removesuffix("index.html")
        self._entries = [Entry(location=self._location, title=self._title, text="")]
        self._files: dict[str, bytes | str] = {}

    def heading(self, level: int, zh: str, en: str, identifier: str = "") -> None:
        """A heading; the search finds the part below one that has an id of its own."""
        words = both(_line(zh), _line(en))
        self._parts.append(tag(f"h{level}", words, identifier=identifier or (HEADING if level == 1 else "")))
        if identifier:
            title = either(html_text(_line(zh)), html_text(_line(en or zh)))
            self._entries.append(Entry(location=f"{self._location}#{identifier}", title=title, text=""))

    def text(self, zh: str, en: str) -> None:
        """A paragraph."""
        self.add(tag("p", both(zh, en)), words=either(html_text(zh), html_text(en or zh)))

    def add(self, html: str, *, words: str = "") -> None:
        """Ready HTML; `words`, HTML too, are what the search shall know of it."""
        self._parts.append(html)
        if words:
            last = self._entries[-1]
            self._entries[-1] = replace(last, text=f"{last.text} {words}".strip())

    def file(self, name: str, content: bytes | str) -> None:
        """A file beside the page: text once a language, bytes once (see :class:`Page`)."""
        self._files[name] = content

    def page(self) -> Page:
        """The finished page."""
        return Page(
            path=self._path,
            title=self._title,
            description=self._description,
            html="\n".join(self._parts),
            entries=tuple(self._entries) if self._searched else (),
            files=self._files,
        )


def _line(text: str) -> str:
    return " ".join(text.split())


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
    there = [(word, counts[status]) for status, word in STATUS.items() if counts[status]]
    label = pair(
        "，".join(f"{word.zh} {count}" for word, count in there),
        ", ".join(f"{word.en} {count}" for word, count in there),
    )
    more = f'role="img" aria-label="{label}" height="14" width="100%"'
    return tag("svg", "".join(boxes), "bp-bar", more=more) + tag("ul", "".join(legend), "bp-legend")


Section = tuple[str, str, str]


def release_titles(package: Package, zh: str, en: str) -> tuple[Wording, Wording]:
    """Title and description of a page of a release that is called `zh` and `en`."""
    name, english = package.text("title"), package.text("title_en") or package.text("title")
    return (f"{zh} · {name}", f"{en} · {english}"), (f"{name}：{zh}。", f"{english}: {en}.")


def release_nav(
    package: Package, current: str, sections: tuple[Section, ...] = (), *, up: str = "../"
) -> str:
    """The pages of a release, the current one with its sections (id, zh, en); `up` leads to the release."""
    titles = ((number, *package.title(number)) for number in sorted(package.tables))
    tables = [(number, f"{number} {zh}", f"{number} {en or zh}") for number, zh, en in titles]
    lines = []
    last = [page for page in _LAST if page[0] != "statements" or package.role("statements")]
    for key, zh, en in (("index", "概览", "Overview"), *tables, *last):
        if key == current:
            inner = "".join(tag("li", link(f"#{i}", both(z, e))) for i, z, e in sections)
            nested = tag("ul", inner) if inner else ""
            lines.append(tag("li", link("./", both(zh, en), more='aria-current="page"') + nested))
        else:
            up = "" if current == "index" else up
            lines.append(tag("li", link(up if key == "index" else f"{up}{key}/", both(zh, en))))
    title = both(package.text("title") or package.name, package.text("title_en"))
    fold = tag("details", tag("summary", title) + tag("ul", "".join(lines)), more="open")
    return tag("nav", fold, "bp-relnav", more=f'aria-label="{pair("本发布的页面", "Pages of this release")}"')


_LAST = (
    ("checks", "勾稽关系", "Checks"),
    ("repairs", "修复", "Repairs"),
    ("statements", "文字与表", "Text against tables"),
    ("remarks", "备注与发现", "Remarks and findings"),
    ("source", "原文", "Source"),
    ("validation", "校验报告", "Validation report"),
    ("use", "使用数据", "Use the data"),
)
