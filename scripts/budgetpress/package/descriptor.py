"""`datapackage.json`: a Data Package v2 descriptor, written from our own model.

Only what all readers agree on is used: primary keys as lists, anchored patterns, foreign keys to other
resources, one missing value. What v2 does not know (units, places, charts) is said in own properties.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from budgetpress.form import Form
from budgetpress.model import Licence, Release, Source
from budgetpress.package.about import citation, moment
from budgetpress.package.dataset import Column, Dataset
from budgetpress.package.workbook import unfit

GENERATOR = "budgetpress"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NOT_IN_SOURCE = ("来源文件中没有这张表。", "Not in the source.")
# `skipInitialSpace` is the default and still said: a reader that guesses dialects would guess it.
DIALECT = {
    "header": True,
    "delimiter": ",",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
}
# The CSV is the data; the others say the same for other readers.
ALTERNATES = {
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}

Files = Mapping[str, bytes]
"""The written files of a resource by format: `csv`, and those of ALTERNATES that can hold it."""


def descriptor_bytes(descriptor: Mapping[str, Any]) -> bytes:
    """The descriptor as it stands on disk."""
    return (json.dumps(descriptor, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def package_descriptor(
    *,
    release: Release,
    form: Form,
    missing: Iterable[str],
    resources: Iterable[tuple[Dataset, Files]],
    allowed_formulas: Iterable[str] = (),
) -> dict[str, Any]:
    """The descriptor of a release; InputError if `release.created` is no date."""
    written = list(resources)
    descriptor: dict[str, Any] = {
        "$schema": PROFILE,
        "name": release.name,
        "title": release.title,
        "title_en": release.title_en,
        "description": (
            f"{release.body}{release.fiscal_year}年预算公开表的结构化数据，"
            "每个金额均附出处与勾稽证明。金额单位：元。"
        ),
        "description_en": (
            f"The published budget tables of {release.body_en or release.body} for {release.fiscal_year} "
            "as data: every amount with its place in the source and the sums that prove it. "
            "Amounts in yuan (CNY)."
        ),
        "version": release.version,
        "created": moment(release.created),
        "languages": ["zh"],
        "keywords": ["budget", "预算", "预算公开", release.body, str(release.fiscal_year)],
        "licenses": [_licence(release.licence)],
        "contributors": [_contributor(person) for person in release.contributors],
        "sources": [_source(source) for source in release.sources],
        **dict(zip(("citation", "citation_en"), citation(release), strict=True)),
        "generator": GENERATOR,
        "body": _body(release),
        "fiscalYear": release.fiscal_year,
        "phase": release.phase,
        "form": {"name": form.name, "title": form.title, "title_en": form.title_en},
        "headlines": _plain(form.headlines),
        "pictures": _plain(form.pictures),
        "missingTables": [_missing(form, number, release.missing) for number in missing],
        "allowedFormulaCells": sorted(allowed_formulas),
        "columnTypes": column_types(dataset for dataset, _ in written),
        "resources": [resource_descriptor(dataset, files, release) for dataset, files in written],
    }
    return {
        key: value
        for key, value in descriptor.items()
        if value != [] or key in ("missingTables", "resources")
    }


def resource_descriptor(dataset: Dataset, formats: Files, release: Release) -> dict[str, Any]:
    """A resource: the CSV is the data, other formats of the same rows stand in `alternates`."""
    path = f"data/{dataset.name}"
    descriptor: dict[str, Any] = {
        "name": dataset.name,
        "type": "table",
        "profile": "tabular-data-resource",
        "role": dataset.role,
        "table": dataset.table,
        "title": dataset.title,
        "title_en": dataset.title_en,
        "description": dataset.description,
        "description_en": dataset.description_en,
        "path": f"{path}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **_stamp(formats["csv"]),
        "dialect": DIALECT,
        "printedUnit": dataset.printed_unit,
        "chart": _plain(dataset.chart),
        "rows": len(dataset.rows),
        "alternates": [
            {"path": f"{path}.{ending}", "format": ending, "mediatype": kind, **_stamp(formats[ending])}
            for ending, kind in ALTERNATES.items()
            if ending in formats
        ],
        "withoutWorkbook": _reason(dataset),
        "schema": _schema(dataset, release),
    }
    return {key: value for key, value in descriptor.items() if value not in ("", None)}


def column_types(datasets: Iterable[Dataset]) -> list[Any]:
    """The vocabulary, and a declaration of every type that the datasets use and the vocabulary lacks."""
    facts = _facts()
    columns = [column for dataset in datasets for column in dataset.columns if column.column_type]
    used = {column.column_type: column for column in columns if not _is_standard(column.column_type)}
    return [facts["vocabulary"], *(_column_type(column, facts["own"]) for _, column in sorted(used.items()))]


def _column_type(column: Column, own: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    stem, _, part = column.column_type.rpartition(":")
    declared: dict[str, Any] = {"name": column.column_type, "dataType": column.type, **own.get(stem, {})}
    if part == "label":
        declared["labelOf"] = f"{stem}:code"
    return declared


def _is_standard(column_type: str) -> bool:
    return any(f"{column_type}:".startswith(f"{stem}:") for stem in _facts()["standard"])


def _reason(dataset: Dataset) -> dict[str, str] | None:
    """Why the resource is not there as a workbook, if it is not."""
    reason = unfit(dataset)
    return {"reason_zh": reason[0], "reason_en": reason[1]} if reason else None


def _schema(dataset: Dataset, release: Release) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in dataset.columns],
        "missingValues": [""],
        "primaryKey": [dataset.key],
    }
    if dataset.foreign_keys:
        schema["foreignKeys"] = [
            {"fields": [key.field], "reference": {"resource": key.resource, "fields": [key.target]}}
            for key in dataset.foreign_keys
        ]
    if dataset.role == "table":
        schema["extraFields"] = [_constant(raw, release) for raw in _facts()["constants"]]
    return schema


def _constant(raw: Mapping[str, str], release: Release) -> dict[str, Any]:
    value = raw["constant"] if "constant" in raw else getattr(release, raw["fact"])
    return {key: raw[key] for key in ("name", "type", "columnType")} | {"constant": value}


def _field(column: Column) -> dict[str, Any]:
    descriptor: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.title,
        "title_en": column.title_en,
        "description": column.description,
        "description_en": column.description_en,
        "holds": column.holds,
        "unit": column.unit,
        "columnType": column.column_type,
        "usualValues": list(column.values),
        "constraints": dict(column.constraints),
    }
    return {key: value for key, value in descriptor.items() if value not in ("", {}, [])}


def _stamp(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}


def _missing(form: Form, number: str, reasons: Mapping[str, str]) -> dict[str, Any]:
    table = form.table(number)
    zh, en = _both_languages(reasons.get(number, ""))
    return {
        "number": number,
        "title": table.title,
        "title_en": table.title_en,
        "resources": [resource.name for resource in table.resources],
        "reason_zh": zh or NOT_IN_SOURCE[0],
        "reason_en": en or NOT_IN_SOURCE[1],
    }


def _both_languages(text: str) -> tuple[str, str]:
    """The Chinese and the English of `中文 / English`; either may be left out."""
    if text.isascii():
        return "", text
    zh, _, en = text.partition(" / ")
    return zh, en


def _body(release: Release) -> dict[str, str]:
    described = {"name": release.body, "name_en": release.body_en, "code": release.body_code}
    more = {"slug": release.body_slug, "place": release.body_place, "place_en": release.body_place_en}
    return described | {key: value for key, value in more.items() if value}


def _source(source: Source) -> dict[str, str]:
    path = f"source/{source.file}"
    described = {
        "title": source.title or source.file,
        "path": source.url or path,
        "file": path,
        "sha256": source.sha256,
        "version": source.published,
    }
    return {key: value for key, value in described.items() if value}


def _licence(licence: Licence) -> dict[str, str]:
    described = {"name": licence.name, "path": licence.path, "title": licence.title}
    return {key: value for key, value in described.items() if value}


def _contributor(person: Mapping[str, str]) -> dict[str, Any]:
    """`roles` is a list in v2; a release says one `role`, or several `roles` with commas."""
    described: dict[str, Any] = {}
    for key, value in person.items():
        if key in ("role", "roles"):
            described["roles"] = [role.strip() for role in value.split(",")]
        else:
            described[key] = value
    return described


def _plain(value: object) -> Any:
    """Mappings and tuples of the form as JSON has them."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value


@cache
def _facts() -> Mapping[str, Any]:
    text = files("budgetpress.package").joinpath("column_types.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
