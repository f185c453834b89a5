"""How a document was recognised: each form with its tables, pages and headings, and what was decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypedDict

from budgetpress.form import Form
from budgetpress.model import Document, Shaped
from budgetpress.recognise.choose import recognise_body, recognise_year
from budgetpress.recognise.examine import Examined, TableFound


class TableExplained(TypedDict):
    """A table that was found; `places` are its pages, sheets or the line where it begins."""

    number: str
    title: str
    printed_title: str
    places: list[str]
    unit: str
    number_misread: bool
    headings_missing: list[str]
    headings_unknown: list[str]


class UnmatchedExplained(TypedDict):
    """A printed table that is none of the form's."""

    place: str
    above: str
    headings: list[str]


class FormExplained(TypedDict):
    """What one form makes of the document; `nearest_table` is the one with the likest headings."""

    form: str
    title: str
    score: float
    likeness: float
    nearest_table: str
    tables: list[TableExplained]
    tables_missing: list[str]
    unmatched: list[UnmatchedExplained]


class Explanation(TypedDict):
    """What was decided, None where the document does not say, and every form that was tried, best first."""

    sources: list[str]
    form: str | None
    fiscal_year: int | None
    body: str | None
    body_code: str | None
    figures: int
    findings: list[str]
    forms: list[FormExplained]


def explain(
    documents: tuple[Document, ...], ranked: Sequence[Examined], form: Form | None, shaped: Shaped | None
) -> Explanation:
    """What was decided and why; `shaped` is what the chosen form gives."""
    known = recognise_body(documents, shaped, form) if form is not None and shaped is not None else None
    return {
        "sources": [document.source for document in documents],
        "form": form.name if form is not None else None,
        "fiscal_year": recognise_year(documents, form) if form is not None else None,
        "body": known[1] if known else None,
        "body_code": known[0] if known else None,
        "figures": _figures(shaped) if shaped is not None else 0,
        "findings": _findings(documents, shaped),
        "forms": [_form(each) for each in ranked],
    }


def _figures(shaped: Shaped) -> int:
    return sum(
        entry.value is not None and bool(entry.unit)
        for table in shaped.tables
        for row in table.rows
        for entry in row.entries.values()
    )


def _findings(documents: Sequence[Document], shaped: Shaped | None) -> list[str]:
    findings = (
        shaped.findings
        if shaped is not None
        else tuple(f for document in documents for f in document.findings)
    )
    return [
        f"{f.level} {f.code}{f' ({f.place})' if f.place is not None else ''}: {f.message_zh} / {f.message_en}"
        for f in findings
    ]


def _form(each: Examined) -> FormExplained:
    near = each.nearest
    return {
        "form": each.form.name,
        "title": each.form.title,
        "score": round(each.score, 2),
        "likeness": round(each.likeness, 2),
        "nearest_table": f"{near.table.number} {near.table.title}" if near is not None else "",
        "tables": [_table(found) for found in each.tables],
        "tables_missing": [f"{table.number} {table.title}" for table in each.missing],
        "unmatched": [
            {"place": grid.place, "above": grid.above, "headings": list(grid.headings)}
            for grid in each.unmatched
        ],
    }


def _table(found: TableFound) -> TableExplained:
    return {
        "number": found.table.number,
        "title": found.table.title,
        "printed_title": found.title,
        "places": found.places,
        "unit": found.unit or found.table.unit,
        "number_misread": found.misread,
        "headings_missing": found.missing,
        "headings_unknown": found.unknown,
    }


def told(what: Explanation) -> Iterator[str]:
    """The explanation for people, line by line."""
    yield f"{', '.join(what['sources'])}"
    for key, word in (("form", "form"), ("fiscal_year", "fiscal year"), ("body", "body")):
        yield f"  {word}: {what[key] or 'not recognised'}"  # type: ignore[literal-required]
    yield f"  figures: {what['figures']}"
    for number, form in enumerate(what["forms"]):
        near = form["nearest_table"]
        yield (
            f"{form['form']}  {form['title']}  score {form['score']:.2f}, likeness {form['likeness']:.2f}"
            + (f" ({near})" if near else "")
        )
        if form["form"] == what["form"] or (what["form"] is None and number == 0):
            yield from _details(form)
    yield from (f"finding: {finding}" for finding in what["findings"])


def _details(form: FormExplained) -> Iterator[str]:
    for table in form["tables"]:
        yield f"  {table['number']} {table['title']} [{table['unit']}]: {'; '.join(_short(table['places']))}"
        if table["number_misread"]:
            yield f"     printed as: {table['printed_title']}"
        for key, word in (("headings_missing", "not printed"), ("headings_unknown", "not in the form")):
            differing: list[str] = table[key]  # type: ignore[literal-required]
            if differing:
                yield f"     headings {word}: {', '.join(differing)}"
    for title in form["tables_missing"]:
        yield f"  {title}: not found"
    for grid in form["unmatched"]:
        above = f" under '{grid['above']}'" if grid["above"] else ""
        headings = ", ".join(grid["headings"]) or "none"
        yield f"  {grid['place']}: no table of this form{above}; headings {headings}"


def _short(places: Sequence[str]) -> list[str]:
    """The name of a file once, before its pages."""
    shown: list[str] = []
    before = ""
    for place in places:
        file, _, where = place.rpartition(", ")
        shown.append(where if file and file == before else place)
        before = file
    return shown
