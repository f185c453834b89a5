"""Every non-blank cell of a source ends in a table, in a heading that was recognised, or in the remarks."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.shape.printed import account, shaped

from budgetpress.errors import BudgetpressError
from budgetpress.model import Shaped
from budgetpress.shape.remarks import REASONS

GARBAGE = "\t\n0123456789,.-<>/=()合计预算表年度元一、：  \u200b\u2028"


def test_first_release_is_accounted_for(transcription: str, release: Shaped) -> None:
    """Character by character, each text found again at its line and column."""
    assert account(transcription, release) == []


def test_every_reason_is_in_words(release: Shaped) -> None:
    """A remark says why it is one in a way that the site can print."""
    assert {remark.reason for remark in release.remarks} <= set(REASONS)


def lines_shuffled(text: str, rnd: random.Random) -> str:
    """Some lines in another order."""
    lines = text.split("\n")
    start = rnd.randrange(len(lines))
    part = lines[start : start + rnd.randrange(2, 80)]
    rnd.shuffle(part)
    return "\n".join([*lines[:start], *part, *lines[start + len(part) :]])


def cells_swapped(text: str, rnd: random.Random) -> str:
    """Cells of some lines in another order."""
    rows = [line.split("\t") for line in text.split("\n")]
    for _ in range(rnd.randrange(1, 200)):
        rnd.shuffle(rnd.choice(rows))
    return "\n".join("\t".join(row) for row in rows)


def lines_inserted(text: str, rnd: random.Random) -> str:
    """Blank, odd and repeated lines between the others."""
    lines = text.split("\n")
    for _ in range(rnd.randrange(1, 40)):
        lines.insert(rnd.randrange(len(lines)), rnd.choice(["", "\t", "\t\t说明", *lines]))
    return "\n".join(lines)


def characters_replaced(text: str, rnd: random.Random) -> str:
    """Single characters exchanged, tabs and line breaks among them."""
    characters = list(text)
    for _ in range(rnd.randrange(1, 400)):
        characters[rnd.randrange(len(characters))] = rnd.choice(GARBAGE)
    return "".join(characters)


def truncated(text: str, rnd: random.Random) -> str:
    """Truncated at any byte; a character that was cut in two is gone."""
    data = text.encode()
    return data[: rnd.randrange(len(data))].decode(errors="ignore")


def pages_shuffled(text: str, rnd: random.Random) -> str:
    """Pages in another order."""
    pages = text.split("\n\n")
    rnd.shuffle(pages)
    return "\n\n".join(pages)


def all_lines_shuffled(text: str, rnd: random.Random) -> str:
    """All lines in another order."""
    lines = text.split("\n")
    rnd.shuffle(lines)
    return "\n".join(lines)


Mutation = Callable[[str, random.Random], str]

MUTATIONS: tuple[Mutation, ...] = (
    lines_shuffled,
    cells_swapped,
    lines_inserted,
    characters_replaced,
    truncated,
    pages_shuffled,
    all_lines_shuffled,
)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32), mutations=st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3))
def test_damaged_transcription_is_accounted_for(
    transcription: str, seed: int, mutations: list[Mutation]
) -> None:
    """However it is damaged: nothing is lost, no entry is invented, and an error is one of ours."""
    rnd = random.Random(seed)
    text = transcription
    for mutation in mutations:
        text = mutation(text, rnd)
    try:
        result = shaped(text)
    except BudgetpressError:
        return
    assert account(text, result) == []
    assert {remark.reason for remark in result.remarks} <= set(REASONS)


TITLES = ("预算03表 支出预算总表", "预算11表", "预算12表 年度项目支出绩效表", "预算13表", "预算01表 收支总表")
CELLS = (
    "合计", "合 计：", "项目", "预算数", "金额", "项目名称", "一级指标", "二级", "服务领域", "部门名称",
    "整体绩效目标", "01-公共服务", "212-城乡社区支出 2.475000", "2010108-代表工作", "产出指标", "≥", "定性",
    "产出指标数量指标社区", "11010522700000041", "9541-基本经费", "1.000000", "1,234,567",
    "1,2B4.000000", "-",
    "<p>文</p>", "&nbsp;", "金额单位：元", "(2026年度)", "", " ", "甲 乙",
)  # fmt: skip


@given(
    st.lists(
        st.one_of(
            st.sampled_from(TITLES),
            st.lists(st.sampled_from(CELLS), min_size=1, max_size=9).map("\t".join),
            st.text(alphabet=GARBAGE.replace("\n", ""), max_size=12),
        ),
        max_size=30,
    )
)
@example(["预算12表 年度项目支出绩效表", "11010522700000041", "单位：元", "9541-基本经费"])
def test_document_of_any_lines_is_accounted_for(lines: list[str]) -> None:
    """The same for documents that are made of likely lines in any order."""
    text = "\n".join(lines)
    assert account(text, shaped(text)) == []
