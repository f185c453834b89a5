"""A PDF document to grids: pages one by one, in a process of their own, and what a reader should know."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from typing import NamedTuple, Protocol

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from budgetpress.errors import InputError
from budgetpress.model import Finding, Grid
from budgetpress.read.child import Limits, run_in_child
from budgetpress.read.pdf import findings
from budgetpress.read.pdf.cells import GridMaker
from budgetpress.read.pdf.content import Content
from budgetpress.read.pdf.continued import Continued
from budgetpress.read.pdf.limits import (
    MAX_PAGES,
    MEAN_SECONDS,
    MEMORY_MB,
    SECONDS,
    WALL_SECONDS,
    TooMuchError,
)
from budgetpress.read.pdf.page import lay_out
from budgetpress.read.pdf.pdfium import PdfiumPages
from budgetpress.read.pdf.plumber import PlumberPages
from budgetpress.read.pdf.tables import Laid

Scan = Callable[[bytes, Sequence[int]], Iterable[Content]]
"""Recognition: a PDF and the numbers (from 0) of its pages that are pictures give their contents in order."""

LIMITS = Limits(memory_mb=MEMORY_MB, seconds=SECONDS, wall_seconds=WALL_SECONDS, mean_seconds=MEAN_SECONDS)

FEW_GLYPHS = 20
"""A page of pictures with fewer characters than this is a picture: a page number is no text layer."""

PICTURE_SHARE = 0.5
"""Pictures that cover less of a page than this are illustrations."""


class PageRead(NamedTuple):
    """What one page gives. `of` is the number of pages of the document; pages count from 0."""

    number: int
    of: int
    laid: list[Laid]
    glyphs: int
    pictures: float
    unreadable: int
    partial: bool

    @property
    def is_picture(self) -> bool:
        """Whether there is nothing to read but pictures."""
        return self.pictures >= PICTURE_SHARE and self.glyphs < FEW_GLYPHS


def read_pdf(
    name: str, data: bytes, *, exact_parser: bool = False, jobs: int = 1, scan: Scan | None = None
) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """Give the grids of all pages in reading order, and findings on pages that cannot be read as printed.

    `exact_parser` reads with pdfplumber, the parser of record; without it PDFium reads several times as
    fast, and what it cannot read for certain is read by pdfplumber too. `jobs`
    processes share the pages. `scan` recognises the pages that are pictures.

    The box of a cell of a ruled table is that of its rules, of a line of text that of the line: points of the
    page as it is displayed. InputError where the file needs a password, is cut off or damaged, holds nothing
    to read, or needs more than the limits allow.
    """
    if not data.strip():
        raise InputError(name, "the file is empty", expected="a PDF")
    maker, continued = GridMaker(name), Continued()
    notes: list[Finding] = [findings.cut_off(name)] if _is_cut_off(data) else []
    pictures: list[PageRead] = []
    readable = 0
    for page in _pages(name, data, exact_parser=exact_parser, jobs=jobs):
        readable += page.glyphs
        if page.is_picture:
            pictures.append(page)
        maker.add(page.number, continued.lay(page.number, page.laid))
        notes += findings.of_page(name, page.number, page.laid, page.unreadable, page.partial)
    if pictures:
        if scan is not None:
            numbers = [page.number for page in pictures]
            for number, content in zip(numbers, scan(data, numbers), strict=True):
                maker.add(number, continued.lay(number, lay_out(content)))
                readable += len(content.glyphs)
        else:
            notes.append(findings.pictures(name, [page.number for page in pictures]))
    if not readable:
        raise _nothing_to_read(name, bool(pictures))
    return maker.grids(), tuple(notes)


def read_pages(name: str, data: bytes, first: int, step: int, exact_parser: bool) -> Iterator[PageRead]:
    """Read each `step`-th page from `first` on, in this process. InputError as in `read_pdf`."""
    pages = _open(name, data, exact_parser)
    try:
        total = len(pages)
        if total > MAX_PAGES:
            raise InputError(name, f"{total:,} pages", expected=f"at most {MAX_PAGES:,} pages", do=_SPLIT)
        for number in range(first, total, step):
            try:
                content = pages.read(number)
            except TooMuchError as error:
                raise InputError(
                    name,
                    f"{error.found:,} {error.what}",
                    place=f"page {number + 1}",
                    expected=f"at most {error.most:,}",
                    do=_SPLIT,
                ) from error
            glyphs = sum(not glyph.text.isspace() for glyph in content.glyphs)
            laid = lay_out(content)
            yield PageRead(number, total, laid, glyphs, content.pictures, content.unreadable, content.partial)
    finally:
        pages.close()


_SPLIT = "Give only the pages with the budget tables."


class _Pages(Protocol):
    def __len__(self) -> int: ...

    def read(self, number: int) -> Content: ...

    def close(self) -> None: ...


def _pages(name: str, data: bytes, *, exact_parser: bool, jobs: int) -> Iterator[PageRead]:
    """All pages in order; job k of n reads the pages k, k+n, k+2n and so on."""
    streams = [
        run_in_child(name, LIMITS, read_pages, name, data, job, jobs, exact_parser) for job in range(jobs)
    ]
    try:
        for number in count():
            page = next(streams[number % jobs], None)
            if page is None:
                return
            yield page
    finally:
        for stream in streams:
            stream.close()


def _open(name: str, data: bytes, exact_parser: bool) -> _Pages:
    try:
        pages = _FastPages(data)
    except pdfium.PdfiumError as error:
        raise _cannot_open(name, data, error.err_code) from error
    if not exact_parser:
        return pages
    pages.close()
    return PlumberPages(data)


def _cannot_open(name: str, data: bytes, code: int | None) -> InputError:
    if code == pdfium_c.FPDF_ERR_PASSWORD:
        return InputError(
            name,
            "the PDF is encrypted and needs a password",
            expected="a PDF that anyone can open",
            do="Save it without a password.",
        )
    if code == pdfium_c.FPDF_ERR_SUCCESS:
        return InputError(name, "the PDF has no pages", expected="a PDF with budget tables")
    if _is_cut_off(data):
        return InputError(
            name,
            f"the PDF is cut off after {len(data):,} bytes (it has no end mark)",
            expected="a whole PDF",
            do="Download or copy the file again.",
        )
    return InputError(
        name, "the PDF is damaged and cannot be opened", expected="a PDF", do="Get the file again."
    )


def _is_cut_off(data: bytes) -> bool:
    return b"%%EOF" not in data[-2048:]


def _nothing_to_read(name: str, pictures: bool) -> InputError:
    if pictures:
        return InputError(
            name,
            "the pages are pictures without any text (a scan)",
            expected="a PDF with a text layer",
            do="Install the recognition of scans: pip install 'budgetpress[ocr]'.",
        )
    return InputError(name, "there is no text on its pages, so no table of a known form")


class _FastPages(PdfiumPages):
    """PDFium's pages; where it leaves out text or meets characters without meaning, pdfplumber's."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self._data = data
        self._second: PlumberPages | None = None

    def read(self, number: int) -> Content:
        content = super().read(number)
        if content.partial or content.unreadable:
            with suppress(Exception):  # what PDFium mends may be too broken for it; it raises anything
                if self._second is None:
                    self._second = PlumberPages(self._data)
                other = self._second.read(number)
                return other if content.partial or other.unreadable < content.unreadable else content
        return content

    def close(self) -> None:
        if self._second is not None:
            self._second.close()
        super().close()
