"""Packages are read from folders, zips and git, and from nothing that means harm."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.diff.planting import RELEASE, Copy

from budgetpress.diff.compare import compare
from budgetpress.diff.origins import read_origin, read_pair
from budgetpress.errors import InputError
from budgetpress.published import read_folder, read_published
from budgetpress.website.archive import archive_bytes
from budgetpress.website.load import load_package


def git(folder: Path, *arguments: str) -> None:
    """Run git in a folder, as nobody in particular."""
    who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A copy of the release in a folder, in a repository of its own with one commit."""
    folder = tmp_path / "project" / "datapackage" / RELEASE.name
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("*.xlsx", "*.parquet", "source"))
    root = folder.parents[1]
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    return folder


def change(folder: Path, old: str = "30000.00", new: str = "30001.00") -> None:
    """Another amount in the expenditure table of a package."""
    path = folder / "data" / "expenditure.csv"
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))


def zipped(tmp_path: Path, members: dict[str, bytes], name: str = "bad.zip") -> str:
    """A zip with these members."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, data in members.items():
            archive.writestr(member, data)
    return str(path)


def test_the_zip_of_the_site_is_the_folder(tmp_path: Path) -> None:
    """What the site offers differs in nothing from the folder it was made of."""
    path = tmp_path / "release.zip"
    path.write_bytes(archive_bytes(load_package(RELEASE)))
    assert compare(read_origin(str(path)), read_folder(RELEASE)).changes == ()


def test_a_descriptor_names_its_folder() -> None:
    """`datapackage.json` is as good as the folder that it lies in."""
    assert read_origin(str(RELEASE / "datapackage.json")).text("name") == RELEASE.name


def test_a_revision_is_read_without_a_checkout(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`HEAD:path` from the top, and `HEAD` alone beside the folder or the name of a release."""
    change(release)
    monkeypatch.chdir(release.parents[1])
    path = f"datapackage/{release.name}"
    for a, b in ((f"HEAD:{path}", path), ("HEAD", path), ("HEAD", release.name)):
        difference = compare(*read_pair(a, b))
        assert [(c.part, c.values) for c in difference.changes] == [
            ("cell", {"total": ("30000.00", "30001.00")})
        ]


@pytest.mark.parametrize("word", ["nowhere", "HEAD:", "-x:y", "nope:datapackage", "HEAD:datapackage"])
def test_what_is_no_package_is_bad_input(word: str, release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No folder, no revision, a revision that is an option, a folder without a package."""
    monkeypatch.chdir(release.parents[1])
    with pytest.raises(InputError):
        read_origin(word)


def test_links_in_a_package_are_not_followed(release: Path, tmp_path: Path) -> None:
    """A file of a package that is a link to another place is missing, in a folder and in git."""
    secret = tmp_path / "secret.csv"
    secret.write_text("row\r\n1\r\n", encoding="utf-8")
    path = release / "data" / "expenditure.csv"
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(InputError, match="missing"):
        read_folder(release)
    git(release, "add", ".")
    git(release, "commit", "-q", "-m", "link")
    with pytest.raises(InputError, match="missing"):
        read_pair("HEAD", str(release))


@pytest.mark.parametrize(
    "member", ["../datapackage.json", "/etc/x", "a\\..\\b", "C:x", "x/../../y", "a/\x01b"]
)
def test_zips_with_hostile_names_are_refused(member: str, tmp_path: Path) -> None:
    """Nothing is unpacked, and still a zip that tries is no release."""
    with pytest.raises(InputError):
        read_origin(zipped(tmp_path, {"a/datapackage.json": b'{"resources": []}', member: b""}))


def test_bombs_are_refused(tmp_path: Path) -> None:
    """A member that unpacks to a thousand times its size is not unpacked."""
    with pytest.raises(InputError, match="unpack"):
        read_origin(zipped(tmp_path, {"a/datapackage.json": b" " * 20_000_000}))


def test_a_zip_holds_one_release(tmp_path: Path) -> None:
    """None or two are bad input."""
    for members in ({"a.txt": b""}, {"a/datapackage.json": b"{}", "b/datapackage.json": b"{}"}):
        with pytest.raises(InputError, match=r"datapackage\.json"):
            read_origin(zipped(tmp_path, members))


@pytest.mark.parametrize(
    ("edit", "match"),
    [
        (lambda raw: raw.update(resources=3), "no list"),
        (lambda raw: raw["resources"][0].update(path="../x.csv"), "path"),
        (lambda raw: raw["resources"][0].update(path="data/../../x.csv"), "path"),
        (lambda raw: raw["resources"][0].update(path="http://example.org/x.csv"), "path"),
        (lambda raw: raw["resources"][0].update(schema={"fields": [{}]}), "fields"),
        (lambda raw: raw["resources"][0]["schema"]["fields"].pop(), "columns"),
        (lambda raw: raw["resources"].append(raw["resources"][0]), "same name"),
    ],
)
def test_descriptors_that_lie_are_bad_input(edit: Callable[[dict[str, Any]], object], match: str) -> None:
    """Paths out of the package, no fields, other columns than the file, a name twice."""
    package = Copy.of()
    raw = package.again().raw
    edit(raw)
    data = {f"data/{name}.csv": (RELEASE / "data" / f"{name}.csv").read_bytes() for name in package.rows}
    data["datapackage.json"] = json.dumps(raw).encode()
    with pytest.raises(InputError, match=match):
        read_published("memory", data.__getitem__)


def test_an_archive_is_not_trusted_about_its_sizes(tmp_path: Path) -> None:
    """Bytes after the end of a damaged zip, and half a zip, are bad input and no traceback."""
    whole = Path(zipped(tmp_path, {"a/datapackage.json": b'{"resources": []}'})).read_bytes()
    for data in (whole[: len(whole) // 2], b"PK\x03\x04" + b"\0" * 50, b""):
        path = tmp_path / "half.zip"
        path.write_bytes(data)
        with pytest.raises(InputError):
            read_origin(str(path))
    assert zipfile.is_zipfile(io.BytesIO(whole))
