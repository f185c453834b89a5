"""A series or comparison as files: a small data package of one table, the same for the same packages."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from typing import Any, Final

from budgetpress.series.over import BREAKS, STATES, Point

_PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
# name, type, title, title_en
_FIELDS: Final = (
    ("resource", "string", "数据资源", "Resource"),
    ("table", "string", "表号", "Table"),
    ("field", "string", "栏目", "Field"),
    ("classification", "string", "分类", "Classification"),
    ("item", "string", "科目编码或项目", "Code or label"),
    ("level", "integer", "级次", "Level"),
    ("name", "string", "名称", "Name (Chinese)"),
    ("name_en", "string", "名称（英文）", "Name (English)"),
    ("fiscal_year", "integer", "年度", "Fiscal year"),
    ("body", "string", "单位", "Body"),
    ("release", "string", "发布", "Release"),
    ("version", "string", "版本", "Version"),
    ("amount", "number", "金额（元）", "Amount (yuan)"),
    ("state", "string", "状态", "State"),
    ("how", "string", "取得方式", "How"),
    ("status", "string", "核验状态", "Status"),
    ("agrees", "string", "与他表是否一致", "Agrees with other tables"),
    ("breaks", "string", "断点", "Breaks"),
    ("figures", "string", "金额编号", "Figures"),
)


def series_files(points: Sequence[Point], *, name: str, title: str, title_en: str) -> dict[str, bytes]:
    """`<name>.csv`, `<name>.json` and `datapackage.json`; figures are the ids in their release."""
    rows = [_row(point) for point in points]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([field for field, *_ in _FIELDS])
    writer.writerows([["" if value is None else value for value in row.values()] for row in rows])
    data = stream.getvalue().encode("utf-8")
    return {
        f"{name}.csv": data,
        f"{name}.json": _json(
            [{key: value for key, value in row.items() if value is not None} for row in rows]
        ),
        "datapackage.json": _json(_descriptor(name, title, title_en, data, points)),
    }


def _row(point: Point) -> dict[str, str | int | None]:
    return {
        "resource": point.key.resource,
        "table": point.table or None,
        "field": point.key.field,
        "classification": point.key.classification or None,
        "item": point.key.item or None,
        "level": point.level,
        "name": point.name or None,
        "name_en": point.name_en or None,
        "fiscal_year": point.fiscal_year,
        "body": point.body or None,
        "release": point.release or None,
        "version": point.version or None,
        # A text, for no reader of JSON may make a float of money; the CSV and its schema say number.
        "amount": None if point.amount is None else f"{point.amount:f}",
        "state": point.state,
        "how": point.how or None,
        "status": point.status or None,
        "agrees": point.agrees or None,
        "breaks": " ".join(point.breaks) or None,
        "figures": " ".join(point.figures) or None,
    }


def _descriptor(name: str, title: str, title_en: str, data: bytes, points: Sequence[Point]) -> dict[str, Any]:
    releases = {point.release: point.version for point in points if point.release}
    words = {"state": STATES, "breaks": BREAKS}
    return {
        "$schema": _PROFILE,
        "name": name,
        "title": title,
        "title_en": title_en,
        "languages": ["zh"],
        "sources": [{"title": release, "version": version} for release, version in sorted(releases.items())],
        "resources": [
            {
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": {
                    "fields": [
                        {
                            "name": field,
                            "type": kind,
                            "title": zh,
                            "title_en": en,
                            **({"unit": "CNY"} if field == "amount" else {}),
                            **({"values": _said(words[field])} if field in words else {}),
                        }
                        for field, kind, zh, en in _FIELDS
                    ],
                    "missingValues": [""],
                },
            }
        ],
    }


def _said(words: Any) -> list[dict[str, str]]:
    return [{"value": value, "zh": zh, "en": en} for value, (zh, en) in words.items()]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode("utf-8")
