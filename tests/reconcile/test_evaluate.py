"""Identities evaluated: exactly where figures are exact, within rounding where they are rounded."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.invented import Printed, form, identity, line, table, term

from budgetpress.form import Form
from budgetpress.model import Check, Table
from budgetpress.reconcile.evaluate import amounts, checks, entries, residual, resolution, tolerance, verdict
from budgetpress.reconcile.identities import Position, instances
from budgetpress.reconcile.verdicts import figure_ids

COLUMNS = {"a": "label total wages goods travel"}
ACROSS = form(COLUMNS, identity("sum", term("a", "total"), term("a", "wages goods travel")))
WITHIN = form(COLUMNS, identity("within", term("a", "wages"), term("a", "total")))
D = Decimal


def judge(shape: Form, rows: Table, before: Mapping[str, int | None] | None = None) -> Check:
    """The one check of a form over a table."""
    found = instances((rows,), shape)
    printed = entries((rows,), shape)
    values, ids = amounts((rows,)), figure_ids((rows,), printed)
    (check,) = checks(found, values, printed, ids, before or {})
    instance = found[0]
    assert check.verdict == verdict(instance, values, printed)
    if check.residual is not None:
        assert check.residual * 100 == residual(instance, values)
    assert check.tolerance * 100 == tolerance(instance, printed)
    return check


def in_yuan(**texts: Printed) -> Table:
    """One row in whole yuan."""
    return table("a", texts, decimals=0)


def test_exact_figures_must_agree_exactly() -> None:
    """With all decimals printed, 0.01 yuan too much is a failure."""
    assert judge(ACROSS, table("a", line(total="3.00", wages="1.00", goods="2.00"))).verdict == "holds"
    off = judge(ACROSS, table("a", line(total="3.01", wages="1.00", goods="2.00")))
    assert (off.verdict, off.residual, off.tolerance) == ("fails", D("0.01"), D("0.00"))


@pytest.mark.parametrize(
    ("total", "outcome"), [("10", "holds"), ("11", "holds"), ("12", "fails"), ("8", "fails")]
)
def test_whole_yuan_may_be_off_by_one(total: str, outcome: str) -> None:
    """Three figures in whole yuan can differ by one and a half: one is rounding, two are not."""
    check = judge(ACROSS, in_yuan(total=total, wages="4", goods="6"))
    assert (check.verdict, check.tolerance) == (outcome, D("1.50"))


def test_blank_rounds_nothing() -> None:
    """Only what is printed can have been rounded; a blank counts as nothing, and widens nothing."""
    check = judge(ACROSS, in_yuan(total="4", wages="4"))
    assert (check.left, check.right, check.tolerance) == (D(4), D(4), D("1.00"))
    assert check.right_figures == ("1.r1.wages",)


@pytest.mark.parametrize(
    ("printed", "unit", "decimals", "fen"),
    [
        ("12", "元", 0, 100),
        ("12.3", "元", 1, 10),
        ("12.34", "元", 2, 0),
        ("12.34", "万元", 2, 10_000),
        ("12.345678", "万元", 6, 0),
        ("12,345678", "万元", 6, 0),
        ("27.958", "万元", 6, 1_000),
        ("12", "万元", None, 1_000_000),
        ("23,88450", "万元", 6, 10),
        ("1,5", "元", 2, 10),
        ("3亿元", "元", 2, 10_000_000_000),
    ],
)
def test_resolution_is_the_worth_of_the_last_digit(
    printed: str, unit: str, decimals: int | None, fen: int
) -> None:
    """The unit of the last printed digit in 0.01 yuan; nothing where it is 0.01 yuan or less."""
    rows = table("a", {"total": printed}, unit=unit, decimals=decimals)
    assert resolution(rows.rows[0].entries["total"]) == fen


@pytest.mark.parametrize(
    ("texts", "allowed"),
    [
        ({"total": "47.91", "wages": "1.35", "goods": "46.56"}, "150.00"),
        ({"total": "26.56", "wages": "25", "goods": "1.56"}, "150.00"),
        ({"total": "25", "wages": "25"}, "10000.00"),
        ({"total": "25", "wages": "25", "goods": "0.00"}, "10050.00"),
        ({"total": "25", "wages": "25", "goods": "5元"}, "10000.50"),
    ],
)
def test_dropped_zeros_are_no_rounding(texts: dict[str, Printed], allowed: str) -> None:
    """A table has one format: 25 beside 1.56 is 25.00; a zero or another unit says nothing of the format."""
    assert judge(ACROSS, table("a", texts, unit="万元", decimals=None)).tolerance == D(allowed)


def test_each_table_has_its_own_format() -> None:
    """Decimals in one table say nothing of the rounding in another."""
    shape = form({"a": "total", "b": "total"}, identity("equal", term("a", "total"), term("b", "total")))
    rows = (
        table("a", line(total="1.35"), unit="万元", decimals=None),
        table("b", line(total="13500"), number="2", decimals=None),
    )
    (instance,) = instances(rows, shape)
    assert tolerance(instance, entries(rows, shape)) == (10_000 + 100) // 2


def test_nothing_printed_is_not_applicable() -> None:
    """Where both sides are blank there is nothing to judge, and no amounts are recorded."""
    check = judge(ACROSS, table("a", {"label": "空"}))
    assert (check.verdict, check.left, check.right, check.residual) == ("not_applicable", None, None, None)
    assert (check.left_figures, check.right_figures) == ((), ())


def test_dash_is_nothing_printed() -> None:
    """A dash says that there is no amount: it is no figure."""
    assert judge(ACROSS, table("a", line(total="—", wages="-"))).verdict == "not_applicable"


def test_unreadable_amount_is_a_figure_that_proves_nothing() -> None:
    """What cannot be read counts as nothing and stays a figure, so that the identity is seen to fail."""
    check = judge(ACROSS, table("a", line(total="3.00", wages="3.O0")))
    assert (check.verdict, check.right_figures) == ("fails", ("1.r1.wages",))


@pytest.mark.parametrize(("wages", "outcome"), [("2.99", "holds"), ("3.00", "holds"), ("3.01", "fails")])
def test_within_may_be_less(wages: str, outcome: str) -> None:
    """A part may be less than the whole, as much, and not more."""
    assert judge(WITHIN, table("a", line(wages=wages, total="3.00"))).verdict == outcome


def test_check_says_what_it_compared() -> None:
    """A check has the names and reasons of its identity, both sides in yuan, and its figures."""
    check = judge(ACROSS, table("a", line(total="3.00", wages="1.00", goods="1.50")), {"sum.r1": 50})
    assert (check.id, check.identity, check.kind) == ("sum.r1", "sum", "sum")
    assert (check.name_zh, check.name_en) == ("sum-zh", "sum-en")
    assert (check.reason_zh, check.reason_en) == ("r-zh", "r-en")
    assert (check.left, check.right, check.residual) == (D("3.00"), D("2.50"), D("0.50"))
    assert (check.left_figures, check.right_figures) == (("1.r1.total",), ("1.r1.wages", "1.r1.goods"))


@pytest.mark.parametrize(
    ("before", "outcome"), [({"sum.r1": 0}, "holds"), ({"sum.r1": -1}, "fails"), ({}, "not_applicable")]
)
def test_residual_as_printed_has_its_own_verdict(before: dict[str, int | None], outcome: str) -> None:
    """What the identity was before any repair is judged by the same tolerance."""
    check = judge(ACROSS, table("a", line(total="1.00", wages="1.00")), before)
    assert (check.verdict, check.printed_verdict) == ("holds", outcome)


FEN = st.integers(min_value=0, max_value=10**13)


@given(st.lists(FEN, min_size=1, max_size=3), st.sampled_from([0, 1]))
def test_rounding_a_true_document_never_fails(parts: list[int], decimals: int) -> None:
    """Exact parts and their exact total, each rounded on its own, always agree within the tolerance."""
    step = D(1).scaleb(-decimals)
    texts = [str((D(n) / 100).quantize(step, ROUND_HALF_UP)) for n in (sum(parts), *parts)]
    row = dict(zip(("total", "wages", "goods", "travel"), texts, strict=False))
    assert judge(ACROSS, table("a", row, decimals=decimals)).verdict == "holds"


@given(st.lists(FEN, min_size=1, max_size=3), st.integers(0, 3), st.integers(1, 10**6))
def test_more_than_rounding_always_fails(parts: list[int], which: int, off: int) -> None:
    """An error beyond half a unit for each figure is never rounding; exact figures allow none."""
    names = ("total", "wages", "goods", "travel")
    row: dict[str, Printed] = dict(zip(names, (sum(parts), *parts), strict=False))
    name = names[which % len(row)]
    row[name] = int(row[name]) + off
    assert judge(ACROSS, table("a", row)).verdict == "fails"
    whole = {key: str(int(fen) * 100) for key, fen in row.items()}
    outcome = "fails" if off * 100 > D(len(row)) / 2 else "holds"
    assert judge(ACROSS, table("a", whole, decimals=0)).verdict == outcome


@given(st.dictionaries(st.sampled_from(["total", "wages", "goods"]), FEN))
def test_residual_is_left_minus_right(row: dict[str, int]) -> None:
    """In integers of 0.01 yuan, whatever the size."""
    rows = table("a", line(**row))
    values = amounts((rows,))
    assert values == {Position("a", 1, name): fen for name, fen in row.items()}
    (instance,) = instances((rows,), ACROSS)
    assert residual(instance, values) == row.get("total", 0) - row.get("wages", 0) - row.get("goods", 0)
