"""What happens to a page after MkDocs, beside its slots."""

from __future__ import annotations

from budgetpress.website.fill import Address, fill_page
from budgetpress.website.languages import EN, ZH

PAGE = '<head><meta charset="utf-8"></head><article><table>\n<thead><tr>{head}</tr></thead></table></article>'


def test_tables_of_numbers_scroll() -> None:
    """A table with a column of numbers gets a frame that scrolls and that the keyboard reaches."""
    html = fill_page(PAGE.format(head='<th style="text-align: right;">1</th>'), {}, Address(path="page/index.html", language=ZH))
    assert '<div class="bp-scroll" tabindex="0" role="region" aria-label="表 1"' in html
    assert '<table class="bp-plain">' in html


def test_tables_of_words_stay() -> None:
    """A table of words is left to the style sheet, which stacks it on a phone."""
    html = fill_page(PAGE.format(head="<th>word</th>"), {}, Address(path="page/index.html", language=ZH))
    assert "<table>" in html
    assert "bp-scroll" not in html
