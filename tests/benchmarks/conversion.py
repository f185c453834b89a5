"""What conversion costs: pages a second by kind of source, each stage, and one worker against two.

    python3 tests/benchmarks/conversion.py --releases 40            (with the Python of .venv)

Reading is measured in this process, without the child that a parser runs in, and against PDFium's extraction
of text alone: no reader can be quicker. A page of a transcription or workbook is one of the same document as
PDF. Then synthetic releases go through all stages in this process, and through `budgetpress build` with one
worker and with two: only there, seconds on the clock count, so that the machine must be idle.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

import pypdfium2
from tests.benchmarks.measure import CLI, Spent, cpu, spent
from tests.benchmarks.synthetic import KINDS, document, plans, write

from budgetpress import batch
from budgetpress.read import read_document

STAGES = {
    "read": "budgetpress.build.read_files",
    "shape": "budgetpress.build.shape_as",
    "reconcile": "budgetpress.build.reconcile",
    "package": "budgetpress.build.write_package",
    "validate": "budgetpress.package.publish.validate_package",
}
"""Where each stage is called; validation is a part of writing the package."""
READ_ALIKE = 6
"""How many documents are read of each kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Speed:
    """Pages read in a second of processor time, by kind of source; `limit` is that of PDFium's text alone."""

    pages: dict[str, float]
    limit: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--releases", type=int, default=40)
    parser.add_argument("--stages", type=Path, metavar="FOLDER", help="only the stages of these releases")
    asked = parser.parse_args(arguments)
    if asked.stages:
        print(json.dumps(stages(asked.stages)))
        return 0
    speed = reading()
    for kind, pages in speed.pages.items():
        print(f"read {kind:14} {pages:8.0f} pages/s of CPU, {pages / speed.limit:6.1%} of text alone")
    with tempfile.TemporaryDirectory() as name:
        root = releases(Path(name), asked.releases)
        for stage, seconds in stages(root).items():
            print(f"{stage:19} {seconds / asked.releases:8.3f} s of CPU a document")
        one, two = (workers(root, jobs) for jobs in (1, 2))
    print(f"1 worker   {one.clock:7.1f} s on the clock, parent {one.memory:.0f} MB")
    print(f"2 workers  {two.clock:7.1f} s on the clock, parent {two.memory:.0f} MB")
    print(f"two workers are {one.clock / two.clock:.2f} x one (at least 1.8 on an idle machine)")
    return 0


def reading(count: int = READ_ALIKE) -> Speed:
    """Read the same documents as each kind, in turns."""
    asked = list(islice((plan for plan in plans(10 * count + 10) if not plan.defects), count))
    pages, limit, seconds = 0, 0.0, dict.fromkeys(KINDS, 0.0)
    with tempfile.TemporaryDirectory() as name, no_children():
        for plan in asked:
            for kind, ending in KINDS.items():
                data = document(replace(plan, kind=kind))
                file = Path(name) / f"{plan.name}.{ending}"
                file.write_bytes(data)
                read_document(file)  # what is loaded once is no part of reading
                seconds[kind] += cpu(lambda file=file: read_document(file))  # type: ignore[misc]
                if kind == "pdf":
                    limit += cpu(lambda data=data: text_alone(data))  # type: ignore[misc]
                    pages += len(pypdfium2.PdfDocument(data))
    return Speed(pages={kind: pages / took for kind, took in seconds.items()}, limit=pages / limit)


def text_alone(data: bytes) -> list[str]:
    """The text of every page, by PDFium."""
    return [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)]


def releases(root: Path, count: int) -> Path:
    """So many synthetic releases below `root`, without packages."""
    for plan in plans(count):
        write(root, plan)
    return root


def stages(root: Path) -> dict[str, float]:
    """Build all releases below `root` in this process; the seconds of processor time by stage."""
    took: dict[str, float] = defaultdict(float)

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:
            begin = time.process_time()
            try:
                return function(*arguments, **named)
            finally:
                took[stage] += time.process_time() - begin

        return run

    jobs = [batch.Job(folder=folder) for folder in sorted((root / "datapackage").iterdir())]
    with ExitStack() as stack:
        stack.enter_context(no_children())
        for stage, name in STAGES.items():
            module, _, attribute = name.rpartition(".")
            function = getattr(sys.modules[module], attribute)
            stack.enter_context(patch(name, timed(stage, function)))
        begin = time.process_time()
        outcomes = list(batch.build_here(jobs, lambda _message: None))
        whole = time.process_time() - begin
    if failed := [outcome.error for outcome in outcomes if outcome.error]:
        sys.exit("\n".join(failed))
    took["package"] -= took["validate"]
    return {**took, "rest": whole - sum(took.values()), "whole": whole}


@contextmanager
def no_children() -> Iterator[None]:
    """Parsers run in this process, as where processes cannot be forked, so that their time is known."""
    fork = os.fork
    del os.fork
    try:
        yield
    finally:
        os.fork = fork


def workers(root: Path, jobs: int, *, again: bool = False) -> Spent:
    """Build all releases below `root` with so many workers: anew, or `again` where nothing has changed."""
    if not again:
        shutil.rmtree(root / ".cache", ignore_errors=True)
    return spent([*CLI, "build", "--no-site", "--quiet", "--jobs", str(jobs)], root)


if __name__ == "__main__":
    sys.exit(main())
