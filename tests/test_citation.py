"""CITATION.cff: valid by the format's own schema, and of the same version as the program."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import yaml


def test_it_is_valid(project_root: Path) -> None:
    """The schema of the Citation File Format accepts it."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.citation-file-format"]
    done = subprocess.run([*command, project_root / "CITATION.cff"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_it_agrees_with_the_project(project_root: Path) -> None:
    """Name, version, licence and the day of the version are those of pyproject.toml and the changelog."""
    said = yaml.safe_load((project_root / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (said["title"], said["version"]) == (project["name"], project["version"])
    assert said["license"] == project["license"]
    changes = (project_root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{said['version']}] - {said['date-released']}" in changes
