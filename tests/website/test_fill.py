"""What happens to a page after MkDocs, beside its slots."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from budgetpress.website.escape import html_text
from budgetpress.website.fill import Address, fill_page
from budgetpress.website.languages import EN, ZH

HERE = Address(path="page/index.html", language=ZH)
PAGE = '<head><meta charset="utf-8"></head><article><table>\n<thead><tr>{head}</tr></thead></table></article>'


def test_tables_of_numbers_scroll() -> None:
    """A table with a column of numbers gets a frame that scrolls and that the keyboard reaches."""
    html = fill_page(
        PAGE.format(head='<th style="text-align: right;">1</th>'),
        {},
        Address(path="page/index.html", language=ZH),
    )
    assert '<div class="bp-scroll" tabindex="0" role="region" aria-label="表 1"' in html
    assert '<table class="bp-plain">' in html


def test_tables_of_words_stay() -> None:
    """A table of words is left to the style sheet, which stacks it on a phone."""
    html = fill_page(PAGE.format(head="<th>word</th>"), {}, HERE)
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
        filled = fill_page(html, {}, address)
        found = re.findall(r'(?:href|src)="([^"]*)"', filled)
        here = f"http://h/{language.folder}{path}"
        feeds = [f"{language.folder}{file}" for file in ("feed.atom", "feed.json")]
        assert [urljoin(here, each) for each in found] == [f"http://h/{each}" for each in [*feeds, *wanted]]


def test_a_text_that_looks_like_an_address_stays() -> None:
    """Only an attribute that the program wrote is an address: text has no quotation marks of its own."""
    html = '<meta charset="utf-8"></head>' + html_text('href="@root/x"')
    assert "@root/x" in fill_page(html, {}, Address(path="index.html", language=ZH))


def test_search_engines_get_whole_addresses_or_none() -> None:
    """Where the address of the site is known each page names itself in both languages."""
    html = '<meta charset="utf-8"></head>'
    assert "hreflang" not in fill_page(html, {}, Address(path="r/index.html", language=EN))
    known = fill_page(html, {}, Address(path="r/index.html", language=EN, site="https://h.example/b/"))
    assert re.findall(r'hreflang="([^"]*)" href="([^"]*)"', known) == [
        ("zh-Hans", "https://h.example/b/r/"),
        ("en", "https://h.example/b/en/r/"),
        ("x-default", "https://h.example/b/r/"),
    ]


def test_chinese_in_a_table_of_an_english_page_says_so() -> None:
    """A cell with Chinese text is marked; one without, and any on a Chinese page, is not."""
    html = '<meta charset="utf-8"></head><html lang="en"><td>30101 工资</td><td style="x">30101</td>'
    assert '<td lang="zh-Hans">30101 工资</td><td style="x">' in fill_page(
        html, {}, Address(path="x.html", language=EN)
    )
    assert "<td>30101 工资</td>" in fill_page(html, {}, Address(path="x.html", language=ZH))
