"""Convert each file of a folder in a process of its own, and write what it said and what it cost.

Run as a program: `probe.py FOLDER`. The modules are imported once and each file is converted in a fork.
Between the two stands a process that inherits whatever the conversion leaves running, so that all its cost
is counted.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from budgetpress import build, cli

_ = build  # imported before the forks, not in each
_SUBREAPER = 36


def _convert(file: Path, out: Path) -> None:
    """In the fork: the command line with its output in files. It never returns."""
    for stream, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{out}.{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    try:
        cli.main(["convert", str(file), "--out", str(out), "--year", "2026", "--body", "x", "--quiet"])
    except SystemExit as error:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(error.code if isinstance(error.code, int) else 70)
    except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to see it
        sys.stderr.write(f"Traceback: {type(error).__name__}: {error}\n")
        sys.stderr.flush()
    os._exit(70)


def _supervise(file: Path, out: Path) -> None:
    """In a process of its own: convert, wait for all that was started, write the cost. It never returns."""
    with suppress(OSError, AttributeError):  # elsewhere than on Linux, what is left running is not counted
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    begin = time.monotonic()
    if not (child := os.fork()):
        _convert(file, out)
    status = os.waitpid(child, 0)[1]
    seconds = time.monotonic() - begin
    with suppress(ChildProcessError):
        while True:
            os.wait()
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome = {
        "exit": os.waitstatus_to_exitcode(status),
        "said": Path(f"{out}.stderr").read_text(encoding="utf-8", errors="replace"),
        "cpu": usage.ru_utime + usage.ru_stime,
        "seconds": seconds,
        "megabytes": usage.ru_maxrss // 1024,
    }
    Path(f"{out}.json").write_text(json.dumps(outcome), encoding="utf-8")
    os._exit(0)


def probe(folder: Path) -> None:
    """Convert every file of `folder/files` into `folder/out`, with what came of it in a JSON file beside."""
    (folder / "out").mkdir()
    for file in sorted((folder / "files").iterdir()):
        if not (child := os.fork()):
            _supervise(file, folder / "out" / file.name)
        os.waitpid(child, 0)


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
