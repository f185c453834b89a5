"""Instances of the declared identities: which printed positions must sum to which.

A position is a place in the tables where an amount may stand, blank or not: (resource, row, field).
An instance says that the positions on its left sum to those on its right (for `within`: do not exceed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from budgetpress.codes import label_name
from budgetpress.form import Form, Identity, Term
from budgetpress.model import Row, Table
from budgetpress.shape.words import squash

_SEVERAL = 3


class Position(NamedTuple):
    """A place where an amount may stand."""

    resource: str
    row: int
    field: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Instance:
    """One identity at one place: its row, if it speaks of one row, and its field or code.

    Row numbers differ between the printed and the published tables; `row` and `key` tell which instance of
    the one is which of the other.
    """

    id: str
    identity: Identity
    left: tuple[Position, ...]
    right: tuple[Position, ...]
    row: tuple[str, int] | None = None
    key: str = ""

    @property
    def positions(self) -> tuple[Position, ...]:
        """All positions, left then right."""
        return self.left + self.right


def instances(tables: Sequence[Table], form: Form) -> tuple[Instance, ...]:
    """Every instance of the form's identities that these tables can have, in the order of the form.

    An identity whose table or total row is not in the document gives none, and where a blank of the form is
    not zero, neither does one with a blank among its amounts.
    """
    by_name = {table.resource: table for table in tables}
    found: list[Instance] = []
    for identity in form.identities:
        terms = (*identity.left, *identity.right)
        if all(term.resource in by_name for term in terms):
            found += _KINDS[identity.kind](identity, by_name)
    if not form.blank_is_zero:
        rows = {(table.resource, row.number): row for table in tables for row in table.rows}
        return tuple(instance for instance in found if not _has_blank(instance, rows))
    return tuple(found)


def _has_blank(instance: Instance, rows: Mapping[tuple[str, int], Row]) -> bool:
    return any(rows[p.resource, p.row].amount(p.field) is None for p in instance.positions)


def matches(row: Row, term: Term) -> bool:
    """Whether a row belongs to a term."""
    for name, values in term.where.items():
        if name == "kind":
            if row.kind not in values:
                return False
        elif _plain(row.text(name)) not in {_plain(value) for value in values}:
            return False
    return all(row.text(name).startswith(starts) for name, starts in term.prefix.items())


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    return squash(label_name(text))


def _rows(term: Term, tables: Mapping[str, Table]) -> list[Row]:
    return [row for row in tables[term.resource].rows if matches(row, term)]


def _cells(term: Term, rows: Iterable[Row], fields: Sequence[str] = ()) -> tuple[Position, ...]:
    return tuple(Position(term.resource, row.number, name) for row in rows for name in fields or term.fields)


def _sum(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    left, right = identity.left[0], identity.right[0]
    if identity.when_equal and not _totals_equal(identity, tables[left.resource]):
        return
    for row in _rows(left, tables):
        yield Instance(
            id=f"{identity.name}.{row.name}",
            identity=identity,
            row=(left.resource, row.number),
            left=_cells(left, [row]),
            right=_cells(right, [row]),
        )


def _totals_equal(identity: Identity, table: Table) -> bool:
    """The condition of an identity that only holds where the printed totals of two columns agree.

    Where all items agree in both columns the totals must, whatever is printed for them.
    """
    pairs = [(row.kind, [row.amount(name) for name in identity.when_equal]) for row in table.rows]
    totals = [values for kind, values in pairs if kind == "total"]
    items = [values for kind, values in pairs if kind == "item" and any(v is not None for v in values)]
    if any(values[0] is not None and len(set(values)) == 1 for values in totals):
        return True
    return len(items) >= _SEVERAL and bool(totals) and all(len(set(values)) == 1 for values in items)


def _total(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    left, right = identity.left[0], identity.right[0]
    start = 0
    for total in _rows(left, tables):
        items = [row for row in _rows(right, tables) if row.number != total.number]
        if identity.above:
            items = [row for row in items if start < row.number < total.number]
            start = total.number
        for name in left.fields:
            yield Instance(
                id=f"{identity.name}.{total.name}.{name}",
                identity=identity,
                row=(left.resource, total.number),
                key=name,
                left=_cells(left, [total], [name]),
                right=_cells(right, items, [name]),
            )


def _rollup(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    """A row of one level of a code equals the rows of the next level below it, where any are printed."""
    left, right = identity.left[0], identity.right[0]
    rows = [(row.text(left.key), row) for row in _rows(left, tables)]
    for code, parent in rows:
        deeper = [level for level in identity.levels if level > len(code)]
        if len(code) not in identity.levels or not deeper:
            continue
        children = [row for other, row in rows if len(other) == deeper[0] and other.startswith(code)]
        for name in left.fields if children else ():
            yield Instance(
                id=f"{identity.name}.{parent.name}.{name}",
                identity=identity,
                row=(left.resource, parent.number),
                key=name,
                left=_cells(left, [parent], [name]),
                right=_cells(right, children, [name]),
            )


def _equal(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    terms = (*identity.left, *identity.right)
    if identity.left[0].key:
        yield from _equal_by_code(identity, tables)
        return
    rows = {id(term): _rows(term, tables) for term in terms}
    if any(not rows[id(term)] and term.where and not term.prefix for term in terms):
        return
    yield Instance(
        id=identity.name,
        identity=identity,
        left=tuple(cell for term in identity.left for cell in _cells(term, rows[id(term)])),
        right=tuple(cell for term in identity.right for cell in _cells(term, rows[id(term)])),
    )


def _equal_by_code(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    sides: list[dict[str, list[Position]]] = [{}, {}]
    for side, terms in zip(sides, (identity.left, identity.right), strict=True):
        for term in terms:
            for row in _rows(term, tables):
                code = row.text(term.key)
                if len(code) >= term.digits:
                    side.setdefault(code[: term.digits], []).extend(_cells(term, [row]))
    for code in sorted({*sides[0], *sides[1]}):
        yield Instance(
            id=f"{identity.name}.{code}",
            identity=identity,
            key=code,
            left=tuple(sides[0].get(code, ())),
            right=tuple(sides[1].get(code, ())),
        )


def _within(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    left, right = identity.left[0], identity.right[0]
    whole = _cells(right, _rows(right, tables))
    for row in _rows(left, tables) if whole else ():
        yield Instance(
            id=f"{identity.name}.{row.name}",
            identity=identity,
            row=(left.resource, row.number),
            left=_cells(left, [row]),
            right=whole,
        )


_KINDS = {
    "sum": _sum,
    "total": _total,
    "rollup": _rollup,
    "balance": _equal,
    "equal": _equal,
    "within": _within,
}
