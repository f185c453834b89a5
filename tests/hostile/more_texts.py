"""Hostile web pages and texts by the hundred, and every format under every other's name."""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial

from tests.documents import beijing
from tests.documents.text import comma_separated, transcription, web_page
from tests.hostile import books, pdfs
from tests.hostile.case import cases
from tests.hostile.more_books import old

_PAGES = {
    "deep-tables": "<table><tr><td>" * 30_000,
    "deep-bold": "<b>" * 400_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x",
    "less-thans": "<" * 499_999,
    "ampersands": "&" * 1_000_000,
    "entities": "&amp;" * 1_000_000,
    "entity-far": "&#99999999999;" * 50_000,
    "entity-half": "<table><tr><td>&#xD800;&#0;&#x1F;</table>",
    "comment-open": "<!--" + "x" * 5_000_000,
    "script": "<script src=http://192.0.2.1/x></script><img src=http://192.0.2.1/x><iframe src=http://192.0.2.1/></iframe><link rel=stylesheet href=http://192.0.2.1/><meta http-equiv=refresh content='0;url=http://192.0.2.1/'>",
    "base": "<base href=http://192.0.2.1/><table><tr><td>1</table>",
    "style": "<style>@import 'http://192.0.2.1/'</style>",
    "long-text": "字" * 4_000_000,
    "long-cell": "<table><tr><td>" + "1" * 5_000_000 + "</table>",
    "spans": "<table>" + "<tr>" + "<td rowspan=65534>1" * 5_000 + "</table>",
    "spans-cross": "<table>"
    + "".join(f"<tr><td rowspan={n} colspan={n}>1" for n in range(1, 1500))
    + "</table>",
    "rows": "<table>" + "<tr>" * 490_000,
    "options": "<select>" + "<option>x" * 400_000,
    "formatting": ("<a><b><i><u>" + "<p>") * 2_000,
    "misnested": "<b><p><i></b></p>" * 20_000,
    "frames": "<frameset>" * 100_000,
    "template": "<template>" * 20_000,
    "svg": "<svg><foreignObject>" * 20_000,
    "tables-many": "<table><tr><td>1</table>" * 60_000,
}
_WORDS = "一、预算01表 部门收支总表\t单位：元\n合计\t1,234.50\n"
_ENCODINGS = (
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-7",
    "gb18030",
    "gbk",
    "big5",
    "shift_jis",
    "euc_kr",
    "hz",
    "iso2022_jp_2",
)
_TEXTS = {
    "one-line.txt": lambda: b"1" * 100_000_000,
    "one-line-of-tabs.txt": lambda: b"\t" * 4_000_000,
    "one-line.csv": lambda: b"a," * 50_000_000,
    "lines.txt": lambda: b"\n" * 4_000_000,
    "returns.txt": lambda: b"1\t2\r" * 100_000,
    "mixed-ends.txt": lambda: b"1\t2\r\n3\t4\n5\t6\n\r" * 1000,
    "digits.txt": lambda: b"\xe5\x90\x88\xe8\xae\xa1\t" + b"9" * 3_900_000,
    "brackets.txt": lambda: b"(" * 3_900_000,
    "wide-brackets.txt": lambda: "（".encode() * 1_300_000,
    "spaces.txt": lambda: b" " * 2_000_000 + b"x",
    "spaces-inside.txt": lambda: b"1" + b" " * 3_900_000 + b"1",
    "commas.txt": lambda: b"1,234" * 700_000,
    "dots.txt": lambda: b"1." * 1_900_000,
    "quotes.csv": lambda: b'"' * 3_900_000,
    "quotes-in-quotes.csv": lambda: b'"a""b",1\n' * 300_000,
    "separators.csv": lambda: (b",;" * 100 + b"\n") * 15_000,
    "semicolons.csv": lambda: b"a;b\n" * 200_000,
    "ragged.csv": lambda: b"\n".join(b"1," * (n % 250) for n in range(20_000)),
    "right-to-left.txt": lambda: "\u202e合计\u202c\t\u200f1\u2066\n".encode() * 1000,
    "joiners.txt": ("合\u200d计\ufeff\t1\n" * 5000).encode,
    "marks.txt": ("计" + "\u0301" * 1_000_000).encode,
    "separators.txt": lambda: "a\u2028b\u2029c\x85d\n".encode() * 1000,
    "no-characters.txt": lambda: "\ufdd0\ufffe\uffff\U0010ffff\n".encode() * 1000,
    "half.txt": lambda: b"\xed\xa0\x80\n" * 1000,
    "overlong.txt": lambda: b"\xc0\xaf\xe0\x80\xaf\n" * 100,
    "cut-character.txt": lambda: _WORDS.encode()[:-5] + b"\xe5\x90",
    "bytes.txt": lambda: bytes(range(256)) * 100,
    "nul-late.txt": lambda: _WORDS.encode() * 1000 + b"\0",
    "escape.txt": lambda: b"\x1b[2J\x1b]0;x\x07" * 100,
    "delete.txt": lambda: b"a\x7fb\n" * 100,
    "form-feed.txt": lambda: b"a\x0cb\n" * 100,
    "mark-only.txt": lambda: b"\xef\xbb\xbf",
    "marks-only.txt": lambda: b"\xff\xfe",
    "blank.txt": lambda: b" \n\t\r\n" * 10,
    "odd-utf-16.txt": lambda: b"\xff\xfea\0b",
    "titles.txt": lambda: "预算01表 部门收支总表\n单位：元\n".encode() * 30_000,
    "headings.txt": ("功能分类科目编码\t功能分类科目名称\t合计\n" * 40_000).encode,
    "units.txt": lambda: "单位：元 单位：万元 ".encode() * 60_000,
    "codes.txt": lambda: b"2010301\t301\t" * 150_000,
}


def _grown(times: int) -> bytes:
    """A sound transcription whose rows are all there many times: a table as long as a file may be."""
    lines = transcription(beijing.paper(rows=40)).decode("utf-8").split("\n")
    return "\n".join(line for line in lines for _ in range(times if line.count("\t") > 3 else 1)).encode()


def _wrong(seed: int) -> bytes:
    """A sound transcription every digit of whose amounts is another one: nothing in it adds up."""
    chance = random.Random(seed)
    text = transcription(beijing.paper(rows=60)).decode("utf-8")
    return "".join(
        chance.choice("0123456789") if mark.isdigit() and chance.random() < 0.5 else mark for mark in text
    ).encode()


_FORMATS_OF_FILES: dict[str, Callable[[], bytes]] = {
    "pdf": pdfs.good,
    "xlsx": books.good,
    "xls": old,
    "html": partial(web_page, beijing.paper(rows=12)),
    "csv": partial(comma_separated, beijing.paper(rows=12)),
    "txt": partial(transcription, beijing.paper(rows=12)),
    "png": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "zip": lambda: b"PK\3\4" + b"\0" * 500,
    "docx": books.word,
    "gz": lambda: b"\x1f\x8b\x08" + b"\0" * 50,
}


CASES = (
    *cases(
        "page",
        (
            (f"{name}.html", partial(str.encode, f"<!doctype html><html><body>{body}"))
            for name, body in _PAGES.items()
        ),
    ),
    *cases("encoding", ((f"{name}.txt", partial(_WORDS.encode, name, "replace")) for name in _ENCODINGS)),
    *cases(
        "encoding",
        (
            (
                f"{name}.html",
                partial(
                    f'<!doctype html><meta charset="{name}"><table><tr><td>合计<td>1</table>'.encode,
                    name,
                    "replace",
                ),
            )
            for name in _ENCODINGS
        ),
    ),
    *cases("text", _TEXTS.items()),
    *cases("grown", ((f"{times}.txt", partial(_grown, times)) for times in (10, 100, 300))),
    *cases("wrong", ((f"{seed}.txt", partial(_wrong, seed)) for seed in range(3))),
    *cases(
        "renamed",
        (
            (f"{kind}.as.{ending}", make)
            for kind, make in _FORMATS_OF_FILES.items()
            for ending in (*_FORMATS_OF_FILES, "exe")
        ),
    ),
)
"""Files of which it is only asked that each ends within the limits, with a reason where it is refused."""
