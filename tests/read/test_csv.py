"""CSV: what was written is read, each cell at its place; what only looks like CSV stays text."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.errors import InputError
from budgetpress.read.csv_rows import csv_separator, read_csv
from budgetpress.read.text import MAX_CELLS_A_LINE

CELL = st.text("预算表0123456789.,;\"' \n-", max_size=8)
TABLE = st.integers(2, 5).flatmap(
    lambda width: st.lists(st.lists(CELL, min_size=width, max_size=width), min_size=2, max_size=8)
)


def written(
    rows: list[list[str]], separator: str = ",", *, quoting: int = csv.QUOTE_ALL, end: str = "\r\n"
) -> str:
    """The rows as the csv module writes them."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=separator, quoting=quoting, lineterminator=end).writerows(rows)  # type: ignore[arg-type]
    return stream.getvalue()


@given(TABLE, st.sampled_from([",", ";", "\t"]), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_round_trip(rows: list[list[str]], separator: str, end: str, quoted: bool) -> None:
    """The same texts in one exact grid, and every place is where the text of the cell begins in the file."""
    quoted = quoted or separator == "\t"
    rows = [[f"科{cell}" for cell in row] for row in rows]
    text = written(rows, separator, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL, end=end)
    assert csv_separator(text) == separator
    (grid,), findings = read_csv("a.csv", text.encode("utf-8-sig"))
    assert grid.exact
    assert not findings
    assert [[cell.text for cell in row] for row in grid.rows] == rows
    lines = text.split("\n")
    for row in grid.rows:
        for cell in row:
            assert cell.place.line is not None
            assert cell.place.column is not None
            assert lines[cell.place.line - 1].startswith("科", cell.place.column - 1)


def test_places() -> None:
    """A line and the column of the first character that is not blank, within the quotes."""
    text = 'a, b,""\n"c\n\nd","  ""e""",\n\nf\n'
    rows = read_csv("a.csv", text.encode())[0][0].rows
    assert [[(cell.text, cell.place.line, cell.place.column) for cell in row] for row in rows] == [
        [("a", 1, 1), (" b", 1, 4), ("", 1, 7)],
        [("c\n\nd", 2, 2), ('  "e"', 4, 7), ("", 4, 14)],
        [("", 5, 1)],
        [("f", 6, 1)],
    ]


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("a,b\n1,2\n", True),
        ("a,b\n\n1,2\n", True),
        ("表\na,b\n1,2\n", False),
        ("a,b,c\n1,2\n3,4\n", False),
    ],
)
def test_only_records_of_one_width_are_an_exact_grid(text: str, exact: bool) -> None:
    """A record that is shorter may have lost a cell anywhere; a blank line has lost none."""
    (grid,), _ = read_csv("a.csv", text.encode())
    assert grid.exact is exact
    assert not exact or len({len(row) for row in grid.rows}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "科目\t金额\n1,2\t3,4\n1,2\t3,4\n",
        '科目\t"名称\n"1,2"\t3,4\n',
        '科目\t他说"名称"\n1,2\t3,4\n',
        "合计\n1,234.00\n5,678.00\n9,012.00\n",
        "合计 1,234.00 5,678.00\n教育支出 1,234.00 5,678.00\n其他支出 1,234.00 5,678.00\n",
        "First, a sentence.\nThen another.\nAnd one more, with, commas.\n",
        "一行, 只有一行",
        "预算编制说明\n一、基本情况\n二、收支安排\n三、其他\n收入,支出\n1,2\n",
        'a,"b\n1,2\n3,4\n',
        "a,b\n1,2,3\n1,2,3,4\n1\n",
        "",
    ],
)
def test_what_is_no_csv(text: str) -> None:
    """Tabs, amounts with thousands, prose, quotes that do not close."""
    assert csv_separator(text) == ""


def test_several_tables_below_one_another_are_csv() -> None:
    """Tables of different widths, titles of one cell, amounts in quotes."""
    one, two = '科目,金额\n教育,"1,234.00"\n', '编码,科目,金额\n205,教育,"1,234.00"\n208,社保,"5,678.00"\n'
    text = f"预算01表\n{one}\n预算02表\n{two}"
    assert csv_separator(text) == ","


def test_gb18030_is_told() -> None:
    """What Chinese spreadsheets save without being asked."""
    (grid,), (finding,) = read_csv("a.csv", "科目,预算数\n教育支出,1.00\n".encode("gbk"))
    assert grid.rows[1][0].text == "教育支出"
    assert finding.code == "encoding-concluded"
    assert "GB18030" in finding.message_zh


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a,b\n1,\x002\n", "line 2: the control character U+0000"),
        (b"a,b\n" + b"," * MAX_CELLS_A_LINE + b"\n", f"line 2: {MAX_CELLS_A_LINE + 1} cells"),
        (b"a,b\n" * 250_001, "500,002 cells"),
    ],
)
def test_what_cannot_be_read(data: bytes, expected: str) -> None:
    """The error names the line and what was found."""
    with pytest.raises(InputError, match=expected.replace("+", r"\+")):
        read_csv("a.csv", data)


@pytest.mark.parametrize("before", ["1,", "a,b\n1,2\n"])
def test_quotation_mark_that_is_never_closed(before: str) -> None:
    """It would take all lines below into its cell, or make each of them text: it is named instead."""
    text = before + '"' + "2,\n" * 50_000
    assert csv_separator(text)
    with pytest.raises(InputError, match="in quotes") as error:
        read_csv("a.csv", text.encode())
    assert error.value.place == f"line {before.count(chr(10)) + 1}"
