"""The repository itself: what may not be in it, and what must agree."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import run

LINE_LIMIT = 400

# Joined here, so that this file does not name them itself.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("pypi", "python", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "yarnpkg", "com"),
        ("registry", "npmmirror", "com"),
        ("pypi", "tuna", "tsinghua"),
        ("mirrors", "aliyun", "com"),
        ("conda", "anaconda", "org"),
        ("proxy", "golang", "org"),
    )
]
# Folders of one person's machine, with nothing before them that would make them part of a URL or a path.
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:root|work|Users/\w+|home/(?!runner\b)\w+)/[\w.]")


@pytest.fixture(scope="module")
def committed(project_root: Path) -> list[Path]:
    """Every file that is committed, or would be."""
    listed = subprocess.run(
        # The second word: the tests may be run by another user than the one who made the checkout.
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=project_root,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := project_root / name).is_file()]


@pytest.fixture(scope="module")
def texts(committed: list[Path], project_root: Path) -> dict[str, str]:
    """The committed text files, by their path in the repository."""
    found = {}
    for path in committed:
        try:
            found[path.relative_to(project_root).as_posix()] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture, a font
    return found


def test_no_file_names_a_registry(texts: dict[str, str]) -> None:
    """Packages come from wherever the machine is set up to get them; no file of ours decides it."""
    named = [(path, host) for path, text in texts.items() for host in REGISTRIES if host in text]

    assert named == []


def test_no_file_names_a_place_of_one_machine(texts: dict[str, str]) -> None:
    """A checkout works in any folder of any machine."""
    named = [(path, match.group()) for path, text in texts.items() for match in MACHINE_PATH.finditer(text)]

    assert named == []


def test_machine_paths_are_recognised() -> None:
    """The pattern finds such a path in code, and leaves addresses alone."""
    made = Path("/").joinpath("root", "x").as_posix()

    assert MACHINE_PATH.search(f'open("{made}")')
    assert not MACHINE_PATH.search(f"https://example.test{made}")


def test_no_lock_of_another_tool(committed: list[Path]) -> None:
    """There is one lock; those of other tools name hosts."""
    assert {path.name for path in committed} & {"uv.lock", "poetry.lock", "pdm.lock", "Pipfile.lock"} == set()


def test_lock_has_exact_versions_with_hashes_and_no_place(project_root: Path) -> None:
    """Each requirement of the lock is one version with its hashes; nothing says where to get it."""
    blocks = re.split(r"\n(?=\S)", (project_root / "requirements.lock").read_text(encoding="utf-8").strip())
    shape = r"[a-z0-9][a-z0-9._-]*==[\w.+!]+( ; [^\\\n]+?)?( \\\n    --hash=sha256:[0-9a-f]{64})+"

    assert blocks
    assert [block.splitlines()[0] for block in blocks if not re.fullmatch(shape, block)] == []


def locked(project_root: Path) -> dict[str, set[str]]:
    """The versions of each package in the lock, over all Pythons and systems."""
    found: dict[str, set[str]] = {}
    lock = (project_root / "requirements.lock").read_text(encoding="utf-8")
    for name, version in re.findall(r"^([a-z0-9._-]+)==([^\s;]+)", lock, flags=re.MULTILINE):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def test_lock_satisfies_what_the_project_asks_for(project_root: Path) -> None:
    """Every dependency of pyproject.toml is in the lock, in a version that it allows."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    versions = locked(project_root)
    wanted = [
        Requirement(line)
        for line in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    ]

    assert [str(need) for need in wanted if canonicalize_name(need.name) not in versions] == []
    assert [
        f"{need} but {version}"
        for need in wanted
        for version in versions[canonicalize_name(need.name)]
        if version not in need.specifier
    ] == []


def test_packages_built_from_source_are_few_and_locked(project_root: Path) -> None:
    """What is built from source is in the lock, and so is the one tool that builds it."""
    assert {"setuptools", *run.SOURCE_ONLY} <= locked(project_root).keys()


def test_one_file_in_scripts_is_run(project_root: Path) -> None:
    """A file in scripts/ can be imported by its bare name, so there is only the one that people run."""
    assert [path.name for path in sorted((project_root / "scripts").glob("*.py"))] == ["run.py"]


def test_modules_are_short(committed: list[Path], project_root: Path) -> None:
    """A module that outgrows 400 lines is two modules."""
    lengths = {
        path.relative_to(project_root).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in committed
        if path.suffix == ".py"
    }

    assert {path: length for path, length in lengths.items() if length > LINE_LIMIT} == {}


def test_changelog_begins_with_the_current_version_or_what_is_unreleased(project_root: Path) -> None:
    """The version of pyproject.toml is in the changelog, so that neither is forgotten."""
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    changelog = (project_root / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[([^\]]+)\]", changelog, flags=re.MULTILINE)

    assert headings[0] in {"Unreleased", project["project"]["version"]}
    assert project["project"]["version"] in headings


@pytest.mark.parametrize("name", ["LICENSE", "LICENSE-DATA", "README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_what_a_stranger_looks_for_is_there(project_root: Path, name: str) -> None:
    """The files that say what this is, what one may do with it, and how to help."""
    assert (project_root / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_in_documents_lead_somewhere(project_root: Path, name: str) -> None:
    """A link or a picture that is no address is a file of the repository."""
    text = (project_root / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)", text)

    assert [
        target for target in targets if "://" not in target and not (project_root / target).exists()
    ] == []
