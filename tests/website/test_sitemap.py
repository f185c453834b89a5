"""The site map names the pages that a search engine shall know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from budgetpress.website import sitemap
from budgetpress.website.sitemap import write_sitemap

NAMES = [
    "index.html",
    "404.html",
    "en/index.html",
    "x/03/index.html",
    "x/data/a.csv",
    "x/embed/flow/index.html",
    "latest/x/index.html",
    "en/latest/x/index.html",
    "assets/a b.svg",
]


def named(path: Path) -> list[str]:
    """The addresses in a map."""
    return re.findall(r"<loc>([^<]*)</loc>", path.read_text(encoding="utf-8"))


def test_pages_are_named_by_their_whole_address(tmp_path: Path) -> None:
    """In both languages; neither redirects, nor charts to embed, nor other files."""
    write_sitemap(tmp_path, NAMES, "https://h.example/b")
    whole = ["https://h.example/b/", "https://h.example/b/en/", "https://h.example/b/x/03/"]
    assert named(tmp_path / "sitemap.xml") == whole


def test_without_an_address_there_is_none(tmp_path: Path) -> None:
    """What MkDocs left is of its own pages alone, and goes."""
    (tmp_path / "sitemap.xml").write_text("<x/>")
    write_sitemap(tmp_path, NAMES, "")
    assert not (tmp_path / "sitemap.xml").exists()


def test_of_many_pages_the_map_leads_to_several(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file has more addresses than is allowed, and none is lost."""
    monkeypatch.setattr(sitemap, "MOST", 2)
    write_sitemap(tmp_path, NAMES, "https://h.example")
    parts = named(tmp_path / "sitemap.xml")
    assert parts == ["https://h.example/sitemap-1.xml", "https://h.example/sitemap-2.xml"]
    found = [named(tmp_path / part.rpartition("/")[2]) for part in parts]
    assert found == [["https://h.example/", "https://h.example/en/"], ["https://h.example/x/03/"]]
