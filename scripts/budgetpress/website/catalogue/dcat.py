"""`catalog.jsonld`: the site as a DCAT-AP 3 catalogue, for portals that harvest.

A body is a series, a release a dataset in it, and a table or list a dataset that is part of the release, with
one distribution a format. The context stands in the file, so that no reader must fetch one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from budgetpress.website.catalogue.address import Base, urn
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.catalog_json import TITLE, latest_path
from budgetpress.website.data import Package, Resource, part, records, text
from budgetpress.website.escape import web_url
from budgetpress.website.languages import LANGUAGES
from budgetpress.website.offered import File
from budgetpress.website.summary import made

NAME = "catalog.jsonld"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA = "http://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ABOUT = (
    "政府部门公开的预算表，逐个数字可查：出处、勾稽关系、修复。",
    "Budget tables that government bodies print, as data: every figure with its place and its proofs.",
)

Node = dict[str, Any]


def catalogue(known: Sequence[Body], offered: Mapping[str, Sequence[File]], updated: str, base: Base) -> Node:
    """The whole catalogue; `offered` has the files of each release by its name."""
    datasets = [
        node
        for body in known
        for package in body.releases
        for node in _datasets(package, body, offered[package.name], base)
    ]
    return {
        "@context": _CONTEXT,
        "@id": base.to(NAME),
        "@type": "dcat:Catalog",
        "dct:title": _said(*TITLE),
        "dct:description": _said(*_ABOUT),
        "dct:publisher": {"@type": "foaf:Agent", "@id": urn("publisher"), "foaf:name": _said(*TITLE)},
        "foaf:homepage": {"@id": base.to(""), "@type": "foaf:Document"},
        "dct:language": _languages(),
        **({"dct:modified": _moment(updated)} if updated else {}),
        "dcat:dataset": [*(_series(body, base) for body in known), *datasets],
    }


def _series(body: Body, base: Base) -> Node:
    return {
        "@id": _series_id(body, base),
        "@type": "dcat:DatasetSeries",
        "dct:title": _said(body.name, body.name_en),
        "dct:description": _said(
            f"{body.name}历年预算公开表。", f"Budgets of {body.name_en} over the years."
        ),
        "dct:publisher": _agent(body.latest),
    }


def _series_id(body: Body, base: Base) -> str:
    return f"{base.to(latest_path(body))}#series"


def _datasets(package: Package, body: Body, offered: Sequence[File], base: Base) -> Iterator[Node]:
    home = base.to(f"{package.name}/")
    shared = {
        "dcat:version": package.text("version"),
        "dct:publisher": _agent(package),
        "dct:language": [{"@id": f"{_AUTHORITY}language/ZHO"}],
        "dcat:theme": [{"@id": f"{_AUTHORITY}data-theme/GOVE"}, {"@id": f"{_AUTHORITY}data-theme/ECON"}],
        "dct:accessRights": {"@id": f"{_AUTHORITY}access-right/PUBLIC"},
        **({"dct:issued": _moment(made(package))} if made(package) else {}),
        **_year(package),
    }
    by_resource = {
        name: [_distribution(file, package, base) for file in group]
        for name, group in groupby(sorted(offered, key=lambda f: f.resource), key=lambda f: f.resource)
    }
    yield {
        "@id": f"{home}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{package.name} {package.text('version')}".strip(),
        "dct:title": _said(package.text("title") or package.name, package.text("title_en")),
        "dct:description": _said(
            package.text("description") or package.text("title") or package.name,
            package.text("description_en"),
        ),
        "dcat:landingPage": {"@id": home, "@type": "foaf:Document"},
        "dcat:inSeries": {"@id": _series_id(body, base)},
        "dcat:keyword": ["budget", "预算", "预算公开"],
        **shared,
        "dct:source": _sources(package),
        "dct:hasPart": [{"@id": _part_id(package, resource, base)} for resource in package.resources],
        "dcat:distribution": by_resource.get("", []),
    }
    for resource in package.resources:
        yield {
            "@id": _part_id(package, resource, base),
            "@type": "dcat:Dataset",
            "dct:identifier": f"{package.name} {package.text('version')} {resource.name}",
            "dct:title": _said(resource.title, resource.title_en),
            "dct:description": _said(resource.description or resource.title, resource.title_en),
            "dcat:landingPage": {"@id": _page(package, resource, base), "@type": "foaf:Document"},
            "dct:isPartOf": {"@id": f"{home}#dataset"},
            **shared,
            "dcat:distribution": by_resource.get(resource.name, []),
        }


def _distribution(file: File, package: Package, base: Base) -> Node:
    licences = (web_url(text(licence, "path")) for licence in records(package.descriptor, "licenses"))
    licence = next(filter(None, licences), "")
    return {
        "@id": f"{base.to(file.path)}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": file.path.rpartition("/")[2],
        "dcat:accessURL": {"@id": base.to(f"{package.name}/")},
        "dcat:downloadURL": {"@id": base.to(file.path)},
        "dcat:mediaType": {"@id": _MEDIA + file.media_type},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
        **({"dct:license": {"@id": licence, "@type": "dct:LicenseDocument"}} if licence else {}),
    }


def _page(package: Package, resource: Resource, base: Base) -> str:
    return base.to(f"{package.name}/{resource.table}/" if resource.table else f"{package.name}/")


def _part_id(package: Package, resource: Resource, base: Base) -> str:
    return f"{base.to(f'{package.name}/')}#{resource.name}"


def _agent(package: Package) -> Node:
    body = part(package.descriptor, "body")
    name = text(body, "name") or package.name
    return {
        "@id": urn("body", name, text(body, "code")),
        "@type": "foaf:Agent",
        "foaf:name": _said(name, text(body, "name_en")),
    }


def _year(package: Package) -> Node:
    """The fiscal year, where it is one."""
    year = package.text("fiscalYear")
    if not (year.isascii() and year.isdigit() and len(year) == len("2026")):
        return {}
    day = {"@type": "xsd:gYear", "@value": year}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": day, "dcat:endDate": day}}


def _sources(package: Package) -> list[Node]:
    found = (web_url(text(source, "path")) for source in records(package.descriptor, "sources"))
    return [{"@id": url} for url in found if url]


def _languages() -> list[Node]:
    names = {"zh": "ZHO", "en": "ENG"}
    return [{"@id": f"{_AUTHORITY}language/{names[language.code]}"} for language in LANGUAGES]


def _moment(text_of: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": text_of}


def _said(zh: str, en: str) -> list[Node]:
    """A text in both languages, or in the one that there is."""
    both = [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]
    return [node for node in both if node["@value"]]
