"""Read an XLS workbook (Excel 5 to 2003) with xlrd: stored results, formats, merges, what is hidden.

Of the readers that are kept up, xlrd alone gives all of these, and it is plain Python: a hostile file ends in
an exception, not in an abort.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from decimal import Decimal

import xlrd
from xlrd.book import Book
from xlrd.sheet import Sheet as XlsSheet

from budgetpress.errors import InputError
from budgetpress.read.workbook.date_format import CHINESE_FORMATS
from budgetpress.read.workbook.number_format import exact
from budgetpress.read.workbook.sheet import Box, Sheet, Spot, Stored, few
from budgetpress.read.workbook.xls_formulas import read_formulas

_NOTHING = (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK)


def read_xls(name: str, data: bytes) -> Iterator[Sheet]:
    """Every sheet of the workbook in its order; InputError where it cannot be read."""
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO()
        )
        formulas = read_formulas(book, data)
        for sheet in book.sheets():
            yield _sheet(name, book, sheet, formulas.get(sheet.number, {}))
    except (InputError, MemoryError):
        raise
    except Exception as error:
        raise InputError(
            name,
            _what(error),
            expected="an XLS workbook",
            do="Open it in a spreadsheet program and save it as XLSX, without a password.",
        ) from error


def _what(error: Exception) -> str:
    if "encrypted" in str(error):
        return "the workbook is encrypted"
    return f"the workbook is damaged ({type(error).__name__})"


def _sheet(name: str, book: Book, sheet: XlsSheet, formulas: dict[Spot, str]) -> Sheet:
    return Sheet(
        name=sheet.name,
        cells=few(name, sheet.name, _cells(book, sheet, formulas)),
        merges=tuple(
            Box(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells
        ),
        hidden=bool(sheet.visibility),
        hidden_rows=frozenset(row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden),
        hidden_columns=frozenset(column + 1 for column, info in sheet.colinfo_map.items() if info.hidden),
        zeros_shown=bool(sheet.show_zero_values),
        from_1904=book.datemode == 1,
    )


def _cells(book: Book, sheet: XlsSheet, formulas: dict[Spot, str]) -> Iterator[Stored]:
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            kind = sheet.cell_type(row, column)
            formula = formulas.get((row + 1, column + 1), "")
            if kind not in _NOTHING or formula:
                yield Stored(
                    row=row + 1,
                    column=column + 1,
                    value=_value(kind, sheet.cell_value(row, column)),
                    code=_code(book, sheet.cell_xf_index(row, column)),
                    formula=formula,
                )


def _value(kind: int, value: str | float) -> str | Decimal:
    if isinstance(value, str):
        return value
    if kind == xlrd.XL_CELL_BOOLEAN:
        return str(bool(value)).upper()
    if kind == xlrd.XL_CELL_ERROR:
        return str(xlrd.error_text_from_code.get(int(value), "#ERROR!"))
    return exact(value)


def _code(book: Book, style: int) -> str:
    number = book.xf_list[style].format_key
    found = book.format_map.get(number)
    return CHINESE_FORMATS.get(number) or (found.format_str if found is not None else "General")
