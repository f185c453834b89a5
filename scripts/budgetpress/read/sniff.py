"""What kind of file it is, by what it holds, whatever its name."""

from __future__ import annotations

import re
from typing import Final, Literal

from budgetpress.errors import InputError
from budgetpress.read.characters import declared_encoding, decode
from budgetpress.read.csv_rows import csv_separator
from budgetpress.read.workbook.archive import check_archive

Kind = Literal["pdf", "picture", "workbook", "html", "csv", "transcription"]

MAX_TEXT: Final = 16 * 1024 * 1024
"""The largest file of text that is looked into, in bytes."""

_HEAD: Final = 65_536  # characters in which a web page shows what it is
_PAGE: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|meta|table)\b", re.IGNORECASE
)
_CELLS: Final = re.compile(r"<t[dh]\b[^>]*>", re.IGNORECASE)
_SAVE_PDF: Final = "Save it as PDF."
_SAVE_XLSX: Final = "Save it as an Excel workbook (XLSX)."

# How pictures of pages begin: PNG, JPEG, TIFF.
_PICTURE: Final = re.compile(rb"\x89PNG|\xff\xd8\xff|II\*\0|MM\0\*")

# How a file begins -> what it is, and what to do.
_REFUSED: Final = (
    (rb"\x1f\x8b", "a gzip file", "Unpack it."),
    (rb"7z\xbc\xaf|Rar!\x1a", "an archive", "Unpack it."),
    (rb"GIF8[79]a|RIFF....WEBP|BM.{4}\0{4}", "a picture", "Save it as PDF, PNG or TIFF."),
    (rb"\{\\rtf", "a Word document (RTF)", _SAVE_PDF),
    (rb"\s*(?i:MIME-Version:)", "a web archive (MHTML)", _SAVE_XLSX),
    (rb"\s*<\?xml[^>]*>\s*<\?mso-application", "an Office document in XML of 2003", _SAVE_XLSX),
)  # fmt: skip
# A member of a zip archive -> what the archive is, and what to do.
_ARCHIVES: Final = (
    ("word/document.xml", "a Word document", _SAVE_PDF),
    ("ppt/presentation.xml", "a presentation", _SAVE_PDF),
    ("OFD.xml", "an OFD document", _SAVE_PDF),
    ("xl/workbook.bin", "a binary workbook (XLSB)", _SAVE_XLSX),
    ("content.xml", "an OpenDocument file", _SAVE_XLSX),
)
# A stream of an old Office file -> the same.
_STREAMS: Final = (
    ("EncryptedPackage", "an encrypted Office file", "Save it without a password."),
    ("WordDocument", "a Word document", _SAVE_PDF),
    ("PowerPoint Document", "a presentation", _SAVE_PDF),
)
_READABLE: Final = (
    "a PDF, a workbook (XLSX or XLS), a web page, CSV, a transcription (cells parted by tabs) or a scan"
)


def sniff(name: str, data: bytes) -> Kind:
    """The kind of a file that is not empty; InputError where it is none that can be read."""
    if b"%PDF-" in data[:1024] and (data.lstrip().startswith(b"%PDF-") or b"%%EOF" in data[-2048:]):
        return "pdf"
    if data.startswith(b"PK"):
        return _archive(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(name, data)
    if _PICTURE.match(data):
        return "picture"
    for pattern, what, do in _REFUSED:
        if re.match(pattern, data, re.DOTALL):
            raise _refused(name, what, do)
    if len(data) > MAX_TEXT:
        return "transcription"  # whatever it is, its size is refused
    text = decode(name, data, declared=declared_encoding(data)).text
    if _PAGE.match(text) or _CELLS.search(text, 0, _HEAD):
        return "html"
    return "csv" if csv_separator(text) else "transcription"


def _archive(name: str, data: bytes) -> Kind:
    members = check_archive(name, data)
    for member, what, do in _ARCHIVES:
        if member in members:
            raise _refused(name, what, do)
    if "[Content_Types].xml" not in members:
        raise _refused(name, "a zip archive", "Unpack it.")
    return "workbook"


def _old_office(name: str, data: bytes) -> Kind:
    for stream, what, do in _STREAMS:
        if stream.encode("utf-16-le") in data:
            raise _refused(name, what, do)
    return "workbook"


def _refused(name: str, what: str, do: str) -> InputError:
    return InputError(name, f"the file is {what}", expected=_READABLE, do=do)
