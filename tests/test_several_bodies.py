"""Documents that print the same tables for several bodies: the first set counts, and no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from tests.documents import putuo
from tests.documents.convert import PRINTERS, Package, convert, paper
from tests.documents.paper import Paper, Sheet

FILE = "plain.pdf"
OTHER = "沪江市长桥区柳湾街道社区服务中心"
FIRST = "shanghai-putuo"


def converted(*sheets: Sheet, after: tuple[str, ...] = ()) -> Package:
    """The package of a document with these tables."""
    whole = replace(paper(FIRST), sheets=sheets, after=(*paper(FIRST).after, *after))
    return convert(PRINTERS[FILE](whole), FILE)


def of_another(body: str = OTHER) -> tuple[Sheet, ...]:
    """The tables of another body, which may be named in each of them or not."""
    other: Paper = putuo.paper(seed=9)
    left = f"编制单位：{body}" if body else ""
    return tuple(replace(sheet, left=left) for sheet in other.sheets)


def one_by_one(first: tuple[Sheet, ...], second: tuple[Sheet, ...]) -> tuple[Sheet, ...]:
    """Each table of the first body, then that of the second."""
    return tuple(sheet for pair in zip(first, second, strict=True) for sheet in pair)


# Of tables without totals that name nobody, nothing says whose they are where they stand among each other.
@pytest.mark.parametrize(
    ("order", "body"),
    [
        pytest.param(tuple.__add__, OTHER, id="after-other"),
        pytest.param(tuple.__add__, f"{putuo.BODY}（本级）", id="after-part"),
        pytest.param(tuple.__add__, "", id="after-unnamed"),
        pytest.param(one_by_one, OTHER, id="between-other"),
        pytest.param(one_by_one, f"{putuo.BODY}（本级）", id="between-part"),
    ],
)
def test_tables_of_another_body_are_left_out(
    order: Callable[[tuple[Sheet, ...], tuple[Sheet, ...]], tuple[Sheet, ...]], body: str
) -> None:
    """Wherever they stand and whatever they say of their body, the package is that of the first alone."""
    made = converted(*order(paper(FIRST).sheets, of_another(body)))
    expected = {key: (text.text, f"{text.amount:.2f}") for key, text in paper(FIRST).amounts.items()}
    assert made.amounts == expected
    assert {row["verdict"] for row in made.tables["checks"]} <= {"holds", "not_applicable"}
    assert {row["verdict"] for row in made.tables["statements"]} <= {"holds", "not_applicable"}
    assert made.tables["repairs"] == []
    again = [row for row in made.tables["findings"] if row["code"] == "table-again"]
    # Tables without any amount are the same for both.
    assert [row["table"] for row in again] == ["01", "02", "03", "04", "05", "08", "09"]


def test_table_that_the_first_body_lacks() -> None:
    """It does not complete the first set."""
    made = converted(*paper(FIRST).sheets[:4], *of_another())
    assert {resource for resource, _, _ in made.amounts} == {
        "revenue_and_expenditure", "revenue", "expenditure", "fiscal_appropriation",
    }  # fmt: skip
    assert "statement-fails" not in {row["code"] for row in made.tables["findings"]}


def test_table_that_is_printed_twice_for_one_body() -> None:
    """Once in the text before all tables, say: it counts once, and the tables after it count."""
    (*others, last) = paper(FIRST).sheets
    first = replace(last, note="本表另见第五部分。")
    made = converted(first, *others, last)
    assert made.amounts.keys() == paper(FIRST).amounts.keys()


def test_unnamed_tables_between_those_of_the_first_body() -> None:
    """What follows below the totals of a table is of another."""
    mine, others = paper(FIRST).sheets[:5], of_another("")[:5]
    assert converted(*one_by_one(mine, others)).amounts == converted(*mine).amounts
