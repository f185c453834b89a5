"""Convert each file of a folder and write what was said and what it cost.

Run as a program: `probe.py FOLDER`. All files are converted in one process, as a long build would, which may
not touch the network. The memory of a file is the most that one process had at a time while it was converted:
this one (`parent`), or one that it started (`child`).
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
import threading
import time
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from budgetpress import cli

_PROC = Path("/proc")
_MOST = re.compile(r"VmHWM:\s+(\d+)")


class Memory(threading.Thread):
    """Watches the processes of this session; `peak` is the most that one of the others had, in kilobytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.session = str(os.getsid(0))
        self.peak = 0

    def run(self) -> None:
        """Look twenty times a second."""
        while _PROC.is_dir():
            for folder in _PROC.iterdir():
                if folder.name.isdigit() and int(folder.name) != os.getpid():
                    self.peak = max(self.peak, self._size(folder))
            time.sleep(0.05)

    def begin(self) -> None:
        """Forget what was."""
        self.peak = 0
        if _PROC.is_dir():
            (_PROC / "self" / "clear_refs").write_text("5")

    def cost(self) -> dict[str, int]:
        """Megabytes since the beginning."""
        return {"child": self.peak // 1024, "parent": _most(_PROC / "self") // 1024}

    def _size(self, folder: Path) -> int:
        try:
            stat = (folder / "stat").read_text(encoding="utf-8", errors="replace")
            return _most(folder) if stat.rpartition(")")[2].split()[3] == self.session else 0
        except (OSError, IndexError):  # it has just ended
            return 0


def _most(process: Path) -> int:
    """The most memory that a process had, in kilobytes."""
    if not process.is_dir():
        return 0
    found = _MOST.search((process / "status").read_text(encoding="utf-8", errors="replace"))
    return int(found[1]) if found else 0


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
    """Convert every file of `folder/files` into `folder/out`; `results.jsonl` says what came of each."""
    (folder / "out").mkdir()
    memory = Memory()
    memory.start()
    with (folder / "results.jsonl").open("w", encoding="utf-8") as results:
        for file in sorted((folder / "files").iterdir()):
            memory.begin()
            begin, clock = time.process_time(), time.monotonic()
            code, said = _convert(file, folder / "out" / file.name)
            result: dict[str, Any] = {"name": file.name, "exit": code, "said": said, **memory.cost()}
            result |= {"cpu": time.process_time() - begin, "seconds": time.monotonic() - clock}
            results.write(json.dumps(result) + "\n")
            results.flush()


if __name__ == "__main__":
    probe(Path(sys.argv[1]))
