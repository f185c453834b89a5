"""Pages across releases: what changed, a body over the years, bodies of a year, completeness."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.diff.planting import RELEASE

from budgetpress.published import read_folder
from budgetpress.website import comparison_page
from budgetpress.website.across import across
from budgetpress.website.catalogue.bodies import Body, bodies
from budgetpress.website.changes_page import changes_page, pairs
from budgetpress.website.comparison_page import comparison_pages
from budgetpress.website.data import Package
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.load import load_package
from budgetpress.website.page import Page
from budgetpress.website.scorecard_page import disclosed_tables, scorecard_pages
from budgetpress.website.series_page import in_series, series_page
from budgetpress.website.summary import summarise
from budgetpress.website.words import labelled

EVIL = "<script>alert(1)</script>"


def release(tmp_path: Path, name: str, year: int, body: str = "甲街道", label: str = "代表工作") -> Package:
    """A copy of the release as that of another year or body, with another name in its third table."""
    folder = tmp_path / name
    shutil.copytree(RELEASE, folder, ignore=shutil.ignore_patterns("*.xlsx", "*.parquet", "source"))
    path = folder / "datapackage.json"
    raw = json.loads(path.read_text(encoding="utf-8"))
    raw |= {"name": name, "fiscalYear": year, "title": f"{body}{year}年预算", "title_en": f"Budget {year}"}
    raw["body"] = {"name": body, "name_en": "", "code": ""}
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    table = folder / "data" / "expenditure.csv"
    table.write_text(
        table.read_text(encoding="utf-8").replace("代表工作", label, 1), encoding="utf-8", newline=""
    )
    return load_package(folder)


@pytest.fixture
def releases(tmp_path: Path) -> list[Package]:
    """Two years of one body, and another body."""
    return [
        release(tmp_path, "jia-2025", 2025),
        release(tmp_path, "jia-2026", 2026, label=EVIL),
        release(tmp_path, "yi-2026", 2026, body="乙街道"),
    ]


def known(packages: Sequence[Package]) -> tuple[Body, ...]:
    """Their bodies."""
    return bodies([summarise(package) for package in packages])


def series(packages: Sequence[Package]) -> list[Page]:
    """The page of each body with several years."""
    folders = {package.name: package.folder for package in packages}
    return [
        series_page(body, [read_folder(folders[release.name]) for release in body.releases])
        for body in in_series(known(packages))
    ]


def comparisons(packages: Sequence[Package]) -> list[Page]:
    """The pages of each year with several bodies."""
    folders = {package.name: package.folder for package in packages}
    return list(comparison_pages(known(packages), folders.__getitem__))


def test_each_release_has_a_page_of_what_changed_since_the_one_before(releases: list[Package]) -> None:
    """Under the newer release, with every change as JSON; text of a source is no markup."""
    assert [(a.name, b.name) for a, b in pairs(known(releases))] == [("jia-2025", "jia-2026")]
    page = changes_page(*releases[:2])
    assert page.path == "jia-2026/changes/index.html"
    html = page.html
    assert "&lt;script&gt;" in html
    assert "<script" not in html
    content = page.files["changes.json"]
    assert isinstance(content, bytes)
    told = json.loads(content)
    assert "origin" not in told["a"]
    summary = page.files["summary.json"]
    assert isinstance(summary, bytes)
    assert json.loads(summary) == {key: value for key, value in told.items() if key != "changes"}
    assert [c["part"] for c in told["changes"] if c["part"] in ("row", "cell", "figure")] == ["cell"]


def test_a_body_with_two_years_has_a_series(releases: list[Package]) -> None:
    """A column for each year, the files beside it; one year alone is no series."""
    (page,) = series(releases)
    assert page.path == "series/jia/index.html"
    content = page.files["series-jia.csv"]
    assert isinstance(content, bytes)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    assert {row["fiscal_year"] for row in rows} == {"2025", "2026"}
    assert set(page.files) == {"series-jia.csv", "series-jia.json", "datapackage.json"}
    assert series(releases[1:]) == []
    html = page.html
    assert "<svg" in html
    assert "style=" not in html
    assert "expenditure /" not in resolve(html, ZH)


def test_two_bodies_never_share_an_address(tmp_path: Path) -> None:
    """Releases of two bodies whose names differ in the year alone: the second keeps the year."""
    packages = [
        release(tmp_path, f"x-{year}", year, body=body)
        for year, body in ((2023, "甲街道"), (2024, "甲街道"), (2025, "乙街道"), (2026, "乙街道"))
    ]
    assert [page.path for page in series(packages)] == ["series/x/index.html", "series/x-2025/index.html"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("jia-2025", "甲", "001"), ("yi-2026", "甲", "001"), True),  # whatever the releases are called
        (("jia-2025", "甲", "001"), ("jia-2026", "甲镇", "001"), True),  # another name
        (("jia-2025", "甲", "001"), ("jia-2026", "甲", "002"), True),  # another code
        (("jia-2025", "甲", "001"), ("yi-2026", "乙", "001"), False),  # the same code in another city
        (("jia-2025", "甲", "001"), ("jia-2026", "乙", "002"), False),
        (("jia-2025", "", ""), ("jia-2026", "", ""), True),
        (("jia-2025", "", ""), ("yi-2026", "", ""), False),
    ],
)
def test_releases_of_one_body_are_known(
    tmp_path: Path, one: tuple[str, str, str], other: tuple[str, str, str], same: bool
) -> None:
    """By name and code together, or by the key in the names of the releases and either of the two."""
    packages = []
    for year, (name, body, code) in enumerate((one, other), start=2025):
        package = release(tmp_path, name, year, body=body)
        descriptor = {**package.descriptor, "body": {"name": body, "code": code}}
        packages.append(replace(package, descriptor=descriptor))
    assert len(known(packages)) == (1 if same else 2)


def test_bodies_of_a_year_are_compared(releases: list[Package]) -> None:
    """Only in a year with two bodies, a column for each."""
    (page,) = comparisons(releases)
    assert page.path == "comparison/2026/index.html"
    assert "乙街道" in page.html


def test_many_bodies_of_a_year_are_ranked(releases: list[Package], monkeypatch: pytest.MonkeyPatch) -> None:
    """More than there is room for stand one below the other, each headline figure with its place."""
    monkeypatch.setattr(comparison_page, "MOST_COLUMNS", 1)
    (page,) = comparisons(releases)
    headlines = summarise(releases[2]).headlines
    assert headlines
    for figure in headlines:
        assert f'href="../../yi-2026/{figure.address}"' in page.html
    content = page.files["comparison-2026.csv"]
    assert isinstance(content, bytes)
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    told = {(row["release"], row["figure"]): row["amount"] for row in rows}
    assert told["yi-2026", headlines[0].name] == f"{headlines[0].amount:f}"
    assert {row["release"] for row in rows} == {"jia-2026", "yi-2026"}


def test_completeness_says_what_is_not_in_the_source(releases: list[Package]) -> None:
    """Each table of the form by its state, in words of either language; a release without a card has none."""
    html = disclosed_tables(releases[0])
    assert "not in our source" in resolve(html, EN)
    assert "本来源中没有" in resolve(html, ZH)
    shutil.rmtree(releases[0].folder / "reports")
    assert "no scorecard" in resolve(disclosed_tables(releases[0]), EN)


def test_completeness_of_all_releases_is_counted(releases: list[Package]) -> None:
    """Each release leads to its own tables; together they say how many documents satisfy each rule."""
    (page,) = scorecard_pages([summarise(package) for package in releases])
    for package in releases:
        assert f'href="../{package.name}/validation/#disclosure"' in page.html
    card = summarise(releases[0]).disclosure
    assert card is not None
    assert f'<td class="bp-n">{3 * card.states["rows"]}</td>' in page.html
    shutil.rmtree(releases[0].folder / "reports")
    (page,) = scorecard_pages([summarise(package) for package in releases])
    assert releases[0].name not in page.html


def test_the_home_page_leads_to_all_of_them(releases: list[Package]) -> None:
    """One link for each page; with one release there is the page of completeness alone."""
    html = across(known(releases))
    for href in ("disclosure/", "series/jia/", "comparison/2026/", "jia-2026/changes/"):
        assert f'href="{href}"' in html
    assert across(known(releases[:1])).count("href") == 1


@pytest.mark.parametrize(
    ("label", "parting", "zh", "en"),
    [
        ("revenue / 利息", " / ", "收入 / 利息", 'Revenue / <span lang="zh-Hans">利息</span>'),
        ("expenditure 三、教育 支出", " ", "支出 三、教育 支出", None),
        ("revenues 甲", " ", "revenues 甲", None),
        ("expenditure", " ", "支出", "Expenditure"),
    ],
)
def test_a_side_at_the_start_of_a_label_is_a_word_of_ours(
    label: str, parting: str, zh: str, en: str | None
) -> None:
    """It is said in the language of the page; the rest is text of the source."""
    assert resolve(labelled(label, parting), ZH) == zh
    assert en is None or resolve(labelled(label, parting), EN) == en
