"""Which printed column is which: by the headings above it and by what its cells hold.

Columns keep their order in print, so the assignment is a monotone alignment of the columns of a page with
the columns of the form; a page may lack a column or have an empty one too many.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from budgetpress.model import Cell, Place
from budgetpress.shape.cells import Fitter, is_amount
from budgetpress.shape.words import heading

_HEADER = 6.0
_CONTENT = 8.0
_LOST_CONTENT = -20.0
_NEVER = -1000.0
_NO_COLUMN = -1.0
# The cells of a column are alike: some of them, from its whole length, tell what it holds.
_SAMPLE = 200

Line = tuple[Cell, ...]
Headers = Mapping[int, frozenset[str]]
"""A heading line: printed column -> the headings that its cell stands for, none if it is unknown."""


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
    pairs = [text for text in texts if _halves(text) is not None]
    return len(pairs) >= 2 and len(pairs) * 5 >= len(texts) * 3


def _halves(text: str) -> tuple[str, str] | None:
    """`城乡社区支出 2.475000` -> a text and an amount; None where it is not both."""
    parts = text.rsplit(None, 1)
    if len(parts) < 2 or not is_amount(parts[1]) or is_amount(parts[0]) or parts[0].isdigit():
        return None
    return parts[0], parts[1]


def _split_line(line: Line, joint: Sequence[int]) -> Line:
    cells: list[Cell] = []
    for index, cell in enumerate(line):
        cells += _split_cell(cell) if index in joint else [cell]
    return tuple(cells)


def _split_cell(cell: Cell) -> list[Cell]:
    text = cell.text.strip()
    blank = Cell(text="", place=cell.place)
    halves = _halves(text)
    if halves is not None:
        left, right = halves
        further = _further(cell.place, len(text) - len(right))
        return [Cell(text=left, place=cell.place), Cell(text=right, place=further)]
    return [blank, cell] if is_amount(text) else [cell, blank]


def _further(place: Place, characters: int) -> Place:
    return place if place.column is None else replace(place, column=place.column + characters)


def spread(line: Headers, moved: Mapping[int, int]) -> Headers:
    """A heading line after joint columns were split: each heading stands over both halves."""
    over: dict[int, frozenset[str]] = {}
    for index, words in line.items():
        target = moved.get(index, index)
        over[target] = words
        if moved.get(index + 1, target + 1) - target > 1:
            over[target + 1] = words
    return over


def assign(headers: Sequence[Headers], lines: Sequence[Line], fitter: Fitter, width: int) -> dict[int, int]:
    """Printed column -> index in the columns of the block, for the columns that could be told."""
    words = [frozenset(heading(word) for word in column.headers) for column in fitter.columns]
    score: list[list[float]] = []
    skip: list[float] = []
    for index in range(width):
        texts = [line[index].text for line in lines if len(line) > index and line[index].text.strip()]
        above = [line[index] for line in headers if index in line]
        headed = [_headed(above, known) for known in words]
        held = _held(texts, fitter)
        foreign = bool(above) and not any(above)
        score.append([_NEVER if foreign else a + b for a, b in zip(headed, held, strict=True)])
        skip.append(_LOST_CONTENT if texts and not foreign else 0.0)
    return align(score, skip, len(words))


def _headed(above: Sequence[frozenset[str]], known: frozenset[str]) -> float:
    """How well a heading stands over the column: the lowest line counts most."""
    for depth, words in enumerate(reversed(above)):
        if words & known:
            return _HEADER - depth
    return 0.0


def _held(texts: Sequence[str], fitter: Fitter) -> list[float]:
    """How well the cells fit each column of the block; the more of them, the more that counts."""
    sample = texts[:: max(1, len(texts) // _SAMPLE)]
    fits = [fitter.fits(text) for text in sample]
    # One odd cell must not outweigh its heading.
    weight = _CONTENT / (len(fits) + 1)
    return [weight * sum(fit[j] for fit in fits) for j in range(len(fitter.columns))]


def align(score: Sequence[Sequence[float]], skip: Sequence[float], wanted: int) -> dict[int, int]:
    """The best monotone assignment; of equal ones that with the first fields, since tables end early."""
    width = len(score)
    # best[i][j] is what the columns from i and the fields from j can give together.
    best = [[0.0] * (wanted + 1) for _ in range(width + 1)]
    step: list[list[str]] = [[""] * (wanted + 1) for _ in range(width + 1)]
    for i in range(width, -1, -1):
        for j in range(wanted, -1, -1):
            options = []
            if i < width and j < wanted:
                options.append((best[i + 1][j + 1] + score[i][j], "both"))
            if i < width:
                options.append((best[i + 1][j] + skip[i], "column"))
            if j < wanted:
                options.append((best[i][j + 1] + _NO_COLUMN, "field"))
            if options:
                best[i][j], step[i][j] = max(options, key=lambda option: option[0])
    assigned = {}
    i = j = 0
    while i < width or j < wanted:
        move = step[i][j]
        if move == "both":
            assigned[i] = j
        i += move in ("both", "column")
        j += move in ("both", "field")
    return assigned
