"""An amount recognised in a picture: what only looks like one is a reading, and no value by itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.stated import row

from budgetpress.form import load_form
from budgetpress.model import Cell, Place, Reconciled, Shaped, Table
from budgetpress.reconcile import reconcile
from budgetpress.shape.entries import amount_entry

PLACE = Place(source="scan.pdf", page=1)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5,223.2Z", "5223.22"),
        ("S,223.22", "5223.22"),
        ("1O,OOO.l", "10000.10"),
        ("13·50", "13.50"),
        ("282 88", "282.88"),
        ("1.322 30", "1322.30"),
        ("13.297.11", "13297.11"),
        ("B.00", "8.00"),
    ],
)
def test_what_it_looks_like(text: str, amount: str) -> None:
    """The whole number with digits for what looks like them, as a reading of its own name."""
    recognised = amount_entry("total", Cell(text=text, place=PLACE, confidence=Decimal("0.9")), "元", None)
    (way,) = recognised.readings
    assert recognised.value is None
    assert way.notation == "look-alike"
    assert way.amount == Decimal(amount)
    printed = amount_entry("total", Cell(text=text, place=PLACE), "元", None)
    assert (printed.value, printed.readings) == (None, ())


@pytest.mark.parametrize("text", ["-", "合计", "1.2.3.4", "5,223.22", ""])
def test_what_looks_like_nothing_else(text: str) -> None:
    """Dashes, words and what no digits make an amount have no such reading; an amount has its own."""
    entry = amount_entry("total", Cell(text=text, place=PLACE, confidence=Decimal("0.9")), "元", None)
    assert all(way.notation == "plain" for way in entry.readings)


def published(text: str) -> Reconciled:
    """Four items and their total in three columns, of which one cell was recognised as `text`."""
    items = [(4711.25, 1200.5), (5223.22, 310.75), (815.1, 99.99), (64.6, 12.34)]
    rows = [
        row(n, "item", "元", functional_code=f"205020{n}", total=f"{a + b:.2f}", basic_expenditure=f"{a:.2f}",
            project_expenditure=f"{b:.2f}")
        for n, (a, b) in enumerate(items, 1)
    ]  # fmt: skip
    sums = [f"{sum(pair[k] for pair in items):.2f}" for k in (0, 1)]
    total = f"{sum(a + b for a, b in items):.2f}"
    rows.append(row(5, "total", "元", total=total, basic_expenditure=sums[0], project_expenditure=sums[1]))
    cell = Cell(text=text, place=PLACE, confidence=Decimal("0.9"))
    misread = amount_entry("basic_expenditure", cell, "元", None)
    rows[1] = replace(rows[1], entries={**rows[1].entries, "basic_expenditure": misread})
    table = Table(number="03", resource="expenditure", unit="元", rows=tuple(rows))
    shaped = Shaped(tables=(table,), headings=(), remarks=(), findings=())
    return reconcile(shaped, load_form("beijing"), year=2026)


def test_sums_force_the_reading() -> None:
    """Across the row and down the column the same amount is wanted, and the text looks like it."""
    result = published("5223.2Z")
    (repair,) = result.repairs
    assert (repair.figure, repair.printed, repair.published) == (
        "03.r2.basic_expenditure",
        "5223.2Z",
        "5223.22",
    )
    assert repair.kind == "misread_digit"


def test_what_it_looks_like_is_no_proof() -> None:
    """Where the sums want another amount than it looks like, it is not published for looking like it."""
    result = published("5223.2B")
    figure = next(f for f in result.figures if f.id == "03.r2.basic_expenditure")
    assert figure.amount != Decimal("5223.28")
