"""What every 100 yuan are for: the classes of the treemap by size, as shares of what the document prints."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from budgetpress.website.charts.hundred import of_a_hundred
from budgetpress.website.charts.model import Branch, Chart, Leaf, Tree
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.words import Word, for_chinese


def chart(*amounts: int) -> Chart:
    """A treemap of classes with these amounts, called by their position."""
    branches = tuple(
        Branch(
            label=Word(zh=f"类{place}", en=f"class {place}"),
            leaves=(Leaf(label=Word(zh="项", en=""), amount=Decimal(amount)),),
        )
        for place, amount in enumerate(amounts)
    )
    word = Word(zh="甲", en="a")
    return Chart(
        name="functions",
        question=word,
        finding=word,
        body=Tree(branches=branches, printed=True),
        counts=False,
        tables=("03",),
        disputed=0,
    )


def lines(html: str) -> list[str]:
    """The lines of the list, as a reader sees them."""
    return [re.sub(r"<[^>]*>", "", item).strip() for item in re.findall(r"<li>.*?</li>", html)]


def test_classes_are_ranked_and_the_rest_is_one_line() -> None:
    """The five largest, then all others together; the words are those of the language."""
    html = of_a_hundred([chart(1, 500, 20, 300, 40, 99, 40)])
    assert lines(resolve(html, ZH)) == [
        "类1 50.0 元",
        "类3 30.0 元",
        "类5 9.9 元",
        "类4 4.0 元",
        "类6 4.0 元",
        "其余 2 类 2.1 元",
    ]
    assert lines(resolve(html, EN))[-1] == "2 other classes 2.1 yuan"
    assert 'href="#chart.functions"' in html


def test_a_rest_of_one_class_is_that_class() -> None:
    """Six classes are all named."""
    assert len(lines(resolve(of_a_hundred([chart(6, 5, 4, 3, 2, 1)]), ZH))) == 6
    assert "其余" not in of_a_hundred([chart(6, 5, 4, 3, 2, 1)])


def test_too_little_to_see_is_said_to_be_so() -> None:
    """No class with an amount is told to take nothing, and its bar has a width that a browser reads."""
    html = resolve(of_a_hundred([chart(10**9, 1)]), ZH)
    assert lines(html)[-1] == "类1 &lt;0.1 元"
    assert re.findall(r'<rect width="([^"]*)"', html) == ["100.0%", "0.1%"]


def test_without_a_printed_total_there_are_no_shares() -> None:
    """Nothing is shown where shares would refer to a sum of ours."""
    shown = chart(3, 2)
    assert isinstance(shown.body, Tree)
    assert of_a_hundred([replace(shown, body=replace(shown.body, printed=False))]) == ""
    assert of_a_hundred([chart(0)]) == ""
    assert of_a_hundred([]) == ""


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("171442420.47", "1.71 亿元"),
        ("51994177", "5,199 万元"),
        ("76305.03", "7.63 万元"),
        ("-9999.6", "-10,000 元"),
    ],
)
def test_amounts_are_said_as_people_say_them(amount: str, said: str) -> None:
    """In the unit that makes them short."""
    assert for_chinese(Decimal(amount)) == said
