"""A row is not there: the same amount is lacking in the equations of each of its codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from budgetpress.reconcile.kinds.base import Kind, NewRow, Proposal
from budgetpress.reconcile.system import System

KIND = Kind(name="lost_row", zh="缺一行", en="a row was lost", cost=16)

_MOST_COMBINATIONS = 64
_ANY = "?"
"""Stands for a code that the row must have, and that no equation tells: something else is wrong there too."""

_Wanted = dict[tuple[str, str], dict[str, set[int]]]
"""(Code field, code) -> amount field -> amounts that its equations lack."""


def propose_all(system: System, demands: Mapping[int, set[int]]) -> Iterator[Proposal]:
    """Rows that the document lost: the same amount is wanted by equations of each of its codes.

    Looked up over all demands at once, by amount, since a lost row is seen only where they meet.
    """
    wanted: dict[str, _Wanted] = {}
    for index, residuals in demands.items():
        for resource, keyed, code in system.keyed_of(index):
            if keyed.term.prefix and keyed.term.key not in system.code_fields[resource]:
                continue
            for residual in residuals:
                amount = -residual * keyed.sign
                if amount > 0 and len(keyed.term.fields) == 1:
                    lacking = wanted.setdefault(resource, {}).setdefault((keyed.term.key, code), {})
                    lacking.setdefault(keyed.term.fields[0], set()).add(amount)
    for resource, by_code in wanted.items():
        if system.items(resource) and system.code_fields[resource]:
            yield from _lost(system, resource, by_code)


def _lost(system: System, resource: str, wanted: _Wanted) -> Iterator[Proposal]:
    for labels, telling in _label_sets(system, resource, wanted):
        after = system.place_of(resource, labels)
        for amounts in _amount_sets(system, resource, telling, wanted):
            for values in system.complete_row(resource, amounts):
                row = NewRow(resource=resource, after=after, codes=labels, values=values)
                yield KIND.undo(row=row, derived=True)


def _label_sets(
    system: System, resource: str, wanted: _Wanted
) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """Codes that a lost row may have: for each field those that lack an amount, or none where none does.

    Amounts tie the fields together: all the codes must lack one and the same amount. Given with those of
    them that do: one that stands beside the others elsewhere may lack more, or nothing.
    """
    fields = system.code_fields[resource]
    seen = set()
    every = {(f, a) for amounts in wanted.values() for f, found in amounts.items() for a in found}
    for field, amount in sorted(every):
        options = []
        for name in fields:
            size = system.code_length(resource, name)
            codes = [
                code
                for (own, code), amounts in wanted.items()
                if own == name and len(code) == size and amount in amounts.get(field, ())
            ]
            options.append(sorted(codes) or ([""] if not system.is_keyed(resource, name, field) else [_ANY]))
        if (
            all(code in ("", _ANY) for codes in options for code in codes)
            or prod(len(choices) for choices in options) > _MOST_COMBINATIONS
        ):
            continue
        for combination in product(*options):
            if combination not in seen:
                seen.add(combination)
                labels = dict(zip(fields, combination, strict=True))
                telling = {name: code for name, code in labels.items() if code != _ANY}
                for complete in _with_partners(system, labels):
                    yield complete, telling


def _with_partners(system: System, labels: dict[str, str]) -> Iterator[dict[str, str]]:
    """Codes, and for one that must be there and lacks nothing the partner that the others have elsewhere."""
    unknown = [name for name, code in labels.items() if code == _ANY]
    if not unknown:
        yield labels
    elif len(unknown) == 1:
        (name,) = unknown
        beside = [
            set(system.pairs(other, name).get(code, ()))
            for other, code in labels.items()
            if (other, name) in system.determined() and code not in ("", _ANY)
        ]
        common = set.intersection(*beside) if beside else set()
        if len(common) == 1:
            yield {**labels, name: common.pop()}


def _amount_sets(
    system: System, resource: str, labels: Mapping[str, str], wanted: _Wanted
) -> Iterator[dict[str, int]]:
    """Amounts by field that every one of these codes lacks; a field may also be blank."""
    choices: list[list[tuple[str, int]]] = []
    for field in system.amount_fields[resource]:
        sets = [
            amounts[field]
            for (own, code), amounts in wanted.items()
            if field in amounts and labels.get(own) and labels[own] == code
        ]
        common = set.intersection(*sets) if sets else set()
        if common:
            choices.append([(field, 0), *((field, amount) for amount in sorted(common))])
    if not choices or prod(len(options) for options in choices) > _MOST_COMBINATIONS:
        return
    for combination in product(*choices):
        amounts = {field: amount for field, amount in combination if amount}
        if amounts:
            yield amounts
