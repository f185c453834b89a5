"""Every way in which a paper is printed, and the package that comes of each."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from tests.documents import beijing, jiangsu, putuo
from tests.documents.looks import LOOKS
from tests.documents.paper import Key, Paper
from tests.documents.pdf import pdf
from tests.documents.text import comma_separated, transcription, web_page
from tests.documents.workbook import Habits, workbook

from budgetpress import build

PLAIN = "transcription.txt"
FORMS: Mapping[str, Callable[[], Paper]] = {
    "beijing": beijing.paper,
    "shanghai-putuo": putuo.paper,
    "jiangsu": jiangsu.paper,
}
PDFS = tuple(f"{look.name}.pdf" for look in LOOKS)
PRINTERS: Mapping[str, Callable[[Paper], bytes]] = {
    PLAIN: transcription,
    "commas.csv": comma_separated,
    "page.html": web_page,
    "sheets.xlsx": workbook,
    "numbers.xlsx": partial(workbook, habits=Habits(one_sheet=True, numbers=True)),
    **{name: partial(pdf, look=look) for name, look in zip(PDFS, LOOKS, strict=True)},
}
"""How to print a paper, by the name of the file."""

# Where something was printed; all else is the same however it was printed.
_PLACES = ("source", "page", "line", "column", "bbox", "sheet", "cell")
Rows = list[dict[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Package:
    """A package as read back: its tables by name, and the file that it was made of."""

    file: Path
    tables: Mapping[str, Rows]

    @property
    def amounts(self) -> dict[Key, tuple[str, str]]:
        """Printed text and yuan of every figure; a figure that stands twice is a fault of its own."""
        found: dict[Key, tuple[str, str]] = {}
        for row in self.tables["figures"]:
            key = row["resource"], int(row["row"]), row["field"]
            if key in found:
                raise ValueError(f"{key} stands twice")
            found[key] = row["printed"], row["amount"]
        return found

    def without_places(self, name: str) -> Rows:
        """The rows of a table without the columns that say where they were printed."""
        return [{key: value for key, value in row.items() if key not in _PLACES} for row in self.tables[name]]


@cache
def paper(form: str) -> Paper:
    """The invented document of a form."""
    return FORMS[form]()


@cache
def package(form: str, name: str) -> Package:
    """The package that comes of a file; each is made once in a run of the tests."""
    return convert(PRINTERS[name](paper(form)), name)


def convert(data: bytes, name: str) -> Package:
    """Convert a file, with nothing said about it but what it says itself."""
    folder = Path(mkdtemp(dir=_folder().name))
    (folder / name).write_bytes(data)
    return convert_file(folder / name, folder / "package")


def convert_file(file: Path, out: Path) -> Package:
    """The same for a file that is there already; the package goes to `out`."""
    result = build.convert([file], out, form=None, year=None, body=None, report=_silent)
    if result.refused:
        raise ValueError(result.refused)
    return Package(file=file, tables={path.stem: _read(path) for path in result.folder.glob("data/*.csv")})


@cache
def _folder() -> TemporaryDirectory[str]:
    """A folder that goes when the tests end."""
    return TemporaryDirectory(prefix="budgetpress-documents-")


def _silent(_message: str) -> None:
    """Nobody watches."""


def _read(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
