"""The sample release with a long table: as many items as a test asks for, their sums and their identities."""

from __future__ import annotations

import csv
import hashlib
import json
from decimal import Decimal
from pathlib import Path

from tests.website.sample import write_package

NAME = "long-town-2025"
TABLE = "02"
_ITEMS = (
    ("2050803", "培训支出"),
    ("2050199", "其他教育支出"),
    ("2080501", "行政单位离退休"),
    ("2080206", "社会组织管理"),
)

Row = dict[str, str]


def write_long(folder: Path, count: int) -> Path:
    """Write the package into `folder / NAME`; table 02 has `count` items and a total, two amounts a row."""
    target = write_package(folder, name=NAME)
    rows, last = _rows(count), str(count + 1)
    figures = [_figure(row, field) for row in rows for field in ("total", "basic")]
    kept = [row for row in _read(target, "figures") if row["table"] != TABLE]
    _put(target, "spending", rows)
    _put(target, "figures", [*kept, *({**_blank(target, "figures"), **figure} for figure in figures)])
    checks = [
        _check(f"r{row['row']}", row["total"], f"{TABLE}.r{row['row']}.total", f"{TABLE}.r{row['row']}.basic")
        for row in rows
    ]
    terms = " ".join(f"{TABLE}.r{row['row']}.total" for row in rows[:-1])
    checks.append(_check("column", rows[-1]["total"], f"{TABLE}.r{last}.total", terms))
    _put(target, "checks", [{**_blank(target, "checks"), **check} for check in checks])
    _put(target, "repairs", [])
    return target


def _rows(count: int) -> list[Row]:
    rows, total = [], Decimal(0)
    for number in range(1, count + 1):
        code, name = _ITEMS[number % len(_ITEMS)]
        value = Decimal((number * 7919) % 1_000_003) + Decimal("0.25")
        total += value
        rows.append(_row(number, "item", code, f"{name}{number}", value))
    rows.append(_row(count + 1, "total", "", "合计", total))
    return rows


def _row(number: int, kind: str, code: str, name: str, value: Decimal) -> Row:
    shown = {"functional_code": code, "functional_name": name, "total": str(value), "basic": str(value)}
    return {"row": str(number), "kind": kind, **shown, "project": ""}


def _figure(row: Row, field: str) -> Row:
    printed = f"{Decimal(row[field]) / 10000:f}"
    return {
        "id": f"{TABLE}.r{row['row']}.{field}",
        "table": TABLE,
        "resource": "spending",
        "row": row["row"],
        "field": field,
        "amount": row[field],
        "printed": printed,
        "printed_unit": "万元",
        "status": "confirmed",
        "strength": "3",
        "source": "budget.txt",
        "line": "3",
        "column": "5",
    }


def _check(name: str, value: str, left: str, right: str) -> Row:
    return {
        "id": f"{TABLE}.{name}",
        "identity": f"{TABLE}.{'column' if name == 'column' else 'row'}",
        "kind": "sum",
        "name_zh": "合计等于各项之和",
        "name_en": "the total is the sum of the items",
        "left": value,
        "right": value,
        "residual": "0.00",
        "tolerance": "0",
        "verdict": "holds",
        "left_figures": left,
        "right_figures": right,
    }


def _read(target: Path, name: str) -> list[Row]:
    with (target / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _blank(target: Path, name: str) -> Row:
    with (target / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return dict.fromkeys(next(csv.reader(stream)), "")


def _put(target: Path, name: str, rows: list[Row]) -> None:
    """Write a resource anew, and what the descriptor says of its bytes."""
    path, names = target / "data" / f"{name}.csv", list(_blank(target, name))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names)
        writer.writeheader()
        writer.writerows(rows)
    path.with_suffix(".json").write_text(json.dumps(rows, ensure_ascii=False) + "\n", encoding="utf-8")
    file = target / "datapackage.json"
    descriptor = json.loads(file.read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        if resource["name"] == name:
            content = path.read_bytes()
            resource["bytes"] = len(content)
            resource["hash"] = f"sha256:{hashlib.sha256(content).hexdigest()}"
    file.write_text(json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
