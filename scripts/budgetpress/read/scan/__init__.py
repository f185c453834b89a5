"""Read pages that are pictures: a scan in a PDF, or a picture file. An extra: `pip install budgetpress[ocr]`.

pictures     a page to a grey picture, in a process with limits
runs         runs of ink and the marks they make
straighten   the slant of a scan, taken out by its own rules
rules        rules by what is long and thin
words        the text of each cell and line cut out, ready to be recognised
recogniser   cut-out lines of text to characters, each with a confidence
page         the five together: a picture to the content of a page, as the PDF reader has it

After that a scan is a page like any other: the same cells, the same grids. Nothing is corrected here: what
was recognised is given with its confidence, and the sums of the tables say what of it is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from importlib.util import find_spec

from budgetpress.errors import InputError
from budgetpress.model import Finding, Grid
from budgetpress.read.pdf import Scan
from budgetpress.read.pdf.content import Content

_NEEDED = ("rapidocr", "onnxruntime")
_INSTALL = "Install the recognition of scans: pip install 'budgetpress[ocr]'."


def is_installed() -> bool:
    """Whether the libraries of the extra are there."""
    return all(find_spec(name) is not None for name in _NEEDED)


def scan_of(name: str) -> Scan | None:
    """What recognises the pages of the PDF with that name; None where the extra is not installed."""
    return partial(_scan, name) if is_installed() else None


def read_pictures(name: str, data: bytes) -> tuple[tuple[Grid, ...], tuple[Finding, ...]]:
    """The grids of a picture file (PNG, JPEG, TIFF of one page or several), in reading order.

    InputError where it cannot be opened, holds no text, or the extra is not installed.
    """
    if not is_installed():
        raise InputError(name, "the file is a picture", expected="a document with text", do=_INSTALL)
    from budgetpress.read.pdf.cells import GridMaker
    from budgetpress.read.pdf.page import lay_out
    from budgetpress.read.scan.page import read_picture
    from budgetpress.read.scan.pictures import open_pictures
    from budgetpress.read.scan.recogniser import recogniser

    maker = GridMaker(name)
    glyphs = 0
    for number, picture in enumerate(open_pictures(name, data)):
        content = read_picture(picture, recogniser())
        maker.add(number, lay_out(content))
        glyphs += len(content.glyphs)
    if not glyphs:
        raise InputError(name, "no text was recognised in the picture", expected="a page with budget tables")
    return maker.grids(), ()


def _scan(name: str, data: bytes, numbers: Iterable[int]) -> Iterator[Content]:
    from budgetpress.read.scan.page import read_picture
    from budgetpress.read.scan.pictures import render_pages
    from budgetpress.read.scan.recogniser import recogniser

    for picture in render_pages(name, data, tuple(numbers)):
        yield read_picture(picture, recogniser())
