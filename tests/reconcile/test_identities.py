"""Instances of identities: which cells must sum to which, for each kind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.invented import cells, form, identity, line, sides, table, term

from budgetpress.form import Form
from budgetpress.model import Table
from budgetpress.reconcile.evaluate import amounts, residual
from budgetpress.reconcile.identities import Instance, instances, matches

ITEMS = {"kind": ("item",)}
TOTALS = {"kind": ("total",)}
COLUMNS = "label dept_code total wages goods"


def found(shape: Form, *tables: Table) -> dict[str, tuple[list[str], list[str]]]:
    """Both sides of every instance by its id."""
    return {instance.id: sides(instance) for instance in instances(tables, shape)}


def test_sum_stands_in_every_matching_row() -> None:
    """A sum across gives one instance a row, with blank cells in their place."""
    shape = form({"a": COLUMNS}, identity("sum", term("a", "total", where=ITEMS), term("a", "wages goods")))
    rows = table("a", {"total": 5, "wages": 5}, {"kind": "total", "total": 5}, {"label": "x"})
    assert found(shape, rows) == {
        "sum.r1": (["a.1.total"], ["a.1.wages", "a.1.goods"]),
        "sum.r3": (["a.3.total"], ["a.3.wages", "a.3.goods"]),
    }
    assert [instance.row for instance in instances((rows,), shape)] == [("a", 1), ("a", 3)]


@pytest.mark.parametrize(
    ("totals", "applies"),
    [
        ({"wages": 7, "goods": 7}, True),
        ({"wages": 7, "goods": 8}, False),
        ({"wages": 7}, False),
        ({}, False),
    ],
)
def test_sum_may_depend_on_equal_totals(totals: dict[str, int], applies: bool) -> None:
    """Where an identity holds only if the totals of some columns agree, blank totals do not agree."""
    shape = form(
        {"a": COLUMNS},
        identity("sum", term("a", "wages", where=ITEMS), term("a", "goods"), when_equal=("wages", "goods")),
    )
    rows: list[dict[str, Any]] = [{"wages": 7, "goods": 7}, {"kind": "total", **totals}]
    assert bool(found(shape, table("a", *rows))) == applies


def test_total_adds_each_column() -> None:
    """A total row gives one instance a column, over the rows that the right side selects."""
    shape = form(
        {"a": COLUMNS},
        identity("total", term("a", "total wages", where=TOTALS), term("a", "total wages", where=ITEMS)),
    )
    rows = table(
        "a", {"total": 1}, {"kind": "subtotal", "total": 1}, {"total": 2}, {"kind": "total", "total": 3}
    )
    assert found(shape, rows) == {
        "total.r4.total": (["a.4.total"], ["a.1.total", "a.3.total"]),
        "total.r4.wages": (["a.4.wages"], ["a.1.wages", "a.3.wages"]),
    }
    assert [instance.key for instance in instances((rows,), shape)] == ["total", "wages"]


def test_total_above_begins_after_the_last_total() -> None:
    """A total of the rows above it ends where the total before it stands, and never counts itself."""
    shape = form(
        {"a": COLUMNS}, identity("total", term("a", "total", where=TOTALS), term("a", "total"), above=True)
    )
    rows = table(
        "a",
        {"total": 1},
        {"kind": "total", "total": 1},
        {"total": 2},
        {"total": 3},
        {"kind": "total", "total": 5},
    )
    assert found(shape, rows) == {
        "total.r2.total": (["a.2.total"], ["a.1.total"]),
        "total.r5.total": (["a.5.total"], ["a.3.total", "a.4.total"]),
    }


def rollup(levels: tuple[int, ...]) -> Form:
    """A form with a rollup by department."""
    side = term("a", "total", key="dept_code")
    return form({"a": COLUMNS}, identity("rollup", side, side, levels=levels))


def test_rollup_goes_one_level_down() -> None:
    """A code is the sum of the codes one level below that begin with it, never of deeper ones."""
    codes = ["2", "201", "20101", "20102", "202", "3", "20201"]
    rows = table("a", *(line(dept_code=code, total=1) for code in codes))
    assert found(rollup((1, 3, 5)), rows) == {
        "rollup.r1.total": (["a.1.total"], ["a.2.total", "a.5.total"]),
        "rollup.r2.total": (["a.2.total"], ["a.3.total", "a.4.total"]),
        "rollup.r5.total": (["a.5.total"], ["a.7.total"]),
    }


def test_rollup_leaves_other_lengths_alone() -> None:
    """A code of a length that is no level has no part in it; a code without children gives nothing."""
    rows = table("a", *(line(dept_code=code, total=1) for code in ["20", "201", "2010", "301"]))
    assert found(rollup((3, 5)), rows) == {}


def test_rollup_passes_over_a_level_that_is_not_printed() -> None:
    """A row belongs to the longest printed code that begins its own."""
    rows = table("a", *(line(dept_code=code, total=1) for code in ["201", "20101", "2010101", "2010201"]))
    assert found(rollup((3, 5, 7)), rows) == {
        "rollup.r1.total": (["a.1.total"], ["a.2.total", "a.4.total"]),
        "rollup.r2.total": (["a.2.total"], ["a.3.total"]),
    }


def test_rollup_of_repeated_codes_goes_by_order() -> None:
    """Where a code stands twice, a row belongs to the one before it."""
    rows = table("a", *(line(dept_code=code, total=1) for code in ["201", "20101", "201", "20102"]))
    assert found(rollup((3, 5)), rows) == {
        "rollup.r1.total": (["a.1.total"], ["a.2.total"]),
        "rollup.r3.total": (["a.3.total"], ["a.4.total"]),
    }


def test_level_0_is_the_total_row() -> None:
    """The total is the sum of the rows that have no other above them, wherever it stands."""
    codes = ["201", "20101", "20102", "2080501"]
    rows = table(
        "a", {"kind": "total", "label": "合计", "total": 9}, *(line(dept_code=c, total=1) for c in codes)
    )
    assert found(rollup((0, 3, 5, 7)), rows) == {
        "rollup.r1.total": (["a.1.total"], ["a.2.total", "a.5.total"]),
        "rollup.r2.total": (["a.2.total"], ["a.3.total", "a.4.total"]),
    }
    assert found(rollup((0, 3, 5)), table("a", {"kind": "total", "total": 9})) == {}


def test_total_below_ends_before_the_next_one() -> None:
    """A sum that stands above its rows takes those until the next such sum, and is none without rows."""
    side = {"kind": ("subtotal",)}
    shape = form(
        {"a": COLUMNS},
        identity("total", term("a", "total", where=side), term("a", "total", where=ITEMS), below=True),
    )
    kinds = ["item", "subtotal", "item", "item", "subtotal", "subtotal", "item", "total"]
    assert found(shape, table("a", *(line(kind=kind, total=1) for kind in kinds))) == {
        "total.r2.total": (["a.2.total"], ["a.3.total", "a.4.total"]),
        "total.r6.total": (["a.6.total"], ["a.7.total"]),
    }


@pytest.mark.parametrize(
    ("other", "says"),
    [("", True), ("-", True), ("0", True), ("0.00", True), ("5", False), ("-5", False), ("5.O", False)],
)
def test_identity_says_nothing_where_other_money_is_printed(other: str, says: bool) -> None:
    """Blank, dash and zero are no other money; an amount that cannot be read may be any."""
    shape = form(
        {"a": COLUMNS},
        identity(
            "sum",
            term("a", "total", where=ITEMS),
            term("a", "wages"),
            unless=(term("a", "goods", where=TOTALS),),
        ),
    )
    rows: list[dict[str, Any]] = [{"total": 5, "goods": 7}, {"kind": "total", "total": 5}]
    if other:
        rows[1]["goods"] = other
    assert bool(found(shape, table("a", *rows, decimals=None))) == says


def test_identity_says_nothing_where_other_money_cannot_be_told() -> None:
    """The table that would print the other money must be in the document."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity("sum", term("a", "total"), term("a", "wages"), unless=(term("b", "total"),)),
    )
    a = table("a", {"total": 5})
    assert found(shape, a) == {}
    assert list(found(shape, a, table("b", {"label": "x"}, number="2"))) == ["sum.r1"]


def test_equal_by_whole_code() -> None:
    """A key without digits compares row with row, each level of a code for itself; blank codes stay out."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity("equal", term("a", "total", key="dept_code"), term("b", "total", key="dept_code")),
    )
    a = table("a", {"dept_code": "201"}, {"dept_code": "20101"}, {"label": "合计"})
    b = table("b", {"dept_code": "20101"}, {"dept_code": "201"}, number="2")
    assert found(shape, a, b) == {
        "equal.201": (["a.1.total"], ["b.2.total"]),
        "equal.20101": (["a.2.total"], ["b.1.total"]),
    }


def test_equal_once_takes_all_terms() -> None:
    """Without a key, all cells of each side are added up once."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity(
            "equal",
            term("a", "total", where=TOTALS),
            (term("b", "wages goods", where=TOTALS), term("b", "total", where={"label": ("carried over",)})),
        ),
    )
    a = table("a", {"kind": "total", "total": 5})
    b = table(
        "b", {"label": "carried over", "total": 1}, {"kind": "total", "wages": 2, "goods": 2}, number="2"
    )
    assert found(shape, a, b) == {"equal": (["a.1.total"], ["b.2.wages", "b.2.goods", "b.1.total"])}
    assert instances((a, b), shape)[0].row is None


def test_equal_needs_the_rows_that_it_names() -> None:
    """Where a row that must be there is not printed, there is nothing to compare with."""
    shape = form(
        {"a": COLUMNS}, identity("equal", term("a", "total", where=TOTALS), term("a", "total", where=ITEMS))
    )
    assert found(shape, table("a", {"total": 5})) == {}
    assert found(shape, table("a", {"kind": "total", "total": 5})) == {}


def test_equal_counts_no_rows_of_a_prefix_as_nothing() -> None:
    """Lines of a class of codes may well be none; then the other side must be nothing too."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity(
            "equal", term("a", "total"), term("b", "total", where=ITEMS, prefix={"dept_code": ("301", "303")})
        ),
    )
    a = table("a", {"total": 5})
    assert found(shape, a, table("b", {"dept_code": "30201"}, number="2")) == {"equal": (["a.1.total"], [])}
    b = table("b", {"dept_code": "30101"}, {"dept_code": "30301"}, {"dept_code": "3031"}, number="2")
    assert found(shape, a, b)["equal"][1] == ["b.1.total", "b.2.total", "b.3.total"]


def test_balance_is_an_equal() -> None:
    """Revenue and expenditure are two sides of one table."""
    sides_of = [term("a", "total", where={"label": (word,)}) for word in ("income", "spending")]
    shape = form({"a": COLUMNS}, identity("balance", *sides_of))
    rows = table("a", {"label": "income", "total": 5}, {"label": "spending", "total": 5})
    assert found(shape, rows) == {"balance": (["a.1.total"], ["a.2.total"])}


def test_equal_by_code_groups_both_sides() -> None:
    """With a key there is an instance for every code of either side, cut to its digits; no shorter one."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity(
            "equal",
            term("a", "total", key="dept_code", digits=3),
            term("b", "wages goods", key="dept_code", digits=3),
        ),
    )
    a = table(
        "a", {"dept_code": "20101"}, {"dept_code": "20102"}, {"dept_code": "208"}, {"dept_code": "20"}, {}
    )
    b = table("b", {"dept_code": "201"}, {"dept_code": "3"}, {"dept_code": "301"}, number="2")
    assert found(shape, a, b) == {
        "equal.201": (["a.1.total", "a.2.total"], ["b.1.wages", "b.1.goods"]),
        "equal.208": (["a.3.total"], []),
        "equal.301": ([], ["b.3.wages", "b.3.goods"]),
    }
    assert [instance.key for instance in instances((a, b), shape)] == ["201", "208", "301"]


def test_within_compares_each_row_with_the_whole() -> None:
    """A part is not more than the whole: one instance a row, and none where there is no whole."""
    shape = form(
        {"a": COLUMNS, "b": COLUMNS}, identity("within", term("a", "total"), term("b", "total", where=TOTALS))
    )
    a = table("a", {"total": 1}, {"total": 2})
    whole = table("b", {"total": 9}, {"kind": "total", "total": 9}, number="2")
    assert found(shape, a, whole) == {
        "within.r1": (["a.1.total"], ["b.2.total"]),
        "within.r2": (["a.2.total"], ["b.2.total"]),
    }
    assert found(shape, a, table("b", {"total": 9}, number="2")) == {}


def test_missing_table_gives_no_instance() -> None:
    """An identity between two tables says nothing where one of them is not in the document."""
    by_code = {"key": "dept_code", "digits": 3}
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity("equal", term("a", "total", **by_code), term("b", "total", **by_code)),
        identity("within", term("a", "total"), term("b", "total"), name="other"),
        identity("sum", term("b", "total"), term("b", "wages goods"), name="inside"),
    )
    assert found(shape, table("a", {"dept_code": "201", "total": 5})) == {}
    assert list(found(shape, table("b", {"total": 5}, number="2"))) == ["inside.r1"]


def test_order_is_that_of_the_form() -> None:
    """Instances come by identity as declared, then by row."""
    shape = form(
        {"a": COLUMNS},
        identity("within", term("a", "wages"), term("a", "total", where=TOTALS), name="second"),
        identity("sum", term("a", "total"), term("a", "wages goods"), name="first"),
    )
    rows = table("a", {"total": 1}, {"kind": "total", "total": 1})
    assert list(found(shape, rows)) == ["second.r1", "second.r2", "first.r1", "first.r2"]


@pytest.mark.parametrize(
    ("printed", "match"),
    [
        ("本年收入", True),
        ("一、本年收入", True),
        ("（一） 本年 收入", True),
        ("本年收入合计", False),
        ("", False),
    ],
)
def test_where_sees_past_ordinals_and_blanks(printed: str, match: bool) -> None:
    """A label is the declared one whatever ordinal or blanks are printed with it, and no longer one."""
    row = table("a", {"label": printed}).rows[0]
    assert matches(row, term("a", "total", where={"label": ("本年收入",)})) == match


CODES = st.sampled_from(["201", "20101", "2010102", "208", "20805", "2", ""])
LEDGER = st.lists(st.tuples(CODES, st.integers(min_value=0, max_value=10**12)), max_size=12)


@given(LEDGER, LEDGER)
def test_codes_part_a_table(left: list[tuple[str, int]], right: list[tuple[str, int]]) -> None:
    """Every row with a long enough code is in one instance, on its own side, and nothing is lost."""
    by_code = {"key": "dept_code", "digits": 3}
    shape = form(
        {"a": COLUMNS, "b": COLUMNS},
        identity("equal", term("a", "total", **by_code), term("b", "total", **by_code)),
    )
    tables = tuple(
        table(name, *(line(dept_code=code, total=fen) for code, fen in rows), number=number)
        for name, number, rows in (("a", "1", left), ("b", "2", right))
    )
    every = instances(tables, shape)
    assert sorted(p for i in every for p in cells(*i.positions)) == sorted(
        f"{name}.{number}.total"
        for name, rows in (("a", left), ("b", right))
        for number, (code, _) in enumerate(rows, 1)
        if len(code) >= 3
    )
    values = amounts(tables)
    whole = sum(fen for code, fen in left if len(code) >= 3) - sum(
        fen for code, fen in right if len(code) >= 3
    )
    assert sum(residual(instance, values) for instance in every) == whole


@given(st.lists(st.tuples(st.sampled_from(["item", "total"]), st.integers(0, 10**9)), max_size=15))
def test_totals_above_share_no_row(rows: list[tuple[str, int]]) -> None:
    """No row is in two totals, and no total in another."""
    shape = form(
        {"a": COLUMNS},
        identity("total", term("a", "total", where=TOTALS), term("a", "total", where=ITEMS), above=True),
    )
    every = instances((table("a", *(line(kind=kind, total=fen) for kind, fen in rows)),), shape)
    parts = [position.row for instance in every for position in instance.right]
    totals = [number for number, (kind, _) in enumerate(rows, 1) if kind == "total"]
    assert [instance.left[0].row for instance in every] == totals
    assert parts == [
        n for n, (kind, _) in enumerate(rows, 1) if kind == "item" and n < max(totals, default=0)
    ]


def test_instance_knows_its_identity() -> None:
    """An instance carries the identity it comes from, and all its cells."""
    declared = identity("sum", term("a", "total"), term("a", "wages goods"))
    (instance,) = instances((table("a", {"total": 1}),), form({"a": COLUMNS}, declared))
    assert isinstance(instance, Instance)
    assert instance.identity == declared
    assert instance.positions == instance.left + instance.right
