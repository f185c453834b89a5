"""The characters of a text file: which encoding its bytes are in, and which characters no package can carry.

The rule of encodings: a byte order mark says it (UTF-8, UTF-16); else bytes that are UTF-8 are; else they are
GB18030 (with GBK and GB2312) if a page declares it, or if nearly all that is not ASCII is among the common
characters. A Chinese text in GB18030 has 95 % and more of these; UTF-8 with broken bytes, read so, a third.
"""

from __future__ import annotations

import codecs
import re
from typing import Final, NamedTuple

from budgetpress.errors import InputError
from budgetpress.model import Finding, Place

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GB: Final = ("gb18030", "gbk", "gb2312", "gb_2312-80", "x-gbk", "cp936", "chinese")
_ENOUGH_COMMON: Final = 0.8
# Rows of GB2312: punctuation and full width forms; the 3,755 most common characters.
_COMMON_ROWS: Final = (range(0xA1, 0xAA), range(0xB0, 0xD8))
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n|\Z)")

_CHARSET: Final = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)


class Decoded(NamedTuple):
    """A text without its byte order mark, and whether its encoding was concluded from its characters."""

    text: str
    concluded: bool = False


def decode(name: str, data: bytes, *, declared: str = "") -> Decoded:
    """The text of a file; `declared` is the encoding that a page says it has.

    InputError, with the line, where the bytes are in none of the encodings.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_strict(name, data.removeprefix(mark), encoding))
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if declared.lower() in _GB:
        return Decoded(_strict(name, data, "gb18030"))
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        text = ""
    if _is_common(text):
        return Decoded(text, concluded=True)
    return Decoded(_strict(name, data, "utf-8"))


def declared_encoding(data: bytes) -> str:
    """The encoding that a web page declares near its beginning; empty where it declares none."""
    found = _CHARSET.search(data, 0, 4096)
    return found[1].decode("ascii", "replace") if found else ""


def refuse_controls(name: str, text: str) -> None:
    """InputError, with the line, where a text has a control character other than a tab or a line end."""
    if control := _CONTROL.search(text):
        raise InputError(
            name,
            f"the control character U+{ord(control.group()):04X}",
            place=f"line {text.count(chr(10), 0, control.start()) + 1}",
            expected="plain text: no control characters but tabs and line ends (LF or CR LF)",
            do="Remove the character, or save the file as plain text.",
        )


def encoding_findings(name: str, decoded: Decoded) -> list[Finding]:
    """A note where the encoding was concluded."""
    if not decoded.concluded:
        return []
    return [
        Finding(
            code="encoding-concluded",
            level="note",
            message_zh="文件不是 UTF-8，也没有声明编码；按 GB18030 读入",
            message_en="the file is not UTF-8 and declares no encoding; it was read as GB18030",
            place=Place(source=name),
        )
    ]


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            name,
            f"byte {error.start + 1} (0x{data[error.start]:02x}) is not {encoding.upper()}",
            place=f"line {line}",
            expected="text in UTF-8 or GB18030",
            do="Save the file as UTF-8, or repair the broken bytes.",
        ) from error


def _is_common(text: str) -> bool:
    other = [character for character in text if not character.isascii()]
    if not other:
        return False
    rows = (character.encode("gb2312", "replace")[0] for character in other)
    common = sum(any(row in known for known in _COMMON_ROWS) for row in rows)
    return common >= _ENOUGH_COMMON * len(other)
