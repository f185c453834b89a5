"""The list of repairs leads to the page of each kind of defect."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.website.sample import write_package

from budgetpress.website.data import Package
from budgetpress.website.load import load_package
from budgetpress.website.release_pages import repairs_page


def with_kind(folder: Path, kind: str) -> Package:
    """The sample release with all its repairs of one kind."""
    package = load_package(write_package(folder))
    resources = tuple(
        replace(r, rows=tuple({**row, "kind": kind} for row in r.rows)) if r.role == "repairs" else r
        for r in package.resources
    )
    return replace(package, resources=resources)


def test_a_kind_with_a_page_is_linked(tmp_path: Path) -> None:
    """A kind that has a page is a link to it, from wherever the site is served."""
    page = repairs_page(with_kind(tmp_path, "lost_row"), {"lost_row"})
    assert 'href="../../kinds/lost_row/"' in page.html


def test_a_kind_without_a_page_is_text(tmp_path: Path) -> None:
    """Another kind is only named, and no text of it becomes markup."""
    page = repairs_page(with_kind(tmp_path, '"><i>x'), {"lost_row"})
    assert "kinds/" not in page.html
    assert "<i>" not in page.html
