"""Convert each file of a folder in a process of its own, and write what it said and what it cost.

Run as a program: `probe.py FOLDER`. The modules are imported once and each file is converted in a fork, so
that the cost of a file is its own.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from budgetpress import build, cli

_ = build  # imported before the forks, not in each


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


def probe(folder: Path) -> None:
    """Convert every file of `folder/files` into `folder/out`."""
    results = {}
    (folder / "out").mkdir()
    for file in sorted((folder / "files").iterdir()):
        out = folder / "out" / file.name
        begin = time.monotonic()
        if not (child := os.fork()):
            _convert(file, out)
        _, status, usage = os.wait4(child, 0)
        results[file.name] = {
            "exit": os.waitstatus_to_exitcode(status),
            "said": Path(f"{out}.stderr").read_text(encoding="utf-8", errors="replace"),
            "cpu": usage.ru_utime + usage.ru_stime,
            "seconds": time.monotonic() - begin,
            "megabytes": usage.ru_maxrss // 1024,
        }
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
