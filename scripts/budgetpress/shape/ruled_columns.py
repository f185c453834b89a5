"""Columns of ruled tables and sheets: told by their headings alone, and for certain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from budgetpress.form import Block, TableForm
from budgetpress.model import Cell
from budgetpress.shape.cells import Fitter, is_amount, is_printed_amount
from budgetpress.shape.edges import Edges, fits_into, onto
from budgetpress.shape.exact import place_exact
from budgetpress.shape.heads import Assignment, Head, assign_heads, spread_over
from budgetpress.shape.notes import Notes
from budgetpress.shape.pages import Part
from budgetpress.shape.placing import Line, Placed
from budgetpress.shape.rows import Cells
from budgetpress.shape.segments import filled

Fitted = tuple[Block, Fitter]
_SHOWN = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class _Columns:
    """The columns of a grid with headings, for the grids without that go on with it."""

    block: Block
    fitter: Fitter
    assignment: Assignment
    heads: tuple[Head, ...]
    edges: Edges
    width: int


class RuledColumns:
    """Places the lines of a table's ruled parts; what fits nowhere goes to the notes."""

    def __init__(self, table: TableForm, blocks: Sequence[Fitted], notes: Notes) -> None:
        self.table = table
        self.blocks = blocks
        self.notes = notes
        self.last: _Columns | None = None
        self._said: set[tuple[str, str]] = set()

    def rows(self, part: Part) -> tuple[Block, list[Cells]] | None:
        """The block that a part is, and the cells of its rows; None where no headings say its columns."""
        if part.heads:
            self.last = self._headed(part)
        elif self.last is not None and _is_finer(part.edges, self.last.edges):
            heads = spread_over(self.last.heads, self.last.edges, part.edges)
            self.last = self._headed(replace(part, heads=heads)) or self.last
        columns = self.last
        if columns is None or (lines := _lines(part, columns)) is None:
            self._without_headings(part)
            return None
        rows: list[Cells] = []
        for line in lines:
            placed = place_exact(line, columns.assignment.columns, columns.fitter)
            self._note_left(placed)
            self._note_odd(placed, columns.fitter)
            if placed.cells:
                rows.append({column: [cell] for column, cell in placed.cells.items()})
        self._note_hidden(part.lines)
        self._note_formulas(part.lines)
        return columns.block, rows

    def _headed(self, part: Part) -> _Columns | None:
        """The block that has most of the headings."""
        best: _Columns | None = None
        width = max(
            [*(len(line) for line in part.lines), *(head.columns[-1] + 1 for head in part.heads)], default=0
        )
        for block, fitter in self.blocks:
            found = assign_heads(part.heads, block)
            if found.columns and (best is None or len(found.columns) > len(best.assignment.columns)):
                best = _Columns(
                    block=block,
                    fitter=fitter,
                    assignment=found,
                    heads=part.heads,
                    edges=part.edges,
                    width=width,
                )
        if best is not None:
            self._note_headings(part, best.assignment)
        return best

    def _note_headings(self, part: Part, found: Assignment) -> None:
        for head in found.ambiguous:
            text = head.cell.text.strip()
            self._say(
                "heading-ambiguous", head.cell, f"有多栏的表头为“{text}”，无法确定各是哪一栏",
                f"several columns are headed '{text}', and which is which is not certain",
            )  # fmt: skip
        if found.uncertain:
            head = found.uncertain[0]
            self._say(
                "group-uncertain", head.cell, f"只印出一组“{head.cell.text.strip()}”等栏，按第一组处理",
                f"the columns from '{head.cell.text.strip()}' on are printed once and could be those of "
                "another group; taken for the first",
            )  # fmt: skip
        for head in found.unknown:
            if _holds_amounts(part.lines, head.columns):
                text = head.cell.text.strip()
                self._say(
                    "heading-unknown", head.cell, f"本表式没有“{text}”栏，该栏数字未计入",
                    f"the form has no column '{text}'; its numbers are not counted",
                )  # fmt: skip
            elif any(line[i].text.strip() for line in part.lines for i in head.columns if i < len(line)):
                text = head.cell.text.strip()
                self._say(
                    "heading-unknown", head.cell, f"本表式没有“{text}”栏，该栏文字未计入",
                    f"the form has no column '{text}'; its texts are not counted",
                    note=all(column.optional for column in found.missing),
                )  # fmt: skip
        for column in (column for column in found.missing if not column.optional):
            word = column.headers[0]
            self._say(
                "column-missing", part.heads[0].cell, f"未见“{word}”栏", f"no column '{word}' is printed",
                note=True,
            )  # fmt: skip

    def _say(self, code: str, cell: Cell, zh: str, en: str, *, note: bool = False) -> None:
        """Once for all pages of the table."""
        if (code, zh) not in self._said:
            self._said.add((code, zh))
            self.notes.finding(code, cell, zh, en, "note" if note else "warning")

    def _without_headings(self, part: Part) -> None:
        cells = [cell for line in part.lines for cell in filled(line) if cell.rows]
        self.notes.remark("no-headings", cells)
        if cells:
            self.notes.finding(
                "grid-unmatched", cells[0], "表格没有可识别的表头，内容未计入",
                "a grid under no headings that were recognised; nothing of it is counted", "warning",
            )  # fmt: skip

    def _note_left(self, placed: Placed) -> None:
        """An amount that stands in no column of its own is not among the figures: that must be known."""
        for cell, reason in placed.left:
            self.notes.remark(reason, [cell])
            if is_amount(cell.text):
                text = cell.text.strip()
                self.notes.finding(
                    "amount-outside", cell, f"数字“{text}”不在本表可确定的金额栏，未计入",
                    f"the number '{text}' stands in no certain column of amounts and is not counted",
                    "warning",
                )  # fmt: skip

    def _note_odd(self, placed: Placed, fitter: Fitter) -> None:
        """A cell with two amounts is one that cannot be read; an amount among texts is no figure."""
        for column, cell in placed.cells.items():
            parts = cell.text.split()
            amounts = [part for part in parts if is_amount(part)]
            if fitter.is_amount(column) and len(parts) > 1 and len(amounts) == len(parts):
                if not is_amount(cell.text) or all(is_printed_amount(part) for part in parts):
                    text = " ".join(parts)
                    self.notes.finding(
                        "two-amounts", cell, f"一格内有多个数字“{text}”",
                        f"several numbers in one cell: '{text}'", "warning",
                    )  # fmt: skip
            elif fitter.holds_words(column) and is_printed_amount(cell.text):
                text = cell.text.strip()
                self.notes.finding(
                    "amount-outside", cell, f"数字“{text}”印在文字栏，未计入",
                    f"the number '{text}' stands in a column of texts and is not counted", "warning",
                )  # fmt: skip

    def _note_formulas(self, lines: Sequence[Line]) -> None:
        """Computed cells, once for each sheet of the table."""
        cells = [cell for line in lines for cell in filled(line) if cell.rows and cell.formula]
        if cells:
            self.notes.finding(
                "formula", cells[0], f"有 {len(cells)} 个单元格由公式算出，取文件中保存的值",
                f"{len(cells)} cells are computed by formulas; the values stored in the file are taken",
            )  # fmt: skip

    def _note_hidden(self, lines: Sequence[Line]) -> None:
        """Each row that the source hides among others; that anything is hidden at all, reading tells."""
        own = [[cell for cell in filled(line) if cell.rows] for line in lines]
        hidden = [cells for cells in own if cells and all(cell.hidden for cell in cells)]
        for cells in hidden if len(hidden) < len(own) else hidden[:1]:
            text = " ".join(cell.text.strip() for cell in cells[:_SHOWN])
            self.notes.finding(
                "hidden-row", cells[0], f"该行在原文件中被隐藏，照常计入：{text}",
                f"the source hides this row; it counts like all others: {text}", "warning",
            )  # fmt: skip


def _is_finer(part: Edges, before: Edges) -> bool:
    """Whether a grid has columns that the headings before it, on a page of their own, do not show yet."""
    return fits_into(before, part) and not fits_into(part, before)


def _lines(part: Part, columns: _Columns) -> list[Line] | None:
    """The lines of a part in the columns of the grid that it goes on with, None where they do not agree."""
    if part.heads:
        return part.lines
    if fits_into(part.edges, columns.edges):
        return [onto(line, columns.edges) for line in part.lines]
    if not part.edges or not columns.edges:
        same = all(len(line) == columns.width for line in part.lines)
        return part.lines if same else None
    return None


def _holds_amounts(lines: Sequence[Line], columns: Sequence[int]) -> bool:
    return any(is_amount(line[i].text) for line in lines for i in columns if i < len(line))
