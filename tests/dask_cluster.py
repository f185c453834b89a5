"""A Dask scheduler and two workers, each a process of this machine, started as the documentation says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DASK = Path(sys.executable).with_name("dask")


@dataclass
class Cluster:
    """A scheduler at an address, and its workers, without nannies."""

    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]]


@contextmanager
def started(folder: Path) -> Iterator[Cluster]:
    """Started in an empty folder, and ended."""
    paths = os.pathsep.join([str(ROOT / "scripts"), str(ROOT)])
    file = folder / "scheduler.json"
    processes: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> subprocess.Popen[bytes]:
        command: list[str | Path] = [DASK, *words, "--no-dashboard", "--scheduler-file", file]
        process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": paths},
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        processes.append(process)
        return process

    try:
        scheduler = start("scheduler", "--host", "127.0.0.1", "--port", "0")
        workers = [
            start("worker", "--nthreads", "1", "--no-nanny", "--death-timeout", "60") for _ in range(2)
        ]
        yield Cluster(address=_address_in(file, scheduler), scheduler=scheduler, workers=workers)
    finally:
        for process in processes:
            process.kill()
            process.wait()


def _address_in(file: Path, scheduler: subprocess.Popen[bytes]) -> str:
    """The address that the scheduler writes when it is ready."""
    while not (file.is_file() and (found := re.search(r"tcp://[\d.]+:\d+", file.read_text()))):
        assert scheduler.poll() is None
        time.sleep(0.1)
    return found[0]
