"""Synthetic releases: the same in every run, of every form and kind; their packages hold what they claim."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from tests.benchmarks.synthetic import KINDS, PRINTERS, document, plans, write, write_packages

from budgetpress.package import validate_package
from budgetpress.release import load_release


def test_releases_are_the_same_in_every_run() -> None:
    """The first are the same however many are asked for, down to the bytes of a document."""
    few, many = list(plans(20)), list(plans(60))
    assert few == many[:20]
    for plan in few[:2]:
        short = replace(plan, size=0.2)
        assert document(short) == document(short)
    assert list(plans(20, seed=2)) != few


def test_no_two_releases_are_called_alike() -> None:
    """3,000 releases have names of their own; all forms, kinds and numbers of years occur among them."""
    made = list(plans(3000))
    assert len({plan.name for plan in made}) == len(made)
    assert {plan.form for plan in made} == set(PRINTERS)
    assert {plan.kind for plan in made} == set(KINDS)
    years = Counter(plan.body.name for plan in made[:2000])
    assert set(years.values()) == {1, 2, 3}
    assert 0.1 < sum(plan.defects > 0 for plan in made) / len(made) < 0.3


def test_document_names_its_own_body(tmp_path: Path) -> None:
    """The words of the invented document are replaced everywhere; the release says what its source is."""
    plan = next(plan for plan in plans(50) if plan.form == "beijing")
    folder = write(tmp_path, replace(plan, kind="transcription", size=0.2))
    text = (folder / "source" / "budget.txt").read_text(encoding="utf-8")
    assert plan.body.name in text
    assert f"{plan.year}年" in text
    assert not [word for word in PRINTERS["beijing"].words(plan.body) if word in text]
    release = load_release(folder)
    assert (release.body, release.fiscal_year, release.form) == (plan.body.name, plan.year, "beijing")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A converted release without defects, one with them, and a copy of each, all short."""
    root = tmp_path_factory.mktemp("synthetic")
    short = [replace(plan, size=0.2, kind="transcription") for plan in plans(200) if plan.form == "beijing"]
    sound = [plan for plan in short if not plan.defects]
    damaged = next(plan for plan in short if plan.defects)
    wanted = [sound[0], damaged, *sound[1:3]]
    write_packages(root, wanted, distinct=2)
    return [root / "datapackage" / plan.name for plan in wanted]


def test_copies_hold_what_they_claim(packages: list[Path]) -> None:
    """Hashes, types, identities and claims of every package are right, in a copy as in what it is one of."""
    assert [validate_package(folder)["errors"] for folder in packages] == [[]] * 4


def test_amounts_of_a_sound_copy_are_multiplied(packages: list[Path]) -> None:
    """Every figure of the copy is the same number of times that of the first; text and amount agree."""
    first, damaged, copy, *_ = packages
    assert len(figures(first)) == len(figures(copy))
    factors = {
        mine / theirs for mine, theirs in zip(figures(copy), figures(first), strict=True) if theirs and mine
    }
    assert len(factors) == 1
    assert factors != {1}
    assert figures(packages[3]) == figures(damaged)


def figures(folder: Path) -> list[Decimal | None]:
    """The amounts of a package, None where one is blank."""
    with (folder / "data" / "figures.csv").open(encoding="utf-8", newline="") as stream:
        return [Decimal(row["amount"]) if row["amount"] else None for row in csv.DictReader(stream)]


def test_a_body_of_several_years_is_one_body() -> None:
    """Its releases share all facts of the body, and each is of another year."""
    by_body: dict[str, set[int]] = {}
    for plan in plans(300):
        years = by_body.setdefault(plan.body.code, set())
        assert plan.year not in years
        years.add(plan.year)
    assert max(map(len, by_body.values())) == 3
