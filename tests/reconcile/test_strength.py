"""The strength of figures against brute force in exact fractions, and on tables that can be done by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reconcile.pools import ledger

from budgetpress.reconcile.elimination import in_span, never_in_kernel
from budgetpress.reconcile.strength import strengths

Equation = Mapping[str, int]


def rank(columns: Sequence[Sequence[int]]) -> int:
    """The rank over the rationals."""
    rows = [[Fraction(value) for value in column] for column in columns]
    result = 0
    for index in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(result, len(rows)) if rows[r][index]), None)
        if pivot is None:
            continue
        rows[result], rows[pivot] = rows[pivot], rows[result]
        for r in range(result + 1, len(rows)):
            factor = rows[r][index] / rows[result][index]
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[result], strict=True)]
        result += 1
    return result


def brute_force(equations: Sequence[Equation], positions: Sequence[str]) -> dict[str, int | None]:
    """For each position the smallest set of columns in which its own depends on the others."""
    column = {p: [equation.get(p, 0) for equation in equations] for p in positions}
    answer: dict[str, int | None] = dict.fromkeys(positions)
    for size in range(len(positions), 0, -1):
        for chosen in combinations(positions, size):
            whole = rank([column[p] for p in chosen])
            for p in chosen:
                if rank([column[q] for q in chosen if q != p]) == whole:
                    answer[p] = size
    return answer


@st.composite
def systems(draw: st.DrawFn) -> tuple[list[Equation], list[str]]:
    """Small systems, half of them with coefficients other than one."""
    positions = list("abcdefg")[: draw(st.integers(1, 7))]
    values = st.sampled_from((-1, 1, 1, -1, 0, 2, 3)) if draw(st.booleans()) else st.sampled_from((-1, 1))
    equation = st.dictionaries(st.sampled_from(positions), values, max_size=5)
    return draw(st.lists(equation, max_size=6)), positions


@settings(max_examples=500, deadline=None)
@given(systems(), st.integers(1, 9))
def test_strength_is_that_of_brute_force(system: tuple[list[Equation], list[str]], cap: int) -> None:
    """Exact below the cap, the cap where it is at least that, None where no kernel vector goes through."""
    equations, positions = system
    expected = {
        p: None if size is None else 1 if size == 1 else min(size, cap)
        for p, size in brute_force(equations, positions).items()
    }
    assert strengths(equations, positions, cap=cap) == expected


@pytest.mark.parametrize("seed", range(60))
def test_longer_circuits_are_found_too(seed: int) -> None:
    """The same on sparse systems whose smallest circuits have up to six members."""
    random = Random(seed)
    positions = list("abcdefghi")
    signs = (-1, 1) if seed % 3 else (-2, -1, 1, 2)
    equations = [
        {p: random.choice(signs) for p in random.sample(positions, random.randint(2, 4))}
        for _ in range(random.randint(4, 6))
    ]
    expected = {
        p: None if size is None else min(size, 7) for p, size in brute_force(equations, positions).items()
    }
    assert strengths(equations, positions, cap=7) == expected


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1, max_size=5))
def test_span_is_that_of_the_rank(vectors: list[list[int]]) -> None:
    """A vector is a combination of others exactly if it does not raise their rank."""
    sparse = [{i: value for i, value in enumerate(vector) if value} for vector in vectors]
    assert in_span(sparse[0], sparse[1:]) == (rank(vectors) == rank(vectors[1:]))


def two_way(rows: int, columns: int) -> list[Equation]:
    """A table with a total for each row, for each column, and a grand total in both directions."""
    across = [{**{f"{r}{c}": 1 for c in range(columns)}, f"{r}T": -1} for r in [*map(str, range(rows)), "T"]]
    down = [{**{f"{r}{c}": 1 for r in range(rows)}, f"T{c}": -1} for c in [*map(str, range(columns)), "T"]]
    return [*across, *down]


def test_two_way_table_needs_four_errors_at_the_corners_of_a_rectangle() -> None:
    """With margins every figure, totals included, is a corner of a rectangle of errors."""
    equations = two_way(3, 4)
    positions = sorted({p for equation in equations for p in equation})
    assert len(positions) == 20
    assert set(strengths(equations, positions, cap=6).values()) == {4}
    assert set(strengths(equations, positions, cap=4).values()) == {4}
    assert set(strengths(equations, positions, cap=3).values()) == {3}


def test_single_sum_is_fooled_by_two() -> None:
    """In a list with a sum and nothing else, two entries can be wrong by opposite amounts."""
    answer = strengths([{"a": 1, "b": 1, "sum": -1}], ["a", "b", "sum", "loose"])
    assert answer == {"a": 2, "b": 2, "sum": 2, "loose": 1}


def test_chain_of_sums_needs_the_whole_chain() -> None:
    """A figure that a total repeats and a second total repeats again: all three have to be wrong together."""
    equations = [{"a": 1, "x": -1}, {"x": 1, "y": -1, "b": 1}, {"b": 1, "c": 1}]
    assert strengths(equations, "axybc", cap=9) == {"a": 3, "x": 3, "y": 3, "b": 3, "c": 3}


def test_unequal_amounts_count_too() -> None:
    """Three figures that compensate in the ratio 1 : 1 : -2 are as dangerous as equal amounts."""
    assert strengths([{"a": 1, "b": 1, "c": 1}, {"a": 1, "b": -1}], "abc", cap=5) == {"a": 3, "b": 3, "c": 3}


def test_figure_that_nothing_can_make_up_for() -> None:
    """Where the equations leave a figure no freedom, no number of other errors hides an error of it."""
    equations = [{"a": 1, "b": 1}, {"a": 1, "b": -1}, {"c": 1, "d": -1}, {"e": 0}]
    assert strengths(equations, "abcde", cap=9) == {"a": None, "b": None, "c": 2, "d": 2, "e": 1}
    assert never_in_kernel(equations) == {"a", "b"}


def test_positions_that_are_not_asked_for_take_part() -> None:
    """Leaving a position out of the question does not make the others safer."""
    assert strengths([{"a": 1, "b": 1, "sum": -1}], ["sum"]) == {"sum": 2}


def test_cap_below_one_is_refused() -> None:
    """A cap of zero would mean that nothing is known of anything."""
    with pytest.raises(ValueError, match="cap"):
        strengths([], [], cap=0)


def test_strength_of_a_whole_document() -> None:
    """All figures of a document of ordinary size, blanks included."""
    equations: dict[object, dict[tuple[str, int, str], int]] = {}
    for line in ledger(Random(1)).values():
        for equation, column, coefficient in line.feeds():
            equations.setdefault(equation, {})[line.table, line.number, column] = coefficient
    positions = {position for equation in equations.values() for position in equation}
    answer = strengths(list(equations.values()), positions, cap=6)
    assert {answer["L", number, "T"] for number in range(-1, 32)} == {2}
    assert min(size for p, size in answer.items() if p[0] == "A" and size is not None) >= 4
