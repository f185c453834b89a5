"""A row whose codes are wrong, whose labels slipped against its values, that was lost, or printed twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from budgetpress.model import Row
from budgetpress.reconcile.kinds.base import Demand, NewRow, Proposal
from budgetpress.reconcile.system import System

NAMED_CODE = 6
NEAR_CODE = 10
ANY_CODE = 15
CODE_PAIR = 2
SLIPPED_LABELS = 11
LOST_LABEL = 2
LOST_ROW = 16
DUPLICATE, DAMAGED = 6, 10

_LONGEST_RUN = 6
_MOST_COMBINATIONS = 64
_FEW = 3


def propose_code(system: System, demand: Demand) -> Iterator[Proposal]:
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
            for codes, cost in choices:
                if system.label_effect(resource, number, codes).get(demand.equation) == -demand.residual:
                    yield Proposal(kind="wrong_code", cost=cost, codes={(resource, number): codes})


def _likely_codes(
    system: System, resource: str, number: int, field: str
) -> Iterator[tuple[dict[str, str], int]]:
    """Codes that a row may have in truth, with the cost: the one of its name, those of its neighbours."""
    row = system.rows[resource, number]
    old = row.text(field)
    name = row.text(field.removesuffix("_code") + "_name")
    codelist = system.codelist(resource, field)
    if name and codelist is not None and not codelist.agrees(old, name, system.year):
        for code in codelist.by_name(name, system.year):
            if code.code != old:
                yield from _with_partners(system, resource, row, field, code.code, NAMED_CODE)
    for other in (number - 1, number + 1):
        near = system.rows.get((resource, other))
        if near is None or near.kind != "item" or near.text(field) in ("", old):
            continue
        yield from _with_partners(system, resource, row, field, near.text(field), NEAR_CODE)
        whole = {
            n: near.text(n) for n in system.code_fields[resource] if near.text(n) not in ("", row.text(n))
        }
        if len(whole) > 1:
            yield whole, NEAR_CODE


def _joining(
    system: System, resource: str, number: int, field: str, begin: str
) -> Iterator[tuple[dict[str, str], int]]:
    """Every code in use that begins like the one whose equation lacks the row's amount."""
    row = system.rows[resource, number]
    seen = set()
    for codes, cost in _likely_codes(system, resource, number, field):
        if codes[field].startswith(begin):
            seen.add(codes[field])
            yield codes, cost
    if any((number, field) == (row_number, name) for row_number, name, _ in system.misnamed(resource)):
        return  # the printed name says which code is meant, and no other is
    beside = (system.rows.get((resource, other)) for other in (number - 1, number + 1))
    copied = any(near is not None and near.text(field) == row.text(field) for near in beside)
    for code in system.codes_in_use(field):
        if code.startswith(begin) and len(code) == len(row.text(field)) and code not in seen:
            cost = NEAR_CODE if copied else ANY_CODE
            yield from _with_partners(system, resource, row, field, code, cost)


def _with_partners(
    system: System, resource: str, row: Row, field: str, code: str, cost: int
) -> Iterator[tuple[dict[str, str], int]]:
    yield {field: code}, cost
    for partner in system.partners(resource, field, code, row):
        yield {field: code, **partner}, cost + CODE_PAIR


def propose_slipped_labels(system: System, demand: Demand) -> Iterator[Proposal]:
    """The labels of two to six rows that slipped by one row against the values, all or one field of them."""
    seen = set()
    for resource, keyed, code in system.keyed_of(demand.equation):
        field = keyed.term.key
        names = system.code_fields[resource]
        if field not in names:
            continue
        for number in system.rows_near_code(resource, field, code):
            for start in range(max(1, number - _LONGEST_RUN + 1), number + 1):
                for fields in dict.fromkeys((names, (field,))):
                    if (resource, start, fields) not in seen:
                        seen.add((resource, start, fields))
                        yield from system.cached(
                            ("slips", resource, start, fields),
                            lambda: _slips(system, resource, start, fields),
                        ).get((demand.equation, -demand.residual), ())


def _slips(
    system: System, resource: str, start: int, fields: tuple[str, ...]
) -> dict[tuple[int, int], list[Proposal]]:
    """All slips of labels that begin at a row, by what they change in which equation."""
    found: dict[tuple[int, int], list[Proposal]] = {}
    for step in (-1, 1):
        codes: dict[tuple[str, int], Mapping[str, str]] = {}
        effect: dict[int, int] = {}
        for number in range(start, start + _LONGEST_RUN):
            row, source = system.rows.get((resource, number)), system.rows.get((resource, number + step))
            if row is None or source is None or row.kind != "item" or source.kind != "item":
                break
            new = {name: source.text(name) for name in fields if source.text(name)}
            differs = any(new[name] != row.text(name) for name in new)
            if differs:
                codes = {**codes, (resource, number): new}
                for index, change in system.label_effect(resource, number, new).items():
                    effect[index] = effect.get(index, 0) + change
            elif number == start:
                break
            if not differs:
                continue
            if len(codes) > 1:
                _note(found, Proposal(kind="slipped_labels", cost=SLIPPED_LABELS, codes=codes), effect)
            end = number + 1 if step > 0 else start - 1
            for own, changes in _lost_labels(system, resource, end, fields, effect):
                both = {**codes, (resource, end): own}
                cost = SLIPPED_LABELS + LOST_LABEL
                _note(found, Proposal(kind="slipped_labels", cost=cost, codes=both), changes)
    return found


def _note(
    found: dict[tuple[int, int], list[Proposal]], proposal: Proposal, effect: Mapping[int, int]
) -> None:
    for index, change in effect.items():
        if change:
            found.setdefault((index, change), []).append(proposal)


def _lost_labels(
    system: System, resource: str, number: int, fields: tuple[str, ...], slip: Mapping[int, int]
) -> Iterator[tuple[dict[str, str], dict[int, int]]]:
    """Codes for the row whose own label a slip has overwritten: what lacks its amount, or is gone from the table.

    Gives the codes with the effect of slip and codes together.
    """
    row = system.rows[resource, number]
    options = [_lacking(system, resource, number, name, slip) for name in fields]
    if _product(options) > _MOST_COMBINATIONS:
        return
    for combination in product(*options):
        codes = {n: c for n, c in zip(fields, combination, strict=True) if c != row.text(n)}
        if not codes:
            continue
        effect = dict(slip)
        for index, change in system.label_effect(resource, number, codes).items():
            effect[index] = effect.get(index, 0) + change
        yield codes, effect


def _lacking(system: System, resource: str, number: int, field: str, slip: Mapping[int, int]) -> list[str]:
    """The row's own code, and every code of the field whose equation then lacks just one amount of the row."""
    row = system.rows[resource, number]
    size = len(row.text(field))
    found = {row.text(field): None}
    for index in system.violated:
        for owner, keyed, code in system.keyed_of(index):
            if owner != resource or keyed.term.key != field or len(code) != size:
                continue
            amount = -keyed.sign * (system.residuals[index] + slip.get(index, 0))
            if amount > 0 and number in system.rows_with(resource, keyed.term.fields, amount):
                found[code] = None
    printed = {other.text(field) for other in system.items(resource)}
    gone = {
        code
        for index in system.violated
        for owner, keyed, code in system.keyed_of(index)
        if owner == resource and keyed.term.key == field and len(code) == size and code not in printed
    }
    if len(gone) <= _FEW:
        found |= dict.fromkeys(sorted(gone))
    return list(found)


def propose_duplicate(system: System, demand: Demand) -> Iterator[Proposal]:
    """A row that stands twice in succession; one of the two may have another defect besides."""
    seen = set()
    for position, _ in system.cells[demand.equation]:
        for number in (position.row, position.row + 1):
            if (position.resource, number) in seen:
                continue
            seen.add((position.resource, number))
            row, before = (system.rows.get((position.resource, n)) for n in (number, number - 1))
            differ = _differences(row, before) if row is not None and before is not None else None
            if differ is None or differ > _FEW:
                continue
            for out in (number, number - 1) if differ else (number,):
                cost = DUPLICATE + DAMAGED * (differ > 0)
                proposal = Proposal(kind="duplicated_row", cost=cost, removed=(position.resource, out))
                if proposal.effect(system).get(demand.equation) == -demand.residual:
                    yield proposal


def _differences(row: Row, other: Row) -> int | None:
    """How many amounts of two rows differ in print; None where their words do."""
    if row.kind != "item" or other.kind != "item":
        return None
    count = 0
    for name in row.entries.keys() | other.entries.keys():
        one, two = row.entries.get(name), other.entries.get(name)
        if (one.text if one else "") != (two.text if two else ""):
            if not ((one is None or one.unit) and (two is None or two.unit)):
                return None
            count += 1
    return count


def propose_lost_rows(system: System, demands: Mapping[int, set[int]]) -> Iterator[Proposal]:
    """Rows that the document lost: the same amount is wanted by equations of each of its codes.

    Looked up over all demands at once, by amount, since a lost row is seen only where they meet. The amount
    must stand as a printed residual somewhere.
    """
    printed = {abs(residual) for residual in system.residuals if residual}
    wanted: dict[str, _Wanted] = {}
    for index, residuals in demands.items():
        for resource, keyed, code in system.keyed_of(index):
            if keyed.term.prefix and keyed.term.key not in system.code_fields[resource]:
                continue
            for residual in residuals:
                amount = -residual * keyed.sign
                if amount in printed and len(keyed.term.fields) == 1:
                    by_code = wanted.setdefault(resource, {}).setdefault((keyed.term.key, code), {})
                    by_code.setdefault(keyed.term.fields[0], set()).add(amount)
    for resource, by_code in wanted.items():
        if system.items(resource) and system.code_fields[resource]:
            yield from _lost(system, resource, by_code)


_Wanted = dict[tuple[str, str], dict[str, set[int]]]
"""(Code field, code) -> amount field -> amounts that its equations lack."""


def _lost(system: System, resource: str, wanted: _Wanted) -> Iterator[Proposal]:
    for labels in _label_sets(system, resource, wanted):
        after = system.place_of(resource, labels)
        for amounts in _amount_sets(system, resource, labels, wanted):
            for values in system.complete_row(resource, amounts):
                row = NewRow(resource=resource, after=after, codes=labels, values=values)
                yield Proposal(kind="lost_row", cost=LOST_ROW, row=row, derived=True)


def _label_sets(system: System, resource: str, wanted: _Wanted) -> Iterator[dict[str, str]]:
    """Codes that a lost row may have: for each field those that lack an amount, or none where none does.

    Amounts tie the fields together: all the codes must lack one and the same amount.
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
            options.append(sorted(codes) or ([""] if not system.is_keyed(resource, name, field) else []))
        if not any(code for codes in options for code in codes) or _product(options) > _MOST_COMBINATIONS:
            continue
        for combination in product(*options):
            if combination not in seen:
                seen.add(combination)
                yield dict(zip(fields, combination, strict=True))


def _amount_sets(
    system: System, resource: str, labels: Mapping[str, str], wanted: _Wanted
) -> Iterator[dict[str, int]]:
    """Amounts by field that every code of the row lacks; a field may also be blank."""
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
    if not choices or _product(choices) > _MOST_COMBINATIONS:
        return
    for combination in product(*choices):
        amounts = {field: amount for field, amount in combination if amount}
        if amounts:
            yield amounts


def _product(options: Sequence[Sequence[object]]) -> int:
    size = 1
    for choices in options:
        size *= len(choices)
    return size
