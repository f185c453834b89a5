"""A body over the years: what each release says of the same thing, side by side, breaks marked."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.published import Published
from budgetpress.series.over import Point, over_years
from budgetpress.series.write import series_files
from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.escape import anchor
from budgetpress.website.markup import link, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.side_by_side import Column, tables
from budgetpress.website.summary import Summary
from budgetpress.website.words import both

FOLDER = "series"


def in_series(known: Sequence[Body]) -> list[Body]:
    """The bodies with releases of two years or more: each has a page `series/<body>/`."""
    return [body for body in known if body.years > 1]


def series_page(body: Body, packages: Sequence[Published]) -> Page:
    """`series/<body>/`; `packages` are the releases of the body."""
    points = over_years(packages)
    zh, en = f"{body.name}历年预算", f"{body.name_en} over the years"
    draft = Draft(f"{FOLDER}/{body.slug}/index.html", (zh, en), (zh, en))
    draft.heading(1, zh, en)
    draft.text(
        "各年文件中同一科目、同一项目的金额并列。没有印出的、存疑的、表式或科目变了的，都写明，不作推算。全部栏目和款、项见下载文件。",
        "The amounts of the same code or line in the document of each year. What is not printed, is disputed,"
        " or stands under another form or name is said to be so; nothing is estimated. All fields and the"
        " sections and items below each class are in the downloads.",
    )
    files = series_files(points, name=f"series-{body.slug}", title=zh, title_en=en)
    for file, data in files.items():
        draft.file(file, data)
    oldest_first = body.releases[::-1]
    draft.add(downloads(f"{FOLDER}/{body.slug}", list(files)) + _changes(oldest_first) + unit_switch())
    years: list[Column] = [
        (year, f"{year}年", str(year)) for year in sorted({p.fiscal_year or 0 for p in points})
    ]
    for resource, title, title_en, html in tables(points, years, _year, titles(oldest_first)):
        draft.heading(2, title, title_en, identifier=anchor("series", resource))
        draft.add(html)
    return draft.page()


def titles(releases: Sequence[Summary]) -> dict[str, tuple[str, str]]:
    """What the tables of the releases are called, zh and en, by the names of their resources."""
    return {
        rows.name: (rows.title, rows.title_en)
        for release in releases
        for table in release.tables
        for rows in table.resources
    }


def _year(point: Point) -> object:
    return point.fiscal_year or 0


def _changes(releases: Sequence[Summary]) -> str:
    """The ways to what changed from each release to the next."""
    items = (
        tag(
            "li",
            link(
                f"../../{release.name}/changes/",
                both(f"{release.year}年与上一份的逐项差别", f"What changed in {release.year}"),
            ),
        )
        for release in releases[1:]
    )
    return tag("ul", "".join(items), "bp-list")


def downloads(folder: str, names: Sequence[str]) -> str:
    """Links to files that lie beside a page once for both languages."""
    items = (tag("li", link(f"@root/{folder}/{name}", name)) for name in names)
    return tag("ul", "".join(items), "bp-list")
