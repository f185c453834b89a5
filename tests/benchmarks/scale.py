"""How everything grows with the number of releases: the tables of the page of results.

    python3 tests/benchmarks/scale.py --releases 1 10 100 1000 --minutes 90 --markdown site/pages

(from the root, with the Python of .venv, on an idle machine.) Runs the benchmarks of this folder. What was
measured is kept in `.cache/scale`, so that a run that was cut short goes on where it stopped; `--fresh`
forgets it. Nothing is begun after so many minutes. `--markdown` writes the tables into the `numbers.md` of
each language below the folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.benchmarks import cluster, conversion, whole_site
from tests.benchmarks.measure import ROOT, folder_bytes
from tests.benchmarks.repair import write_between
from tests.benchmarks.scale_tables import tables

from budgetpress.website.languages import EN, LANGUAGES, resolve

KEPT = ROOT / ".cache" / "scale"
MOST_STAGES = 100
"""Of more releases the stages are not measured one by one: each document is by itself."""
Results = dict[str, dict[str, Any]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is not measured yet, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--releases", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--minutes", type=float, default=120)
    parser.add_argument("--only", nargs="*", help="only these subjects: read, build, dask, site")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--work", type=Path, default=KEPT, metavar="FOLDER")
    parser.add_argument("--markdown", type=Path, metavar="FOLDER")
    asked = parser.parse_args(arguments)
    if asked.fresh:
        shutil.rmtree(asked.work, ignore_errors=True)
    asked.work.mkdir(parents=True, exist_ok=True)
    results = measured(asked.work, asked.releases, asked.minutes, asked.only)
    text = "\n".join(tables(results, asked.releases)).strip()
    print(resolve(text, EN))
    if asked.markdown is not None:
        for language in LANGUAGES:
            write_between(asked.markdown / language.code / "numbers.md", resolve(text, language))
    return 0


def measured(work: Path, counts: Sequence[int], minutes: float, only: Sequence[str] | None) -> Results:
    """All results: those that were kept, and those that there was time for."""
    file = work / "results.json"
    results: Results = json.loads(file.read_text("utf-8")) if file.is_file() else {}
    until = time.monotonic() + 60 * minutes
    for name, step in steps(work, counts):
        if name in results or (only and name.partition(".")[0] not in only):
            continue
        if time.monotonic() > until:
            print(f"{name}: no time left", file=sys.stderr)
            continue
        begin = time.monotonic()
        results[name] = step()
        part = file.with_suffix(".part")
        part.write_text(json.dumps(results, indent=1, sort_keys=True), "utf-8")
        part.replace(file)
        print(f"{name}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    return results


def steps(work: Path, counts: Sequence[int]) -> Iterator[tuple[str, Callable[[], dict[str, Any]]]]:
    """What can be measured, by name, the quick before the slow."""
    yield "read", lambda: asdict(conversion.reading())
    for count in sorted(counts):
        yield f"build.{count}", partial(build, count)
        yield f"dask.{count}", partial(dask, count)
        yield f"site.{count}", partial(site, work / "packages", count)


def build(count: int) -> dict[str, Any]:
    """Conversion with one worker and with two, again with nothing changed, by stage, and bytes."""
    with tempfile.TemporaryDirectory() as name:
        root = conversion.releases(Path(name), count)
        source = folder_bytes(root)
        one, two = (asdict(conversion.workers(root, jobs)) for jobs in (1, 2))
        unchanged = asdict(conversion.workers(root, 1, again=True))
        package = folder_bytes(root / "datapackage") - source
        stages = conversion.stages(root) if count <= MOST_STAGES else {}
    return {
        "jobs_1": one, "jobs_2": two, "unchanged": unchanged, "stages": stages, "source": source,
        "package": package,
    }  # fmt: skip


def dask(count: int) -> dict[str, Any]:
    """Conversion on two workers of Dask."""
    with tempfile.TemporaryDirectory() as name:
        return asdict(cluster.on_dask(conversion.releases(Path(name), count)))


def site(packages: Path, count: int) -> dict[str, Any]:
    """The site; the packages are kept, since the next number of releases begins with the same ones."""
    largest = max((number for number in known(packages) if number >= count), default=count)
    found = whole_site.packages(packages / str(largest), largest)[:count]
    with tempfile.TemporaryDirectory() as name:
        return asdict(whole_site.measured(found, Path(name)))


def known(packages: Path) -> Mapping[int, Path]:
    """The folders of packages that are there, by how many they have."""
    return {int(path.name): path for path in packages.glob("*") if path.name.isdigit()}


if __name__ == "__main__":
    sys.exit(main())
