"""The bytes of a resource as Parquet, for programs: exact decimals, codes as text, titles and units inside.

Nothing is compressed, so that the bytes depend on no codec and every reader can open them; what repeats
is stored once. The name of the library that wrote a file is in it: another version, other bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq

from budgetpress.model import Release
from budgetpress.package.about import citation
from budgetpress.package.dataset import Column, Dataset, Value
from budgetpress.package.write import check_texts

# The type of amounts. A column that needs more digits or decimals has a wider one; nothing is rounded.
PRECISION, SCALE = 18, 2
_PLAIN = {"string": pa.string(), "integer": pa.int32(), "boolean": pa.bool_()}


def parquet_bytes(dataset: Dataset, release: Release) -> bytes:
    """One row group; numbers are decimal128(18, 2), whole numbers int32, a blank is null.

    The file's metadata has name, titles, descriptions, release, licence and citation, a field's its titles,
    descriptions and unit. Raises InputError for a text that cannot be carried faithfully.
    """
    check_texts(dataset)
    fields, arrays = [], []
    for index, column in enumerate(dataset.columns):
        values = [row[index] for row in dataset.rows]
        kind = _PLAIN[column.type] if column.type in _PLAIN else _decimal(values)
        fields.append(pa.field(column.name, kind, metadata=dict(_about_field(column))))
        arrays.append(pa.array(values, type=kind))
    schema = pa.schema(fields, metadata=dict(_about(dataset, release)))
    stream = pa.BufferOutputStream()
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        stream,
        compression="none",
        row_group_size=max(1, len(dataset.rows)),
    )
    written: bytes = stream.getvalue().to_pybytes()
    return written


def _decimal(values: list[Value]) -> pa.DataType:
    """Wide enough for every value: decimals of the finest, and digits before them of the largest."""
    amounts = [value.as_tuple() for value in values if isinstance(value, Decimal)]
    # Amounts are finite, so an exponent is a number.
    scale = max([SCALE, *(-int(amount.exponent) for amount in amounts)])
    before = max([0, *(len(amount.digits) + int(amount.exponent) for amount in amounts)])
    return pa.decimal128(max(PRECISION, before + scale), scale)


def _about_field(column: Column) -> Iterator[tuple[str, str]]:
    for name in ("title", "title_en", "description", "description_en", "unit"):
        if text := getattr(column, name):
            yield name, text


def _about(dataset: Dataset, release: Release) -> Iterator[tuple[str, str]]:
    zh, en = citation(release)
    yield "name", dataset.name
    yield "title", dataset.title
    yield "title_en", dataset.title_en
    yield "description", dataset.description
    yield "description_en", dataset.description_en
    yield "unit", next((column.unit for column in dataset.columns if column.unit), "")
    yield "release", f"{release.name} {release.version}"
    yield "licence", release.licence.path or release.licence.name
    yield "citation", zh
    yield "citation_en", en
