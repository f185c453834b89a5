"""Finished parts of a site are kept until what they are made of changes, and a spoilt one is made anew."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.website.conftest import project_house
from tests.website.sample import quiet, write_package
from tests.website.test_build import RELEASE, tree

from budgetpress.errors import InputError
from budgetpress.website import build_site
from budgetpress.website.archive import archive_name
from budgetpress.website.kept import Store, link_tree, write_file
from budgetpress.website.load import load_package
from budgetpress.website.settings import chosen_forms


class Part:
    """Writes a part of two files and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, target: Path) -> None:
        self.times += 1
        write_file(target / "a.html", b"first")
        write_file(target / "deep" / "b.html", b"second")


def spoil_text(kept: Path) -> None:
    """Write other bytes, as many."""
    (kept / "a.html").write_bytes(b"FIRST")


def spoil_length(kept: Path) -> None:
    """Cut a file, as a full disk does."""
    os.truncate(kept / "deep" / "b.html", 0)


def spoil_lack(kept: Path) -> None:
    """Take a file away."""
    (kept / "a.html").unlink()


def spoil_more(kept: Path) -> None:
    """Add a file."""
    (kept / "c.html").write_bytes(b"third")


def spoil_list(kept: Path) -> None:
    """Write another list of files."""
    path = kept.parent / "files.json"
    path.write_bytes(path.read_bytes().replace(b"a.html", b"x.html"))


def test_a_part_is_made_once(tmp_path: Path) -> None:
    """The same key is not made again; another one is, and both stay."""
    store, make = Store(tmp_path), Part()
    first = store.get("x", "one", make)
    assert store.get("x", "one", make) == first
    assert make.times == 1
    assert store.get("x", "two", make) != first
    assert store.get("x", "one", make) == first
    assert make.times == 2


def test_old_parts_go(tmp_path: Path) -> None:
    """Of one name three stay; one that nobody has asked for in a day before the newest goes as well."""
    store, make = Store(tmp_path), Part()
    for number in range(5):
        store.get("x", f"{number}", make)
    assert len(list((tmp_path / "x").iterdir())) == 3
    for path in (tmp_path / "x").iterdir():
        os.utime(path, (1_000_000, 1_000_000))
    store.get("x", "4", make)
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["4"]


@pytest.mark.parametrize("spoil", [spoil_text, spoil_length, spoil_lack, spoil_more, spoil_list])
def test_a_spoilt_part_is_made_anew(spoil: object, tmp_path: Path) -> None:
    """Whatever was done to it since, what is given out is as it was made."""
    store, make = Store(tmp_path), Part()
    good = tree(store.get("x", "one", make))
    spoil(store.get("x", "one", make))  # type: ignore[operator]
    assert tree(store.get("x", "one", make)) == good
    assert make.times == 2


def test_a_part_that_fails_leaves_nothing(tmp_path: Path) -> None:
    """A part that could not be made is not there, not even in pieces."""

    def fail(target: Path) -> None:
        write_file(target / "a.html", b"half")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        Store(tmp_path).get("x", "one", fail)
    assert tree(tmp_path) == {}


def test_a_file_of_the_site_that_was_changed_by_hand_spoils_the_part(tmp_path: Path) -> None:
    """It is the same file under two names, so the next site has it as it was made."""
    store, make = Store(tmp_path / "kept"), Part()
    link_tree(store.get("x", "one", make), tmp_path / "site")
    (tmp_path / "site" / "a.html").write_bytes(b"by hand")
    link_tree(store.get("x", "one", make), tmp_path / "next")
    assert (tmp_path / "next" / "a.html").read_bytes() == b"first"


def test_cold_or_warm_and_with_any_number_of_jobs_the_site_is_the_same(
    project_root: Path, tmp_path: Path
) -> None:
    """Two years of a body and what joins them: no byte differs, also after a change and back."""
    house = project_house(project_root, tmp_path / "house")
    packages = [write_package(tmp_path, name) for name in ("qinghe-town-2024", RELEASE)]
    out = tmp_path / "site" / "public"
    build_site(house, packages=packages, out=out, report=quiet)
    cold = tree(out)
    assert f"{RELEASE}/changes/index.html" in cold
    assert any(name.startswith("latest/") for name in cold)
    descriptor = packages[1] / "datapackage.json"
    before = descriptor.read_bytes()
    descriptor.write_bytes(before.replace("清河".encode(), "清溪".encode()))
    build_site(house, packages=packages, out=out, report=quiet)
    changed = tree(out)
    assert changed != cold
    descriptor.write_bytes(before)
    build_site(house, packages=packages, out=out, report=quiet)
    assert tree(out) == cold
    for kept in (house / ".cache" / "site").iterdir():
        if kept.name != "frame":
            shutil.rmtree(kept)
    build_site(house, packages=packages, out=out, report=quiet, jobs=2)
    assert tree(out) == cold


def test_a_site_holds_the_forms_that_are_chosen(project_root: Path, tmp_path: Path) -> None:
    """What is left out is in the zip, the page says so, and the weight of the site is told."""
    house = project_house(project_root, tmp_path / "house")
    (house / "site" / "site.toml").write_text('forms = ["parquet"]\n', encoding="utf-8")
    package, out = write_package(tmp_path), tmp_path / "site" / "public"
    said: list[str] = []
    build_site(house, packages=[package], out=out, report=said.append)
    there = {path.suffix for path in (out / RELEASE / "data").iterdir()}
    assert there == {".csv"}
    assert (out / RELEASE / archive_name(load_package(package))).is_file()
    assert "其他格式在整个发布的 zip 里" in (out / RELEASE / "02" / "index.html").read_text(encoding="utf-8")
    assert any("MB in all" in line for line in said)


@pytest.mark.parametrize("text", ["forms = 'csv'", "forms = ['csv']", "form = []", "forms ="])
def test_a_setting_that_says_anything_else_is_refused(text: str, tmp_path: Path) -> None:
    """The error names what is known."""
    path = tmp_path / "site.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=r"site\.toml"):
        chosen_forms(path)


def test_all_forms_are_there_where_nothing_is_said(tmp_path: Path) -> None:
    """Without the file and with an empty one."""
    every = chosen_forms(tmp_path / "site.toml")
    (tmp_path / "site.toml").touch()
    assert chosen_forms(tmp_path / "site.toml") == every == ("json", "parquet", "xlsx")
