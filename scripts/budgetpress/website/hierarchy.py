"""Where the codes of a table stand in their classification: what is above each row, and its English name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from budgetpress.website.data import Field, Package, Record, Resource

CodeLists = Mapping[str, Mapping[str, Record]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hierarchy:
    """The levels that a table's rows can be folded by.

    `field` is the code that orders them, `above` the code right above each row's (by its `row`), and `heads`
    the entries of the code list that are above any row, those higher up first. `levels` is what the list
    calls its levels, from the first, zh and en; nothing where it does not say.
    """

    field: str
    above: Mapping[str, str]
    heads: tuple[Record, ...]
    levels: tuple[tuple[str, str], ...] = ()


def hierarchy(package: Package, resource: Resource) -> Hierarchy | None:
    """The hierarchy of the first code of a table whose list has levels above the rows; None without one."""
    for field in resource.fields:
        known = package.codelists.get(field.codelist, {})
        above = {
            row["row"]: parent
            for row in resource.rows
            if (parent := known.get(row[field.name], {}).get("parent", "")) in known
        }
        if above:
            heads, levels = _heads(known, above), _levels(package, field.codelist)
            return Hierarchy(field=field.name, above=above, heads=heads, levels=levels)
    return None


def _levels(package: Package, codelist: str) -> tuple[tuple[str, str], ...]:
    """The names of levels, as the list's own column of levels describes them: `从 1 起：类、款、项`."""
    resource = next((r for r in package.resources if r.name == f"codelist_{codelist}"), None)
    column = resource.field("level") if resource else None
    if column is None:
        return ()
    zh = column.description.partition("：")[2].split("、")
    en = column.description_en.partition(": ")[2].split(", ")
    return tuple(zip(zh, en, strict=True)) if all(zh) and all(en) and len(zh) == len(en) else ()


def _heads(known: Mapping[str, Record], above: Mapping[str, str]) -> tuple[Record, ...]:
    found: set[str] = set()
    for code in above.values():
        up = code
        while up in known and up not in found:
            found.add(up)
            up = known[up].get("parent", "")
    return tuple(known[code] for code in sorted(found, key=lambda code: (len(code), code)))


def english_name(lists: CodeLists, field: Field | None, row: Record) -> str:
    """What the code list declared for `field` calls the row's code in English; empty if it does not say."""
    if field is None:
        return ""
    return lists.get(field.codelist, {}).get(row[field.name], {}).get("name_en", "")
