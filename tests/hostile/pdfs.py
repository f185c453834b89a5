"""Hostile PDFs: loops, bombs, lies about sizes, and files that are cut short."""

from __future__ import annotations

import io
from functools import cache, partial

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas
from tests.documents import beijing
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf
from tests.hostile import raw
from tests.hostile.case import Case

_LINES = b"0 0 m 9 9 l S\n"


@cache
def good() -> bytes:
    """A sound document, to be spoilt."""
    return pdf(beijing.paper(rows=12), LOOKS[0])


def _cut(tenths: int) -> bytes:
    return good()[: len(good()) * tenths // 10]


def locked(password: str, strength: int = 40) -> bytes:
    """Encrypted; an empty password opens it for reading, as many published files do."""
    out = io.BytesIO()
    encryption = StandardEncryption(password, ownerPassword="owner", canPrint=0, strength=strength)
    canvas = Canvas(out, encrypt=encryption)
    canvas.drawString(50, 700, "2026")
    canvas.save()
    return out.getvalue()


def _picture() -> bytes:
    """A page that is one grey picture, as a scan is."""
    picture = raw.stream(b"\x80" * (100 * 141), _PICTURE % (100, 141), filters=1)
    draw = raw.stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    return raw.one_page(draw, b"/XObject << /Im 6 0 R >>", more={6: picture})


_PICTURE = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"


def _huge_picture() -> bytes:
    """A picture that claims to be a hundred thousand dots wide and high."""
    picture = raw.stream(b"\x80" * 100, _PICTURE % (100_000, 100_000), filters=1)
    draw = raw.stream(b"q 595 0 0 842 0 0 cm /Im Do Q")
    return raw.one_page(draw, b"/XObject << /Im 6 0 R >>", more={6: picture})


def _operators() -> bytes:
    """Two kilobytes that unpack to 60 MB of lines to draw."""
    return raw.one_page(raw.stream(_LINES * (60_000_000 // len(_LINES)), filters=2))


def _blanks() -> bytes:
    """A content stream that unpacks to 200 MB of blanks."""
    return raw.one_page(raw.stream(b" " * 200_000_000, filters=2))


def _characters() -> bytes:
    """A page with eighty thousand characters, each in a place of its own."""
    places = [(x, y) for y in range(2, 840, 2) for x in range(10, 590, 30)]
    return raw.one_page(raw.stream(b"".join(raw.text(b"1234567890", *place) for place in places), filters=1))


def form(content: bytes) -> bytes:
    """A form object that may draw ten others."""
    names = b" ".join(b"/X%d %d 0 R" % (number, number) for number in range(6, 16))
    resources = b"/Resources << /XObject << %s >> >>" % names
    return raw.stream(content, b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] " + resources)


def _nested_forms() -> bytes:
    """Nine levels of forms, each drawing the next ten times over: a thousand million lines."""
    forms = {number: form(b"/X%d Do " % (number + 1) * 10) for number in range(6, 15)}
    forms[15] = form(_LINES)
    return raw.one_page(raw.stream(b"/X6 Do"), b"/XObject << /X6 6 0 R >>", more=forms)


def _own_form() -> bytes:
    """A form that draws itself."""
    return raw.one_page(raw.stream(b"/X6 Do"), b"/XObject << /X6 6 0 R >>", more={6: form(b"/X6 Do")})


def _page_tree(kids: bytes, count: int) -> bytes:
    page = b"<< %s /Contents 4 0 R /Resources << >> >>" % raw.PAGE
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return raw.write({1: raw.CATALOG, 2: tree, 3: page, 4: raw.stream(b"")})


def _previous() -> bytes:
    """The cross-reference table says that the one before it is itself."""
    sound = raw.one_page(raw.stream(raw.text(b"2026")))
    start = sound.rindex(b"xref", 0, sound.rindex(b"startxref"))
    return raw.write(
        {
            1: raw.CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>" % raw.PAGE,
            4: raw.stream(raw.text(b"2026")), 5: raw.FONT,
        },
        trailer=b"/Prev %d" % start,
    )  # fmt: skip


def _deep_array() -> bytes:
    """A hundred thousand arrays within arrays, in the page itself."""
    deep = b"[" * 100_000 + b"]" * 100_000
    return raw.write(
        {
            1: raw.CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Deep %s >> >>" % (raw.PAGE, deep),
            4: raw.stream(raw.text(b"2026")),
        }
    )  # fmt: skip


def _endless_font() -> bytes:
    """Widths and a character map that each claim four thousand million entries."""
    mapping = b"1 begincodespacerange <00000000> <ffffffff> endcodespacerange\n"
    mapping += b"1 beginbfrange <00000000> <ffffffff> <0000> endbfrange\n"
    descendant = (
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /DW 1000 /W [0 2000000000 500]"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    )
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [7 0 R]"
    return raw.write(
        {
            1: raw.CATALOG, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> >> >>" % raw.PAGE,
            4: raw.stream(raw.text(b"2026")), 6: font + b" /ToUnicode 8 0 R >>",
            7: descendant, 8: raw.stream(mapping),
        }
    )  # fmt: skip


def _many_rules() -> bytes:
    """A grid of 300 by 300 rules with nothing in it."""
    lines = [b"%d 0 m %d 842 l S\n" % (x, x) for x in range(0, 590, 2)]
    lines += [b"0 %d m 595 %d l S\n" % (y, y) for y in range(0, 840, 2)]
    return raw.one_page(raw.stream(b"".join(lines), filters=1))


def _thousand_pages() -> bytes:
    """A long report of prose."""
    return raw.pages([raw.text(b"page %d of a long report about nothing" % page) for page in range(1000)])


_NO_TABLE = "no table of a known form"
_BROKEN = "damaged|cut off"
_TOO_MUCH = r"more than \d+ (?:MB|s)\b|at most|characters|drawn|rules|positions"
_SCAN = r"picture|scan|OCR|\[ocr\]"

CASES = (
    Case(name="empty.pdf", make=lambda: b"", says="empty"),
    Case(name="header-only.pdf", make=lambda: b"%PDF-1.7\n", says=_BROKEN),
    Case(name="noise.pdf", make=lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, says=_BROKEN),
    Case(name="locked.pdf", make=partial(locked, "secret"), says="password|encrypted"),
    Case(name="locked-for-printing.pdf", make=partial(locked, ""), says=_NO_TABLE),
    Case(name="scan.pdf", make=_picture, says=_SCAN),
    Case(name="huge-picture.pdf", make=_huge_picture, says=_SCAN),
    Case(name="no-page.pdf", make=partial(_page_tree, b"", 0), says=f"no page|0 pages|{_BROKEN}"),
    Case(name="blank-page.pdf", make=partial(_page_tree, b"3 0 R", 1), says=_NO_TABLE),
    Case(name="thousand-pages.pdf", make=_thousand_pages, says=_NO_TABLE),
    Case(name="claims-pages.pdf", make=partial(_page_tree, b"3 0 R", 200_000), says=f"pages|{_BROKEN}"),
    Case(name="one-page-often.pdf", make=partial(_page_tree, b"3 0 R " * 200_000, 200_000), says="pages"),
    Case(name="page-loop.pdf", make=partial(_page_tree, b"3 0 R 2 0 R", 2), says=f"{_BROKEN}|{_NO_TABLE}"),
    Case(name="previous-loop.pdf", make=_previous, says=f"{_BROKEN}|{_NO_TABLE}"),
    Case(name="deep-array.pdf", make=_deep_array, says=f"{_BROKEN}|{_NO_TABLE}"),
    Case(name="operators.pdf", make=_operators, says=_TOO_MUCH),
    Case(name="blanks.pdf", make=_blanks, says=f"{_TOO_MUCH}|{_NO_TABLE}"),
    Case(name="characters.pdf", make=_characters, says=_TOO_MUCH),
    Case(name="nested-forms.pdf", make=_nested_forms, says=f"forms|{_TOO_MUCH}"),
    Case(name="own-form.pdf", make=_own_form, says=f"forms|{_NO_TABLE}"),
    Case(name="endless-font.pdf", make=_endless_font, says=f"{_TOO_MUCH}|{_NO_TABLE}"),
    Case(name="many-rules.pdf", make=_many_rules, says=f"{_TOO_MUCH}|{_NO_TABLE}"),
    *(
        Case(
            name=f"cut-at-{tenths}0-percent.pdf", make=partial(_cut, tenths), says="cut off",
        )
        for tenths in range(1, 10)
    ),
)  # fmt: skip
"""Every hostile PDF."""
