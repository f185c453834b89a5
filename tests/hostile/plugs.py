"""Pull the plug: kill a build or the building of the site at random moments, and look at what is on disk.

    python3 tests/hostile/plugs.py --kills 100 [--site] [--seed 1] [--parent]     (with the Python of .venv)

A project of a few small releases is built, killed with SIGKILL, looked at, and built again, over and over.
After each kill every release on disk must be the one of before or the new one, whole, and pass `check`; the
next build must end well and leave what an undisturbed build leaves, byte for byte. With `--parent` only the
command itself is killed, and its workers must end by themselves. Exit code 1 where anything else is found.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "scripts")]

from tests.documents import putuo  # noqa: E402
from tests.documents.looks import LOOKS  # noqa: E402
from tests.documents.pdf import pdf  # noqa: E402

from budgetpress import build  # noqa: E402
from budgetpress.package.stage import PARTS, settle  # noqa: E402

Tree = Mapping[str, bytes]
NAMES = ("a-2025", "b-2025", "c-2025")
BUILD = ("build", "--no-site", "--jobs", "2", "--quiet")
SITE = ("site", "--quiet")


def tree(folder: Path) -> Tree:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def made(folder: Path) -> Tree:
    """The generated parts of a release; nothing where there is no package."""
    return {name: data for name, data in tree(folder).items() if name.partition("/")[0] in PARTS}


def command(root: Path, words: Sequence[str]) -> subprocess.Popen[bytes]:
    """The command line at work in a project, in a session of its own; what it says is in `said.txt`."""
    with (root / "said.txt").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-m", "budgetpress.cli", *words],
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(CHECKOUT / "scripts")},
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )


def run(root: Path, words: Sequence[str]) -> str:
    """Run a command to its end; what it said where it did not end well."""
    code = command(root, words).wait()
    said = (root / "said.txt").read_text(encoding="utf-8", errors="replace")
    return "" if code == 0 else f"exit code {code}: {said}"


def kill(root: Path, words: Sequence[str], after: float, *, parent: bool = False) -> bool:
    """Kill a command, with all that it started or alone; False where it had ended before."""
    process = command(root, words)
    time.sleep(after)
    busy = process.poll() is None
    if busy and parent:
        process.kill()
    elif busy:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if not gone(process.pid):
        raise TimeoutError(f"what {words[0]} had started is still running a minute later")
    return busy


def gone(session: int) -> bool:
    """Whether all processes of a session end within a minute."""
    for _ in range(600):
        if not running(session):
            return True
        time.sleep(0.1)
    os.killpg(session, signal.SIGKILL)
    return False


def running(session: int) -> bool:
    """Whether a process of a session is there; one that has ended and that nobody waited for is none."""
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, its = (
                file.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:4]
            )
        except OSError:  # it has just ended
            continue
        if int(its) == session and state != "Z":
            return True
    return False


@dataclass
class Project:
    """Releases of which each has two states: its version is 1.0.0 or 1.1.0."""

    root: Path
    names: Sequence[str] = NAMES
    seconds: float = 0.0
    """What a build takes."""
    clean: dict[str, dict[str, Tree]] = field(default_factory=dict)
    """Version -> release -> what an undisturbed build makes of it."""

    @property
    def folders(self) -> list[Path]:
        return [self.root / "datapackage" / name for name in self.names]

    def drop(self) -> None:
        """Nothing but the documents, as if they had just been dropped."""
        for number, folder in enumerate(self.folders):
            shutil.rmtree(folder, ignore_errors=True)
            (folder / "source").mkdir(parents=True)
            (folder / "source" / "预算.pdf").write_bytes(pdf(putuo.paper(seed=number), LOOKS[0]))

    def set_version(self, version: str) -> None:
        """Have the next build make another state."""
        for folder in self.folders:
            path = folder / "release.toml"
            text = path.read_text(encoding="utf-8")
            other = next(each for each in ("1.0.0", "1.1.0") if each != version)
            path.write_text(text.replace(f'version = "{other}"', f'version = "{version}"'), encoding="utf-8")

    def prepare(self) -> None:
        """Build both states undisturbed."""
        self.drop()
        for version in ("1.0.0", "1.1.0"):
            begin = time.monotonic()
            if self.clean:
                self.set_version(version)
            if said := run(self.root, BUILD):
                raise RuntimeError(said)
            self.seconds = time.monotonic() - begin
            self.clean[version] = {folder.name: tree(folder) for folder in self.folders}

    def faults(self, *versions: str) -> list[str]:
        """What is wrong with the releases, which may be in one of these states; "" stands for no package."""
        found = []
        for folder in self.folders:
            settle(folder)
            states = {version: self.package(version, folder.name) for version in versions}
            if made(folder) not in states.values():
                found.append(f"{folder.name} is torn")
            elif made(folder) and not build.check_package(folder)["valid"]:
                found.append(f"{folder.name} is not valid")
        return found

    def package(self, version: str, name: str) -> Tree:
        """The generated parts of a release in that state."""
        whole = self.clean[version][name] if version else {}
        return {file: data for file, data in whole.items() if file.partition("/")[0] in PARTS}

    def raw(self, *versions: str) -> int:
        """How many releases are half done before anyone has looked at them."""
        return sum(
            made(folder) not in [self.package(version, folder.name) for version in versions]
            for folder in self.folders
        )


def of_build(project: Project, kills: int, chance: random.Random, *, parent: bool = False) -> Counter[str]:
    """Kill builds: of documents just dropped, and of releases that are replaced by another version.

    The project is at version 1.1.0 before, and at either of the two after.
    """
    root = project.root
    before = "1.1.0"
    counts: Counter[str] = Counter()
    while counts["kills"] < kills:
        if chance.random() < 0.25:
            project.drop()
            shutil.rmtree(root / ".cache", ignore_errors=True)
            before, after = "", "1.0.0"
        else:
            after = "1.0.0" if before == "1.1.0" else "1.1.0"
            project.set_version(after)
        if not kill(root, BUILD, chance.uniform(0, 1.1 * project.seconds), parent=parent):
            counts["ended before"] += 1
        else:
            counts["kills"] += 1
            counts["releases half done until the next look"] += project.raw(before, after)
            counts["stages left"] += sum(
                (folder / ".budgetpress-stage").exists() for folder in project.folders
            )
            counts["releases new after the kill"] += sum(
                made(folder) == project.package(after, folder.name) for folder in project.folders
            )
            _count(counts, project.faults(before, after))
        if said := run(root, BUILD):
            _count(counts, [f"the next build: {said}"])
        for folder in project.folders:
            if tree(folder) != project.clean[after][folder.name]:
                _count(counts, [f"{folder.name} differs from a clean build"])
        before = after
    return counts


def of_site(project: Project, kills: int, chance: random.Random, *, parent: bool = False) -> Counter[str]:
    """Kill the building of the site of releases that change from time to time."""
    root = project.root
    public = root / "site" / "public"
    clean: dict[str, Tree] = {}
    seconds = 0.0
    for version in ("1.0.0", "1.1.0"):
        _rebuilt(project, version)
        begin = time.monotonic()
        if said := run(root, SITE):
            raise RuntimeError(said)
        seconds = time.monotonic() - begin
        clean[version] = tree(public)
    before = "1.1.0"
    counts: Counter[str] = Counter()
    while counts["kills"] < kills:
        after = chance.choice(("1.0.0", "1.1.0"))
        _rebuilt(project, after)
        if kill(root, SITE, chance.uniform(0, 1.1 * seconds), parent=parent):
            counts["kills"] += 1
            counts["sites missing until the next build"] += not public.is_dir()
            counts["sites new after the kill"] += before != after and tree(public) == clean[after]
            if public.is_dir() and tree(public) not in (clean[before], clean[after]):
                _count(counts, ["the site is torn"])
            _count(counts, project.faults(after))
        else:
            counts["ended before"] += 1
        _count(counts, _next_site(root, clean[after]))
        before = after
    return counts


def _rebuilt(project: Project, version: str) -> None:
    project.set_version(version)
    if said := run(project.root, BUILD):
        raise RuntimeError(said)


def _next_site(root: Path, clean: Tree) -> list[str]:
    """What is wrong with the site that is built after a kill."""
    said = run(root, SITE)
    found = [f"the next site: {said}"] if said else []
    public = root / "site" / "public"
    if tree(public) != clean:
        found.append("the next site differs from a clean one")
    if left := [path.name for path in public.parent.iterdir() if path.name not in ("public", "build")]:
        found.append(f"left beside the site: {left}")
    return found


def _count(counts: Counter[str], faults: Sequence[str]) -> None:
    for fault in faults:
        counts["FAULTS"] += 1
        sys.stdout.write(f"after {counts['kills']} kills: {fault}\n")
        sys.stdout.flush()


def main() -> int:
    """Run what the command line asks for, and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--site", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--parent", action="store_true")
    chosen = parser.parse_args()
    work = of_site if chosen.site else of_build
    with tempfile.TemporaryDirectory() as folder:
        project = Project(Path(folder))
        project.prepare()
        counts = work(project, chosen.kills, random.Random(chosen.seed), parent=chosen.parent)
    for what, number in sorted(counts.items()):
        sys.stdout.write(f"{number:6} {what}\n")
    return int(counts["FAULTS"] > 0)


if __name__ == "__main__":
    raise SystemExit(main())
