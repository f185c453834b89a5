"""Building and converting: what a release and a document become, and what a bad one leaves behind."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from budgetpress import build, intake
from budgetpress.errors import BudgetpressError, InputError


def quiet(_: str) -> None:
    """Take a line of progress and show nothing."""


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of what it holds."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def copied(tmp_path: Path, release_folder: Path) -> Path:
    """A copy of the first release that may be changed."""
    folder = tmp_path / release_folder.name
    shutil.copytree(release_folder, folder)
    return folder


def source_of(release: Path) -> Path:
    """The one source of a release."""
    return next((release / "source").iterdir())


def test_building_again_changes_no_byte(copied: Path) -> None:
    """What is committed is what the code makes of the source, to the byte."""
    before = tree(copied)

    build.build_release(copied, report=quiet)

    assert before == tree(copied)


def test_a_document_alone_gives_the_figures_of_its_release(copied: Path, tmp_path: Path) -> None:
    """`convert` recognises form, year and body, and needs nothing but the document."""
    build.convert([source_of(copied)], tmp_path / "out", form=None, year=None, body=None, report=quiet)

    for name in ("figures.csv", "checks.csv", "repairs.csv", "expenditure.csv"):
        assert (copied / "data" / name).read_bytes() == (tmp_path / "out" / "data" / name).read_bytes()


def test_a_changed_source_is_refused_and_the_package_stays(copied: Path) -> None:
    """A source that is not the one release.toml names builds nothing, and says what to do."""
    source = source_of(copied)
    source.write_bytes(source.read_bytes() + b"\n")
    before = tree(copied)

    with pytest.raises(InputError, match="sha256"):
        build.build_release(copied, report=quiet)

    assert before == tree(copied)


@pytest.mark.parametrize("share", [0, 1, 7, 20, 45, 70, 90, 99])
def test_a_truncated_transcription_gives_an_error_or_a_valid_package(
    share: int, copied: Path, tmp_path: Path
) -> None:
    """A document that is cut off anywhere is refused with a reason, or converted with what it still says."""
    data = source_of(copied).read_bytes()
    cut = tmp_path / "cut.txt"
    cut.write_bytes(data[: len(data) * share // 100].decode("utf-8", "ignore").encode())
    out = tmp_path / "out"

    try:
        build.convert([cut], out, form=None, year=2026, body="某单位", report=quiet)
    except BudgetpressError:
        assert not out.exists()
    else:
        assert build.check_package(out)["valid"]


def test_what_the_document_does_not_say_is_asked_for(copied: Path, tmp_path: Path) -> None:
    """Without a year or a body in the document, the error names the options to give."""
    text = source_of(copied).read_text(encoding="utf-8")
    short = tmp_path / "short.txt"
    short.write_text(text[: text.index("预算05表")], encoding="utf-8")

    with pytest.raises(InputError, match="--year YEAR and --body NAME"):
        build.convert([short], tmp_path / "out", form=None, year=None, body=None, report=quiet)


def test_a_new_release_is_ready_to_build(copied: Path, tmp_path: Path) -> None:
    """`new` makes a folder whose release.toml is filled from the document, and which builds."""
    root = tmp_path / "project"
    (root / "datapackage").mkdir(parents=True)

    folder = intake.new_release(root, "some-body-2026", [source_of(copied)], form=None, year=None, body=None)
    result = build.build_release(folder, report=quiet)

    assert result.findings_blocking == 0
    assert [folder] == build.release_folders(root)
    with pytest.raises(InputError, match="exists already"):
        intake.new_release(root, "some-body-2026", [source_of(copied)], form=None, year=None, body=None)


@pytest.mark.parametrize("name", [".hidden.txt", "a:b.txt", os.fsdecode(b"\xff.txt")])
def test_a_file_name_that_no_release_can_have_is_refused(name: str, copied: Path, tmp_path: Path) -> None:
    """What `release.toml` could not name again is told at once, and leaves nothing behind."""
    root = tmp_path / "project"
    (root / "datapackage").mkdir(parents=True)
    document = tmp_path / name
    document.write_bytes(source_of(copied).read_bytes())

    with pytest.raises(InputError, match="Rename the file"):
        intake.new_release(root, "some-body-2026", [document], form=None, year=None, body=None)
    assert build.release_folders(root) == []


def test_two_sources_of_one_name_are_refused(copied: Path, tmp_path: Path) -> None:
    """Neither file takes the place of the other."""
    (tmp_path / "other").mkdir()
    other = tmp_path / "other" / source_of(copied).name
    other.write_bytes(source_of(copied).read_bytes())

    with pytest.raises(InputError, match="two sources"):
        build.convert(
            [source_of(copied), other], tmp_path / "out", form=None, year=None, body=None, report=quiet
        )


def test_a_text_like_a_formula_is_published_where_the_release_allows_it(copied: Path, tmp_path: Path) -> None:
    """Until then nothing is written, and the reason names the cell to allow."""
    document = tmp_path / "note.txt"
    document.write_text(source_of(copied).read_text(encoding="utf-8") + "\n=备注\n", encoding="utf-8")
    root = tmp_path / "project"
    (root / "datapackage").mkdir(parents=True)
    folder = intake.new_release(root, "some-body-2026", [document], form=None, year=None, body=None)

    refused = build.build_release(folder, report=quiet).refused
    cell = re.search(r"`formula_cells` of release.toml can allow (\S+)", refused)
    assert cell
    assert not (folder / "datapackage.json").exists()

    facts = (folder / "release.toml").read_text(encoding="utf-8")
    allowed = facts.replace("[release]\n", f'[release]\nformula_cells = ["{cell.group(1)}"]\n')
    (folder / "release.toml").write_text(allowed, encoding="utf-8")
    assert not build.build_release(folder, report=quiet).refused


def test_two_sites_at_once_are_built_one_after_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second waits: both use the same folders beside the finished one."""
    inside: list[str] = []
    most: list[int] = []

    def slowly(*_: object, **__: object) -> None:
        inside.append("")
        most.append(len(inside))
        time.sleep(0.2)
        inside.pop()

    monkeypatch.setattr("budgetpress.website.build_site", slowly)
    monkeypatch.setattr(build, "_keep_views", lambda *_: None)
    release = tmp_path / "datapackage" / "a-2025"
    release.mkdir(parents=True)
    for name in ("release.toml", "datapackage.json"):
        (release / name).write_bytes(b"")
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(build.build_site, tmp_path, report=quiet) for _ in range(2)]
    assert [future.result() for future in running] == [tmp_path / "site" / "public"] * 2
    assert most == [1, 1]
