"""What an original seems to misprint: said as a finding, since what its publisher printed is published."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.amounts import format_yuan, from_fen
from budgetpress.model import Finding
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.kinds.base import Proposal
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.system import System


def proposed_findings(system: System, changes: Sequence[Accepted]) -> list[Finding]:
    """A finding for each change that would make failing identities hold: where, what, with which values."""
    return [_finding(system, change.proposal) for change in changes]


def _finding(system: System, proposal: Proposal) -> Finding:
    kind_zh, kind_en = KIND_NAMES[proposal.kind]
    would = _would(proposal)
    amount = min(proposal.values, default=None)
    where = (amount.resource, amount.row) if amount is not None else min(proposal.codes, default=None)
    row = system.rows.get(where) if where is not None else None
    field = amount.field if amount is not None else ""
    entry = row.entries.get(field) if row is not None else None
    return Finding(
        code="misprint-proposed",
        level="warning",
        table=system.tables[where[0]].number if where is not None else "",
        row=where[1] if where is not None else None,
        field=field,
        message_zh=f"原件似有“{kind_zh}”"
        + (f"：若为 {would}，各恒等式成立" if would else "")
        + "。仍按原件公布",
        message_en=f"the original seems to have a misprint ({kind_en})"
        + (f"; all identities would hold with {would}" if would else "")
        + "; it is published as printed",
        place=entry.place if entry is not None else None,
    )


def _would(proposal: Proposal) -> str:
    """The values that the proposal writes; amounts in yuan."""
    amounts = [
        f"{p.resource} r{p.row} {p.field} = {_yuan(fen)}" for p, fen in sorted(proposal.values.items())
    ]
    codes = [
        f"{resource} r{row} {name} = {code}"
        for (resource, row), new in sorted(proposal.codes.items())
        for name, code in new.items()
    ]
    return ", ".join([*amounts, *codes])


def _yuan(fen: int) -> str:
    return format_yuan(from_fen(fen))
