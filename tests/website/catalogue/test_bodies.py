"""Which releases belong to one body, and which of them is the latest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.website.catalogue.conftest import change
from tests.website.sample import write_package

from budgetpress.website.catalogue.bodies import bodies
from budgetpress.website.data import Package
from budgetpress.website.load import load_package
from budgetpress.website.summary import body_slug, made, summarise


@pytest.mark.parametrize(
    ("name", "year", "slug"),
    [
        ("qinghe-town-2025", 2025, "qinghe-town"),
        ("2025-qinghe", 2025, "qinghe"),
        ("qinghe-2025-final", 2025, "qinghe-final"),
        ("qinghe-20251", 2025, "qinghe-20251"),
        ("qinghe", 2025, "qinghe"),
        ("2025", 2025, "2025"),
        ("qinghe-2024", 2025, "qinghe-2024"),
    ],
)
def test_key_is_the_name_without_the_year(name: str, year: int, slug: str, tmp_path: Path) -> None:
    """The fiscal year goes where it stands as a word of its own; nothing else does."""
    assert body_slug(load_package(change(write_package(tmp_path, name), fiscalYear=year))) == slug


@pytest.mark.parametrize(
    ("said", "slug"),
    [("qinghe", "qinghe"), ("../x", "qinghe-town"), ("A b", "qinghe-town"), (None, "qinghe-town")],
)
def test_release_may_say_the_key(said: str | None, slug: str, tmp_path: Path) -> None:
    """A key in the package holds, as far as it can be an address."""
    package = change(write_package(tmp_path), body={"name": "清河镇", "slug": said})
    assert body_slug(load_package(package)) == slug


def test_latest_is_of_the_newest_year(packages: list[Package]) -> None:
    """The order is that of years, whatever the order of the packages or the day they were made."""
    releases = [summarise(package) for package in packages]
    assert [(body.slug, [p.name for p in body.releases]) for body in bodies(releases)] == [
        ("baiyun", ["baiyun-2025"]),
        ("qinghe-town", ["qinghe-town-2026", "qinghe-town-2025"]),
    ]
    assert bodies(releases[::-1]) == bodies(releases)


def test_of_one_year_the_later_phase_then_the_higher_version_is_latest(tmp_path: Path) -> None:
    """Executed comes after approved; version 1.10.0 after 1.9.0."""
    said = {"body": {"slug": "x"}, "fiscalYear": 2025}
    facts = {
        "a": {"phase": "approved", "version": "1.9.0"},
        "b": {"phase": "approved", "version": "1.10.0"},
        "c": {"phase": "executed", "version": "1.0.0"},
    }
    folders = [change(write_package(tmp_path, name), **said, **more) for name, more in facts.items()]
    (body,) = bodies([summarise(load_package(folder)) for folder in folders])
    assert [release.name for release in body.releases] == ["c", "b", "a"]


@pytest.mark.parametrize("created", ["", "yesterday", "2025-03-01", "2025-03-01T00:00:00"])
def test_what_is_no_moment_is_none(created: str, tmp_path: Path) -> None:
    """A day without an hour, an hour without a zone and anything else say no moment."""
    assert made(load_package(change(write_package(tmp_path), created=created))) == ""
