"""Views on disk: whole or not there, made anew when they are not what they were, and never an error."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from tests.documents import jiangsu
from tests.documents.convert import PRINTERS
from tests.hostile import pdfs
from tests.read.pdf_samples import pdf, plain

from budgetpress.read import read_document
from budgetpress.read.view import keep, keep_view
from budgetpress.website.source_load import load_views


def kept(folder: Path, data: bytes, *, name: str = "budget.pdf", pages: tuple[int, ...] = (1,)) -> bool:
    """Keep the view of a file with these bytes."""
    path = folder.parent / name
    path.write_bytes(data)
    return keep_view(folder, path, hashlib.sha256(data).hexdigest(), pages)


def manifest(folder: Path) -> dict[str, Any]:
    """The one manifest of the one view in a folder, whose name is its hash."""
    (path,) = folder.glob("*/view-*.json")
    data = path.read_bytes()
    assert path.name == f"view-{hashlib.sha256(data).hexdigest()}.json"
    found: dict[str, Any] = json.loads(data)
    return found


@pytest.fixture
def views(tmp_path: Path) -> Path:
    """Where views are kept."""
    return tmp_path / "views"


def test_pictures_are_drawn_once(views: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A view that is there is left alone; one that lacks a page has it added to those it has."""
    data = pdf(plain, plain, plain)
    assert kept(views, data, pages=(1,))
    monkeypatch.setattr(keep, "view_source", None)
    assert kept(views, data, pages=(1,))
    monkeypatch.undo()
    assert kept(views, data, pages=(3,))
    assert manifest(views)["pages"].keys() == {"1", "3"}


def test_damaged_picture_is_drawn_anew(views: Path) -> None:
    """Each file is compared with its hash."""
    kept(views, pdf(plain))
    (picture,) = views.glob("*/p1.webp")
    right = picture.read_bytes()
    picture.write_bytes(right[:-1])
    assert kept(views, pdf(plain))
    assert picture.read_bytes() == right


def test_other_makers_draw_anew(views: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version drew may look otherwise."""
    kept(views, pdf(plain))
    monkeypatch.setattr(keep, "_LAYOUT", 99)
    kept(views, pdf(plain))
    assert manifest(views)["made_by"].startswith("layout 99 ")


def test_another_file_is_not_shown(views: Path, tmp_path: Path) -> None:
    """A place in one file says nothing of another; the view of the right one stays if it is there."""
    path = tmp_path / "budget.pdf"
    path.write_bytes(pdf(plain))
    wanted = hashlib.sha256(b"the file that the data come from").hexdigest()
    assert not keep_view(views, path, wanted, [1])
    assert manifest(views)["reason"][1] == "the file at hand is not the one that the data come from"

    right = hashlib.sha256(path.read_bytes()).hexdigest()
    keep_view(views / "more", path, right, [1])
    path.write_bytes(pdf(plain, plain))
    keep_view(views / "more", path, right, [1, 2])
    assert manifest(views / "more")["pages"].keys() == {"1"}


@pytest.mark.parametrize(
    "name", ["empty.pdf", "noise.pdf", "locked.pdf", "no-page.pdf", "page-loop.pdf", "nested-forms.pdf"]
)
def test_hostile_pdf_gives_a_reason(name: str, views: Path) -> None:
    """No picture, a reason in both languages, and no error."""
    (case,) = (case for case in pdfs.CASES if case.name == name)
    assert not kept(views, case.make(), pages=(1, 2))
    zh, en = manifest(views)["reason"]
    assert zh
    assert en


@pytest.mark.parametrize("name", ["transcription.txt", "commas.csv", "page.html", "sheets.xlsx"])
def test_cells_are_those_that_were_read(name: str, views: Path, tmp_path: Path) -> None:
    """Every cell with its text, place and spans; only what merged cells cover is left out."""
    data = PRINTERS[name](jiangsu.paper())
    assert kept(views, data, name=name)
    shown = manifest(views)
    grids = read_document(tmp_path / name).grids
    assert [len(grid["rows"]) for grid in shown["grids"]] == [len(grid.rows) for grid in grids]
    cells = [cell for grid in grids for row in grid.rows for cell in row if cell.rows]
    texts = [cell for grid in shown["grids"] for row in grid["rows"] for cell in row]
    assert [(text, rows, columns) for text, _, rows, columns, _ in texts] == [
        (cell.text, cell.rows, cell.columns) for cell in cells
    ]
    spots = {spot for _, spot, *_ in texts}
    places = [cell.place for cell in cells]
    assert all((place.cell or f"L{place.line}C{place.column}") in spots for place in places)
    assert shown["pages"] == {}


def test_any_byte_of_a_view_changed_or_cut_off_draws_anew(views: Path) -> None:
    """The manifest in every byte, its name, and the picture: what is not as it was written is made again."""
    data = pdf(plain)
    assert kept(views, data)
    (path,) = views.glob("*/view-*.json")
    whole = path.read_bytes()
    for position, byte in enumerate(whole):
        for damaged in (bytes([byte ^ 1]), b"\0", b""):
            path.write_bytes(whole[:position] + damaged + whole[position + 1 :])
            assert keep._manifest(path.parent) is None, (position, damaged)
        path.write_bytes(whole[:position])
        assert keep._manifest(path.parent) is None, position
    assert kept(views, data)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(
    "forged",
    [
        b"", b"[]", b"{}", b"[" * 100_000, b'{"pages": {"1": {}}}', b'{"asked": [1]}',
        b'{"made_by": "", "asked": [1], "reason": ["", ""], "pages": {"1": 7}, "grids": []}',
        b'{"made_by": "", "asked": [1], "reason": ["", ""], "pages": 7, "grids": []}',
    ],
)  # fmt: skip
def test_a_view_of_another_layout_is_drawn_anew(forged: bytes, views: Path) -> None:
    """Its hash is right, but it is not what a view is today; a site is built from it all the same."""
    data = pdf(plain)
    folder = views / hashlib.sha256(data).hexdigest()
    folder.mkdir(parents=True)
    (folder / f"view-{hashlib.sha256(forged).hexdigest()}.json").write_bytes(forged)
    descriptor = {"sources": [{"file": "source/budget.pdf", "sha256": folder.name}]}
    assert load_views(descriptor, views)["budget.pdf"].parts == {}
    assert kept(views, data)
    assert manifest(views)["asked"] == [1]


def test_two_builds_draw_the_same_view(views: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where another has put it in its place meanwhile, that one will do."""
    rename = Path.rename

    def late(self: Path, target: Path) -> Path:
        shutil.copytree(self, target)
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", late)
    assert kept(views, pdf(plain))
    assert manifest(views)["pages"].keys() == {"1"}
    assert [path.name[0] == "." for path in views.iterdir()] == [False]
