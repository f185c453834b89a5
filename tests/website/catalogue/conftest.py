"""Three releases of two bodies on a site that is quick to make: the files, and a bare page for each page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.website.sample import write_package

from budgetpress.website.archive import archive_bytes, archive_name
from budgetpress.website.catalogue import Base, describe, write_catalogue
from budgetpress.website.catalogue.bodies import bodies
from budgetpress.website.catalogue.latest import write_latest
from budgetpress.website.data import Package
from budgetpress.website.downloads import copy_downloads
from budgetpress.website.load import load_package


def change(folder: Path, **facts: Any) -> Path:
    """Set properties of a package's descriptor; gives the folder back."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_text(encoding="utf-8")) | facts
    path.write_text(json.dumps(descriptor, ensure_ascii=False), encoding="utf-8")
    return folder


def offer(packages: list[Package], site: Path, lacking: Mapping[str, str] | None = None) -> Path:
    """Lay out what the site of the packages has before it is catalogued; `lacking` names a page left out."""
    for package in packages:
        target = site / package.name
        target.mkdir(parents=True)
        copy_downloads(package, target)
        (target / archive_name(package)).write_bytes(archive_bytes(package))
        for tree in ("", "en/"):
            for page in ("", *(f"{number}/" for number in package.tables), "checks/"):
                if page != (lacking or {}).get(package.name, "-"):
                    path = site / f"{tree}{package.name}/{page}index.html"
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text("a page", encoding="utf-8")
    return site


def describe_all(packages: list[Package], site: Path, root: str = "") -> None:
    """Write all that describes the releases, which lie in the site."""
    base = Base(root=root)
    releases = [describe(package, site, base) for package in packages]
    for body in bodies(releases):
        write_latest(body, site, base, site)
    write_catalogue(releases, site, base=base)


@pytest.fixture
def packages(tmp_path: Path) -> list[Package]:
    """Two years of a town, and another town."""
    folders = [
        change(write_package(tmp_path, "qinghe-town-2025"), fiscalYear=2025, created="2025-03-01T00:00:00Z"),
        change(write_package(tmp_path, "qinghe-town-2026"), fiscalYear=2026, created="2026-03-01T00:00:00Z"),
        change(
            write_package(tmp_path, "baiyun-2025"),
            fiscalYear=2025,
            created="2026-04-01T00:00:00Z",
            body={"name": "白云镇", "name_en": "Baiyun Town", "code": "330002"},
        ),
    ]
    return [load_package(folder) for folder in folders]
