"""What several commands take, each said once, and the codes with which they end."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

GOOD, BLOCKED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for a program.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print no progress.")]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=1, help="Work on so many releases at a time, in processes.")
]
FormName = Annotated[
    str | None, typer.Option("--form", help="The form; recognised from the document if left out.")
]
Year = Annotated[
    int | None,
    typer.Option("--year", min=1949, max=2199, help="The fiscal year, where the document does not say it."),
]
Body = Annotated[
    str | None,
    typer.Option("--body", help="The body whose budget it is, where the document does not say it."),
]
Forms = Annotated[
    list[Path] | None,
    typer.Option(
        "--forms",
        exists=True,
        file_okay=False,
        help="A folder of forms beside those that come along; repeatable.",
    ),
]


class Parser(StrEnum):
    """What reads a PDF: PDFium, several times as fast, or pdfplumber, the parser of record."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


ParserName = Annotated[
    Parser, typer.Option("--parser", help="What reads a PDF; pdfplumber is slower and the parser of record.")
]
Documents = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...", exists=True, readable=True, dir_okay=False, help="The document as published."
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        "--against", metavar="REV", help="A git revision that is published: is the version large enough?"
    ),
]
