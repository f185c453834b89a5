"""Reconcile: tables and the form's identities give a verdict for every figure, identity and repair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from budgetpress.form import Form
from budgetpress.model import Entry, Reconciled, Repair, Row, Shaped, Table
from budgetpress.reconcile.codes_by_name import settle_codes
from budgetpress.reconcile.corrections import Correction, correct, settled, where_now
from budgetpress.reconcile.coverage import coverage_findings
from budgetpress.reconcile.doubts import label_doubts
from budgetpress.reconcile.evaluate import amounts, checks, entries
from budgetpress.reconcile.identities import Position, instances
from budgetpress.reconcile.labels import label_findings
from budgetpress.reconcile.names import settle_names
from budgetpress.reconcile.owners import owner_findings, settle_owners
from budgetpress.reconcile.readings import choose_readings
from budgetpress.reconcile.repair import repair
from budgetpress.reconcile.statements import Known, check_statements
from budgetpress.reconcile.verdicts import figure_ids, figures

__all__ = ["reconcile"]


def reconcile(shaped: Shaped, form: Form, *, year: int, corrections: Sequence[Correction] = ()) -> Reconciled:
    """Evaluate every identity of the form exactly, and undo the defects that the document itself proves."""
    tables, by_hand = correct(shaped.tables, corrections)
    held = settled(by_hand, shaped.tables)
    printed = entries(tables, form)
    doubtful = any(len(entry.readings) > 1 for entry in printed.values())
    chosen = choose_readings(tables, instances(tables, form), printed) if doubtful else {}
    tables = with_entries(tables, chosen)
    as_read = with_entries(shaped.tables, chosen)
    mended = repair(tables, form, year, settled=held, as_read=as_read, original=shaped.original)
    by_hand = where_now(by_hand, shaped.tables, mended.applied.moved)
    held = settled(by_hand, mended.tables)
    tables = mended.tables
    labels: tuple[Repair, ...] = ()
    if not shaped.original:
        tables, codes = settle_codes(tables, form, year, held)
        tables, names = settle_names(tables, form, year)
        labels = (*codes, *names)
    tables = settle_owners(tables, form)
    printed = entries(tables, form)
    values = amounts(tables)
    ids = figure_ids(tables, printed)
    done = checks(mended.instances, values, printed, ids, mended.before)
    doubts = label_doubts(tables, mended.system, mended.accepted, mended.applied)
    changed = mended.positions | held
    known = Known(tables=tables, form=form, year=year, values=values, printed=printed, ids=ids)
    statements, stated = check_statements(shaped.statements, known)
    return Reconciled(
        tables=tables,
        figures=figures(tables, mended.instances, values, printed, ids, changed, mended.doubted),
        checks=done,
        repairs=(*by_hand, *mended.records(done), *labels),
        findings=(
            *shaped.findings,
            *mended.findings,
            *label_findings(tables, form, year),
            *doubts,
            *coverage_findings(tables, form, values, printed),
            *owner_findings(tables, form),
            *stated,
        ),
        remarks=mended.remarks,
        statements=statements,
    )


def with_entries(tables: tuple[Table, ...], chosen: Mapping[Position, Entry]) -> tuple[Table, ...]:
    """The tables with some entries exchanged."""
    if not chosen:
        return tables
    return tuple(
        replace(table, rows=tuple(_with(table.resource, row, chosen) for row in table.rows))
        for table in tables
    )


def _with(resource: str, row: Row, chosen: Mapping[Position, Entry]) -> Row:
    new = {
        name: chosen.get(Position(resource, row.number, name), entry) for name, entry in row.entries.items()
    }
    return replace(row, entries=new)
