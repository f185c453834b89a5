"""Workbooks: texts as shown, spans, places, formulas; what is hidden, rounded or not computed is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import cast

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Grid
from budgetpress.read import read_document
from budgetpress.read.workbook import read_workbook
from budgetpress.read.workbook.sheet import Box

Write = Callable[[Worksheet], None]


def saved(book: openpyxl.Workbook) -> bytes:
    """The bytes of a workbook."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_sheet(write: Write) -> bytes:
    """A workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "预算01表"
    write(sheet)
    return saved(book)


def read(data: bytes) -> tuple[list[Grid], list[Finding]]:
    """The grids and the findings of a workbook."""
    return read_workbook("a.xlsx", data)


def cells(grid: Grid) -> Mapping[str, Cell]:
    """The cells of a grid by their names; a merged cell by its first one."""
    return {str(cell.place.cell): cell for row in grid.rows for cell in row if cell.rows}


def said(findings: list[Finding]) -> dict[str, str]:
    """What each finding says in English, behind the name of the sheet."""
    return {finding.code: finding.message_en.partition(": ")[2] for finding in findings}


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
    } - {"D2"}
    assert (found["D1"].text, found["D1"].rows, found["D1"].hidden) == ("14", 2, False)
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


def with_xml(rows: str, more: str = "", members: Mapping[str, str] | None = None) -> bytes:
    """A workbook whose sheet is written by hand: its rows, and what follows them."""
    stream = io.BytesIO()
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{more.partition("|")[0]}'
    sheet += f"<sheetData>{rows}</sheetData>{more.partition('|')[2]}</worksheet>"
    with (
        zipfile.ZipFile(io.BytesIO(with_sheet(lambda _: None))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
        for name, text in (members or {}).items():
            new.writestr(name, text)
    return stream.getvalue()


def test_what_only_other_writers_write() -> None:
    """Shared formulas, results that are an empty text, escaped characters, cells without a name."""
    (grid,), findings = read(
        with_xml(
            "<row r='1'><c r='A1'><f t='shared' ref='A1:B1' si='0'>C1*2</f><v>4</v></c>"
            "<c r='B1'><f t='shared' si='0'/><v>6</v></c><c r='C1'><v>2</v></c></row>"
            "<row r='2'><c r='A2' t='str'><f>T(C1)</f><v></v></c></row>"
            "<row><c t='inlineStr'><is><t>a_x000D__x000A_b_x005F_x0041_</t></is></c>"
            "<c t='b'><v>0</v></c></row>"
        )
    )
    assert [[(cell.text, cell.formula) for cell in row] for row in grid.rows] == [
        [("4", "=C1*2"), ("6", "=D1*2"), ("2", "")],
        [("", "=T(C1)"), ("", ""), ("", "")],
        [("a\nb_x0041_", ""), ("FALSE", ""), ("", "")],
    ]
    assert not findings


def test_what_is_covered_or_has_no_size() -> None:
    """A value under a merged cell is told; what has no size is hidden; a merge over another is none."""
    (grid,), findings = read(
        with_xml(
            "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>"
            "<row r='2' ht='0'><c r='A2'><v>3</v></c><c r='B2'><v>4</v></c></row>",
            "<cols><col min='2' max='16384' width='0'/></cols>|"
            "<mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='B1:B2'/>"
            "<mergeCell ref='E1:XFD1048576'/></mergeCells>",
        )
    )
    assert [[(cell.text, cell.columns, cell.hidden) for cell in row] for row in grid.rows] == [
        [("1", 2, False), ("", 0, True)],
        [("3", 1, True), ("4", 1, True)],
    ]
    assert said(findings) == {
        "hidden-rows": "hidden rows, read all the same: 2",
        "hidden-columns": "hidden columns, read all the same: B",
        "covered-cells": "what stands unseen under a merged cell was not read into the table: B1 = 2",
    }


def test_macros_and_links_are_left_alone() -> None:
    """They are neither run nor followed, and it is said; the stored results are read."""
    rows = "<row r='1'><c r='A1'><f>[1]x!A1</f><v>5</v></c></row>"
    members = {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<x/>"}
    (grid,), findings = read(with_xml(rows, members=members))
    assert (grid.rows[0][0].text, grid.rows[0][0].formula) == ("5", "=[1]x!A1")
    assert [finding.code for finding in findings] == ["macros-ignored", "links-ignored"]


def test_far_corners() -> None:
    """A cell at the far corner is told by name; alone it is a small sheet."""

    def far(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    def both(sheet: Worksheet) -> None:
        far(sheet)
        sheet["A1"] = "x"

    (grid,), _ = read(with_sheet(far))
    assert len(grid.rows) == 1
    with pytest.raises(InputError, match="sheet 预算01表: the cells from A1 to XFD1048576"):
        read(with_sheet(both))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (with_sheet(lambda _: None), "no sheet holds anything"),
        (with_xml("<row><c><v>x</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row><c t='s'><v>7</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row><c><v>1e999</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row>"), "the workbook is damaged"),
        (
            with_xml("<row><c t='inlineStr'><is><t>_x0007_</t></is></c></row>"),
            "cell A1: the control character U.0007",
        ),
    ],
)
def test_what_cannot_be_read(data: bytes, expected: str) -> None:
    """The error says what is wrong, and where."""
    with pytest.raises(InputError, match=expected):
        read(data)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted while the sheet is read, not after."""
    monkeypatch.setattr("budgetpress.read.workbook.sheet.MAX_CELLS", 6)
    rows = "<row><c><v>1</v></c><c/><c><v>1</v></c></row>"
    assert read(with_xml(rows * 2))
    with pytest.raises(InputError, match="sheet 预算01表: more than 6 cells"):
        read(with_xml(rows * 3 + "<row><c><v>1</v></c></row><row><c><v>broken</v></c></row>"))


def test_entities_are_not_expanded() -> None:
    """No workbook needs them."""
    data = with_xml("<row><c><v>1</v></c></row>")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "1">]>' + content.replace(b"<v>1", b"<v>&a;")
            new.writestr(name, content)
    with pytest.raises(InputError, match="XML entities"):
        read(stream.getvalue())


@given(st.data())
@settings(max_examples=60)
def test_broken_workbooks(data: st.DataObject) -> None:
    """Bytes changed, cut out or put in: the file is read or refused, never more."""
    whole = bytearray(_GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "insert"]))
        if kind == "change":
            whole[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del whole[place : place + data.draw(st.integers(1, 200))]
        else:
            whole[place:place] = data.draw(st.binary(max_size=50))
    with suppress(InputError):
        read(bytes(whole))


def _good(sheet: Worksheet) -> None:
    for row in range(1, 6):
        sheet.append([f"科目{row}", row * 1.5, f"=B{row}*2"])
    sheet.merge_cells("A6:C6")
    sheet.row_dimensions[2].hidden = True


_GOOD = with_sheet(_good)
