"""A file is known by what it holds; what cannot be read is told from what is broken."""

from __future__ import annotations

import io
import zipfile

import pytest

from budgetpress.errors import InputError
from budgetpress.read.sniff import Kind, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


def archive(*members: str) -> bytes:
    """A zip archive with these members."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for member in members:
            file.writestr(member, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n...", "pdf"),
        (b"\r\n %PDF-1.4", "pdf"),
        (b"junk of a mail\n%PDF-1.4\n...\n%%EOF\n", "pdf"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "workbook"),
        (OLE + "Workbook".encode("utf-16-le"), "workbook"),
        (b"<!DOCTYPE html><p>1", "html"),
        (b"\xef\xbb\xbf\n<html><body>", "html"),
        (b'<?xml version="1.0"?>\n<html xmlns="x">', "html"),
        ("标题\n<table><tr><td>1".encode(), "html"),
        (b"<style>td {}</style><TABLE><TR><TD>1", "html"),
        ("<html>预算".encode("utf-16"), "html"),
        ("科目,金额\n2010108,1.00\n".encode(), "csv"),
        ("科目;金额\n2010108;1,00\n".encode(), "csv"),
        ("科目,金额\n2010108,1.00\n".encode("gb18030"), "csv"),
        ("科目\t金额\n2010108\t1,234.00\n".encode(), "transcription"),
        ("预算编制说明见 <附件>, 金额单位: 万元".encode(), "transcription"),
        (b"\x89PNG...", "picture"),
        (b"\xff\xd8\xff...", "picture"),
        (b"II*\0...", "picture"),
        (b"MM\0*...", "picture"),
        (b"a sentence that mentions %PDF-1.7", "transcription"),
        (b"1", "transcription"),
    ],
)
def test_kinds(data: bytes, kind: Kind) -> None:
    """By the beginning, by the members of an archive, by the tags of a page, by the separators of a text."""
    assert sniff("a.bin", data) == kind


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x1f\x8b...", "a gzip file"),
        (b"Rar!\x1a...", "an archive"),
        (b"GIF89a...", "a picture"),
        (b"RIFF\1\2\3\4WEBP", "a picture"),
        (b"BM1234\0\0\0\0...", "a picture"),
        (b"{\\rtf1", r"a Word document \(RTF\)"),
        (b"MIME-Version: 1.0\n", r"a web archive \(MHTML\)"),
        (b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?><Workbook>', "XML of 2003"),
        (archive("a.txt"), "a zip archive"),
        (archive("[Content_Types].xml", "word/document.xml"), "a Word document.*PDF"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "a presentation"),
        (archive("[Content_Types].xml", "xl/workbook.bin"), r"a binary workbook \(XLSB\)"),
        (archive("mimetype", "content.xml"), "an OpenDocument file"),
        (archive("OFD.xml"), "an OFD document"),
        (archive("[Content_Types].xml")[:-30], "the zip archive is damaged"),
        (OLE + "WordDocument".encode("utf-16-le"), "a Word document"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "a presentation"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "an encrypted Office file"),
    ],
)
def test_what_cannot_be_read(data: bytes, what: str) -> None:
    """Each says what it is, and what to do about it."""
    with pytest.raises(InputError, match=what) as caught:
        sniff("a.bin", data)
    assert caught.value.do


def test_packed_too_tightly() -> None:
    """An archive that unpacks to hundreds of times its size is refused before it is unpacked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", b" " * 8_000_000)
    with pytest.raises(InputError, match="8,000,000 bytes"):
        sniff("a.xlsx", stream.getvalue())


@pytest.mark.parametrize("limit", ["MAX_MEMBERS", "MAX_UNPACKED"])
def test_too_many_or_too_much(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The members of an archive are counted, and their sizes added up."""
    data = archive("[Content_Types].xml", "a", "b")  # of one byte each
    monkeypatch.setattr(f"budgetpress.read.workbook.archive.{limit}", 3)
    assert sniff("a.xlsx", data) == "workbook"
    monkeypatch.setattr(f"budgetpress.read.workbook.archive.{limit}", 2)
    with pytest.raises(InputError, match="3 files that unpack to 3 bytes"):
        sniff("a.xlsx", data)


def test_encrypted_archive() -> None:
    """The flag of a member is enough."""
    data = bytearray(archive("[Content_Types].xml"))
    data[data.rindex(b"PK\1\2") + 8] |= 1
    with pytest.raises(InputError, match="encrypted"):
        sniff("a.xlsx", bytes(data))
