"""What the two descriptors say differently: of the packages, their sources, resources and fields.

Sizes and hashes are left out: they follow from the rows, which are compared one by one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from budgetpress.diff.cause import Causes
from budgetpress.diff.changes import Cause, Change, Values, What
from budgetpress.published import Published, Resource

_STAMPS = frozenset({"bytes", "hash", "rows"})


def schema_changes(a: Published, b: Published, causes: Causes) -> Iterator[Change]:
    """Every change of a descriptor: properties, sources, resources, fields."""
    ours = causes.of_description()
    for key, change in _differing(a.raw, b.raw, frozenset({"resources", "sources"})).items():
        yield Change(part="descriptor", what="changed", field=key, values={key: change}, cause=ours)
    yield from _sources(a, b, causes)
    for name in (*a.resources, *(name for name in b.resources if name not in a.resources)):
        yield from _resource(name, a.resources.get(name), b.resources.get(name), causes)
    if order := _order(a.resources, b.resources):
        yield Change(part="resource", what="reordered", values={"order": order}, cause=ours)


def _sources(a: Published, b: Published, causes: Causes) -> Iterator[Change]:
    """Sources by the name of their file, or else by their hash: a renamed file is the same document."""
    left, right = _listed(a), _listed(b)
    for file in [file for file in left if file not in right]:
        same = [
            name for name, entry in right.items()
            if name not in left and entry.get("sha256") and entry.get("sha256") == left[file].get("sha256")
        ]  # fmt: skip
        if same:
            right[file] = right.pop(same[0])
    for file in sorted({*left, *right}):
        values = _differing(left.get(file, {}), right.get(file, {}), frozenset())
        if not values:
            continue
        what: What = "changed" if file in left and file in right else "added" if file in right else "removed"
        cause: Cause = "revision" if what != "changed" or "sha256" in values else "correction"
        yield Change(
            part="source",
            what=what,
            before=file if file in left else "",
            after=str(right[file].get("file", "")).removeprefix("source/") if file in right else "",
            label=file,
            values=values,
            cause=cause if causes.same_release else "other_document",
        )


def _listed(package: Published) -> dict[str, Mapping[str, Any]]:
    listed = package.raw.get("sources")
    entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    return {str(each.get("file") or each.get("path") or "").removeprefix("source/"): each for each in entries}


def _resource(name: str, a: Resource | None, b: Resource | None, causes: Causes) -> Iterator[Change]:
    head = a or b
    if head is None:
        return
    if a is None or b is None:
        count = str(len(head.rows))
        yield Change(
            part="resource",
            what="added" if a is None else "removed",
            resource=name,
            table=head.table,
            label=head.text("title"),
            values={"rows": ("", count) if a is None else (count, "")},
            cause=causes.of_resource(name),
        )
        return
    values = _differing(_described(a), _described(b), frozenset())
    if values:
        yield Change(part="resource", what="changed", resource=name, table=head.table,
                     label=head.text("title"), values=values, cause=causes.of_description())  # fmt: skip
    yield from _fields(name, a, b, causes)


def _fields(name: str, a: Resource, b: Resource, causes: Causes) -> Iterator[Change]:
    ours = causes.of_description()
    for field in (*a.fields, *(field for field in b.fields if field not in a.fields)):
        values = _differing(a.fields.get(field, {}), b.fields.get(field, {}), frozenset({"name"}))
        both = field in a.fields and field in b.fields
        if values or not both:
            what: What = "changed" if both else "removed" if field in a.fields else "added"
            yield Change(part="field", what=what, resource=name, table=b.table or a.table, field=field,
                         values=values, cause=ours)  # fmt: skip
    if order := _order(a.fields, b.fields):
        yield Change(part="field", what="reordered", resource=name, table=b.table or a.table,
                     values={"order": order}, cause=ours)  # fmt: skip


def _described(resource: Resource) -> dict[str, Any]:
    """The properties of a resource that do not follow from its rows."""
    found = {key: value for key, value in resource.raw.items() if key not in _STAMPS | {"schema", "name"}}
    listed = found.get("alternates")
    if isinstance(listed, list):
        found["alternates"] = [
            {key: value for key, value in each.items() if key not in _STAMPS}
            for each in listed
            if isinstance(each, dict)
        ]
    schema = resource.raw.get("schema")
    if isinstance(schema, dict):
        found |= {f"schema.{key}": value for key, value in schema.items() if key != "fields"}
    return found


def _differing(a: Mapping[str, Any], b: Mapping[str, Any], without: frozenset[str]) -> Values:
    """The properties that are not the same, as text."""
    keys = [key for key in (*a, *(key for key in b if key not in a)) if key not in without]
    found = {key: (_text(a.get(key)), _text(b.get(key))) for key in keys}
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


def _text(value: object) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _order(a: Mapping[str, Any], b: Mapping[str, Any]) -> tuple[str, str] | None:
    """The names that both have in either order, where the orders differ."""
    before, after = [name for name in a if name in b], [name for name in b if name in a]
    return (" ".join(before), " ".join(after)) if before != after else None
