"""The benchmarks still run; what they measure is read by people."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BENCHMARK = "tests/benchmarks/repair.py"


def run(project_root: Path, *arguments: str) -> str:
    """The output of the benchmark of repairs with two documents."""
    command = [sys.executable, BENCHMARK, "--documents", "2", *arguments]
    done = subprocess.run(command, cwd=project_root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_repair_benchmark_compares_the_methods(project_root: Path, tmp_path: Path) -> None:
    """It prints a table with a line a method, and writes it between the marks of a page in each language."""
    pages = [tmp_path / language / "method.md" for language in ("zh", "en")]
    for page in pages:
        page.parent.mkdir()
        page.write_text(
            "above\n<!-- benchmark: begin -->\nold\n<!-- benchmark: end -->\nbelow\n", encoding="utf-8"
        )
    printed = run(project_root, "--markdown", str(tmp_path))
    lines = printed.splitlines()
    for name in ("naive reading", "flag all", "greedy", "Scholtus", "ours"):
        assert sum(line.startswith("| ") and name in line for line in lines) == 2, name
    chinese, english = (page.read_text(encoding="utf-8") for page in pages)
    for written in (chinese, english):
        assert written.startswith("above\n")
        assert written.endswith("\nbelow\n")
        assert "old" not in written
    assert printed.strip() in english
    assert chinese.count("| ") == english.count("| ")
    assert chinese != english
