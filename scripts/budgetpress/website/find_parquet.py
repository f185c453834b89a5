"""The finder's rows as Parquet that a browser reads in pieces.

Rows of a release stand together in row groups whose statistics say which releases, years and tables are
inside, so that a search skips groups; a page index lets it skip pages of a column. Amounts are exact
decimals (stored as whole numbers of the smallest unit), codes are text. Compressed with Snappy, the codec
that the reader in the page has built in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from budgetpress.website.find_rows import Row

# Rows in a group: about 25 releases. Fewer would make the file's index large, more would make it coarse.
GROUP = 10_000
# A page of a column is this large, before it is compressed, in bytes.
_PAGE = 16_384
# Columns whose least and greatest value in a group the search looks at; all of them are plain ASCII, which
# Parquet and JavaScript put in the same order.
_SKIPPED = ("release", "year", "resource", "status")
_WHOLE = frozenset({"year", "row", "strength"})
_PRECISION, _SCALE = 18, 2

FIGURE_COLUMNS = (
    "release", "year", "phase", "body", "body_en", "table", "resource", "table_title", "table_title_en",
    "row", "kind", "field", "field_title", "field_title_en", "codes", "names", "names_en", "amount",
    "status", "strength", "printed", "printed_unit", "id",
)  # fmt: skip
ITEM_COLUMNS = (
    "release", "year", "phase", "body", "body_en", "table", "resource", "table_title", "table_title_en",
    "row", "kind", "codes", "names", "names_en", "words",
)  # fmt: skip


def parquet_bytes(names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """A file with the columns `names`; `amount` is a decimal of yuan, a blank amount is null."""
    values: dict[str, list[object]] = {name: [] for name in names}
    for row in rows:
        for name, column in values.items():
            column.append(row[name])
    arrays = {name: pa.array(column, type=_type(name, column)) for name, column in values.items()}
    stream = pa.BufferOutputStream()
    pq.write_table(
        pa.table(arrays),
        stream,
        compression="snappy",
        row_group_size=GROUP,
        data_page_size=_PAGE,
        write_page_index=True,
        store_decimal_as_integer=True,
        store_schema=False,
        write_statistics=[name for name in _SKIPPED if name in arrays],
    )
    written: bytes = stream.getvalue().to_pybytes()
    return written


def _type(name: str, values: list[object]) -> pa.DataType:
    if name in _WHOLE:
        return pa.int32()
    if name != "amount":
        return pa.string()
    # Wide enough for every value; nothing is rounded. Amounts are finite, so an exponent is a number.
    amounts = [value.as_tuple() for value in values if isinstance(value, Decimal)]
    scale = max([_SCALE, *(-int(amount.exponent) for amount in amounts)])
    before = max([0, *(len(amount.digits) + int(amount.exponent) for amount in amounts)])
    return pa.decimal128(max(_PRECISION, before + scale), scale)
