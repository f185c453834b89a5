"""What a source has lost is lost: how much of a whole, which another table prints, its rows come to.

The form declares it as identities of kind `coverage`. They prove nothing and dispute nothing; where the rows
do not come to the whole, a finding says by how much.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from budgetpress.amounts import from_fen
from budgetpress.form import Form, Identity, Term
from budgetpress.model import Finding, Row, Table
from budgetpress.reconcile.evaluate import Printed, Values, residual, tolerance
from budgetpress.reconcile.identities import Instance, Position, matches

_TENTH = Decimal("0.1")
_SHOWN = 3


def coverage_findings(
    tables: Sequence[Table], form: Form, values: Values, printed: Printed
) -> tuple[Finding, ...]:
    """A finding for every whole of the form that its rows, as published, do not come to."""
    by_name = {table.resource: table for table in tables}
    found = []
    for identity in form.identities:
        terms = (*identity.left, *identity.right)
        if identity.kind != "coverage" or not all(term.resource in by_name for term in terms):
            continue
        instance = Instance(
            id=identity.name,
            identity=identity,
            left=tuple(_positions(identity.left, by_name)),
            right=tuple(_positions(identity.right, by_name)),
        )
        whole = sum(values.get(position, 0) for position in instance.right)
        off = residual(instance, values)
        if whole > 0 and abs(off) > tolerance(instance, printed):
            found.append(_finding(identity, instance, by_name, whole, off))
    return tuple(found)


def _rows(terms: Sequence[Term], tables: Mapping[str, Table]) -> Iterator[tuple[Term, Row]]:
    for term in terms:
        for row in tables[term.resource].rows:
            if matches(row, term):
                yield term, row


def _positions(terms: Sequence[Term], tables: Mapping[str, Table]) -> Iterator[Position]:
    for term, row in _rows(terms, tables):
        for name in term.fields:
            yield Position(term.resource, row.number, name)


def _finding(
    identity: Identity, instance: Instance, tables: Mapping[str, Table], whole: int, off: int
) -> Finding:
    rows = list(_rows(identity.left, tables))
    blank = sum(all(row.amount(name) is None for name in term.fields) for term, row in rows)
    cells = [_figure(tables, position) for position in instance.right]
    shown = " + ".join(cells[:_SHOWN] + (["…"] if len(cells) > _SHOWN else []))
    part, all_ = f"{from_fen(whole + off):,}", f"{from_fen(whole):,}"
    zh, en = _rest(off, whole, blank)
    return Finding(
        code="coverage",
        level="warning",
        table=tables[identity.left[0].resource].number,
        row=None,
        field=identity.left[0].fields[0],
        message_zh=f"{identity.title}：这里 {len(rows)} 行合计 {part} 元，而 {shown} 为 {all_} 元；{zh}",
        message_en=(
            f"{identity.title_en}: the {len(rows)} rows here come to {part} yuan, "
            f"and {shown} is {all_} yuan; {en}"
        ),
    )


def _figure(tables: Mapping[str, Table], position: Position) -> str:
    table = tables[position.resource]
    return f"{table.number}.{table.rows[position.row - 1].name}.{position.field}"


def _rest(off: int, whole: int, blank: int) -> tuple[str, str]:
    """What the rows lack, or have too much; `blank` rows have no amount."""
    amount, share = f"{from_fen(abs(off)):,}", _share(abs(off), whole)
    if off > 0:
        return f"多出 {amount} 元（{share}%）", f"that is {amount} yuan ({share} %) too much"
    if blank:
        return (
            f"其余 {amount} 元（{share}%）或在其中 {blank} 行没有金额的行里，或在来源中没有的行里",
            (
                f"the other {amount} yuan ({share} %) belong to {blank} of them that have no amount, "
                "or to rows that are not in the source"
            ),
        )
    return (
        f"其余 {amount} 元（{share}%）在来源中没有对应的行",
        f"for the other {amount} yuan ({share} %) there are no rows in the source",
    )


def _share(amount: int, whole: int) -> Decimal:
    """How much of the whole it is, in per cent."""
    return (Decimal(amount) * 100 / whole).quantize(_TENTH, rounding=ROUND_HALF_EVEN)
