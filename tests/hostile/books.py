"""Hostile workbooks, web pages and texts."""

from __future__ import annotations

import io
import zipfile
from functools import cache, partial

from openpyxl import Workbook
from tests.documents import beijing
from tests.documents.paper import Paper
from tests.documents.text import transcription, web_page
from tests.documents.workbook import workbook
from tests.hostile import pdfs
from tests.hostile.case import READ, Case

_SHEET = "xl/worksheets/sheet1.xml"
_BEGIN = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _paper() -> Paper:
    return beijing.paper(rows=12)


@cache
def good() -> bytes:
    """A sound workbook, to be spoilt."""
    return workbook(_paper())


@cache
def _small() -> bytes:
    """A workbook with one word in one cell."""
    return _saved(Workbook(), "2026")


def _saved(book: Workbook, value: object, cell: str = "A1") -> bytes:
    sheet = book.worksheets[0]
    sheet[cell] = value  # type: ignore[assignment]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _with(entry: str, content: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """The small workbook with an entry of its zip archive replaced, and others added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_small())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == entry else old.read(name))
        for name, data in (more or {}).items():
            new.writestr(name, data)
    return stream.getvalue()


def _bomb() -> bytes:
    """A sheet that unpacks to 200 MB of blanks."""
    return _with(_SHEET, f"{_BEGIN}{' ' * 200_000_000}<sheetData/></worksheet>".encode())


def _rows() -> bytes:
    """A sheet with three million cells in a small file."""
    row = f"<row>{'<c><v>1</v></c>' * 100}</row>"
    return _with(_SHEET, f"{_BEGIN}<sheetData>{row * 30_000}</sheetData></worksheet>".encode())


def _entities() -> bytes:
    """Ten levels of entities, each ten of the next: a thousand million laughs."""
    levels = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{levels}]>'
    body = _BEGIN.partition("?>")[2]
    cell = '<c r="A1" t="inlineStr"><is><t>&l9;</t></is></c>'
    return _with(_SHEET, f"{head}{body}<sheetData><row>{cell}</row></sheetData></worksheet>".encode())


def _outside_entity() -> bytes:
    """An entity that stands for a file of the machine."""
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>'
    body = _BEGIN.partition("?>")[2]
    cell = '<c r="A1" t="inlineStr"><is><t>&file;</t></is></c>'
    return _with(_SHEET, f"{head}{body}<sheetData><row>{cell}</row></sheetData></worksheet>".encode())


def _outside_link() -> bytes:
    """A formula that takes its value from a workbook at an address, with the value it had."""
    link = '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    cell = "<c r=\"A1\"><f>'[1]x'!A1</f><v>5</v></c>"
    content = f"{_BEGIN}<sheetData><row>{cell}</row></sheetData></worksheet>".encode()
    return _with(_SHEET, content, {"xl/externalLinks/externalLink1.xml": link.encode()})


def _merged() -> bytes:
    """A merged cell over the whole sheet."""
    cells = '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData>'
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return _with(_SHEET, f"{_BEGIN}{cells}{merged}</worksheet>".encode())


def _far_corner() -> bytes:
    """Nothing but a word in the last cell that a sheet can have."""
    return _saved(Workbook(), "x", "XFD1048576")


def _nothing() -> bytes:
    """A sheet without any cell."""
    return _saved(Workbook(), None)


def _cut(tenths: int) -> bytes:
    return good()[: len(good()) * tenths // 10]


def _archive() -> bytes:
    """A zip archive that is no workbook."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("budget.txt", "2026")
    return stream.getvalue()


def word() -> bytes:
    """A word processor's document: a zip archive of the same family."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


def _web(body: str) -> bytes:
    return f"<!doctype html><html><body>{body}</body></html>".encode()


def _chinese() -> bytes:
    """A page in the encoding of older Chinese sites."""
    page = web_page(_paper()).decode().replace('charset="utf-8"', 'charset="gb18030"')
    return page.encode("gb18030")


_NO_TABLE = "no table of a known form"
_BROKEN = "damaged"
_TOO_LARGE = "unpack|[0-9,]+ cells"
_WEB = {
    "wide-span.html": "<table><tr><td colspan=1000000000 rowspan=1000000000>1</table>",
    "deep.html": "<div>" * 100_000 + "1",
    "tables-in-tables.html": "<table><tr><td>" * 3_000 + "1",
    "many-cells.html": "<table>" + "<tr>" + "<td>1" * 700_000,
}

WORKBOOKS = (
    Case(name="empty.xlsx", make=lambda: b"", says="empty"),
    Case(name="archive.xlsx", make=_archive, says="zip|archive"),
    Case(name="word.xlsx", make=word, says="Word|docx|zip|archive"),
    Case(name="bomb.xlsx", make=_bomb, says=_TOO_LARGE),
    Case(name="three-million-cells.xlsx", make=_rows, says=_TOO_LARGE),
    Case(name="entities.xlsx", make=_entities, says=f"entit|XML|{_BROKEN}"),
    Case(name="outside-entity.xlsx", make=_outside_entity, says=f"entit|XML|{_BROKEN}"),
    Case(name="outside-link.xlsx", make=_outside_link, says=_NO_TABLE),
    Case(name="far-corner.xlsx", make=_far_corner, says=f"cells|rows|{_NO_TABLE}"),
    Case(name="merged-over-all.xlsx", make=_merged, says=f"merged|cells|{_NO_TABLE}"),
    Case(name="nothing-in-it.xlsx", make=_nothing, says="no sheet holds anything"),
    *(
        Case(name=f"cut-at-{tenths}0-percent.xlsx", make=partial(_cut, tenths), says=_BROKEN)
        for tenths in (1, 5, 9)
    ),
    Case(name="old-noise.xls", make=lambda: _OLE + bytes(range(256)) * 20, says=f"old|{_BROKEN}"),
)
"""Workbooks."""

MISLABELLED = (
    Case(name="packed.xlsx", make=lambda: b"\x1f\x8b\x08" + b"\0" * 50, says="gzip"),
    Case(name="picture.pdf", make=lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, says="picture"),
    Case(name="page.xls", make=lambda: web_page(_paper()), exit=READ),
    Case(name="workbook.pdf", make=good, exit=READ),
    Case(name="portable.xlsx", make=pdfs.good, exit=READ),
    Case(name="plain.pdf", make=lambda: transcription(_paper()), exit=READ),
    Case(name="older-encoding.html", make=_chinese, exit=READ),
)
"""Files whose names say something else than what they hold: read all the same where they can be read."""

TEXTS = (
    *(Case(name=name, make=partial(_web, body), says=f"span|nest|deep|cells|tags|{_NO_TABLE}")
      for name, body in _WEB.items()),
    Case(name="one-line.csv", make=lambda: b"1," * 1_000_000, says=f"cells|{_NO_TABLE}"),
    Case(name="quote.csv", make=lambda: b'1,"' + b"2,\n" * 60_000, says=f"quot|cells|line|{_NO_TABLE}"),
    Case(name="zeros.csv", make=lambda: b"1,2\0,3\n" * 10, says="control character"),
    Case(name="zeros.txt", make=lambda: b"\0" * 10_000, says="control character"),
)  # fmt: skip
"""Web pages and texts."""
