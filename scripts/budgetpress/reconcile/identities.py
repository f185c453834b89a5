"""Instances of the declared identities: which printed positions must sum to which.

A position is a place in the tables where an amount may stand, blank or not: (resource, row, field).
An instance says that the positions on its left sum to those on its right (for `within`: do not exceed).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from budgetpress.amounts import is_dash
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

    An identity whose table or total row is not in the document gives none, nor does `coverage`, which is no
    equation; nor, where a blank of the form is not zero, one with a blank among its amounts.
    """
    by_name = {table.resource: table for table in tables}
    found: list[Instance] = []
    for identity in form.identities:
        if identity.kind in _KINDS and applies(identity, by_name):
            found += _KINDS[identity.kind](identity, by_name)
    if not form.blank_is_zero:
        rows = {(table.resource, row.number): row for table in tables for row in table.rows}
        return tuple(instance for instance in found if not _has_blank(instance, rows))
    return tuple(found)


def applies(identity: Identity, tables: Mapping[str, Table]) -> bool:
    """Whether the tables are there, and nothing is printed that makes the identity say nothing."""
    terms = (*identity.left, *identity.right, *identity.unless)
    return all(term.resource in tables for term in terms) and not any(
        _is_something(row, name)
        for term in identity.unless
        for row in _rows(term, tables)
        for name in term.fields
    )


def _is_something(row: Row, name: str) -> bool:
    """Whether an amount other than zero is printed; one that cannot be read may be any."""
    entry = row.entries.get(name)
    return entry is not None and not is_dash(entry.text) and entry.value != 0


def _has_blank(instance: Instance, rows: Mapping[tuple[str, int], Row]) -> bool:
    return any(rows[p.resource, p.row].amount(p.field) is None for p in instance.positions)


def matches(row: Row, term: Term) -> bool:
    """Whether a row belongs to a term."""
    for name, values in term.where.items():
        if name == "kind":
            if row.kind not in values:
                return False
        elif _plain(row.text(name)) not in _all_plain(values):
            return False
    return all(row.text(name).startswith(starts) for name, starts in term.prefix.items())


@lru_cache(maxsize=65_536)
def _plain(text: str) -> str:
    return squash(label_name(text))


@lru_cache(maxsize=1024)
def _all_plain(texts: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_plain, texts))


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
    totals = _rows(left, tables)
    for total in totals:
        items = [row for row in _rows(right, tables) if row.number != total.number]
        if identity.above:
            items = [row for row in items if start < row.number < total.number]
            start = total.number
        if identity.below:
            end = min((row.number for row in totals if row.number > total.number), default=None)
            items = [row for row in items if total.number < row.number and (end is None or row.number < end)]
        for name in left.fields if items or not identity.below else ():
            yield Instance(
                id=f"{identity.name}.{total.name}.{name}",
                identity=identity,
                row=(left.resource, total.number),
                key=name,
                left=_cells(left, [total], [name]),
                right=_cells(right, items, [name]),
            )


def _rollup(identity: Identity, tables: Mapping[str, Table]) -> Iterator[Instance]:
    """A row equals the rows below it in its code; the total row, level 0, those that have none above them.

    A level that is not printed is passed over: a row belongs to the longest printed code that begins its own.
    """
    left, right = identity.left[0], identity.right[0]
    nodes: dict[str, list[Row]] = {}
    for row in _rows(left, tables):
        code = row.text(left.key)
        if code and len(code) in identity.levels:
            nodes.setdefault(code, []).append(row)
    children: dict[int, list[Row]] = {}
    for code, rows in nodes.items():
        over = _above(code, nodes, identity.levels)
        for row in rows:
            children.setdefault(_nearest(row, over), []).append(row)
    parents = [row for rows in nodes.values() for row in rows]
    if 0 in identity.levels:
        totals = [row for row in tables[left.resource].rows if row.kind == "total"]
        children |= {row.number: children.get(0, []) for row in totals}
        parents += totals
    for parent in sorted(parents, key=lambda row: row.number):
        below = sorted(children.get(parent.number, ()), key=lambda row: row.number)
        for name in left.fields if below else ():
            yield Instance(
                id=f"{identity.name}.{parent.name}.{name}",
                identity=identity,
                row=(left.resource, parent.number),
                key=name,
                left=_cells(left, [parent], [name]),
                right=_cells(right, below, [name]),
            )


def _above(code: str, nodes: Mapping[str, Sequence[Row]], levels: Sequence[int]) -> Sequence[Row]:
    """The rows with the longest code that begins this one."""
    shorter = (code[:level] for level in reversed(levels) if 0 < level < len(code))
    return next((nodes[part] for part in shorter if part in nodes), ())


def _nearest(row: Row, over: Sequence[Row]) -> int:
    """The number of the last of them before the row, else of the first; 0 where there is none."""
    numbers = [parent.number for parent in over]
    return max((number for number in numbers if number < row.number), default=min(numbers, default=0))


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
                code = term.group(row.text(term.key))
                if code:
                    side.setdefault(code, []).extend(_cells(term, [row]))
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
