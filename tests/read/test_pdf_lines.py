"""Glyphs to words and lines."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.read.pdf.content import Glyph
from budgetpress.read.pdf.lines import lines_of

SIZE = 10.0


def glyph(text: str, x: float, base: float = 20.0, *, size: float = SIZE, wide: float = 0.5) -> Glyph:
    """A character with its baseline at x, base; digits are half as wide as high."""
    return Glyph(text, x, base - 0.88 * size, x + wide * size, base + 0.12 * size, base, size)


def line(text: str, *, gap: float = 0.0, x: float = 0.0) -> list[Glyph]:
    """Characters one after another with a gap (in points) after each."""
    return [glyph(character, x + number * (SIZE / 2 + gap)) for number, character in enumerate(text)]


def texts(glyphs: Iterable[Glyph]) -> list[str]:
    """The texts of the lines."""
    return [found.text for found in lines_of(glyphs)]


def test_gap_parts_words() -> None:
    """A gap of a third of the font size parts words, a smaller one does not."""
    assert texts([glyph("甲", 0, wide=1), glyph("乙", 12, wide=1)]) == ["甲乙"]
    assert texts([glyph("甲", 0, wide=1), glyph("乙", 14, wide=1)]) == ["甲 乙"]


def test_printed_blank_parts_words_where_there_is_a_gap() -> None:
    """A blank that lies under the character after it parts nothing."""
    assert texts([*line("ab"), glyph(" ", 10), glyph("c", 12.5)]) == ["ab c"]
    assert texts([*line("ab"), glyph(" ", 10), glyph("c", 10)]) == ["abc"]


def test_one_baseline_is_one_line() -> None:
    """Small and large characters on a baseline are one line, and an index stays on it."""
    glyphs = [glyph("表", 0, wide=1, size=20), glyph("a", 21), glyph("1", 26, base=17, size=6)]
    assert texts(glyphs) == ["表a1"]


def test_lines_come_from_the_top() -> None:
    """The order in which they were painted does not matter."""
    assert texts([*line("cd"), *(character._replace(base=5.0) for character in line("ab"))]) == ["ab", "cd"]


@given(st.decimals(min_value=0, max_value=10**9, places=2), st.floats(0.0, 9.0))
def test_spaced_number_is_one_word(amount: object, gap: float) -> None:
    """A number is whole however far its digits are set apart, up to a whole font size."""
    text = f"{amount:,}"
    assert texts(line(text, gap=gap)) == [text]


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.floats(3.5, 40.0),
)
def test_two_numbers_are_never_made_one(first: object, second: object, gap: float) -> None:
    """What reads as two amounts stays two, however near they stand."""
    left, right = f"{first:,}", f"{second:,}"
    start = len(left) * SIZE / 2 + gap
    assert texts([*line(left), *line(right, x=start)]) == [f"{left} {right}"]


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        (("12,34", "5.60"), "12,345.60"),
        (("1,234", ".50"), "1,234.50"),
        (("-", "12.00"), "-12.00"),
        (("2024", "2025"), "2024 2025"),
        (("1", "234"), "1 234"),
        (("12,34", "56.0"), "12,34 56.0"),
    ],
)
def test_pieces_are_joined_where_no_other_reading_is_left(pieces: tuple[str, str], whole: str) -> None:
    """A piece that is no number by itself belongs to the next, if together they are one."""
    left, right = pieces
    assert texts([*line(left), *line(right, x=len(left) * SIZE / 2 + 5)]) == [whole]


def test_text_of_every_direction_is_read() -> None:
    """Text that runs up, down or upside down is read its own way, with its box where it is printed."""
    down = [Glyph(text, 10, 10 * n, 20, 10 * n + 10, 12, 10, turn=1) for n, text in enumerate("收入", 1)]
    up = [Glyph(text, 30, 60 - 10 * n, 40, 70 - 10 * n, 38, 10, turn=3) for n, text in enumerate("支出")]
    found = lines_of([*down, *up])
    assert [(some.text, some.box) for some in found] == [
        ("收入", (10, 10, 20, 30)),
        ("支出", (30, 50, 40, 70)),
    ]


def test_least_sure_glyph_makes_the_confidence() -> None:
    """A recognised word is as sure as the least sure of its parts."""
    glyphs = [
        character._replace(confidence=sure) for character, sure in zip(line("12"), (0.9, 0.5), strict=True)
    ]
    assert lines_of(glyphs)[0].words[0].confidence == 0.5
