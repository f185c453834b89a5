"""Read: a file gives grids of raw cells, each with its place. Nothing is judged, cleaned or dropped."""

from __future__ import annotations

import hashlib
from pathlib import Path

from budgetpress.errors import InputError
from budgetpress.model import Document
from budgetpress.read.text import read_text

MAX_BYTES = 4 * 1024 * 1024

_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a zip archive or workbook"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
)


def read_document(path: Path) -> Document:
    """Read one source file by what it holds, whatever its name; InputError if it cannot be read."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(
                path.name,
                f"the file has {size:,} bytes",
                expected=f"at most {MAX_BYTES:,} bytes",
                do="Split the document, or give only the part with the budget tables.",
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})", do="Check the path.") from error
    if not data.strip():
        raise InputError(path.name, "the file is empty", expected="a transcription of budget tables")
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise InputError(
                path.name,
                f"the file is {what}",
                expected="a transcription (UTF-8 text, cells separated by tabs)",
                do="Give a transcription of its tables.",
            )
    return Document(
        source=path.name,
        sha256=hashlib.sha256(data).hexdigest(),
        grids=(read_text(path.name, data),),
    )
