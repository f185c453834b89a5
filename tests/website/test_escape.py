"""No text becomes markup, whatever Markdown extensions are on."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.website.escape import anchor, attr, fragment, html_text, md_text, web_url

EXTENSIONS = [
    "abbr",
    "admonition",
    "attr_list",
    "codehilite",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "meta",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
    "wikilinks",
    "pymdownx.snippets",
    "pymdownx.superfences",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "{onerror=alert(1)}",
    '--8<-- "mkdocs.yml"',
    "{{ config }} {% raw %}",
    "# heading",
    "1. list",
    "- item",
    "> quote",
    "| a | b |",
    "``` code",
    "    indented",
    "&lt;b&gt; &amp;",
    "&#60;script&#62;",
    "*a* __b__ `c`",
    "http://a.example",
    "[^1]: x",
    "a\n\n<div>\nb",
    "\u2028<b>",
    "*[HTML]: x",
    "!!! note",
    "::: x",
    "\x02\x03wzxhzdk:0\x03",
    "\\<b>",
    '-- ... "q"',
    "[TOC]",
    "[[wiki]]",
    "<!-- x -->",
    "<?php ?>",
    "]]>",
    "Term\n: definition",
    "\ufdd0zh\ufdd1<b>\ufdd2",
    "--- \n===",
]


class Shape(HTMLParser):
    """The tags and the visible text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {attrs}")

    def handle_data(self, data: str) -> None:
        self.words += data


def shape(text: str) -> tuple[list[str], str]:
    """What Markdown makes of a paragraph that is this text."""
    html = markdown.markdown(f"x{md_text(text)}x\n", extensions=EXTENSIONS)
    found = Shape(html)
    return found.tags, found.words


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_one_paragraph_that_reads_as_the_text(text: str) -> None:
    """Each known payload comes out as a paragraph without another element, its text unchanged."""
    tags, words = shape(text)
    assert tags == ["p []"]
    shown = re.sub("[\ufdd0-\ufdd2]", "\ufffd", re.sub(r"[\x00-\x08\u2028]", "", text))
    expected = re.sub(r"\s+", " ", shown).strip()
    assert words == f"x{expected}x"


@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=6).map(" ".join))
def test_any_text_is_one_paragraph(text: str) -> None:
    """Mixtures of payloads and random characters add no element either."""
    assert shape(text)[0] == ["p []"]


@given(st.text())
def test_html_text_and_attributes_stay_inside(text: str) -> None:
    """An element and an attribute hold any text without a tag, a quote or a control character getting out."""
    found = Shape(f'<b title="{attr(text)}">{html_text(text)}</b>')
    assert [tag.split(" ")[0] for tag in found.tags] == ["b"]
    assert '"' not in attr(text)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:x",
        "data:text/html,x",
        "//host/x",
        "/x",
        "x",
        "",
        "http://",
        "http://[x",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    """What is not http or https with a host gives no link."""
    assert web_url(address) == ""


def test_a_web_address_is_kept() -> None:
    """An https address is a link as it is."""
    assert web_url("https://example.org/a?b=c") == "https://example.org/a?b=c"


@given(st.text(min_size=1))
def test_anchors_have_no_space_and_fragments_no_quote(text: str) -> None:
    """An id made of any text can be linked to."""
    assert not re.search(r"[\s\"'<>#%]", anchor("check", text))
    assert not re.search(r"[\s\"'<>]", fragment(text)[1:])
