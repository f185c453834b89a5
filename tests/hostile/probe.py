"""Convert each file of a folder and write what was said and what it cost.

Run as a program: `probe.py FOLDER`. All files are converted in one process, as a long build would; the memory
of a file is that of whatever process had the most while it was converted, this one or one that it started.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from budgetpress import cli

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class _Memory(threading.Thread):
    """Watches the processes of this session; `peak` is the most that one had, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.session = str(os.getsid(0))
        self.peak = 0

    def run(self) -> None:
        """Look twenty times a second."""
        while True:
            for folder in _PROC.iterdir():
                if folder.name.isdigit():
                    self.peak = max(self.peak, self._size(folder))
            time.sleep(0.05)

    def _size(self, folder: Path) -> int:
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            if stat.rpartition(")")[2].split()[3] != self.session:
                return 0
            return int((folder / "statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError):  # it has just ended
            return 0


def _convert(file: Path, out: Path) -> tuple[int, str]:
    """The exit code of the command, and what it wrote to standard error."""
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said):
        try:
            cli.main(["convert", str(file), "--out", str(out), "--year", "2026", "--body", "x", "--quiet"])
        except SystemExit as error:
            return int(error.code or 0), said.getvalue()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to see it
            return 70, f"Traceback: {type(error).__name__}: {error}"
    return 70, "no exit"


def probe(folder: Path) -> None:
    """Convert every file of `folder/files` into `folder/out`; `folder/results.json` says what came of it."""
    (folder / "out").mkdir()
    memory = _Memory()
    if _PROC.is_dir():
        memory.start()
    results = {}
    for file in sorted((folder / "files").iterdir()):
        memory.peak, begin = 0, time.process_time()
        code, said = _convert(file, folder / "out" / file.name)
        cost = {"megabytes": memory.peak // 2**20, "cpu": time.process_time() - begin}
        results[file.name] = {"exit": code, "said": said, **cost}
    (folder / "results.json").write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
