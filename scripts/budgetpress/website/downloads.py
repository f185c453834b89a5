"""What can be downloaded, and copying it to its lasting address below the release."""

from __future__ import annotations

import shutil
from pathlib import Path

from budgetpress.website.data import Package, Resource
from budgetpress.website.escape import html_text
from budgetpress.website.markup import cell, grid, head, line, link, number, number_head, row_name, sub, tag
from budgetpress.website.words import both, size

_FORMATS = {".csv": "CSV", ".json": "JSON", ".xlsx": "XLSX", ".parquet": "Parquet"}


def downloads(package: Package, resources: tuple[Resource, ...], up: str) -> str:
    """Links to the files of resources with rows, size and SHA-256; `up` leads to the release's folder."""
    rows = []
    for resource in resources:
        links = []
        for title, name in _files(package, resource):
            weight = tag("small", size((package.folder / name).stat().st_size))
            links.append(f"{link(up + name, title, more='download')} {weight}")
        rows.append(
            line(
                row_name(both(resource.title, resource.title_en) + sub(html_text(resource.name))),
                number(len(resource.rows)),
                cell(" · ".join(links)),
                cell(tag("code", html_text(resource.sha256), "bp-hash")),
            )
        )
    heads = (
        head("数据", "Data"),
        number_head("行数", "Rows"),
        head("文件", "Files"),
        head("CSV 的 SHA-256", "SHA-256 of the CSV"),
    )
    return grid("下载 Downloads", heads, rows)


def copy_downloads(package: Package, target: Path) -> None:
    """Copy the package's own files below `target`: `datapackage.json`, `data/...`, `reports/...`."""
    names = ["datapackage.json", "reports/validation.json"]
    names += [name for resource in package.resources for _, name in _files(package, resource)]
    for name in names:
        source = package.folder / name
        if source.is_file() and source.resolve().is_relative_to(package.folder.resolve()):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)


def _files(package: Package, resource: Resource) -> list[tuple[str, str]]:
    """The formats a resource is there in: (title, path within the package)."""
    stem = resource.path.rsplit(".", 1)[0]
    found = ((title, stem + suffix) for suffix, title in _FORMATS.items())
    return [(title, name) for title, name in found if (package.folder / name).is_file()]
