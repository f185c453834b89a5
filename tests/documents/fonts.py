"""The two kinds of Chinese fonts that PDFs of budgets have, neither of which needs a Chinese font file.

`STSong-Light` is named and not embedded, with a character map that every reader knows. `Mapped` is embedded,
has numbers of its own for characters and says by a ToUnicode map what they mean, as the subset fonts of word
processors do; only it can print a character such as U+2F00, a radical that looks like a word. (It draws the
same letter for every character; nobody looks at it.)
"""

from __future__ import annotations

from functools import cache
from typing import Any

from reportlab.pdfbase import pdfdoc, pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFontFile

NAMED = "STSong-Light"
MAPPED = "Mapped"

# Characters, and the radicals that look the same. Those of the second line are of the supplement (U+2E80 to
# U+2EFF), which Unicode calls equivalent too, but which its normalisation leaves alone.
_WORDS = "一人入八力十工土女子小山己干心手支文方日月木止水火父生用田目示立老而行金香高黑鼻见车长食马"
_RADICALS = "⼀⼈⼊⼋⼒⼗⼯⼟⼥⼦⼩⼭⼰⼲⼼⼿⽀⽂⽅⽇⽉⽊⽌⽔⽕⽗⽣⽤⽥⽬⽰⽴⽼⽽⾏⾦⾹⾼⿊⿐⻅⻋⻓⻝⻢"
_DISGUISE = str.maketrans(_WORDS, _RADICALS)


def with_radicals(text: str) -> str:
    """The text with every character that has a look-alike among the radicals replaced by it."""
    return text.translate(_DISGUISE)


class _MappedFont(UnicodeCIDFont):
    """Character numbers are those of Unicode, which only the map in the file says."""

    def __init__(self) -> None:
        super().__init__(NAMED)
        self.name = self.fontName = MAPPED

    def addObjects(self, doc: Any) -> None:  # noqa: N802 - the name that reportlab calls
        internal = f"F{len(doc.fontMapping) + 1}"
        widths = [self.unicodeWidths.get(chr(code), 1000) for code in range(32, 127)]
        shared = {"Type": "/Font", "BaseFont": "/ABCDEF+Invented"}
        descendant = {
            "Subtype": "/CIDFontType2",
            "CIDSystemInfo": _dictionary(Registry=_text("Adobe"), Ordering=_text("Identity"), Supplement=0),
            "FontDescriptor": _dictionary(**_DESCRIPTION, FontFile2=doc.Reference(_stream(_letter()))),
            "CIDToGIDMap": doc.Reference(_stream(b"\x00\x01" * 65536)),
            "DW": 1000,
            "W": _array(32, _array(*widths)),
        }
        font = {
            "Subtype": "/Type0",
            "Encoding": "/Identity-H",
            "DescendantFonts": _array(_dictionary(**shared, **descendant)),
            "ToUnicode": doc.Reference(_stream(_unicode_map())),
        }
        doc.idToObject["BasicFonts"].dict[internal] = doc.Reference(_dictionary(**shared, **font), internal)
        doc.fontMapping[self.name] = f"/{internal}"


_text = pdfdoc.PDFString


def _dictionary(**entries: object) -> pdfdoc.PDFDictionary:
    return pdfdoc.PDFDictionary(entries)


def _array(*entries: object) -> pdfdoc.PDFArray:
    return pdfdoc.PDFArray(entries)


_DESCRIPTION: dict[str, Any] = {
    "Type": "/FontDescriptor",
    "FontName": "/ABCDEF+Invented",
    "Flags": 4,
    "FontBBox": _array(-25, -254, 1000, 880),
    "ItalicAngle": 0,
    "Ascent": 880,
    "Descent": -120,
    "CapHeight": 880,
    "StemV": 93,
}


def _stream(content: bytes) -> pdfdoc.PDFStream:
    return pdfdoc.PDFStream(content=content, filters=[pdfdoc.PDFZCompress])


def _letter() -> bytes:
    """A font file with one letter, cut from the font that comes with reportlab."""
    made = TTFontFile("Vera.ttf").makeSubset([ord("H")])
    return bytes(made)


def _unicode_map() -> bytes:
    """A map of every number to itself; a range crosses no multiple of 256, a section holds 100 at most."""
    ranges = [f"<{high:02x}00> <{high:02x}ff> <{high:02x}00>" for high in range(256)]
    sections = [ranges[start : start + 100] for start in range(0, len(ranges), 100)]
    lines = [line for part in sections for line in (f"{len(part)} beginbfrange", *part, "endbfrange")]
    begin = ["/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap", "/CMapName /Invented def"]
    space = ["/CMapType 2 def", "1 begincodespacerange", "<0000> <ffff>", "endcodespacerange"]
    end = ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join([*begin, *space, *lines, *end]).encode()


@cache
def register() -> None:
    """Make both fonts known."""
    pdfmetrics.registerFont(UnicodeCIDFont(NAMED))
    pdfmetrics.registerFont(_MappedFont())
