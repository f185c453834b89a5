"""Long tables and long lists of identities are cut into pages, so that no page is too heavy to load.

Weights are in figures: a figure shown with its row, its proof and its link. The limits were measured on
pages of this site (`tests/benchmarks/long_tables.py`): a page at the limit is below 40 kB compressed, which
leaves room for the theme within 120 kB, and its rows are laid out in a fraction of a second.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from budgetpress.website.data import Check, Figure, Part, Record, Resource

# A table with more than this keeps its proofs on pages of their own, and so do its rows beyond a page.
MOST = 600
# So much of a table, or of the identities, is on a page of a long one.
PAGE = 1_000
# A figure in the terms of an identity weighs less than one with its proof; so do the words of a row.
_TERMS, _WORDS = 4, 60
# The order in which identities are listed.
ORDER = {"fails": 0, "holds": 1, "not_applicable": 2}
CHECKS = "checks/"

Item = TypeVar("Item")
Tables = Mapping[str, tuple[Resource, ...]]


def cut_tables(tables: Tables, figures: Iterable[Figure], checks: Sequence[Check]) -> Tables:
    """The same tables, each resource with the parts that it is shown in."""
    figures = list(figures)
    homes = {figure.id: figure.table for figure in figures}
    held = Counter((figure.resource, figure.row) for figure in figures)
    through: Counter[str] = Counter()
    for check in checks:
        for table in {homes[name] for name in check.figures if name in homes}:
            through[table] += 1 + len(check.figures) // _TERMS
    return {
        number: tuple(_cut(number, resources, held, through[number])) for number, resources in tables.items()
    }


def _cut(
    number: str, resources: tuple[Resource, ...], held: Mapping[tuple[str, str], int], through: int
) -> Iterator[Resource]:
    def weight(resource: Resource) -> Callable[[Record], int]:
        return lambda row: held.get((resource.name, row["row"]), 0) + sum(map(len, row.values())) // _WORDS

    page = f"{number}/"
    whole = through // 2 + sum(weight(resource)(row) for resource in resources for row in resource.rows)
    count = 0
    for resource in resources:
        if whole <= MOST:
            yield replace(resource, parts=(Part(page=page, proofs=page, start=0, stop=len(resource.rows)),))
            continue
        parts = []
        for start, stop in chunks(resource.rows, weight(resource)):
            count += 1
            home = f"{page}rows/{count}/" if start else page
            parts.append(Part(page=home, proofs=f"{page}proofs/{count}/", start=start, stop=stop))
        yield replace(resource, parts=tuple(parts))


def chunks(items: Sequence[Item], weight: Callable[[Item], int]) -> Iterator[tuple[int, int]]:
    """Where to cut: half-open ranges that cover `items`, each of :data:`PAGE` at most or of one item.

    There is always one range, of no item where there are none.
    """
    start, held = 0, 0
    for position, item in enumerate(items):
        here = 1 + weight(item)
        if held and held + here > PAGE:
            yield start, position
            start, held = position, 0
        held += here
    yield start, len(items)


def placed_figures(figures: Iterable[Figure], tables: Tables) -> dict[str, Figure]:
    """The figures by their id, each with the page that its cell is on and the one that proves it.

    One that stands in no cell of its table is on the page that proves it.
    """
    homes = {
        (resource.name, row["row"]): part
        for resources in tables.values()
        for resource in resources
        for part in resource.parts
        for row in resource.rows[part.start : part.stop]
    }
    known = {resource.name: resource for resources in tables.values() for resource in resources}
    found = {}
    for figure in figures:
        resource, part = known[figure.resource], homes.get((figure.resource, figure.row))
        page = part.page if part and resource.field(figure.field) else ""
        proofs = (part or resource.parts[0]).proofs
        found[figure.id] = replace(figure, page=page or proofs, proofs=proofs)
    return found


def placed_checks(checks: Sequence[Check]) -> tuple[Check, ...]:
    """The identities in the order they were in, each with the page that it is listed on."""
    listed = in_order(checks)
    pages = {}
    for count, (start, stop) in enumerate(chunks(listed, lambda c: len(c.figures) // _TERMS), 1):
        page = f"{CHECKS}{count}/" if start else CHECKS
        pages.update({check.id: page for check in listed[start:stop]})
    return tuple(replace(check, page=pages[check.id]) for check in checks)


def in_order(checks: Iterable[Check]) -> list[Check]:
    """Failing ones first, then by identity."""
    return sorted(checks, key=lambda check: (ORDER[check.verdict], check.record["identity"]))
