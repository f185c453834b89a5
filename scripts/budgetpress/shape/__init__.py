"""Shape: grids and a form give tables of typed rows. Raw text and place are kept; no figure is fixed."""

from __future__ import annotations

from budgetpress.form import Form
from budgetpress.model import Cell, Document, Shaped
from budgetpress.shape.notes import Notes
from budgetpress.shape.segments import Segment, filled, segments
from budgetpress.shape.sets import FirstSet, cells_of, without
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
    first = FirstSet(form)
    others: dict[str, Notes] = {}
    again = ""
    for segment in (segment for document in documents for segment in segments(document, form)):
        if segment.table is None:
            _outside(segment, loose)
            continue
        number = segment.table.number
        page = (number, segment.texts())
        if page in pages:
            _repeated(segment, shapers[number].notes if number in shapers else loose)
            continue
        if not first.takes(segment):
            _of_another(segment, first, others.setdefault(number, Notes(number)), said=again == number)
            again = number
            continue
        again = ""
        pages.add(page)
        shaper = shapers.setdefault(number, TableShaper(segment.table, form, loose))
        _note_title(segment, shaper)
        shaper.add(segment)
    ordered = [shapers[table.number] for table in form.tables if table.number in shapers]
    tables = tuple(table for shaper in ordered for table in shaper.tables())
    notes = [loose, *(shaper.notes for shaper in ordered), *others.values()]
    return Shaped(
        tables=tables,
        headings=tuple(heading for note in notes for heading in note.headings),
        remarks=tuple(remark for note in notes for remark in note.remarks),
        findings=(
            *(finding for document in documents for finding in document.findings),
            *(finding for note in notes for finding in note.findings),
        ),
        missing=tuple(table.number for table in form.tables if table.number not in shapers),
        statements=read_statements(without(documents, first.texts_of_others()), form),
        original=all(document.original for document in documents),
    )


def _note_title(segment: Segment, shaper: TableShaper) -> None:
    """What a person should know about a title."""
    title, number = segment.title, shaper.table.number
    if title is None:
        return
    text = title.cells[-1].text.strip()
    if title.misread:
        shaper.notes.finding(
            "title-misread",
            title.cells[-1],
            f"表号与表名不符，按{number}表处理",
            f"the number of the title is not that of its words; taken for table {number}",
            "warning",
        )
    if title.differs:
        shaper.notes.finding(
            "title-differs",
            title.cells[-1],
            f"表名“{text}”与表式略有不同，按{number}表处理",
            f"the title '{text}' is not quite that of the form; taken for table {number} by its headings",
            "warning",
        )


def _of_another(segment: Segment, first: FirstSet, notes: Notes, *, said: bool) -> None:
    """A table of another set: nothing of it counts, and what to do is said once for each table."""
    cells = list(cells_of(segment))
    title = segment.title.cells if segment.title is not None else ()
    number = segment.table.number if segment.table is not None else ""
    for cell in title:
        notes.heading("title", cell)
    notes.remark("another-set", cells)
    if not said and (title or cells):
        whose = first.whose(segment)
        notes.finding(
            "table-again",
            (title or cells)[0],
            f"{number}表不属于第一套表（{whose[0]}），未计入；要转换它，请把这一套表另存为一个文件",
            f"table {number} is not of the first set of tables ({whose[1]}) and is not counted; "
            "to convert it, save its set as a file of its own",
            "warning",
        )


def _outside(segment: Segment, notes: Notes) -> None:
    """What stands before the first table, or in a table that the form does not have."""
    exact = any(piece.kind != "loose" for piece in segment.pieces)
    reason = "narrative" if exact else "before-first-table"
    if segment.title is not None:
        reason = "unknown-table"
        text = " ".join(cell.text.strip() for cell in segment.title.cells)
        for cell in segment.title.cells:
            notes.heading("title", cell)
        notes.finding(
            "table-unknown",
            segment.title.cells[0],
            f"表式中没有“{text}”",
            f"the form has no table '{text}'",
            "warning",
        )
    for piece in segment.pieces:
        cells = [cell for line in piece.lines for cell in filled(line)]
        # A sheet with one cell a line is a cover or a text, not a table.
        untitled = (
            piece.kind == "exact"
            and segment.title is None
            and any(len(filled(line)) > 1 for line in piece.lines)
        )
        if untitled:
            _untitled(segment.above, cells[0], notes)
        notes.remark("untitled-grid" if untitled else "narrative" if piece.kind == "text" else reason, cells)


def _untitled(above: Cell | None, first: Cell, notes: Notes) -> None:
    text = above.text.strip() if above is not None else ""
    notes.finding(
        "grid-unmatched",
        above or first,
        f"表格没有可识别的标题（其上文字：“{text}”），内容未计入" if text else "表格没有标题，内容未计入",
        f"a table under no title of the form (above it: '{text}'); nothing of it is counted"
        if text
        else "a table without a title; nothing of it is counted",
        "warning",
    )


def _repeated(segment: Segment, notes: Notes) -> None:
    """A page that was copied twice would count every amount twice."""
    if segment.title is not None:
        for cell in segment.title.cells:
            notes.heading("title", cell)
        notes.finding(
            "page-repeated",
            segment.title.cells[0],
            "与前面的一页完全相同，未计入",
            "repeats an earlier page; not counted",
            "warning",
        )
    notes.remark(
        "repeated-page", [cell for piece in segment.pieces for line in piece.lines for cell in filled(line)]
    )
