"""A small invented release in the layout that `package` writes, so that the site is tested on its own.

The town, its tables and its amounts are made up. `text` lets a test put its own string into every free
text of the package, to see that no text becomes markup.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.website.sample_pictures import headlines, pictures
from tests.website.sample_rows import Row, Text, figures_of, system_resources, tables
from tests.website.sample_statements import statements
from tests.website.sample_views import SHOWN


def quiet(line: str) -> None:
    """Take a line of progress and say nothing."""


def write_package(folder: Path, name: str = "qinghe-town-2025", text: Text = lambda words: words) -> Path:
    """Write the package into `folder / name` and return that folder."""
    target = folder / name
    (target / "data").mkdir(parents=True)
    (target / "reports").mkdir()
    printed = tables(text)
    figures = figures_of(printed, text)
    resources = [_table(target, text, **table) for table in printed]
    beside = [*system_resources(figures, text), statements(text)]
    resources += [_system(target, text, *item) for item in beside]
    descriptor = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": name,
        "title": text("清河镇人民政府 2025 年部门预算"),
        "title_en": text("Qinghe Town, departmental budget 2025"),
        "description": text("虚构的样本发布。"),
        "description_en": text("An invented sample release."),
        "citation": text("清河镇人民政府：《清河镇人民政府 2025 年部门预算》。"),
        "citation_en": text("Qinghe Town (2025). Departmental budget 2025."),
        "version": "1.0.0",
        "created": "2025-03-01T00:00:00Z",
        "body": {"name": text("清河镇人民政府"), "name_en": text("Qinghe Town"), "code": "901001"},
        "fiscalYear": 2025,
        "phase": "approved",
        "form": {"name": "sample", "title": text("样本表式"), "title_en": text("Sample form")},
        "licenses": [
            {
                "name": "CC0-1.0",
                "title": text("CC0 1.0"),
                "path": text("https://creativecommons.org/publicdomain/zero/1.0/"),
            }
        ],
        "sources": [
            {
                "title": text("清河镇 2025 年预算"),
                "path": text("https://example.org/budget.pdf"),
                "file": "budget.txt",
                "sha256": SHOWN["budget.txt"],
            },
            {"title": text("说明"), "file": "scan.pdf", "sha256": SHOWN["scan.pdf"]},
            {"title": text("附注"), "path": text("notes"), "file": text("notes.txt"), "sha256": "0" * 64},
        ],
        "headlines": headlines(text),
        "pictures": pictures(text),
        "missingTables": [
            {
                "number": "05",
                "title": text("政府采购表"),
                "title_en": text("Procurement"),
                "reason_zh": text("来源中没有这张表。"),
                "reason_en": text("The source does not have it."),
            }
        ],
        "resources": resources,
    }
    _json(target / "datapackage.json", descriptor)
    _json(target / "reports" / "validation.json", _report(resources, text))
    return target


def _table(
    target: Path,
    text: Text,
    *,
    number: str,
    name: str,
    title: str,
    title_en: str,
    chart: dict[str, Any],
    fields: dict[str, dict[str, Any]],
    rows: list[Row],
    lists: dict[str, str] | None = None,
) -> dict[str, Any]:
    names = ["row", "kind", *fields]
    numbered = [(count, *row) for count, row in enumerate(rows, 1)]
    chart = {**chart, "title_zh": text("钱用到哪里"), "title_en": text("Where the money goes")}
    described = [
        {"name": "row", "type": "integer", "title": "行号", "title_en": "Row"},
        {"name": "kind", "type": "string", "title": "行类", "title_en": "Kind"},
    ]
    described += [
        {
            "name": key,
            "title": text(f"{key} 名"),
            "title_en": text(key),
            "description": text("说明"),
            "description_en": text("note"),
            **spec,
        }
        for key, spec in fields.items()
    ]
    base = _resource(target, name, "table", text(title), text(title_en), names, numbered, described)
    base["schema"]["foreignKeys"] = [
        {"fields": [field], "reference": {"resource": f"codelist_{codes}", "fields": ["code"]}}
        for field, codes in (lists or {}).items()
    ]
    return {**base, "table": number, "printedUnit": text("万元"), "chart": chart}


def _system(
    target: Path,
    text: Text,
    name: str,
    role: str,
    title: str,
    title_en: str,
    names: list[str],
    rows: list[Row],
) -> dict[str, Any]:
    described = [{"name": key, "type": "string", "title": text(key), "title_en": text(key)} for key in names]
    return _resource(target, name, role, text(title), text(title_en), names, rows, described)


def _resource(
    target: Path,
    name: str,
    role: str,
    title: str,
    title_en: str,
    names: list[str],
    rows: Sequence[Row],
    fields: list[dict[str, Any]],
) -> dict[str, Any]:
    path = target / "data" / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(names)
        writer.writerows(rows)
    _json(path.with_suffix(".json"), [dict(zip(names, map(str, row), strict=True)) for row in rows])
    content = path.read_bytes()
    return {
        "name": name,
        "type": "table",
        "title": title,
        "title_en": title_en,
        "path": f"data/{name}.csv",
        "role": role,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {"fields": fields},
    }


def _report(resources: list[dict[str, Any]], text: Text) -> dict[str, Any]:
    tables = [{"resource": r["name"], "table": r.get("table", ""), "rows": 3, "errors": 0} for r in resources]
    tables[1]["errors"] = 1
    error = {
        "type": "identity",
        "resource": "spending",
        "row": 1,
        "field": "total",
        "message": text("1 is not 2"),
    }
    stats = {"resources": len(tables), "rows": 30, "figures": 27, "checks": 7, "errors": 1, "warnings": 0}
    identities = {"holds": 5, "fails": 1, "not_applicable": 1}
    return {
        "valid": False,
        "stats": stats,
        "identities": identities,
        "tables": tables,
        "errors": [error],
        "warnings": [],
    }


def _json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
