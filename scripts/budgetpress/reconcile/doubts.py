"""Labels that no identity can judge, and that something else speaks against: findings, never repairs.

- A row beside one whose labels slipped: codes that no sum goes by may have slipped along.
- Two rows that share a key which the form says is unique.
- Rows near two neighbours that were printed with the same codes: a slip of labels leaves such a copy behind.
- A code beside another one than everywhere else, where it has just one partner.
- A code beside one that the national crosswalk does not have beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import permutations

from budgetpress.model import Finding, Row, Table
from budgetpress.reconcile.apply import Applied
from budgetpress.reconcile.crosswalk import gainsays
from budgetpress.reconcile.document import Document
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.kinds.slipped_labels import LONGEST_RUN
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
    for resource, number in _copied(printed, applied):
        for near, field in _blind_around(system, printed, resource, number):
            zh = f"第 {number}、{number + 1} 行印出的科目相同，附近科目可能错位，此项没有恒等式可以核对"
            en = f"rows {number} and {number + 1} were printed with the same codes: labels may have slipped"
            en += " near them, and no identity covers this one"
            doubts.setdefault((resource, near, field), (zh, en))
    for resource, number, field, usual in _strangers(system):
        zh, en = f"同行科目在别处与 {usual} 同列", f"the code beside it stands beside {usual} elsewhere"
        doubts.setdefault((resource, number, field), (zh, en))
    for resource, number, field, code in _parted(system, printed):
        zh, en = (
            f"对照表中它不与同行的 {code} 对应",
            f"the crosswalk does not have it beside {code} of the same row",
        )
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
            judged = _judged(system, printed, resource, row)
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


def _copied(printed: System, applied: Applied) -> Iterator[tuple[str, int]]:
    """Neighbours that were printed with the same key and are both still there: (resource, the first row)."""
    for resource in printed.tables:
        keys = printed.printed_keys(resource) if printed.keys(resource) else {}
        for number, key in keys.items():
            pair = [applied.moved.get((resource, n)) for n in (number, number + 1)]
            if keys.get(number + 1) == key and pair[0] is not None and pair[1] is not None:
                yield resource, pair[0]


def _blind_around(system: Document, printed: System, resource: str, number: int) -> Iterator[tuple[int, str]]:
    """The codes that no sum goes by, in the rows before and after a pair of rows: (row, field)."""
    for near in range(number - LONGEST_RUN + 1, number + LONGEST_RUN + 1):
        row = system.rows.get((resource, near))
        if row is not None and row.kind == "item":
            judged = _judged(system, printed, resource, row)
            for field in system.code_fields[resource]:
                if field not in judged and row.text(field):
                    yield near, field


def _judged(system: Document, printed: System, resource: str, row: Row) -> set[str]:
    """The code fields by which some equation takes an amount of the row."""
    filled = [name for name in system.amount_fields[resource] if row.amount(name) is not None]
    return {label for name in filled for label in printed.labels_of(resource, name)}


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


def _parted(system: Document, printed: System) -> Iterator[tuple[str, int, str, str]]:
    """Codes that no sum goes by, beside one that the crosswalk parts from it: (resource, row, field, one)."""
    for resource in system.tables:
        for field, other in permutations(system.code_fields[resource], 2):
            for row in system.items(resource):
                codes = (row.text(field), row.text(other))
                parted = all(codes) and gainsays((field, other), codes)
                if parted and other not in _judged(system, printed, resource, row):
                    yield resource, row.number, other, codes[0]


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
