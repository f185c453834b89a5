"""Compare two packages: a pure function of what is on disk, the same from either side."""

from __future__ import annotations

from budgetpress.diff.cause import causes_between
from budgetpress.diff.changes import PARTS, Change, Difference, Side
from budgetpress.diff.names import names_between
from budgetpress.diff.schema import schema_changes
from budgetpress.diff.system import figure_changes, other_changes
from budgetpress.diff.tables import KEY, aligned_tables, row_names, table_changes
from budgetpress.published import Published


def compare(a: Published, b: Published) -> Difference:
    """All that differs between `a`, the older, and `b`, the newer package."""
    causes = causes_between(a, b)
    tables = aligned_tables(a, b)
    names = names_between(a, b, row_names(tables))
    told = (_amounts(a), _amounts(b))
    changes = [
        *schema_changes(a, b, causes),
        *(change for each in tables.values() for change in table_changes(each, names, told, causes)),
        *figure_changes(a, b, names, tables, causes),
        *other_changes(a, b, names, causes),
    ]
    return Difference(
        a=_side(a),
        b=_side(b),
        same_release=causes.same_release,
        same_sources=causes.same_sources,
        changes=tuple(sorted(changes, key=_order)),
        renumbered={
            name: sum(one.get(KEY) != other.get(KEY) for one, other in each.pairs)
            for name, each in tables.items()
        },
    )


def _order(change: Change) -> tuple[object, ...]:
    """Parts in their order, then tables, rows by number, fields."""
    number = change.at if change.at.isdigit() else ""
    return (
        PARTS.index(change.part),
        change.table,
        change.resource,
        int(number or 0),
        change.at,
        change.field,
        change.what,
        change.label,
        sorted(change.values.items()),
    )


def _amounts(package: Published) -> dict[tuple[str, str, str], str]:
    return {
        (figure.get("resource", ""), figure.get(KEY, ""), figure.get("field", "")): figure.get("amount", "")
        for figure in package.rows("figures")
    }


def _side(package: Published) -> Side:
    return Side(
        origin=package.origin,
        name=package.text("name"),
        version=package.text("version"),
        title=package.text("title"),
        year=package.year,
    )
