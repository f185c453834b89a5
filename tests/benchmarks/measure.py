"""What a command costs: processor time of all its processes, seconds on the clock, and memory.

Shared by the benchmarks of this folder.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLI = ("-m", "budgetpress.cli")
_PR_SET_CHILD_SUBREAPER = 36
_EVERY = 0.1
"""How often the memory is looked at, in seconds; it is the peak so far, so that only the end is missed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What a command took.

    `cpu` are the seconds of it and of every process that it started, `clock` those by the clock; `memory` is
    the most that it held itself, in MB.
    """

    cpu: float
    clock: float
    memory: float


def spent(arguments: Sequence[str], folder: Path = ROOT) -> Spent:
    """Run this Python with the arguments in a folder; the benchmark ends where the command fails."""
    _adopt_orphans()
    others = _processes()
    before, begin = _children(), time.perf_counter()
    memory = 0.0
    with tempfile.TemporaryFile("w+", encoding="utf-8") as told:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=folder, env=environment(), stdout=told, stderr=told
        )
        while (code := process.poll()) is None:
            memory = max(memory, _peak(process.pid))
            time.sleep(_EVERY)
        clock = time.perf_counter() - begin
        while left := _processes() - others:  # what the command left behind
            os.waitpid(left.pop(), 0)
        if code not in (0, 1):  # findings that block publishing are none of our business
            told.seek(0)
            sys.exit(f"{' '.join(arguments)} failed:\n{told.read()}")
    return Spent(cpu=_children() - before, clock=clock, memory=memory)


def environment() -> dict[str, str]:
    """That of a command which finds this checkout."""
    paths = os.pathsep.join([str(ROOT / "scripts"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1"}


def cpu(work: Callable[[], object]) -> float:
    """The processor time of a call in this process."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def _adopt_orphans() -> None:
    """On Linux, have processes whose parent ends become children of this one, so that their time is known."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _processes() -> set[int]:
    """The children of this process, adopted ones too; none where the system does not tell."""
    try:
        told = Path(f"/proc/self/task/{os.getpid()}/children").read_text("ascii")
    except OSError:
        return set()
    return set(map(int, told.split()))


def _children() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _peak(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def folder_bytes(folder: Path) -> int:
    """The bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
