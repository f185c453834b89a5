"""Where columns stand on a page: two grids are compared by their rules, and no cell is lost between them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shape.grids import ruled

from budgetpress.shape.edges import Edges, columns_in, edges, fits_into, onto


def at(*xs: float) -> Edges:
    """Edges at these points."""
    return tuple(Decimal(str(x)) for x in xs)


def test_edges_of_a_grid_with_merged_cells() -> None:
    """Every rule that some cell ends at; a grid that shows not all of its columns has no edges."""
    assert edges(ruled(1, "甲|<|乙", "1|2|3", edges=[40, 90, 130, 200]).rows) == at(40, 90, 130, 200)
    assert edges(ruled(1, "甲|<|乙", edges=[40, 90, 130, 200]).rows) == ()


@pytest.mark.parametrize(
    ("part", "whole", "fits"),
    [
        (at(40, 130, 200), at(40, 90, 130, 200), True),
        (at(41, 128.5, 201.9), at(40, 90, 130, 200), True),
        (at(40, 130, 203.5), at(40, 90, 130, 200), True),
        (at(40, 130, 205), at(40, 90, 130, 200), False),
        (at(40, 100, 200), at(40, 90, 130, 200), False),
        (at(40, 41, 200), at(40, 130, 200), False),
        ((), at(40, 200), False),
        (at(40, 200), (), False),
    ],
)
def test_one_grid_in_another(part: Edges, whole: Edges, fits: bool) -> None:
    """Each rule four points at most from one of its own; two rules are never the same one."""
    assert fits_into(part, whole) == fits


def test_merged_total_in_the_columns_of_its_table() -> None:
    """A cell that is as wide as three columns covers three; one over the whole line covers all."""
    whole = at(40, 60, 80, 100, 160)
    (line,) = ruled(1, "合计|5", edges=[40, 100, 160]).rows
    assert [(cell.text, cell.columns) for cell in onto(line, whole)] == [
        ("合计", 3), ("", 0), ("", 0), ("5", 1),
    ]  # fmt: skip
    (note,) = ruled(1, "注：略|<|<", edges=[40, 60, 80, 160]).rows
    first = onto(note, whole)[0]
    assert (first.text, first.columns) == ("注：略", 4)


@given(
    st.lists(st.integers(3, 60), min_size=2, max_size=9),
    st.data(),
)
def test_no_cell_is_lost_and_places_are_kept(widths: list[int], data: st.DataObject) -> None:
    """A grid of some of the rules of another has each of its cells over the columns between its own rules."""
    rules = [40]
    for width in widths:
        rules.append(rules[-1] + width)
    inner = data.draw(st.sets(st.sampled_from(rules[1:-1])))
    own = sorted({rules[0], rules[-1], *inner})
    (line,) = ruled(1, "|".join(f"c{i}" for i in range(len(own) - 1)), edges=own).rows
    assert fits_into(at(*own), at(*rules))
    put = onto(line, at(*rules))
    assert [cell.text for cell in put if cell.text] == [cell.text for cell in line]
    assert sum(cell.columns for cell in put) == len(widths)
    assert columns_in(at(*own), at(*rules)) == [rules.index(x) for x in own]
