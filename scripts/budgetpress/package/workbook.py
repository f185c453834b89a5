"""The bytes of a resource as a workbook (XLSX), for people: typed cells, and a sheet that explains them.

The first sheet holds what the CSV holds, the second the fields, units, sources, licence and citation.
Nothing is a formula: a text that begins like one is a text, and stays one when a person edits its cell.
The same dataset gives the same bytes wherever the same zlib compresses them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from budgetpress.model import Release
from budgetpress.package.about import citation, moment
from budgetpress.package.dataset import Column, Dataset, Value
from budgetpress.package.write import check_texts, long_columns

# Limits of the format: UTF-16 units in a cell, and rows of a sheet.
_LONGEST_TEXT = 32_767
_MOST_ROWS = 1_048_576
# How a spreadsheet tells a formula, where a person types it.
_LIKE_FORMULA = ("=", "+", "-", "@", "\t")
_TYPES = {
    "string": "文本 text",
    "integer": "整数 whole number",
    "number": "数值 number",
    "boolean": "真假 true or false",
}
_AS_TEXT = (
    "文本 text（有超过 15 位的数，表格程序会舍入 / some of more than 15 digits, which would be rounded）"
)
_WIDEST = 48


def unfit(dataset: Dataset) -> tuple[str, str] | None:
    """Why no workbook can hold the dataset whole, in Chinese and English; None if one can."""
    if len(dataset.rows) >= _MOST_ROWS:
        return (
            f"行数超过 XLSX 的上限（{_MOST_ROWS:,}）。",
            f"There are more rows than an XLSX sheet holds ({_MOST_ROWS:,}).",
        )
    texts = (value for row in dataset.rows for value in row if isinstance(value, str))
    if any(len(text) * 2 > _LONGEST_TEXT and _units(text) > _LONGEST_TEXT for text in texts):
        return (
            f"有文本超过 XLSX 单元格的上限（{_LONGEST_TEXT:,} 字符）。",
            f"A text is longer than an XLSX cell holds ({_LONGEST_TEXT:,} characters).",
        )
    return None


def workbook_bytes(dataset: Dataset, release: Release) -> bytes:
    """Two sheets: the rows below the names of the fields, and what they mean. Blanks are blank cells.

    Amounts and whole numbers are numbers and exact, since a column with a value of more than 15 digits is
    text, all of it. Raises InputError for a text that cannot be carried faithfully; `unfit` must be None.
    """
    check_texts(dataset)
    stream = io.BytesIO()
    book = Workbook(stream, {"in_memory": True})
    zh, en = citation(release)
    book.set_properties(
        {
            "title": dataset.title,
            "subject": dataset.title_en,
            "author": release.body,
            "comments": f"{zh}\n{en}",
            "created": datetime.fromisoformat(moment(release.created)).astimezone(UTC),
        }
    )
    styles = _Styles(book)
    _data(book.add_worksheet("数据 data"), styles, dataset)
    _about(book.add_worksheet("说明 about"), styles, dataset, release)
    book.close()
    return stream.getvalue()


class _Styles:
    """The formats of a workbook. Texts have the format `@`, so that no program makes a number of a code."""

    def __init__(self, book: Workbook) -> None:
        self.text = book.add_format({"num_format": "@"})
        self.quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        self.head = book.add_format({"num_format": "@", "bold": True})
        self.amount = book.add_format({"num_format": "#,##0.00##"})
        self.whole = book.add_format({"num_format": "0"})
        self.general = book.add_format()

    def of(self, column: Column, *, as_text: bool) -> Format:
        if as_text or column.type == "string":
            return self.text
        return {"number": self.amount, "integer": self.whole}.get(column.type, self.general)


def _data(sheet: Worksheet, styles: _Styles, dataset: Dataset) -> None:
    as_text = set(long_columns(dataset))
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(dataset.columns):
        style = styles.of(column, as_text=index in as_text)
        sheet.set_column(index, index, _width(column, [row[index] for row in dataset.rows]), style)
        sheet.write_string(0, index, column.name, styles.head)
        for number, row in enumerate(dataset.rows, start=1):
            value = row[index]
            if index in as_text and value is not None:
                value = f"{value:f}"
            _write(sheet, number, index, value, style, styles)


def _write(sheet: Worksheet, row: int, column: int, value: Value, style: Format, styles: _Styles) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, style)
    elif isinstance(value, str):
        _write_text(sheet, row, column, value, styles)
    else:  # the writer prints up to 16 digits of a Decimal as they are: no float comes in between
        sheet.write_number(row, column, value, style)


def _write_text(sheet: Worksheet, row: int, column: int, text: str, styles: _Styles) -> None:
    style = styles.quoted if text.startswith(_LIKE_FORMULA) else styles.text
    if text.startswith("<r>") and text.endswith("</r>"):
        # The writer takes such a text for its own markup; of two pieces it makes that markup itself.
        sheet.write_rich_string(row, column, "<", styles.general, text[1:], style)
    else:
        sheet.write_string(row, column, text, style)


def _about(sheet: Worksheet, styles: _Styles, dataset: Dataset, release: Release) -> None:
    sheet.set_column(0, 0, 24, styles.text)
    sheet.set_column(1, 6, 32, styles.text)
    number = 0
    for label, value in _facts(dataset, release):
        if value:
            sheet.write_string(number, 0, label, styles.head)
            _write_text(sheet, number, 1, value, styles)
            number += 1
    number += 1
    heads = ("字段 Field", "名称", "Name", "类型 Type", "单位 Unit", "说明", "Description")
    for index, head in enumerate(heads):
        sheet.write_string(number, index, head, styles.head)
    as_text = set(long_columns(dataset))
    for position, column in enumerate(dataset.columns):
        number += 1
        kind = _AS_TEXT if position in as_text else _TYPES[column.type]
        about = (column.name, column.title, column.title_en, kind, _unit(column))
        for index, value in enumerate((*about, column.description, column.description_en)):
            if value:
                _write_text(sheet, number, index, value, styles)


def _facts(dataset: Dataset, release: Release) -> Iterator[tuple[str, str]]:
    yield "数据 Data", dataset.name
    yield "标题", dataset.title
    yield "Title", dataset.title_en
    yield "说明", dataset.description
    yield "Description", dataset.description_en
    yield "金额单位 Unit", next((_unit(column) for column in dataset.columns if column.unit), "")
    yield "原表单位 Printed unit", dataset.printed_unit
    yield "公布机关 Body", " ".join(filter(None, (release.body, release.body_en)))
    yield "年度 Fiscal year", str(release.fiscal_year)
    yield "数据集 Data set", f"{release.name} {release.version}"
    for source in release.sources:
        named = source.title or source.file
        yield (
            "来源 Source",
            "\n".join(filter(None, (named, source.url, source.file, f"SHA-256 {source.sha256}"))),
        )
    licence = release.licence
    yield "许可 Licence", "\n".join(filter(None, (licence.title or licence.name, licence.path)))
    yield from zip(("引用", "Citation"), citation(release), strict=True)


def _unit(column: Column) -> str:
    return "元 yuan (CNY)" if column.unit == "CNY" else column.unit


def _width(column: Column, values: list[Value]) -> float:
    """Wide enough for most cells: a Chinese character is as wide as two digits."""
    texts = [column.name, *(str(value).partition("\n")[0] for value in values if value is not None)]
    return min(_WIDEST, 3 + max(sum(2 if ord(c) > 0x2E7F else 1 for c in text[:_WIDEST]) for text in texts))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
