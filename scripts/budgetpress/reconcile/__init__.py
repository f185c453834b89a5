"""Reconcile: tables and the form's identities give a verdict for every figure and every identity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from budgetpress.form import Form
from budgetpress.model import Entry, Reconciled, Row, Shaped, Table
from budgetpress.reconcile.evaluate import amounts, checks, entries
from budgetpress.reconcile.identities import Position, instances
from budgetpress.reconcile.labels import label_findings
from budgetpress.reconcile.readings import choose_readings
from budgetpress.reconcile.verdicts import figure_ids, figures

__all__ = ["reconcile"]


def reconcile(shaped: Shaped, form: Form, *, year: int) -> Reconciled:
    """Evaluate every identity of the form on the shaped tables, exactly."""
    tables = shaped.tables
    found = instances(tables, form)
    chosen = choose_readings(tables, found, entries(tables, form))
    tables = with_entries(tables, chosen)
    printed = entries(tables, form)
    found = instances(tables, form)
    values = amounts(tables)
    ids = figure_ids(tables, printed)
    return Reconciled(
        tables=tables,
        figures=figures(tables, found, values, printed, ids),
        checks=checks(found, values, printed, ids),
        repairs=(),
        findings=(*shaped.findings, *label_findings(tables, form, year)),
    )


def with_entries(tables: tuple[Table, ...], chosen: Mapping[Position, Entry]) -> tuple[Table, ...]:
    """The tables with some entries exchanged."""
    if not chosen:
        return tables
    return tuple(
        replace(table, rows=tuple(_with(table.resource, row, chosen) for row in table.rows)) for table in tables
    )


def _with(resource: str, row: Row, chosen: Mapping[Position, Entry]) -> Row:
    new = {
        name: chosen.get(Position(resource, row.number, name), entry) for name, entry in row.entries.items()
    }
    return replace(row, entries=new)
