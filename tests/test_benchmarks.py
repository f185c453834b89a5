"""The benchmarks still run; what they measure is read by people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.benchmarks.scale_tables import tables

from budgetpress.website.languages import LANGUAGES, resolve

BENCHMARK = "tests/benchmarks/repair.py"
SPENT = {"cpu": 100.0, "clock": 200.0, "memory": 300.0}
STAGES = {"read": 8.0, "shape": 4.0, "reconcile": 6.0, "package": 30.0, "validate": 50.0, "whole": 100.0}
RESULTS: dict[str, dict[str, Any]] = {
    "read": {"pages": {"transcription": 3000.0, "pdf": 50.0, "workbook": 200.0}, "limit": 250.0},
    "build.100": {
        "jobs_1": SPENT, "jobs_2": {**SPENT, "clock": 105.0}, "unchanged": {**SPENT, "cpu": 3.0},
        "stages": STAGES, "source": 10**7, "package": 2 * 10**8,
    },
    "dask.100": {**SPENT, "clock": 125.0},
    "site.100": {
        "built": SPENT, "bare": 80.0, "again": 4.0, "pages": 5000, "whole": 5 * 10**8,
        "weights": {"index.html": 6000, "x-2025/index.html": 16000, "the heaviest page": 29000},
    },
}  # fmt: skip


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


def test_tables_of_the_page_of_results() -> None:
    """Each number that was measured is in its row, in both languages; what was not measured is a dash."""
    lines = list(tables(RESULTS, [100, 1000]))
    for language in LANGUAGES:
        text = resolve("\n".join(lines), language)
        rows = {tuple(cell.strip() for cell in line.strip("|").split("|")) for line in text.splitlines()}
        assert ("PDF", "50", "20%") in rows
        assert ("100", "0.080", "0.040", "0.060", "0.300", "0.500", "1.000") in rows
        assert ("100", "0.50", "0.95", "1.90", "300", "0.80", "3.0%") in rows
        assert ("1,000", *["–"] * 6) in rows
        assert ("100", "5,000", "100", "80", "1.25", "4.0%", "300", "5.0") in rows
        assert ("100", "6.0", "–", "–", "16.0", "29.0") in rows
        plan = {row[1:] for row in rows if len(row) == 3}
        assert ("0.056", "67") in plan  # a second of processor time each
        assert ("0.4", "480") in plan  # 2 MB of package each
        assert ("1", "1,200") in plan  # sites of 200 releases


def test_growth_is_measured_and_kept(project_root: Path, tmp_path: Path) -> None:
    """With one release every step of conversion has a result; a second run measures nothing again."""
    command = [sys.executable, "tests/benchmarks/scale.py", "--releases", "1", "--only", "build"]
    kept = []
    for _ in range(2):
        subprocess.run([*command, "--work", str(tmp_path)], cwd=project_root, check=True, capture_output=True)
        kept.append((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert kept[0] == kept[1]
    ((name, found),) = json.loads(kept[0]).items()
    assert name == "build.1"
    assert found["stages"].keys() >= STAGES.keys()
    assert all(found[key]["cpu"] > 0 for key in ("jobs_1", "jobs_2", "unchanged"))
    assert found["package"] > found["source"] > 0
