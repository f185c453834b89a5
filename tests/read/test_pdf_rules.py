"""Rules to cells: against tables that are drawn at random, and against pdfplumber's own search."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.table import TableFinder

from budgetpress.read.pdf.content import Rule
from budgetpress.read.pdf.rules import Cells, Span, find_cells, join

XS = (10.0, 60.0, 110.0, 160.0)
YS = (10.0, 30.0, 50.0, 70.0)


def lattice(xs: Sequence[float], ys: Sequence[float]) -> list[Rule]:
    """All rules of a grid."""
    return [Rule(x, ys[0], x, ys[-1]) for x in xs] + [Rule(xs[0], y, xs[-1], y) for y in ys]


@st.composite
def drawn(draw: st.DrawFn) -> tuple[list[float], list[float], set[Span], list[Rule]]:
    """A table with merged cells, and its rules in pieces, each a hair off its place."""
    widths = draw(st.lists(st.integers(8, 90), min_size=1, max_size=6))
    heights = draw(st.lists(st.integers(8, 40), min_size=1, max_size=6))
    rng = random.Random(draw(st.integers(0, 2**32)))
    xs = [20.0 + sum(widths[:n]) for n in range(len(widths) + 1)]
    ys = [20.0 + sum(heights[:n]) for n in range(len(heights) + 1)]
    spans = _merged(rng, len(heights), len(widths))
    pieces = []
    for row, column, rows, columns in spans:
        left, top, right, bottom = xs[column], ys[row], xs[column + columns], ys[row + rows]
        for line in (
            (left, top, right, top),
            (left, bottom, right, bottom),
            (left, top, left, bottom),
            (right, top, right, bottom),
        ):
            pieces += _shaken(rng, Rule(*line))
    rng.shuffle(pieces)
    return xs, ys, spans, pieces


def _merged(rng: random.Random, rows: int, columns: int) -> set[Span]:
    """Cut a table into cells, some of them merged; each row and column edge is that of some cell."""
    free = {(r, c) for r in range(rows) for c in range(columns)}
    spans: set[Span] = set()
    while free:
        row, column = min(free)
        high = wide = 1
        if rng.random() < 0.3:
            wide = rng.randint(1, 2)
            high = rng.randint(1, 2)
        block = {(r, c) for r in range(row, row + high) for c in range(column, column + wide)}
        if not block <= free:
            block, high, wide = {(row, column)}, 1, 1
        free -= block
        spans.add((row, column, high, wide))
    return spans


def _shaken(rng: random.Random, rule: Rule) -> list[Rule]:
    off = rng.uniform(-0.4, 0.4)
    if rule.x0 == rule.x1:
        middle = rng.uniform(rule.top, rule.bottom)
        x = rule.x0 + off
        return [Rule(x, rule.top, x, middle), Rule(x, middle + 0.5, x, rule.bottom)]
    y = rule.top + off
    return [Rule(rule.x0 - 0.5, y, rule.x1 + 0.5, y)]


def _edges_are_used(spans: set[Span], rows: int, columns: int) -> bool:
    """Whether each inner edge of the table is an edge of some cell."""
    downs = {span[0] for span in spans} | {span[0] + span[2] for span in spans}
    across = {span[1] for span in spans} | {span[1] + span[3] for span in spans}
    return downs == set(range(rows + 1)) and across == set(range(columns + 1))


def boxes(tables: Sequence[Cells]) -> list[tuple[float, ...]]:
    """The boxes of all cells."""
    return sorted(table.cell_box(span) for table in tables for span in table.spans)


@given(drawn())
def test_cells_of_any_table_are_found(table: tuple[list[float], list[float], set[Span], list[Rule]]) -> None:
    """Each cell has its box, whatever is merged and in whatever pieces the rules are."""
    xs, ys, spans, rules = table
    found, left = find_cells(rules)
    if len(spans) < 2:
        assert found == []
        return
    (cells,) = found
    assert left == []
    assert cells.tidy
    expected = sorted((xs[c], ys[r], xs[c + w], ys[r + h]) for r, c, h, w in spans)
    for box, want in zip(boxes(found), expected, strict=True):
        assert box == pytest.approx(want, abs=1)
    if _edges_are_used(spans, len(ys) - 1, len(xs) - 1):
        assert set(cells.spans) == spans


@given(drawn())
def test_cells_are_those_of_pdfplumber(table: tuple[list[float], list[float], set[Span], list[Rule]]) -> None:
    """The search on a raster finds what pdfplumber's search among crossings finds."""
    rules = table[3]
    edges = [
        {
            "object_type": "line", "orientation": "v" if rule.x0 == rule.x1 else "h",
            "x0": rule.x0, "x1": rule.x1, "top": rule.top, "bottom": rule.bottom, "doctop": rule.top,
            "width": rule.x1 - rule.x0, "height": rule.bottom - rule.top,
        }
        for rule in rules
    ]  # fmt: skip
    page = SimpleNamespace(edges=edges, bbox=(0, 0, 1000, 1000), chars=[])
    theirs = sorted(cell for table in TableFinder(cast(Any, page)).tables for cell in table.cells)
    ours = boxes(find_cells(rules)[0])
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other, abs=1)


@given(drawn(), st.sampled_from(["top", "bottom", "left", "right"]))
def test_every_position_is_in_one_cell(
    table: tuple[list[float], list[float], set[Span], list[Rule]], side: str
) -> None:
    """Also where rules are missing, no position of a table is in no cell and none is in two."""
    xs, ys, _, rules = table
    edge = {"top": ys[0], "bottom": ys[-1], "left": xs[0], "right": xs[-1]}[side]
    along = side in ("top", "bottom")
    kept = [rule for rule in rules if abs((rule.top if along else rule.x0) - edge) > 1]
    for cells in find_cells(kept)[0]:
        covered = [
            (row, column)
            for r, c, rows, columns in cells.spans
            for row in range(r, r + rows)
            for column in range(c, c + columns)
        ]
        assert sorted(covered) == [(r, c) for r in range(len(cells.ys) - 1) for c in range(len(cells.xs) - 1)]


@pytest.mark.parametrize(
    "missing", [{"top"}, {"bottom"}, {"left"}, {"right"}, {"left", "right"}, {"top", "bottom"}]
)
def test_outer_rules_are_closed(missing: set[str]) -> None:
    """Rows and columns that lost their outer rules are cells like the others."""
    outer = {
        "top": Rule(10, 10, 160, 10),
        "bottom": Rule(10, 70, 160, 70),
        "left": Rule(10, 10, 10, 70),
        "right": Rule(160, 10, 160, 70),
    }
    rules = [rule for rule in lattice(XS, YS) if rule not in {outer[side] for side in missing}]
    (cells,) = find_cells(rules)[0]
    assert (len(cells.xs), len(cells.ys), len(cells.spans)) == (4, 4, 9)


def test_rule_that_ends_in_a_cell_parts_nothing() -> None:
    """An underline, also one that touches the side of its cell, makes no row."""
    rules = [*lattice(XS, YS), Rule(10, 45, 40, 45), Rule(70, 25, 100, 25)]
    (cells,), left = find_cells(rules)
    assert cells.ys == YS
    assert len(cells.spans) == 9
    assert left == [Rule(70, 25, 100, 25)]


def test_region_that_is_no_rectangle_is_cut_into_rectangles() -> None:
    """Where a rule is broken off, the table is told from a tidy one."""
    rules = [rule for rule in lattice(XS, YS) if rule != Rule(60, 10, 60, 70)]
    rules += [Rule(60, 10, 60, 30), Rule(10, 40, 60, 40)]
    rules = [rule for rule in rules if rule != Rule(10, 50, 160, 50)] + [Rule(60, 50, 160, 50)]
    for cells in find_cells(rules)[0]:
        assert sum(rows * columns for _, _, rows, columns in cells.spans) == (len(cells.xs) - 1) * (
            len(cells.ys) - 1
        )


def test_diagram_is_no_table() -> None:
    """Boxes that lines join leave most of their outline open: there are no cells."""
    boxes_of = [(0, 0), (200, 0), (0, 200), (200, 200)]
    rules = []
    for x, y in boxes_of:
        rules += lattice([x, x + 40], [y, y + 20])
    rules += [Rule(40, 10, 200, 10), Rule(20, 20, 20, 200), Rule(40, 210, 200, 210), Rule(220, 20, 220, 200)]
    assert find_cells(rules)[0] == []


def test_rules_beside_one_another_are_one() -> None:
    """The two sides of a double rule, and the pieces of a broken one, are one rule."""
    uprights, levels = join([Rule(0, 10, 50, 10), Rule(52, 10.5, 90, 10.5), Rule(0, 12, 90, 12)])
    assert uprights == []
    assert [(round(at), start, end) for at, start, end in levels] == [(11, 0, 90)]


def test_more_positions_than_any_table_has_are_no_table() -> None:
    """A thousand rules across a thousand make no grid of a million cells."""
    many = [4.0 * n for n in range(1001)]
    assert find_cells(lattice(many, many))[0] == []
