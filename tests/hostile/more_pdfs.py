"""Hostile PDFs by the hundred: bombs through every filter, lies in every structure, cuts and flipped bytes."""

from __future__ import annotations

import base64
import random
import zlib
from collections.abc import Callable, Iterator
from functools import partial

from tests.hostile import pdfs, raw
from tests.hostile.case import cases

_LINES = b"0 0 m 9 9 l S\n"
_TEXT = raw.text(b"2026")


def _packed(data: bytes, names: tuple[str, ...], entries: bytes = b"") -> bytes:
    """A stream through filters, the first of which the reader undoes first."""
    for name in reversed(names):
        data = _ENCODERS[name](data)
    listed = b" ".join(b"/" + name.encode() for name in names)
    return b"<< %s /Filter [%s] /Length %d >>\nstream\n%s\nendstream" % (entries, listed, len(data), data)


def _run_length(data: bytes) -> bytes:
    return (
        b"".join(bytes([257 - min(128, len(data) - at), data[at]]) for at in range(0, len(data), 128))
        + b"\x80"
    )


def _lzw(data: bytes) -> bytes:
    """Codes of nine bits, a clear code before the table is full: no compression, but right."""
    bits = "".join(
        ("100000000" if number % 200 == 0 else "") + f"{byte:09b}" for number, byte in enumerate(data)
    )
    bits += "100000001"
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "FlateDecode": partial(zlib.compress, level=9),
    "ASCII85Decode": lambda data: base64.a85encode(data) + b"~>",
    "ASCIIHexDecode": lambda data: data.hex().encode() + b">",
    "RunLengthDecode": _run_length,
    "LZWDecode": _lzw,
}
_CHAINS = {
    "a85-flate": ("ASCII85Decode", "FlateDecode"),
    "hex-flate": ("ASCIIHexDecode", "FlateDecode"),
    "flate-runs": ("FlateDecode", "RunLengthDecode"),
    "flate-flate-flate": ("FlateDecode",) * 3,
    "a85-hex-flate-flate": ("ASCII85Decode", "ASCIIHexDecode", "FlateDecode", "FlateDecode"),
    "flate": ("FlateDecode",),
}
_BOMBS = {
    "blanks": lambda: b" " * 300_000_000,
    "lines": lambda: _LINES * 3_000_000,
    "words": lambda: _TEXT * 1_000_000,
    "open-states": lambda: b"q " * 20_000_000,
}


def _bomb(what: str, chain: str) -> bytes:
    return raw.one_page(_packed(_BOMBS[what](), _CHAINS[chain]))


def _content(content: bytes, resources: bytes = b"", more: dict[int, bytes] | None = None) -> bytes:
    return raw.one_page(raw.stream(content, filters=int(len(content) > 5000)), resources, more=more)


def _page(
    entries: bytes, tree: bytes = b"/Kids [3 0 R] /Count 1", more: dict[int, bytes] | None = None
) -> bytes:
    """A page with these entries instead of the usual, below a page tree with these."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> %s >>" % entries
    )
    return raw.write(
        {
            1: raw.CATALOG,
            2: b"<< /Type /Pages %s >>" % tree,
            3: page,
            4: raw.stream(_TEXT),
            5: raw.FONT,
            **(more or {}),
        }
    )


_BOX = b"/MediaBox [0 0 595 842]"
_BOXES = {
    "huge": b"/MediaBox [0 0 1000000000 1000000000]",
    "zero": b"/MediaBox [0 0 0 0]",
    "negative": b"/MediaBox [0 0 -595 -842]",
    "far": b"/MediaBox [1e30 1e30 2e30 2e30]",
    "two-numbers": b"/MediaBox [0 0]",
    "words": b"/MediaBox [a b c d]",
    "missing": b"",
    "overflow": b"/MediaBox [0 0 %s 842]" % (b"9" * 400),
    "upside-down": b"/MediaBox [595 842 0 0]",
    "itself": b"/MediaBox 3 0 R",
    "turned-45": _BOX + b" /Rotate 45",
    "turned-often": _BOX + b" /Rotate 99999999999990",
    "units": _BOX + b" /UserUnit 1000000",
    "cropped-away": _BOX + b" /CropBox [9000 9000 9999 9999]",
    "cropped-to-nothing": _BOX + b" /CropBox [5 5 5 5]",
    "nul": b"/MediaBox [0 0 0.0000001 0.0000001]",
}
_TREES = {
    "kids-null": b"/Kids [null null] /Count 2",
    "kids-none": b"/Count 5",
    "kids-number": b"/Kids 7 /Count 1",
    "count-negative": b"/Kids [3 0 R] /Count -1",
    "count-huge": b"/Kids [3 0 R] /Count 2147483647",
    "count-overflow": b"/Kids [3 0 R] /Count 99999999999999999999",
    "kids-catalogue": b"/Kids [1 0 R 3 0 R] /Count 2",
    "kids-itself": b"/Kids [2 0 R] /Count 1",
    "kids-missing": b"/Kids [99 0 R] /Count 1",
    "parent-itself": b"/Kids [3 0 R] /Count 1 /Parent 2 0 R",
}


def _deep_tree(levels: int) -> bytes:
    """Page trees within page trees."""
    objects = {1: raw.CATALOG, 4: raw.stream(_TEXT), 5: raw.FONT}
    for number in range(levels):
        at = 2 if number == 0 else 10 + number
        objects[at] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (11 + number)
    objects[10 + levels] = b"<< %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % raw.PAGE
    return raw.write(objects)


def _doubling(levels: int) -> bytes:
    """Each page tree names the next twice: 2 to the power of so many pages."""
    objects = {1: raw.CATALOG, 4: raw.stream(_TEXT), 5: raw.FONT}
    for number in range(levels):
        at = 2 if number == 0 else 10 + number
        objects[at] = b"<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count %d >>" % (
            11 + number,
            11 + number,
            2 ** (levels - number),
        )
    objects[10 + levels] = b"<< %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % raw.PAGE
    return raw.write(objects)


def _with_catalogue(entries: bytes, more: dict[int, bytes] | None = None) -> bytes:
    return raw.write(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % entries,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % raw.PAGE,
            4: raw.stream(_TEXT),
            5: raw.FONT,
            **(more or {}),
        }
    )


_CATALOGUES = {
    "runs-script": b"/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://192.0.2.1/'\\)) >>",
    "launches": b"/OpenAction << /S /Launch /F (/bin/sh) >>",
    "asks-the-net": b"/OpenAction << /S /URI /URI (http://192.0.2.1/) >> /URI << /Base (http://192.0.2.1/) >>",
    "submits": b"/OpenAction << /S /SubmitForm /F << /FS /URL /F (http://192.0.2.1/) >> >>",
    "elsewhere": b"/OpenAction << /S /GoToR /F (//192.0.2.1/share/x.pdf) /D [0 /Fit] >>",
    "holds-files": b"/Names << /EmbeddedFiles << /Names [(../../x) << /F (../../x) /EF << /F 4 0 R >> >>] >> >>",
    "names-loop": b"/Names << /Dests 6 0 R >>",
    "form-loop": b"/AcroForm << /Fields [6 0 R] >>",
    "layers-loop": b"/OCProperties << /OCGs [6 0 R] /D << /Order 6 0 R >> >>",
    "structure-loop": b"/StructTreeRoot 6 0 R",
    "metadata-entities": b"/Metadata 7 0 R",
}
_MORE = {
    6: b"<< /Kids [6 0 R] /K [6 0 R] /Parent 6 0 R /T (a) >>",
    7: raw.stream(
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "http://192.0.2.1/">]><x>&a;</x>',
        b"/Type /Metadata /Subtype /XML",
    ),
}


def _mutated(seed: int) -> bytes:
    """A sound document of whose bytes some are something else, or gone, or there twice."""
    chance = random.Random(seed)
    data = bytearray(pdfs.good())
    for _ in range(chance.choice((1, 10, 100, 1000))):
        at = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[at] = chance.randrange(256)
            case 1:
                del data[at : at + chance.randrange(1, 50)]
            case 2:
                data[at:at] = data[at : at + chance.randrange(1, 50)]
            case _:
                data[at] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(thousandths: int) -> bytes:
    return pdfs.good()[: len(pdfs.good()) * thousandths // 1000]


def _structures() -> Iterator[tuple[str, Callable[[], bytes]]]:
    sound = _content(_TEXT)
    yield (
        "length-itself",
        partial(
            raw.write,
            {
                1: raw.CATALOG,
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< %s /Contents 4 0 R >>" % raw.PAGE,
                4: b"<< /Length 4 0 R >>\nstream\n%s\nendstream" % _TEXT,
            },
        ),
    )
    yield "length-negative", lambda: sound.replace(b"/Length ", b"/Length -")
    yield "length-huge", lambda: sound.replace(b"/Length ", b"/Length 99999999")
    yield "no-objects", lambda: b"%PDF-1.7\nxref\n0 0\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
    yield "start-far", lambda: sound.rpartition(b"startxref")[0] + b"startxref\n99999999999\n%%EOF\n"
    yield "start-negative", lambda: sound.rpartition(b"startxref")[0] + b"startxref\n-5\n%%EOF\n"
    yield "size-huge", lambda: sound.replace(b"/Size 6", b"/Size 2147483647")
    yield "many-entries", lambda: sound.replace(b"xref\n0 6", b"xref\n0 2147483647")
    yield "root-number", lambda: sound.replace(b"/Root 1 0 R", b"/Root 1")
    yield "root-itself", lambda: sound.replace(b"/Pages 2 0 R", b"/Pages 1 0 R")
    yield "contents-itself", lambda: sound.replace(b"/Contents 4 0 R", b"/Contents 3 0 R")
    yield (
        "contents-often",
        lambda: sound.replace(b"/Contents 4 0 R", b"/Contents [%s]" % (b"4 0 R " * 200_000)),
    )
    yield "filters-unknown", lambda: sound.replace(b"<<  ", b"<< /Filter [%s] " % (b"/XDecode " * 500), 1)
    yield (
        "filters-thousand",
        lambda: raw.one_page(
            b"<< /Filter [%s] /Length 9 >>\nstream\nx\x9c\x03\0\0\0\0\1\nendstream"
            % (b"/FlateDecode " * 1000)
        ),
    )
    yield "encrypted-by-nobody", lambda: sound.replace(b"/Root", b"/Encrypt << /Filter /None /V 9 >> /Root")
    yield "encrypted-by-itself", lambda: sound.replace(b"/Root", b"/Encrypt 1 0 R /Root")
    yield "comment-long", lambda: sound.replace(b"%\xe2", b"%" + b"x" * 20_000_000 + b"\n%\xe2")
    yield "header-late", lambda: b"\n" * 900 + sound
    yield "twice", lambda: sound + sound
    yield "tail", lambda: sound + b"\0" * 10_000_000
    yield (
        "objects-many",
        lambda: raw.write(
            {
                1: raw.CATALOG,
                2: b"<< /Type /Pages /Kids [] /Count 0 >>",
                **dict.fromkeys(range(3, 200_000), b"null"),
            }
        ),
    )
    yield "object-streams", _object_streams
    yield "object-stream-bomb", _object_stream_bomb
    yield "deep-tree", partial(_deep_tree, 5_000)
    yield "doubling-tree", partial(_doubling, 30)


def _stream_file(stream: bytes) -> bytes:
    """A file whose pages are in an object stream: objects 1 to 3 are said to be in object 4."""
    body = b"%PDF-1.7\n4 0 obj\n" + stream + b"\nendobj\n"
    entries = b"".join(bytes([2, 0, 0, 4, n]) for n in range(3))
    table = b"\0" * 5 + entries + bytes([1, 0, 0, 9, 0])
    at = len(body)
    head = b"<< /Type /XRef /W [1 3 1] /Index [0 5] /Size 6 /Root 1 0 R /Length %d >>" % len(table)
    return (
        body
        + b"5 0 obj\n"
        + head
        + b"\nstream\n"
        + table
        + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % at
    )


def _object_streams() -> bytes:
    """An object stream that says it goes on in itself and holds two thousand million objects."""
    return _stream_file(
        raw.stream(b"1 0 2 9 3 9 << >>", b"/Type /ObjStm /N 2000000000 /First 12 /Extends 4 0 R")
    )


def _object_stream_bomb() -> bytes:
    content = b"1 0 2 9 3 9 " + b" " * 400_000_000
    return _stream_file(_packed(content, ("FlateDecode", "FlateDecode"), b"/Type /ObjStm /N 3 /First 12"))


CASES = (
    *cases(
        "bomb", ((f"{what}-{chain}.pdf", partial(_bomb, what, chain)) for what in _BOMBS for chain in _CHAINS)
    ),
    *cases(
        "bomb",
        [
            ("lzw.pdf", lambda: raw.one_page(_packed(_LINES * 20_000, ("LZWDecode",)))),
            (
                "a85-of-nothing.pdf",
                lambda: raw.one_page(raw.stream(b"z" * 10_000_000, b"/Filter /ASCII85Decode")),
            ),
            ("runs.pdf", lambda: raw.one_page(raw.stream(b"\x81 " * 2_000_000, b"/Filter /RunLengthDecode"))),
        ],
    ),
    *cases("box", ((f"{name}.pdf", partial(_page, box)) for name, box in _BOXES.items())),
    *cases("tree", ((f"{name}.pdf", partial(_page, _BOX, tree)) for name, tree in _TREES.items())),
    *cases(
        "catalogue",
        ((f"{name}.pdf", partial(_with_catalogue, entries, _MORE)) for name, entries in _CATALOGUES.items()),
    ),
    *cases("structure", ((f"{name}.pdf", make) for name, make in _structures())),
    *cases(
        "locked",
        (
            (f"{bits}-{word or 'empty'}.pdf", partial(pdfs.locked, word, bits))
            for bits in (40, 128)
            for word in ("", "secret", "密码")
        ),
    ),
    *cases("cut", ((f"{at:03}.pdf", partial(_cut, at)) for at in range(3, 1000, 37))),
    *cases("mutated", ((f"{seed:02}.pdf", partial(_mutated, seed)) for seed in range(40))),
)
"""PDFs of which it is only asked that each ends within the limits, with a reason where it is refused."""
