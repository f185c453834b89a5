"""What can be downloaded, and copying it to its lasting address below the release."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from budgetpress.website.data import Package, Resource, part, records, text
from budgetpress.website.escape import html_text
from budgetpress.website.markup import cell, grid, head, line, link, number, number_head, row_name, sub, tag
from budgetpress.website.words import both, pair, size

# Ending: name, and what it is good for.
FORMATS: Mapping[str, tuple[str, str, str]] = {
    ".csv": (
        "CSV",
        "数据本身，任何程序都能读；导入时代码列请设为文本。",
        "The data, for any program; import codes as text.",
    ),
    ".json": (
        "JSON",
        "网页与脚本使用；金额精确，空白为 null。",
        "For web pages and scripts; exact amounts, a blank is null.",
    ),
    ".xlsx": (
        "XLSX",
        "Excel、WPS、LibreOffice 直接打开：代码为文本，金额为数字，另附说明页，没有公式。",
        "For Excel, WPS, LibreOffice: codes as text, amounts as numbers, a sheet explains; no formulas.",
    ),
    ".parquet": (
        "Parquet",
        "pandas、polars、DuckDB、R 使用：自带类型，金额为精确小数。",
        "For pandas, polars, DuckDB and R: typed, amounts are exact decimals.",
    ),
}


def downloads(package: Package, resources: tuple[Resource, ...]) -> str:
    """Links to the files of resources with rows, size and SHA-256."""
    rows = []
    for resource in resources:
        links = []
        for title, name in formats(package, resource):
            weight = tag("small", size((package.folder / name).stat().st_size))
            links.append(f"{link(file_href(package, name), title, more='download')} {weight}")
        rows.append(
            line(
                row_name(both(resource.title, resource.title_en) + sub(html_text(resource.name))),
                number(len(resource.rows)),
                cell(" · ".join(links) + _without(package, resource)),
                cell(tag("code", html_text(resource.sha256), "bp-hash")),
            )
        )
    heads = (
        head("数据", "Data"),
        number_head("行数", "Rows"),
        head("文件", "Files"),
        head("CSV 的 SHA-256", "SHA-256 of the CSV"),
    )
    return grid(pair("下载", "Downloads"), heads, rows)


def file_href(package: Package, name: str) -> str:
    """The address of a file of the release, which both languages share."""
    return f"@root/{package.name}/{name}"


def format_list() -> str:
    """What each format is good for."""
    items = (tag("li", f"{tag('b', title)} {both(zh, en)}") for title, zh, en in FORMATS.values())
    return tag("ul", "".join(items))


def copy_downloads(package: Package, target: Path) -> None:
    """Copy the package's own files below `target`: `datapackage.json`, `data/...`, `reports/...`."""
    for name in package_files(package):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.folder / name, target / name)


def package_files(package: Package) -> list[str]:
    """The package's own files, as paths within it; what is not there or leads elsewhere is left out."""
    names = ["datapackage.json", "reports/validation.json"]
    names += [name for resource in package.resources for _, name in formats(package, resource)]
    home = package.folder.resolve()
    found = ((name, package.folder / name) for name in names)
    return [name for name, path in found if path.is_file() and path.resolve().is_relative_to(home)]


def formats(package: Package, resource: Resource) -> list[tuple[str, str]]:
    """The formats a resource is there in: (title, path within the package)."""
    stem = resource.path.rsplit(".", 1)[0]
    found = ((title, stem + suffix) for suffix, (title, _, _) in FORMATS.items())
    return [(title, name) for title, name in found if (package.folder / name).is_file()]


def _without(package: Package, resource: Resource) -> str:
    """Why there is no workbook, where the package says so."""
    described = records(package.descriptor, "resources")
    raw = next((raw for raw in described if text(raw, "name") == resource.name), {})
    reason = part(raw, "withoutWorkbook")
    words = both(text(reason, "reason_zh"), text(reason, "reason_en"))
    return sub(f"XLSX: {words}") if reason else ""
