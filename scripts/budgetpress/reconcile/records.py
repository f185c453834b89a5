"""The list of repairs, with evidence that a person can follow with a pencil."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from budgetpress.amounts import format_yuan, from_fen
from budgetpress.model import Check, Entry, Place, Repair, Row, Table
from budgetpress.reconcile.apply import Applied
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.system import System

Target = Literal["figure", "label", "row"]
_SHOWN = 4


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One changed cell of a repair: where it stands now, what was printed and what is published."""

    target: Target
    table: str
    row: Row
    field: str
    printed: str
    published: str
    place: Place | None


def repair_records(
    system: System,
    accepted: Sequence[Accepted],
    applied: Applied,
    checks: Mapping[int, Check],
) -> tuple[Repair, ...]:
    """One record for every changed cell or label; those of one defect share the first part of their id.

    `checks` are the published checks by the index of their equation.
    """
    tables = {table.resource: table for table in applied.tables}
    made: list[Repair] = []
    number = 0
    for index, change in enumerate(accepted):
        if change.proposal.allocated is not None:
            continue
        number += 1
        touched = [checks[i] for i in sorted(change.effect) if i in checks]
        failed = [check for check in touched if check.printed_verdict == "fails"]
        now = [check for check in failed if check.verdict == "holds"]
        # Where the last figure of a code has gone elsewhere, its identity no longer applies.
        ended = [check for check in failed if check.verdict != "fails"]
        zh, en = _evidence(change, now, len(failed) - len(ended))
        for part, cell in enumerate(_cells(system, change, index, applied, tables), 1):
            made.append(
                Repair(
                    id=f"R{number}.{part}",
                    target=cell.target,
                    figure=f"{cell.table}.{cell.row.name}.{cell.field}" if cell.target == "figure" else "",
                    table=cell.table,
                    row=cell.row.number,
                    field=cell.field,
                    printed=cell.printed,
                    published=cell.published,
                    kind=change.proposal.kind,
                    evidence_zh=zh,
                    evidence_en=en,
                    failed_before=tuple(check.id for check in ended),
                    hold_after=tuple(check.id for check in now),
                    margin=change.margin,
                    place=cell.place,
                )
            )
    return tuple(made)


def _cells(
    system: System, change: Accepted, index: int, applied: Applied, tables: Mapping[str, Table]
) -> Iterator[Cell]:
    proposal = change.proposal
    for position in proposal.values:
        table = tables[position.resource]
        row = table.rows[applied.moved[position.resource, position.row] - 1]
        entry = row.entries[position.field]
        yield _cell("figure", table, row, entry)
    for (resource, number), codes in proposal.codes.items():
        table = tables[resource]
        row = table.rows[applied.moved[resource, number] - 1]
        old = system.rows[resource, number]
        for name in codes:
            for field in (name, name.removesuffix("_code") + "_name"):
                entry_or_none = row.entries.get(field)
                if entry_or_none is not None and old.text(field) != entry_or_none.value:
                    yield Cell(
                        target="label",
                        table=table.number,
                        row=row,
                        field=field,
                        printed=old.text(field),
                        published=str(entry_or_none.value),
                        place=entry_or_none.place,
                    )
    if index in applied.added:
        resource, number = applied.added[index]
        table = tables[resource]
        row = table.rows[number - 1]
        words = [str(entry.value) for entry in row.entries.values() if isinstance(entry.value, str)]
        yield Cell(
            target="row",
            table=table.number,
            row=row,
            field="",
            printed="",
            published=" ".join(words),
            place=None,
        )
        for entry in row.entries.values():
            if entry.unit:
                yield _cell("figure", table, row, entry)
    if proposal.removed is not None:
        resource, number = proposal.removed
        table = system.tables[resource]
        row = system.rows[resource, number]
        text = " ".join(entry.text for entry in row.entries.values() if entry.text)
        place = next(iter(row.entries.values())).place
        before = next(n for n in range(number - 1, 0, -1) if (resource, n) in applied.moved)
        kept = tables[resource].rows[applied.moved[resource, before] - 1]
        yield Cell(
            target="row", table=table.number, row=kept, field="", printed=text, published="", place=place
        )


def _cell(target: Target, table: Table, row: Row, entry: Entry) -> Cell:
    return Cell(
        target=target,
        table=table.number,
        row=row,
        field=entry.field,
        printed=entry.text,
        published="" if entry.value is None else str(entry.value),
        place=entry.place,
    )


def _evidence(change: Accepted, now: Sequence[Check], still: int) -> tuple[str, str]:
    """A sentence for people; `now` failed before and hold, `still` is how many others fail as before."""
    kind_zh, kind_en = KIND_NAMES[change.proposal.kind]
    zh = [f"{kind_zh}。照印时不成立、修正后成立："]
    en = [f"{kind_en}. Failed as printed, hold after the repair:"]
    for check in now[:_SHOWN]:
        off = format_yuan(check.printed_residual) if check.printed_residual is not None else ""
        zh.append(f"{check.id}（{check.name_zh}，原差 {off} 元）；")
        en.append(f"{check.id} ({check.name_en}; it was off by {off} yuan);")
    if len(now) > _SHOWN:
        zh.append(f"另有 {len(now) - _SHOWN} 条；")
        en.append(f"and {len(now) - _SHOWN} more;")
    if still:
        zh.append(f"仍有 {still} 条因别处的问题不成立；")
        en.append(f"{still} still fail{'s' if still == 1 else ''} because of something else;")
    if change.margin is None:
        zh.append("在已知的差错类型中没有其他解释。")
        en.append("No other explanation is known.")
    else:
        zh.append(f"次优解释的代价高 {change.margin}（一处普通差错为 10）。")
        en.append(f"The next explanation costs {change.margin} more (10 is one ordinary defect).")
    return "".join(zh), " ".join(en)


def allocation_amount(change: Accepted) -> str:
    """The amount of an unprinted allocation in yuan, for people."""
    _, amount = change.proposal.allocated or (0, 0)
    return format_yuan(from_fen(amount))
