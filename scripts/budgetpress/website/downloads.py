"""What can be downloaded, and copying it to its lasting address below the release."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from budgetpress.website.data import FORMS, Package, Resource, part, records, text
from budgetpress.website.escape import html_text
from budgetpress.website.markup import cell, grid, head, line, link, number, number_head, row_name, sub, tag
from budgetpress.website.words import both, pair, size


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """A form of the data: what it is called, its media type, and what it is good for."""

    title: str
    media_type: str
    zh: str
    en: str


# By ending.
FORMATS: Mapping[str, Format] = {
    ".csv": Format(
        title="CSV",
        media_type="text/csv",
        zh="数据本身，任何程序都能读；导入时代码列请设为文本。",
        en="The data, for any program; import codes as text.",
    ),
    ".json": Format(
        title="JSON",
        media_type="application/json",
        zh="网页与脚本使用；金额精确，空白为 null。",
        en="For web pages and scripts; exact amounts, a blank is null.",
    ),
    ".xlsx": Format(
        title="XLSX",
        media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        zh="Excel、WPS、LibreOffice 直接打开：代码为文本，金额为数字，另附说明页，没有公式。",
        en="For Excel, WPS, LibreOffice: codes as text, amounts as numbers, a sheet explains; no formulas.",
    ),
    ".parquet": Format(
        title="Parquet",
        media_type="application/vnd.apache.parquet",
        zh="pandas、polars、DuckDB、R 使用：自带类型，金额为精确小数。",
        en="For pandas, polars, DuckDB and R: typed, amounts are exact decimals.",
    ),
}


_DOWNLOADS = pair("下载", "Downloads")


def downloads(package: Package, resources: tuple[Resource, ...], label: str = _DOWNLOADS) -> str:
    """Links to the files of resources with rows, size and, folded, the SHA-256 of each.

    `label` tells the list from others on its page.
    """
    rows = []
    for resource in resources:
        there = formats(package, resource)
        links = []
        for title, name in there:
            weight = tag("small", size((package.folder / name).stat().st_size))
            links.append(f"{link(file_href(package, name), title, more='download')} {weight}")
        rows.append(
            line(
                row_name(both(resource.title, resource.title_en) + sub(html_text(resource.name))),
                number(len(resource.rows)),
                cell(" · ".join(links) + _without(package, resource)),
                cell(_sums((title, (package.folder / name).read_bytes()) for title, name in there)),
            )
        )
    heads = (
        head("数据", "Data"),
        number_head("行数", "Rows"),
        head("文件", "Files"),
        head("SHA-256", "SHA-256"),
    )
    rest = both("其他格式在整个发布的 zip 里。", "Other formats are in the zip of the whole release.")
    told = "" if package.forms == FORMS else tag("p", rest, "bp-note")
    return grid(label, heads, rows) + told


def checksum(content: bytes) -> str:
    """The SHA-256 of a file, to compare with."""
    return tag("code", hashlib.sha256(content).hexdigest(), "bp-hash")


def _sums(files: Iterable[tuple[str, bytes]]) -> str:
    lines = "".join(f"{tag('dt', title)}{tag('dd', checksum(content))}" for title, content in files)
    return tag("details", tag("summary", both("显示", "Show")) + tag("dl", lines))


def file_href(package: Package, name: str) -> str:
    """The address of a file of the release, which both languages share."""
    return f"@root/{package.name}/{name}"


def format_list() -> str:
    """What each format is good for."""
    items = (tag("li", f"{tag('b', kind.title)} {both(kind.zh, kind.en)}") for kind in FORMATS.values())
    return tag("ul", "".join(items))


def copy_downloads(package: Package, target: Path) -> None:
    """Copy the package's own files below `target`: `datapackage.json`, `data/...`, `reports/...`."""
    for name in package_files(package):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(package.folder / name, target / name)


def package_files(package: Package, *, every: bool = False) -> list[str]:
    """The package's own files, as paths within it; what is not there or leads elsewhere is left out.

    Those that lie on the site, or `every` one.
    """
    reports = sorted(path.name for path in (package.folder / "reports").glob("*.json"))
    names = ["datapackage.json", *(f"reports/{name}" for name in reports)]
    names += [name for resource in package.resources for _, name in formats(package, resource, every=every)]
    home = package.folder.resolve()
    found = ((name, package.folder / name) for name in names)
    return [name for name, path in found if path.is_file() and path.resolve().is_relative_to(home)]


def formats(package: Package, resource: Resource, *, every: bool = False) -> list[tuple[str, str]]:
    """The formats a resource is on the site in, or `every` one it has: (title, path within the package)."""
    stem = resource.path.rsplit(".", 1)[0]
    shown = {".csv", *(f".{form}" for form in (FORMS if every else package.forms))}
    found = ((kind.title, stem + suffix) for suffix, kind in FORMATS.items() if suffix in shown)
    return [(title, name) for title, name in found if (package.folder / name).is_file()]


def _without(package: Package, resource: Resource) -> str:
    """Why there is no workbook, where the package says so."""
    described = records(package.descriptor, "resources")
    raw = next((raw for raw in described if text(raw, "name") == resource.name), {})
    reason = part(raw, "withoutWorkbook")
    words = both(text(reason, "reason_zh"), text(reason, "reason_en"))
    return sub(f"XLSX: {words}") if reason and "xlsx" in package.forms else ""
