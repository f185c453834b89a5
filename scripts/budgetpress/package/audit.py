"""What a written package claims about its own figures, recomputed from the CSV files in whole fen.

Nothing here knows the model or the form: a package edited by hand is read as a stranger would read it.
Faults are returned, each with the cell of the package where a person should look.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

AMOUNT = re.compile(r"-?\d{1,18}\.\d\d", re.ASCII)
TOLERANCE = re.compile(r"\d{1,18}(\.\d{1,9})?", re.ASCII)

Record = Mapping[str, str]
"""A row of a CSV file: raw text by field name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A resource as it stands on disk. Records are in the order of the file, the first is number 1."""

    name: str
    role: str
    table: str
    amounts: tuple[str, ...]
    codes: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Something untrue: the resource, the record (from 1) and the field to look at, and why."""

    resource: str
    record: int
    field: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a table: resource, record (from 1), field; `text` is what stands there."""

    resource: str
    record: int
    field: str
    text: str

    @property
    def fen(self) -> int | None:
        """The amount in 0.01 yuan, or None where there is no plain amount."""
        return fen(self.text)


def fen(text: str) -> int | None:
    """A plain amount (`-12.30`) in 0.01 yuan, or None for anything else."""
    return int(text.replace(".", "")) if AMOUNT.fullmatch(text) else None


def read_sheets(descriptor: Mapping[str, Any], folder: Path) -> dict[str, Sheet]:
    """Every resource of the package by name. A file that cannot be read has no records: others say so."""
    return {raw["name"]: _sheet(raw, folder) for raw in descriptor["resources"]}


def _sheet(raw: Mapping[str, Any], folder: Path) -> Sheet:
    fields = raw.get("schema", {}).get("fields", [])
    return Sheet(
        name=raw["name"],
        role=raw.get("role", ""),
        table=raw.get("table", ""),
        amounts=tuple(field["name"] for field in fields if field.get("holds") == "amount"),
        codes=tuple(field["name"] for field in fields if field.get("holds") == "code"),
        records=tuple(_records(folder / raw["path"])),
    )


def _records(path: Path) -> Iterator[Record]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream)
            header = next(reader, [])
            for cells in reader:
                yield dict(zip(header, cells, strict=False))
    except (OSError, ValueError, csv.Error):
        return


class Ledger:
    """The figures of a package and the cells of the tables that they name."""

    def __init__(self, sheets: Mapping[str, Sheet]) -> None:
        self.tables = {name: sheet for name, sheet in sheets.items() if sheet.role == "table"}
        self.figures = self._of("figures", sheets)
        self.checks = self._of("checks", sheets)
        self.repairs = self._of("repairs", sheets)
        self.findings = self._of("findings", sheets)
        self.remarks = self._of("remarks", sheets)
        self.statements = self._of("statements", sheets)
        self._rows = {
            (name, record.get("row", "")): (number, record)
            for name, sheet in self.tables.items()
            for number, record in enumerate(sheet.records, start=1)
        }
        self.cells = {figure.get("id", ""): self.cell(figure) for figure in self.figures}

    @staticmethod
    def _of(role: str, sheets: Mapping[str, Sheet]) -> tuple[Record, ...]:
        return next((sheet.records for sheet in sheets.values() if sheet.role == role), ())

    def cell(self, figure: Record) -> Cell | None:
        """The cell of a table that a figure names, or None if the tables have no such cell."""
        resource, field = figure.get("resource", ""), figure.get("field", "")
        number, record = self._rows.get((resource, figure.get("row", "")), (0, {}))
        if field not in record:
            return None
        return Cell(resource=resource, record=number, field=field, text=record[field])

    def verdicts(self) -> dict[str, int]:
        """How many identities hold, fail, and are not applicable."""
        counts = Counter(check.get("verdict", "") for check in self.checks)
        return {verdict: counts[verdict] for verdict in ("holds", "fails", "not_applicable")}


def figure_faults(ledger: Ledger) -> Iterator[Fault]:
    """Every amount of a table is the amount of its figure, and every figure stands in its table."""
    seen = set()
    for number, figure in enumerate(ledger.figures, start=1):
        cell = ledger.cell(figure)
        if cell is None:
            yield Fault(
                resource="figures", record=number, field="id", message="no table has the cell it names"
            )
            continue
        seen.add((cell.resource, cell.record, cell.field))
        if cell.text != figure.get("amount", ""):
            message = f"the table says '{cell.text}', figure {figure.get('id')} says '{figure.get('amount')}'"
            yield Fault(resource=cell.resource, record=cell.record, field=cell.field, message=message)
    for sheet in ledger.tables.values():
        for number, record in enumerate(sheet.records, start=1):
            for field in sheet.amounts:
                if record.get(field) and (sheet.name, number, field) not in seen:
                    message = f"the amount '{record[field]}' is in no figure"
                    yield Fault(resource=sheet.name, record=number, field=field, message=message)
