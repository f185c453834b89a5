"""Documents for the tests of shape, and the account of where every character of a source ended."""

from __future__ import annotations

from budgetpress.form import load_form
from budgetpress.model import Document, Entry, Place, Shaped, Table
from budgetpress.read.text import read_text
from budgetpress.shape import shape

SOURCE = "printed.txt"


def document(text: str) -> Document:
    """A transcription as read."""
    return Document(source=SOURCE, sha256="0" * 64, grids=(read_text(SOURCE, text.encode()),))


def shaped(text: str) -> Shaped:
    """A transcription shaped with the Beijing form."""
    return shape((document(text),), load_form("beijing"))


def table(result: Shaped, resource: str) -> Table:
    """The table of a resource."""
    return next(table for table in result.tables if table.resource == resource)


def values(result: Shaped, resource: str, *fields: str) -> list[tuple[object, ...]]:
    """The values of some fields, row by row; None where there is no entry. Amounts as text."""
    found: list[tuple[object, ...]] = []
    for row in table(result, resource).rows:
        entries = [row.entries.get(field) for field in fields]
        found.append(tuple(None if entry is None else _plain(entry) for entry in entries))
    return found


def _plain(entry: Entry) -> str | None:
    return None if entry.value is None else str(entry.value)


def remarks(result: Shaped) -> dict[str, str]:
    """Text of each remark -> its reason."""
    return {remark.cell.text.strip(): remark.reason for remark in result.remarks}


def findings(result: Shaped) -> set[str]:
    """The codes of the findings."""
    return {finding.code for finding in result.findings}


def account(text: str, result: Shaped) -> list[str]:
    """What is wrong with the places: characters that ended nowhere, and texts that are not at their place."""
    lines = text.removeprefix("\ufeff").split("\n")
    used = [[character.isspace() for character in line] for line in lines]
    faults = []
    for what, printed, place in _pieces(result):
        faults += _mark(what, printed, place, lines, used)
    for number, (line, marks) in enumerate(zip(lines, used, strict=True), 1):
        lost = "".join(c for c, mark in zip(line, marks, strict=True) if not mark)
        if lost:
            faults.append(f"line {number}: {lost!r} is lost")
    return faults


def _pieces(result: Shaped) -> list[tuple[str, str, Place]]:
    pieces = [
        (f"{found.resource} row {row.number} {entry.field}", entry.text, entry.place)
        for found in result.tables
        for row in found.rows
        for entry in row.entries.values()
    ]
    pieces += [(heading.role, heading.cell.text.strip(), heading.cell.place) for heading in result.headings]
    return pieces + [
        (remark.reason, remark.cell.text.strip(), remark.cell.place) for remark in result.remarks
    ]


def _mark(what: str, printed: str, place: Place, lines: list[str], used: list[list[bool]]) -> list[str]:
    """Tick off the characters of one piece; a text that was joined goes on at the start of the next line."""
    if not printed:
        return []  # a value that the position in the table gives, such as the side
    assert place.line is not None
    assert place.column is not None
    for offset, part in enumerate(printed.split("\n")):
        number = place.line + offset
        line = lines[number - 1] if number <= len(lines) else ""
        start = len(line) - len(line.lstrip()) if offset else place.column - 1
        if not line.startswith(part, start):
            return [f"{what}: {part!r} is not at line {number}, column {start + 1}"]
        used[number - 1][start : start + len(part)] = [True] * len(part)
    return []
