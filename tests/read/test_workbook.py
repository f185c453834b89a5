"""Workbooks: texts as shown, spans, places, formulas; what is hidden, rounded or not computed is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import openpyxl
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from tests.read.books import cells, read, said, saved, with_sheet

from budgetpress.read import read_document
from budgetpress.read.workbook.sheet import Box

TEXT = st.text("预算支出 a,.'\"=<&\n", min_size=1, max_size=8).filter(
    lambda text: text.strip() and text[0] != "="
)
AMOUNT = st.decimals(-(10**9), 10**9, places=2)
SPOT = st.tuples(st.integers(1, 12), st.integers(1, 30))
SHEET = st.dictionaries(SPOT, TEXT | AMOUNT, min_size=1, max_size=20)


@settings(max_examples=40)
@given(SHEET, st.sampled_from(["General", "0.00", "#,##0.00"]))
def test_round_trip(wanted: dict[tuple[int, int], str | Decimal], code: str) -> None:
    """Texts and amounts come back at their places; the grid has no blank borders, and rows of one length."""

    def write(sheet: Worksheet) -> None:
        for (row, column), value in wanted.items():
            cell = sheet.cell(row, column)
            cell.value = float(value) if isinstance(value, Decimal) else value
            cell.number_format = code

    (grid,), findings = read(with_sheet(write))
    assert grid.exact
    assert grid.name == "预算01表"
    assert not findings
    rows, columns = zip(*wanted, strict=True)
    assert len(grid.rows) == max(rows) - min(rows) + 1
    assert {len(row) for row in grid.rows} == {max(columns) - min(columns) + 1}
    for (row, column), value in wanted.items():
        found = grid.rows[row - min(rows)][column - min(columns)]
        assert found.place.cell == f"{get_column_letter(column)}{row}"
        if isinstance(value, str):
            assert found.text == value
        else:
            assert Decimal(found.text.replace(",", "")) == value
            assert ("," in found.text) == (code == "#,##0.00" and abs(value) >= 1000)
    assert sum(bool(cell.text) for row in grid.rows for cell in row) == len(wanted)


BOX = st.builds(Box, st.integers(1, 5), st.integers(1, 5), st.integers(5, 7), st.integers(5, 7))


@settings(max_examples=40)
@given(st.lists(BOX, max_size=2))
def test_merged_cells(merges: list[Box]) -> None:
    """A merged cell stands at its first position with its span, and covers the others."""
    merges = merges[:1] if len(merges) > 1 and set(merges[0].spots()) & set(merges[1].spots()) else merges

    def write(sheet: Worksheet) -> None:
        for row, column in Box(1, 1, 7, 7).spots():
            sheet.cell(row, column).value = f"{row}.{column}"
        for merge in merges:
            sheet.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)

    (grid,), _ = read(with_sheet(write))
    owners = {spot: merge for merge in merges for spot in merge.spots()}
    for row, column in Box(1, 1, 7, 7).spots():
        cell = grid.rows[row - 1][column - 1]
        owner = owners.get((row, column), Box(row, column, row, column))
        if owner[:2] == (row, column):
            size = owner.bottom - row + 1, owner.right - column + 1
            assert (cell.text, cell.rows, cell.columns) == (f"{row}.{column}", *size)
        else:
            assert (cell.text, cell.rows, cell.columns) == ("", 0, 0)
            assert cell.place == grid.rows[owner.top - 1][owner.left - 1].place


def test_values_of_every_kind() -> None:
    """Codes keep their digits, dates and truth values are shown as the applications show them."""

    def write(sheet: Worksheet) -> None:
        for number, (value, code) in enumerate(
            [
                (2010108, "General"), ("007", "General"), (301.0, "00000"), (True, "General"),
                ("#REF!", "General"), (date(2026, 1, 2), "yyyy-mm-dd"), (0.1 + 0.2, "General"),
                ("a\r\nb", "General"),
            ],
            1,
        ):  # fmt: skip
            cell = sheet.cell(number, 1)
            cell.value = cast("str", value)
            cell.number_format = code

    (grid,), findings = read(with_sheet(write))
    assert [row[0].text for row in grid.rows] == [
        "2010108", "007", "00301", "TRUE", "#REF!", "2026-01-02", "0.3", "a\nb",
    ]  # fmt: skip
    assert not findings


def test_what_is_hidden_is_read_marked_and_told() -> None:
    """Rows, columns, cells by their format, whole sheets; blank ones are marked and not told."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "表"
    for row in range(1, 8):
        for column in range(1, 6):
            sheet.cell(row, column).value = row * 10 + column
    for row in (2, 4, 5, 6):
        sheet.row_dimensions[row].hidden = True
    sheet.column_dimensions.group("B", "C", hidden=True)
    sheet["A7"].number_format = ";;;"
    sheet["E7"].value = 0
    sheet["E7"].number_format = "#,##0;-#,##0;"
    sheet.merge_cells("D1:D2")
    sheet.merge_cells("D6:D7")
    for letter in "ABCDE":
        sheet[f"{letter}5"].value = None
    hidden = book.create_sheet("底稿")
    hidden["B2"] = "测算"
    hidden.sheet_state = "veryHidden"
    book.create_sheet("空白").sheet_state = "hidden"

    (grid, draft), findings = read(saved(book))

    found = cells(grid)
    assert {name for name, cell in found.items() if cell.hidden} == {
        *(f"{column}{row}" for column in "ABCDE" for row in (2, 4, 5, 6)),
        *(f"{column}{row}" for column in "BC" for row in range(1, 8)),
        "A7",
    } - {"D2", "D6"}
    assert (found["D1"].text, found["D1"].rows, found["D1"].hidden) == ("14", 2, False)
    assert (found["D6"].text, found["D6"].rows, found["D6"].hidden) == ("64", 2, False)
    assert (found["A7"].text, found["E7"].text) == ("71", "")
    assert draft.rows[0][0].hidden
    assert said(findings) == {
        "hidden-rows": "hidden rows, read all the same: 2, 4, 6",
        "hidden-columns": "hidden columns, read all the same: B-C",
        "hidden-cells": "cells whose number format hides what they hold, read all the same: A7",
        "zero-not-shown": "zeros that are not shown count as blank: E7",
        "hidden-sheet": "a hidden sheet, read all the same",
    }
    assert all(finding.message_zh.startswith("工作表“") for finding in findings)


def test_digits_that_are_not_shown() -> None:
    """What is shown is the text; what is stored is told, and so is a format that is not understood."""

    def write(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"] = 12.3456, 12.34, 0.5
        sheet["A1"].number_format = sheet["A2"].number_format = "0.00"
        sheet["A3"].number_format = "# ?/?"

    (grid,), findings = read(with_sheet(write))
    assert [row[0].text for row in grid.rows] == ["12.35", "12.34", "0.5"]
    assert [(finding.code, finding.level) for finding in findings] == [
        ("rounded-display", "note"), ("format-not-read", "note"),
    ]  # fmt: skip
    assert findings[0].message_zh.endswith("A1 = 12.3456")
    assert str(findings[0].place) == "a.xlsx, sheet 预算01表, cell A1"
    assert said(findings)["format-not-read"].endswith("A3 = # ?/?")


def test_a_finding_names_a_hundred_cells_at_most() -> None:
    """And says how many more there are."""

    def write(sheet: Worksheet) -> None:
        for row in range(1, 131):
            sheet.cell(row, 1).value = row + 0.25
            sheet.cell(row, 1).number_format = "0.0"

    _, (finding,) = read(with_sheet(write))
    assert "A100 = 100.25 … (+30)" in finding.message_en


def another_writer(path: Path) -> None:
    """A workbook with results of formulas, which openpyxl does not write."""
    book = xlsxwriter.Workbook(str(path))
    money = book.add_format({"num_format": "#,##0.00"})
    sheet = book.add_worksheet("收支")
    sheet.merge_range("A1:C1", "收支总表")
    sheet.write_row("A2", ["2010108", 1234.5, 0.25], money)
    sheet.write_formula("A3", "=B2*2", money, 2469)
    sheet.write_formula("C3", '="合"&"计"', None, "合计")
    sheet.write_array_formula("A4:A4", "{=SUM(B2:C2)}", money, 1234.75)
    sheet.write_rich_string("B4", "教育", book.add_format({"bold": True}), "支出")
    sheet.write("C4", 0)
    sheet.hide_zero()
    book.close()


def test_another_writer(tmp_path: Path) -> None:
    """Shared and rich texts, results beside formulas, a setting of the sheet: through the child process."""
    another_writer(tmp_path / "a.xlsx")
    document = read_document(tmp_path / "a.xlsx")
    (grid,) = document.grids
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["收支总表", "", ""], ["2010108", "1,234.50", "0.25"], ["2,469.00", "", "合计"],
        ["1,234.75", "教育支出", ""],
    ]  # fmt: skip
    formulas = {name: cell.formula for name, cell in cells(grid).items() if cell.formula}
    assert formulas == {
        "A3": "=B2*2", "C3": '="合"&"计"', "A4": "=SUM(B2:C2)",
    }  # fmt: skip
    assert said(list(document.findings)) == {"zero-not-shown": "zeros that are not shown count as blank: C4"}


def test_a_formula_without_a_result() -> None:
    """No spreadsheet program has computed the workbook: the cell is blank, keeps its formula, and is told."""

    def write(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"], sheet["A3"] = 1, 2, "=SUM(A1:A2)"

    (grid,), (finding,) = read(with_sheet(write))
    assert (grid.rows[2][0].text, grid.rows[2][0].formula) == ("", "=SUM(A1:A2)")
    assert (finding.code, finding.level) == ("formula-without-value", "warning")
    assert finding.message_zh.endswith("：A3")
