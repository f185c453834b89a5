"""Figures, checks and the other resources beside the tables, compared by what they are about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from budgetpress.diff.cause import Causes
from budgetpress.diff.changes import Cause, Change, Part, Values
from budgetpress.diff.names import Names
from budgetpress.diff.tables import KEY, Aligned, label
from budgetpress.published import Published, Resource, Row

PLACE: Final = frozenset({"source", "page", "line", "column", "bbox", "sheet", "cell"})
# What a row of each role is about. Its number or id is no part of it: both count what stands before.
_ABOUT: Final[Mapping[str, tuple[Part, tuple[str, ...]]]] = {
    "repairs": ("repair", ("target", "table", "row", "field")),
    "statements": ("statement", ("heading", "sentence", "printed")),
    "findings": ("finding", ("code", "table", "row", "field")),
    "remarks": ("remark", ("table", "text")),
    "headings": ("heading", ("table", "role", "text")),
}
_COUNTED: Final = frozenset({"id", "number"})
Pairs = Sequence[tuple[Row | None, Row | None]]


def figure_changes(
    a: Published, b: Published, names: Names, tables: Mapping[str, Aligned], causes: Causes
) -> Iterator[Change]:
    """The figures that differ. Those of a row or table that only one package has are told with it."""
    others = {figure["id"]: figure for figure in b.rows("figures") if figure.get("id")}
    mine = [figure for figure in a.rows("figures") if figure.get("id")]
    pairs = [(one, others.pop(names.ids[one["id"]], None)) for one in mine]
    told = _told_with_rows(a, b, tables)
    labels = _Labels(tables)
    for one, other in (*pairs, *((None, other) for other in others.values())):
        present = other or one or {}
        resource, row = present.get("resource", ""), present.get("row", "")
        if (one is None or other is None) and told(0 if one else 1, resource, row):
            continue
        values = _values(one, other, _translated(one, names), _COUNTED | PLACE | {KEY})
        if values or one is None or other is None:
            yield _change("figure", one, other, values, causes.of_figure(one, other),
                          resource=resource, label=labels.of(one, other))  # fmt: skip
    both = [(one, other) for one, other in pairs if other is not None]
    yield from _places("figures", both, causes.of_the_rest())


def _told_with_rows(
    a: Published, b: Published, tables: Mapping[str, Aligned]
) -> Callable[[int, str, str], bool]:
    """Whether the figures of a row on a side (0 or 1) need no word: the row or its table has one."""
    rows = {
        (side, name, row.get(KEY, ""))
        for name, each in tables.items()
        for side, found in enumerate((each.removed, each.added))
        for row in found
    }
    whole = tuple({each.name for each in package.tables} - {*tables} for package in (a, b))
    return lambda side, resource, row: resource in whole[side] or (side, resource, row) in rows


class _Labels:
    """What the row of a figure is about, as its table says."""

    def __init__(self, tables: Mapping[str, Aligned]) -> None:
        self._rows = {
            (side, name, row.get(KEY, "")): (resource, row)
            for name, each in tables.items()
            for side, resource in enumerate((each.a, each.b))
            for row in resource.rows
        }

    def of(self, one: Row | None, other: Row | None) -> str:
        present, side = (other, 1) if other is not None else (one or {}, 0)
        found = self._rows.get((side, present.get("resource", ""), present.get("row", "")))
        return label(*found) if found else ""


def other_changes(a: Published, b: Published, names: Names, causes: Causes) -> Iterator[Change]:
    """Every change in the resources beside tables and figures that both packages have."""
    for name, left in a.resources.items():
        right = b.resources.get(name)
        if right is None or left.role in ("table", "figures"):
            continue
        part, pairs, without = _paired(a, left, right, names)
        cause = causes.of_the_rest()
        for one, other in pairs:
            values = _values(one, other, _translated(one, names, _home(a, one)), without)
            if values or one is None or other is None:
                yield _change(part, one, other, values, cause, resource="" if part != "code" else name)
        both = [(one, other) for one, other in pairs if one is not None and other is not None]
        yield from _places(name, both, cause)


def _paired(
    a: Published, left: Resource, right: Resource, names: Names
) -> tuple[Part, Pairs, frozenset[str]]:
    """The rows of a resource by pairs, what they are, and the columns that are not compared."""
    if left.role in _ABOUT:
        part, about = _ABOUT[left.role]
        translated = [_translated(row, names, _home(a, row)) for row in left.rows]
        return part, _matched(left.rows, translated, right.rows, about), _COUNTED | PLACE
    key = "id" if left.role == "checks" else "code" if left.role == "codelist" else _key(left)
    others = {row.get(key, ""): row for row in right.rows}
    pairs: list[tuple[Row | None, Row | None]] = []
    for row in left.rows:
        name = row.get(key, "")
        pairs.append((row, others.pop(names.ids.get(name, name) if left.role == "checks" else name, None)))
    pairs += [(None, other) for other in others.values()]
    return ("check" if left.role == "checks" else "code"), pairs, frozenset({key})


def _key(resource: Resource) -> str:
    schema = resource.raw.get("schema")
    key = schema.get("primaryKey") if isinstance(schema, dict) else None
    return str(key[0]) if isinstance(key, list) and key else next(iter(resource.fields), "")


def _matched(
    rows: Sequence[Row], translated: Sequence[Row], others: Sequence[Row], about: tuple[str, ...]
) -> Pairs:
    """Pairs of the same content and place, of the same content, of the same matter; then what is left."""
    pairs: list[tuple[Row | None, Row | None]] = []
    left, right = list(range(len(rows))), list(range(len(others)))
    placed = tuple(name for name in (translated[0] if translated else {}) if name not in _COUNTED)
    content = tuple(name for name in placed if name not in PLACE)
    for columns in (placed, content, about):
        waiting: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for j in reversed(right):
            waiting[_key_of(others[j], columns)].append(j)
        for i in list(left):
            if found := waiting.get(_key_of(translated[i], columns)):
                j = found.pop()
                pairs.append((rows[i], others[j]))
                left.remove(i)
                right.remove(j)
    return [*pairs, *((rows[i], None) for i in left), *((None, others[j]) for j in right)]


def _key_of(row: Row, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in columns)


def _translated(row: Row | None, names: Names, home: str = "") -> Row:
    """A row of package a with every row number and id as package b has them."""
    found = {name: names.text(text) for name, text in (row or {}).items()}
    if row and row.get(KEY) and home:
        found[KEY] = names.row(home, row[KEY])
    return found


def _home(package: Published, row: Row | None) -> str:
    """The resource whose row a repair or a finding names: that of its figure, else one of its table."""
    if not row or not row.get(KEY):
        return ""
    tables = [each for each in package.tables if each.table == row.get("table")]
    with_field = [each for each in tables if row.get("field") in each.fields]
    return next((each.name for each in (*with_field, *tables)), "")


def _values(one: Row | None, other: Row | None, translated: Row, without: frozenset[str]) -> Values:
    """The columns that differ, as they stand on either side; all filled ones where a side has none."""
    names = [name for name in (one or other or {}) if name not in without]
    if one is None or other is None:
        found = {name: ((one or {}).get(name, ""), (other or {}).get(name, "")) for name in names}
        return {name: pair for name, pair in found.items() if any(pair)}
    common = [name for name in names if name in other]
    return {name: (one[name], other[name]) for name in common if translated[name] != other[name]}


def _change(
    part: Part,
    one: Row | None,
    other: Row | None,
    values: Values,
    cause: Cause,
    *,
    resource: str,
    label: str = "",
) -> Change:
    present = other or one or {}
    name = next((key for key in ("id", "number", "code") if key in present), "")
    return Change(
        part=part,
        what="removed" if other is None else "added" if one is None else "changed",
        resource=resource,
        table=present.get("table", ""),
        before=(one or {}).get(name, ""),
        after=(other or {}).get(name, ""),
        label=label or present.get("name_zh") or present.get("name") or present.get("text") or "",
        field=present.get("field", ""),
        values=values,
        cause=cause,
    )


def _places(name: str, pairs: Sequence[tuple[Row, Row]], cause: Cause) -> Iterator[Change]:
    """One change that says how many rows stand elsewhere in the source."""
    count = sum(any(one.get(key, "") != other.get(key, "") for key in PLACE) for one, other in pairs)
    if count:
        yield Change(part="place", what="changed", resource=name, label=str(count), cause=cause)
