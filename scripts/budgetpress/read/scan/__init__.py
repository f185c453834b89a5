"""Read pages that are pictures: a scan in a PDF, or a picture file. An extra: `pip install budgetpress[ocr]`.

pictures     a page to a grey picture, in a process with limits
straighten   the slant of a scan, taken out by its own rules
rules        rules by what is long and thin
words        the text of each cell and line cut out, ready to be recognised
recogniser   cut-out lines of text to characters, each with a confidence
page         the four together: a picture to the content of a page, as the PDF reader has it

After that a scan is a page like any other: the same cells, the same grids. Nothing is corrected here: what was
recognised is given with its confidence, and the sums of the tables say what of it is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec

from budgetpress.read.pdf.content import Content

NEEDED = ("rapidocr", "onnxruntime", "cv2")


def is_installed() -> bool:
    """Whether the libraries of the extra are there."""
    return all(find_spec(name) is not None for name in NEEDED)


def scan(data: bytes, numbers: Sequence[int]) -> Iterator[Content]:
    """The contents of the pages of a PDF with these numbers (from 0), in order; needs the extra.

    InputError where a page cannot be rendered within limits.
    """
    from budgetpress.read.scan.page import read_picture
    from budgetpress.read.scan.pictures import render_pages
    from budgetpress.read.scan.recogniser import recogniser

    for picture in render_pages(data, numbers):
        yield read_picture(picture, recogniser())
