"""Whatever stops a build, each release on disk is the old or the new one, whole; the next build ends well."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.hostile.plugs import BUILD, CHECKOUT, Project, command, gone, of_build, run, tree

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes and mounts as Linux has them")

SLOW = """
import sys, time
from pathlib import Path
from budgetpress import batch

def slow(job):
    (job.folder / job.folder.name).write_bytes(b"")
    time.sleep(600)

batch.run_job = slow
if __name__ == "__main__":
    jobs = [batch.Job(folder=Path(sys.argv[1]))]
    list(batch.build_in_processes(jobs, 2, print))
"""


def test_workers_end_with_the_command(tmp_path: Path, project_root: Path) -> None:
    """A worker whose command was killed does not wait for it for ever."""
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    folder = tmp_path / "work"
    folder.mkdir()
    paths = os.pathsep.join([str(project_root / "scripts"), str(tmp_path)])
    environment = {**os.environ, "PYTHONPATH": paths}
    process = subprocess.Popen([sys.executable, script, folder], env=environment, start_new_session=True)
    while not any(folder.iterdir()):
        assert process.poll() is None
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert gone(process.pid)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Releases of which both states are known; they are at 1.1.0."""
    project = Project(tmp_path_factory.mktemp("project"), names=("a-2025", "b-2025"))
    project.prepare()
    return project


def test_two_builds_at_once_make_what_one_makes(project: Project) -> None:
    """Of one release or of several: both end well, and nothing of one is in the work of the other."""
    project.set_version("1.0.0")
    both = [command(project.root, words) for words in (BUILD, BUILD)]
    assert [process.wait() for process in both] == [0, 0]
    assert {folder.name: tree(folder) for folder in project.folders} == project.clean["1.0.0"]
    project.set_version("1.1.0")
    assert not run(project.root, BUILD)


def test_killed_builds_leave_every_release_whole(project: Project) -> None:
    """Killed with all its processes, at a random moment; many more kills: tests/hostile/plugs.py."""
    counts = of_build(project, 1, random.Random(7))
    assert counts["kills"] == 1
    assert not counts["FAULTS"], counts


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a disk of one's own is for root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def build_on(disk: Path) -> tuple[int, str]:
    """Exit code and what a build on a disk says; what it says is not written there."""
    command = [sys.executable, "-m", "budgetpress.cli", *BUILD]
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT / "scripts")}
    done = subprocess.run(command, cwd=disk, env=environment, capture_output=True, text=True)
    return done.returncode, done.stderr


def test_a_full_disk_and_a_read_only_one_leave_every_release_whole(project: Project, disk: Path) -> None:
    """Each release that could not be built is told, exit code 2; all of them are as they were."""
    for name in ("datapackage", ".cache"):
        shutil.copytree(project.root / name, disk / name)
    here = Project(disk, names=project.names, clean=project.clean)
    here.set_version("1.1.0")
    assert build_on(disk) == (0, "")
    here.set_version("1.0.0")
    filler = disk / "filler"
    filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - 300_000))
    code, said = build_on(disk)
    assert code == 2
    assert all(f"{folder.name}: [Errno 28] No space left" in said for folder in here.folders)
    assert here.raw("1.1.0") == 0

    filler.unlink()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, said = build_on(disk)
    assert code == 2
    assert all(f"{folder.name}: [Errno 30] Read-only" in said for folder in here.folders)
    assert here.raw("1.1.0") == 0

    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert build_on(disk) == (0, "")
    assert {folder.name: tree(folder) for folder in here.folders} == project.clean["1.0.0"]
