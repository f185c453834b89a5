"""Golden cases: invented documents and what shape makes of them; see tests/cases/README.md."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.shape.printed import account, shaped

from budgetpress.form import load_form
from budgetpress.model import Cell, Place, Shaped, Table

CASES = Path(__file__).resolve().parent.parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/source.txt"))


def expected_files(result: Shaped) -> dict[str, str]:
    """The files of a case by name, as text."""
    places = [["resource", "row", "field", "line", "column", "text"]]
    files = {}
    for table in result.tables:
        files[f"{table.resource}.csv"] = _table(table)
        for row in table.rows:
            for entry in row.entries.values():
                if entry.text:
                    place = [str(entry.place.line), str(entry.place.column)]
                    places.append([table.resource, row.name, entry.field, *place, entry.text])
    files["places.csv"] = _csv(places)
    files["notes.json"] = json.dumps(_notes(result), ensure_ascii=False, indent=1) + "\n"
    return files


def _table(table: Table) -> str:
    names = [field.name for field in load_form("beijing").table(table.number).resource(table.resource).fields]
    lines = [["row", "kind", *names]]
    for row in table.rows:
        values = [row.entries[name].value if name in row.entries else "" for name in names]
        lines.append([row.name, row.kind, *("?" if value is None else str(value) for value in values)])
    return _csv(lines)


def _csv(lines: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _notes(result: Shaped) -> dict[str, list[str]]:
    """One line for each: table, kind, place and text."""
    return {
        "headings": [f"{h.table} {h.role} {_at(h.cell.place)} {_text(h.cell)}" for h in result.headings],
        "remarks": [f"{r.table} {r.reason} {_at(r.cell.place)} {_text(r.cell)}" for r in result.remarks],
        "findings": [f"{f.table} {f.code} {_at(f.place)} {f.message_zh}" for f in result.findings],
        "missing": list(result.missing),
    }


def _at(place: Place | None) -> str:
    return f"{place.line}:{place.column}" if place is not None else ""


def _text(cell: Cell) -> str:
    return cell.text.strip()


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    """The tables, places and notes are those that the case expects, and nothing of the source is lost."""
    text = (CASES / name / "source.txt").read_text(encoding="utf-8")
    result = shaped(text)
    made = expected_files(result)
    folder = CASES / name / "shaped"
    if os.environ.get("BUDGETPRESS_CASES") == "write":
        folder.mkdir(exist_ok=True)
        for path in folder.iterdir():
            path.unlink()
        for file, content in made.items():
            (folder / file).write_text(content, encoding="utf-8", newline="\n")
    assert made == {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert account(text, result) == []


def test_there_are_cases() -> None:
    """A folder that was moved away is a failure, not a pass."""
    assert NAMES
