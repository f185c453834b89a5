"""The bodies of one year: a few side by side, code by code; many one below the other by their headlines."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from budgetpress.published import read_folder
from budgetpress.series.over import Point, over_bodies
from budgetpress.series.write import series_files
from budgetpress.website.amounts_html import money, money_head, unit_switch
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.charts.headline import Headline
from budgetpress.website.escape import anchor, html_text
from budgetpress.website.markup import cell, grid, head, line, link, mark, number, row_name, sub, tag
from budgetpress.website.page import Draft, Page
from budgetpress.website.series_page import downloads, titles
from budgetpress.website.sheets import root_of, sheet_path, sheets, titled, turn
from budgetpress.website.side_by_side import Column, tables
from budgetpress.website.summary import Summary
from budgetpress.website.words import PHASE, STATUS, both, pair

FOLDER = "comparison"
# So many releases have a column each; of more, a page cannot hold all that all of them say.
MOST_COLUMNS = 8


def compared(known: Sequence[Body]) -> list[tuple[str, list[Summary]]]:
    """Each fiscal year with two bodies or more, the newest first, with its releases by body and age."""
    years: dict[str, list[Summary]] = {}
    owners: dict[str, set[str]] = {}
    for body in known:
        for release in reversed(body.releases):
            years.setdefault(release.year, []).append(release)
            owners.setdefault(release.year, set()).add(body.slug)
    return [(year, years[year]) for year in sorted(years, reverse=True) if len(owners[year]) > 1]


def comparison_pages(known: Sequence[Body], folder: Callable[[str], Path]) -> Iterator[Page]:
    """`comparison/<year>/` for every such year; `folder` says where the package of a release is."""
    for year, releases in compared(known):
        if len(releases) <= MOST_COLUMNS:
            yield _columns(year, releases, folder)
        else:
            yield from _ranking(year, releases)


def _columns(year: str, releases: Sequence[Summary], folder: Callable[[str], Path]) -> Page:
    points = over_bodies([read_folder(folder(release.name)) for release in releases])
    zh, en = f"{year}年各单位比较", f"The bodies of {year} side by side"
    draft = Draft(f"{FOLDER}/{year}/index.html", (zh, en), (zh, en))
    draft.heading(1, zh, en)
    draft.text(
        "同一年度各单位同一科目、同一项目的金额并列。表式不同的单位，有的表或栏目对方没有，照实写明。",
        "The amounts of the same code or line of each body in a year. Where forms differ one body may lack a"
        " table or column that another has: it is said.",
    )
    files = series_files(points, name=f"comparison-{year}", title=zh, title_en=en)
    for file, data in files.items():
        draft.file(file, data)
    draft.add(downloads(f"{FOLDER}/{year}", list(files)) + unit_switch())
    columns: list[Column] = [
        (release.name, release.owner.name, release.owner.name_en or release.owner.name)
        for release in releases
    ]
    for resource, title, title_en, html in tables(points, columns, _release, titles(releases)):
        draft.heading(2, title, title_en, identifier=anchor("comparison", resource))
        draft.add(html)
    return draft.page()


def _release(point: Point) -> object:
    return point.release


def _ranking(year: str, releases: Sequence[Summary]) -> Iterator[Page]:
    """The releases by their first headline figure, the largest first, on as many pages as it takes."""
    heads = _headings(releases)
    ranked = sorted(releases, key=lambda release: _size(release, heads), reverse=True)
    parts = sheets(ranked)
    zh, en = f"{year}年各单位比较", f"The bodies of {year} compared"
    folder = f"{FOLDER}/{year}/"
    for page, part in enumerate(parts, start=1):
        said = titled(zh, en, page)
        draft = Draft(sheet_path(folder, page), said, said, searched=page == 1)
        draft.heading(1, *said)
        draft.text(
            f"{year}年共 {len(releases):,} 份，按第一项金额从大到小排列。每个数字都通向印着它的表；"
            "任何一个科目在各单位的金额，可在“查找”页按编码和年度取得。",
            f"{len(releases):,} releases of {year}, by the first amount, the largest first. Each figure leads"
            " to the table it is printed in; the finder has the amounts of any code in all bodies.",
        )
        if page == 1:
            draft.file(f"comparison-{year}.csv", _csv(ranked))
        root = root_of(folder, page)
        ways = tag(
            "li",
            link(f"{root}find/?year={year}", both("在本年的全部数字里查找", "Find any figure of the year")),
        )
        ways += tag(
            "li", link(f"@root/{folder}comparison-{year}.csv", both("全部单位（CSV）", "All bodies (CSV)"))
        )
        draft.add(tag("ul", ways, "bp-list") + unit_switch() + turn(page, len(parts)))
        rows = [_row(release, heads, root) for release in part]
        columns = (head("单位", "Body"), *(money_head(*words) for words in heads.values()))
        draft.add(grid(pair(*said), columns, rows) + turn(page, len(parts)))
        yield draft.page()


def _headings(releases: Sequence[Summary]) -> dict[str, tuple[str, str]]:
    """The headline figures that the releases have, by name, those of most releases first."""
    count: dict[str, int] = {}
    words: dict[str, tuple[str, str]] = {}
    for release in releases:
        for figure in release.headlines:
            count[figure.name] = count.get(figure.name, 0) + 1
            words.setdefault(figure.name, (figure.title, figure.title_en))
    return {name: words[name] for name in sorted(words, key=lambda name: -count[name])}


def _size(release: Summary, heads: dict[str, tuple[str, str]]) -> tuple[bool, Decimal, str]:
    first = next(iter(heads), "")
    amount = next((figure.amount for figure in release.headlines if figure.name == first), None)
    return amount is not None, amount or Decimal(0), release.name


def _row(release: Summary, heads: dict[str, tuple[str, str]], root: str) -> str:
    figures = {figure.name: figure for figure in release.headlines}
    phase = PHASE.get(release.phase)
    told = [html_text(release.owner.code), both(phase.zh, phase.en) if phase else ""]
    name = both(release.owner.name or release.title, release.owner.name_en or release.title_en)
    named = link(f"{root}{release.name}/", name) + sub(" · ".join(filter(None, told)))
    cells = (_amount(figures.get(each), f"{root}{release.name}/") for each in heads)
    return line(row_name(named), *cells)


def _amount(figure: Headline | None, up: str) -> str:
    if figure is None:
        return cell(both("没有", "none"), "bp-n")
    return number(money(figure.amount, up + figure.address) + mark(STATUS[figure.status], figure.status))


def _csv(releases: Sequence[Summary]) -> bytes:
    """Every headline figure of the releases in yuan, a line each."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(
        (
            "release",
            "body",
            "body_en",
            "code",
            "place",
            "fiscal_year",
            "phase",
            "figure",
            "title",
            "title_en",
            "amount",
            "status",
        )
    )
    for release in releases:
        owner = release.owner
        about = (
            release.name,
            owner.name,
            owner.name_en,
            owner.code,
            owner.place,
            release.year,
            release.phase,
        )
        for figure in release.headlines:
            amount = "" if figure.amount is None else f"{figure.amount:f}"
            writer.writerow((*about, figure.name, figure.title, figure.title_en, amount, figure.status))
    return stream.getvalue().encode("utf-8")
