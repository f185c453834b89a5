"""Atom and JSON Feed: what a reader of feeds needs, the same on every build, and no text that is markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from tests.website.catalogue.conftest import change, describe_all, offer
from tests.website.sample import write_package
from tests.website.test_escape import HOSTILE

from budgetpress.website.data import Package
from budgetpress.website.load import load_package

HOST = "https://data.example.org/budgets/"
ATOM = "{http://www.w3.org/2005/Atom}"
HOMES = ["", "latest/qinghe-town/", "latest/baiyun/"]


def atom(path: Path) -> Element:
    """A feed as XML."""
    return fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own


def texts(element: Element, name: str) -> list[str]:
    """The texts of all elements of that name."""
    return [found.text or "" for found in element.iter(ATOM + name)]


def links(element: Element, relation: str) -> list[str]:
    """Where the links of that relation lead."""
    return [link.attrib["href"] for link in element.iter(f"{ATOM}link") if link.get("rel") == relation]


def written(packages: list[Package], site: Path, root: str = "") -> Path:
    """A small site with its feeds."""
    describe_all(packages, offer(packages, site), root)
    return site


@pytest.mark.parametrize("tree", ["", "en/"])
@pytest.mark.parametrize("home", HOMES)
def test_feeds_have_what_the_formats_ask(
    home: str, tree: str, packages: list[Package], tmp_path: Path
) -> None:
    """Each has an id, a title, a date and itself; each entry an id, a date, a title and an author."""
    site = written(packages, tmp_path / "site", HOST)
    feed = atom(site / tree / home / "feed.atom")
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == ("en" if tree else "zh-Hans")
    assert links(feed, "self") == [f"{HOST}{tree}{home}feed.atom"]
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == {"": 3, "latest/qinghe-town/": 2, "latest/baiyun/": 1}[home]
    for holder in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert holder.findtext(ATOM + name), name
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", holder.findtext(f"{ATOM}id") or "")
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    described: dict[str, Any] = json.loads((site / tree / home / "feed.json").read_text(encoding="utf-8"))
    assert described["version"] == "https://jsonfeed.org/version/1.1"
    assert described["feed_url"] == f"{HOST}{tree}{home}feed.json"
    assert [item["id"] for item in described["items"]] == [entry.findtext(f"{ATOM}id") for entry in entries]
    assert [item["content_text"] for item in described["items"]] == texts(feed, "summary")
    assert [item["date_published"] for item in described["items"]] == texts(feed, "published")


def test_newest_comes_first_and_dates_the_feed(packages: list[Package], tmp_path: Path) -> None:
    """Dates are those of the packages."""
    feed = atom(written(packages, tmp_path / "site") / "feed.atom")
    assert texts(feed, "published") == [
        "2026-04-01T00:00:00Z",
        "2026-03-01T00:00:00Z",
        "2025-03-01T00:00:00Z",
    ]
    assert feed.findtext(f"{ATOM}updated") == "2026-04-01T00:00:00Z"


def test_links_lead_to_what_is_there(packages: list[Package], tmp_path: Path) -> None:
    """Without an address of the site, links lead from the feed to the page and the zip."""
    site = written(packages, tmp_path / "site")
    for tree in ("", "en/"):
        for home in HOMES:
            feed = atom(site / tree / home / "feed.atom")
            for href in (*links(feed, "self"), *links(feed, "alternate"), *links(feed, "enclosure")):
                assert (site / tree / home / href).exists(), (tree, home, href)


def test_a_new_version_is_a_new_entry_and_nothing_else(packages: list[Package], tmp_path: Path) -> None:
    """The id of an entry changes with the version alone; not with the place of the site or the text."""
    old = texts(atom(written(packages, tmp_path / "a") / "feed.atom"), "id")
    moved = texts(atom(written(packages, tmp_path / "b", HOST) / "feed.atom"), "id")
    assert old[1:] == moved[1:]
    folder = change(packages[0].folder, version="1.0.1", title="another")
    again = [load_package(folder), *packages[1:]]
    assert [
        one == two
        for one, two in zip(old, texts(atom(written(again, tmp_path / "c") / "feed.atom"), "id"), strict=True)
    ] == [True, True, True, False]


def test_what_changed_is_said_where_it_is_known(packages: list[Package], tmp_path: Path) -> None:
    """The sentence stands first in the summary, with how many of what, and the page of changes is linked."""
    site = offer(packages, tmp_path / "site")
    told = {
        "a": {"name": "qinghe-town-2025", "version": "1.0.0"},
        "summary": {"figure": {"changed": 2, "added": 1}},
    }
    path = site / "qinghe-town-2026" / "changes" / "summary.json"
    path.parent.mkdir()
    path.write_text(json.dumps(told), encoding="utf-8")
    describe_all(packages, site, HOST)
    for tree, words in (
        ("", "与 qinghe-town-2025 1.0.0 相比："),
        ("en/", "Compared with qinghe-town-2025 1.0.0: "),
    ):
        feed = atom(site / tree / "feed.atom")
        assert [text.startswith(words) for text in texts(feed, "summary")] == [False, True, False]
        assert re.match(rf"{re.escape(words)}\D+ 3[.。]", texts(feed, "summary")[1])
        assert links(feed, "related") == [f"{HOST}{tree}qinghe-town-2026/changes/"]
        items = json.loads((site / tree / "feed.json").read_text(encoding="utf-8"))["items"]
        assert [item.get("external_url") for item in items] == [None, links(feed, "related")[0], None]


def test_no_text_is_markup(tmp_path: Path) -> None:
    """Payloads in every text of a package come out as texts of the same feed."""
    payload = "".join(HOSTILE) + "]]>&amp;\x00\ufdd0"
    shapes = []
    for name, words in (("mild", "字"), ("hostile", payload)):
        package = write_package(tmp_path / name, text=lambda text, words=words: text + words)  # type: ignore[misc]
        feed = atom(written([load_package(package)], tmp_path / name / "site") / "feed.atom")
        shapes.append([(element.tag, sorted(element.attrib)) for element in feed.iter()])
    assert shapes[0] == shapes[1]
    assert "<script" in "".join(texts(feed, "title"))
