"""Many releases: one seam, any `concurrent.futures.Executor`, and no release that takes the others with it.

What a worker has made is on disk before it is reported, so that a run which is cut short goes on where it
stopped. A worker that dies breaks a pool of processes: the releases that were under way are tried again one
by one, each in a pool of its own, and only the one that kills its worker is given up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait as wait_for_any
from pathlib import Path
from threading import Thread
from traceback import format_exception
from typing import TYPE_CHECKING

from budgetpress import build
from budgetpress.errors import BudgetpressError, InputError
from budgetpress.unchanged import Kept

if TYPE_CHECKING:
    from budgetpress.build import Report
    from budgetpress.model import BuildResult

WINDOW = 4
"""Releases handed to the executor at a time for each of its workers; a country's are not queued at once."""

_SECONDS = 10
"""How long a scheduler may take to answer, or to come back; ten times as often it is asked after."""

_MEMORY = 4 * 1024**3
"""Bytes that a worker may have; a release of 10,000 rows that do not add up needs a third of it."""

_DIED = (
    "the process that built it was ended from outside, twice; the machine may have too little memory."
    " Build it alone, with --jobs 1."
)

_TOO_LARGE = "there is not enough memory to build it. Build it alone, with --jobs 1, or split the document."

_GONE = "those who were to build it are gone. Build again: what was done is on disk and is not done again."


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """A release to build: all that a worker needs, wherever it runs.

    `cache` is the folder where it is kept what an unchanged release was made from; None builds anew.
    """

    folder: Path
    forms: tuple[Path, ...] = ()
    exact_parser: bool = False
    cache: Path | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What came of a release: its result, or the error that says why there is none.

    `kept`: nothing had changed, and nothing was done.
    """

    folder: Path
    result: BuildResult | None = None
    error: str = ""
    kept: bool = False


def build_here(jobs: Iterable[Job], report: Report) -> Iterator[Outcome]:
    """Build releases one after the other in this process."""
    for job in jobs:
        yield run_job(job, report)


def build_in_processes(jobs: Sequence[Job], workers: int, report: Report) -> Iterator[Outcome]:
    """Build releases in so many processes of this machine, in the order in which they are done."""
    left = {job.folder: job for job in jobs}
    while left:
        with _pool(workers) as pool:
            for outcome in build_with(pool, list(left.values()), workers, report):
                del left[outcome.folder]
                yield outcome
        # Where the pool broke, these were under way, and one of them may be the reason.
        for job in list(islice(left.values(), WINDOW * workers)):
            del left[job.folder]
            yield _alone(job)


def build_on_dask(address: str, jobs: Sequence[Job], report: Report) -> Iterator[Outcome]:
    """Build releases on the workers of a Dask scheduler (`tcp://host:8786`), who share the folders with us.

    InputError where there is no scheduler, or the extra `dask` is not installed.
    """
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "dask", "it is not installed", expected="the extra: pip install 'budgetpress[dask]'"
        ) from None
    try:
        client = Client(address, timeout=_SECONDS)
    except (OSError, ValueError) as error:
        raise InputError(
            address, f"no scheduler answers there: {error}", expected="an address such as tcp://host:8786"
        ) from None
    with client:
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        # Not pure: what a job does is in the files, and the same job may have to be done again.
        executor = client.get_executor(pure=False, retries=2)
        yield from build_with(executor, jobs, workers, report, lost=lambda: client.status == "closed")


def build_with(
    executor: Executor,
    jobs: Iterable[Job],
    workers: int,
    report: Report,
    lost: Callable[[], bool] = lambda: False,
) -> Iterator[Outcome]:
    """Build releases with an executor that has so many workers; ends early where a pool of processes broke.

    A job that is lost in any other way (its worker was killed again and again, the code has a fault) has an
    outcome that says so; `lost` tells that the executor itself is gone, and with it all that is not done.
    """
    queue = iter(jobs)
    running: dict[Future[Outcome], Job] = {}
    done, broken = 0, False
    while not broken:
        if lost():
            for job in (*running.values(), *queue):
                yield Outcome(folder=job.folder, error=f"{job.folder.name}: {_GONE}")
            return
        running |= {
            executor.submit(run_job, job): job for job in islice(queue, WINDOW * workers - len(running))
        }
        if not running:
            return
        for future in wait(running, timeout=_SECONDS / 10, return_when=FIRST_COMPLETED).done:
            outcome = _outcome(future, running.pop(future))
            if outcome is None:
                broken = True
                continue
            done += 1
            report(f"{outcome.folder.name}: {_word(outcome)}; {done} done")
            yield outcome


def _outcome(future: Future[Outcome], job: Job) -> Outcome | None:
    """What a future gives; None where the pool that ran it is broken."""
    error: BaseException | None
    try:
        error = future.exception()
    except CancelledError as cancelled:
        error = cancelled
    if error is None:
        return future.result()
    if isinstance(error, BrokenProcessPool):
        return None
    return _failed(job, error)


def _failed(job: Job, error: BaseException) -> Outcome:
    told = "".join(format_exception(error))
    return Outcome(folder=job.folder, error=f"{job.folder.name}: it was not built.\n{told}")


def run_job(job: Job, report: Callable[[str], None] = lambda _message: None) -> Outcome:
    """Build one release; what is wrong with its input, or with the disk, is its outcome."""
    try:
        # First, since it writes an input: what is kept is kept under all of them.
        build.describe(job.folder, report=report, forms=job.forms)
        kept = (
            Kept(job.cache, job.folder, forms=job.forms, exact_parser=job.exact_parser) if job.cache else None
        )
        result = kept.result() if kept else None
        if result is not None:
            # A tag may have come since it was kept.
            return Outcome(folder=job.folder, result=build.with_version(result), kept=True)
        result = build.build_release(
            job.folder, report=report, forms=job.forms, exact_parser=job.exact_parser
        )
        if kept and not result.findings_blocking:
            kept.keep(result)
    except (BudgetpressError, OSError) as error:
        return Outcome(folder=job.folder, error=f"{job.folder.name}: {error}")
    except MemoryError:
        return Outcome(folder=job.folder, error=f"{job.folder.name}: {_TOO_LARGE}")
    except Exception as error:  # noqa: BLE001 - a fault that one document brings to light stops no other
        return _failed(job, error)
    return Outcome(folder=job.folder, result=result)


def shard(folders: Sequence[Path], part: int, parts: int) -> list[Path]:
    """The part, counted from 1, of the releases that one of `parts` machines builds."""
    return list(folders[part - 1 :: parts])


def _word(outcome: Outcome) -> str:
    if outcome.error:
        return "not built"
    return "unchanged" if outcome.kept else "built"


def _pool(workers: int) -> ProcessPoolExecutor:
    # A fresh interpreter: nothing of this process, its locks and threads, is copied.
    context = get_context("forkserver" if os.name == "posix" else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)


def _begin_worker() -> None:
    """In a worker: a limit to memory, and an end as soon as its parent is gone, which no pool sees to."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_wait_for, args=(parent.sentinel,), daemon=True).start()
    if sys.platform == "linux":  # others do not hold to it
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))


def _wait_for(sentinel: int) -> None:
    wait_for_any([sentinel])
    os._exit(1)


def _alone(job: Job) -> Outcome:
    with _pool(1) as pool:
        try:
            return pool.submit(run_job, job).result()
        except BrokenProcessPool:
            return Outcome(folder=job.folder, error=f"{job.folder.name}: {_DIED}")
