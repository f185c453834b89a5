"""PDFs that cannot be read, or not wholly: each has its own words."""

from __future__ import annotations

import io
import zlib

import pytest
from reportlab.lib.utils import ImageReader
from tests.hostile import raw
from tests.read.grids import tables
from tests.read.pdf_samples import HEIGHT, ROWS, WIDTH, Page, pdf, plain

from budgetpress.errors import InputError
from budgetpress.read.pdf import document, findings, read_pdf
from budgetpress.read.pdf.content import Content, Glyph
from budgetpress.read.pdf.limits import MAX_GLYPHS
from budgetpress.read.pdf.pdfium import PdfiumPages

both = pytest.mark.parametrize("exact", [False, True])


def scanned(page: Page) -> None:
    """A page that is one picture."""
    width, height = 8, 8
    rows = b"".join(b"\0" + bytes([255, 0] * (width // 2)) for _ in range(height))
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\0\0\0\0"
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    picture = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in chunks
    )
    page.canvas.drawImage(ImageReader(io.BytesIO(picture)), 0, 0, WIDTH, HEIGHT)


@both
@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"  \n", "the file is empty"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"\n%%EOF\n", "the PDF is damaged"),
        (pdf(plain, password="secret"), "the PDF is encrypted and needs a password"),  # noqa: S106 - that of a sample
        (pdf(plain)[:1500], "the PDF is cut off after 1,500 bytes"),
        (pdf(lambda _: None), "there is no text on its pages"),
        (pdf(scanned), "the pages are pictures without any text"),
    ],
    ids=["empty", "noise", "locked", "cut", "blank", "scan"],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str, exact: bool) -> None:
    """One InputError with the name of the file, what it is, and what to do."""
    with pytest.raises(InputError, match=f"^file.pdf: {says}"):
        read_pdf("file.pdf", data, exact_parser=exact)


@both
def test_password_for_changes_alone_is_no_hindrance(exact: bool) -> None:
    """A PDF that anyone may open, but not change, is read."""
    assert tables(read_pdf("file.pdf", pdf(plain, password=""), exact_parser=exact)[0])


@both
def test_pages_that_are_pictures_are_named(exact: bool) -> None:
    """They are one finding with all their numbers; the other pages are read."""
    data = pdf(plain, scanned, scanned, plain, scanned)
    grids, findings = read_pdf("file.pdf", data, exact_parser=exact)
    assert tables(grids) == [[list(row) for row in ROWS]] * 2
    (finding,) = findings
    assert (finding.code, finding.level) == ("page-is-picture", "warning")
    assert "2-3, 5" in finding.message_en
    assert "第2-3, 5页" in finding.message_zh
    assert "budgetpress[ocr]" in finding.message_en


def test_recognised_pages_take_their_place() -> None:
    """What recognition sees on the pictures is laid out like any page, with its confidence."""

    def scan(data: bytes, numbers: object) -> list[Content]:
        assert list(numbers) == [1]  # type: ignore[call-overload]
        glyph = Glyph("合计", 50, 40, 70, 50, 49, 10, confidence=0.875)
        return [Content(width=500, height=400, glyphs=(glyph,), rules=())]

    grids, findings = read_pdf("file.pdf", pdf(plain, scanned, plain), scan=scan)
    assert [grid.rows[0][0].place.page for grid in grids] == [1, 1, 2, 3, 3]
    assert (grids[2].rows[0][0].text, str(grids[2].rows[0][0].confidence)) == ("合计", "0.875")
    assert findings == ()


def test_file_without_its_end_mark_is_read_with_a_warning() -> None:
    """Where the pages can be found all the same, the finding says that some may be missing."""
    data = pdf(plain).replace(b"%%EOF", b"")
    grids, findings = read_pdf("file.pdf", data)
    assert tables(grids)
    assert [finding.code for finding in findings] == ["file-cut-off"]


@both
def test_too_many_characters_on_a_page(exact: bool) -> None:
    """The page is named, and how much is too much."""

    def crowded(page: Page) -> None:
        text = page.canvas.beginText(0, 100)
        text.setFont("STSong-Light", 1)
        for line in range(MAX_GLYPHS // 1000 + 1):
            text.setTextOrigin(0, line * 2)
            text.textOut("一二三四五六七八九十" * 100)
        page.canvas.drawText(text)

    with pytest.raises(InputError, match=r"^file.pdf, page 2: .* characters on one page; expected at most"):
        read_pdf("file.pdf", pdf(plain, crowded), exact_parser=exact)


@both
def test_too_many_pages(exact: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document longer than any budget is refused before its pages are read."""
    monkeypatch.setattr(document, "MAX_PAGES", 2)
    pages = document.read_pages("file.pdf", pdf(plain, plain, plain), 0, 1, exact)
    with pytest.raises(InputError, match=r"^file.pdf: 3 pages; expected at most 2 pages"):
        next(pages)


def test_pages_are_shared_between_processes() -> None:
    """Two processes give the same grids in the same order as one."""
    draws = [lambda page, n=n: page.text(50, 60, f"第{n}页") for n in range(5)]
    data = pdf(*draws, plain)
    assert read_pdf("file.pdf", data, jobs=2) == read_pdf("file.pdf", data)


def test_text_that_pdfium_leaves_out_is_read() -> None:
    """PDFium takes a lone character without a known outline for a blank; the page is read a second time."""
    data = _unknown_font(b"<5143>", b"1 beginbfrange <5100> <51ff> <5100> endbfrange")
    pages = PdfiumPages(data)
    content = pages.read(0)
    pages.close()
    assert content.partial
    assert content.glyphs == ()
    (grid,), _ = read_pdf("file.pdf", data)
    assert grid.rows[0][0].text == "元"


def test_text_that_no_parser_reads_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second reading fails too, the page is said to be read in part."""
    data = _unknown_font(b"<5143>", b"1 beginbfrange <5100> <51ff> <5100> endbfrange")

    def broken(data: bytes) -> None:
        raise TypeError("too broken")

    monkeypatch.setattr(document, "PlumberPages", broken)
    (page,) = document.read_pages("file.pdf", data, 0, 1, exact_parser=False)
    found = findings.of_page("file.pdf", page.number, page.laid, page.unreadable, page.partial)
    assert [(finding.code, finding.level) for finding in found] == [("text-left-out", "warning")]


def _unknown_font(shown: bytes, meaning: bytes) -> bytes:
    """A text in a font that is not in the file; `meaning` is its map to characters."""
    font = b"/Type /Font /BaseFont /ABCDEF+Unknown"
    system = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
    outline = b"<< %s /Subtype /CIDFontType2 %s /DW 1000 /FontDescriptor 9 0 R >>" % (font, system)
    described = b"/Type /FontDescriptor /FontName /ABCDEF+Unknown /Flags 4 /FontBBox [0 -120 1000 880]"
    space = b"1 begincodespacerange <0000> <ffff> endcodespacerange\n"
    return raw.write(
        {
            1: raw.CATALOG,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< %s /Contents 4 0 R /Resources << /Font << /F1 6 0 R >> >> >>" % raw.PAGE,
            4: raw.stream(b"BT /F1 10 Tf 50 700 Td %s Tj ET" % shown),
            6: b"<< %s /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>"
            % font,
            7: outline,
            8: raw.stream(b"/CMapName /X def /CMapType 2 def " + space + meaning),
            9: b"<< %s /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>" % described,
        }
    )


@both
def test_characters_without_meaning_are_a_finding(exact: bool) -> None:
    """A font that does not say what its characters are gives U+FFFD and a warning, never a guess."""
    data = _unknown_font(b"<514351445145>", b"1 beginbfrange <0020> <007e> <0020> endbfrange")
    (grid,), (finding,) = read_pdf("file.pdf", data, exact_parser=exact)
    assert (finding.code, finding.level) == ("text-without-meaning", "warning")
    assert finding.place is not None
    assert finding.place.page == 1
    assert grid.rows[0][0].text == "\ufffd" * 3
