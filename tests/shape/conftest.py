"""The first release, read and shaped once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.shape.printed import shaped

from budgetpress.model import Shaped


@pytest.fixture(scope="session")
def transcription(project_root: Path) -> str:
    """The text of the first release as it was published."""
    folder = project_root / "datapackage" / "beijing-chaoyang-jinsong-2026" / "source"
    (path,) = folder.glob("*.txt")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def release(transcription: str) -> Shaped:
    """The first release, shaped."""
    return shaped(transcription)
