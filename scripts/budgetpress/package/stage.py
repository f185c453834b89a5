"""Publishing, all or nothing: the generated parts of a package change together or not at all.

New parts are written and flushed in the stage; the old ones are moved aside into it and the new ones
into their place; then the stage is gone. Whatever stops this, a signal included, the next writer finds
the stage and puts the old parts back. Inputs (release.toml, source/, corrections.toml) are never touched.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from budgetpress.errors import InputError
from budgetpress.package.descriptor import GENERATOR

if sys.platform != "win32":
    import fcntl

# The descriptor comes last: until it is in place, nothing says that the new data are a package.
PARTS = ("data", "reports", "datapackage.json")
STAGE = ".budgetpress-stage"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give an empty folder to write the new parts into; publish them when the block ends well.

    When the block or the publishing fails, `folder` is as it was and the stage is gone. Raises
    InputError where `folder` is no place for a package.
    """
    if folder.exists() and not folder.is_dir():
        raise InputError(str(folder), "this is a file", expected="a folder for the package")
    made = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder):
        recover(folder)
        check_target(folder)
        stage = folder / STAGE
        try:
            (stage / "new").mkdir(parents=True)
            (stage / "old").mkdir()
            yield stage / "new"
            _publish(folder)
        except BaseException:
            recover(folder)
            if made:
                folder.rmdir()
            raise


def check_target(folder: Path) -> None:
    """InputError unless `folder` is empty, a release, or a package that we made."""
    if (
        not any(folder.iterdir())
        or (folder / "release.toml").is_file()
        or _is_ours(folder / "datapackage.json")
    ):
        return
    raise InputError(
        str(folder),
        "the folder holds other files",
        expected="an empty folder, or a package made by budgetpress",
        do="Choose another folder.",
    )


def settle(folder: Path) -> None:
    """Undo what a writer that died has left half done; one who is alive is waited for."""
    if (folder / STAGE).is_dir():
        with alone(folder):
            recover(folder)


def put(folder: Path, name: str, data: bytes) -> None:
    """Write one file of a release, whole or not at all; what was there under this name is replaced."""
    with alone(folder):
        recover(folder)
        stage = folder / STAGE
        try:
            write_files(stage, {name: data})
            flush(stage)
            (stage / name).replace(folder / name)
            _flush_one(folder)
        finally:
            remove(stage)


def recover(folder: Path) -> None:
    """Undo what an earlier writer left half done, and remove its stage. Harmless when repeated."""
    stage = folder / STAGE
    if stage.is_symlink():  # no writer of ours left that: what it leads to is none of our business
        stage.unlink()
    for part in PARTS:
        old, place = stage / "old" / part, folder / part
        if os.path.lexists(old):
            remove(place)
            old.rename(place)
    if (stage / "old").is_dir():
        for part in _first_time(stage):
            if not (stage / "new" / part).exists():
                remove(folder / part)
    remove(stage)


def _publish(folder: Path) -> None:
    stage = folder / STAGE
    fresh = [part for part in PARTS if not os.path.lexists(folder / part)]
    (stage / "first-time").write_text("\n".join(fresh), encoding="utf-8")
    flush(stage)
    for part in PARTS:
        if part not in fresh:
            (folder / part).rename(stage / "old" / part)
        if (stage / "new" / part).exists():
            (stage / "new" / part).rename(folder / part)
    _flush_one(folder)
    (stage / "old").rename(stage / "done")  # from here on there is nothing to undo
    shutil.rmtree(stage, ignore_errors=True)


def _first_time(stage: Path) -> list[str]:
    """The parts that had no predecessor, once publishing has begun."""
    try:
        return (stage / "first-time").read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Be the only writer in `folder`: wait for another; the system frees the lock of one that died."""
    if sys.platform == "win32":  # has no locks on folders: two writers at once are the caller's concern
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write each file below `folder`, making the folders it needs."""
    for name, data in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def remove(path: Path) -> None:
    """Remove a file or a folder, if it is there; a link is removed, never followed."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _is_ours(descriptor: Path) -> bool:
    try:
        found = json.loads(descriptor.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("generator") == GENERATOR


def flush(folder: Path) -> None:
    """Have the system write everything below `folder` to the disk."""
    for path in sorted(folder.rglob("*")):
        _flush_one(path)
    _flush_one(folder)


def _flush_one(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows cannot open a folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
