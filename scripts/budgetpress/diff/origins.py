"""Where a package to compare is read from: a folder, a zip as the site offers it, or a revision in git.

Nothing is unpacked to disk and nothing fetched. A zip is looked at before it is opened; git reads its own
objects, and no filter, hook or attribute of the repository is run.
"""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Final

from budgetpress.errors import InputError
from budgetpress.published import MAX_FILE, Published, Read, read_folder, read_published
from budgetpress.read.workbook.archive import MAX_UNPACKED, check_archive

_NEEDED = re.compile(r"datapackage\.json|data/[^/]+\.csv")
_HOSTILE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]|\\")
_SECONDS: Final = 60


def read_pair(a: str, b: str) -> tuple[Published, Published]:
    """The packages that two words name; a revision alone means the release that the other word names.

    InputError where either is none.
    """
    return read_origin(a, beside=b), read_origin(b, beside=a)


def read_origin(word: str, *, beside: str = "") -> Published:
    """The package that a word names: a folder, its descriptor, a release, a zip, `REV:path`, or `REV`."""
    if folder := _folder(word):
        return read_folder(folder)
    if Path(word).is_file():
        return _from_zip(Path(word))
    if ":" in word:
        revision, _, inside = word.partition(":")
        return from_git(Path.cwd(), revision, inside, word)
    if other := _folder(beside):
        return from_git(other, word, "./", f"{word}:{beside}")
    raise InputError(
        word,
        "no such folder, zip or revision",
        expected="a release folder, a zip of one, REV:path, or REV beside the folder of a release",
    )


def _folder(word: str) -> Path | None:
    """The folder that a word names: itself, that of its datapackage.json, or that of a release."""
    path = Path(word)
    for folder in (path, path.parent if path.name == "datapackage.json" else path, "datapackage" / path):
        if word and (folder / "datapackage.json").is_file():
            return folder
    return path if word and path.is_dir() else None


# --- zip ------------------------------------------------------------------------------------------------


def _from_zip(path: Path) -> Published:
    if path.stat().st_size > MAX_UNPACKED:
        raise InputError(str(path), "the zip is too large", expected=f"at most {MAX_UNPACKED:,} bytes")
    names = check_archive(
        str(path), path.read_bytes(), "the zip of a release", "Fetch the zip of one release."
    )
    hostile = sorted(name for name in names if _HOSTILE.search(name))
    if hostile:
        raise InputError(
            str(path), f"the member {hostile[0]!r}"[:200], expected="names of files below one folder"
        )
    roots = {
        str(PurePosixPath(name).parent) for name in names if PurePosixPath(name).name == "datapackage.json"
    }
    if len(roots) != 1:
        raise InputError(str(path), f"{len(roots)} files datapackage.json", expected="the zip of one release")
    root = roots.pop()
    try:
        with zipfile.ZipFile(path) as archive:
            return read_published(str(path), _zip_reader(path, archive, "" if root == "." else f"{root}/"))
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise InputError(str(path), f"the zip archive is damaged: {error}"[:200]) from None


def _zip_reader(path: Path, archive: zipfile.ZipFile, root: str) -> Read:
    def read(name: str) -> bytes:
        member = archive.getinfo(root + name)  # KeyError where there is none
        if member.file_size > MAX_FILE:
            raise InputError(
                f"{path}: {name}", "the file is too large", expected=f"at most {MAX_FILE:,} bytes"
            )
        return archive.read(member)

    return read


# --- git ------------------------------------------------------------------------------------------------


def from_git(folder: Path, revision: str, inside: str, origin: str) -> Published:
    """The package at `inside` in a revision: a path from the top, or from `folder` where it begins with `./`.

    InputError where there is no such revision or no package in it.
    """
    tree = f"{revision}:{inside}"
    if not revision or revision.startswith("-"):
        raise InputError(origin, "not a revision", expected="REV:path")
    listed = git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{tree}")
    if listed is None:
        raise InputError(
            origin, "no such revision, or no such folder in it", expected="REV:path/of/a/release"
        )
    objects = _objects(folder, listed.decode("ascii").strip(), origin)

    def read(name: str) -> bytes:
        object_name, size = objects[name]
        if size > MAX_FILE:
            raise InputError(
                f"{origin}/{name}", "the file is too large", expected=f"at most {MAX_FILE:,} bytes"
            )
        data = git(folder, "cat-file", "blob", object_name)
        if data is None:
            raise KeyError(name)
        return data

    return read_published(origin, read)


def _objects(folder: Path, tree: str, origin: str) -> Mapping[str, tuple[str, int]]:
    """The plain files of a tree that a package may need, with their objects and sizes; no links."""
    listed = git(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", tree)
    if listed is None:
        raise InputError(origin, "not a folder", expected="the folder of a release")
    found = {}
    for entry in listed.decode("utf-8", "replace").split("\0"):
        head, _, name = entry.partition("\t")
        mode, _, rest = head.partition(" ")
        if mode.startswith("100") and _NEEDED.fullmatch(name):
            _, object_name, size = rest.split()
            found[name] = (object_name, int(size))
    return found


def git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints in a folder; None where it refuses. InputError where there is no git."""
    quiet = {"GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(
            ["git", "-c", "core.fsmonitor=false", *arguments],
            cwd=folder,
            env={**os.environ, **quiet},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (FileNotFoundError, subprocess.TimeoutExpired) as error:
        raise InputError("git", f"it cannot be run: {error}"[:200]) from None
    return done.stdout if done.returncode == 0 else None
