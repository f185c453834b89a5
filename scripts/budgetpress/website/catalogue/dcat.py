"""`catalog.jsonld`: the site as a DCAT-AP 3 catalogue, for portals that harvest.

A body is a series and a release a dataset in it, with the files of the whole release. What a release
consists of, a table or list being a dataset that is part of it, with one distribution a format, is told by
the document of the same name in its folder. Of very many releases the catalogue has several pages, each with
the address of the next as Hydra has it. The context stands in each file, so that no reader must fetch one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from budgetpress.website.catalogue.address import Base, urn
from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.catalog_json import TITLE, cut, document_path, latest_path
from budgetpress.website.data import Package, Resource
from budgetpress.website.languages import LANGUAGES
from budgetpress.website.offered import File
from budgetpress.website.summary import Owner, Summary

NAME = "catalog.jsonld"
# So many releases are on one page: about one megabyte, and 40 kB on its way.
MOST = 250
_AUTHORITY = "http://publications.europa.eu/resource/authority/"
_MEDIA = "http://www.iana.org/assignments/media-types/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_ABOUT = (
    "政府部门公开的预算表，逐个数字可查：出处、勾稽关系、修复。",
    "Budget tables that government bodies print, as data: every figure with its place and its proofs.",
)

Node = dict[str, Any]


def documents(known: Sequence[Body], updated: str, base: Base) -> Iterator[tuple[str, Node]]:
    """The pages of the catalogue by path from the root of the site."""
    parts = list(cut(known, MOST))
    for number, part in enumerate(parts, start=1):
        path = document_path(NAME, number)
        above = path.count("/")
        pages = {"first": 1, "next": number + 1, "last": len(parts)}
        view = {
            f"hydra:{name}": {"@id": base.to(document_path(NAME, page), above=above)}
            for name, page in pages.items()
            if page <= len(parts)
        }
        described: Node = {
            "@context": _CONTEXT,
            "@id": base.to(NAME, above=above),
            "@type": "dcat:Catalog",
            "dct:title": _said(*TITLE),
            "dct:description": _said(*_ABOUT),
            "dct:publisher": {"@type": "foaf:Agent", "@id": urn("publisher"), "foaf:name": _said(*TITLE)},
            "foaf:homepage": {"@id": base.to("", above=above), "@type": "foaf:Document"},
            "dct:language": _languages(),
            **({"dct:modified": _moment(updated)} if updated else {}),
            "dcat:dataset": [
                *(_series(body, base, above) for body in part),
                *(
                    _dataset(release, base, above)
                    | {"dcat:inSeries": {"@id": _series_id(body, base, above)}}
                    | {"rdfs:seeAlso": {"@id": base.to(f"{release.name}/{NAME}", above=above)}}
                    for body in part
                    for release in body.releases
                ),
            ],
        }
        if len(parts) > 1:
            page = {"@id": base.to(path, above=above), "@type": "hydra:PartialCollectionView"}
            described["hydra:view"] = {**page, **view}
        yield path, described


def release_document(package: Package, release: Summary, offered: Sequence[File], base: Base) -> Node:
    """`<release>/catalog.jsonld`: the release, its parts, and all of its files, which are `offered`."""
    by_resource = {
        name: list(group)
        for name, group in groupby(sorted(offered, key=lambda f: f.resource), key=lambda f: f.resource)
    }
    ids = {resource.name: _part_id(release, resource, base) for resource in package.resources}
    whole = _dataset(release, base, 1) | {"dct:hasPart": [{"@id": part} for part in ids.values()]}
    parts = [
        {
            "@id": ids[resource.name],
            "@type": "dcat:Dataset",
            "dct:identifier": f"{release.name} {release.version} {resource.name}",
            "dct:title": _said(resource.title, resource.title_en),
            "dct:description": _said(resource.description or resource.title, resource.title_en),
            "dcat:landingPage": {"@id": _page(release, resource, base), "@type": "foaf:Document"},
            "dct:isPartOf": {"@id": whole["@id"]},
            **_shared(release),
            "dcat:distribution": _distributions(by_resource.get(resource.name, []), release, base, 1),
        }
        for resource in package.resources
    ]
    return {"@context": _CONTEXT, "@graph": [whole, *parts]}


def _series(body: Body, base: Base, above: int) -> Node:
    return {
        "@id": _series_id(body, base, above),
        "@type": "dcat:DatasetSeries",
        "dct:title": _said(body.name, body.name_en),
        "dct:description": _said(
            f"{body.name}历年预算公开表。", f"Budgets of {body.name_en} over the years."
        ),
        "dct:publisher": _agent(body.owner, body.latest.name),
    }


def _series_id(body: Body, base: Base, above: int) -> str:
    return f"{base.to(latest_path(body), above=above)}#series"


def _dataset(release: Summary, base: Base, above: int) -> Node:
    home = base.to(f"{release.name}/", above=above)
    return {
        "@id": f"{home}#dataset",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{release.name} {release.version}".strip(),
        "dct:title": _said(release.title, release.title_en),
        "dct:description": _said(release.description or release.title, release.description_en),
        "dcat:landingPage": {"@id": home, "@type": "foaf:Document"},
        "dcat:keyword": ["budget", "预算", "预算公开"],
        **_shared(release),
        "dct:source": [{"@id": url} for url in release.sources],
        "dcat:distribution": _distributions(release.files, release, base, above),
    }


def _shared(release: Summary) -> Node:
    """What a release and its parts have in common."""
    return {
        "dcat:version": release.version,
        "dct:publisher": _agent(release.owner, release.name),
        "dct:language": [{"@id": f"{_AUTHORITY}language/ZHO"}],
        "dcat:theme": [{"@id": f"{_AUTHORITY}data-theme/GOVE"}, {"@id": f"{_AUTHORITY}data-theme/ECON"}],
        "dct:accessRights": {"@id": f"{_AUTHORITY}access-right/PUBLIC"},
        **({"dct:issued": _moment(release.created)} if release.created else {}),
        **_year(release.year),
    }


def _distributions(files: Iterable[File], release: Summary, base: Base, above: int) -> list[Node]:
    return [_distribution(file, release, base, above) for file in files]


def _distribution(file: File, release: Summary, base: Base, above: int) -> Node:
    licence = next((licence.url for licence in release.licences if licence.url), "")
    address = base.to(file.path, above=above)
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": file.path.rpartition("/")[2],
        "dcat:accessURL": {"@id": base.to(f"{release.name}/", above=above)},
        "dcat:downloadURL": {"@id": address},
        "dcat:mediaType": {"@id": _MEDIA + file.media_type},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
        **({"dct:license": {"@id": licence, "@type": "dct:LicenseDocument"}} if licence else {}),
    }


def _page(release: Summary, resource: Resource, base: Base) -> str:
    table = f"{resource.table}/" if resource.table else ""
    return base.to(f"{release.name}/{table}", above=1)


def _part_id(release: Summary, resource: Resource, base: Base) -> str:
    return f"{base.to(f'{release.name}/', above=1)}#{resource.name}"


def _agent(owner: Owner, otherwise: str) -> Node:
    name = owner.name or otherwise
    return {
        "@id": urn("body", name, owner.code),
        "@type": "foaf:Agent",
        "foaf:name": _said(name, owner.name_en),
    }


def _year(year: str) -> Node:
    """The fiscal year, where it is one."""
    if not (year.isascii() and year.isdigit() and len(year) == len("2026")):
        return {}
    day = {"@type": "xsd:gYear", "@value": year}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": day, "dcat:endDate": day}}


def _languages() -> list[Node]:
    names = {"zh": "ZHO", "en": "ENG"}
    return [{"@id": f"{_AUTHORITY}language/{names[language.code]}"} for language in LANGUAGES]


def _moment(text_of: str) -> Node:
    return {"@type": "xsd:dateTime", "@value": text_of}


def _said(zh: str, en: str) -> list[Node]:
    """A text in both languages, or in the one that there is."""
    both = [{"@language": "zh", "@value": zh}, {"@language": "en", "@value": en}]
    return [node for node in both if node["@value"]]
