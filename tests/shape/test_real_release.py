"""The transcription of the first release: rows, scale and place of what it prints."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from tests.shape.printed import remarks, table

from budgetpress.model import Entry, Shaped

NUMBER = re.compile(r"\d[\d,.]*[,.][\d,.]*\d")


@pytest.mark.parametrize(
    ("resource", "items", "totals"),
    [
        ("revenue_and_expenditure", 37, 2),
        ("expenditure", 58, 1),
        ("government_procurement", 3, 1),
        ("fiscal_appropriation", 34, 2),
        ("general_public_budget_expenditure", 28, 1),
        ("general_public_budget_basic_expenditure", 27, 1),
        ("government_managed_funds_expenditure", 0, 1),
        ("state_capital_operations_expenditure", 0, 1),
        ("three_public_expenses", 1, 0),
        ("government_procurement_of_services", 32, 1),
        ("project_performance", 15, 0),
        ("project_performance_indicators", 141, 0),
        ("overall_performance_indicators", 25, 0),
    ],
)
def test_rows_are_those_of_the_print(release: Shaped, resource: str, items: int, totals: int) -> None:
    """Every table has as many items and totals as are printed, over all its pages."""
    kinds = [row.kind for row in table(release, resource).rows]
    assert (kinds.count("item"), kinds.count("total")) == (items, totals)


def test_table_that_is_not_printed_is_missing(release: Shaped) -> None:
    """Table 02 is in the form and not in the source."""
    assert release.missing == ("02",)


def test_one_record_holds_the_overall_target(release: Shaped) -> None:
    """Table 13 begins with one record, with its amounts and its goal in paragraphs free of tags."""
    (row,) = table(release, "overall_performance").rows
    assert (row.name, row.amount("other_total")) == ("totals", Decimal("100000.00"))
    assert row.text("goal").startswith("1、贯彻执行法律")
    assert "<" not in row.text("goal")
    assert row.amount("other_project_expenditure") is None


def amounts(release: Shaped) -> dict[tuple[int, int], Entry]:
    """The printed amounts of all tables but 12, by line and column."""
    return {
        (entry.place.line or 0, entry.place.column or 0): entry
        for found in release.tables
        if found.number != "12"
        for row in found.rows
        for entry in row.entries.values()
        if entry.unit
    }


def test_scale_of_every_amount_is_that_of_six_decimals(release: Shaped) -> None:
    """The form prints six decimals of 10,000 yuan, so the digits alone say the amount."""
    for place, entry in amounts(release).items():
        digits = re.sub(r"\D", "", entry.text)
        assert entry.value == Decimal(digits) / 10**6 * 10000, (place, entry.text)


def test_every_printed_amount_is_there_at_its_place(release: Shaped, transcription: str) -> None:
    """Every number with separators outside table 12 and the indicators is an amount, and nothing else is."""
    printed: dict[tuple[int, int], str] = {}
    number = ""
    for line, text in enumerate(transcription.split("\n"), 1):
        if title := re.match(r"预算(\d\d)表|活动\t", text):
            number = title[1] or "indicators"
        for match in re.finditer(r"[^\t ]+", text) if number not in ("12", "indicators") else ():
            if NUMBER.fullmatch(match[0]):
                printed[line, match.start() + 1] = match[0]

    assert {place: entry.text for place, entry in amounts(release).items()} == printed


def test_amounts_of_projects_are_kept_as_printed(release: Shaped) -> None:
    """Table 12 prints `1,000,000,000.00`: a figure of its row, unchanged, for the identities to judge."""
    row = next(row for row in table(release, "project_performance").rows if row.number == 3)
    assert row.entries["total"].text == "1,000,000,000.00"
    assert {str(way.amount) for way in row.entries["total"].readings} >= {"10000000.00"}


def test_indicator_values_keep_their_form(release: Shaped) -> None:
    """`4021057.48` and `139670.56` are values of indicators, not amounts."""
    rows = table(release, "project_performance_indicators").rows
    entries = [row.entries["target_value"] for row in rows if "target_value" in row.entries]
    assert {"4021057.48", "54190", "139670.56", "7.11"} <= {entry.value for entry in entries}
    assert all(entry.unit == "" and entry.value == entry.text for entry in entries if entry.text.isascii())


def test_rows_that_begin_in_the_wrong_column_are_shifted(release: Shaped) -> None:
    """Every indicator has its relation in the relation column, wherever its line began."""
    rows = table(release, "project_performance_indicators").rows
    assert {row.text("relation") for row in rows} == {"≥", "≤", "=", "定性"}
    assert {row.text("level_1")[-2:] for row in rows} == {"指标"}


def test_code_that_is_broken_over_lines_is_whole(release: Shaped) -> None:
    """A project code printed over three lines is one code, and its amounts follow it."""
    row = table(release, "project_performance").rows[1]
    assert row.text("project_code") == "110105227000000419541"
    assert row.text("project_name") == "基本事业经费(体制)"
    assert row.amount("total") == row.amount("fiscal_funds") == Decimal("2330000.00")


def test_free_text_is_kept_with_its_reason(release: Shaped) -> None:
    """The goals that stand loose after a table are remarks, and so are cells that belong to no row."""
    kept = remarks(release)
    assert kept["障。"] == "free-text"
    assert kept["11010522700000048 8066-民生家园建设投资"] == "belongs-to-neighbour"
    assert sum(reason == "free-text" for reason in kept.values()) == 13
