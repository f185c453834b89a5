"""What happens to a page after MkDocs, and what is stamped on a shell."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest

from budgetpress.errors import BudgetpressError
from budgetpress.website.escape import html_text
from budgetpress.website.languages import EN, ZH, either
from budgetpress.website.page import HEADING, Draft
from budgetpress.website.shell import Address, Shell

HERE = Address(path="page/index.html", language=ZH)
BUILT = (
    '<meta charset="utf-8"><title>bp-shell-title - site</title><meta content="bp-shell-description"></head>\n'
    f'<article>\n  <h1 id="{HEADING}">bp-shell-article</h1>\n</article>\n  <a href="@language"></a>'
)
PAGE = '<head><meta charset="utf-8"></head><article><table>\n<thead><tr>{head}</tr></thead></table></article>'


def finished(html: str, address: Address) -> str:
    """A page that MkDocs built at an address, as it is published there."""
    return Shell(html, address).stamp(address)


def test_tables_of_numbers_scroll() -> None:
    """A table with a column of numbers gets a frame that scrolls and that the keyboard reaches."""
    html = finished(PAGE.format(head='<th style="text-align: right;">1</th>'), HERE)
    assert '<div class="bp-scroll" tabindex="0" role="region" aria-label="表 1"' in html
    assert '<table class="bp-plain">' in html


def test_tables_of_words_stay() -> None:
    """A table of words is left to the style sheet, which stacks it on a phone."""
    html = finished(PAGE.format(head="<th>word</th>"), HERE)
    assert "<table>" in html
    assert "bp-scroll" not in html


def test_addresses_are_those_of_the_page() -> None:
    """The root, the page in the other language and its picture, from a page at any depth of either tree."""
    html = (
        '<head><meta charset="utf-8"></head><a href="@language"></a><a href="@root/x.csv"></a><i src="@card">'
    )
    for language, path, wanted in (
        (ZH, "index.html", ["en/", "x.csv", "c.png"]),
        (ZH, "r/03/index.html", ["en/r/03/", "x.csv", "c.png"]),
        (EN, "r/03/index.html", ["r/03/", "x.csv", "c.png"]),
        (EN, "404.html", ["404.html", "x.csv", "c.png"]),
    ):
        address = Address(path=path, language=language, card="c.png")
        filled = finished(html, address)
        found = re.findall(r'(?:href|src)="([^"]*)"', filled)
        here = f"http://h/{language.folder}{path}"
        feeds = [f"{language.folder}{file}" for file in ("feed.atom", "feed.json")]
        assert [urljoin(here, each) for each in found] == [f"http://h/{each}" for each in [*feeds, *wanted]]


def test_a_text_that_looks_like_an_address_stays() -> None:
    """Only an attribute that the program wrote is an address: text has no quotation marks of its own."""
    html = '<meta charset="utf-8"></head>' + html_text('href="@root/x"')
    assert "@root/x" in finished(html, Address(path="index.html", language=ZH))


def test_search_engines_get_whole_addresses_or_none() -> None:
    """Where the address of the site is known each page names itself in both languages."""
    html = '<meta charset="utf-8"></head>'
    assert "hreflang" not in finished(html, Address(path="r/index.html", language=EN))
    known = finished(html, Address(path="r/index.html", language=EN, site="https://h.example/b/"))
    assert re.findall(r'hreflang="([^"]*)" href="([^"]*)"', known) == [
        ("zh-Hans", "https://h.example/b/r/"),
        ("en", "https://h.example/b/en/r/"),
        ("x-default", "https://h.example/b/r/"),
    ]


def test_chinese_in_a_table_of_an_english_page_says_so() -> None:
    """A cell with Chinese text is marked; one without, and any on a Chinese page, is not."""
    html = '<meta charset="utf-8"></head><html lang="en"><td>30101 工资</td><td style="x">30101</td>'
    assert '<td lang="zh-Hans">30101 工资</td><td style="x">' in finished(
        html, Address(path="x.html", language=EN)
    )
    assert "<td>30101 工资</td>" in finished(html, Address(path="x.html", language=ZH))


def test_a_page_is_stamped_on_a_shell_as_deep() -> None:
    """Title, description and article in the language of the address, with the root as far up as the shell."""
    draft = Draft("x/03/index.html", ("甲<b>", 'A "b"'), ("说", "said"))
    draft.add(either("<p>中</p>", "<p>en</p>") + '<a href="@root/x.csv"></a>')
    shell = Shell(BUILT, Address(path="shell/2/index.html", language=EN))
    html = shell.stamp(Address(path="x/03/index.html", language=EN), draft.page())
    assert "<title>A &quot;b&quot; - site</title>" in html
    assert 'content="said"' in html
    assert re.search(r'<article>\s*<p>en</p><a href="../../../x.csv"></a>\s*</article>', html)
    assert '<a href="../../../x/03/"></a>' in html
    assert "bp-shell" not in html


def test_a_page_of_text_that_looks_like_a_shell_is_stamped_once() -> None:
    """What a source says is never taken for a place of the shell."""
    draft = Draft("x/index.html", ("bp-shell-article", ""), ("bp-shell-title", ""))
    draft.text("bp-shell-description", "")
    html = Shell(BUILT, HERE).stamp(Address(path="x/index.html", language=ZH), draft.page())
    assert "<title>bp-shell-article - site</title>" in html
    assert "<p>bp-shell-description</p>" in html


def test_half_a_pair_is_refused() -> None:
    """A page whose wording is broken is not published."""
    draft = Draft("x/index.html", ("x", ""), ("x", ""))
    draft.add("\ufdd0zh\ufdd1en")
    with pytest.raises(BudgetpressError, match="half a pair"):
        Shell(BUILT, HERE).stamp(HERE, draft.page())
