"""A page before MkDocs: front matter, Markdown with slots, and the HTML that fills the slots afterwards.

Heavy HTML never passes through Markdown: a slot is an empty box in the Markdown that holds only words for
the search index, and :mod:`budgetpress.website.fill` puts the HTML into the built page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from budgetpress.website.escape import attr, html_text, md_text, plain
from budgetpress.website.load import Package
from budgetpress.website.words import STATUS, both, mark, percent


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """`path` is relative to the docs folder (`x/03/index.md`); `files` lie beside it under their names."""

    path: str
    markdown: str
    slots: Mapping[str, str]
    files: Mapping[str, bytes] = field(default_factory=dict)


class Draft:
    """Collects the parts of a page in order."""

    def __init__(self, path: str, title: str, description: str, *, wide: bool = True) -> None:
        self._path = path
        hidden = "hide:\n  - navigation\n  - toc\n" if wide else "hide:\n  - navigation\n"
        self._parts = [f'---\ntitle: "{plain(title)}"\ndescription: "{plain(description)}"\n{hidden}---\n']
        self._slots: dict[str, str] = {}
        self._files: dict[str, bytes] = {}

    def heading(self, level: int, zh: str, en: str, identifier: str = "") -> None:
        """A heading in both languages. Below level 1 it is HTML, for an id that no slug rule can change."""
        english = ' <span lang="en" class="bp-en">{}</span>' if en and en != zh else ""
        if level == 1:
            self._parts.append(f"# {md_text(zh)}{english.format(md_text(en))}\n")
            return
        words = " ".join(html_text(zh).split()) + english.format(" ".join(html_text(en).split()))
        self._parts.append(f'<h{level} id="{attr(identifier)}">{words}</h{level}>\n')

    def text(self, zh: str, en: str) -> None:
        """A paragraph in Chinese and one in English."""
        self._parts.append(f"{md_text(zh)}\n")
        if en:
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
        return f'<p class="bp-empty">{both("本表没有数字。", "There are no figures.")}</p>'
    left, boxes, legend = 0.0, [], []
    for status, word in STATUS.items():
        count = counts[status]
        if count:
            wide = 100 * count / total  # pixels only
            boxes.append(f'<rect class="bp-{status}" x="{left:.3f}%" width="{wide:.3f}%" height="100%"></rect>')
            left += wide
            share = percent(Decimal(count), Decimal(total))
            legend.append(f"<li>{mark(word, status, text=True)} <b>{count}</b> <small>{share}</small></li>")
    label = attr("，".join(f"{STATUS[s].zh} {STATUS[s].en} {n}" for s, n in counts.items() if n))
    return (
        f'<svg class="bp-bar" role="img" aria-label="{label}" height="14" width="100%">{"".join(boxes)}</svg>'
        f'<ul class="bp-legend">{"".join(legend)}</ul>'
    )


def release_nav(package: Package, current: str, sections: tuple[tuple[str, str, str], ...] = ()) -> str:
    """The pages of a release, the current one with its sections (id, zh, en); links from a page one deep."""
    up = "" if current == "index" else "../"
    entries = [("index", "概览", "Overview")]
    entries += [(number, f"{number} {r[0].title}", r[0].title_en) for number, r in sorted(package.tables.items())]
    entries += [
        ("checks", "勾稽关系", "Checks"),
        ("repairs", "修复", "Repairs"),
        ("remarks", "备注与发现", "Remarks and findings"),
        ("validation", "校验报告", "Validation report"),
    ]
    lines = []
    for key, zh, en in entries:
        here = ' aria-current="page"' if key == current else ""
        target = "./" if key == current else (up or "./") if key == "index" else f"{up}{key}/"
        inner = "".join(f'<li><a href="#{attr(i)}">{both(z, e)}</a></li>' for i, z, e in sections)
        nested = f"<ul>{inner}</ul>" if key == current and inner else ""
        lines.append(f'<li><a href="{target}"{here}>{both(zh, en)}</a>{nested}</li>')
    title = both(package.text("title") or package.name, package.text("title_en"))
    return (
        f'<nav class="bp-relnav" aria-label="{attr("本发布的页面 Pages of this release")}"><details open>'
        f"<summary>{title}</summary><ul>{''.join(lines)}</ul></details></nav>"
    )
