"""CSV and JSON: every value comes back from every reader as it went in."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal

import pytest
import simplejson
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.errors import InputError
from budgetpress.package.dataset import Column, Dataset, Value, yuan
from budgetpress.package.write import csv_bytes, json_bytes

# All that a text may hold: no control characters but tab and line feed, no half characters.
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t\n\x85"), min_size=1)
AMOUNTS = st.decimals(-(10**12), 10**12, places=2).map(yuan)


def dataset(*rows: tuple[Value, ...]) -> Dataset:
    """Rows of number, text, amount and flag."""
    columns = (
        Column(name="row", type="integer"),
        Column(name="text"),
        Column(name="amount", type="number", holds="amount"),
        Column(name="flag", type="boolean"),
    )
    return Dataset(name="d", role="table", title="d", title_en="d", columns=columns, rows=rows, key="row")


def read(data: bytes) -> list[list[str]]:
    """The cells of a CSV file below its header."""
    return list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))[1:]


@given(st.lists(st.tuples(TEXTS, AMOUNTS)))
def test_values_come_back(values: list[tuple[str, Decimal]]) -> None:
    """Texts and amounts are the same after CSV and after JSON, whatever they hold."""
    rows = [(n, text, amount, True) for n, (text, amount) in enumerate(values, start=1)]
    made = dataset(*rows)
    assert read(csv_bytes(made)) == [[str(n), text, f"{amount:f}", "true"] for n, text, amount, _ in rows]
    back = simplejson.loads(json_bytes(made), use_decimal=True)
    assert [tuple(row.values()) for row in back] == rows
    assert [str(row["amount"]) for row in back] == [str(amount) for _, _, amount, _ in rows]


@given(AMOUNTS)
def test_a_reader_with_floats_loses_nothing(amount: Decimal) -> None:
    """A reader that has only floats prints the same two decimals."""
    (row,) = json.loads(json_bytes(dataset((1, None, amount, None))))
    assert f"{row['amount']:.2f}" == f"{amount:f}"


def test_csv_is_rfc_4180() -> None:
    """CRLF, no byte order mark, quotes doubled, blanks empty; nothing is escaped for spreadsheets."""
    made = dataset(
        (1, '他说"好"，\n=1+1', Decimal("0.10"), False), (2, "=", None, None), (3, " a,b ", None, None)
    )
    assert csv_bytes(made).decode("utf-8") == (
        'row,text,amount,flag\r\n1,"他说""好""，\n=1+1",0.10,false\r\n2,=,,\r\n3," a,b ",,\r\n'
    )


def test_json_is_one_row_a_line() -> None:
    """An array of objects, amounts verbatim, blanks null, and a line feed at the end."""
    made = dataset((1, "中", Decimal("0.10"), True), (2, None, None, None))
    assert json_bytes(made).decode("utf-8") == (
        '[\n{"row": 1, "text": "中", "amount": 0.10, "flag": true},\n'
        '{"row": 2, "text": null, "amount": null, "flag": null}\n]\n'
    )
    assert json.loads(json_bytes(dataset())) == []


def test_amounts_too_long_for_floats_are_strings() -> None:
    """A column with an amount of more than 15 digits is written as strings, all of it."""
    rows = [(1, None, Decimal("12345678901234.56"), None), (2, None, Decimal("1.00"), None)]
    back = json.loads(json_bytes(dataset(*rows)))
    assert [row["amount"] for row in back] == ["12345678901234.56", "1.00"]


@pytest.mark.parametrize("character", ["\0", "\x01", "\r", "\x0b", "\x1f", "\x7f", "\ud800"])
@pytest.mark.parametrize("writer", [csv_bytes, json_bytes])
def test_what_no_file_can_carry_is_refused(character: str, writer: object) -> None:
    """A control character or half a character is an error that names its row, field and code."""
    assert callable(writer)
    with pytest.raises(InputError, match=rf"row 1, field text: .*U\+{ord(character):04X}"):
        writer(dataset((1, f"a{character}b", None, None)))


@pytest.mark.parametrize(
    ("amount", "text"), [("1E+3", "1000.00"), ("-0", "0.00"), ("1.5", "1.50"), ("7", "7.00")]
)
def test_yuan_has_two_decimals(amount: str, text: str) -> None:
    """An amount has one form."""
    assert str(yuan(Decimal(amount))) == text


@pytest.mark.parametrize("amount", ["0.001", "NaN", "Infinity", "sNaN"])
def test_yuan_never_rounds(amount: str) -> None:
    """What is not a whole number of fen is refused, never rounded."""
    with pytest.raises(ArithmeticError):
        yuan(Decimal(amount))
