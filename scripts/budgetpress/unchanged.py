"""What a release was made from, and what came of it: one that has not changed is not built again.

The key is a hash over everything that the package depends on: the inputs of the release, the code, the forms
and code lists, and the versions of all that is installed. The package itself is not kept, it lies in the
folder of the release, but the hash of each of its files is; an entry that is torn, forged or no longer true
is a miss.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from budgetpress.model import BuildResult
from budgetpress.release import source_files

_HERE = Path(__file__).resolve().parent
_INPUTS = ("release.toml", "corrections.toml")
_MADE = ("datapackage.json", "data", "reports")


class Kept:
    """The entry of a release in the folder `cache`."""

    def __init__(self, cache: Path, folder: Path, *, forms: Sequence[Path], exact_parser: bool) -> None:
        self._folder = folder
        self._path = cache / f"{folder.name}.json"
        inputs = [path for name in _INPUTS if (path := folder / name).is_file()]
        self._key = _digest(
            {
                "inputs": _hashes([*inputs, *source_files(folder)], folder),
                "forms": [_hashes(_files(form), form) for form in forms],
                "parser": exact_parser,
                "code": _code(),
            }
        )

    def result(self) -> BuildResult | None:
        """What came of the release, if nothing has changed since and all its files are as they were."""
        try:
            digest, text = self._path.read_text(encoding="utf-8").split("\n", 1)
            entry = json.loads(text)
        except (OSError, ValueError):
            return None
        if digest != _digest(entry) or entry["key"] != self._key:
            return None
        if not entry["files"] or entry["files"] != self._made():
            return None
        return BuildResult(
            name=self._folder.name, folder=self._folder, findings_blocking=0, counts=entry["counts"]
        )

    def keep(self, result: BuildResult) -> None:
        """Write the entry, whole or not at all."""
        entry = {"key": self._key, "files": self._made(), "counts": dict(result.counts)}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_suffix(f".{os.getpid()}.part")
        part.write_text(f"{_digest(entry)}\n{json.dumps(entry)}", encoding="utf-8")
        part.replace(self._path)

    def _made(self) -> dict[str, str]:
        made = [self._folder / name for name in _MADE]
        files = [path for one in made for path in (_files(one) if one.is_dir() else [one]) if path.is_file()]
        return _hashes(files, self._folder)


def _hashes(files: Iterable[Path], below: Path) -> dict[str, str]:
    return {
        path.relative_to(below).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


@cache
def _code() -> str:
    """The code with its forms and code lists, this Python, and all that is installed."""
    installed = sorted(f"{one.name}=={one.version}" for one in distributions())
    return _digest([_hashes(_files(_HERE), _HERE), sys.version, installed])
