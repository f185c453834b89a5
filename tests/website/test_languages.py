"""Both languages: pairs, the two files of each hand-written page, and the two halves of the built site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.website.conftest import Site
from tests.website.pages import elements, ids

from budgetpress.website.escape import attr, clean, html_text, md_text
from budgetpress.website.languages import EN, LANGUAGES, ZH, either, resolve
from budgetpress.website.words import both, pair, printed

PAGES = Path(__file__).resolve().parents[2] / "site" / "pages"
CHINESE = re.compile(r"[\u3400-\u9fff]")


def test_a_pair_is_one_of_its_sides() -> None:
    """Each language has its own side, also of a pair within a pair."""
    text = f"a{either('甲' + either('乙', 'b'), 'c')}d"
    assert [resolve(text, language) for language in LANGUAGES] == ["a甲乙d", "acd"]


@pytest.mark.parametrize("text", ["\ufdd0a", "a\ufdd1b", "\ufdd0a\ufdd2", "\ufdd2"])
def test_half_a_pair_is_refused(text: str) -> None:
    """Nothing that was not made as a pair goes out unnoticed."""
    with pytest.raises(ValueError, match="half a pair"):
        resolve(text, ZH)


@given(st.text(st.sampled_from("\ufdd0\ufdd1\ufdd2\ufffe\U0001ffffa<"), min_size=1))
def test_no_text_of_a_source_can_forge_a_pair(text: str) -> None:
    """Whichever way it goes out, a noncharacter in it is a replacement character."""
    for way in (attr, clean, html_text, md_text):
        assert not re.search("[\ufdd0-\ufdef\ufffe\uffff\U0001ffff]", way(text))


def test_wording_without_english_says_that_it_is_chinese() -> None:
    """On an English page it is marked as Chinese; an attribute has it as it is."""
    assert resolve(both("<甲>", ""), EN) == '<span lang="zh-Hans">&lt;甲&gt;</span>'
    assert resolve(both("<甲>", ""), ZH) == resolve(printed("<甲>"), ZH) == "&lt;甲&gt;"
    assert resolve(pair("甲", ""), EN) == "甲"
    assert resolve(both("甲", "a & b"), EN) == "a &amp; b"


def written() -> list[str]:
    """Every hand-written page, by its name in either language."""
    return sorted(path.relative_to(PAGES / "zh").as_posix() for path in (PAGES / "zh").rglob("*.md"))


def test_every_hand_written_page_is_there_in_both_languages() -> None:
    """The same names in either folder."""
    english = sorted(path.relative_to(PAGES / "en").as_posix() for path in (PAGES / "en").rglob("*.md"))
    assert english == written() != []


@pytest.mark.parametrize("name", written())
def test_the_two_files_of_a_page_say_the_same(name: str) -> None:
    """As many headings, paragraphs, list items and rows; the same code, links and amounts in tables."""
    zh, en = ((PAGES / language.code / name).read_text(encoding="utf-8") for language in LANGUAGES)
    for same in (
        r"^(#+ |\d+\. |- |\|)",  # what each line is
        r"`[^`\n]+`",
        r"\]\([^)]*\)",
        r"^```[^`]*^```",
    ):
        found = [re.findall(same, text, flags=re.MULTILINE) for text in (zh, en)]
        assert sorted(found[0]) == sorted(found[1])
    rows = ("".join(line for line in text.splitlines() if line.startswith("|")) for text in (zh, en))
    assert len({tuple(re.findall(r"[-−]?\d[\d,]*\.\d+", row)) for row in rows}) == 1
    assert len(zh.split("\n\n")) == len(en.split("\n\n"))


@pytest.mark.parametrize("name", written())
def test_each_file_is_in_one_language(name: str) -> None:
    """An English page has Chinese in tables and marked words alone, a Chinese one no prose in English."""
    english = (PAGES / "en" / name).read_text(encoding="utf-8")
    prose = re.sub(r'```.*?```|<span lang="zh-Hans">.*?</span>', "", english, flags=re.DOTALL)
    assert not [line for line in prose.splitlines() if CHINESE.search(line) and not line.startswith("|")]
    chinese = (PAGES / "zh" / name).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```|`[^`]*`|<span lang=\"en\">.*?</span>|\([^)]*\)", "", chinese, flags=re.DOTALL)
    assert not re.findall(r"(?:\b[a-z]{2,}[ ,]+){4,}", prose)


def test_each_page_is_built_in_both_languages(site: Site) -> None:
    """Whatever is there in Chinese is there in English, with the same ids, and says its language."""
    chinese = {name for name in site.pages if not name.startswith("en/")}
    assert {name.removeprefix("en/") for name in site.pages if name.startswith("en/")} == chinese
    for name in chinese:
        file = name if name.endswith(".html") else f"{name}index.html"
        pair_of = [site.folder / language.folder / file for language in LANGUAGES]
        assert [elements(path)[0][1]["lang"] for path in pair_of] == [language.tag for language in LANGUAGES]
        assert named(pair_of[0]) == named(pair_of[1]), name


def named(path: Path) -> set[str]:
    """The ids of a page but for that of its title, which Markdown makes of its words."""
    title = next((a.get("id", "") for tag, a in elements(path) if tag == "h1"), "")
    return ids(path) - {title}
