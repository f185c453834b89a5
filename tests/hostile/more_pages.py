"""Hostile pages of a PDF by the hundred: their fonts, their pictures, and what is drawn on them."""

from __future__ import annotations

from functools import partial

from tests.hostile import pdfs, raw
from tests.hostile.case import cases

_TEXT = raw.text(b"2026")
_USED = b"/Pattern << /P6 6 0 R >> /Shading << /S6 7 0 R >>"
_PATTERN = (
    b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 9 9] /XStep 0.001 /YStep 0.001"
)
_OBJECTS = {
    6: raw.stream(
        b"/Pattern cs /P6 scn 0 0 9 9 re f", _PATTERN + b" /Resources << /Pattern << /P6 6 0 R >> >>"
    ),
    7: b"<< /ShadingType 1 /ColorSpace /DeviceGray /Function << /FunctionType 3 /Functions [7 0 R] >> >>",
}


def _content(content: bytes, resources: bytes, more: dict[int, bytes]) -> bytes:
    return raw.one_page(raw.stream(content, filters=int(len(content) > 5000)), resources, more=more)


def _font(body: bytes, more: dict[int, bytes] | None = None, words: bytes = b"2026") -> bytes:
    """A page whose font is object 6."""
    content = raw.text(words).replace(b"/F1", b"/F2")
    return _content(content, b"/Font << /F2 6 0 R >>", {6: body, **(more or {})})


def _cmap(body: bytes) -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>"
    head = b"1 begincodespacerange <00> <ff> endcodespacerange\n"
    return _font(font, {7: raw.stream(head + body)}, words=b"2026" * 200)


_TYPE3 = (
    b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 48 /LastChar 57"
    b" /Widths [%s] /Encoding << /Type /Encoding /Differences [48 %s] >> /CharProcs << /a 7 0 R >>"
    b" /Resources << /Font << /F2 6 0 R >> /XObject << /X 8 0 R >> >> >>"
) % (b"9 " * 10, b"/a " * 10)
_FONTS = {
    "no-meaning": partial(
        _font,
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R] >>",
        {
            7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>"
        },
    ),
    "controls": partial(_cmap, b"1 beginbfrange <30> <39> <0000> endbfrange"),
    "half-characters": partial(_cmap, b"1 beginbfrange <30> <39> <D800> endbfrange"),
    "no-characters": partial(_cmap, b"1 beginbfrange <30> <39> <FFFE> endbfrange"),
    "right-to-left": partial(_cmap, b"1 beginbfrange <30> <39> <202E> endbfrange"),
    "one-is-many": partial(_cmap, b"1 beginbfchar <32> <%s> endbfchar" % (b"4E00" * 5000)),
    "map-uses-itself": partial(_cmap, b"/X usecmap /X usecmap 1 beginbfrange <30> <39> <0030> endbfrange"),
    "map-without-end": partial(_cmap, b"100000 beginbfrange " + b"<30> <39> <0030> " * 20_000),
    "map-backwards": partial(_cmap, b"1 beginbfrange <39> <30> <0030> endbfrange"),
    "map-of-another-file": partial(
        _font,
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /..#2f..#2f..#2fetc#2fpasswd /DescendantFonts [7 0 R] >>",
        {7: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>"},
    ),
    "descends-from-itself": partial(
        _font,
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
    ),
    "draws-itself": partial(
        _font, _TYPE3, {7: raw.stream(raw.text(b"1").replace(b"/F1", b"/F2")), 8: pdfs.form(b"")}
    ),
    "draws-a-form-that-draws-it": partial(
        _font,
        _TYPE3,
        {
            7: raw.stream(b"/X Do"),
            8: raw.stream(
                raw.text(b"1").replace(b"/F1", b"/F2"),
                b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F2 6 0 R >> >>",
            ),
        },
    ),
    "widths-of-words": partial(
        _font,
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar 0 /LastChar 255 /Widths [(a) /b null] >>",
    ),
    "widths-endless": partial(
        _font,
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FirstChar -2147483648 /LastChar 2147483647 /Widths [1] >>",
    ),
    "broken-outlines": partial(
        _font,
        b"<< /Type /Font /Subtype /TrueType /BaseFont /X /FontDescriptor << /Type /FontDescriptor /FontFile2 7 0 R >> >>",
        {7: raw.stream(bytes(range(256)) * 40)},
    ),
    "broken-compact": partial(
        _font,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /X /FontDescriptor << /Type /FontDescriptor /FontFile3 7 0 R >> >>",
        {7: raw.stream(b"\1\0\4\4" + b"\xff" * 4000, b"/Subtype /Type1C")},
    ),
}


_IMAGE = b"q 595 0 0 842 0 0 cm /Im Do Q"


def _image(entries: bytes, data: bytes = b"\x80" * 100) -> bytes:
    picture = raw.stream(data, b"/Type /XObject /Subtype /Image " + entries)
    return _content(_IMAGE + _TEXT, b"/XObject << /Im 6 0 R >>", {6: picture})


_SIZE = b"/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 8"
_IMAGES = {
    "masks-itself": _SIZE + b" /SMask 6 0 R",
    "no-size": b"/ColorSpace /DeviceGray",
    "bits": b"/Width 9 /Height 9 /BitsPerComponent 99",
    "negative": b"/Width -100 /Height -100 /BitsPerComponent 8",
    "jbig2": _SIZE + b" /Filter /JBIG2Decode",
    "jpx": _SIZE + b" /Filter /JPXDecode",
    "dct": _SIZE + b" /Filter /DCTDecode",
    "fax": _SIZE + b" /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 2000000000 /Rows 2000000000 >>",
    "predictor": _SIZE
    + b" /Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 >>",
    "wide": b"/Width 2147483647 /Height 2147483647 /ColorSpace /DeviceRGB /BitsPerComponent 16",
    "other-file": _SIZE + b" /F (/etc/passwd) /FFilter /FlateDecode",
    "net-file": _SIZE + b" /F << /FS /URL /F (http://192.0.2.1/x) >>",
}
_CONTENTS = {
    "endless-picture": b"BI /W 9 /H 9 /BPC 8 ID " + b"\0" * 500_000,
    "many-pictures": b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI\n" * 70_000,
    "many-arguments": b"1 " * 2_000_000 + b"m",
    "deep-arrays": b"[" * 2_000_000,
    "deep-dictionaries": b"/a << " * 500_000,
    "deep-texts": b"(" * 2_000_000,
    "long-number": b"9" * 2_000_000 + b" 0 m S",
    "long-name": b"/" + b"a" * 2_000_000 + b" gs",
    "long-text": b"BT /F1 9 Tf (" + b"8" * 500_000 + b") Tj ET",
    "no-font": b"BT (2026) Tj ET" * 10_000,
    "huge-font": b"BT /F1 1e30 Tf (2026) Tj ET",
    "tiny-font": b"BT /F1 1e-30 Tf (2026) Tj ET",
    "no-numbers": b"nan inf -inf m 1e999 1e-999 l S " * 1000,
    "overflowing": b"1 0 0 1 1e38 1e38 cm " * 500 + _TEXT,
    "growing": b"10 0 0 10 0 0 cm " * 400 + _TEXT,
    "flat": b"0 0 0 0 0 0 cm " + _TEXT,
    "marked-deep": b"/P BMC " * 300_000,
    "clips": b"0 0 9 9 re W n " * 300_000,
    "grey-levels": b"0.5 g " * 2_000_000,
    "same-spot": b"BT /F1 9 Tf 1 0 0 1 50 50 Tm (8) Tj ET " * 50_000,
    "outside": b"BT /F1 9 Tf 1 0 0 1 9e6 9e6 Tm (8) Tj ET " * 20_000,
    "hairs": b"".join(
        b"0 %d.%03d m 595 %d.%03d l S\n" % (y // 90, y % 90, y // 90, y % 90) for y in range(60_000)
    ),
    "crossing": b"".join(b"%d 0 m %d 842 l S 0 %d m 595 %d l S\n" % (n, n, n, n) for n in range(590)),
    "boxes": b"".join(b"%d %d 1 1 re S\n" % (x, y) for x in range(0, 595, 4) for y in range(0, 842, 4)),
    "curves": b"0 0 m " + b"1 2 3 4 5 6 c " * 300_000 + b"S",
    "dashes": b"[1 1] 0 d 0 0 m 1e9 1e9 l S " * 2000,
    "unknown": b"xyz " * 1_000_000,
    "garbage": bytes(range(256)) * 4000,
    "pattern-of-itself": b"/Pattern cs /P6 scn 0 0 595 842 re f",
    "shading": b"/S6 sh " * 1000,
}

CASES = (
    *cases("font", ((f"{name}.pdf", make) for name, make in _FONTS.items())),
    *cases("image", ((f"{name}.pdf", partial(_image, entries)) for name, entries in _IMAGES.items())),
    *cases(
        "content",
        ((f"{name}.pdf", partial(_content, content, _USED, _OBJECTS)) for name, content in _CONTENTS.items()),
    ),
)
"""PDFs of which it is only asked that each ends within the limits, with a reason where it is refused."""
