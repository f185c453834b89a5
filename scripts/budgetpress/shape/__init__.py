"""Shape: grids and a form give tables of typed rows. Raw text and place are kept; no figure is fixed."""

from __future__ import annotations

from budgetpress.form import Form
from budgetpress.model import Document, Heading, Remark, Shaped, Table
from budgetpress.shape.segments import filled, segments
from budgetpress.shape.table import TableShaper

__all__ = ["shape"]


def shape(documents: tuple[Document, ...], form: Form) -> Shaped:
    """Shape all documents of a release with one form.

    Every cell that is not blank ends in a table, in a heading or in a remark.
    """
    shapers: dict[str, TableShaper] = {}
    headings: list[Heading] = []
    remarks: list[Remark] = []
    for document in documents:
        for segment in segments(document, form):
            if segment.table is None:
                cells = [cell for line in segment.lines for cell in filled(line)]
                remarks += [Remark(table="", reason="before-first-table", cell=cell) for cell in cells]
                continue
            number = segment.table.number
            shapers.setdefault(number, TableShaper(segment.table, form)).add(segment)
    ordered = [shapers[table.number] for table in form.tables if table.number in shapers]
    tables: list[Table] = [table for shaper in ordered for table in shaper.tables()]
    return Shaped(
        tables=tuple(tables),
        headings=tuple(headings + [h for shaper in ordered for h in shaper.headings]),
        remarks=tuple(remarks + [r for shaper in ordered for r in shaper.remarks]),
        findings=tuple(f for shaper in ordered for f in shaper.findings),
        missing=tuple(table.number for table in form.tables if table.number not in shapers),
    )
