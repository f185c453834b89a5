"""One file with a whole release: the package as it lies on disk, its sources, a README, and every hash.

The same package gives the same bytes wherever the same zlib compresses them. Nothing is taken up that
lies outside the package's folder.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterator, Mapping

from budgetpress.website.data import Package, records, text
from budgetpress.website.downloads import package_files
from budgetpress.website.readme import readme

_STRANGE = re.compile(r"[^0-9A-Za-z.+]+")


def archive_name(package: Package) -> str:
    """`<release>-<version>.zip`."""
    return f"{_stem(package)}.zip"


def archive_bytes(package: Package) -> bytes:
    """A folder `<release>-<version>/` with everything; `sha256sum -c SHA256SUMS` in it checks the rest."""
    contents = {**_files(package), "README.txt": readme(package).encode("utf-8")}
    sums = (f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(contents.items()))
    contents["SHA256SUMS"] = "".join(sums).encode("utf-8")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in sorted(contents.items()):
            member = zipfile.ZipInfo(f"{_stem(package)}/{name}")  # of no day: the first that a zip can name
            member.create_system = 3  # the same on every system
            member.external_attr = 0o100644 << 16
            archive.writestr(member, data, zipfile.ZIP_DEFLATED, 6)
    return stream.getvalue()


def _stem(package: Package) -> str:
    version = _STRANGE.sub("-", package.text("version")).strip("-.")
    return f"{package.name}-{version}" if version else package.name


def _files(package: Package) -> Mapping[str, bytes]:
    names = (*package_files(package, every=True), *_sources(package))
    return {name: (package.folder / name).read_bytes() for name in names}


def _sources(package: Package) -> Iterator[str]:
    """The files in `source/` that the descriptor names: a name is compared, never opened."""
    named = {text(source, "file") for source in records(package.descriptor, "sources")}
    home = package.folder.resolve() / "source"
    for path in home.rglob("*"):
        name = f"source/{path.relative_to(home).as_posix()}"
        if name in named and path.is_file() and path.resolve().is_relative_to(home):
            yield name
