"""The rows of an exact grid: which are headings, and which stand below which headings."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from budgetpress.model import Cell
from budgetpress.shape.cells import is_amount
from budgetpress.shape.headings import HeadingLine, Headings
from budgetpress.shape.words import squash

Line = tuple[Cell, ...]

# Headings stand at the top: so many lines are looked at, and one odd line may stand among them.
_TOP = 40
_ODD_LINES = 1
_ORDINAL = re.compile(r"(\d{1,2})(?:=[\d+\-()]+)?")
_ORDINAL_LABELS = frozenset(("栏次", "行次", "序号", "甲", "乙", "丙", "丁"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Region:
    """Rows of a grid: those before its headings, its headings as they were read, and the rows below."""

    lead: Sequence[Line]
    heads: Sequence[Line]
    read: Sequence[HeadingLine]
    body: Sequence[Line]


def regions(lines: Sequence[Line], headings: Headings) -> Iterator[Region]:
    """Cut a grid at its headings; a table may print one part of its columns below another."""
    start = 0
    while start < len(lines):
        part = lines[start:]
        first, stop, read = _heading_rows(part, headings)
        known = {word for found in read for words in found.words.values() for word in words}
        end = stop
        while end < len(part) and not (read and end > stop and _are_others(part[end], known, headings)):
            end += 1
        yield Region(lead=part[:first], heads=part[first:stop], read=read, body=part[stop:end])
        start += max(end, 1)


def _are_others(line: Line, known: Collection[str], headings: Headings) -> bool:
    """Whether a row is one of headings, and of other ones than those above it."""
    first = next((cell for cell in line if cell.text.strip()), None)
    if first is None or not headings.stands_for(first.text):
        return False
    read = headings.read(line, exact=True)
    if read is None or read.unknown or len(read.words) < 2:
        return False
    return not any(words & set(known) for words in read.words.values())


def is_repeated(line: Line, heads: Sequence[Line]) -> bool:
    """Whether a row repeats one of the headings above it."""
    texts = _texts(line)
    return sum(map(bool, texts)) > 1 and any(texts == _texts(head) for head in heads)


def is_column_numbers(cells: Sequence[Cell]) -> bool:
    """Whether the cells number the columns: `栏次 1 2 3`, `1 2 3=1+2`."""
    texts = [squash(cell.text) for cell in cells]
    matches = [_ORDINAL.fullmatch(text) for text in texts if text not in _ORDINAL_LABELS]
    numbers = [int(match[1]) for match in matches if match is not None]
    if len(numbers) < len(matches) or len(texts) < 3 or len(numbers) < 2:
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] <= 2


def _heading_rows(lines: Sequence[Line], headings: Headings) -> tuple[int, int, list[HeadingLine]]:
    """First and last + 1 of the rows of headings at the top, and each as it was read."""
    read: list[HeadingLine | None] = []
    for line in lines[:_TOP]:
        if any(is_amount(cell.text) for cell in line):
            break
        read.append(headings.read(line, exact=True))
    sure = [r for r, found in enumerate(read) if found and sum(map(bool, found.words.values())) > 1]
    if not sure:
        return 0, 0, []
    start, stop = sure[0], sure[0] + 1
    for row in sure[1:]:
        if row - stop <= _ODD_LINES:
            stop = row + 1
    while start and (read[start - 1] or sum(bool(cell.text.strip()) for cell in lines[start - 1]) > 1):
        start -= 1
    while stop < len(read) and _parts_heading(lines[stop], lines[start:stop], read[stop]):
        stop += 1
    return start, stop, [found or headings.each(lines[start + n]) for n, found in enumerate(read[start:stop])]


def _parts_heading(line: Line, above: Sequence[Line], read: HeadingLine | None) -> bool:
    """Whether a row of headings parts one above it: what stands under it has fewer columns."""
    if read is None:
        return False
    return all(_span_over(above, index) > line[index].columns for index in read.words)


def _span_over(lines: Sequence[Line], column: int) -> int:
    """How many columns the lowest heading over a column has."""
    for line in reversed(lines):
        for index, cell in enumerate(line):
            if cell.text.strip() and index <= column < index + cell.columns:
                return cell.columns
    return 0


def _texts(line: Line) -> tuple[str, ...]:
    return tuple(squash(cell.text) for cell in line)
