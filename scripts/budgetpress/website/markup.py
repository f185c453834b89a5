"""Small pieces of HTML. What they take as content is HTML already; ids, links and labels they escape."""

from __future__ import annotations

from collections.abc import Iterable

from budgetpress.website.escape import attr, html_text
from budgetpress.website.languages import OF_SOURCE
from budgetpress.website.words import Word, both, pair


def tag(
    name: str, content: str, kind: str = "", *, identifier: str = "", more: str = "", source: bool = False
) -> str:
    """An element; `more` is for attributes that are written out.

    `source` says that it holds text of a source: on an English page it then says that it is Chinese.
    """
    named = f' class="{attr(kind)}"' if kind else ""
    marked = f' id="{attr(identifier)}"' if identifier else ""
    spoken = OF_SOURCE if source else ""
    return f"<{name}{named}{marked}{spoken}{' ' + more if more else ''}>{content}</{name}>"


def link(href: str, content: str, kind: str = "", more: str = "") -> str:
    """A link within the site, or to an address that `web_url` let through."""
    return tag("a", content, kind, more=f'href="{attr(href)}"' + (f" {more}" if more else ""))


def cell(content: str, kind: str = "", *, identifier: str = "", source: bool = False) -> str:
    """A cell of a table."""
    return tag("td", content, kind, identifier=identifier, source=source)


def number(content: object, *, identifier: str = "") -> str:
    """A cell of digits, to the right; an int or a ready text."""
    return tag("td", str(content), "bp-n", identifier=identifier)


def row_name(content: str, *, identifier: str = "", source: bool = False) -> str:
    """The cell that names its row."""
    return tag("th", content, identifier=identifier, more='scope="row"', source=source)


def line(*cells: str, kind: str = "", identifier: str = "") -> str:
    """A row of a table."""
    return tag("tr", "".join(cells), kind, identifier=identifier)


def head(zh: str, en: str) -> str:
    """A column heading over text."""
    return tag("th", both(zh, en), more='scope="col"')


def number_head(zh: str, en: str) -> str:
    """A column heading over numbers."""
    return tag("th", both(zh, en), "bp-num", more='scope="col"')


def frame(label: str, content: str) -> str:
    """A box that scrolls on its own and can be reached by keyboard, for what may be wider than the page.

    `label` is a ready value, from :func:`budgetpress.website.words.pair`.
    """
    return tag("div", content, "bp-scroll", more=f'tabindex="0" role="region" aria-label="{label}"')


def grid(label: str, headings: Iterable[str], rows: Iterable[str], kind: str = "bp-plain") -> str:
    """A table in its frame; `label` as there."""
    body = f"<thead><tr>{''.join(headings)}</tr></thead><tbody>{''.join(rows)}</tbody>"
    return frame(label, tag("table", body, kind))


def fold(summary: str, content: str) -> str:
    """What a reader opens when asked for; an address that names something in it opens it too."""
    return tag("details", tag("summary", summary) + content)


def empty(zh: str, en: str) -> str:
    """A sentence where there is nothing to show."""
    return tag("p", both(zh, en), "bp-empty")


def none() -> str:
    """The shortest such sentence."""
    return empty("没有。", "None.")


def sub(content: str) -> str:
    """A second line, smaller."""
    return tag("span", content, "bp-sub")


def facts(items: Iterable[tuple[str, str, str]]) -> str:
    """Short facts side by side: their name in either language, value as HTML."""
    pairs = (f"<div><dt>{both(zh, en)}</dt><dd>{value}</dd></div>" for zh, en, value in items)
    return tag("dl", "".join(pairs), "bp-facts")


def mark(word: Word, name: str) -> str:
    """The sign of a status or verdict in a dense table, with its name for a screen reader."""
    return tag(
        "i", html_text(word.mark), f"bp-m bp-{name}", more=f'role="img" title="{pair(word.zh, word.en)}"'
    )


def marked(word: Word, name: str) -> str:
    """The sign of a status or verdict with its words beside it."""
    sign = tag("span", html_text(word.mark), more='aria-hidden="true"')
    return tag("span", f"{sign} {both(word.zh, word.en)}", f"bp-st bp-{name}")
