"""Write an XLS workbook byte by byte: as much of BIFF8 and of its container as the tests of the reader need.

Nothing that is kept up writes this format any more. Written after Microsoft's [MS-XLS] and [MS-CFB].
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

_SECTOR = 512
_NONE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def record(code: int, data: bytes = b"") -> bytes:
    """A record of a workbook."""
    return struct.pack("<HH", code, len(data)) + data


def words(text: str) -> bytes:
    """A text of two bytes a character, with its length."""
    return struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")


@dataclass(kw_only=True)
class Page:
    """A sheet: its name, records of cells, merges (first row, last row, first column, last column from 0)."""

    name: str
    cells: list[bytes] = field(default_factory=list)
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[int] = ()
    visibility: int = 0
    zeros: bool = True

    def label(self, row: int, column: int, text: str, style: int = 1) -> None:
        """A text."""
        self.cells.append(record(0x0204, struct.pack("<HHH", row, column, style) + words(text)))

    def number(self, row: int, column: int, value: float, style: int = 1) -> None:
        """A number."""
        self.cells.append(record(0x0203, struct.pack("<HHHd", row, column, style, value)))

    def boolean(self, row: int, column: int, value: int, *, error: bool = False) -> None:
        """A truth value, or the number of an error."""
        self.cells.append(record(0x0205, struct.pack("<HHHBB", row, column, 1, value, error)))

    def formula(self, row: int, column: int, tokens: bytes, result: bytes, style: int = 1) -> None:
        """A formula with its result: eight bytes."""
        head = struct.pack("<HHH8sHIH", row, column, style, result, 0, 0, len(tokens))
        self.cells.append(record(0x0006, head + tokens))

    def shared(self, rows: tuple[int, int], column: int, tokens: bytes) -> None:
        """The formula that the cells of some rows of a column share."""
        head = struct.pack("<HHBBBBH", *rows, column, column, 0, rows[1] - rows[0] + 1, len(tokens))
        self.cells.append(record(0x04BC, head + tokens))

    def array(self, row: int, column: int, tokens: bytes) -> None:
        """The formula of an array of one cell."""
        head = struct.pack("<HHBBHIH", row, row, column, column, 0, 0, len(tokens))
        self.cells.append(record(0x0221, head + tokens))

    def content(self) -> bytes:
        """The records of the sheet."""
        parts = [_begin(0x0010)]
        parts += (record(0x007D, struct.pack("<HHHHHH", c, c, 2048, 0, 1, 0)) for c in self.hidden_columns)
        parts += (
            record(0x0208, struct.pack("<HHHHHHI", r, 0, 9, 255, 0, 0, 0x120)) for r in self.hidden_rows
        )
        parts += self.cells
        merges = b"".join(struct.pack("<HHHH", *merge) for merge in self.merges)
        parts.append(record(0x00E5, struct.pack("<H", len(self.merges)) + merges))
        parts.append(record(0x023E, struct.pack("<HHHIHHI", 0x06A6 | 0x10 * self.zeros, 0, 0, 64, 0, 0, 0)))
        return b"".join([*parts, record(0x000A)])


def workbook(pages: Sequence[Page], formats: Sequence[str | int] = (), *, from_1904: bool = False) -> bytes:
    """A file with these sheets. Style 1 shows numbers plainly, style 2 + n by the n-th of the formats.

    A number instead of a format is that of one that every application knows.
    """
    head = [
        _begin(0x0005),
        record(0x0042, struct.pack("<H", 1200)),
        record(0x0022, struct.pack("<H", from_1904)),
    ]
    head.append(
        record(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05\x00Arial")
    )
    numbers = [code if isinstance(code, int) else 164 + n for n, code in enumerate(formats)]
    for number, code in zip(numbers, formats, strict=True):
        if isinstance(code, str):
            head.append(record(0x041E, struct.pack("<H", number) + words(code)))
    head += (_style(0, 0xFFF5), *(_style(number, 1) for number in (0, *numbers)))
    size = sum(map(len, head)) + sum(12 + 2 * len(page.name) for page in pages) + 4
    contents = [page.content() for page in pages]
    for number, page in enumerate(pages):
        start = size + sum(map(len, contents[:number]))
        name = struct.pack("<BB", len(page.name), 1) + page.name.encode("utf-16-le")
        head.append(record(0x0085, struct.pack("<IBB", start, page.visibility, 0) + name))
    return container("Workbook", b"".join([*head, record(0x000A), *contents]))


def _begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 1996, 0, 6))


def _style(number: int, kind: int) -> bytes:
    return record(0x00E0, struct.pack("<HHH", 0, number, kind) + bytes(14))


def container(name: str, stream: bytes) -> bytes:
    """An OLE file with one stream."""
    stream = stream.ljust(max(-(-len(stream) // _SECTOR) * _SECTOR, 4096), b"\0")
    count = len(stream) // _SECTOR
    chain = [*range(3, count + 2), _END]
    table = [_FAT, _END, *chain]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, _END, 0, _END, 0
    )
    header += struct.pack("<109I", 0, *[_NONE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _NONE, 2, len(stream))
    fat = struct.pack(f"<{len(table)}I", *table).ljust(_SECTOR, b"\xff")
    return header + fat + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, _NONE, _NONE, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
