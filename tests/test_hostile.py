"""Files that are broken, mislabelled or made to hurt: each is refused in its own words, and costs little."""

from __future__ import annotations

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
MEGABYTES = 600
"""What any process may have at a time: the limit of the parsers, with what Python and its libraries take."""

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
    # A session of its own: the memory of what it starts is watched by the session.
    environment = {**os.environ, "PYTHONPATH": paths}
    subprocess.run(command, env=environment, check=True, timeout=600, start_new_session=True)
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    return folder, results


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_ends_as_it_should(name: str, outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Its exit code is the one expected, and a refusal names the file and what is wrong with it."""
    _, results = outcomes
    case, outcome = CASES[name], results[name]
    assert outcome["exit"] == case.exit, outcome
    if case.exit == REFUSED:
        begin, _, rest = outcome["said"].partition(": ")[2].partition(": ")
        assert begin.startswith(name), outcome
        assert re.search(case.says, rest.partition(". ")[0], re.IGNORECASE), outcome


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_costs_little(name: str, outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Memory does not grow with what the file claims, here or in the process that parses it."""
    _, results = outcomes
    assert results[name]["megabytes"] < MEGABYTES, results[name]


def test_refused_file_leaves_nothing(outcomes: tuple[Path, Mapping[str, Outcome]]) -> None:
    """Where nothing can be published, nothing is written: no folder, and no part of one beside it."""
    folder, results = outcomes
    expected = {name for name, outcome in results.items() if outcome["exit"] != REFUSED}
    assert {path.name for path in (folder / "out").iterdir()} == expected
