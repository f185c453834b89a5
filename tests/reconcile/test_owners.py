"""Owners of rows that print does not tell: the amount that an indicator states."""

from __future__ import annotations

from decimal import Decimal

import pytest

from budgetpress.form import load_form
from budgetpress.model import Entry, Place, Row, Table
from budgetpress.reconcile.owners import owner_findings, settle_owners

PLACE = Place(source="invented", line=1, column=1)


def row(number: int, **values: str | Decimal) -> Row:
    """An item row of texts and amounts."""
    entries = {name: Entry(field=name, text=str(v), value=v, place=PLACE) for name, v in values.items()}
    return Row(number=number, name=f"r{number}", kind="item", entries=entries)


def cost(number: int, value: str, unit: str = "元", level: str = "成本指标") -> Row:
    """An indicator that states an amount."""
    return row(number, level_1=level, relation="≤", target_value=value, target_unit=unit)


def owners(indicators: list[Row], totals: list[str]) -> list[str]:
    """The owner of each indicator, empty where it is not known."""
    projects = tuple(row(n, total=Decimal(total)) for n, total in enumerate(totals, 1))
    tables = (
        Table(number="12", resource="project_performance", unit="万元", rows=projects),
        Table(number="12", resource="project_performance_indicators", unit="万元", rows=tuple(indicators)),
    )
    settled = settle_owners(tables, load_form("beijing"))
    return [found.text("project_row") for found in settled[1].rows]


@pytest.mark.parametrize(
    ("indicator", "owner"),
    [
        (cost(1, "50000"), "2"),
        (cost(1, "49999"), "2"),
        (cost(1, "5", "万元"), "2"),
        (cost(1, "49998"), ""),
        (cost(1, "50000", "人"), ""),
        (cost(1, "50000", level="产出指标"), ""),
        (cost(1, "不超预算"), ""),
    ],
)
def test_an_indicator_belongs_to_the_project_whose_total_it_states(indicator: Row, owner: str) -> None:
    """Only a cost, in money, that is a project's total to the yuan, tells the project."""
    assert [owner] == owners([indicator], ["70000.00", "50000.00"])


def test_in_doubt_the_owner_stays_unknown() -> None:
    """Two projects of one amount, or two indicators that state it, leave the owner open."""
    assert owners([cost(1, "50000")], ["50000.00", "50000.00"]) == [""]
    assert owners([cost(1, "50000"), cost(2, "49999")], ["50000.00"]) == ["", ""]


def said(*known: bool) -> list[str]:
    """What is found about indicators of which these have an owner."""
    rows = [row(n, **({"project_row": "1"} if one else {}), level_1="x") for n, one in enumerate(known, 1)]
    table = Table(number="12", resource="project_performance_indicators", unit="万元", rows=tuple(rows))
    found = owner_findings((table,), load_form("beijing"))
    assert all((f.code, f.level, f.table, f.row) == ("owner-unknown", "warning", "12", None) for f in found)
    return [text for f in found for text in (f.message_zh, f.message_en)]


def test_unknown_owners_are_counted() -> None:
    """How many rows have no owner is said, in both languages; nothing where all have one or there is none."""
    zh, en = said(True, False, False)
    assert "3 行里，有 2 行看不出" in zh
    assert "for 2 of the 3 rows" in en
    assert said(True) == said() == []
