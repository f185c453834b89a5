"""All hostile files: each converted by itself, or all of them in one batch with good releases among them.

    python3 tests/hostile/run.py [--only PATTERN] [--every N] [--keep FOLDER] [--more FOLDER] [--batch]

With the Python of .venv. Prints a table by group of files: how many were refused, read or blocked, the most
memory of a process, and whatever should not be: a traceback, a process that was too large or too slow, a file
without a reason. With `--batch` each file is the source of a release, every twentieth release is a good one,
and `build --jobs 2` is to build all of those. `--every` takes only each Nth of those of which nothing is
known, `--more` the files of a folder too. Exit code 1 where anything is as it should not be.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "scripts")]

from tests.hostile import books, more_books, more_pages, more_pdfs, more_texts, pdfs  # noqa: E402
from tests.hostile.case import ANY, READ, REFUSED, Case, by_name  # noqa: E402

NAMED = by_name(pdfs.CASES, books.WORKBOOKS, books.MISLABELLED, books.TEXTS)
"""Those of which it is known what is to become of them."""

ALL = by_name(tuple(NAMED.values()), more_pdfs.CASES, more_pages.CASES, more_books.CASES, more_texts.CASES)
PARENT_MB, CHILD_MB = 600, 1400
"""What a process may have: the parsers' limit is 1,024 MB for a workbook, beyond what Python takes."""
SECONDS = 130
"""By the clock, for a file; the limit of a parser is 120."""
BLOCKED = 1
_GOOD = 20


def environment(folder: Path) -> dict[str, str]:
    """That of a process of which `folder/network` tells, by a file in it, that it reached for the network."""
    (folder / "network").mkdir(exist_ok=True)
    paths = [CHECKOUT / "tests" / "hostile" / "guard", CHECKOUT / "scripts", CHECKOUT]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(map(str, paths)),
        "NETWORK_TOUCHED": str(folder / "network"),
    }


def converted(folder: Path, cases: Mapping[str, Case], timeout: float | None = None) -> Mapping[str, Any]:
    """What came of each file, converted in `folder`, by name; see :mod:`tests.hostile.probe`."""
    (folder / "files").mkdir()
    for case in cases.values():
        (folder / "files" / case.name).write_bytes(case.make())
    command = [sys.executable, "-m", "tests.hostile.probe", str(folder)]
    # A session of its own: the memory of what it starts is watched by the session.
    subprocess.run(
        command, env=environment(folder), check=True, timeout=timeout, start_new_session=True, cwd=CHECKOUT
    )
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    return {result["name"]: result for result in map(json.loads, lines)}


def faults(case: Case, result: Mapping[str, Any]) -> Iterator[str]:
    """What is not as it should be."""
    said = result["said"]
    if case.exit not in (ANY, result["exit"]) or result["exit"] not in (READ, BLOCKED, REFUSED):
        yield f"exit code {result['exit']}: {said[-300:]}"
    elif result["exit"] == REFUSED:
        name, _, reason = said.partition(": ")[2].partition(": ")
        if not name.startswith(case.name) or not re.search(
            case.says, reason.partition(". ")[0], re.IGNORECASE
        ):
            yield f"the reason: {said[:300]}"
    if "Traceback" in said:
        yield f"a traceback: {said[-300:]}"
    if result["child"] > CHILD_MB or result["parent"] > PARENT_MB:
        yield f"memory: {result['child']} MB in a child, {result['parent']} MB in the parent"
    if result["seconds"] > SECONDS:
        yield f"{result['seconds']:.0f} s"


def told(results: Mapping[str, Any], cases: Mapping[str, Case]) -> Iterator[str]:
    """The table, and below it what is wrong."""
    groups: dict[str, list[Any]] = {}
    for name, result in results.items():
        groups.setdefault(re.split(r"[-.]", name)[0] if cases[name].exit == ANY else "named", []).append(
            result
        )
    yield f"{'group':12} files refused read blocked  child MB  parent MB  seconds"
    for group, found in [*sorted(groups.items()), ("all", list(results.values()))]:
        ends = Counter(result["exit"] for result in found)
        most = [max(result[key] for result in found) for key in ("child", "parent", "seconds")]
        yield (
            f"{group:12} {len(found):5} {ends[REFUSED]:7} {ends[READ]:4} {ends[BLOCKED]:7}"
            f"  {most[0]:8}  {most[1]:9}  {most[2]:7.1f}"
        )
    for name, result in results.items():
        yield from (f"FAULT {name}: {fault}" for fault in faults(cases[name], result))


def batch(folder: Path, cases: Mapping[str, Case]) -> Iterator[str]:
    """Build all in one batch, good releases among them."""
    good: set[str] = set()
    names: dict[str, Case] = {}
    for number, case in enumerate(cases.values()):
        names[f"r-{number:04}"] = case
        _drop(folder, f"r-{number:04}", case.name, case.make)
        if number % _GOOD == 0:
            good.add(f"good-{number:04}")
            _drop(folder, f"good-{number:04}", "budget.pdf", pdfs.good)
    command = [
        sys.executable,
        "-m",
        "budgetpress.cli",
        "build",
        "--no-site",
        "--jobs",
        "2",
        "--json",
        "--quiet",
    ]
    done = subprocess.run(command, cwd=folder, env=environment(folder), capture_output=True, text=True)
    if done.returncode != REFUSED:
        yield f"FAULT exit code {done.returncode}: {done.stderr[-2000:]}"
        return
    found = json.loads(done.stdout)
    built = {release["name"] for release in found["releases"]}
    errors = {error.partition(":")[0]: error for error in found["errors"]}
    yield f"batch: {len(built & good)} of {len(good)} good releases built, {len(built - good)} others,"
    yield f"{len(errors)} told with a reason"
    for name in sorted(good - built):
        yield f"FAULT {name} was not built: {errors.get(name)}"
    for name, case in names.items():
        if name not in built and name not in errors:
            yield f"FAULT {name} ({case.name}) is not told of"
        elif "Traceback" in errors.get(name, ""):
            yield f"FAULT {name} ({case.name}): {errors[name][-500:]}"


def _drop(folder: Path, release: str, name: str, make: Callable[[], bytes]) -> None:
    source = folder / "datapackage" / release / "source" / name
    source.parent.mkdir(parents=True)
    source.write_bytes(make())


def main() -> int:
    """Run what the command line asks for, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--only", default="")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--more", type=Path)
    parser.add_argument("--batch", action="store_true")
    chosen = parser.parse_args()
    names = [*NAMED, *[name for name in ALL if name not in NAMED][:: chosen.every]]
    cases = {name: ALL[name] for name in names if re.search(chosen.only, name)}
    for path in sorted(chosen.more.rglob("*")) if chosen.more else ():
        if path.is_file():
            cases[f"more-{path.name}"] = Case(name=f"more-{path.name}", make=path.read_bytes, exit=ANY)
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        lines = list(batch(folder, cases) if chosen.batch else told(converted(folder, cases), cases))
        lines += [f"FAULT the network was touched: {path.name}" for path in (folder / "network").iterdir()]
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(line.startswith("FAULT") for line in lines))


if __name__ == "__main__":
    raise SystemExit(main())
