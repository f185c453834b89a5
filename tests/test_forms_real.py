"""The forms on real documents, where they are at hand (`../shared/real` beside the checkout).

They are correct but for what they themselves break; the figures are compared with the pages elsewhere.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from budgetpress.errors import InputError
from budgetpress.model import Reconciled, Shaped
from budgetpress.read import read_document
from budgetpress.recognise import recognise_body, recognise_form, recognise_year
from budgetpress.reconcile import reconcile
from budgetpress.shape import shape

REAL = Path(__file__).resolve().parents[2] / "shared" / "real"
FILES = sorted(REAL.glob("*.pdf"))

# What a correct document may give rise to: it says something about the document, not about the reading of it.
REMARKABLE = {
    "table-empty",
    "note-contradicts",
    "code-padded",
    "name-of-other-year",
    "unknown-code",
}
# Only one table prints it, and no other adds up to it.
ALONE = {"agency_operating_expenditure"}

pytestmark = pytest.mark.skipif(not FILES, reason="the real documents are not at hand")
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


class Known(NamedTuple):
    """What came of a file."""

    year: int
    body: str
    shaped: Shaped
    reconciled: Reconciled


@cache
def converted(file: Path) -> Known | None:
    """What comes of a file; None for a report that names its tables and has none."""
    document = read_document(file)
    try:
        form = recognise_form((document,))
    except InputError:
        assert not [grid for grid in document.grids if grid.exact]
        return None
    shaped = shape((document,), form)
    body = recognise_body((document,), shaped, form)
    year = recognise_year((document,), form)
    assert year is not None
    assert body is not None
    return Known(year=year, body=body[1], shaped=shaped, reconciled=reconcile(shaped, form, year=year))


@pytest.fixture
def known(file: Path) -> Known:
    """What came of a file with tables."""
    found = converted(file)
    if found is None:
        pytest.skip("no table in it")
    return found


@every_file
def test_document_is_recognised_whole(file: Path, known: Known) -> None:
    """Every table of its form is there; year and body are those of its name."""
    assert known.shaped.missing == ()
    assert str(known.year)[-2:] in re.findall(r"\d\d(?=年|度)", file.stem)
    assert known.body in file.stem


@every_file
def test_every_identity_holds(file: Path, known: Known) -> None:
    """None of them breaks an identity; what they round is no break, and nothing is repaired."""
    reconciled = known.reconciled
    assert [check for check in reconciled.checks if check.verdict == "fails"] == []
    assert reconciled.repairs == ()
    assert sum(check.verdict == "holds" for check in reconciled.checks) > 90


@every_file
def test_every_figure_is_proven(file: Path, known: Known) -> None:
    """Every figure stands in identities that prove it, but for those that nothing else prints."""
    figures = known.reconciled.figures
    open_ = [f.id for f in figures if f.status not in ("confirmed", "consistent") and f.field not in ALONE]
    assert open_ == []


@every_file
def test_codes_have_the_names_of_their_year(file: Path, known: Known) -> None:
    """Codes are whole and in our lists, under the names that are printed."""
    reconciled = known.reconciled
    found = {finding.code for finding in reconciled.findings if not finding.code.startswith("statement")}
    assert found <= REMARKABLE
    for table in reconciled.tables:
        for row in table.rows:
            for name in ("functional_code", "economic_department_code"):
                code = row.text(name)
                assert re.fullmatch(r"(\d{3}(\d\d){0,2})?", code), (table.resource, row.name, code)
                named = {"functional_name", "economic_department_name", "label"}
                assert not code or any(row.text(other) for other in named)
