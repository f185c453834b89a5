"""The wheel holds all that an installed budgetpress needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path


def test_wheel_holds_modules_forms_and_code_lists(project_root: Path, tmp_path: Path) -> None:
    """Every module and every TOML and CSV file of the package is in the wheel, and so is the command."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)],
        cwd=project_root,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (entry_points,) = (archive.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    scripts = project_root / "scripts"
    wanted = {
        path.relative_to(scripts).as_posix()
        for path in (scripts / "budgetpress").rglob("*")
        if path.suffix in {".py", ".toml", ".csv"}
    }

    assert wanted - names == set()
    assert any(name.endswith("forms/beijing/form.toml") for name in names)
    assert "budgetpress = budgetpress.cli:main" in entry_points
