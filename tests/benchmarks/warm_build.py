"""How long `build` takes, against the least that its dependencies could: prints the ratio, at most 3.

    python3 tests/benchmarks/warm_build.py [ROUNDS]        (with the Python of .venv)

The least is: importing the dependencies, and a bare MkDocs-Material site of as many pages, with the same
search. All three are measured in turn, a process each, so that a busy machine slows them alike; the fastest
round counts.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = 3.0
IMPORTS = (
    "import altair, defusedxml, frictionless, jieba, material, mkdocs, openpyxl, pandas, pdfplumber, pyarrow,"
    " rich, simplejson, typer, vl_convert"
)
CONFIG = """\
site_name: 预算
theme: {name: material, language: zh, font: false}
plugins: [{search: {lang: zh}}]
"""
PAGE = "# 第 {number} 页\n\n一般公共预算财政拨款支出，合计、基本支出、项目支出。\n"


def main() -> int:
    """Measure, print, and return 0 if the target is met."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    build = ["-m", "budgetpress.cli", "build", "--quiet"]
    seconds(build)  # compiles what was just installed, makes the caches, and tells how many pages there are
    pages = len(list((ROOT / "site" / "build").rglob("*.md")))
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_site(Path(folder), pages)
        seconds(bare)
        commands = {"build": build, "imports": ["-c", IMPORTS], "bare": bare}
        taken = [{name: seconds(command) for name, command in commands.items()} for _ in range(rounds)]
    best = {name: min(each[name] for each in taken) for name in commands}
    ratio = best["build"] / (best["imports"] + best["bare"])
    print(f"build                        {best['build']:6.2f} s")
    print(f"import of the dependencies   {best['imports']:6.2f} s")
    print(f"bare site of {pages:4} pages       {best['bare']:6.2f} s")
    print(f"ratio {ratio:.2f} (at most {TARGET:g})")
    return int(ratio > TARGET)


def bare_site(folder: Path, pages: int) -> list[str]:
    """Write a MkDocs-Material project of that many short pages; return the arguments that build it."""
    (folder / "docs").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for number in range(pages):
        name = "index.md" if number == 0 else f"page-{number}.md"
        (folder / "docs" / name).write_text(PAGE.format(number=number), encoding="utf-8")
    return ["-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]


def seconds(arguments: list[str]) -> float:
    """Run this Python with the arguments, in the checkout; return the seconds on the clock."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "scripts"), "NO_MKDOCS_2_WARNING": "1"}
    begin = time.perf_counter()
    outcome = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    taken = time.perf_counter() - begin
    if outcome.returncode:
        sys.exit(f"{' '.join(arguments)} failed:\n{outcome.stdout}{outcome.stderr}")
    return taken


if __name__ == "__main__":
    sys.exit(main())
