"""Repair: apply what the document forces, and say what stays open."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace

from budgetpress.form import Form, Term
from budgetpress.model import Cell, Check, Entry, Finding, Remark, Repair, Table
from budgetpress.reconcile.apply import Applied, apply
from budgetpress.reconcile.evaluate import amounts, entries, residual
from budgetpress.reconcile.explain import Accepted, Open
from budgetpress.reconcile.identities import Instance, Position, instances, matches
from budgetpress.reconcile.kinds import FREE_KIND, Proposal
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.lacking import lacking_findings
from budgetpress.reconcile.proposed import proposed_findings
from budgetpress.reconcile.records import allocation_amount, printed_cells, repair_records
from budgetpress.reconcile.rounds import explain_in_rounds
from budgetpress.reconcile.system import System

TOGETHER = "+"
"""Between codes that share one identity."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repaired:
    """The tables to publish with their identities, and what is needed to record the repairs."""

    tables: tuple[Table, ...]
    instances: tuple[Instance, ...]
    before: Mapping[str, int | None]
    findings: tuple[Finding, ...]
    remarks: tuple[Remark, ...]
    system: System
    accepted: tuple[Accepted, ...]
    applied: Applied
    unclear: tuple[Open, ...]

    def records(self, checks: Sequence[Check]) -> tuple[Repair, ...]:
        """The repairs as published, given the published checks."""
        by_id = {check.id: check for check in checks}
        by_equation = {index: by_id[name] for index, name in self._published_ids().items() if name in by_id}
        return repair_records(self.system, self.accepted, self.applied, by_equation)

    def _published_ids(self) -> dict[int, str]:
        new = {_key(instance, {}): instance.id for instance in self.instances}
        return {
            index: new[key]
            for index, instance in enumerate(self.system.instances)
            if (key := _key(instance, self.applied.moved)) in new
        }

    @property
    def positions(self) -> frozenset[Position]:
        """The cells whose amount is not the printed one."""
        found = {
            position._replace(row=self.applied.moved[position.resource, position.row])
            for change in self.accepted
            for position in change.proposal.values
        }
        for resource, number in self.applied.added.values():
            found |= {Position(resource, number, name) for name in self.system.amount_fields[resource]}
        return frozenset(found)

    @property
    def doubted(self) -> frozenset[Position]:
        """The cells that an explanation of what stays open would change, also where their own sums hold."""
        return frozenset(
            position._replace(row=row)
            for open_ in self.unclear
            for option in open_.competing
            for proposal in option
            for position in proposal.values
            if (row := self.applied.moved.get((position.resource, position.row))) is not None
        )


def repair(
    tables: Sequence[Table],
    form: Form,
    year: int,
    *,
    settled: Container[Position] = frozenset(),
    as_read: Sequence[Table] | None = None,
    original: bool = False,
) -> Repaired:
    """Explain the identities that fail, apply the changes that the document forces.

    `settled` are the cells that a person has settled, and `as_read` the tables before that. An `original` was
    not damaged on its way to us: what does not add up in it was published so, and is only explained.
    """
    system = System(tables, form, year, settled)
    accepted, unclear = explain_in_rounds(system)
    proposed: list[Accepted] = []
    if original:
        proposed, accepted = accepted, []
    applied = apply(system, accepted)
    found = _with_allocations(applied.tables, instances(applied.tables, form), system, accepted)
    return Repaired(
        tables=applied.tables,
        instances=found,
        before=_before(system, tables if as_read is None else as_read, applied, found),
        findings=(
            *_allocation_findings(system, accepted),
            *proposed_findings(system, proposed),
            *(_open_finding(o, applied.moved) for o in unclear),
            *(found for o in unclear for found in lacking_findings(system, o.lacking)),
        ),
        remarks=tuple(
            Remark(table=table.number, reason="duplicated-row", cell=_as_cell(entry))
            for table, row in applied.removed
            for entry in printed_cells(row)
        ),
        system=system,
        accepted=tuple(accepted),
        applied=applied,
        unclear=tuple(unclear),
    )


def _key(instance: Instance, moved: Mapping[tuple[str, int], int]) -> tuple[object, ...]:
    row = instance.row
    if row is not None and moved:
        row = (row[0], moved.get(row, -1))
    return (instance.identity.name, row, instance.key)


def _before(
    system: System, as_read: Sequence[Table], applied: Applied, found: Sequence[Instance]
) -> dict[str, int | None]:
    """Residuals as printed, by the ids of the published instances."""
    values = amounts(as_read)
    printed = entries(as_read, system.form)
    old: dict[tuple[object, ...], int | None] = {}
    same = tuple(as_read) == tuple(system.tables.values())
    for instance in system.all_instances if same else instances(as_read, system.form):
        seen = any(position in printed for position in instance.positions)
        old[_key(instance, applied.moved)] = residual(instance, values) if seen else None
    return {instance.id: _off(instance, old) for instance in found}


def _off(instance: Instance, old: Mapping[tuple[object, ...], int | None]) -> int | None:
    """The residual as printed; where codes share one identity, the sum of theirs."""
    offs = [old.get((instance.identity.name, instance.row, key)) for key in instance.key.split(TOGETHER)]
    known = [off for off in offs if off is not None]
    return sum(known) if known else None


def _with_allocations(
    tables: Sequence[Table], found: Sequence[Instance], system: System, accepted: Sequence[Accepted]
) -> tuple[Instance, ...]:
    """Codes that other funds went to share one identity with the printed total of those funds."""
    names = {system.ids[c.proposal.allocated[0]] for c in accepted if c.proposal.allocated is not None}
    by_name = {table.resource: table for table in tables}
    merged: dict[str, list[Instance]] = {}
    for instance in found:
        if instance.id in names:
            merged.setdefault(instance.identity.name, []).append(instance)
    made = []
    for instance in found:
        group = merged.get(instance.identity.name, [])
        if instance not in group:
            made.append(instance)
        elif instance is group[0]:
            keys = TOGETHER.join(i.key for i in group)
            funds = tuple(p for term in instance.identity.unprinted for p in _positions(term, by_name))
            made.append(
                replace(
                    instance,
                    id=f"{instance.identity.name}.{keys}",
                    key=keys,
                    left=tuple(p for i in group for p in i.left),
                    right=(*(p for i in group for p in i.right), *funds),
                )
            )
    return tuple(made)


def _positions(term: Term, tables: Mapping[str, Table]) -> list[Position]:
    rows = (
        [row for row in tables[term.resource].rows if matches(row, term)] if term.resource in tables else []
    )
    return [Position(term.resource, row.number, name) for row in rows for name in term.fields]


def _allocation_findings(system: System, accepted: Sequence[Accepted]) -> list[Finding]:
    found = []
    for change in accepted:
        if change.proposal.allocated is None:
            continue
        name = system.ids[change.proposal.allocated[0]]
        amount = allocation_amount(change)
        found.append(
            Finding(
                code="unprinted-allocation",
                level="note",
                message_zh=f"{name}：其中 {amount} 元来自没有按科目列示的其他资金",
                message_en=(
                    f"{name}: {amount} yuan of it come from other funds, which are not printed by code"
                ),
            )
        )
    return found


def _open_finding(unclear: Open, moved: Mapping[tuple[str, int], int]) -> Finding:
    names = "、".join(unclear.equations[:6])
    more = len(unclear.equations) - 6
    zh = f"不成立的恒等式没有唯一解释：{names}" + (f" 等 {more + 6} 条" if more > 0 else "")
    en = f"no unique explanation of failing identities: {', '.join(unclear.equations[:6])}"
    en += f" and {more} more" if more > 0 else ""
    options = [_describe(option, moved) for option in unclear.competing[:4]]
    if options:
        zh += "；可能的解释：" + "；或：".join(option[0] for option in options)
        en += "; possible explanations: " + "; or: ".join(option[1] for option in options)
    return Finding(code="unexplained", level="warning", message_zh=zh, message_en=en)


def _describe(option: Sequence[Proposal], moved: Mapping[tuple[str, int], int]) -> tuple[str, str]:
    zh, en = [], []
    for proposal in option[:5]:
        if proposal.kind == FREE_KIND:
            continue
        name_zh, name_en = KIND_NAMES[proposal.kind]
        where = _where(proposal, moved)
        zh.append(f"{name_zh}（{where}）")
        en.append(f"{name_en} ({where})")
    return "，".join(zh) or "未知差错", ", ".join(en) or "an unknown defect"


def _where(proposal: Proposal, moved: Mapping[tuple[str, int], int]) -> str:
    """The first places that a proposal writes, in the rows as published."""
    places = [f"{p.resource} r{moved.get(p[:2], p.row)} {p.field}" for p in proposal.values]
    places += [f"{resource} r{moved.get((resource, row), row)}" for resource, row in proposal.codes]
    if proposal.row is not None:
        new = proposal.row
        places.append(f"{new.resource} after r{moved.get((new.resource, new.after), new.after)}")
    return ", ".join(places[:3])


def _as_cell(entry: Entry) -> Cell:
    return Cell(text=entry.text, place=entry.place)
