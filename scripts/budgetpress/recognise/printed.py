"""The tables of a document as printed, without any form: titles, units, and columns with their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from budgetpress.amounts import parse_unit
from budgetpress.model import Cell, Document, Grid
from budgetpress.shape.cells import is_amount
from budgetpress.shape.heads import heads
from budgetpress.shape.ruled import is_column_numbers
from budgetpress.shape.segments import Line, filled
from budgetpress.shape.titles import plain_title
from budgetpress.shape.words import heading, squash

# Lines of text above a table in which its title is looked for.
_ABOVE = 6
_LONGEST_TITLE = 60
_TITLE = re.compile(r"表(?:[(].*[)])?$")
_BESIDE = re.compile(r"[^:]{0,6}(?:部门|单位)(?:名称)?:.*|.{0,6}单位:.*元|20\d\d年度?")
_NUMBER_ALONE = re.compile(r"\D{0,6}(?:\d{1,2}|[一二三四五六七八九十]{1,3})表?")


@dataclass(kw_only=True, slots=True)
class PrintedColumn:
    """A column: its lowest heading, those above it where they are needed, and its cells."""

    heading: str
    above: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)


@dataclass(kw_only=True, slots=True)
class PrintedTable:
    """A table: its title without year and numbers, its unit, its columns, and headings over several."""

    title: str
    unit: str
    columns: list[PrintedColumn]
    spanning: list[str]


def printed_tables(documents: Sequence[Document]) -> list[PrintedTable]:
    """Every table under a title of its own, in printed order; one that goes on is told once."""
    found: dict[str, PrintedTable] = {}
    for document in documents:
        exact = any(grid.exact for grid in document.grids)
        for above, lines in _blocks(document.grids, exact=exact):
            title = _title(above)
            table = _table(title, above, lines) if title and title not in found else None
            if table is not None:
                found[title] = table
    return list(found.values())


def _blocks(grids: Sequence[Grid], *, exact: bool) -> Iterator[tuple[list[Line], list[Line]]]:
    """Lines of single cells, and the lines of several cells that follow them."""
    above: list[Line] = []
    lines: list[Line] = []
    for grid in grids:
        for line in grid.rows:
            text = len(filled(line)) <= 1 or (exact and not grid.exact) or is_beside(line)
            if text and (not lines or not _goes_on(line)):
                if lines:
                    yield above, lines
                    above, lines = [], []
                above.append(line)
            else:
                lines.append(line)
        if exact and grid.exact and lines:
            yield above, lines
            above, lines = [], []
    if lines:
        yield above, lines


def is_beside(line: Line) -> bool:
    """Whether a line of several cells names the body, the unit or the year of a table, and nothing else."""
    cells = filled(line)
    return bool(cells) and all(_BESIDE.fullmatch(squash(cell.text)) for cell in cells)


def _goes_on(line: Line) -> bool:
    """Whether a line with one text is still a row of its table: it has other, blank cells."""
    cells = filled(line)
    return len(cells) == 1 < len(line) and not _TITLE.search(squash(cells[0].text))


def _title(above: Sequence[Line]) -> str:
    """The last text above a table that ends like a title; else none."""
    texts = [cell.text for line in above[-_ABOVE:] for cell in filled(line)]
    for text in reversed(texts):
        plain = plain_title(text)
        if (
            plain
            and len(plain) <= _LONGEST_TITLE
            and _TITLE.search(plain)
            and not _NUMBER_ALONE.fullmatch(plain)
        ):
            return plain
    return ""


def _table(title: str, above: Sequence[Line], lines: Sequence[Line]) -> PrintedTable | None:
    lines = [line for line in lines if filled(line)]
    top = _heading_lines(lines)
    rows = [line for line in lines[top:] if not is_column_numbers(filled(line))]
    columns = _columns(lines[:top], rows)
    if not columns:
        return None
    texts = [cell.text for line in (*above[-_ABOVE:], *lines[:top]) for cell in filled(line)]
    lowest = {column.heading for column in columns}
    over = (heading(cell.text) for line in lines[:top] for cell in filled(line))
    return PrintedTable(
        title=title,
        unit=next((unit for text in texts if (unit := parse_unit(text))), ""),
        columns=columns,
        spanning=[word for word in dict.fromkeys(over) if word and word not in lowest],
    )


def _heading_lines(lines: Sequence[Line]) -> int:
    """How many of the first lines are headings: the first, and those that part it or fill its blanks."""
    count = 0
    for number, line in enumerate(lines):
        if any(is_amount(cell.text) for cell in line):
            break
        if number and not _under_headings(line, lines[:number]):
            break
        count = number + 1
    return count


def _under_headings(line: Line, above: Sequence[Line]) -> bool:
    """Whether each cell stands under a heading over several columns, or under none."""
    return all(not cell.text.strip() or _columns_over(above, index) != 1 for index, cell in enumerate(line))


def _columns_over(lines: Sequence[Line], column: int) -> int:
    for line in reversed(lines):
        for index, cell in enumerate(line):
            if cell.text.strip() and index <= column < index + cell.columns:
                return cell.columns
    return 0


def _columns(top: Sequence[Line], rows: Sequence[Line]) -> list[PrintedColumn]:
    """The columns from left to right; one without a heading is under that to its left."""
    empty: Mapping[int, frozenset[str]] = {}
    printed = heads(top, [empty] * len(top))
    over = {column: head for head in printed for column in head.columns}
    width = max((len(line) for line in (*top, *rows)), default=0)
    found: list[PrintedColumn] = []
    for index in range(width):
        cells = [line[index] for line in rows if index < len(line) and line[index].text.strip()]
        head = over.get(index)
        word = heading(head.cell.text) if head is not None else found[-1].heading if found and cells else ""
        merged = head is not None and index > head.columns[0] and not cells
        if word and not merged:
            above = list(head.above) if head is not None else found[-1].above
            found.append(PrintedColumn(heading=word, above=above, cells=cells))
    counts = [column.heading for column in found]
    for column in found:
        # Those above are needed only where the heading does not tell the column.
        column.above = column.above if counts.count(column.heading) > 1 else []
    return found
