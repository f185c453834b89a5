"""The labels of two to six rows slipped by one row against the values, all or one field of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import product
from math import prod
from typing import NamedTuple

from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.system import System

KIND = Kind(
    name="slipped_labels", zh="科目与数字错位一行", en="labels slipped by one row against the values", cost=11
)
LOST_LABEL = 2
"""The label of the row at the end is gone, and another one has to be found for it."""

LONGEST_RUN = 6
_MOST_COMBINATIONS = 64
_FEW = 3


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """The labels of two to six rows that slipped by one row against the values, all or one field of them."""
    seen = set()
    for resource, keyed, code in system.keyed_of(demand.equation):
        field = keyed.term.key
        names = system.code_fields[resource]
        if field not in names:
            continue
        for number in system.rows_near_code(resource, field, code):
            for start in range(max(1, number - LONGEST_RUN + 1), number + 1):
                for fields in dict.fromkeys((names, (field,))):
                    if (resource, start, fields) not in seen:
                        seen.add((resource, start, fields))
                        slips = _slips(system, resource, start, fields)
                        for codes, more in slips.get((demand.equation, -demand.residual), ()):
                            yield KIND.undo(more=more, codes=codes)


_Codes = dict[tuple[str, int], Mapping[str, str]]
_Slips = dict[tuple[int, int], list[tuple[_Codes, int]]]
"""Codes that undo a slip, and what it costs beyond the usual, by what they change in which equation."""


def _slips(system: System, resource: str, start: int, fields: tuple[str, ...]) -> _Slips:
    """All likely slips of labels that begin at a row, by what they change in which equation."""
    return system.cached(
        ("slips", resource, start, fields), lambda: _all_slips(system, resource, start, fields)
    )


def _all_slips(system: System, resource: str, start: int, fields: tuple[str, ...]) -> _Slips:
    found: _Slips = {}
    for step in (-1, 1):
        codes: _Codes = {}
        effect: dict[int, int] = {}
        for number in range(start, start + LONGEST_RUN):
            moved = _moved(system, resource, number, step, fields)
            if moved is None or (not moved.codes and number == start):
                break
            if not moved.codes:
                continue
            codes = {**codes, (resource, number): moved.codes}
            for index, change in moved.effect.items():
                effect[index] = effect.get(index, 0) + change
            if len(codes) > 1 and not system.hopeless(effect):
                _note(found, (codes, 0), effect)
            end = number + 1 if step > 0 else start - 1
            for own, changes in _lost_labels(system, resource, end, fields, effect):
                if not system.hopeless(changes):
                    _note(found, ({**codes, (resource, end): own}, LOST_LABEL), changes)
    return found


class _Moved(NamedTuple):
    """The codes of the row beside for a row, none where they are its own, and what they change."""

    codes: Mapping[str, str]
    effect: Mapping[int, int]


def _moved(system: System, resource: str, number: int, step: int, fields: tuple[str, ...]) -> _Moved | None:
    """What a row has if it takes the labels of the row `step` away; None where there is no such row."""

    def make() -> _Moved | None:
        row, source = system.rows.get((resource, number)), system.rows.get((resource, number + step))
        if row is None or source is None or row.kind != "item" or source.kind != "item":
            return None
        own, other = system.codes(resource, number), system.codes(resource, number + step)
        new = {name: code for name in fields if (code := other[name]) not in ("", own[name])}
        return _Moved(new, system.label_effect(resource, number, new) if new else {})

    return system.cached(("moved", resource, number, step, fields), make)


def _note(found: _Slips, slip: tuple[_Codes, int], effect: Mapping[int, int]) -> None:
    for index, change in effect.items():
        if change:
            found.setdefault((index, change), []).append(slip)


def _lost_labels(
    system: System, resource: str, number: int, fields: tuple[str, ...], slip: Mapping[int, int]
) -> Iterator[tuple[dict[str, str], dict[int, int]]]:
    """Codes for the row whose own label a slip has overwritten: those that lack its amount, or are gone.

    Gives the codes with the effect of slip and codes together.
    """
    printed = system.codes(resource, number)
    options = [_lacking(system, resource, number, name, slip) for name in fields]
    if not 1 < prod(len(choices) for choices in options) <= _MOST_COMBINATIONS:
        return
    for combination in product(*options):
        codes = {n: c for n, c in zip(fields, combination, strict=True) if c != printed[n]}
        if not codes:
            continue
        effect = dict(slip)
        for index, change in system.label_effect(resource, number, codes).items():
            effect[index] = effect.get(index, 0) + change
        yield codes, effect


class _Open(NamedTuple):
    """A failing equation that takes amounts by a code, with which sign."""

    equation: int
    sign: int
    code: str


class _Failing(NamedTuple):
    """The failing equations of a code field, by index and by what each lacks, and codes that no row has."""

    by_index: Mapping[int, Sequence[_Open]]
    by_amount: Mapping[int, Sequence[_Open]]
    gone: Sequence[str]


def _lacking(system: System, resource: str, number: int, field: str, slip: Mapping[int, int]) -> list[str]:
    """The row's own code, and every code of the field whose equation then lacks an amount of the row.

    Any of its amounts, since the one that the equation takes may be wrong itself.
    """
    row = system.cached(
        ("lacking", resource, field, number), lambda: _of_row(system, resource, field, number)
    )
    found = {row.own: None}
    found |= {one.code: None for one in row.alone if one.equation not in slip}
    for index in slip.keys() & row.failing.by_index.keys():
        for one in row.failing.by_index[index]:
            amount = -one.sign * (system.residuals[index] + slip[index])
            if amount in row.values:
                found[one.code] = None
    if len(row.failing.gone) <= _FEW:
        found |= dict.fromkeys(row.failing.gone)
    return sorted(found, key=lambda code: (code != row.own, code))


class _OfRow(NamedTuple):
    """The code of a row, its amounts, what fails by codes of the field, and what lacks one of the amounts."""

    own: str
    values: Set[int]
    failing: _Failing
    alone: Sequence[_Open]


def _of_row(system: System, resource: str, field: str, number: int) -> _OfRow:
    own = system.codes(resource, number)[field]
    failing = system.cached(
        ("failing", resource, field, len(own)), lambda: _failing(system, resource, field, len(own))
    )
    values = system.amounts_of(resource, number)
    return _OfRow(own, values, failing, [one for value in values for one in failing.by_amount.get(value, ())])


def _failing(system: System, resource: str, field: str, size: int) -> _Failing:
    by_index: dict[int, list[_Open]] = {}
    by_amount: dict[int, list[_Open]] = {}
    for index in system.violated:
        for owner, keyed, code in system.keyed_of(index):
            if owner == resource and keyed.term.key == field and len(code) == size:
                one = _Open(index, keyed.sign, code)
                by_index.setdefault(index, []).append(one)
                by_amount.setdefault(-keyed.sign * system.residuals[index], []).append(one)
    printed = {row.text(field) for row in system.items(resource)}
    codes = {one.code for found in by_index.values() for one in found}
    return _Failing(by_index, by_amount, sorted(codes - printed))
