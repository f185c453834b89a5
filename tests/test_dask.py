"""Releases built on a real Dask scheduler with real workers: what dies there loses nothing that was done."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.documents import putuo
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

from budgetpress import batch, build
from budgetpress.batch import Job, Outcome
from budgetpress.errors import InputError

COUNT = 40
DASK = Path(sys.executable).with_name("dask")


@dataclass
class Cluster:
    """A scheduler at an address, and two workers without nannies, each a process of this machine."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@pytest.fixture
def cluster(tmp_path: Path, project_root: Path) -> Iterator[Cluster]:
    """Started as the documentation says, and ended."""
    paths = os.pathsep.join([str(project_root / "scripts"), str(project_root)])
    file = tmp_path / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [DASK, *words, "--no-dashboard", "--scheduler-file", file]
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": paths},
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        started.append(process)
        return process

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        workers = [
            start("worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60") for _ in range(2)
        ]
        yield Cluster(address=address_in(file, scheduler), scheduler=scheduler, workers=workers)
    finally:
        for process in started:
            process.kill()
            process.wait()


def address_in(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """The address that the scheduler writes when it is ready."""
    while not (file.is_file() and (found := re.search(r"tcp://[\d.]+:\d+", file.read_text()))):
        assert scheduler.poll() is None
        time.sleep(0.1)
    return found[0]


def quiet(_message: str) -> None:
    """Report nothing."""


def writes(job: Job) -> Outcome:
    """In place of the work: a file, written slowly enough to be interrupted."""
    time.sleep(0.1)
    job.folder.with_suffix(".done").write_text("")
    return Outcome(folder=job.folder)


def jobs(folder: Path) -> list[Job]:
    """Releases without anything in them."""
    return [Job(folder=folder / f"r{number:02}") for number in range(COUNT)]


def test_releases_are_built_by_workers(cluster: Cluster, tmp_path: Path) -> None:
    """The package that a worker makes is the package that is made here."""
    document = pdf(putuo.paper(), LOOKS[0])
    made = []
    for root in (tmp_path / "there", tmp_path / "here"):
        source = root / "datapackage" / "a-2025" / "source" / "budget.pdf"
        source.parent.mkdir(parents=True)
        source.write_bytes(document)
        todo = [Job(folder=folder) for folder in build.release_folders(root)]
        if root.name == "there":
            (outcome,) = batch.build_on_dask(cluster.address, todo, quiet)
        else:
            (outcome,) = batch.build_here(todo, quiet)
        assert outcome.result, outcome.error
        folder = source.parents[1]
        made.append(
            {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        )
    assert made[0] == made[1]


def built_while_killing(process: subprocess.Popen[bytes], cluster: Cluster, folder: Path) -> list[Outcome]:
    """What is told of all releases, where a process is killed after a quarter of them."""
    told = []
    for outcome in batch.build_on_dask(cluster.address, jobs(folder), quiet):
        told.append(outcome)
        if len(told) == COUNT // 4:
            process.kill()
    return told


def test_a_worker_that_is_killed_loses_nothing(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every release is built, once told, though a worker dies while it has work."""
    monkeypatch.setattr(batch, "run_job", writes)
    told = built_while_killing(cluster.workers[0], cluster, tmp_path)

    assert [outcome.error for outcome in told] == [""] * COUNT
    assert {outcome.folder for outcome in told} == {job.folder for job in jobs(tmp_path)}
    assert len(list(tmp_path.glob("*.done"))) == COUNT


def test_a_scheduler_that_is_killed_loses_no_finished_result(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was told is on disk; every other release has an outcome that says why there is none."""
    monkeypatch.setattr(batch, "run_job", writes)
    told = built_while_killing(cluster.scheduler, cluster, tmp_path)

    assert {outcome.folder for outcome in told} == {job.folder for job in jobs(tmp_path)}
    finished = [outcome for outcome in told if not outcome.error]
    assert COUNT // 4 <= len(finished) < COUNT
    assert all(outcome.folder.with_suffix(".done").is_file() for outcome in finished)


def test_no_scheduler_is_bad_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An address where nobody answers is told, with what was expected."""
    monkeypatch.setattr(batch, "_SECONDS", 1)
    with pytest.raises(InputError, match=r"tcp://127\.0\.0\.1:9: no scheduler answers"):
        list(batch.build_on_dask("tcp://127.0.0.1:9", jobs(tmp_path), quiet))
