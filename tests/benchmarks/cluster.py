"""Releases on a Dask scheduler with two workers, against two processes of one pool.

    python3 tests/benchmarks/cluster.py --releases 40            (with the Python of .venv)

Seconds on the clock count, so that the machine must be idle.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))

from tests.benchmarks.conversion import releases, workers
from tests.benchmarks.measure import CLI, Spent, spent
from tests.dask_cluster import started


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--releases", type=int, default=40)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        root = releases(Path(name), asked.releases)
        pool, cluster = workers(root, 2), on_dask(root)
    print(f"pool of 2     {asked.releases / pool.clock:6.2f} documents/s, parent {pool.memory:.0f} MB")
    print(f"dask, 2 nodes {asked.releases / cluster.clock:6.2f} documents/s, parent {cluster.memory:.0f} MB")
    print(f"ratio {pool.clock / cluster.clock:.2f}")
    return 0


def on_dask(root: Path) -> Spent:
    """Build all releases below `root` anew on two workers, which are already running."""
    with tempfile.TemporaryDirectory() as name, started(Path(name)) as cluster:
        return spent([*CLI, "build", "--no-site", "--quiet", "--fresh", "--dask", cluster.address], root)


if __name__ == "__main__":
    sys.exit(main())
