"""The small release, written once, and copies of it to spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.package.small import write_small


@pytest.fixture(scope="session")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the small release; not to be changed."""
    folder = tmp_path_factory.mktemp("pristine") / "package"
    write_small(folder)
    return folder


@pytest.fixture
def package(pristine: Path, tmp_path: Path) -> Path:
    """A copy of the package, to change."""
    return Path(shutil.copytree(pristine, tmp_path / "package"))
