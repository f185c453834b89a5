"""What is said about the cells of one table beside its rows: headings, remarks and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from budgetpress.model import Cell, Finding, Heading, Remark

Role = Literal["title", "unit", "period", "column"]
Level = Literal["error", "warning", "note"]


class Notes:
    """Collects them in the order of the document."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.headings: list[Heading] = []
        self.remarks: list[Remark] = []
        self.findings: list[Finding] = []

    def heading(self, role: Role, cell: Cell) -> None:
        """A cell that was recognised as a heading."""
        self.headings.append(Heading(table=self.table, role=role, cell=cell))

    def remark(self, reason: str, cells: Iterable[Cell]) -> None:
        """Cells that belong nowhere certain; `reason` is a key of `REASONS` in :mod:`.remarks`."""
        self.remarks += [Remark(table=self.table, reason=reason, cell=cell) for cell in cells]

    def finding(self, code: str, cell: Cell, zh: str, en: str, level: Level = "note") -> None:
        """Something that a person should know about this cell."""
        self.findings.append(
            Finding(
                code=code,
                level=level,
                table=self.table,
                message_zh=zh,
                message_en=en,
                place=cell.place,
            )
        )
