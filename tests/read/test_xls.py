"""Old workbooks: the same grid as from a new one, and nothing of a broken file but a refusal."""

from __future__ import annotations

import struct
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import MAC_EPOCH
from openpyxl.worksheet.worksheet import Worksheet
from tests.read.biff import Page, workbook
from tests.read.books import saved, with_sheet

from budgetpress.errors import InputError
from budgetpress.read import read_document
from budgetpress.read.workbook import read_workbook

TWICE_LEFT = struct.pack("<BHHBHB", 0x4C, 0, 0xC0FF, 0x1E, 2, 0x05)  # the cell to the left, times two
TWICE_A1 = struct.pack("<BHHBHB", 0x44, 0, 0xC000, 0x1E, 2, 0x05)


def ledger() -> bytes:
    """A workbook with everything that the reader knows of."""
    page = Page(name="预算01表", merges=[(0, 0, 0, 3)], hidden_rows=[3], hidden_columns=[3])
    page.label(0, 0, "收支总表")
    for column, (value, style) in enumerate([(2010108, 1), (1234567.8, 2), (12.3456, 2), (301, 3)]):
        page.number(1, column, value, style)
    page.number(2, 0, 46000, 4)
    page.boolean(2, 1, 1)
    page.boolean(2, 2, 0x17, error=True)
    page.label(3, 0, "隐藏")
    page.formula(4, 0, TWICE_A1, struct.pack("<d", 2469.5), 2)
    page.formula(4, 1, b"\x01" + struct.pack("<HH", 4, 1), struct.pack("<d", 4939))
    page.shared((4, 5), 1, TWICE_LEFT)
    page.formula(5, 1, b"\x01" + struct.pack("<HH", 4, 1), b"\x03" + bytes(5) + b"\xff\xff")
    page.formula(5, 2, b"\xee\xee", struct.pack("<d", 7))
    page.number(6, 0, 0)
    page.formula(6, 1, b"\x01" + struct.pack("<HH", 6, 1), struct.pack("<d", 1))
    page.array(6, 1, TWICE_A1)
    draft = Page(name="底稿", visibility=2, zeros=False)
    draft.label(1, 1, "测算")
    draft.number(2, 1, 0)
    draft.formula(2, 0, TWICE_A1, struct.pack("<d", 1))
    return workbook([page, draft, Page(name="空白")], ["#,##0.00", "00000", 'yyyy"年"m"月"d"日"'])


def test_everything_that_is_known(tmp_path: Path) -> None:
    """Texts as shown, spans, what is hidden, results and formulas: through the child process."""
    path = tmp_path / "a.xls"
    path.write_bytes(ledger())
    document = read_document(path)
    grid, draft = document.grids
    assert (grid.name, grid.exact, draft.name) == ("预算01表", True, "底稿")
    assert [[cell.text for cell in row] for row in grid.rows] == [
        ["收支总表", "", "", ""],
        ["2010108", "1,234,567.80", "12.35", "00301"],
        ["2025年12月9日", "TRUE", "#REF!", ""],
        ["隐藏", "", "", ""],
        ["2,469.50", "4939", "", ""],
        ["", "", "7", ""],
        ["0", "1", "", ""],
    ]
    assert (grid.rows[0][0].columns, grid.rows[0][0].hidden, grid.rows[0][3].columns) == (4, False, 0)
    assert [cell.hidden for cell in grid.rows[1]] == [False, False, False, True]
    assert all(cell.hidden for cell in (*grid.rows[3], *draft.rows[0]))
    formulas = {cell.place.cell: cell.formula for row in grid.rows for cell in row if cell.formula}
    assert formulas == {"A5": "=A1*2.0", "B5": "=A5*2.0", "B6": "=A6*2.0", "B7": "=A1*2.0", "C6": "="}
    assert [finding.code for finding in document.findings] == [
        "hidden-rows", "hidden-columns", "rounded-display", "hidden-sheet", "zero-not-shown",
    ]  # fmt: skip


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 20), st.integers(0, 9)),
        st.text("预算 a1.,", min_size=1, max_size=5).filter(str.strip)
        | st.decimals(-(10**9), 10**9, places=2),
        min_size=1,
        max_size=15,
    )
)
def test_round_trip(wanted: dict[tuple[int, int], object]) -> None:
    """Texts and amounts come back at their places."""
    page = Page(name="表")
    for (row, column), value in wanted.items():
        if isinstance(value, str):
            page.label(row, column, value)
        else:
            page.number(row, column, float(str(value)), 2)
    (grid,), findings = read_workbook("a.xls", workbook([page], ["0.00"]))
    found = {cell.place.cell: cell.text for row in grid.rows for cell in row if cell.text}
    assert found == {
        f"{'ABCDEFGHIJ'[column]}{row + 1}": str(value) for (row, column), value in wanted.items()
    }
    assert not findings


def test_days_from_1904() -> None:
    """A setting of the file."""
    page = Page(name="表")
    page.number(0, 0, 0, 2)
    (grid,), _ = read_workbook("a.xls", workbook([page], ["yyyy-mm-dd"], from_1904=True))
    assert grid.rows[0][0].text == "1904-01-01"
    book = Workbook()
    book.epoch = MAC_EPOCH
    book.worksheets[0]["A1"].value = date(2026, 1, 2)
    (grid,), _ = read_workbook("a.xlsx", saved(book))
    assert grid.rows[0][0].text == "2026-01-02"


@pytest.mark.parametrize(("number", "text"), [(14, "2025/12/9"), (31, "2025年12月9日"), (57, "2025年12月")])
def test_formats_that_a_file_does_not_spell_out(number: int, text: str) -> None:
    """They are those of an application in Chinese, in both kinds of workbooks."""
    page = Page(name="表")
    page.number(0, 0, 46000, 2)
    (grid,), _ = read_workbook("a.xls", workbook([page], [number]))
    assert grid.rows[0][0].text == text

    def write(sheet: Worksheet) -> None:
        sheet["A1"].value = 46000
        sheet["A1"].number_format = "0"
        sheet["A1"]._style.numFmtId = number

    (grid,), _ = read_workbook("a.xlsx", with_sheet(write))
    assert grid.rows[0][0].text == text


def test_encrypted() -> None:
    """A password is told, and what to do about it."""
    data = ledger()
    password = struct.pack("<HH", 0x002F, 6) + bytes(6)
    spoilt = data.replace(struct.pack("<HHH", 0x0022, 2, 0), password[:6], 1)
    with pytest.raises(InputError, match=r"the workbook is encrypted.*without a password"):
        read_workbook("a.xls", spoilt)


@pytest.mark.parametrize("length", [600, 1024, 1600, 3000])
def test_cut_short(length: int) -> None:
    """A file that ends too early is damaged."""
    with pytest.raises(InputError, match="the workbook is damaged"):
        read_workbook("a.xls", ledger()[:length])


@settings(max_examples=150)
@given(st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 255)), min_size=1, max_size=6))
def test_broken_workbooks(changes: list[tuple[int, int]]) -> None:
    """Bytes changed: the file is read or refused, never more."""
    data = bytearray(ledger())
    for place, value in changes:
        data[place] = value
    with suppress(InputError):
        read_workbook("a.xls", bytes(data))
