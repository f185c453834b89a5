"""Shape: grids and a form give tables of typed rows. Raw text and place are kept; no figure is fixed."""

from __future__ import annotations

from budgetpress.form import Form
from budgetpress.model import Document, Shaped
from budgetpress.shape.notes import Notes
from budgetpress.shape.segments import Segment, filled, segments
from budgetpress.shape.statements import read_statements
from budgetpress.shape.table import TableShaper

__all__ = ["shape"]


def shape(documents: tuple[Document, ...], form: Form) -> Shaped:
    """Shape all documents of a release with one form.

    Every cell that is not blank ends in a table, in a heading or in a remark.
    """
    shapers: dict[str, TableShaper] = {}
    loose = Notes("")
    pages: set[tuple[object, ...]] = set()
    for segment in (segment for document in documents for segment in segments(document, form)):
        if segment.table is None:
            _outside(segment, loose)
            continue
        number = segment.table.number
        shaper = shapers.setdefault(number, TableShaper(segment.table, form))
        page = (number, segment.texts())
        if page in pages:
            _repeated(segment, shaper.notes)
            continue
        pages.add(page)
        if segment.misread and segment.title is not None:
            shaper.notes.finding(
                "title-misread",
                segment.title,
                f"表号与表名不符，按{number}表处理",
                f"the number of the title is not that of its words; taken for table {number}",
                "warning",
            )
        shaper.add(segment)
    ordered = [shapers[table.number] for table in form.tables if table.number in shapers]
    notes = [loose, *(shaper.notes for shaper in ordered)]
    return Shaped(
        tables=tuple(table for shaper in ordered for table in shaper.tables()),
        headings=tuple(heading for note in notes for heading in note.headings),
        remarks=tuple(remark for note in notes for remark in note.remarks),
        findings=tuple(finding for note in notes for finding in note.findings),
        missing=tuple(table.number for table in form.tables if table.number not in shapers),
        statements=read_statements(documents, form),
    )


def _outside(segment: Segment, notes: Notes) -> None:
    """What stands before the first table, or in a table that the form does not have."""
    reason = "before-first-table"
    if segment.title is not None:
        reason = "unknown-table"
        notes.heading("title", segment.title)
        text = segment.title.text.strip()
        notes.finding(
            "table-unknown",
            segment.title,
            f"表式中没有“{text}”",
            f"the form has no table '{text}'",
            "warning",
        )
    notes.remark(reason, [cell for line in segment.lines for cell in filled(line)])


def _repeated(segment: Segment, notes: Notes) -> None:
    """A page that was copied twice would count every amount twice."""
    if segment.title is not None:
        notes.heading("title", segment.title)
        notes.finding(
            "page-repeated",
            segment.title,
            "与前面的一页完全相同，未计入",
            "repeats an earlier page; not counted",
            "warning",
        )
    notes.remark("repeated-page", [cell for line in segment.lines for cell in filled(line)])
