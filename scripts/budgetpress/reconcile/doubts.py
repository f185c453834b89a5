"""Labels that no identity can judge, and that something else speaks against: findings, never repairs.

- A row beside one whose labels slipped: codes that no sum goes by may have slipped along.
- Two rows that share a key which the form says is unique.
- A code beside another one than everywhere else, where it has just one partner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from budgetpress.model import Finding, Row, Table
from budgetpress.reconcile.apply import Applied
from budgetpress.reconcile.document import Document
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.system import System

_OFTEN = 2
_SLIPPED = "slipped_labels"


def label_doubts(
    tables: Sequence[Table], printed: System, accepted: Sequence[Accepted], applied: Applied
) -> tuple[Finding, ...]:
    """A warning for every row whose labels are in doubt; `tables` are those to publish."""
    system = Document(tables, printed.form, printed.year)
    doubts: dict[tuple[str, int, str], tuple[str, str]] = {}
    for resource, number, field in _slipped(system, printed, accepted, applied):
        zh, en = (
            "该行科目曾错位，此项没有恒等式可以核对",
            "labels slipped here, and no identity covers this one",
        )
        doubts.setdefault((resource, number, field), (zh, en))
    for resource, number, other in _shared(system):
        zh, en = f"与第 {other} 行科目完全相同", f"all codes are those of row {other}"
        doubts.setdefault((resource, number, system.keys(resource)[0]), (zh, en))
    for resource, number, field, usual in _strangers(system):
        zh, en = f"同行科目在别处与 {usual} 同列", f"the code beside it stands beside {usual} elsewhere"
        doubts.setdefault((resource, number, field), (zh, en))
    numbers = {table.resource: table.number for table in tables}
    return tuple(
        _finding(numbers[resource], system.rows[resource, number], field, zh, en)
        for (resource, number, field), (zh, en) in sorted(doubts.items())
    )


def _slipped(
    system: Document, printed: System, accepted: Sequence[Accepted], applied: Applied
) -> Iterator[tuple[str, int, str]]:
    """Codes that stayed as printed where other codes of the row slipped, and that no identity goes by."""
    for change in accepted:
        for (resource, old), codes in (
            change.proposal.codes.items() if change.proposal.kind == _SLIPPED else ()
        ):
            number = applied.moved[resource, old]
            row = system.rows[resource, number]
            filled = [name for name in system.amount_fields[resource] if row.amount(name) is not None]
            judged = {label for name in filled for label in printed.labels_of(resource, name)}
            for field in system.code_fields[resource]:
                if field not in codes and field not in judged and row.text(field):
                    yield resource, number, field


def _shared(system: Document) -> Iterator[tuple[str, int, int]]:
    """Rows with the key of an earlier one: (resource, row, the earlier row)."""
    for resource in system.tables:
        first: dict[tuple[str, ...], int] = {}
        for number, key in system.printed_keys(resource).items() if system.keys(resource) else ():
            if first.setdefault(key, number) != number:
                yield resource, number, first[key]


def _strangers(system: Document) -> Iterator[tuple[str, int, str, str]]:
    """Codes beside one that has a single other partner elsewhere: (resource, row, field, partner)."""
    for field, other in system.determined():
        seen: dict[str, Counter[str]] = {}
        rows = [
            (table, row)
            for table in system.tables
            if field in system.code_fields[table] and other in system.code_fields[table]
            for row in system.items(table)
            if row.text(field) and row.text(other)
        ]
        for _, row in rows:
            seen.setdefault(row.text(field), Counter())[row.text(other)] += 1
        for table, row in rows:
            partners = seen[row.text(field)]
            (usual, often), *_ = partners.most_common()
            if len(partners) == 2 and often >= _OFTEN and partners[row.text(other)] == 1:
                yield table, row.number, other, usual


def _finding(table: str, row: Row, field: str, zh: str, en: str) -> Finding:
    entry = row.entries.get(field) or next(iter(row.entries.values()))
    return Finding(
        code="label-in-doubt",
        level="warning",
        table=table,
        row=row.number,
        field=field,
        message_zh=f"科目编码 {row.text(field)} 存疑：{zh}",
        message_en=f"code {row.text(field)} is in doubt: {en}",
        place=entry.place,
    )
