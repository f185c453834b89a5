"""Files that are broken, mislabelled or made to hurt: each is refused in its own words, and costs little.

Here are those of which it is known what is to become of them, and a few of each kind of the seven hundred
others. All of them, and all in one batch: tests/hostile/run.py.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.case import REFUSED
from tests.hostile.run import ALL, NAMED, converted, environment, faults

DEAR = re.compile(r"bomb-|grown-|text-one-line|content-|sheet-|cell-no-place|structure-comment|page-")
OTHERS = [name for name in sorted(ALL) if name not in NAMED and not DEAR.match(name)][::12]
CASES = {name: ALL[name] for name in (*NAMED, *OTHERS)}

Outcome = Mapping[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are, and what is written."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def outcomes(folder: Path) -> Mapping[str, Outcome]:
    """What came of each file, by name."""
    return converted(folder, CASES, timeout=900)


@pytest.mark.parametrize("name", sorted(CASES))
def test_hostile_file_ends_as_it_should(name: str, outcomes: Mapping[str, Outcome]) -> None:
    """Its exit code is the one expected, and a refusal names the file and what is wrong with it."""
    assert list(faults(CASES[name], outcomes[name])) == []


@pytest.mark.parametrize("name", sorted(NAMED))
def test_hostile_file_costs_little(name: str, outcomes: Mapping[str, Outcome]) -> None:
    """Memory does not grow with what the file claims, here or in the process that parses it."""
    assert max(outcomes[name][process] for process in ("child", "parent")) < 600, outcomes[name]


def test_refused_file_leaves_nothing(folder: Path, outcomes: Mapping[str, Outcome]) -> None:
    """Where nothing can be published, nothing is written: no folder, and no part of one beside it."""
    expected = {name for name, outcome in outcomes.items() if outcome["exit"] != REFUSED}
    assert {path.name for path in (folder / "out").iterdir()} == expected


def test_no_file_reaches_for_the_network(folder: Path, outcomes: Mapping[str, Outcome]) -> None:
    """Neither this process nor one that it started, whatever address a file names."""
    assert [path.name for path in (folder / "network").iterdir()] == []


def test_a_process_that_reaches_for_the_network_is_found_out(tmp_path: Path) -> None:
    """So that the test above can fail."""
    asks = "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"
    done = subprocess.run([sys.executable, "-c", asks], env=environment(tmp_path), capture_output=True)
    assert done.returncode
    assert list((tmp_path / "network").iterdir())
