"""schema.org descriptions in the pages, as search engines for data sets read them: a release, and its tables.

A description is a data block (`application/ld+json`): it runs nothing, and no text can end it, since `<`, `>`
and `&` are written as JSON escapes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from budgetpress.website.archive import archive_name
from budgetpress.website.catalogue.address import Base, site_base
from budgetpress.website.data import Field, Package, part, records, text
from budgetpress.website.downloads import FORMATS, formats
from budgetpress.website.escape import clean, web_url
from budgetpress.website.languages import EN, ZH, Language, either
from budgetpress.website.summary import made

_SAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})

Node = dict[str, Any]
To = Callable[[str], str]
"""The address of a path from the site's root, as the page at hand writes it."""


def release_block(package: Package, base: Base | None = None) -> str:
    """The script element for the first page of a release."""
    return _block(lambda language, to: _release(package, language, to), 1, base)


def table_block(package: Package, number: str, base: Base | None = None) -> str:
    """The script element for the page of a table."""
    return _block(lambda language, to: _table(package, number, language, to), 2, base)


def _block(describe: Callable[[Language, To], Node], above: int, base: Base | None) -> str:
    """A page that lies `above` folders deep in the Chinese tree lies one deeper in the English one."""
    base = base or site_base()
    texts = []
    for language in (ZH, EN):
        to = partial(base.to, above=above + language.folder.count("/"))
        node = {"@context": "https://schema.org/"} | describe(language, to)
        texts.append(clean(json.dumps(node, ensure_ascii=False, separators=(",", ":")).translate(_SAFE)))
    return f'<script type="application/ld+json">{either(*texts)}</script>'


def _release(package: Package, language: Language, to: To) -> Node:
    page = to(f"{language.folder}{package.name}/")
    archive = archive_name(package)
    node: Node = {
        **_shared(package, language, to),
        "@id": f"{to(f'{package.name}/')}#dataset",
        "url": page,
        "name": _said(package.text("title"), package.text("title_en"), language) or package.name,
        "alternateName": _said(package.text("title_en"), package.text("title"), language),
        "description": _said(package.text("description"), package.text("description_en"), language),
        "identifier": f"{package.name} {package.text('version')}".strip(),
        "isBasedOn": [
            url for s in records(package.descriptor, "sources") if (url := web_url(text(s, "path")))
        ],
        "distribution": [
            _download(to(f"{package.name}/{archive}"), archive, "application/zip"),
            _download(to(f"{package.name}/datapackage.json"), "datapackage.json", "application/json"),
        ],
        "hasPart": [
            {
                "@type": "Dataset",
                "@id": f"{to(f'{package.name}/{number}/')}#dataset",
                "url": to(f"{language.folder}{package.name}/{number}/"),
                "name": f"{number} {_said(*package.title(number), language)}",
                "description": _said(*package.title(number), language),
                "license": _licence(package),
            }
            for number in sorted(package.tables)
        ],
    }
    return _filled(node)


def _table(package: Package, number: str, language: Language, to: To) -> Node:
    resources = package.tables[number]
    name = _said(*package.title(number), language)
    whole = _said(package.text("title"), package.text("title_en"), language)
    node: Node = {
        **_shared(package, language, to),
        "@id": f"{to(f'{package.name}/{number}/')}#dataset",
        "url": to(f"{language.folder}{package.name}/{number}/"),
        "name": f"{name} · {whole}",
        "description": _said(
            f"{whole}第 {number} 表《{name}》，金额单位：元。",
            f"Table {number} ({name}) of: {whole}. Amounts in yuan (CNY).",
            language,
        ),
        "identifier": f"{package.name} {package.text('version')} {number}",
        "isPartOf": {"@id": f"{to(f'{package.name}/')}#dataset"},
        "variableMeasured": [
            _variable(field, language)
            for resource in resources
            for field in resource.fields
            if field.name not in {"row", "kind"}
        ],
        "distribution": [
            _download(
                to(f"{package.name}/{path}"),
                path.rpartition("/")[2],
                FORMATS[f".{path.rpartition('.')[2]}"].media_type,
            )
            for resource in resources
            for _, path in formats(package, resource)
        ],
    }
    return _filled(node)


def _shared(package: Package, language: Language, to: To) -> Node:
    body = part(package.descriptor, "body")
    return {
        "@type": "Dataset",
        "version": package.text("version"),
        "dateModified": made(package),
        "temporalCoverage": package.text("fiscalYear"),
        "inLanguage": ZH.tag,
        "isAccessibleForFree": True,
        "license": _licence(package),
        "creator": _filled(
            {
                "@type": "GovernmentOrganization",
                "name": _said(text(body, "name"), text(body, "name_en"), language) or package.name,
                "identifier": text(body, "code"),
            }
        ),
        "creditText": _said(package.text("citation"), package.text("citation_en"), language),
        "includedInDataCatalog": {"@type": "DataCatalog", "url": to(language.folder)},
    }


def _variable(field: Field, language: Language) -> Node:
    return _filled(
        {
            "@type": "PropertyValue",
            "name": _said(field.title, field.title_en, language),
            "alternateName": field.name,
            "unitText": "CNY" if field.amount else "",
        }
    )


def _download(address: str, name: str, kind: str) -> Node:
    return {"@type": "DataDownload", "name": name, "contentUrl": address, "encodingFormat": kind}


def _licence(package: Package) -> str:
    found = (web_url(text(licence, "path")) for licence in records(package.descriptor, "licenses"))
    return next(filter(None, found), "")


def _said(zh: str, en: str, language: Language) -> str:
    return zh if language is ZH or not en else en


def _filled(node: Node) -> Node:
    return {key: value for key, value in node.items() if value not in ("", [], {})}
