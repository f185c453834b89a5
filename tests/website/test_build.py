"""The built site as files: links, escapes, determinism, downloads, and what happens when a build fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.website.conftest import Site
from tests.website.pages import broken_links, elements, ids, loaded_from_elsewhere
from tests.website.sample import quiet, write_package
from tests.website.sample_views import write_views

from budgetpress.errors import BudgetpressError, InputError
from budgetpress.website import build_site

RELEASE = "qinghe-town-2025"


def test_every_link_and_anchor_leads_somewhere(site: Site) -> None:
    """No link, script, style or chart address within the site is broken."""
    assert list(broken_links(site.folder)) == []


def test_nothing_is_loaded_from_another_host(site: Site) -> None:
    """No element of any page makes a browser ask another host."""
    assert list(loaded_from_elsewhere(site.folder)) == []


def test_every_figure_has_its_place_and_its_proof(site: Site) -> None:
    """Each figure's id is an anchor in its table and its proof an anchor on the same page."""
    with (site.folder / RELEASE / "data" / "figures.json").open(encoding="utf-8") as stream:
        figures = json.load(stream)
    assert figures
    for figure in figures:
        known = ids(site.folder / RELEASE / figure["table"] / "index.html")
        assert {figure["id"], f"proof.{figure['id']}"} <= known


def test_repaired_labels_and_rows_lead_to_their_evidence(site: Site) -> None:
    """A label or a row that a repair changed carries the sign of a repair, linked to it."""
    page = site.folder / RELEASE / "02" / "index.html"
    links = {a["href"] for tag, a in elements(page) if tag == "a" and "bp-fix" in a.get("class", "")}
    assert links == {"../repairs/#repair.rp2", "../repairs/#repair.rp3"}


def test_ids_are_unique(site: Site) -> None:
    """No page has the same id twice."""
    for path in site.folder.rglob("*.html"):
        found = [attributes["id"] for _, attributes in elements(path) if "id" in attributes]
        assert len(found) == len(set(found)), path


def test_downloads_are_the_files_of_the_package(site: Site, tmp_path: Path) -> None:
    """Under lasting addresses lie the same bytes as in the package."""
    package = write_package(tmp_path)
    names = ["datapackage.json", "reports/validation.json", "data/spending.csv", "data/spending.json"]
    for name in names:
        assert (site.folder / RELEASE / name).read_bytes() == (package / name).read_bytes()


def test_every_page_has_a_strict_policy(site: Site) -> None:
    """Each page allows this host alone, no inline script but the theme's by hash, and no eval."""
    for path in site.folder.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy is not None, path
        assert re.match(r"default-src 'none'; script-src 'self'( 'sha256-[\w+/=]+')*; ", policy[1])
        assert "unsafe-eval" not in policy[1]


def test_items_can_be_searched_in_chinese(site: Site) -> None:
    """The search index knows the names in the tables, segmented, and where they stand."""
    index = json.loads((site.folder / "search" / "index.json").read_text(encoding="utf-8"))
    found = [d["location"] for d in index["docs"] if "培训" in re.split("[\u200b ]", d["title"] + d["text"])]
    assert any(location.startswith(f"{RELEASE}/02/#") for location in found)


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()
    }


def test_two_builds_are_the_same_bytes(site: Site, project_root: Path, tmp_path: Path) -> None:
    """Another folder and another time zone give the same site, byte for byte."""
    package, views = write_package(tmp_path / "elsewhere"), write_views(tmp_path / "views")
    code = (
        "import sys; from pathlib import Path; from budgetpress.website import build_site;"
        "root, package, views, out = map(Path, sys.argv[1:]);"
        "build_site(root, packages=[package], views=views, out=out, report=[].append)"
    )
    environment = {**os.environ, "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    environment["PYTHONPATH"] = str(project_root / "scripts")
    out = tmp_path / "other" / "public"
    out.parent.mkdir()
    arguments = [project_root, package, views, out]
    subprocess.run([sys.executable, "-c", code, *arguments], check=True, env=environment)
    first, second = tree(site.folder), tree(out)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_bare_mkdocs_accepts_the_pages(site: Site, project_root: Path, tmp_path: Path) -> None:
    """`mkdocs build --strict` on each generated tree passes without a warning."""
    shutil.copytree(project_root / "site" / "theme", tmp_path / "site" / "theme")
    shutil.copytree(site.folder.parent / "build", tmp_path / "site" / "build")
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(project_root / name, tmp_path)
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", name]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr


def test_hostile_text_changes_no_element(mild_site: Site, hostile_site: Site) -> None:
    """With payloads in every free text of a package each page has the same elements and attributes.

    Of a drawing, whose lines break where words do, the kinds of its elements are the same.
    """
    mild, hostile = (
        {path.relative_to(site.folder): outline(path) for path in sorted(site.folder.rglob("*.html"))}
        for site in (mild_site, hostile_site)
    )
    assert mild.keys() == hostile.keys()
    assert [path for path in mild if mild[path] != hostile[path]] == []


def outline(path: Path) -> tuple[list[tuple[str, list[str]]], set[tuple[str, tuple[str, ...]]]]:
    """The elements of a page with the names of their attributes, in order; and the kinds within drawings."""
    outside, drawn = [], set()
    for tag, attributes in elements(path):
        if tag in DRAWN:
            drawn.add((tag, tuple(sorted(attributes))))
        else:
            outside.append((tag, sorted(attributes)))
    return outside, drawn


DRAWN = {"svg", "g", "path", "rect", "line", "text", "tspan", "title", "desc"}


def test_a_failing_build_leaves_the_last_good_site(project_root: Path, tmp_path: Path) -> None:
    """When MkDocs refuses the pages, the error says why, and the old site is untouched."""
    root, out = tmp_path / "root", tmp_path / "out" / "public"
    (root / "site").mkdir(parents=True)
    for name in ("pages", "theme", "assets"):
        shutil.copytree(project_root / "site" / name, root / "site" / name)
    (project_root / ".cache").mkdir(exist_ok=True)
    (root / ".cache").symlink_to(project_root / ".cache")
    for name in ("mkdocs.yml", "mkdocs.en.yml"):
        shutil.copy(project_root / name, root)
    with (root / "site" / "pages" / "en" / "about.md").open("a", encoding="utf-8") as stream:
        stream.write("\n[broken](nowhere.md)\n")
    out.mkdir(parents=True)
    (out / "index.html").write_text("the last good site", encoding="utf-8")
    package = write_package(tmp_path)
    with pytest.raises(BudgetpressError, match=r"nowhere\.md"):
        build_site(root, packages=[package], out=out, report=quiet)
    assert tree(out) == {"index.html": b"the last good site"}
    assert sorted(path.name for path in out.parent.iterdir()) == ["build", "public"]


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("datapackage.json", '"name": "qinghe-town-2025"', '"name": "../x"', "name"),
        ("datapackage.json", '"data/spending.csv"', '"../secret.csv"', "a file under data/"),
        ("datapackage.json", "{", "", "not JSON"),
        ("data/figures.csv", "01.r1.amount", "__config", "figure"),
        ("data/figures.csv", "confirmed", "certain", "status"),
        ("data/figures.csv", "1200000.00", "NaN", "amount"),
        ("data/spending.csv", "row,kind", "row,sort", "columns"),
        ("data/spending.csv", "1,item", "1,item,item", "cells"),
    ],
)
def test_a_package_that_cannot_be_used_is_refused(
    file: str, old: str, new: str, message: str, project_root: Path, tmp_path: Path
) -> None:
    """The error names the file and what is wrong; nothing is published."""
    package = write_package(tmp_path)
    path = package / file
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    with pytest.raises(InputError, match=message):
        build_site(project_root, packages=[package], out=tmp_path / "site" / "public", report=quiet)
    assert not (tmp_path / "site" / "public").exists()


def test_release_names_must_differ(project_root: Path, tmp_path: Path) -> None:
    """Two packages of one name cannot share an address."""
    packages = [write_package(tmp_path / "a"), write_package(tmp_path / "b")]
    with pytest.raises(InputError, match="a name of its own"):
        build_site(project_root, packages=packages, out=tmp_path / "site" / "public", report=quiet)
