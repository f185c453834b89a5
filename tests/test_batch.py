"""Many releases at a time: none takes the others with it, and what has not changed is not built again."""

from __future__ import annotations

import hashlib
import os
import signal
import sys
from collections.abc import Iterator
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
from budgetpress.unchanged import Kept

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


@pytest.mark.parametrize("fault", [RecursionError, KeyError])
def test_a_fault_of_the_program_is_the_outcome_of_one_release(
    root: Path, monkeypatch: pytest.MonkeyPatch, fault: type[Exception]
) -> None:
    """What one document brings to light is told with its traceback, and the other is built."""
    right = build.build_release

    def wrong(folder: Path, **options: object) -> BuildResult:
        if folder.name == "a-2025":
            raise fault
        return right(folder, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "build_release", wrong)
    outcomes = by_name(batch.build_here(jobs(root), quiet))

    assert outcomes["a-2025"].error.startswith("a-2025: it was not built.\nTraceback")
    assert outcomes["b-2025"].result


def test_too_little_memory_is_the_outcome_of_one_release(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told what to do about it."""

    def hungry(folder: Path, **_options: object) -> BuildResult:
        raise MemoryError(folder)

    monkeypatch.setattr(build, "build_release", hungry)
    told = [outcome.error for outcome in batch.build_here(jobs(root), quiet)]
    assert [error.partition(".")[0] for error in told] == [
        f"{name}: there is not enough memory to build it" for name in ("a-2025", "b-2025")
    ]


def greedy(job: Job) -> Outcome:
    """In place of the work: five gigabytes."""
    return Outcome(folder=job.folder, error=f"it had {len(bytearray(5 * 1024**3))} bytes")


@pytest.mark.skipif(sys.platform != "linux", reason="others do not hold to limits of memory")
def test_a_worker_has_a_limit_of_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A release that wants more than that has none of it, and is told."""
    monkeypatch.setattr(batch, "run_job", greedy)
    (outcome,) = batch.build_in_processes([Job(folder=tmp_path / "a")], 1, quiet)
    assert "MemoryError" in outcome.error


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

    def describe(folder: Path, **_options: object) -> None:
        if not (folder / "release.toml").exists():
            (folder / "release.toml").write_text("written", encoding="utf-8")

    def build_release(folder: Path, **_options: object) -> BuildResult:
        built.append(folder.name)
        for name in ("datapackage.json", *MADE):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(name, encoding="utf-8")
        return BuildResult(name=folder.name, folder=folder, findings_blocking=0, counts={"tables": 9})

    monkeypatch.setattr(build, "describe", describe)
    monkeypatch.setattr(build, "build_release", build_release)
    return built


@pytest.fixture
def job(tmp_path: Path, cheap: list[str]) -> Job:
    """A release that was built and found unchanged."""
    source = tmp_path / "datapackage" / "a-2025" / "source" / "budget.pdf"
    source.parent.mkdir(parents=True)
    source.write_bytes(b"%PDF")
    job = Job(folder=source.parents[1], cache=tmp_path / ".cache" / "builds")
    # The first build writes release.toml, an input: it is kept all the same.
    assert [batch.run_job(job).kept for _ in range(2)] == [False, True]
    assert cheap == ["a-2025"]
    return job


def test_an_unchanged_release_gives_the_same_result(job: Job, cheap: list[str]) -> None:
    """What is kept is what was built; without a cache it is built anew."""
    kept = batch.run_job(job)
    anew = batch.run_job(replace(job, cache=None))

    assert (kept.kept, anew.kept) == (True, False)
    assert kept.result == anew.result
    assert len(cheap) == 2


def test_a_blocked_release_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is wrong with it is told every time."""
    blocked = BuildResult(name="x", folder=tmp_path, findings_blocking=1, counts={})
    monkeypatch.setattr(build, "describe", lambda *_, **__: None)
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


def test_a_later_tag_blocks_what_is_kept(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has changed on disk, but a version was published meanwhile that this one is too small for."""
    monkeypatch.setattr(build, "refused_version", lambda _folder: "1.0.1 is needed")
    outcome = batch.run_job(job)

    assert outcome.kept
    assert outcome.result
    assert (outcome.result.findings_blocking, outcome.result.version_refused) == (1, "1.0.1 is needed")


def test_an_input_that_is_changed_while_it_is_built_is_a_reason_to_build_again(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not known which of the two was read, so neither counts as built."""
    source = job.folder / "source" / "budget.pdf"
    before, quick = source.read_bytes(), build.build_release

    def meanwhile(folder: Path, **options: object) -> BuildResult:
        source.write_bytes(b"the next one")
        return quick(folder, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "build_release", meanwhile)
    assert not batch.run_job(replace(job, exact_parser=True)).kept
    monkeypatch.setattr(build, "build_release", quick)
    source.write_bytes(before)
    assert not batch.run_job(replace(job, exact_parser=True)).kept


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(job: Job, tmp_path: Path) -> None:
    """The release is built all the same, and again the next time; nothing is left of the entry."""
    assert job.cache
    (tmp_path / "elsewhere" / "a-2025.json").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    for cache in (tmp_path / "elsewhere", tmp_path / "file"):
        outcomes = [batch.run_job(replace(job, cache=cache)) for _ in range(2)]
        assert [(outcome.kept, outcome.error) for outcome in outcomes] == [(False, "")] * 2
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["a-2025.json"]


def _signed(text: str) -> bytes:
    return f"{hashlib.sha256(text.encode()).hexdigest()}\n{text}".encode()


DEEP = "[" * 100_000
SIGNED = ("[]", "{}", "null", "1", '"key"', DEEP, '{"key": 1, "files": {}, "counts": {}}')
FORGED = (b"", b"no entry", b"\n", b"\xff\xfe\n", DEEP.encode(), *map(_signed, SIGNED))


@pytest.mark.parametrize("number", range(len(FORGED)))
def test_an_entry_that_is_none_is_a_miss(job: Job, number: int) -> None:
    """Also one that was signed, but is not what an entry is."""
    assert job.cache
    (job.cache / "a-2025.json").write_bytes(FORGED[number])
    assert [batch.run_job(job).kept for _ in range(2)] == [False, True]


def test_an_entry_with_any_byte_changed_or_cut_off_is_a_miss(job: Job) -> None:
    """Each byte of it: of its hash, keys, numbers and punctuation; and each shorter beginning."""
    assert job.cache
    entry = job.cache / "a-2025.json"
    whole = entry.read_bytes()
    for position, byte in enumerate(whole):
        for damaged in (bytes([byte ^ 1]), bytes([byte ^ 0x80]), b"\0", b"", bytes([byte]) * 2):
            entry.write_bytes(whole[:position] + damaged + whole[position + 1 :])
            assert _entry(job) is None, (position, damaged)
        entry.write_bytes(whole[:position])
        assert _entry(job) is None, position
    entry.write_bytes(whole)
    assert _entry(job)


def _entry(job: Job) -> BuildResult | None:
    assert job.cache
    return Kept(job.cache, job.folder, forms=job.forms, exact_parser=job.exact_parser).result()
