"""Which printed column is which: by the headings above it and by what its cells hold.

Columns keep their order in print, so the assignment is a monotone alignment of the columns of a page with
the columns of the form; a page may lack a column or have an empty one too many.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from budgetpress.amounts import looks_like_amount
from budgetpress.form import Block, Column, Field
from budgetpress.model import Cell, Place
from budgetpress.shape.cells import fit
from budgetpress.shape.words import heading

_HEADER = 6.0
_CONTENT = 8.0
_LOST_CONTENT = -12.0
_NO_COLUMN = -1.0

_TWO_IN_ONE = re.compile(r"^(?P<left>.*\D.*?)(?P<gap>\s+)(?P<right>\S+)$", re.DOTALL)

Line = tuple[Cell, ...]


def split_joint_columns(lines: Sequence[Line], width: int) -> tuple[list[Line], dict[int, int]]:
    """Take apart columns whose cells hold a text and an amount; gives the lines and old -> new columns.

    A column is joint when it has a text and most of its cells end in an amount after a blank.
    """
    joint = [column for column in range(width) if _is_joint(lines, column)]
    moved = {column: column + sum(j < column for j in joint) for column in range(width)}
    if not joint:
        return list(lines), moved
    return [_split_line(line, joint) for line in lines], moved


def _is_joint(lines: Sequence[Line], column: int) -> bool:
    texts = [line[column].text.strip() for line in lines if len(line) > column and line[column].text.strip()]
    halves = [_TWO_IN_ONE.match(text) for text in texts]
    pairs = [m for m in halves if m and looks_like_amount(m["right"]) and not looks_like_amount(m["left"])]
    return len(pairs) >= 2 and len(pairs) * 5 >= len(texts) * 3


def _split_line(line: Line, joint: Sequence[int]) -> Line:
    cells: list[Cell] = []
    for index, cell in enumerate(line):
        cells += _split_cell(cell) if index in joint else [cell]
    return tuple(cells)


def _split_cell(cell: Cell) -> list[Cell]:
    blank = Cell(text="", place=cell.place)
    text = cell.text.strip()
    match = _TWO_IN_ONE.match(text)
    if match and looks_like_amount(match["right"]):
        right = Cell(text=match["right"], place=_further(cell.place, match.start("right")))
        return [Cell(text=match["left"], place=cell.place), right]
    return [blank, cell] if looks_like_amount(text) else [cell, blank]


def _further(place: Place, characters: int) -> Place:
    if place.column is None:
        return place
    return Place(
        source=place.source, page=place.page, line=place.line, column=place.column + characters, bbox=place.bbox
    )


def assign(
    headers: Sequence[Line],
    lines: Sequence[Line],
    block: Block,
    fields: Mapping[str, Field],
    totals: frozenset[str],
    width: int,
) -> dict[int, int]:
    """Printed column -> index in `block.columns`, for the columns that could be told."""
    columns = block.columns
    score = [
        [_score(index, column, headers, lines, fields, totals) for column in columns] for index in range(width)
    ]
    filled = [any(len(line) > i and line[i].text.strip() for line in lines) for i in range(width)]
    skip = [_LOST_CONTENT if has else 0.0 for has in filled]
    return _align(score, skip, len(columns))


def _score(
    index: int,
    column: Column,
    headers: Sequence[Line],
    lines: Sequence[Line],
    fields: Mapping[str, Field],
    totals: frozenset[str],
) -> float:
    words = {heading(word) for word in column.headers}
    above = [line[index].text for line in headers if len(line) > index and line[index].text.strip()]
    score = 0.0
    for depth, text in enumerate(reversed(above)):
        if heading(text) in words or any(heading(part) in words for part in text.split()):
            score = _HEADER - depth
            break
    texts = [line[index].text for line in lines if len(line) > index and line[index].text.strip()]
    if texts:
        fits = [fit(text, column, fields, totals) for text in texts[:400]]
        score += _CONTENT * sum(fits) / len(fits)
    return score


def _align(score: Sequence[Sequence[float]], skip: Sequence[float], wanted: int) -> dict[int, int]:
    width = len(score)
    best = [[0.0] * (wanted + 1) for _ in range(width + 1)]
    step: list[list[str]] = [[""] * (wanted + 1) for _ in range(width + 1)]
    for i in range(width + 1):
        for j in range(wanted + 1):
            if i == j == 0:
                continue
            options = []
            if i and j:
                options.append((best[i - 1][j - 1] + score[i - 1][j - 1], "both"))
            if i:
                options.append((best[i - 1][j] + skip[i - 1], "column"))
            if j:
                options.append((best[i][j - 1] + _NO_COLUMN, "field"))
            best[i][j], step[i][j] = max(options, key=lambda option: option[0])
    assigned = {}
    i, j = width, wanted
    while i or j:
        move = step[i][j]
        if move == "both":
            assigned[i - 1] = j - 1
        i -= move in ("both", "column")
        j -= move in ("both", "field")
    return assigned
