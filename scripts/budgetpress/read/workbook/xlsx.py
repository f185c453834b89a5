"""Read an XLSX workbook: each sheet in one pass, stored results and formulas side by side.

openpyxl opens the file without building its cells in memory, and its parser of a sheet gives them row by row.
What that drops, the formula of a cell whose result it gives, is added here; hence the few names of openpyxl
that begin with an underscore. Nothing is computed, run or fetched.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from xml.etree.ElementTree import Element

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.utils.datetime import MAC_EPOCH, to_excel
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from budgetpress.errors import InputError
from budgetpress.read.workbook.archive import check_cells
from budgetpress.read.workbook.date_format import CHINESE_FORMATS
from budgetpress.read.workbook.number_format import exact
from budgetpress.read.workbook.sheet import Box, Sheet, Stored, few

# How XML in a workbook writes a character that it cannot hold.
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ON: Final = ("1", "true", "on")


def read_xlsx(name: str, data: bytes) -> Iterator[Sheet]:
    """Every sheet of the workbook in its order, charts left out; InputError where it cannot be read."""
    try:
        check_cells(name, data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on what it does not keep when it writes; we do not write
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise InputError(
                    name,
                    "no sheets, or sheets that are written as 'strict' Open XML",
                    expected="an XLSX workbook",
                    do="Save it as an ordinary Excel workbook (XLSX).",
                )
            for sheet in book.worksheets:
                yield _sheet(name, sheet)
    except (InputError, MemoryError):
        raise
    except Exception as error:
        raise InputError(
            name,
            _what(error),
            expected="an XLSX workbook",
            do="Open it in a spreadsheet program and save it again.",
        ) from error


def _what(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, DefusedXmlException):
            return "the workbook declares XML entities, which no workbook needs"
        cause = cause.__cause__ or cause.__context__
    return f"the workbook is damaged ({type(error).__name__})"


def _sheet(name: str, sheet: Any) -> Sheet:
    book = sheet.parent
    with sheet._get_source() as source:  # noqa: SLF001
        parser = _Parser(source, sheet._shared_strings, data_only=True, epoch=book.epoch)  # noqa: SLF001
        found = (cell for _, row in parser.parse() for cell in row if _is_stored(cell))
        formats = _Formats(sheet)
        cells = few(name, sheet.title, (_stored(sheet, cell, formats) for cell in found))
    merges = parser.merged_cells.mergeCell if parser.merged_cells else ()
    views = getattr(parser, "views", None)
    return Sheet(
        name=sheet.title,
        cells=cells,
        merges=tuple(Box(merge.min_row, merge.min_col, merge.max_row, merge.max_col) for merge in merges),
        hidden=sheet.sheet_state != "visible",
        hidden_rows=frozenset(_hidden_rows(parser.row_dimensions)),
        hidden_columns=frozenset(_hidden_columns(parser.column_dimensions)),
        zeros_shown=not views or any(view.showZeros is not False for view in views.sheetView),
        from_1904=book.epoch == MAC_EPOCH,
    )


class _Parser(WorkSheetParser):
    """Gives with the stored result of a cell its formula, and whether the result is missing."""

    def parse_cell(self, element: Element) -> dict[str, Any]:
        """What openpyxl knows of a cell, with `formula` and `pending`."""
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = ""
        cell["pending"] = False
        if element.find(FORMULA_TAG) is not None:
            cell["formula"] = self._formula(element)
            # The result of a formula that gives an empty text is written as one.
            cell["pending"] = cell["value"] is None and element.get("t") != "str"
        return cell

    def _formula(self, element: Element) -> str:
        try:
            found: Any = self.parse_formula(element)  # type: ignore[no-untyped-call]
        except (TokenizerError, TypeError):
            found = None  # a formula that nobody can read is one all the same
        text = found if isinstance(found, str) else getattr(found, "text", None)
        return _unescape(text or "=")


def _is_stored(cell: Mapping[str, Any]) -> bool:
    return cell["formula"] != "" or cell["value"] not in (None, "")


class _Formats(dict[int, str]):
    """Number of a style -> its number format."""

    def __init__(self, sheet: Any) -> None:
        super().__init__()
        self._sheet = sheet

    def __missing__(self, style: int) -> str:
        cell = ReadOnlyCell(self._sheet, 1, 1, None, style_id=style)
        self[style] = CHINESE_FORMATS.get(cell.style_array.numFmtId) or cell.number_format
        return self[style]


def _stored(sheet: Any, cell: Mapping[str, Any], formats: _Formats) -> Stored:
    return Stored(
        row=cell["row"],
        column=cell["column"],
        value=_value(cell["value"], sheet),
        code=formats[cell["style_id"]],
        formula=cell["formula"],
        pending=cell["pending"],
    )


def _value(value: object, sheet: Any) -> str | Decimal:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return exact(value)
    if isinstance(value, str):
        return _unescape(value)
    return exact(to_excel(value, sheet.parent.epoch))  # type: ignore[no-untyped-call]  # a date that is written as such


def _unescape(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    nothing = attributes.get(size)
    return attributes.get("hidden") in _ON or (nothing is not None and float(nothing) == 0)


def _hidden_rows(rows: Mapping[str, Mapping[str, str]]) -> Iterator[int]:
    for row, attributes in rows.items():
        if _is_hidden(attributes, "ht"):
            yield int(row)


def _hidden_columns(groups: Mapping[str, Mapping[str, str]]) -> Iterator[int]:
    for attributes in groups.values():
        if _is_hidden(attributes, "width"):
            yield from range(int(attributes["min"]), min(int(attributes["max"]), 16_384) + 1)
