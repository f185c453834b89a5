"""Corrections by hand: `corrections.toml`, for what only a person can know.

Each entry names a figure (`figure = "03.r12.total"`) or a label (`table`, `row`, `field`), the printed text it
expects, the amount (yuan) or text to publish, the reason and the evidence. One that no longer matches fails.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from budgetpress.amounts import format_yuan
from budgetpress.errors import FaultCollector, InputError
from budgetpress.model import Repair, Table

_KEYS = ("figure", "table", "row", "field", "printed", "amount", "text", "reason", "evidence")


@dataclass(frozen=True, kw_only=True, slots=True)
class Correction:
    """One correction; `amount` for a figure, `text` for a label."""

    table: str
    row: str
    field: str
    printed: str
    amount: Decimal | None
    text: str
    reason: str
    evidence: str
    origin: str

    @property
    def target(self) -> str:
        """The id of what is corrected."""
        return f"{self.table}.{self.row}.{self.field}"


def load_corrections(path: Path) -> tuple[Correction, ...]:
    """The corrections of a release, none if there is no file; FaultsError with all its faults."""
    if not path.is_file():
        return ()
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(str(path), str(error), expected="a TOML file in UTF-8") from error
    faults = FaultCollector(str(path))
    found = [_correction(path, i, entry, faults) for i, entry in enumerate(raw.get("corrections", []))]
    for key in set(raw) - {"corrections"}:
        faults.add(key, "unknown key; expected [[corrections]]")
    faults.raise_any()
    return tuple(correction for correction in found if correction is not None)


def _correction(path: Path, index: int, entry: object, faults: FaultCollector) -> Correction | None:
    place = f"corrections[{index}]"
    if not isinstance(entry, dict):
        faults.add(place, "expected a table")
        return None
    for key in set(entry) - set(_KEYS):
        faults.add(f"{place}.{key}", f"unknown key (known: {', '.join(_KEYS)})")
    for key in ("printed", "reason", "evidence"):
        if not isinstance(entry.get(key), str) or (key != "printed" and not entry[key].strip()):
            faults.add(f"{place}.{key}", "expected a text")
    table, row, field = (*str(entry.get("figure", "")).split("."), "", "", "")[:3]
    table, row = str(entry.get("table", table)), str(entry.get("row", row))
    field = str(entry.get("field", field))
    row = f"r{row}" if row.isdigit() else row
    if not (table and row and field):
        faults.add(place, "expected figure = \"03.r12.total\", or table, row and field")
    amount = str(entry.get("amount", ""))
    if amount and not re.fullmatch(r"-?\d+\.\d\d", amount):
        faults.add(f"{place}.amount", f"'{amount}' is not an amount in yuan with two decimals, as a text")
        amount = ""
    elif bool(amount) == bool(entry.get("text")):
        faults.add(place, "expected either amount or text")
    return Correction(
        table=table,
        row=row,
        field=field,
        printed=str(entry.get("printed", "")),
        amount=Decimal(amount) if amount else None,
        text=str(entry.get("text", "")),
        reason=str(entry.get("reason", "")),
        evidence=str(entry.get("evidence", "")),
        origin=f"{path.name}, {place}",
    )


def correct(
    tables: Sequence[Table], corrections: Sequence[Correction]
) -> tuple[tuple[Table, ...], tuple[Repair, ...]]:
    """Apply corrections to the tables as read; InputError for one that does not match what is printed."""
    done: list[Repair] = []
    result = list(tables)
    for number, correction in enumerate(corrections, 1):
        index, repair = _apply(result, correction, number)
        result[index[0]] = index[1]
        done.append(repair)
    return tuple(result), tuple(done)


def _apply(
    tables: Sequence[Table], correction: Correction, number: int
) -> tuple[tuple[int, Table], Repair]:
    for at, table in enumerate(tables):
        for row in table.rows if table.number == correction.table else ():
            entry = row.entries.get(correction.field)
            if row.name != correction.row or entry is None:
                continue
            if entry.text != correction.printed:
                raise InputError(
                    correction.origin,
                    f"{correction.target} is printed as “{entry.text}”",
                    expected=f"“{correction.printed}”",
                    do="The source has changed: remove or update this correction.",
                )
            value = correction.amount if correction.amount is not None else correction.text
            changed = replace(row, entries={**row.entries, correction.field: replace(entry, value=value)})
            rows = tuple(changed if other is row else other for other in table.rows)
            figure = correction.amount is not None
            return (at, replace(table, rows=rows)), Repair(
                id=f"H{number}",
                target="figure" if figure else "label",
                figure=correction.target if figure else "",
                table=table.number,
                row=row.number,
                field=correction.field,
                printed=entry.text,
                published=format_yuan(correction.amount) if correction.amount is not None else correction.text,
                kind="by_hand",
                evidence_zh=f"人工更正：{correction.reason}（依据：{correction.evidence}）",
                evidence_en=f"corrected by hand: {correction.reason} (evidence: {correction.evidence})",
                failed_before=(),
                hold_after=(),
                margin=None,
                place=entry.place,
            )
    raise InputError(
        correction.origin,
        f"there is no {correction.target} in the document",
        do="The source has changed: remove or update this correction.",
    )
