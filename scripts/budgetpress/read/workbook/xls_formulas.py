"""The formulas of an XLS workbook: xlrd gives their results only, but knows how to spell them."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Final

from xlrd.book import Book
from xlrd.compdoc import CompDoc
from xlrd.formula import FMLA_TYPE_ARRAY, FMLA_TYPE_CELL, FMLA_TYPE_SHARED, decompile_formula

from budgetpress.read.workbook.sheet import Spot

_FORMULA: Final = 0x0006
_SHARED: Final = 0x04BC
_ARRAY: Final = 0x0221
_BEGIN: Final = 0x0809
_END: Final = 0x000A
_ELSEWHERE: Final = 0x01  # the first byte of a formula that stands in a shared or array record

Tokens = tuple[int, bytes]
"""What kind of formula it is (a number of xlrd), and its bytes."""


def read_formulas(book: Book, data: bytes) -> dict[int, dict[Spot, str]]:
    """Number of a sheet -> row and column (from 1) -> formula, `=` alone where it cannot be spelt out."""
    log = io.StringIO()
    files = CompDoc(data, logfile=log)
    for stream in ("Workbook", "Book"):
        memory, base, size = files.locate_named_stream(stream)
        if memory is not None:
            content = bytes(memory[base : base + size])
            starts = (int(position) - base for position in book._sh_abs_posn)  # noqa: SLF001
            return {number: _of_sheet(book, content, start) for number, start in enumerate(starts)}
    return {}


def _of_sheet(book: Book, content: bytes, start: int) -> dict[Spot, str]:
    own: dict[Spot, bytes] = {}
    common: dict[Spot, Tokens] = {}
    for code, record in _records(content, start):
        if code == _FORMULA:
            row, column = struct.unpack_from("<HH", record)
            own[row, column] = _tokens(record, 20)
        elif code in (_SHARED, _ARRAY):
            row, _, column = struct.unpack_from("<HHB", record)
            kind, at = (FMLA_TYPE_SHARED, 8) if code == _SHARED else (FMLA_TYPE_ARRAY, 12)
            common[row, column] = kind, _tokens(record, at)
    found = {}
    for (row, column), tokens in own.items():
        formula = (FMLA_TYPE_CELL, tokens)
        if tokens[:1] == bytes([_ELSEWHERE]) and len(tokens) >= 5:
            formula = common.get(struct.unpack_from("<HH", tokens, 1), (FMLA_TYPE_CELL, b""))
        found[row + 1, column + 1] = "=" + _spelt(book, *formula, (row, column))
    return found


def _records(content: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one sheet, without those of the charts in it."""
    position, depth = start, 0
    while 0 <= position <= len(content) - 4:
        code, length = struct.unpack_from("<HH", content, position)
        if code == _BEGIN:
            depth += 1
        elif code == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield code, content[position + 4 : position + 4 + length]
        position += 4 + length


def _tokens(record: bytes, at: int) -> bytes:
    (length,) = struct.unpack_from("<H", record, at)
    return record[at + 2 : at + 2 + length]


def _spelt(book: Book, kind: int, tokens: bytes, spot: Spot) -> str:
    if not tokens:
        return ""
    try:
        found = decompile_formula(book, tokens, len(tokens), kind, browx=spot[0], bcolx=spot[1])
    except Exception:  # noqa: BLE001 - the result stands whatever the formula is
        return ""
    return str(found or "")
