"""Rows that were printed line by line: a code and name broken over lines, then the amounts."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from budgetpress.form import Block, Field
from budgetpress.model import Cell
from budgetpress.shape.cells import is_amount

_LONGEST = 5


def loose_rows(
    cells: Sequence[Cell | None], block: Block, fields: Mapping[str, Field]
) -> tuple[list[dict[int, list[Cell]]], list[Cell]]:
    """Find rows in lines of one cell each (None is a blank line).

    Gives the rows as column of the block -> cells, and the cells that belong to no row.
    """
    rows: list[dict[int, list[Cell]]] = []
    left: list[Cell] = []
    index = 0
    while index < len(cells):
        cell = cells[index]
        if cell is None:
            index += 1
            continue
        column, end = _head(cells, index, block)
        if end == index:
            left.append(cell)
            index += 1
            continue
        row = {column: [c for c in cells[index:end] if c is not None]}
        index = _amounts(cells, end, column, block, fields, row)
        rows.append(row)
    return rows, left


def _head(cells: Sequence[Cell | None], start: int, block: Block) -> tuple[int, int]:
    """The longest run of lines from `start` that is, joined, a cell of a column with a pattern."""
    for end in range(min(start + _LONGEST, len(cells)), start, -1):
        part = cells[start:end]
        texts = [cell.text.strip() for cell in part if cell is not None]
        if len(texts) < len(part) or any(is_amount(text) and not text.isdigit() for text in texts):
            continue
        for index, column in enumerate(block.columns):
            if column.fits and re.fullmatch(column.fits, "\n".join(texts), re.DOTALL):
                return index, end
    return -1, start


def _amounts(
    cells: Sequence[Cell | None],
    start: int,
    column: int,
    block: Block,
    fields: Mapping[str, Field],
    row: dict[int, list[Cell]],
) -> int:
    """Give the amounts that follow to the amount columns in their order; returns where it stopped."""
    free = [
        i
        for i in range(column + 1, len(block.columns))
        if fields[block.columns[i].fields[0]].type == "amount"
    ]
    index = start
    while index < len(cells) and free:
        cell = cells[index]
        if cell is not None:
            if not is_amount(cell.text):
                break
            row[free.pop(0)] = [cell]
        index += 1
    return index
