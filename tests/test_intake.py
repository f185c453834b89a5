"""A document dropped into a folder, or lying in a repository, becomes a release by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.documents import putuo
from tests.documents.looks import LOOKS
from tests.documents.pdf import pdf

from budgetpress import build, intake
from budgetpress.errors import InputError
from budgetpress.release import load_release


def quiet(_message: str) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def document() -> bytes:
    """An invented budget, as a PDF."""
    return pdf(putuo.paper(), LOOKS[0])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with nothing in it."""
    (tmp_path / "datapackage").mkdir()
    return tmp_path


def dropped(root: Path, document: bytes, name: str = "some-body-2025") -> Path:
    """The folder of a release into whose `source/` a document was dropped, and nothing else."""
    folder = root / "datapackage" / name
    (folder / "source").mkdir(parents=True)
    (folder / "source" / "预算.pdf").write_bytes(document)
    (folder / "source" / ".gitkeep").write_bytes(b"")
    return folder


def test_a_dropped_document_is_built(root: Path, document: bytes) -> None:
    """A folder with nothing but a source is a release; `build` fills its release.toml, once."""
    folder = dropped(root, document)

    assert build.release_folders(root) == [folder]
    first = build.build_release(folder, report=quiet)
    written = (folder / "release.toml").read_bytes()
    second = build.build_release(folder, report=quiet)

    release = load_release(folder)
    assert (release.name, [source.file for source in release.sources]) == (folder.name, ["预算.pdf"])
    assert (folder / "datapackage.json").is_file()
    assert first == second
    assert (folder / "release.toml").read_bytes() == written


def test_a_document_of_more_rows_than_any_is_refused(
    root: Path, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What proves its figures would take for ever; the release has nothing but its source then."""
    folder = dropped(root, document)
    monkeypatch.setattr(intake, "MAX_ROWS", 9)
    with pytest.raises(InputError, match=r"预算\.pdf: \d+ rows of tables; expected at most 9 rows"):
        build.build_release(folder, report=quiet)
    assert [path.name for path in folder.iterdir()] == ["source"]


def test_a_link_that_a_stranger_left_in_place_of_the_stage_is_not_followed(
    root: Path, document: bytes, tmp_path: Path
) -> None:
    """What it leads to stays as it is."""
    folder = dropped(root, document)
    outside = tmp_path / "outside"
    (outside / "old" / "data").mkdir(parents=True)
    (outside / "old" / "data" / "mine.csv").write_bytes(b"mine")
    (folder / ".budgetpress-stage").symlink_to(outside)
    build.build_release(folder, report=quiet)
    assert (outside / "old" / "data" / "mine.csv").read_bytes() == b"mine"
    assert not (folder / "data" / "mine.csv").exists()


def test_an_empty_folder_is_no_release(root: Path) -> None:
    """A folder without a source, or with a hidden file alone, is left alone."""
    (root / "datapackage" / "nothing" / "source").mkdir(parents=True)
    (root / "datapackage" / "nothing" / "source" / ".gitkeep").write_bytes(b"")

    assert build.release_folders(root) == []


def test_a_dropped_document_that_says_too_little_leaves_nothing(root: Path) -> None:
    """Where form, year or body cannot be known, nothing is written, and the reason names the file."""
    folder = dropped(root, b"%PDF-1.4\nno budget at all\n")

    with pytest.raises(InputError, match=r"预算\.pdf"):
        build.build_release(folder, report=quiet)
    assert [path.name for path in folder.iterdir()] == ["source"]


def test_a_second_document_is_not_passed_over(root: Path, document: bytes) -> None:
    """A file beside the sources that release.toml names is an error, not silently left out."""
    folder = dropped(root, document)
    build.build_release(folder, report=quiet)
    (folder / "source" / "附表.pdf").write_bytes(document)

    with pytest.raises(InputError, match=r"附表\.pdf: no source of the release"):
        build.build_release(folder, report=quiet)


def test_documents_of_a_repository_are_collected(root: Path, document: bytes) -> None:
    """Each document is a release once, under a name of form, body and year; another run makes no more."""
    (root / "a.pdf").write_bytes(document)
    (root / "same.pdf").write_bytes(document)
    (root / "other.pdf").write_bytes(document + b"\n% printed again\n")
    files = [root / "a.pdf", root / "other.pdf", root / "same.pdf"]

    made = intake.collect(root, files)

    first, second = (load_release(folder) for folder in made)
    assert first.name.startswith(f"{first.form}-")
    assert first.name.endswith(f"-{first.fiscal_year}")
    assert second.name.startswith(f"{first.name}-")
    assert [release.sources[0].file for release in (first, second)] == ["a.pdf", "other.pdf"]
    assert intake.collect(root, files) == []


def test_a_project_without_a_house_of_its_own_has_that_of_the_checkout(
    root: Path, project_root: Path
) -> None:
    """A repository that holds budgets alone gets its site from the mkdocs.yml and site/ of this checkout."""
    assert build.site_house(root) == project_root
    assert build.site_house(project_root) == project_root
