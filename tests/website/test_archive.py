"""One file with a whole release: complete, explained, checkable, and the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from tests.website.conftest import Site
from tests.website.sample import write_package

from budgetpress.website.archive import archive_bytes, archive_name
from budgetpress.website.load import load_package

RELEASE = "qinghe-town-2025"
STEM = f"{RELEASE}-1.0.0"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The sample package with its source and a workbook."""
    folder = write_package(tmp_path)
    (folder / "source").mkdir()
    (folder / "source" / "budget.txt").write_text("as printed", encoding="utf-8")
    (folder / "data" / "spending.xlsx").write_bytes(b"a workbook")
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["sources"][0]["file"] = "source/budget.txt"
    (folder / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    """The members of the archive of a package, below its top folder."""
    with zipfile.ZipFile(io.BytesIO(archive_bytes(load_package(folder)))) as archive:
        names = archive.namelist()
        assert all(name.startswith(f"{STEM}/") for name in names)
        return {name.removeprefix(f"{STEM}/"): archive.read(name) for name in names}


def test_everything_is_in_it(package: Path) -> None:
    """Every file of the package lies in the archive as it lies on disk, with a README and the sums."""
    found = contents(package)
    on_disk = {
        path.relative_to(package).as_posix(): path.read_bytes()
        for path in package.rglob("*")
        if path.is_file()
    }
    assert {"data/spending.xlsx", "source/budget.txt", "reports/validation.json"} <= on_disk.keys()
    assert {name: data for name, data in found.items() if name in on_disk} == on_disk
    assert found.keys() - on_disk.keys() == {"README.txt", "SHA256SUMS"}


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="needs sha256sum")
def test_sums_can_be_checked(package: Path, tmp_path: Path) -> None:
    """The command that everybody has finds every file right, and a changed one wrong."""
    with zipfile.ZipFile(io.BytesIO(archive_bytes(load_package(package)))) as archive:
        archive.extractall(tmp_path / "out")
    here = tmp_path / "out" / STEM
    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    assert subprocess.run(command, cwd=here).returncode == 0
    assert len((here / "SHA256SUMS").read_text().splitlines()) == len(contents(package)) - 1
    (here / "data" / "spending.csv").write_text("changed")
    assert subprocess.run(command, cwd=here, capture_output=True).returncode == 1


def test_readme_explains(package: Path) -> None:
    """The README has every field with its meaning, unit, statuses, gaps, source, licence and citation."""
    text = contents(package)["README.txt"].decode("utf-8")
    loaded = load_package(package)
    for resource in loaded.resources:
        assert f"{resource.name}  {resource.title}" in text
        for field in resource.fields:
            assert f"- {field.name}  [" in text
            assert field.description in text
    for words in (
        "Qinghe Town (2025)", "creativecommons.org", "https://example.org/budget.pdf", "0" * 64, "yuan (CNY)",
        "disputed", "Procurement: The source does not have it.", "XLSX",
        "不成立 fails 1;", "sha256sum -c SHA256SUMS",
    ):  # fmt: skip
        assert words in text


def test_bytes_depend_on_the_package_alone(package: Path, tmp_path: Path) -> None:
    """Another folder, other times and other rights of the files give the same archive, of no day."""
    copy = tmp_path / "elsewhere" / package.name
    shutil.copytree(package, copy, copy_function=shutil.copyfile)
    (copy / "data" / "spending.csv").chmod(0o700)
    data = archive_bytes(load_package(package))
    assert archive_bytes(load_package(copy)) == data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    assert [member.filename for member in members] == sorted(member.filename for member in members)
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(
    "file",
    ["../secret.txt", "/etc/hostname", "datapackage.json", "source/link.txt", "source", "\0", "字" * 300],
)
def test_nothing_from_elsewhere(package: Path, file: str) -> None:
    """A source that lies outside `source/`, or a link that leads out of it, is not taken up."""
    (package.parent / "secret.txt").write_text("secret")
    (package / "source" / "link.txt").symlink_to(package.parent / "secret.txt")
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor["sources"][0]["file"] = file
    (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    found = contents(package)
    assert not [name for name in found if name.startswith("source") or "secret" in name]
    assert b"secret" not in b"".join(
        found[name] for name in found if name != "README.txt" and name != "datapackage.json"
    )


def test_a_text_cannot_forge_a_line_or_a_name(package: Path) -> None:
    """A title with line ends stays on its line; a version that is a path is none in the archive's name."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    descriptor |= {"title_en": "A\nB\x1b[31m", "version": "../../1.0.0"}
    (package / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    assert archive_name(load_package(package)) == f"{STEM}.zip"
    assert "\nA B[31m\n" in contents(package)["README.txt"].decode("utf-8")


def test_the_site_has_it(site: Site) -> None:
    """It lies beside the release's first page, which links to it and says how large it is."""
    path = site.folder / RELEASE / f"{STEM}.zip"
    with zipfile.ZipFile(path) as archive:
        sums = archive.read(f"{STEM}/SHA256SUMS").decode("utf-8")
    data = (site.folder / RELEASE / "data" / "spending.csv").read_bytes()
    assert f"{hashlib.sha256(data).hexdigest()}  data/spending.csv\n" in sums
    html = (site.folder / RELEASE / "index.html").read_text(encoding="utf-8")
    assert f'href="../{RELEASE}/{STEM}.zip" download>{STEM}.zip</a> <small>' in html


def test_pages_say_what_each_format_is_good_for(site: Site) -> None:
    """The first page of a release and the page of each table explain the formats beside their links."""
    for page in ("index.html", "02/index.html"):
        html = (site.folder / RELEASE / page).read_text(encoding="utf-8")
        for title in ("CSV", "JSON", "XLSX", "Parquet"):
            assert html.count(f"<li><b>{title}</b> ") == 1
