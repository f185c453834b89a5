"""A body over the years: what each release says of the same thing, side by side, breaks marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from budgetpress.published import read_folder
from budgetpress.series.over import Point, over_years
from budgetpress.series.write import series_files
from budgetpress.website.amounts_html import unit_switch
from budgetpress.website.catalogue.bodies import body_slug
from budgetpress.website.data import Package, part, text
from budgetpress.website.escape import anchor
from budgetpress.website.markup import link, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.side_by_side import Column, tables
from budgetpress.website.words import both

FOLDER = "series"


def series_pages(packages: Sequence[Package]) -> Iterator[Page]:
    """`series/<body>/` for every body with releases of two years or more."""
    for slug, releases in in_series(packages):
        yield _page(slug, releases)


def in_series(packages: Sequence[Package]) -> Iterator[tuple[str, list[Package]]]:
    """Each such body with its releases."""
    for slug, releases in bodies(packages).items():
        if len({release.text("fiscalYear") for release in releases}) > 1:
            yield slug, releases


def bodies(packages: Sequence[Package]) -> dict[str, list[Package]]:
    """The releases of each body, oldest first, by the key of the first, or its name if that is taken."""
    groups: dict[tuple[str, ...], list[Package]] = {}
    for package in sorted(packages, key=lambda p: (p.text("fiscalYear"), p.name)):
        signs = _signs(package)
        group = next((groups[sign] for sign in signs if sign in groups), [])
        group.append(package)
        groups |= dict.fromkeys(signs, group)
    named: dict[str, list[Package]] = {}
    for group in {id(group): group for group in groups.values()}.values():
        slug = body_slug(group[0])
        named[slug if slug not in named else group[0].name] = group
    return named


def _signs(package: Package) -> list[tuple[str, ...]]:
    """What tells a body; two releases that share one of them are of the same.

    A code alone does not, since every city counts its own bodies: the name must be the same too, or the key
    that the name of the release gives.
    """
    body, slug = part(package.descriptor, "body"), body_slug(package)
    code, name = text(body, "code"), text(body, "name")
    signs = [("name", name, code), ("key", slug, "name", name), ("key", slug, "code", code)]
    return [sign for sign, said in zip(signs, (name, name, code), strict=True) if said] or [("key", slug)]


def _page(slug: str, releases: Sequence[Package]) -> Page:
    points = over_years([read_folder(release.folder) for release in releases])
    body = part(releases[-1].descriptor, "body")
    name, english = text(body, "name"), text(body, "name_en") or text(body, "name")
    zh, en = f"{name}历年预算", f"{english} over the years"
    draft = Draft(f"{FOLDER}/{slug}/index.md", (zh, en), (zh, en))
    draft.heading(1, zh, en)
    draft.text(
        "各年文件中同一科目、同一项目的金额并列。没有印出的、存疑的、表式或科目变了的，都写明，不作推算。全部栏目和款、项见下载文件。",
        "The amounts of the same code or line in the document of each year. What is not printed, is disputed,"
        " or stands under another form or name is said to be so; nothing is estimated. All fields and the"
        " sections and items below each class are in the downloads.",
    )
    files = series_files(points, name=f"series-{slug}", title=zh, title_en=en)
    for file, data in files.items():
        draft.file(file, data)
    draft.slot("files", downloads(f"{FOLDER}/{slug}", list(files)) + _changes(releases) + unit_switch())
    years: list[Column] = [
        (year, f"{year}年", str(year)) for year in sorted({p.fiscal_year or 0 for p in points})
    ]
    titles = {r.name: (r.title, r.title_en) for release in releases for r in release.resources}
    for resource, title, title_en, html in tables(points, years, _year, titles):
        draft.heading(2, title, title_en, identifier=anchor("series", resource))
        draft.slot(anchor("series", resource), html)
    return draft.page()


def _year(point: Point) -> object:
    return point.fiscal_year or 0


def _changes(releases: Sequence[Package]) -> str:
    """The ways to what changed from each release to the next."""
    items = (
        tag(
            "li",
            link(
                f"../../{release.name}/changes/",
                both(
                    f"{release.text('fiscalYear')}年与上一份的逐项差别",
                    f"What changed in {release.text('fiscalYear')}",
                ),
            ),
        )
        for release in releases[1:]
    )
    return tag("ul", "".join(items), "bp-list")


def downloads(folder: str, names: Sequence[str]) -> str:
    """Links to files that lie beside a page once for both languages."""
    items = (tag("li", link(f"@root/{folder}/{name}", name)) for name in names)
    return tag("ul", "".join(items), "bp-list")
