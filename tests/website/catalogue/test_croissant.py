"""croissant.json: every file with its hash, and of the records only what Croissant can hold without loss."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.website.catalogue.conftest import describe_all, offer

from budgetpress.website.archive import archive_name
from budgetpress.website.load import load_package

# What the specification (1.0) asks of a data set, a file, a record set and a field.
DATASET = {"@context", "@type", "conformsTo", "name", "description", "license", "url", "datePublished"}
FILE = {"@type", "@id", "name", "contentUrl", "encodingFormat", "sha256"}
FIELD = {"@type", "@id", "name", "description", "dataType", "source"}


@pytest.mark.parametrize("root", ["", "https://data.example.org/"])
def test_it_describes_the_release(root: str, release_folder: Path, tmp_path: Path) -> None:
    """All that the format asks for is there, each name once, and what is referred to exists."""
    package = load_package(release_folder)
    site = offer([package], tmp_path / "site")
    describe_all([package], site, root)
    node = json.loads((site / package.name / "croissant.json").read_text(encoding="utf-8"))
    assert node.keys() >= DATASET
    files = {file["@id"]: file for file in node["distribution"]}
    assert all(file.keys() >= FILE for file in files.values())
    assert archive_name(package) in files
    for name, file in files.items():
        path = site / package.name / name
        assert file["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert file["contentUrl"] == (f"{root}{package.name}/{name}" if root else name)
    fields = [field for records in node["recordSet"] for field in records["field"]]
    assert all(field.keys() >= FIELD for field in fields)
    assert len({field["@id"] for field in fields}) == len(fields)
    for field in fields:
        source = field["source"]
        path = site / package.name / source["fileObject"]["@id"]
        assert source["extract"]["column"] in pq.read_schema(path).names
        assert field["@id"] == f"{path.stem}/{source['extract']['column']}"


def test_amounts_are_left_out_and_that_is_said(release_folder: Path, tmp_path: Path) -> None:
    """No field of a record set is a decimal; each that is one is named as left out."""
    package = load_package(release_folder)
    site = offer([package], tmp_path / "site")
    describe_all([package], site)
    node = json.loads((site / package.name / "croissant.json").read_text(encoding="utf-8"))
    by_name = {records["name"]: records for records in node["recordSet"]}
    assert len(by_name) == len(package.resources)
    for resource in package.resources:
        kept = {field["name"]: field["dataType"] for field in by_name[resource.name]["field"]}
        for field in resource.fields:
            assert (field.name in kept) is (field.type != "number")
            assert (f" {field.name}" in by_name[resource.name]["description"]) or field.name in kept
        assert set(kept.values()) <= {"sc:Text", "sc:Integer", "sc:Boolean"}
