"""When one residual says enough by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.reconcile.proof import fewest_misread

SLIP = st.tuples(st.integers(-9, 9), st.integers(0, 12))


@pytest.mark.parametrize(
    ("residual", "fewest"), [(0, 0), (7000, 1), (999, 2), (-1_998_000, 2), (179, 3), (24_975, 4)]
)
def test_examples(residual: int, fewest: int) -> None:
    """Noughts count for nothing, and 999 is one more and one less: two digits."""
    assert fewest_misread(residual) == fewest


@given(st.lists(SLIP, max_size=5))
def test_never_more_than_were_misread(slips: list[tuple[int, int]]) -> None:
    """Digits that were misread leave no residual that needs more of them."""
    residual = sum(by * 10**place for by, place in slips)
    assert fewest_misread(residual) <= len(slips)
    assert (fewest_misread(residual) == 0) == (residual == 0)
