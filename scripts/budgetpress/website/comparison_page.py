"""The bodies of one year side by side: what each says of the same code or line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetpress.published import read_folder
from budgetpress.series.over import Point, over_bodies
from budgetpress.series.write import series_files
from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.data import Package, part, text
from budgetpress.website.escape import anchor
from budgetpress.website.page import Draft, Page
from budgetpress.website.series_page import downloads
from budgetpress.website.side_by_side import Column, tables

FOLDER = "comparison"


def comparison_pages(packages: Sequence[Package]) -> Iterator[Page]:
    """`comparison/<year>/` for every fiscal year with two bodies or more."""
    for year, releases in compared(packages):
        yield _page(year, releases)


def compared(packages: Sequence[Package]) -> Iterator[tuple[str, list[Package]]]:
    """Each such year with its releases."""
    for year, releases in _years(packages).items():
        if len({text(part(release.descriptor, "body"), "name") for release in releases}) > 1:
            yield year, releases


def _years(packages: Sequence[Package]) -> dict[str, list[Package]]:
    """The releases of each fiscal year, by name."""
    found: dict[str, list[Package]] = {}
    for package in sorted(packages, key=lambda package: package.name):
        found.setdefault(package.text("fiscalYear"), []).append(package)
    return dict(sorted(found.items()))


def _page(year: str, releases: Sequence[Package]) -> Page:
    points = over_bodies([read_folder(release.folder) for release in releases])
    zh, en = f"{year}年各单位比较", f"The bodies of {year} side by side"
    draft = Draft(f"{FOLDER}/{year}/index.md", (zh, en), (zh, en))
    draft.heading(1, zh, en)
    draft.text(
        "同一年度各单位同一科目、同一项目的金额并列。表式不同的单位，有的表或栏目对方没有，照实写明。",
        "The amounts of the same code or line of each body in a year. Where forms differ one body may lack a"
        " table or column that another has: it is said.",
    )
    files = series_files(points, name=f"comparison-{year}", title=zh, title_en=en)
    for file, data in files.items():
        draft.file(file, data)
    draft.slot("files", downloads(f"{FOLDER}/{year}", list(files)) + unit_switch())
    columns: list[Column] = []
    for release in releases:
        body = part(release.descriptor, "body")
        columns.append((release.name, text(body, "name"), text(body, "name_en") or text(body, "name")))
    titles = {r.name: (r.title, r.title_en) for release in releases for r in release.resources}
    for resource, title, title_en, html in tables(points, columns, _release, titles):
        draft.heading(2, title, title_en, identifier=anchor("comparison", resource))
        draft.slot(anchor("comparison", resource), html)
    return draft.page()


def _release(point: Point) -> object:
    return point.release
