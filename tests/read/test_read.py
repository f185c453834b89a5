"""Reading a transcription: cells with their places, nothing judged; what is no transcription is refused."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.errors import InputError
from budgetpress.read import MAX_BYTES, read_document
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


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "the file is empty"),
        (b" \n\t\n", "the file is empty"),
        (b"%PDF-1.7 ...", "the file is a PDF"),
        (b"PK\x03\x04...", "a zip archive or workbook"),
        (b"\xd0\xcf\x11\xe0...", "an old Office file"),
        ("合计\n金".encode() + b"\xe9\xa2\n", "line 2: byte 11"),
        ("合计".encode("gb18030"), "is not UTF-8"),
        (b"a\nb\x00c", "line 2: the control character U+0000"),
        (b"a\n\x0cb", "line 2: the control character U+000C"),
        (b"a\rb\r\n", "line 1: the control character U+000D"),
        (b"a\n" + b"\t" * MAX_CELLS_A_LINE, f"line 2: {MAX_CELLS_A_LINE + 1} cells"),
        (b"x" + b"\n" * MAX_CELLS, f"{MAX_CELLS + 1:,} cells"),
        (b"x" * (MAX_BYTES + 1), f"the file has {MAX_BYTES + 1:,} bytes"),
    ],
)
def test_what_is_no_transcription(tmp_path: Path, data: bytes, expected: str) -> None:
    """The error names the file, the place where there is one, and what was found."""
    with pytest.raises(InputError) as caught:
        read_document(file(tmp_path, data))
    assert str(caught.value).startswith("a.txt")
    assert expected in str(caught.value)


@pytest.mark.parametrize("name", ["nothing.txt", "."])
def test_what_is_no_file(tmp_path: Path, name: str) -> None:
    """A missing file and a folder are told by their path."""
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / name)
