"""A package whose texts are all naughty: a row of two tables, a remark and a finding for each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.package.naughty import NAUGHTY
from tests.package.small import RESULT, SHAPED, TABLES, place, row, table, write_small

from budgetpress.model import Cell, Finding, Remark

TEXTS: Final = tuple(dict.fromkeys(NAUGHTY))
FIRST: Final = 3
"""The row of `projects` that has the first of them; those before it have amounts."""

FIELDS: Final = {
    "projects": ["label"],
    "targets": ["label", "target"],
    "remarks": ["text", "sheet", "cell"],
    "findings": ["message_zh", "message_en", "sheet", "cell"],
}
"""The fields of each resource that have these texts, in this order, in their last rows."""


def write_many(folder: Path) -> None:
    """Write the package."""
    many = list(enumerate(TEXTS, FIRST))
    more = tuple(row(n, "item", n + 20, label=text) for n, text in many)
    targets = table("3", "targets", *(row(n - 2, "item", n, label=text, target=text) for n, text in many))
    tables = (*TABLES[:2], replace(TABLES[2], rows=(*TABLES[2].rows, *more)), targets)
    where = {n: replace(place(n, 1), sheet=text, cell=text) for n, text in many}
    shaped = replace(
        SHAPED,
        tables=tables,
        remarks=tuple(
            Remark(table="3", reason="after-table", cell=Cell(text=text, place=where[n])) for n, text in many
        ),
        findings=tuple(
            Finding(code="x", level="note", message_zh=text, message_en=text, place=where[n])
            for n, text in many
        ),
    )
    allowed = [
        f"{name}.{n}.{field}"
        for name, fields in FIELDS.items()
        for n in range(len(many) + FIRST)
        for field in fields
    ]
    write_small(folder, shaped=shaped, result=replace(RESULT, tables=tables), allowed_formulas=allowed)
