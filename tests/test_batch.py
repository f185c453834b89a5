"""Many releases at a time: none takes the others with it, and what has not changed is not built again."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.documents import putuo
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

from budgetpress import batch, build, unchanged
from budgetpress.batch import Job, Outcome
from budgetpress.model import BuildResult

MADE = ("data/figures.csv", "data/checks.csv", "reports/validation.json")


def quiet(_message: str) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def document() -> bytes:
    """An invented budget, as a PDF."""
    return pdf(putuo.paper(), LOOKS[0])


@pytest.fixture
def root(tmp_path: Path, document: bytes) -> Path:
    """A project with two releases, whose sources are there and nothing else."""
    for name in ("a-2025", "b-2025"):
        source = tmp_path / "datapackage" / name / "source" / "budget.pdf"
        source.parent.mkdir(parents=True)
        source.write_bytes(document)
    return tmp_path


def jobs(root: Path) -> list[Job]:
    """A job for each release."""
    return [Job(folder=folder) for folder in build.release_folders(root)]


def by_name(outcomes: Iterator[Outcome]) -> dict[str, Outcome]:
    """The outcomes by the names of their releases, each once."""
    listed = list(outcomes)
    named = {outcome.folder.name: outcome for outcome in listed}
    assert len(named) == len(listed)
    return named


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed(job: Job) -> Outcome:
    """In place of the work: one release ends the process, as a system that is out of memory does."""
    if job.folder.name.endswith("-deadly"):
        os.kill(os.getpid(), signal.SIGKILL)
    return Outcome(folder=job.folder)


def test_processes_make_what_one_process_makes(root: Path) -> None:
    """The packages are the same, byte for byte; the site is another's work."""
    here = by_name(batch.build_here(jobs(root), quiet))
    first = tree(root / "datapackage")
    there = by_name(batch.build_in_processes(jobs(root), 2, quiet))

    assert here == there
    assert all(outcome.result and not outcome.error for outcome in here.values())
    assert tree(root / "datapackage") == first


def test_any_executor_will_do(root: Path) -> None:
    """The seam is that of concurrent.futures."""
    with ThreadPoolExecutor(1) as executor:
        outcomes = by_name(batch.build_with(executor, jobs(root), 1, quiet))
    assert all(outcome.result for outcome in outcomes.values())


def test_bad_input_is_the_outcome_of_one_release(root: Path) -> None:
    """A release that cannot be read is told with its name and file; the other is built."""
    (root / "datapackage" / "a-2025" / "source" / "budget.pdf").write_bytes(b"%PDF-1.4\nbroken")
    outcomes = by_name(batch.build_here(jobs(root), quiet))

    assert outcomes["a-2025"].error.startswith("a-2025: budget.pdf: ")
    assert outcomes["b-2025"].result


@pytest.mark.parametrize("deadly", [3, 29])
def test_a_release_that_kills_its_worker_loses_itself_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deadly: int
) -> None:
    """Each of thirty has an outcome, once; only the deadly one has none of its own."""
    monkeypatch.setattr(batch, "run_job", killed)
    names = [f"r{number:02}-deadly" if number == deadly else f"r{number:02}" for number in range(30)]
    outcomes = by_name(batch.build_in_processes([Job(folder=tmp_path / name) for name in names], 2, quiet))

    assert set(outcomes) == set(names)
    assert [name for name in names if outcomes[name].error] == [names[deadly]]
    assert "ended from outside" in outcomes[names[deadly]].error


@pytest.mark.parametrize(("count", "parts"), [(0, 1), (1, 3), (10, 3), (7, 7), (5, 1)])
def test_shards_are_all_releases_once(count: int, parts: int) -> None:
    """The parts are disjoint, together all, and of about one size."""
    folders = [Path(str(number)) for number in range(count)]
    shards = [batch.shard(folders, part, parts) for part in range(1, parts + 1)]

    assert sorted((path for each in shards for path in each), key=lambda path: int(path.name)) == folders
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


# --- what has not changed


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """In place of the work: a few files and a result; the list has the releases that were built."""
    built: list[str] = []

    def build_release(folder: Path, **_options: object) -> BuildResult:
        built.append(folder.name)
        for name in ("release.toml", "datapackage.json", *MADE):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(name, encoding="utf-8")
        return BuildResult(name=folder.name, folder=folder, findings_blocking=0, counts={"tables": 9})

    monkeypatch.setattr(build, "build_release", build_release)
    return built


@pytest.fixture
def job(tmp_path: Path, cheap: list[str]) -> Job:
    """A release that was built and found unchanged."""
    source = tmp_path / "datapackage" / "a-2025" / "source" / "budget.pdf"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"%PDF")
    job = Job(folder=source.parents[1], cache=tmp_path / ".cache" / "builds")
    # The first time release.toml is written, which is an input of the second time.
    assert [batch.run_job(job).kept for _ in range(3)] == [False, False, True]
    assert cheap == ["a-2025"] * 2
    return job


def test_an_unchanged_release_gives_the_same_result(job: Job, cheap: list[str]) -> None:
    """What is kept is what was built; without a cache it is built anew."""
    kept = batch.run_job(job)
    anew = batch.run_job(replace(job, cache=None))

    assert (kept.kept, anew.kept) == (True, False)
    assert kept.result == anew.result
    assert len(cheap) == 3


def test_a_blocked_release_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it is told every time."""
    blocked = BuildResult(name="x", folder=tmp_path, findings_blocking=1, counts={})
    monkeypatch.setattr(build, "build_release", lambda *_, **__: blocked)
    job = Job(folder=tmp_path / "x", cache=tmp_path / ".cache")

    assert [batch.run_job(job).result for _ in range(2)] == [blocked, blocked]


@pytest.mark.parametrize(
    "name", ["source/budget.pdf", "release.toml", "datapackage.json", "data/figures.csv"]
)
def test_a_changed_file_is_a_reason_to_build(job: Job, name: str) -> None:
    """Input or output: a byte more in any of them, and the release is built."""
    path = job.folder / name
    path.write_bytes(path.read_bytes() + b"x")
    assert not batch.run_job(job).kept


@pytest.mark.parametrize("name", ["data/more.csv", "corrections.toml", "source/second.pdf"])
def test_an_added_file_is_a_reason_to_build(job: Job, name: str) -> None:
    """A part of the package that is too much, or an input that is new."""
    (job.folder / name).write_bytes(b"")
    assert not batch.run_job(job).kept


def test_a_missing_file_is_a_reason_to_build(job: Job) -> None:
    """A part of the package that is gone is made again."""
    (job.folder / "data" / "figures.csv").unlink()
    assert not batch.run_job(job).kept
    assert (job.folder / "data" / "figures.csv").is_file()


def test_other_forms_and_another_parser_are_a_reason_to_build(job: Job, tmp_path: Path) -> None:
    """A folder of forms counts with all that is in it."""
    (tmp_path / "forms").mkdir()
    assert not batch.run_job(replace(job, forms=(tmp_path / "forms",))).kept
    assert batch.run_job(replace(job, forms=(tmp_path / "forms",))).kept
    (tmp_path / "forms" / "form.toml").write_text("", encoding="utf-8")
    assert not batch.run_job(replace(job, forms=(tmp_path / "forms",))).kept
    assert not batch.run_job(replace(job, exact_parser=True)).kept


def test_other_code_is_a_reason_to_build(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """So is another version of anything that is installed."""
    monkeypatch.setattr(unchanged, "_code", lambda: "other")
    assert not batch.run_job(job).kept


def forged(text: str) -> str:
    """An entry whose numbers were changed by hand."""
    digest, entry = text.split("\n", 1)
    return f"{digest}\n{json.dumps({**json.loads(entry), 'counts': {'tables': 99}})}"


@pytest.mark.parametrize("damage", [forged, lambda text: text[:-20], lambda _text: "no entry"])
def test_a_torn_or_forged_entry_is_a_miss(job: Job, damage: Callable[[str], str]) -> None:
    """An entry cut short, one changed by hand, and one that is none are as if there were none."""
    assert job.cache
    entry = job.cache / "a-2025.json"
    entry.write_text(damage(entry.read_text(encoding="utf-8")), encoding="utf-8")
    assert not batch.run_job(job).kept
    assert batch.run_job(job).kept
