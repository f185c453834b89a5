"""`<release>/croissant.json`: the release for machine-learning tools, as Croissant 1.0 describes data.

Croissant has no decimal type: an amount would become a binary fraction. So the record sets have the
numbers of rows, codes and texts, and say which fields are left out; the amounts stay in the files, which are
all listed. They extract from Parquet: in CSV the reference reader guesses types, and codes become numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from budgetpress.website.catalogue.address import Base
from budgetpress.website.data import Field, Package, Resource, part, records, text
from budgetpress.website.escape import web_url
from budgetpress.website.offered import File
from budgetpress.website.summary import made

NAME = "croissant.json"
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "boolean": "sc:Boolean"}
_ENCODINGS = {"application/vnd.apache.parquet": "application/x-parquet"}  # the name that Croissant uses
_CONTEXT = {
    "@language": "zh",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "key": "cr:key",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "sc": "https://schema.org/",
    "source": "cr:source",
}


def dataset(package: Package, offered: Sequence[File], base: Base) -> dict[str, Any]:
    """The description of a release; `offered` are its files."""
    licences = (web_url(text(licence, "path")) for licence in records(package.descriptor, "licenses"))
    described: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": package.text("title_en") or package.text("title") or package.name,
        "alternateName": package.text("title"),
        "description": package.text("description_en") or package.text("description") or package.name,
        "url": base.to(f"{package.name}/", above=1),
        "license": next(filter(None, licences), ""),
        "creator": {"@type": "sc:Organization", "name": text(part(package.descriptor, "body"), "name")},
        "datePublished": made(package)[:10],
        "version": package.text("version"),
        "citeAs": package.text("citation_en") or package.text("citation"),
        "distribution": [_file(file, base) for file in offered],
        "recordSet": [
            _records(resource, file)
            for resource in package.resources
            for file in offered
            if file.resource == resource.name and file.format == "parquet"
        ],
    }
    return {key: value for key, value in described.items() if value not in ("", [])}


def _file(file: File, base: Base) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": _name(file),
        "name": _name(file),
        "contentUrl": base.to(file.path, above=1) if base.root else _name(file),
        "contentSize": f"{file.bytes} B",
        "encodingFormat": _ENCODINGS.get(file.media_type, file.media_type),
        "sha256": file.sha256,
    }


def _name(file: File) -> str:
    return file.path.partition("/")[2]


def _records(resource: Resource, file: File) -> dict[str, Any]:
    left = [field.name for field in resource.fields if field.type not in _TYPES]
    told = f" Left out, being exact decimals in the file: {', '.join(left)}." if left else ""
    return {
        "@type": "cr:RecordSet",
        "@id": resource.name,
        "name": resource.name,
        "description": f"{resource.title} {resource.title_en}.{told}",
        "field": [_field(resource, field, file) for field in resource.fields if field.type in _TYPES],
    }


def _field(resource: Resource, field: Field, file: File) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{resource.name}/{field.name}",
        "name": field.name,
        "description": f"{field.title} {field.title_en}".strip(),
        "dataType": _TYPES[field.type],
        "source": {"fileObject": {"@id": _name(file)}, "extract": {"column": field.name}},
    }
