"""Corrections by hand: `corrections.toml`, for what only a person can know.

Each entry names a figure or a label (`table`, `row`, `field`), the printed text that it expects, the amount
(yuan) or text to publish, the reason and the evidence. One that no longer matches fails.

    [[corrections]]
    figure = "03.r12.total"
    printed = "17,134,242047"
    amount = "171342420.48"
    reason = "the office corrected the last digit"
    evidence = "https://example.org/notice-12"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from budgetpress.amounts import format_yuan
from budgetpress.errors import FaultCollector, InputError
from budgetpress.model import Entry, Repair, Row, Table
from budgetpress.reconcile.identities import Position

_STALE = "If the source has changed, remove or update this correction"
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
    listed = raw.get("corrections", [])
    if not isinstance(listed, list):
        faults.add("corrections", "expected [[corrections]]")
        listed = []
    found = [_correction(path, i, entry, faults) for i, entry in enumerate(listed)]
    for key in set(raw) - {"corrections"}:
        faults.add(key, "unknown key; expected [[corrections]]")
    _check_once(found, faults)
    faults.raise_any()
    return tuple(correction for correction in found if correction is not None)


def _check_once(found: Sequence[Correction | None], faults: FaultCollector) -> None:
    """Two corrections of one cell would hide each other."""
    seen: set[str] = set()
    for index, correction in enumerate(found):
        if correction is None or not correction.table:
            continue
        if correction.target in seen:
            faults.add(f"corrections[{index}]", f"{correction.target} is corrected twice")
        seen.add(correction.target)


def _correction(path: Path, index: int, entry: object, faults: FaultCollector) -> Correction | None:
    place = f"corrections[{index}]"
    if not isinstance(entry, dict):
        faults.add(place, "expected a table")
        return None
    for key in sorted(set(entry) - set(_KEYS)):
        faults.add(f"{place}.{key}", f"unknown key (known: {', '.join(_KEYS)})")
    for key in ("printed", "reason", "evidence"):
        if not isinstance(entry.get(key), str) or (key != "printed" and not entry[key].strip()):
            faults.add(f"{place}.{key}", "expected a text")
    table, row, field = _where(entry)
    if not (table and row and field):
        faults.add(place, 'expected figure = "03.r12.total", or table, row and field')
    amount = str(entry.get("amount", ""))
    if bool(amount) == bool(entry.get("text")):
        faults.add(place, "expected either amount or text")
    if amount and not re.fullmatch(r"-?[0-9]{1,16}\.[0-9]{2}", amount):
        faults.add(f"{place}.amount", f"'{amount}' is not an amount in yuan with two decimals, as a text")
        amount = ""
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


def _where(entry: Mapping[str, object]) -> tuple[str, str, str]:
    """Table, row name and field; empty where they are not said in one of the two ways."""
    figure = str(entry.get("figure", ""))
    parts = figure.split(".") if figure else [str(entry.get(key, "")) for key in ("table", "row", "field")]
    if len(parts) != 3 or (figure and {"table", "row", "field"} & entry.keys()):
        return "", "", ""
    table, row, field = parts
    return table, f"r{row}" if row.isdecimal() else row, field


def correct(
    tables: Sequence[Table], corrections: Sequence[Correction]
) -> tuple[tuple[Table, ...], tuple[Repair, ...]]:
    """Apply corrections to the tables as read; FaultsError with all that do not match what is printed.

    Rows are numbered as they were read: before any repair puts a lost row in its place.
    """
    faults = FaultCollector("corrections by hand")
    changed: dict[tuple[str, int, str], Entry] = {}
    done: list[Repair] = []
    for number, correction in enumerate(corrections, 1):
        found = _find(tables, correction)
        fault = _fault(tables, correction, found[2] if found else None)
        if found is None or fault:
            faults.add(correction.origin, f"{fault}. {_STALE}")
            continue
        table, row, entry = found
        value = correction.amount if correction.amount is not None else correction.text
        # What a person has settled has one reading.
        changed[table.resource, row.number, correction.field] = replace(entry, value=value, readings=())
        done.append(_repair(correction, number, table, row, entry))
    faults.raise_any()
    return tuple(_with(table, changed) for table in tables), tuple(done)


def _find(tables: Sequence[Table], correction: Correction) -> tuple[Table, Row, Entry] | None:
    for table in tables:
        for row in table.rows if table.number == correction.table else ():
            if row.name == correction.row and correction.field in row.entries:
                return table, row, row.entries[correction.field]
    return None


def _fault(tables: Sequence[Table], correction: Correction, entry: Entry | None) -> str:
    """Why a correction cannot be made; empty if it can."""
    if entry is None:
        fault = f"there is no {correction.target} in the document"
    elif correction.printed not in (entry.text, entry.value):
        fault = f"{correction.target} is printed as “{entry.text}”, not as “{correction.printed}”"
    elif bool(entry.unit) != (correction.amount is not None):
        return f"{correction.target} is {'an amount' if entry.unit else 'no amount'}"
    else:
        return ""
    elsewhere = [
        f"{table.number}.{row.name}.{correction.field}"
        for table in tables
        for row in table.rows
        if table.number == correction.table
        and correction.printed
        and correction.field in row.entries
        and row.entries[correction.field].text == correction.printed
    ]
    return fault + (f" (that is printed in {', '.join(elsewhere[:3])})" if elsewhere else "")


def _with(table: Table, changed: Mapping[tuple[str, int, str], Entry]) -> Table:
    rows = []
    for row in table.rows:
        new = {name: changed.get((table.resource, row.number, name), e) for name, e in row.entries.items()}
        rows.append(replace(row, entries=new) if new != row.entries else row)
    return replace(table, rows=tuple(rows))


def _repair(correction: Correction, number: int, table: Table, row: Row, entry: Entry) -> Repair:
    amount = correction.amount
    return Repair(
        id=f"H{number}",
        target="label" if amount is None else "figure",
        figure="" if amount is None else correction.target,
        table=table.number,
        row=row.number,
        field=correction.field,
        printed=entry.text,
        published=correction.text if amount is None else format_yuan(amount),
        kind="by_hand",
        evidence_zh=f"人工更正：{correction.reason}（依据：{correction.evidence}）",
        evidence_en=f"Corrected by hand: {correction.reason} (evidence: {correction.evidence})",
        failed_before=(),
        hold_after=(),
        margin=None,
        place=entry.place,
    )


def settled(done: Sequence[Repair], tables: Sequence[Table]) -> frozenset[Position]:
    """The cells that the records of :func:`correct` settle, as read: no repair may change them."""
    return frozenset(Position(_resource(repair, tables), repair.row, repair.field) for repair in done)


def _resource(repair: Repair, tables: Sequence[Table]) -> str:
    return next(
        table.resource
        for table in tables
        for row in table.rows
        if (table.number, row.number) == (repair.table, repair.row) and repair.field in row.entries
    )


def where_now(
    done: Sequence[Repair], tables: Sequence[Table], moved: Mapping[tuple[str, int], int]
) -> tuple[Repair, ...]:
    """The records of :func:`correct` with their rows as published, where lost rows may stand above them.

    `tables` are those that were corrected, `moved` gives (resource, number as read) -> number as published.
    """
    found = []
    for repair in done:
        new = moved.get((_resource(repair, tables), repair.row), repair.row)
        table_number, name, field = repair.figure.split(".") if repair.figure else ("", "", "")
        name = f"r{new}" if name == f"r{repair.row}" else name
        figure = f"{table_number}.{name}.{field}" if repair.figure else ""
        found.append(replace(repair, row=new, figure=figure))
    return tuple(found)
