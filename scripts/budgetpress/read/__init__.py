"""Read: a file gives grids of raw cells, each with its place. Nothing is judged, cleaned or dropped."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final, cast

from budgetpress.errors import InputError
from budgetpress.model import Document, Finding, Grid
from budgetpress.read.child import Limits, run_in_child
from budgetpress.read.csv_rows import read_csv
from budgetpress.read.sniff import MAX_TEXT, Kind, sniff
from budgetpress.read.text import read_transcription
from budgetpress.release import MAX_SOURCE

Read = tuple[Sequence[Grid], Sequence[Finding]]
"""The grids of a file in reading order, and what there is to say about reading it."""

Reader = Callable[[str, bytes], Read]

MAX_BYTES: Final[Mapping[Kind, int]] = {
    "pdf": MAX_SOURCE,
    "picture": 64 * 1024 * 1024,
    "workbook": 32 * 1024 * 1024,
    "html": MAX_TEXT,
    "csv": 4 * 1024 * 1024,
    "transcription": 4 * 1024 * 1024,
}
"""The largest file of each kind, in bytes."""

_LIMITS: Final = Limits(memory_mb=1024, seconds=60, wall_seconds=120)


def read_document(path: Path, *, exact_parser: bool = False) -> Document:
    """Read one source file by what it holds, whatever its name; InputError if it cannot be read.

    `exact_parser` reads a PDF with pdfplumber, the parser of record, instead of the faster reader.
    """
    try:
        _refuse_large(path.name, path.stat().st_size, MAX_SOURCE)
        with path.open("rb") as file:
            data = file.read(MAX_SOURCE + 1)  # a pipe or a device has no size of its own
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", do="Check the path.") from error
    if not data.strip():
        raise InputError(path.name, "the file is empty", expected="a document with budget tables")
    kind = sniff(path.name, data)
    _refuse_large(path.name, len(data), MAX_BYTES[kind])
    grids, findings = _reader(kind, exact_parser=exact_parser)(path.name, data)
    return Document(
        source=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        grids=tuple(grids),
        findings=tuple(findings),
        original=kind == "pdf" and not _recognised(grids),
    )


def _recognised(grids: Sequence[Grid]) -> bool:
    """Whether some of the text was recognised in a picture."""
    return any(cell.confidence is not None for grid in grids for row in grid.rows for cell in row)


def _reader(kind: Kind, *, exact_parser: bool) -> Reader:
    """The reader of a kind; its libraries are loaded when it is first wanted."""
    if kind == "pdf":
        return partial(_read_pdf, exact_parser=exact_parser)
    if kind == "picture":
        from budgetpress.read.scan import read_pictures

        return read_pictures
    if kind == "workbook":
        from budgetpress.read.workbook import read_workbook

        return partial(_in_child, read_workbook)
    if kind == "html":
        from budgetpress.read.html import read_html

        return partial(_in_child, read_html)
    return read_csv if kind == "csv" else read_transcription


def _read_pdf(name: str, data: bytes, *, exact_parser: bool) -> Read:
    """Read a PDF; its pages that are pictures are recognised where the extra for it is installed."""
    from budgetpress.read.pdf import read_pdf
    from budgetpress.read.scan import scan_of

    return read_pdf(name, data, exact_parser=exact_parser, scan=scan_of(name))


def _in_child(reader: Reader, name: str, data: bytes) -> Read:
    """Read with a library that a hostile file can keep busy: in a process with limits."""
    (read,) = run_in_child(name, _LIMITS, _once, reader, name, data)
    return cast("Read", read)


def _once(reader: Reader, name: str, data: bytes) -> Iterator[Read]:
    yield reader(name, data)


def _refuse_large(name: str, size: int, limit: int) -> None:
    if size > limit:
        raise InputError(
            name,
            f"the file has {size:,} bytes",
            expected=f"at most {limit:,} bytes",
            do="Split the document, or give only the part with the budget tables.",
        )
