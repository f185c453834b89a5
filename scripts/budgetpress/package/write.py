"""The bytes of a resource: CSV for every tool, JSON for programs. The same dataset, the same bytes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal

import simplejson

from budgetpress.errors import InputError
from budgetpress.package.dataset import Dataset, Value

# A float64 gives back every decimal of this many digits, so a reader that knows only floats loses nothing.
SAFE_DIGITS = 15

# What no CSV or JSON file can carry to every reader alike: half characters and control characters
# (a tab and a line feed are text; a carriage return is changed by readers that translate line ends).
_REFUSED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


def csv_bytes(dataset: Dataset) -> bytes:
    """RFC 4180: CRLF, UTF-8 without a byte order mark, a header row; a blank is an empty field.

    Raises InputError for a text that cannot be carried faithfully.
    """
    check_texts(dataset)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(column.name for column in dataset.columns)
    writer.writerows([_text(value) for value in row] for row in dataset.rows)
    return stream.getvalue().encode("utf-8")


def json_bytes(dataset: Dataset) -> bytes:
    """An array of objects, one row a line; a blank is null, an amount a number with two decimals.

    A column with an amount of more than 15 digits is written as strings, since most readers of JSON
    would round it. Raises InputError for a text that cannot be carried faithfully.
    """
    check_texts(dataset)
    as_text = set(long_columns(dataset))
    names = [column.name for column in dataset.columns]
    lines = []
    for row in dataset.rows:
        values = (str(v) if i in as_text and v is not None else v for i, v in enumerate(row))
        lines.append(
            simplejson.dumps(dict(zip(names, values, strict=True)), use_decimal=True, ensure_ascii=False)
        )
    return ("[" + ",".join(f"\n{line}" for line in lines) + "\n]\n").encode("utf-8")


def check_texts(dataset: Dataset) -> None:
    """Refuse, with InputError, a text with a character that not every reader gives back."""
    for number, row in enumerate(dataset.rows, start=1):
        for column, value in zip(dataset.columns, row, strict=True):
            if isinstance(value, str) and (found := _REFUSED.search(value)):
                raise InputError(
                    dataset.name,
                    f"the text holds the character U+{ord(found.group()):04X}",
                    place=f"row {number}, field {column.name}",
                    expected="printable text, tabs and line feeds",
                    do="Remove the character where the source is read.",
                )


def long_columns(dataset: Dataset) -> Iterator[int]:
    """Where an amount has more than 15 digits: the positions of those columns."""
    for index in range(len(dataset.columns)):
        amounts = (row[index] for row in dataset.rows)
        if any(isinstance(a, Decimal) and len(a.as_tuple().digits) > SAFE_DIGITS for a in amounts):
            yield index


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
