"""Columns of a transcription, where cells may have slipped: told by headings and content together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from budgetpress.form import Block, Field
from budgetpress.model import Cell
from budgetpress.shape.cells import Fitter
from budgetpress.shape.columns import Headers, Line, assign, split_joint_columns, spread
from budgetpress.shape.loose import loose_rows
from budgetpress.shape.notes import Notes
from budgetpress.shape.pages import Part
from budgetpress.shape.placing import Placed, place_line
from budgetpress.shape.rows import Cells
from budgetpress.shape.segments import filled
from budgetpress.shape.words import heading

# So many lines tell which block a part is.
_SAMPLE = 50

Fitted = tuple[Block, Fitter]


class LooseColumns:
    """Places the lines of a table's parts; what moved or fits nowhere goes to the notes."""

    def __init__(self, blocks: Sequence[Fitted], fields: Mapping[str, Field], notes: Notes) -> None:
        self.blocks = blocks
        self.fields = fields
        self.notes = notes
        self.headers: Sequence[Headers] = ()

    def rows(self, part: Part) -> tuple[Block, list[Cells]] | None:
        """The block that a part is, and the cells of its rows; None where it is no block of the table."""
        width = max((len(line) for line in part.lines), default=0)
        lines, moved = split_joint_columns(part.lines, width)
        # A page without headings goes on with those of the page before it.
        self.headers = part.headers or self.headers
        headers = [spread(line, moved) for line in self.headers]
        chosen = self._choose(headers, lines)
        if chosen is None:
            for line in lines:
                self.notes.remark("free-text", filled(line))
            self.notes.remark("free-text", [cell for cell in part.loose if cell is not None])
            return None
        block, fitter, assigned = chosen
        rows: list[Cells] = []
        for line in lines:
            rows += self._line(place_line(line, assigned, fitter), fitter, headed=bool(headers))
        rows += self._by_lines(part.loose, block)
        return block, sorted(rows, key=_line_number)

    def _choose(
        self, headers: Sequence[Headers], lines: Sequence[Line]
    ) -> tuple[Block, Fitter, dict[int, int]] | None:
        """The block that explains the headings and lines best, with its columns."""
        width = max(
            [*(len(line) for line in lines), *(max(line, default=-1) + 1 for line in headers)], default=0
        )
        best: tuple[float, Block, Fitter, dict[int, int]] | None = None
        for block, fitter in self.blocks:
            assigned = assign(headers, lines, fitter, width)
            value = _explained(headers, lines, block, fitter, assigned) if len(self.blocks) > 1 else 0.0
            if best is None or value > best[0]:
                best = (value, block, fitter, assigned)
        return best[1:] if best else None

    def _line(self, placed: Placed, fitter: Fitter, *, headed: bool) -> list[Cells]:
        """The cells of a row; under no headings at all, only a line with something that belongs is one."""
        if not headed and all(fitter.fits(cell.text)[column] < 1 for column, cell in placed.cells.items()):
            self.notes.remark("free-text", [*placed.cells.values(), *(cell for cell, _ in placed.left)])
            return []
        for cell, reason in placed.left:
            self.notes.remark(reason, [cell])
        for cell in placed.moved:
            text = cell.text.strip()
            self.notes.finding(
                "neighbouring-column", cell, f"“{text}”印在相邻栏", f"'{text}' stands in the next column"
            )
        if placed.shifted and placed.cells:
            first = next(iter(placed.cells.values()))
            places = abs(placed.shifted)
            self.notes.finding(
                "row-shifted", first, f"整行错位 {places} 栏", f"the row is {places} columns out of place"
            )
        return [{column: [cell] for column, cell in placed.cells.items()}] if placed.cells else []

    def _by_lines(self, cells: list[Cell | None], block: Block) -> list[Cells]:
        rows, left = loose_rows(cells, block, self.fields)
        for row in rows:
            first = next(iter(row.values()))[0]
            self.notes.finding("row-by-lines", first, "该行逐行印出", "the row is printed line by line")
        self.notes.remark("free-text", left)
        return list(rows)


def _explained(
    headers: Sequence[Headers],
    lines: Sequence[Line],
    block: Block,
    fitter: Fitter,
    assigned: Mapping[int, int],
) -> float:
    """How much of a part a block explains: its headings, and the cells that find a column."""
    words = {heading(word) for column in block.columns for word in column.headers}
    hits = sum(bool(found & words) for line in headers for found in line.values())
    placed = [place_line(line, assigned, fitter) for line in lines[:_SAMPLE]]
    cells = sum(len(p.cells) for p in placed) - 2 * sum(len(p.left) for p in placed)
    return 10 * hits + cells


def _line_number(cells: Cells) -> int:
    return min(found[0].place.line or 0 for found in cells.values())
