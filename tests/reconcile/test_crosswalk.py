"""The national crosswalk: a witness for codes that stand side by side."""

from __future__ import annotations

import csv
from pathlib import Path

from budgetpress.codes import load_code_list
from budgetpress.reconcile.crosswalk import gainsays, vouches

FIELDS = ("economic_department_code", "economic_government_code")


def test_a_pair_of_the_crosswalk_is_vouched_for() -> None:
    """Whichever of the two fields comes first."""
    assert vouches(FIELDS, ("30201", "50201"))
    assert vouches(FIELDS[::-1], ("50201", "30201"))
    assert not gainsays(FIELDS, ("30201", "50201"))


def test_a_code_beside_another_than_its_own_is_gainsaid() -> None:
    """A code that the crosswalk does not know is neither vouched for nor gainsaid."""
    assert gainsays(FIELDS, ("30307", "50299"))
    assert not vouches(FIELDS, ("30307", "50299"))
    assert not gainsays(FIELDS, ("39999", "50299"))
    assert not gainsays(("functional_code", "economic_government_code"), ("2010101", "50299"))


def test_every_code_of_the_crosswalk_is_listed(project_root: Path) -> None:
    """Each code is one of its list, and no pair stands twice."""
    path = project_root / "scripts" / "budgetpress" / "codelists" / "economic.crosswalk.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for name in ("economic_government", "economic_department"):
        known = {code.code for code in load_code_list(name).codes}
        assert {row[f"{name}_code"] for row in rows} <= known
    pairs = [tuple(row.values()) for row in rows]
    assert len(set(pairs)) == len(pairs)
