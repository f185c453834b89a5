"""catalog.json: valid by its own schema, complete, and true to the files that lie there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.website.catalogue.conftest import describe_all, offer
from tests.website.conftest import Site

from budgetpress.website.catalogue import catalog_json
from budgetpress.website.data import Package

HOST = "https://data.example.org/budgets/"
ADDRESSES = {"url", "latestUrl", "feeds", "catalogue"}
# What describes a release; it cannot name itself.
DESCRIPTIONS = {"croissant.json", "catalog.json", "catalog.jsonld"}


def catalogued(packages: list[Package], site: Path, root: str = "") -> dict[str, Any]:
    """The catalogue of a small site."""
    describe_all(packages, offer(packages, site), root)
    found: dict[str, Any] = json.loads((site / "catalog.json").read_text(encoding="utf-8"))
    return found


def addresses(value: Any, key: str = "") -> Iterator[str]:
    """Every address in a catalogue, but those of licences and sources."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"licences", "sources"}:
                yield from addresses(inner, name if name in ADDRESSES or not key else key)
    elif isinstance(value, list):
        for inner in value:
            yield from addresses(inner, "")
    elif key in ADDRESSES:
        yield value


def own(site: Path, name: str) -> dict[str, Any]:
    """The document of a release."""
    found: dict[str, Any] = json.loads((site / name / "catalog.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("root", ["", HOST])
def test_it_is_valid_by_the_schema_beside_it(root: str, packages: list[Package], tmp_path: Path) -> None:
    """The schema is itself valid, and lets no property pass that it does not know."""
    catalogue = catalogued(packages, tmp_path / "site", root)
    schema = json.loads((tmp_path / "site" / "catalog.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for document in (catalogue, *(own(tmp_path / "site", package.name) for package in packages)):
        validator.validate(document)
        assert not validator.is_valid(document | {"more": 1})
    release = catalogue["releases"][0]
    assert not validator.is_valid(catalogue | {"releases": [release | {"files": [{}]}]})
    assert not validator.is_valid(own(tmp_path / "site", release["name"]) | {"files": [{}]})


def test_every_file_is_there_as_it_says(packages: list[Package], tmp_path: Path) -> None:
    """Size and SHA-256 are those of the file; every file of a release is named, and none twice."""
    site = tmp_path / "site"
    catalogue = catalogued(packages, site)
    named = []
    for release in catalogue["releases"]:
        document = (site / release["catalogue"]).resolve()
        files = json.loads(document.read_text(encoding="utf-8"))["files"]
        for folder, listed in ((document.parent, files), (site, release["files"])):
            for file in listed:
                content = (folder / file["url"]).read_bytes()
                assert (file["bytes"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
        assert [file["sha256"] for file in release["files"]] == [
            file["sha256"] for file in files if not file["resource"]
        ]
        named += [(document.parent / file["url"]).resolve().relative_to(site).as_posix() for file in files]
    there = {
        path.relative_to(site).as_posix()
        for package in packages
        for path in (site / package.name).rglob("*")
        if path.is_file() and path.suffix != ".html" and path.name not in DESCRIPTIONS
    }
    assert sorted(named) == sorted(there)
    kinds = {(file["format"], file["mediaType"]) for file in own(site, packages[0].name)["files"]}
    assert kinds == {("csv", "text/csv"), ("json", "application/json"), ("zip", "application/zip")}


def test_bodies_name_their_releases_and_the_latest(packages: list[Package], tmp_path: Path) -> None:
    """A body's releases are those of the list, its latest lies at its lasting address."""
    catalogue = catalogued(packages, tmp_path / "site")
    bodies = {body["slug"]: body for body in catalogue["bodies"]}
    assert bodies["qinghe-town"]["releases"] == ["qinghe-town-2026", "qinghe-town-2025"]
    assert bodies["qinghe-town"]["latest"] == "qinghe-town-2026"
    assert {release["body"] for release in catalogue["releases"]} == bodies.keys()
    assert catalogue["updated"] == "2026-04-01T00:00:00Z"
    for body in bodies.values():
        for address in (body["latestUrl"] + "datapackage.json", *body["feeds"].values()):
            assert (tmp_path / "site" / address).is_file()


def test_addresses_are_whole_where_the_site_knows_its_own(packages: list[Package], tmp_path: Path) -> None:
    """With an address every one is below it; without, every one leads from the catalogue to what is there."""
    whole = list(addresses(catalogued(packages, tmp_path / "a", HOST)))
    bare = list(addresses(catalogued(packages, tmp_path / "b")))
    assert len(whole) > 20
    assert all(address.startswith(HOST) for address in whole)
    assert [address.removeprefix(HOST) or "./" for address in whole] == bare
    assert [address for address in bare if not (tmp_path / "b" / address).exists()] == []


def test_site_has_it(site: Site) -> None:
    """The built site has a catalogue of its release, with every page that it names."""
    catalogue = json.loads((site.folder / "catalog.json").read_text(encoding="utf-8"))
    assert [release["name"] for release in catalogue["releases"]] == ["qinghe-town-2025"]
    for address in addresses(catalogue):
        path = site.folder / address
        assert path.is_file() or (path / "index.html").is_file(), address


def test_many_releases_are_in_several_documents(
    packages: list[Package], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each with the address of the next; a body is in one of them with all of its releases, none in two."""
    monkeypatch.setattr(catalog_json, "MOST", 1)
    site = tmp_path / "site"
    documents = [catalogued(packages, site)]
    place = site / "catalog.json"
    schema = json.loads((site / "catalog.schema.json").read_text(encoding="utf-8"))
    while address := documents[-1].get("next"):
        place = (place.parent / address).resolve()
        documents.append(json.loads(place.read_text(encoding="utf-8")))
        jsonschema.validate(documents[-1], schema)
        for release in documents[-1]["releases"]:
            assert (place.parent / release["catalogue"]).is_file()
    assert [[release["name"] for release in document["releases"]] for document in documents] == [
        ["baiyun-2025"],
        ["qinghe-town-2026", "qinghe-town-2025"],
    ]
    assert {document["releaseCount"] for document in documents} == {3}
