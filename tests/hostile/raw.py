"""Write a PDF object by object, so that any of them can be wrong on purpose."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

PAGE = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"


def write(objects: Mapping[int, bytes], *, trailer: bytes = b"") -> bytes:
    """A PDF of these objects, with a right cross-reference table; object 1 is the catalogue."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"", *, filters: int = 0) -> bytes:
    """A stream object, compressed so many times over."""
    for _ in range(filters):
        data = zlib.compress(data, 9)
    named = b"/Filter [%s]" % b" ".join([b"/FlateDecode"] * filters) if filters else b""
    return b"<< %s %s /Length %d >>\nstream\n%s\nendstream" % (entries, named, len(data), data)


def one_page(content: bytes, resources: bytes = b"", *, more: Mapping[int, bytes] | None = None) -> bytes:
    """A PDF of one page: its content stream object, its resources, and further objects from 6 on."""
    return write(
        {
            1: CATALOG,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> %s >> >>" % (PAGE, resources),
            4: content,
            5: FONT,
            **(more or {}),
        }
    )


def pages(contents: Sequence[bytes]) -> bytes:
    """A PDF of many pages that share a font; each has its content."""
    first = 10
    kids = b" ".join(b"%d 0 R" % (first + 2 * number) for number in range(len(contents)))
    objects = {1: CATALOG, 2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents)), 5: FONT}
    for number, content in enumerate(contents):
        at = first + 2 * number
        body = b"<< %s /Contents %d 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
        objects[at] = body % (PAGE, at + 1)
        objects[at + 1] = stream(content)
    return write(objects)


def text(words: bytes, x: int = 50, y: int = 700) -> bytes:
    """Operators that show a line of text."""
    return b"BT /F1 10 Tf %d %d Td (%s) Tj ET\n" % (x, y, words)
