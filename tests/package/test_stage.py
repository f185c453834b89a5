"""Publishing is all or nothing, and touches nothing but the generated parts."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.package.small import RESULT, SHAPED, TABLES, tree, write_small
from tests.package.small_form import RELEASE

from budgetpress.errors import InputError
from budgetpress.package import stage, validate_package

NEXT = replace(RELEASE, version="2.0.0")


class PowerCutError(Exception):
    """Something that stops the writer."""


def stop_at(patch: pytest.MonkeyPatch, moment: int) -> None:
    """Have the n-th rename, write or flush fail."""
    done: list[str] = []

    def watched(action: Callable[..., object]) -> Callable[..., object]:
        def run(*arguments: object, **options: object) -> object:
            done.append(action.__name__)
            if len(done) == moment:
                raise PowerCutError
            return action(*arguments, **options)

        return run

    patch.setattr(Path, "rename", watched(Path.rename))
    patch.setattr(Path, "write_bytes", watched(Path.write_bytes))
    patch.setattr(os, "fsync", watched(os.fsync))


@pytest.mark.parametrize("first", [True, False])
def test_interrupted_at_any_moment_nothing_changed(tmp_path: Path, first: bool) -> None:
    """Wherever writing fails, the folder is as it was to the byte; else it is wholly new."""
    folder = tmp_path / "package"
    old = {"datapackage.json": b'{"generator": "budgetpress"}', "data/a.csv": b"1", "data/b.csv": b"2"}
    new = {"datapackage.json": b"new", "data/a.csv": b"3", "reports/validation.json": b"{}"}
    old = {} if first else dict(sorted(old.items()))
    stage.write_files(folder, old)
    for moment in range(1, 100):
        with pytest.MonkeyPatch.context() as patch:
            stop_at(patch, moment)
            try:
                with stage.staged(folder) as staging:
                    stage.write_files(staging, new)
            except PowerCutError:
                assert tree(folder) == old
                assert {path.name for path in folder.rglob("*") if path.is_dir()} <= {"data"}
            else:
                break
    assert tree(folder) == new
    assert moment > 15


@pytest.mark.parametrize("first", [True, False])
def test_killed_at_any_moment_the_next_writer_recovers(pristine: Path, tmp_path: Path, first: bool) -> None:
    """After a kill between any two renames, the next reader or writer finds a package whole."""
    for cut in range(1, 9):
        folder = tmp_path / f"package{cut}"
        if not first:
            shutil.copytree(pristine, folder)
        folder.mkdir(exist_ok=True)
        before = tree(folder)
        script = (
            "import os, signal, sys; from pathlib import Path\n"
            "from tests.package.small import write_small\n"
            "from tests.package.test_stage import NEXT\n"
            "count, rename = [0], Path.rename\n"
            "def cut(self, target):\n"
            "    count[0] += 1\n"
            f"    if count[0] == {cut}: os.kill(os.getpid(), signal.SIGKILL)\n"
            "    return rename(self, target)\n"
            "Path.rename = cut\n"
            "write_small(Path(sys.argv[1]), release=NEXT)\n"
        )
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script, str(folder)], env=environment)
        killed = done.returncode == -signal.SIGKILL
        assert killed or done.returncode == 0
        stage.settle(folder)
        stage.recover(folder)
        if killed:
            assert tree(folder) == before
        else:
            assert validate_package(folder)["valid"]
            break
    else:
        pytest.fail("never ran to its end")


def test_failing_validation_leaves_the_old_package(package: Path) -> None:
    """A package that contradicts itself does not replace a good one."""
    before = tree(package)
    figures = (replace(RESULT.figures[0], amount=None), *RESULT.figures[1:])
    with pytest.raises(Exception, match="not valid"):
        write_small(package, result=replace(RESULT, figures=figures))
    assert tree(package) == before


def test_full_disk_leaves_the_old_package(package: Path) -> None:
    """Where the system refuses to write on, the old package stays and the error is raised."""
    before = tree(package)
    script = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from tests.package.small import write_small\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "write_small(Path(sys.argv[1]))\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", script, str(package)], env=environment, capture_output=True)
    assert b"File too large" in done.stderr
    assert tree(package) == before


def test_inputs_are_never_touched(tmp_path: Path) -> None:
    """release.toml, source/ and corrections.toml stay as they are; a second write changes nothing."""
    inputs = {"release.toml": b"x = 1\n", "source/a.txt": b"a", "corrections.toml": b""}
    stage.write_files(tmp_path, inputs)
    write_small(tmp_path)
    first = tree(tmp_path)
    assert {name: first[name] for name in inputs} == inputs
    write_small(tmp_path)
    assert tree(tmp_path) == first


def test_files_of_former_tables_vanish(package: Path) -> None:
    """A table that is no longer there leaves no file behind."""
    gone = [table for table in TABLES if table.number != "1"]
    figures = tuple(figure for figure in RESULT.figures if figure.table != "1")
    kept = {figure.id for figure in figures}
    checks = tuple(
        c for c in RESULT.checks if kept.issuperset(f.lstrip("-") for f in c.left_figures + c.right_figures)
    )
    (package / "data" / "stray.csv").write_text("x")
    write_small(
        package,
        shaped=replace(SHAPED, missing=("1", "4")),
        result=replace(RESULT, tables=tuple(gone), figures=figures, checks=checks),
    )
    names = {path.name for path in (package / "data").iterdir()}
    assert "spending.csv" in names
    assert not names & {"balance.csv", "balance.json", "stray.csv"}


def test_foreign_folder_is_refused(tmp_path: Path) -> None:
    """A folder with other files, or a file, is no place for a package and stays as it is."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "mine.csv").write_text("mine")
    (tmp_path / "datapackage.json").write_text('{"name": "mine"}')
    before = tree(tmp_path)
    with pytest.raises(InputError, match="holds other files"):
        write_small(tmp_path)
    with pytest.raises(InputError, match="this is a file"):
        write_small(tmp_path / "datapackage.json")
    assert tree(tmp_path) == before


def test_package_of_ours_is_replaced(package: Path) -> None:
    """A folder that holds a package made by us, and an empty one, take a package."""
    write_small(package, release=NEXT)
    assert b'"version": "2.0.0"' in (package / "datapackage.json").read_bytes()
