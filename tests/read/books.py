"""Workbooks for the tests: written with openpyxl, or with a sheet written by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from budgetpress.model import Cell, Finding, Grid
from budgetpress.read.workbook import read_workbook

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
