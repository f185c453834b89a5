"""Folders of finished files, kept under the hash of what they are made of and linked into the site.

A folder is written aside and moved to its place whole, with a list of its files that carries a hash of its
own. One that is torn, has a file more or less, or one that was written to since, is a miss and made anew: a
file of the site that was changed by hand is the same file here, and its time of change tells.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

_LIST, _FILES = "files.json", "files"
# So many folders of one name stay, the older ones for a day: who builds two sites in turn does not make each
# of them anew, and the disk does not fill up.
_MOST, _DAY = 3, 86_400

State = Mapping[str, tuple[int, int]]


class Store:
    """Kept folders by name and key below `folder`, which may be emptied at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str, key: str, make: Callable[[Path], None]) -> Path:
        """The folder of that name and key; where there is none, `make` writes its files into a new one."""
        home = self._folder / name / key
        if not _is_whole(home):
            self._write(home, make)
        with suppress(OSError):
            os.utime(home)
        self._forget(home)
        return home / _FILES

    def _write(self, home: Path, make: Callable[[Path], None]) -> None:
        home.parent.mkdir(parents=True, exist_ok=True)
        part = Path(mkdtemp(prefix=".", dir=home.parent))
        try:
            (part / _FILES).mkdir()
            make(part / _FILES)
            text = json.dumps(dict(sorted(_state(part / _FILES).items())))
            (part / _LIST).write_text(f"{_digest(text)}\n{text}", encoding="utf-8")
            shutil.rmtree(home, ignore_errors=True)
            part.rename(home)
        except OSError:
            # Another process may have been quicker.
            if not _is_whole(home):
                raise
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _forget(self, home: Path) -> None:
        with suppress(OSError):
            others = sorted(os.scandir(home.parent), key=lambda entry: entry.stat().st_mtime, reverse=True)
            for number, entry in enumerate(others):
                old = number and entry.stat().st_mtime < others[0].stat().st_mtime - _DAY
                if (old or number >= _MOST) and not entry.name.startswith("."):
                    shutil.rmtree(entry, ignore_errors=True)


def link_tree(kept: Path, target: Path) -> int:
    """Put the files below `kept` below `target`, as links where the file system has them; how many.

    Nothing may write into such a file: whoever changes one puts another in its place.
    """
    count = 0
    for folder, names, files in os.walk(kept):
        there = target / os.path.relpath(folder, kept)
        there.mkdir(parents=True, exist_ok=True)
        names.sort()
        for name in files:
            place(f"{folder}/{name}", f"{there}/{name}")
        count += len(files)
    return count


def place(file: str | Path, target: str | Path) -> None:
    """The same file at another address."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copyfile(file, target)


def write_file(path: Path, content: bytes) -> None:
    """A file of its own at `path`, whatever was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def digest_of(*parts: Any) -> str:
    """A hash over plain values."""
    return _digest(json.dumps(parts, sort_keys=True))


def contents(folder: Path) -> dict[str, str]:
    """The hash of every file below a folder, but for what Python keeps of its own."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


@cache
def code() -> str:
    """A hash over this program and all that is installed."""
    installed = sorted(f"{one.name}=={one.version}" for one in distributions())
    return digest_of(contents(Path(__file__).resolve().parent.parent), installed)


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of change of every file below a folder; nothing where there is no such folder."""
    return dict(sorted(_state(folder).items()))


def _state(folder: Path) -> dict[str, tuple[int, int]]:
    return dict(_walk(str(folder), ""))


def _walk(folder: str, above: str) -> Iterator[tuple[str, tuple[int, int]]]:
    try:
        entries = list(os.scandir(folder))
    except FileNotFoundError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{above}{entry.name}/")
        else:
            found = entry.stat()
            yield above + entry.name, (found.st_size, found.st_mtime_ns)


def _is_whole(home: Path) -> bool:
    try:
        digest, text = (home / _LIST).read_text(encoding="utf-8").split("\n", 1)
        if digest != _digest(text):
            return False
        listed = {name: tuple(values) for name, values in json.loads(text).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return False
    return listed == _state(home / _FILES)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
