"""How the time to shape, prove and refuse grows: twice the document should take about twice the time.

    python3 tests/benchmarks/growth.py        (with the Python of .venv)

Processor time in this process. The smaller and the larger document are taken in turns and the fastest of
three rounds counts, so that a busy machine slows them alike. The ratio of a document twice as long is at
most 2.6; work that grows with the square would print 4.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.reconcile.pools import ledger
from tests.shape.grids import document as pages
from tests.shape.grids import ruled, text
from tests.shape.printed import document
from tests.shape.small_form import small_form

from budgetpress.form import load_form
from budgetpress.model import Document
from budgetpress.read import MAX_BYTES, read_document
from budgetpress.recognise import recognise_form, recognise_year
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.strength import strengths
from budgetpress.release import load_release
from budgetpress.shape import shape

ROOT = Path(__file__).resolve().parents[2]
MOST = 2.6
ROUNDS = 3
HEADER = (
    "预算03表 支出预算总表\n金额单位：万元\n"
    "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\n"
)
LIKELY = "abcdefghijklmnopqrstuvwxyz0123456789,.-（）元合计预算表支出一二三四五六七八九十abcdef\n\t 。xyz"


def main() -> int:
    """Measure, print, and return 0 if nothing grows faster than it should."""
    ratios = []
    for name, (size, work) in WORK.items():
        small, large = in_turns(work, size)
        ratios.append(large / small)
        print(f"{name}: {small:.2f} s, twice as much {large:.2f} s: {large / small:.2f} x (at most {MOST})")
    for folder in sorted((ROOT / "datapackage").iterdir()):
        if (folder / "release.toml").is_file():
            print(f"reconcile {folder.name}: {release(folder):.2f} s")
    return 0 if max(ratios) <= MOST else 1


def in_turns(work: Callable[[int], Callable[[], object]], size: int) -> tuple[float, float]:
    """The fastest of the rounds, in seconds, for work of this size and of twice the size."""
    jobs = work(size), work(2 * size)
    rounds = [(seconds(jobs[0]), seconds(jobs[1])) for _ in range(ROUNDS)]
    return min(first for first, _ in rounds), min(second for _, second in rounds)


def seconds(job: Callable[[], object]) -> float:
    """The processor time of one run."""
    begin = time.process_time()
    job()
    return time.process_time() - begin


def rows(count: int) -> Callable[[], object]:
    """Shape a transcribed table whose rows are all different."""
    lines = [
        f"{2010000 + i}-事务{i}\t50205-费{i}\t30227-务{i}\t{i}.{i:06d}\t{i}.{i:06d}" for i in range(count)
    ]
    source = document(HEADER + "\n".join(lines))
    return lambda: shape((source,), load_form("beijing"))


def garbage(count: int) -> Callable[[], object]:
    """Recognise and shape likely characters at random."""
    source = document(HEADER + "".join(random.Random(1).choices(LIKELY, k=count)))
    return lambda: recognised(source)


def recognised(source: Document) -> None:
    """All that a document of unknown form goes through."""
    form = recognise_form((source,))
    recognise_year((source,), form)
    shape((source,), form)


def ruled_rows(count: int) -> Callable[[], object]:
    """Shape a ruled table in one exact grid."""
    printed = [f"货物{i}|纸{i}|{i}.25" for i in range(count)]
    source = pages(text(1, "政府采购预算表"), ruled(1, "品目|<|金额", *printed))
    return lambda: shape((source,), small_form())


def ruled_pages(count: int) -> Callable[[], object]:
    """Shape a ruled table of one row a page."""
    heads = ruled(1, "品目|<|金额", "货物|纸|1.25")
    source = pages(
        text(1, "政府采购预算表"), heads, *(ruled(i, f"货物{i}|纸{i}|{i}.25") for i in range(2, count))
    )
    return lambda: shape((source,), small_form())


def positions(count: int) -> Callable[[], object]:
    """The strength of every position of so many ordinary documents side by side."""
    equations: dict[object, dict[tuple[int, str, int, str], int]] = {}
    for copy in range(count):
        for line in ledger(random.Random(copy)).values():
            for equation, column, coefficient in line.feeds():
                equations.setdefault((copy, equation), {})[copy, line.table, line.number, column] = (
                    coefficient
                )
    asked = {position for equation in equations.values() for position in equation}
    return lambda: strengths(list(equations.values()), asked, cap=6)


def release(folder: Path) -> float:
    """What it takes to prove and repair a release, in seconds; the fastest of the rounds."""
    facts = load_release(folder)
    form = load_form(facts.form)
    documents = tuple(read_document(folder / "source" / source.file) for source in facts.sources)
    shaped = shape(documents, form)
    return min(seconds(lambda: reconcile(shaped, form, year=facts.fiscal_year)) for _ in range(ROUNDS))


WORK: Mapping[str, tuple[int, Callable[[int], Callable[[], object]]]] = {
    "20,000 rows of a transcription": (20_000, rows),
    "1 MiB of garbage": (MAX_BYTES["transcription"] // 8, garbage),
    "20,000 ruled rows": (20_000, ruled_rows),
    "2,000 ruled pages": (2_000, ruled_pages),
    "strengths of 2 documents": (2, positions),
}


if __name__ == "__main__":
    sys.exit(main())
