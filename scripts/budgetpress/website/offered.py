"""Every file of a release that the built site offers, as it lies there, with its size and SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from budgetpress.website.archive import archive_name
from budgetpress.website.data import Package
from budgetpress.website.downloads import FORMATS, package_files

_MEDIA = {".zip": "application/zip", ".json": "application/json"}
_MEDIA |= {suffix: kind.media_type for suffix, kind in FORMATS.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """`path` is from the site's root; `resource` is empty for what is of the whole release."""

    path: str
    resource: str
    media_type: str
    bytes: int
    sha256: str

    @property
    def format(self) -> str:
        """What people call it: `csv`, `xlsx`."""
        return self.path.rpartition(".")[2]


def release_files(package: Package, site: Path) -> tuple[File, ...]:
    """The files below `site / <release>`: the zip, the descriptor, the report, the data in every format."""
    return tuple(_files(package, site))


def _files(package: Package, site: Path) -> Iterator[File]:
    owners = {resource.path.rsplit(".", 1)[0]: resource.name for resource in package.resources}
    for name in (archive_name(package), *package_files(package)):
        path = site / package.name / name
        if path.is_file():
            content = path.read_bytes()
            yield File(
                path=f"{package.name}/{name}",
                resource=owners.get(name.rsplit(".", 1)[0], ""),
                media_type=_MEDIA[path.suffix],
                bytes=len(content),
                sha256=hashlib.sha256(content).hexdigest(),
            )
