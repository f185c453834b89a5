"""The rows of printed tables in two packages: added, removed, moved, and the cells that differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from budgetpress.diff.align import align
from budgetpress.diff.cause import Causes
from budgetpress.diff.changes import Cause, Change, Values, What
from budgetpress.diff.names import Names
from budgetpress.published import Published, Resource, Row

KEY = "row"
Amounts = Mapping[tuple[str, str, str], str]
"""The amounts of the figures by resource, row and field."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Aligned:
    """The rows of a resource in both packages: pairs in order, those that moved, and those on one side."""

    a: Resource
    b: Resource
    pairs: tuple[tuple[Row, Row], ...]
    moved: frozenset[str]
    removed: tuple[Row, ...]
    added: tuple[Row, ...]


def aligned_tables(a: Published, b: Published) -> dict[str, Aligned]:
    """Every table that both packages have, with its rows aligned."""
    return {
        each.name: _aligned(each, b.resources[each.name])
        for each in a.tables
        if each.name in b.resources and b.resources[each.name].role == "table"
    }


def _aligned(a: Resource, b: Resource) -> Aligned:
    numbers = {KEY, *a.holding("row"), *b.holding("row")}
    common = [name for name in a.fields if name in b.fields and name not in numbers]
    amounts = {*a.amounts, *b.amounts}
    pairs, moved = align(
        [tuple(row[name] for name in common) for row in a.rows],
        [tuple(row[name] for name in common) for row in b.rows],
        labels=[i for i, name in enumerate(common) if name not in amounts],
        telling=[i for i, name in enumerate(common) if name not in amounts and not _closed(a, name)],
    )
    taken_a, taken_b = {i for i, _ in pairs}, {j for _, j in pairs}
    return Aligned(
        a=a,
        b=b,
        pairs=tuple((a.rows[i], b.rows[j]) for i, j in pairs),
        moved=frozenset(a.rows[i].get(KEY, "") for i in moved),
        removed=tuple(row for i, row in enumerate(a.rows) if i not in taken_a),
        added=tuple(row for j, row in enumerate(b.rows) if j not in taken_b),
    )


def _closed(resource: Resource, name: str) -> bool:
    """Whether the field has one of a few words, so that it tells little of what a row is about."""
    constraints = resource.fields[name].get("constraints")
    return isinstance(constraints, dict) and "enum" in constraints


def row_names(tables: Mapping[str, Aligned]) -> dict[str, dict[str, str]]:
    """By resource, the number in b of each row in a."""
    return {
        name: {one.get(KEY, ""): other.get(KEY, "") for one, other in each.pairs}
        for name, each in tables.items()
    }


def table_changes(
    each: Aligned, names: Names, told: tuple[Amounts, Amounts], causes: Causes
) -> Iterator[Change]:
    """The rows and cells of one table that differ; an amount that its figure tells of is not told twice."""
    cause = causes.of_resource(each.b.name)
    for row in each.removed:
        values = {name: (text, "") for name, text in row.items() if text and name != KEY}
        yield _row("removed", each.a, values, cause, before=row)
    for row in each.added:
        values = {name: ("", text) for name, text in row.items() if text and name != KEY}
        yield _row("added", each.b, values, cause, after=row)
    for one, other in each.pairs:
        if one.get(KEY, "") in each.moved:
            yield _row("moved", each.b, {}, cause, before=one, after=other)
        yield from _cells(each, one, other, names, told, causes)


def _row(
    what: What,
    resource: Resource,
    values: Values,
    cause: Cause,
    *,
    before: Row | None = None,
    after: Row | None = None,
) -> Change:
    return Change(
        part="row",
        what=what,
        resource=resource.name,
        table=resource.table,
        before=(before or {}).get(KEY, ""),
        after=(after or {}).get(KEY, ""),
        label=label(resource, after or before or {}),
        values=values,
        cause=cause,
    )


def _cells(
    each: Aligned, one: Row, other: Row, names: Names, told: tuple[Amounts, Amounts], causes: Causes
) -> Iterator[Change]:
    homes = _references(each.a)
    for field in each.a.fields:
        if field == KEY or field not in each.b.fields:
            continue
        before, after = one[field], other[field]
        if (names.row(homes[field], before) if field in homes else before) == after:
            continue
        figures = tuple(
            amounts.get((each.a.name, row.get(KEY, ""), field), "")
            for amounts, row in zip(told, (one, other), strict=True)
        )
        if figures == (before, after):
            continue
        yield Change(
            part="cell",
            what="changed",
            resource=each.b.name,
            table=each.b.table,
            before=one.get(KEY, ""),
            after=other.get(KEY, ""),
            label=label(each.b, other),
            field=field,
            values={field: (before, after)},
            cause=causes.of_resource(each.b.name),
        )


def _references(resource: Resource) -> dict[str, str]:
    """The fields that hold the number of a row, with the resource whose row it is."""
    schema = resource.raw.get("schema")
    keys = schema.get("foreignKeys") if isinstance(schema, dict) else None
    found: dict[str, str] = {}
    for key in keys if isinstance(keys, list) else ():
        reference = key.get("reference") if isinstance(key, dict) else None
        if isinstance(reference, dict) and reference.get("fields") == [KEY]:
            found |= dict.fromkeys(key.get("fields", ()), str(reference.get("resource")))
    return found


def label(resource: Resource, row: Row) -> str:
    """What a row is about, for people: its codes and names, as far as it has any."""
    words = [row[name] for name in resource.holding("code", "text") if row.get(name)]
    return " ".join(dict.fromkeys(words))
