"""The pages of the whole site, made of the summaries of its releases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.follow_page import follow_pages
from budgetpress.website.comparison_page import comparison_pages
from budgetpress.website.find_files import Parts
from budgetpress.website.find_page import find_page
from budgetpress.website.home_page import home_page
from budgetpress.website.page import Page
from budgetpress.website.scorecard_page import scorecard_pages


def whole_pages(known: Sequence[Body], parts: Parts, folder: Callable[[str], Path]) -> Iterator[Page]:
    """All of them but the series of each body; `folder` says where the package of a release is.

    Their number grows with that of bodies and years, the size of each does not.
    """
    yield home_page(known)
    yield find_page(known, parts)
    yield from follow_pages(known)
    yield from scorecard_pages([release for body in known for release in body.releases])
    yield from comparison_pages(known, folder)
