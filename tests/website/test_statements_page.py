"""The page of statements: contradictions first, each with the figures that it is compared with."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.website.sample import write_package

from budgetpress.website.data import Package
from budgetpress.website.load import load_package
from budgetpress.website.release_pages import release_pages
from budgetpress.website.statements_page import STATED, statements_page


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The invented release as it lies on disk."""
    return load_package(write_package(tmp_path_factory.mktemp("package")))


def test_every_statement_is_in_the_section_of_its_verdict(package: Package) -> None:
    """Failing ones come first, and none is left out."""
    page = statements_page(package)
    assert next(iter(STATED)) == "fails"
    for row in package.role("statements"):
        assert f'id="statement.{row["id"]}"' in page.html


def test_both_sides_and_the_difference(package: Package) -> None:
    """The text, what the tables give, and a link to each figure."""
    shown = statements_page(package).html
    for words in ("99,900.00", "20.00", "99,880.00", 'href="../02/#02.r1.total"', "9.99万元", "L40:C1"):
        assert words in shown


def test_sum_of_statements_leads_to_them(package: Package) -> None:
    """A statement that is the sum of others links to them on this page."""
    assert 'href="#statement.s2"' in statements_page(package).html


def test_silent_statement_says_why(package: Package) -> None:
    """No amounts of tables, but a reason in both languages; an amount that cannot be read is no number."""
    shown = statements_page(package).html
    assert "it speaks of another year" in shown
    assert '<td class="bp-y">?</td>' in shown


def test_text_is_no_markup(tmp_path: Path) -> None:
    """Whatever the sentence, its headings and names hold."""
    hostile = load_package(write_package(tmp_path, text=lambda words: f"<i>{words}</i>"))
    assert "<i>" not in statements_page(hostile).html


def test_release_without_statements_has_no_page(package: Package) -> None:
    """Neither the page nor a link to it."""
    tables = tuple(resource for resource in package.resources if resource.role != "statements")
    without, having = (list(release_pages(each)) for each in (replace(package, resources=tables), package))
    assert not any("/statements/" in page.path for page in without)
    assert not any("../statements/" in page.html for page in without)
    assert any("../statements/" in page.html for page in having)
