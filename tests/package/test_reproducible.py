"""The same input gives the same bytes, wherever and whenever it is written."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.package.small import tree

HERE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
        {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "2"},
        {"LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": "1", "PYTHONHASHSEED": "3"},
    ],
    ids=str,
)
@pytest.mark.parametrize("umask", [0o022, 0o077])
def test_bytes_do_not_depend_on_the_surroundings(
    pristine: Path, tmp_path: Path, environment: dict[str, str], umask: int
) -> None:
    """Time zone, locale, hash seed, umask, working folder and target folder leave no trace."""
    target = tmp_path / "另一个 folder"
    path = os.pathsep.join([str(HERE / "scripts"), str(HERE)])
    subprocess.run(
        [sys.executable, str(HERE / "tests" / "package" / "small.py"), os.fsdecode(os.fsencode(target))],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": path, **environment},
        cwd=tmp_path,
        umask=umask,
        check=True,
    )
    assert tree(target) == tree(pristine)
