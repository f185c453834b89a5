"""What a descriptor may ask a reader to open: plain CSV files inside the package's own folder, and no more.

Frictionless follows links, fetches addresses and dereferences paths that a descriptor names. So a package
of unknown origin is looked through here first, and Frictionless sees it only when nothing is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from budgetpress.package.descriptor import DIALECT, PROFILE

# Properties by which a resource could name another place, another reader or hidden data.
_FORBIDDEN = (
    "data",
    "scheme",
    "compression",
    "innerpath",
    "extrapaths",
    "control",
    "detector",
    "jsonSchema",
    "basepath",
)
# Names without a colon, a backslash, a blank or a leading dot: no address, no other folder, nothing hidden.
_PATH = re.compile(r"(?:\w[\w.-]*/)*\w[\w.-]*", re.ASCII)
_FIXED = {"type": "table", "profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8"}


def unsafe_parts(descriptor: object, folder: Path) -> Iterator[tuple[str, str]]:
    """(resource, what is wrong) for all that is not a plain file of the package or not of our format."""
    if not isinstance(descriptor, dict):
        yield "", "the descriptor is not a JSON object"
        return
    if descriptor.get("$schema") != PROFILE:
        yield "", f"$schema is not {PROFILE}"
    for name in ("profile", "basepath", "dialect"):
        if name in descriptor:
            yield "", f"the property '{name}' is not allowed"
    if not _are_texts(descriptor.get("allowedFormulaCells", [])):
        yield "", "allowedFormulaCells is not a list of texts"
    resources = descriptor.get("resources")
    if not isinstance(resources, list) or not all(isinstance(raw, dict) for raw in resources):
        yield "", "there is no list of resources"
        return
    yield from _resources(resources, folder)


def _resources(resources: list[Mapping[str, Any]], folder: Path) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for number, raw in enumerate(resources, start=1):
        name = raw.get("name")
        if not isinstance(name, str):
            yield "", f"resource {number} has no name"
            continue
        if name in seen:
            yield name, "two resources have this name"
        seen.add(name)
        yield from ((name, fault) for fault in _resource(raw, folder))
    roles = [raw.get("role") for raw in resources]
    for role in ("figures", "checks"):
        if roles.count(role) != 1:
            yield "", f"exactly one resource has the role '{role}', not {roles.count(role)}"


def _resource(raw: Mapping[str, Any], folder: Path) -> Iterator[str]:
    for name in _FORBIDDEN:
        if name in raw:
            yield f"the property '{name}' is not allowed"
    for name, expected in _FIXED.items():
        if raw.get(name) != expected:
            yield f"{name} is not '{expected}'"
    if raw.get("dialect") != DIALECT:
        yield "the dialect is not the one of this format"
    for name, kind in (("role", str), ("table", str), ("alternates", list)):
        if not isinstance(raw.get(name, kind()), kind):
            yield f"{name} is not a {kind.__name__}"
    yield from _path(raw.get("path"), folder)
    for alternate in alternates(raw):
        yield from _path(alternate.get("path"), folder)
    yield from _schema(raw.get("schema"))


def _schema(schema: object) -> Iterator[str]:
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(schema, dict) or not isinstance(fields, list):
        yield "the schema is not an object with fields"
        return
    for field in fields:
        if not isinstance(field, dict) or not _are_texts([field.get("name"), field.get("holds", "")]):
            yield "a field is not an object with a name"
    keys = schema.get("foreignKeys", [])
    if not isinstance(keys, list) or not all(_is_local(key) for key in keys):
        yield "a foreign key leads out of the package"


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_local(key: object) -> bool:
    reference = key.get("reference") if isinstance(key, dict) else None
    return isinstance(reference, dict) and "package" not in reference


def alternates(raw: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The other formats of a resource."""
    listed = raw.get("alternates", [])
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _path(path: object, folder: Path) -> Iterator[str]:
    if not isinstance(path, str) or len(path) > 200 or not _PATH.fullmatch(path):
        yield f"the path {str(path)[:200]!r} is not the name of a file in this package"
    elif not (folder / path).resolve().is_relative_to(folder.resolve()):
        yield f"the path '{path}' leads out of the package"
    elif not (folder / path).is_file():
        yield f"the file '{path}' is missing"
