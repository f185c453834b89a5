"""What a table certainly lacks, and nobody can say in how many rows: said as a finding, nothing is put in."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.amounts import format_yuan, from_fen
from budgetpress.model import Finding
from budgetpress.reconcile.kinds import NewRow
from budgetpress.reconcile.system import System


def lacking_findings(system: System, lacking: Sequence[NewRow]) -> list[Finding]:
    """A finding for each sum that is lacking: in which table, under which codes, how much."""
    return [_finding(system, new) for new in lacking]


def _finding(system: System, new: NewRow) -> Finding:
    form, number = system.resource_forms[new.resource], system.tables[new.resource].number
    codes = [(form.field(name), code) for name, code in new.codes.items() if code]
    sums = [
        (form.field(name), format_yuan(from_fen(fen)))
        for name in form.amounts
        if (fen := new.values.get(name))
    ]
    under_zh = "、".join(f"{field.title} {code}" for field, code in codes)
    under_en = ", ".join(f"{field.title_en} {code}" for field, code in codes)
    much_zh = "，".join(f"{field.title} {yuan} 元" for field, yuan in sums)
    much_en = ", ".join(f"{field.title_en} {yuan} yuan" for field, yuan in sums)
    return Finding(
        code="rows-lacking",
        level="warning",
        table=number,
        message_zh=f"表 {number} 在{under_zh} 下缺：{much_zh}。缺一行还是几行，没有关系可以判断，所以不补",
        message_en=f"missing from table {number} under {under_en}: {much_en}; "
        "no identity tells whether in one row or in several, so none is put in",
    )
