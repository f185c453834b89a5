"""What a printed text may say, in whole fen: at least what the reader of amounts says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.amounts import UNITS, readings, to_fen
from budgetpress.package.as_printed import amounts_of, last_digit, places_of


@pytest.mark.parametrize(
    ("printed", "amounts"),
    [
        ("12.50", {1250}),
        ("1,234", {123400}),
        ("1,234.5", {123450}),
        ("(3.00)", {-300}),
        ("", {0}),
        ("—", {0}),
        ("1 / 2", {0}),
        ("01,374.9", {0, 137490}),
        ("9" * 16, {0}),
    ],
)
def test_every_amount_that_the_digits_allow(printed: str, amounts: set[int]) -> None:
    """The point is at a separator or at the end; what is odd may be nothing, and nothing is 0."""
    assert amounts_of({"printed": printed, "printed_unit": "元"}) >= amounts


@given(
    st.text("0123456789,.-() ", max_size=14),
    st.sampled_from(sorted(UNITS)),
    st.sampled_from([None, 2, 6]),
)
def test_reader_of_amounts_says_nothing_else(text: str, unit: str, decimals: int | None) -> None:
    """Each of its readings is one of these, and where it has none 0 is."""
    found = amounts_of({"printed": text, "printed_unit": unit})
    ways = readings(text, unit=unit, decimals=decimals)
    assert {to_fen(way.amount) for way in ways} <= found
    assert ways or 0 in found


def test_last_digit_is_worth_its_place() -> None:
    """What the last printed digit stands for, where it is more than a fen, for the published amount."""
    figure = {"printed": "12.5", "printed_unit": "万元", "amount": "125000.00"}
    assert (places_of(figure), last_digit(figure)) == ([1], 100_000)
    assert last_digit({**figure, "printed": "12.500000"}) == 0
    assert last_digit({**figure, "amount": "1.00"}) == 0
