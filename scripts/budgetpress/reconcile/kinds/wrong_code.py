"""A row has the code of its neighbour, or another than its name says."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.model import Row
from budgetpress.reconcile.kinds.base import Demand, Kind, Proposal
from budgetpress.reconcile.system import System

KIND = Kind(name="wrong_code", zh="科目编码错误", en="the code is wrong", cost=6)
NEAR, ANY, PAIR = 4, 9, 2
"""Costs beyond those of the code of the name: a neighbour's, any other, one of another field with it."""

FEW = 4
"""A code with more partners than this does not say which one is meant."""


def propose(system: System, demand: Demand) -> Iterator[Proposal]:
    """A row whose code is wrong: leaving, or joining, the demanded equation brings it to zero."""
    for resource, keyed, code in system.keyed_of(demand.equation):
        field = keyed.term.key
        if field not in system.code_fields[resource]:
            continue
        amount = demand.residual * keyed.sign
        for number in system.rows_with(resource, keyed.term.fields, abs(amount)):
            old = system.rows[resource, number].text(field)
            if amount > 0 and old.startswith(code):
                choices = _likely_codes(system, resource, number, field)
            elif amount < 0 and not old.startswith(code):
                choices = _joining(system, resource, number, field, code)
            else:
                continue
            for codes, more in choices:
                if system.label_effect(resource, number, codes).get(demand.equation) == -demand.residual:
                    yield KIND.undo(more=more, codes={(resource, number): codes})


def _likely_codes(
    system: System, resource: str, number: int, field: str
) -> Iterator[tuple[dict[str, str], int]]:
    """Codes that a row may have in truth, with what they cost more: those of its name and its neighbours."""
    row = system.rows[resource, number]
    old = row.text(field)
    name = row.text(field.removesuffix("_code") + "_name")
    codelist = system.codelist(resource, field)
    if name and codelist is not None and not codelist.agrees(old, name, system.year):
        for code in codelist.by_name(name, system.year):
            if code.code != old:
                yield from _with_partners(system, resource, row, field, code.code, 0)
    for beside in system.code_fields[resource]:
        partners = system.pairs(beside, field).get(row.text(beside), ()) if beside != field else ()
        for partner in sorted(partners) if len(partners) <= FEW else ():
            if partner != old:
                yield {field: partner}, NEAR
    for other in (number - 1, number + 1):
        near = system.rows.get((resource, other))
        if near is None or near.kind != "item" or near.text(field) in ("", old):
            continue
        yield from _with_partners(system, resource, row, field, near.text(field), NEAR)
        whole = {
            n: near.text(n) for n in system.code_fields[resource] if near.text(n) not in ("", row.text(n))
        }
        if len(whole) > 1:
            yield whole, NEAR


def _joining(
    system: System, resource: str, number: int, field: str, begin: str
) -> Iterator[tuple[dict[str, str], int]]:
    """Every code in use that begins like the one whose equation lacks the row's amount."""
    row = system.rows[resource, number]
    seen = set()
    for codes, more in _likely_codes(system, resource, number, field):
        if codes[field].startswith(begin):
            seen.add(codes[field])
            yield codes, more
    if any((number, field) == (row_number, name) for row_number, name, _ in system.misnamed(resource)):
        return  # the printed name says which code is meant, and no other is
    beside = (system.rows.get((resource, other)) for other in (number - 1, number + 1))
    copied = any(near is not None and near.text(field) == row.text(field) for near in beside)
    for code in system.codes_in_use(field):
        if code.startswith(begin) and len(code) == len(row.text(field)) and code not in seen:
            more = NEAR if copied else ANY
            yield from _with_partners(system, resource, row, field, code, more)


def _with_partners(
    system: System, resource: str, row: Row, field: str, code: str, more: int
) -> Iterator[tuple[dict[str, str], int]]:
    yield {field: code}, more
    for partner in system.partners(resource, field, code, row):
        yield {field: code, **partner}, more + PAIR
