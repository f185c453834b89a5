"""The finder's rows as Parquet that a browser reads in pieces.

Each release is a small file of its own, made with its pages. Files of many releases are joined of these
without a look at a single row: releases stand together in row groups whose statistics say which releases,
years and tables are inside, so that a search skips groups; a page index lets it skip pages of a column.
Amounts are exact decimals (stored as whole numbers of the smallest unit), codes are text. Compressed with
Snappy, the codec that the reader in the page has built in.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

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

# What a search by words reads stands together, so that it is fetched at once.
FIGURE_COLUMNS = (
    "release", "year", "phase", "body", "body_en", "table", "resource", "table_title", "table_title_en",
    "row", "kind", "field", "field_title", "field_title_en", "names", "names_en", "codes", "amount",
    "status", "strength", "printed", "printed_unit", "id",
)  # fmt: skip
ITEM_COLUMNS = (
    "release", "year", "phase", "body", "body_en", "table", "resource", "table_title", "table_title_en",
    "row", "kind", "codes", "names", "names_en", "words",
)  # fmt: skip


def piece_bytes(names: Sequence[str], rows: Iterable[Row]) -> bytes:
    """The rows of a release with the columns `names`; `amount` is a decimal of yuan, a blank one null."""
    values: dict[str, list[object]] = {name: [] for name in names}
    for row in rows:
        for name, column in values.items():
            column.append(row[name])
    return _written(pa.table({name: pa.array(v, type=_type(name, v)) for name, v in values.items()}))


def joined(pieces: Sequence[Path]) -> tuple[bytes, int, int]:
    """The pieces as one file, with its number of rows and the digits after the point of its amounts.

    Amounts take the type that holds the widest and the finest of all.
    """
    tables = [pq.read_table(piece) for piece in pieces]
    found = [table.schema.field("amount").type for table in tables if "amount" in table.schema.names]
    scale = max((kind.scale for kind in found), default=0)
    whole = max((kind.precision - kind.scale for kind in found), default=0)
    if found:
        wide = pa.decimal128(whole + scale, scale)
        tables = [_cast(table, wide) for table in tables]
    table = pa.concat_tables(tables)
    return _written(table), table.num_rows, scale


def _cast(table: pa.Table, kind: pa.DataType) -> pa.Table:
    place = table.schema.get_field_index("amount")
    if table.schema.field(place).type == kind:
        return table
    return table.set_column(place, "amount", table.column(place).cast(kind))


def _written(table: pa.Table) -> bytes:
    stream = pa.BufferOutputStream()
    pq.write_table(
        table,
        stream,
        compression="snappy",
        row_group_size=GROUP,
        data_page_size=_PAGE,
        write_page_index=True,
        store_decimal_as_integer=True,
        store_schema=False,
        write_statistics=[name for name in _SKIPPED if name in table.schema.names],
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
