"""Reading a transcription: cells with their places, nothing judged; what is no transcription is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.read.books import with_sheet

from budgetpress.errors import InputError
from budgetpress.read import MAX_BYTES, read_document
from budgetpress.read.child import Limits
from budgetpress.read.sniff import MAX_TEXT
from budgetpress.read.text import MAX_CELLS, MAX_CELLS_A_LINE, read_text


def file(tmp_path: Path, data: bytes, name: str = "a.txt") -> Path:
    """A file with this content."""
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_document(tmp_path: Path) -> None:
    """One grid, the name of the file and its sha256."""
    data = "合计\t1.0\n".encode()
    found = read_document(file(tmp_path, data))
    assert (found.source, found.sha256, len(found.grids)) == ("a.txt", hashlib.sha256(data).hexdigest(), 1)


def test_places_count_characters_from_one() -> None:
    """A column is that of the first character that is not blank; a blank cell has its own start."""
    (row, last) = read_text("a", "甲 乙\t  1.0 \t\t 丙\n丁".encode()).rows
    assert [(cell.text, cell.place.line, cell.place.column) for cell in row] == [
        ("甲 乙", 1, 1),
        ("  1.0 ", 1, 7),
        ("", 1, 12),
        (" 丙", 1, 14),
    ]
    assert (last[0].place.line, last[0].place.column) == (2, 1)


def test_line_ends_and_byte_order_mark() -> None:
    """Windows files read the same."""
    plain = read_text("a", "甲\t乙\n丙".encode())
    assert read_text("a", "\ufeff甲\t乙\r\n丙".encode()) == plain


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_nothing_is_dropped(text: str) -> None:
    """Cells and tabs and line breaks put together are the file again."""
    text = text.removeprefix("\ufeff")
    try:
        grid = read_text("a", text.encode())
    except InputError:
        return
    again = "\n".join("\t".join(cell.text for cell in row) for row in grid.rows)
    assert again == "\n".join(line.removesuffix("\r") for line in text.split("\n"))
    for row, line in zip(grid.rows, text.split("\n"), strict=True):
        for cell in row:
            assert line.startswith(cell.text.strip(), (cell.place.column or 0) - 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_encodings_of_chinese_text(tmp_path: Path, encoding: str) -> None:
    """Whatever a Chinese spreadsheet or editor saves reads the same; a conclusion is said."""
    text = "预算03表\n编制单位：青石镇\t金额单位：万元\n功能科目\t合计\n2010108-代表工作\t1,234.50"
    found = read_document(file(tmp_path, text.encode(encoding)))
    assert found.grids == read_document(file(tmp_path, text.encode())).grids
    concluded = encoding in ("gb18030", "gbk")
    assert [finding.code for finding in found.findings] == ["encoding-concluded"] * concluded


@given(st.text("预算支出表合计万元，。0123456789.\t\n", min_size=20), st.data())
def test_broken_utf8_is_never_read_as_gb18030(text: str, data: st.DataObject) -> None:
    """A lost byte is refused with its line, not made other characters."""
    broken = bytearray(text.encode())
    places = [place for place, byte in enumerate(broken) if byte > 127]
    if not places:
        return
    del broken[data.draw(st.sampled_from(places))]
    try:
        broken.decode("utf-8")
    except UnicodeDecodeError:
        with pytest.raises(InputError, match="is not UTF-8"):
            read_text("a", bytes(broken))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        ("合计\n金".encode() + b"\xe9\xa2\n", "line 2: byte 11"),
        ("預算總計".encode("big5"), "is not UTF-8"),
        ("caf\u00e9".encode("latin-1"), "is not UTF-8"),
        (b"a\nb\x00c", "line 2: the control character U+0000"),
        (b"a\n\x0cb", "line 2: the control character U+000C"),
        (b"a\rb\r\n", "line 1: the control character U+000D"),
        (b"a\n" + b"\t" * MAX_CELLS_A_LINE, f"line 2: {MAX_CELLS_A_LINE + 1} cells"),
        (b"x" + b"\n" * MAX_CELLS, f"{MAX_CELLS + 1:,} cells"),
        (b"x" * (MAX_BYTES["transcription"] + 1), f"the file has {MAX_BYTES['transcription'] + 1:,} bytes"),
        (b"x" * (MAX_TEXT + 1), f"the file has {MAX_TEXT + 1:,} bytes"),
    ],
)
def test_what_is_no_transcription(tmp_path: Path, data: bytes, expected: str) -> None:
    """The error names the file, the place where there is one, and what was found."""
    with pytest.raises(InputError) as caught:
        read_document(file(tmp_path, data))
    assert str(caught.value).startswith("a.txt")
    assert expected in str(caught.value)


def test_a_file_of_any_kind_is_limited(tmp_path: Path) -> None:
    """The largest of all limits is looked at before anything is read."""
    path = tmp_path / "large.pdf"
    with path.open("wb") as stream:
        stream.truncate(max(MAX_BYTES.values()) + 1)
    with pytest.raises(InputError, match=f"at most {max(MAX_BYTES.values()):,} bytes"):
        read_document(path)


@pytest.mark.parametrize(
    ("data", "called"),
    [
        (b"<table><tr><td>1<td>2", True),
        (with_sheet(lambda sheet: setattr(sheet["A1"], "value", "1")), True),
        (b"a,b\n1,2\n", False),
        (b"a\tb", False),
    ],
)
def test_libraries_parse_in_a_process_of_their_own(
    data: bytes, called: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a file can do to a library, it does not do to the caller; our own readers have limits."""
    calls: list[str] = []

    def run(
        name: str, limits: Limits, function: Callable[..., Iterator[object]], *more: object
    ) -> Iterator[object]:
        calls.append(name)
        return function(*more)

    monkeypatch.setattr("budgetpress.read.run_in_child", run)
    assert read_document(file(tmp_path, data)).grids
    assert bool(calls) is called


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    """A missing file and a folder are told by their path."""
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / name)
