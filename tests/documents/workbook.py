"""Print a paper as a workbook: a sheet for each table, or all of them below one another on one sheet."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from tests.documents.paper import Box, Line, Paper, Sheet, boxes


@dataclass(frozen=True, kw_only=True, slots=True)
class Habits:
    """How a workbook is made: one sheet for all tables, amounts as numbers or as text, what is hidden."""

    one_sheet: bool = False
    numbers: bool = False
    hidden_sheet: bool = False
    hidden_row: bool = False


def workbook(paper: Paper, habits: Habits | None = None) -> bytes:
    """The bytes of an XLSX file."""
    habits = habits or Habits()
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "封面"
    first.append([paper.heading])
    for paragraph in paper.before:
        first.append([paragraph])
    page, row = first, 0
    for sheet in paper.sheets:
        if not habits.one_sheet or page is first:
            page, row = book.create_sheet("预算表" if habits.one_sheet else sheet.name), 1
        row = _write(page, row, sheet, habits) + 2
    last = book.create_sheet("说明")
    for paragraph in paper.after:
        last.append([paragraph])
    if habits.hidden_sheet:
        hidden = book.create_sheet("底稿")
        hidden.append(["测算底稿", 12345.67])
        hidden.sheet_state = "hidden"
    if habits.hidden_row:
        page.row_dimensions[row].hidden = True
        page.cell(row, 1, "内部备注")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(page: Worksheet, row: int, sheet: Sheet, habits: Habits) -> int:
    """Write a sheet from a row on; the row below it."""
    width = max(part.width for part in sheet.parts)
    for title in sheet.titles:
        page.cell(row, 1, title)
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        row += 1
    page.cell(row, 1, sheet.left)
    page.cell(row, width if width > 1 else 2, sheet.right)
    row += 1
    for part in sheet.parts:
        for lines in (part.heads, part.lines):
            _cells(page, row, lines, habits)
            row += len(lines)
    if sheet.note:
        page.cell(row, 1, sheet.note)
        row += 1
    return row


def _cells(page: Worksheet, top: int, lines: tuple[Line, ...], habits: Habits) -> None:
    for number, column, box in boxes(lines):
        cell = page.cell(top + number, column + 1)
        cell.value = _value(box, habits)
        if isinstance(cell.value, (float, int)):
            decimals = len(box.text.partition(".")[2])
            cell.number_format = "#,##0." + "0" * decimals if decimals else "#,##0"
        if box.rows > 1 or box.columns > 1:
            page.merge_cells(
                start_row=top + number, start_column=column + 1,
                end_row=top + number + box.rows - 1, end_column=column + box.columns,
            )  # fmt: skip


def _value(box: Box, habits: Habits) -> str | float | None:
    if habits.numbers and box.number and box.text:
        return float(Decimal(box.text.replace(",", "")))
    return box.text or None
