"""A true document of a form as plain rows, and how it is printed.

A true row is its kind, its words (codes, names, labels) and its amounts in 0.01 yuan. Printing gives the
tables that `shape` would give, with the true row's number as the line of every cell, so that a row is
recognised after repair whatever its number has become.
"""

from __future__ import annotations

import csv
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import cast

from budgetpress.amounts import readings
from budgetpress.form import Form, ResourceForm
from budgetpress.model import Entry, Kind, Place, Row, Table

UNIT = "万元"


@dataclass(kw_only=True, slots=True)
class TrueRow:
    """One row: `words` are texts by field, `amounts` are in 0.01 yuan by field (blank if not there)."""

    number: int
    kind: Kind
    words: dict[str, str]
    amounts: dict[str, int]


@dataclass(kw_only=True, slots=True)
class PrintedRow:
    """A row in print; `number` is that of the true row it stands for, texts are as printed."""

    number: int
    kind: Kind
    words: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)


Truth = dict[str, list[TrueRow]]
Print = dict[str, list[PrintedRow]]


def amount_text(fen: int, decimals: int = 6) -> str:
    """An amount as the form prints it in ten thousand yuan."""
    return f"{Decimal(fen).scaleb(-6):,.{decimals}f}"


def printed(truth: Truth) -> Print:
    """The document without any defect."""
    return {
        resource: [
            PrintedRow(
                number=row.number,
                kind=row.kind,
                words=dict(row.words),
                texts={name: amount_text(fen) for name, fen in row.amounts.items()},
            )
            for row in rows
        ]
        for resource, rows in truth.items()
    }


def tables(document: Print, form: Form) -> tuple[Table, ...]:
    """The tables that shape gives for the printed document."""
    made = []
    for table, resource in form.resources():
        if resource.name not in document:
            continue
        rows = []
        for number, row in enumerate(document[resource.name], 1):
            place = Place(source="planted", line=row.number, column=1)
            entries = {}
            for item in resource.fields:
                if item.name in row.words:
                    value = row.words[item.name]
                    # A constant or derived value is not printed.
                    text = "" if item.name == "side" or _is_derived(row, item.name) else value
                    entries[item.name] = Entry(field=item.name, text=text, value=value, place=place)
                elif item.name in row.texts:
                    entries[item.name] = amount_entry(item.name, row.texts[item.name], place)
            name = "totals" if resource.single else f"r{number}"
            rows.append(Row(number=number, name=name, kind=row.kind, entries=entries))
        made.append(Table(number=table.number, resource=resource.name, unit=UNIT, rows=tuple(rows)))
    return tuple(made)


def _is_derived(row: PrintedRow, name: str) -> bool:
    return name == "functional_code" and "side" in row.words


def amount_entry(name: str, text: str, place: Place | None = None) -> Entry:
    """A printed amount as it is read."""
    place = place or Place(source="planted")
    ways = readings(text, unit=UNIT, decimals=6)
    value = ways[0].amount if ways else None
    return Entry(field=name, text=text, value=value, place=place, unit=UNIT, readings=ways)


def truth_of(package: Path, form: Form) -> Truth:
    """Take a published package as the truth."""
    truth: Truth = {}
    for _, resource in form.resources():
        path = package / "data" / f"{resource.name}.csv"
        if not path.is_file():
            continue
        with path.open(encoding="utf-8", newline="") as stream:
            truth[resource.name] = [_true_row(record, resource) for record in csv.DictReader(stream)]
    return truth


def _true_row(record: dict[str, str], resource: ResourceForm) -> TrueRow:
    filled = {name: text for name, text in record.items() if text}
    amounts = {name: int(Decimal(filled[name]) * 100) for name in resource.amounts if name in filled}
    words = {f.name: filled[f.name] for f in resource.fields if f.name in filled and f.name not in amounts}
    kind = cast("Kind", record["kind"])
    return TrueRow(number=int(record["row"]), kind=kind, words=words, amounts=amounts)


def copy(truth: Truth) -> Truth:
    """A copy that can be changed."""
    return deepcopy(truth)
