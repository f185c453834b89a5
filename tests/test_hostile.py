"""Files that are broken, mislabelled or made to hurt: each is refused in its own words, and costs little."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.hostile import books, pdfs
from tests.hostile.case import REFUSED, by_name

CASES = by_name(pdfs.CASES, books.WORKBOOKS, books.MISLABELLED, books.TEXTS)
MEGABYTES = 700
"""What any process may take: the limit of the reader, with what Python and its libraries take before it."""
CPU_SECONDS = 15
"""A file of a few kilobytes may not keep a processor busy; a refusal comes within this."""

Outcome = Mapping[str, Any]


@pytest.fixture(scope="module")
def outcomes(
    tmp_path_factory: pytest.TempPathFactory, project_root: Path
) -> tuple[Path, Mapping[str, Outcome]]:
    """Every hostile file converted; the folder with what was written, and what came of each by name."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "files").mkdir()
    for case in CASES.values():
        (folder / "files" / case.name).write_bytes(case.make())
    paths = os.pathsep.join([str(project_root / "scripts"), str(project_root)])
    command = [sys.executable, "-m", "tests.hostile.probe", str(folder)]
    subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, check=True, timeout=600)
    results = {
        name: json.loads((folder / "out" / f"{name}.json").read_text(encoding="utf-8")) for name in CASES
    }
    return folder, results


def findings(package: Path) -> str:
    """The codes and words of all findings of a package."""
    with (package / "data" / "findings.csv").open(encoding="utf-8", newline="") as stream:
        return "\n".join(f"{row['code']}: {row['message_en']}" for row in csv.DictReader(stream))


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_ends_as_it_should(name: str, outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Its exit code is one of those expected, and a refusal names the file and what is wrong with it."""
    folder, results = outcomes
    case, outcome = CASES[name], results[name]
    assert outcome["exit"] in case.exits, outcome
    if outcome["exit"] == REFUSED:
        begin, _, rest = outcome["said"].partition(": ")[2].partition(": ")
        assert begin.startswith(name), outcome
        assert re.search(case.says, rest.partition("; expected ")[0], re.IGNORECASE), outcome
    elif case.finds:
        assert re.search(case.finds, findings(folder / "out" / name), re.IGNORECASE)


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_costs_little(name: str, outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Neither memory nor processor time grows with what the file claims."""
    _, results = outcomes
    assert results[name]["megabytes"] < MEGABYTES, results[name]
    assert results[name]["cpu"] < CPU_SECONDS, results[name]


def test_refused_file_leaves_nothing(outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Where nothing can be published, nothing is written: no folder, and no part of one beside it."""
    folder, results = outcomes
    expected = {f"{name}.{stream}" for name in CASES for stream in ("stdout", "stderr", "json")}
    expected |= {name for name, outcome in results.items() if outcome["exit"] != REFUSED}
    assert {path.name for path in (folder / "out").iterdir()} == expected
