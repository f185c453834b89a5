"""LibreOffice without a window, for the tests that need a spreadsheet."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from defusedxml.ElementTree import parse

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (Debian: libreoffice-calc-nogui)"
)
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """A cell as LibreOffice holds it: `kind` is `string`, `float` or empty for a blank one."""

    kind: str
    value: str
    formula: str


def opened(books: Sequence[Path], work: Path) -> dict[str, list[list[Stored]]]:
    """The first sheet of each workbook, by the workbook's name, without blank cells at the ends of rows."""
    profile = f"-env:UserInstallation={(work / 'profile').as_uri()}"
    command: list[str | Path] = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "fods",
        "--outdir",
        work / "opened",
        *books,
    ]
    subprocess.run(command, check=True, capture_output=True)
    return {book.stem: list(_rows(work / "opened" / f"{book.stem}.fods")) for book in books}


def _rows(path: Path) -> Iterator[list[Stored]]:
    sheet = next(parse(path).iter(f"{_TABLE}table"))
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells = []
        for cell in row.iter(f"{_TABLE}table-cell"):
            kind = cell.get(f"{_OFFICE}value-type", "")
            value = cell.get(f"{_OFFICE}value")
            if value is None:
                value = "\n".join("".join(_said(line)) for line in cell.iter(f"{_TEXT}p"))
            stored = Stored(kind=kind, value=value, formula=cell.get(f"{_TABLE}formula", ""))
            cells += [stored] * int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        while cells and not cells[-1].kind:
            cells.pop()
        if cells:
            yield from [cells] * int(row.get(f"{_TABLE}number-rows-repeated", "1"))


def _said(line: object) -> Iterator[str]:
    """The text of a paragraph, whose runs of spaces are elements."""
    for element in line.iter():  # type: ignore[attr-defined]
        if element.tag == f"{_TEXT}s":
            yield " " * int(element.get(f"{_TEXT}c", "1"))
        elif element.tag in {f"{_TEXT}line-break", f"{_TEXT}tab"}:
            yield "\n" if element.tag.endswith("break") else "\t"
        else:
            yield element.text or ""
        if element is not line:
            yield element.tail or ""
