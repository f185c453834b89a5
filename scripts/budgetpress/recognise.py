"""Recognise what a document is: its form, fiscal year and body, from the document alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from budgetpress.errors import InputError
from budgetpress.form import Form, list_forms, load_form
from budgetpress.model import Document, Shaped
from budgetpress.shape.segments import segments


def recognise_form(documents: tuple[Document, ...]) -> Form:
    """The form with the most table titles in the documents; InputError where none has any."""
    counts = {name: sum(_titles(d, load_form(name)) for d in documents) for name in list_forms()}
    best = max(counts, key=lambda name: counts[name])
    if not counts[best]:
        raise InputError(
            ", ".join(document.source for document in documents),
            "no table of a known form was found",
            expected="titles such as those listed by `budgetpress forms`",
            do="Give the form with --form, or check that this is a budget document.",
        )
    return load_form(best)


def _titles(document: Document, form: Form) -> int:
    return sum(segment.table is not None for segment in segments(document, form))


def recognise_year(documents: tuple[Document, ...], form: Form) -> int | None:
    """The fiscal year that the document states most often, None where it states none or several as often."""
    found: Counter[int] = Counter()
    for text in _texts(documents):
        for pattern in form.year_patterns:
            found.update(int(match["year"]) for match in re.finditer(pattern, text))
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def recognise_body(shaped: Shaped, form: Form) -> tuple[str, str] | None:
    """The code (or an empty string) and name of the body, as the tables print it most often."""
    names = _most_common(shaped, form.body_fields)
    codes = _most_common(shaped, form.body_code_fields)
    return (codes or "", names) if names else None


def _most_common(shaped: Shaped, fields: tuple[tuple[str, str], ...]) -> str | None:
    for resource, field in fields:
        found = Counter(
            row.text(field)
            for table in shaped.tables
            if table.resource == resource
            for row in table.rows
            if row.kind == "item" or row.name == "totals"
            if row.text(field)
        )
        if found:
            return found.most_common(1)[0][0]
    return None


def _texts(documents: tuple[Document, ...]) -> Iterable[str]:
    for document in documents:
        for grid in document.grids:
            for line in grid.rows:
                for cell in line:
                    if cell.text:
                        yield cell.text
