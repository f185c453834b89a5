"""An amount that can be read in several ways is read as the identities say, and plainly where they do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reconcile.invented import form, identity, line, table, term

from budgetpress.form import Form
from budgetpress.model import Table
from budgetpress.reconcile import with_entries
from budgetpress.reconcile.evaluate import entries
from budgetpress.reconcile.identities import instances
from budgetpress.reconcile.readings import choose_readings

D = Decimal
OPEN = "3,000,000.00"
"""Three million, or three with nothing after six decimals."""
LITERAL, SMALL = D("30000000000.00"), D("30000.00")
ACROSS = identity("sum", term("a", "total"), term("a", "wages goods"))
DOWN = identity(
    "total", term("a", "total", where={"kind": ("total",)}), term("a", "total", where={"kind": ("item",)})
)
PART = identity("within", term("a", "wages"), term("b", "total"))
COLUMNS = {"a": "label total wages goods", "b": "total"}


def rows(*lines: dict[str, str | int], resource: str = "a", number: str = "1") -> Table:
    """A table in ten thousand yuan with six decimals."""
    return table(resource, *lines, number=number, unit="万元", decimals=6)


def chosen(shape: Form, *tables: Table) -> tuple[Table, ...]:
    """The tables after the readings are chosen."""
    return with_entries(tables, choose_readings(tables, instances(tables, shape), entries(tables, shape)))


def value(tables: tuple[Table, ...], name: str, row: int = 1) -> Decimal | None:
    """An amount of the first table."""
    return tables[0].rows[row - 1].amount(name)


@pytest.mark.parametrize(
    ("wages", "expected"), [("1.000000", SMALL), ("2,999,998.000000", LITERAL), ("7.000000", LITERAL)]
)
def test_sum_decides(wages: str, expected: Decimal) -> None:
    """A sum that holds with one reading alone decides; one that holds with none leaves the plain reading."""
    result = chosen(form(COLUMNS, ACROSS), rows(line(total=OPEN, wages=wages, goods="2.000000")))
    assert value(result, "total") == expected


@pytest.mark.parametrize(("whole", "expected"), [("100.000000", SMALL), ("9,000,000.000000", LITERAL)])
def test_whole_decides(whole: str, expected: Decimal) -> None:
    """A part that would be more than its whole is read the other way; where both fit, plainly."""
    result = chosen(
        form(COLUMNS, PART), rows(line(wages=OPEN)), rows(line(total=whole), resource="b", number="2")
    )
    assert value(result, "wages") == expected


def test_without_identities_the_plain_reading_stays() -> None:
    """Size never decides: three million in a table of small amounts stays three million."""
    tables = (rows(line(total=OPEN), line(total="1.000000")),)
    assert choose_readings(tables, (), entries(tables, form(COLUMNS))) == {}
    assert value(chosen(form(COLUMNS), *tables), "total") == LITERAL


def test_blank_row_decides_nothing() -> None:
    """An identity that holds with neither reading is no reason to leave the plain one."""
    assert value(chosen(form(COLUMNS, ACROSS), rows(line(total=OPEN))), "total") == LITERAL


def test_two_open_figures_do_not_decide_each_other() -> None:
    """Where both are large or both are small, the identity holds either way: both stay as they are."""
    result = chosen(form(COLUMNS, ACROSS), rows(line(total=OPEN, wages=OPEN)))
    assert (value(result, "total"), value(result, "wages")) == (LITERAL, LITERAL)


def test_decided_figure_decides_the_next() -> None:
    """Once a whole settles one figure, the row settles the one beside it."""
    result = chosen(
        form(COLUMNS, ACROSS, PART),
        rows(line(total=OPEN, wages=OPEN)),
        rows(line(total="9.000000"), resource="b", number="2"),
    )
    assert (value(result, "wages"), value(result, "total")) == (SMALL, SMALL)


def test_fewest_failures_decide() -> None:
    """One identity for each reading leaves the plain one; two against one decide."""
    lines = [
        line(total=OPEN, wages="1.000000", goods="2.000000"),
        line(kind="total", total="3,000,000.000000", wages="3,000,000.000000"),
    ]
    assert value(chosen(form(COLUMNS, ACROSS, DOWN), rows(*lines)), "total") == LITERAL
    second = identity("sum", term("a", "total"), term("a", "wages goods"), name="again")
    assert value(chosen(form(COLUMNS, ACROSS, second, DOWN), rows(*lines)), "total") == SMALL


def test_chosen_entry_keeps_what_was_printed() -> None:
    """Only the amount is chosen; text, place and readings stay."""
    tables = (rows(line(total=OPEN, wages="3.000000")),)
    old = tables[0].rows[0].entries["total"]
    new = chosen(form(COLUMNS, ACROSS), *tables)[0].rows[0].entries["total"]
    assert (new.text, new.place, new.readings, new.unit) == (old.text, old.place, old.readings, old.unit)
    assert new.value == SMALL


@given(st.lists(st.integers(1, 999), min_size=1, max_size=6))
def test_true_column_is_found(parts: list[int]) -> None:
    """A column where zeros were appended to every item is read right from a total that is plainly printed."""
    lines = [line(total=f"{n},000,000.00", wages=f"{n}.000000") for n in parts]
    total = line(kind="total", total=f"{sum(parts):,}.000000", wages=f"{sum(parts):,}.000000")
    (read,) = chosen(form(COLUMNS, ACROSS, DOWN), rows(*lines, total))
    assert [row.amount("total") for row in read.rows] == [D(n * 10_000) for n in (*parts, sum(parts))]


@given(st.lists(st.sampled_from([OPEN, "3.000000", "5000000", "12.5", "x", ""]), min_size=3, max_size=9))
def test_every_value_is_one_of_its_readings(texts: list[str]) -> None:
    """Whatever is printed, an amount stays unread or is one of its readings."""
    names = ("total", "wages", "goods")
    lines = [
        line(**{name: text for name, text in zip(names, texts[n : n + 3], strict=False) if text})
        for n in range(0, len(texts), 3)
    ]
    (read,) = chosen(form(COLUMNS, ACROSS, DOWN), rows(*lines))
    for row in read.rows:
        for entry in row.entries.values():
            assert entry.value in [None, *(way.amount for way in entry.readings)]
            assert (entry.value is None) == (not entry.readings)
