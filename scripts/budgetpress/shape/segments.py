"""Cut a document into the printed tables of a form, by their titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from budgetpress.form import Form, TableForm
from budgetpress.model import Cell, Document, Heading
from budgetpress.shape.words import heading, squash

Line = tuple[Cell, ...]


@dataclass(kw_only=True, slots=True)
class Segment:
    """The lines under one title: a table, or the part of it that one page prints."""

    table: TableForm | None
    title: Heading | None
    lines: list[Line] = field(default_factory=list)


def filled(line: Iterable[Cell]) -> list[Cell]:
    """The cells of a line that are not blank."""
    return [cell for cell in line if cell.text.strip()]


def segments(document: Document, form: Form) -> list[Segment]:
    """Cut the document at its titles; lines before the first title come in a segment without a table."""
    found = [Segment(table=None, title=None)]
    pattern = re.compile(form.title_pattern)
    titles = {squash(title): table for table in form.tables for title in table.titles}
    for grid in document.grids:
        for line in grid.rows:
            cells = filled(line)
            table = _titled(cells[0].text, pattern, titles, form) if len(cells) == 1 else None
            if table is None:
                found[-1].lines.append(line)
            else:
                title = Heading(table=table.number, role="title", cell=cells[0])
                found.append(Segment(table=table, title=title))
    for segment in found:
        _settle(segment, form)
    return found


def title_count(document: Document, form: Form) -> int:
    """How many titles of this form the document has."""
    return sum(segment.title is not None for segment in segments(document, form))


def header_words(table: TableForm) -> frozenset[str]:
    """Every heading that the table may print, squashed."""
    words = {heading(word) for word in table.headers}
    for block in table.blocks:
        words |= {heading(word) for column in block.columns for word in column.headers}
        words |= {heading(word) for word in (block.records or {}).values()}
    return frozenset(words)


def is_heading(text: str, words: frozenset[str]) -> bool:
    """Whether the text is a heading, or several headings with blanks between them."""
    return heading(text) in words or all(heading(part) in words for part in text.split())


def _titled(
    text: str, pattern: re.Pattern[str], titles: dict[str, TableForm], form: Form
) -> TableForm | None:
    text = text.strip()
    if len(text) > 120:
        return None
    match = pattern.match(text)
    if match is None:
        return titles.get(squash(text))
    groups = match.groupdict()
    by_number = next((table for table in form.tables if table.number == groups.get("number")), None)
    return by_number or titles.get(squash(groups.get("title") or ""))


def _settle(segment: Segment, form: Form) -> None:
    """Where a title's number and its words point to two tables, the headings below it decide."""
    if segment.title is None or segment.table is None:
        return
    rivals = [
        table
        for table in form.tables
        if any(squash(title) in squash(segment.title.cell.text) for title in table.titles)
    ]
    if not rivals or segment.table in rivals:
        return
    segment.table = max([segment.table, *rivals], key=lambda table: _overlap(segment.lines, table))
    segment.title = Heading(table=segment.table.number, role="title", cell=segment.title.cell)


def _overlap(lines: Sequence[Line], table: TableForm) -> int:
    words = header_words(table)
    return sum(heading(cell.text) in words for line in lines[:12] for cell in filled(line))
