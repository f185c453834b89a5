"""What reading PDFs costs: processor time against pdfplumber's own, memory of 1,000 pages, two workers.

    python3 tests/benchmarks/read_pdf.py [FILE.pdf ...]        (with the Python of .venv)

The files are those named; else the real documents (`../shared/real` beside the checkout), or where they are
not at hand invented ones. Processor time is that of the pages with tables, the two taken in turns page by
page, so that a busy machine slows them alike. Two workers can only be twice as fast where two processors
are idle.
"""

from __future__ import annotations

import io
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import pdfplumber
from tests.documents import beijing
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf
from tests.hostile import raw

from budgetpress.read.pdf import read_pages, read_pdf
from budgetpress.read.pdf.cells import GridMaker
from budgetpress.read.pdf.page import lay_out
from budgetpress.read.pdf.pdfium import PdfiumPages
from budgetpress.read.pdf.plumber import PlumberPages
from budgetpress.read.pdf.tables import Laid

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "real"
MOST_CPU, MOST_MB, LEAST_SPEED = 1.0, 500, 1.7
PAGES, DOCUMENTS = 1000, 10

Result = TypeVar("Result")


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and return 0 if the targets are met."""
    if arguments == ["memory"]:
        return grow()
    files = [Path(name) for name in arguments] or sorted(REAL.glob("*.pdf"))
    documents = [file.read_bytes() for file in files] or [pdf(beijing.paper(), look) for look in LOOKS]
    fast, exact = processor_time(documents)
    first, last = memory()
    speed = workers(documents)
    print(f"memory after 100 pages {first} MB, after {PAGES:,} pages {last} MB (at most {MOST_MB})")
    print(f"two workers are {speed:.2f} x one on {DOCUMENTS} documents (at least {LEAST_SPEED})")
    return int(max(fast, exact) > MOST_CPU or last > MOST_MB or speed < LEAST_SPEED)


def processor_time(documents: Sequence[bytes]) -> tuple[float, float]:
    """Processor time of the pages with tables, as a part of pdfplumber's: with PDFium, with pdfplumber."""
    ours = theirs = exact = 0.0
    count = 0
    for data in documents:
        fast, slow = PdfiumPages(data), PlumberPages(data)
        with pdfplumber.open(io.BytesIO(data)) as other:
            for number, page in enumerate(other.pages):
                fast_time, grids = taken(partial(cells, fast, number))
                if not any(grid.kind == "table" for grid in grids):
                    continue
                count += 1
                ours += fast_time
                theirs += taken(page.extract_tables)[0]
                page.close()
                exact += taken(partial(cells, slow, number))[0]
        fast.close()
        slow.close()
    print(f"{count} pages with tables, milliseconds of processor time a page:")
    print(f"  pdfplumber's extract_tables  {1000 * theirs / count:6.1f}")
    print(f"  ours with PDFium             {1000 * ours / count:6.1f}   {ours / theirs:.2f} of it")
    print(f"  ours with pdfplumber         {1000 * exact / count:6.1f}   {exact / theirs:.2f} of it")
    return ours / theirs, exact / theirs


def cells(pages: PdfiumPages | PlumberPages, number: int) -> list[Laid]:
    """Everything that is done to a page."""
    laid = lay_out(pages.read(number))
    GridMaker("file.pdf").add(number, laid)
    return laid


def taken(work: Callable[[], Result]) -> tuple[float, Result]:
    """The processor time of some work, and what it gives."""
    begin = time.process_time()
    result = work()
    return time.process_time() - begin, result


def memory() -> tuple[int, int]:
    """The most megabytes that a fresh process takes for 100 and for all pages of a long document."""
    command = [sys.executable, __file__, "memory"]
    paths = os.pathsep.join([str(ROOT / "scripts"), str(ROOT)])
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, check=True, capture_output=True, text=True
    )
    first, last = done.stdout.split()
    return int(first), int(last)


def grow() -> int:
    """Read a long document page by page and print the memory taken after 100 pages and in the end."""
    for page in read_pages("file.pdf", long_document(), 0, 1, exact_parser=False):
        if page.number in (99, PAGES - 1):
            print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    return 0


def long_document() -> bytes:
    """A thousand pages, each a ruled table of 40 rows and 8 columns."""
    xs, ys = range(40, 561, 65), range(20, 821, 20)
    rules = b"".join(b"%d 20 m %d 820 l S\n" % (x, x) for x in xs)
    rules += b"".join(b"40 %d m 560 %d l S\n" % (y, y) for y in ys)
    texts = b"".join(raw.text(b"1,234,567.89", x + 3, y + 6) for x in xs[:-1] for y in ys[:-1])
    return raw.pages([rules + texts] * PAGES)


def workers(documents: Sequence[bytes]) -> float:
    """How many times as fast two processes read ten documents as one: the best of three rounds."""
    many = list(islice(cycle(documents), DOCUMENTS))
    times = []
    for _ in range(3):
        seconds = []
        for number in (1, 2):
            with ProcessPoolExecutor(number) as pool:
                list(pool.map(grids_of, many[:number]))  # starts the workers and their servers
                begin = time.perf_counter()
                list(pool.map(grids_of, many))
                seconds.append(time.perf_counter() - begin)
        times.append(seconds[0] / seconds[1])
    return max(times)


def grids_of(data: bytes) -> int:
    """Read a document; how many grids it has."""
    return len(read_pdf("file.pdf", data)[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
