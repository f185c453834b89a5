"""The picture of a release: its size, its words, and that no text of a source is markup in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.website.sample import write_package
from tests.website.test_escape import HOSTILE

from budgetpress.website.card import card_png, card_svg
from budgetpress.website.languages import EN, LANGUAGES, ZH, Language
from budgetpress.website.load import load_package

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_it_is_of_the_size_that_networks_ask_for_and_made_once(language: Language, tmp_path: Path) -> None:
    """1200 by 630 pixels; the second time it is taken from where it is kept."""
    svg = card_svg(load_package(write_package(tmp_path)), language)
    picture = card_png(svg, tmp_path / "cache")
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(picture[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
    (kept,) = (tmp_path / "cache" / "cards").iterdir()
    kept.write_bytes(b"kept")
    assert card_png(svg, tmp_path / "cache") == b"kept"


def test_it_says_how_much_is_proven_in_its_language(tmp_path: Path) -> None:
    """Title, counts and claim in one language; the picture of the site has no counts."""
    package = load_package(write_package(tmp_path))
    words = {language: said(card_svg(package, language)) for language in LANGUAGES}
    assert "个数字" in words[ZH]
    assert "figures" not in words[ZH]
    assert "figures" in words[EN]
    assert "个数字" not in words[EN]
    assert "勾稽关系" in words[ZH]
    assert "勾稽关系" not in said(card_svg(None, ZH))


def test_no_text_is_markup(tmp_path: Path) -> None:
    """Whatever the title holds, the drawing has the elements that it has with any other."""
    hostile = load_package(write_package(tmp_path, text=lambda text: text + "".join(HOSTILE)))
    drawn = ET.fromstring(card_svg(hostile, ZH))  # noqa: S314 our own text
    assert {element.tag.removeprefix(SVG) for element in drawn.iter()} == {"svg", "rect", "text"}


def said(svg: str) -> str:
    """The words of a drawing."""
    return " ".join(ET.fromstring(svg).itertext())  # noqa: S314 our own text
