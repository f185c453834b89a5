"""Releases built on a real Dask scheduler with real workers: what dies there loses nothing that was done."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.dask_cluster import Cluster, started
from tests.documents import putuo
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

from budgetpress import batch, build
from budgetpress.batch import Job, Outcome
from budgetpress.errors import InputError

COUNT = 40


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and two workers."""
    with started(tmp_path) as running:
        yield running


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
