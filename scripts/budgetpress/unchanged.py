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
from contextlib import suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from budgetpress.model import BuildResult
from budgetpress.release import file_sha256, source_files

_HERE = Path(__file__).resolve().parent
_INPUTS = ("release.toml", "corrections.toml")
_MADE = ("datapackage.json", "data", "reports")


class Kept:
    """The entry of a release in the folder `cache`."""

    def __init__(self, cache: Path, folder: Path, *, forms: Sequence[Path], exact_parser: bool) -> None:
        self._folder = folder
        self._path = cache / f"{folder.name}.json"
        self._forms = forms
        self._exact_parser = exact_parser
        self._key = self._inputs()

    def result(self) -> BuildResult | None:
        """What came of the release, if nothing has changed since and all its files are as they were."""
        entry = self._entry()
        if entry is None or entry["key"] != self._key:
            return None
        if not entry["files"] or entry["files"] != self._made():
            return None
        return BuildResult(
            name=self._folder.name, folder=self._folder, findings_blocking=0, counts=entry["counts"]
        )

    def keep(self, result: BuildResult) -> None:
        """Write the entry, whole or not at all; where it cannot be written, the release is built again.

        Nothing is kept where an input was changed meanwhile: who knows which of the two was read.
        """
        if self._inputs() != self._key:
            return
        entry = {"key": self._key, "files": self._made(), "counts": dict(result.counts)}
        part = self._path.with_suffix(f".{os.getpid()}.part")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                part.write_text(f"{_digest(entry)}\n{_text(entry)}", encoding="utf-8")
                part.replace(self._path)
            finally:
                part.unlink(missing_ok=True)

    def _entry(self) -> dict[str, Any] | None:
        """The entry as it was written, or None."""
        try:
            digest, text = self._path.read_text(encoding="utf-8").split("\n", 1)
            if digest != hashlib.sha256(text.encode()).hexdigest():
                return None
            entry = json.loads(text)
        except (OSError, ValueError, RecursionError):
            return None
        return entry if isinstance(entry, dict) and entry.keys() == {"key", "files", "counts"} else None

    def _inputs(self) -> str:
        """The key: one hash over all that the package is made from."""
        inputs = [path for name in _INPUTS if (path := self._folder / name).is_file()]
        return _digest(
            {
                "inputs": _hashes([*inputs, *source_files(self._folder)], self._folder),
                "forms": [_hashes(_files(form), form) for form in self._forms],
                "parser": self._exact_parser,
                "code": _code(),
            }
        )

    def _made(self) -> dict[str, str]:
        made = [self._folder / name for name in _MADE]
        files = [path for one in made for path in (_files(one) if one.is_dir() else [one]) if path.is_file()]
        return _hashes(files, self._folder)


def _hashes(files: Iterable[Path], below: Path) -> dict[str, str]:
    return {path.relative_to(below).as_posix(): file_sha256(path) for path in files}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def _digest(value: Any) -> str:
    return hashlib.sha256(_text(value).encode()).hexdigest()


@cache
def _code() -> str:
    """The code with its forms and code lists, this Python, and all that is installed."""
    installed = sorted(f"{one.name}=={one.version}" for one in distributions())
    return _digest([_hashes(_files(_HERE), _HERE), sys.version, installed])
