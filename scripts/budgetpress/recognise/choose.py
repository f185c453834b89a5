"""Recognise what a document is: its form, fiscal year and body, from the document alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from budgetpress.errors import InputError
from budgetpress.form import Form, list_forms, load_form
from budgetpress.model import Cell, Document, Shaped
from budgetpress.recognise.examine import Examined, Nearest, examine, printed_headings
from budgetpress.shape.furniture import Furniture
from budgetpress.shape.segments import segments
from budgetpress.shape.words import squash

_TITLE_YEAR = re.compile(r"(20\d\d)年")
_SHOWN = 12
_LONGEST_TITLE = 80


def recognise_form(documents: tuple[Document, ...], folders: Sequence[Path] = ()) -> Form:
    """The form whose tables the documents hold; InputError, with the nearest one, where they hold none."""
    ranked = examine_all(documents, folders)
    if not ranked or not ranked[0].tables:
        raise unrecognised(documents, ranked)
    return ranked[0].form


def examine_all(documents: tuple[Document, ...], folders: Sequence[Path] = ()) -> list[Examined]:
    """What each known form makes of the documents, the best first; of equal ones, by name."""
    found = [examine(documents, load_form(name, folders)) for name in list_forms(folders)]
    return sorted(found, key=lambda each: (-each.score, -each.named, -each.likeness, each.form.name))


def unrecognised(documents: tuple[Document, ...], ranked: Sequence[Examined]) -> InputError:
    """That no table was found; with what differs from the nearest form, where there is one."""
    nearest = max(ranked, key=lambda each: (each.likeness, each.named), default=None)
    expected = "titles such as those listed by `budgetpress forms`"
    if nearest is not None and nearest.nearest is not None:
        expected = _differences(nearest, nearest.nearest, printed_headings(documents))
    elif nearest is not None and nearest.named:
        expected = (
            f"the tables of the form {nearest.form.name}; {nearest.named} of them are named in the text alone"
        )
    return InputError(
        ", ".join(document.source for document in documents),
        "no table of a known form was found",
        expected=expected,
        do="Look with --explain, give the form with --form, or draft one with `budgetpress new-form`.",
    )


def _differences(form: Examined, table: Nearest, printed: Sequence[tuple[str, ...]]) -> str:
    """The nearest form and table, and the headings of each side that the other does not have."""
    words = {word for heads in printed for word in heads}
    found = list(dict.fromkeys(word for heads in printed for word in heads if word not in form.headings))
    lacking = [word for word in table.headings if word not in words]
    name = f"{table.table.number} {table.table.title}"
    text = f"a table of the nearest form, {form.form.name} (by its headings {name})"
    if found:
        text += f"; printed and not in the form: {', '.join(found[:_SHOWN])}"
    if lacking:
        text += f"; in that table and not printed: {', '.join(lacking[:_SHOWN])}"
    return text


def recognise_year(documents: tuple[Document, ...], form: Form) -> int | None:
    """The fiscal year: that of the titles of the tables, or the one that the document states most often.

    None where it states none, or several as often. The name of a file is no evidence.
    """
    titles = {year for text in _titles(documents, form) for year in _TITLE_YEAR.findall(squash(text))}
    if len(titles) == 1:
        return int(titles.pop())
    found: Counter[int] = Counter()
    for text in (cell.text for cell in _cells(documents)):
        for pattern in form.year_patterns:
            found.update(int(match["year"]) for match in re.finditer(pattern, text))
    ranked = found.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def recognise_body(documents: tuple[Document, ...], shaped: Shaped, form: Form) -> tuple[str, str] | None:
    """The code (or an empty string) and name of the body, as lines beside the tables, these or titles say."""
    stated = Counter(_stated_bodies(documents, shaped, form)).most_common(1)
    name = stated[0][0] if stated else _most_common(shaped, form.body_fields)
    name = name or next((name for name, _ in Counter(_titled_bodies(documents, form)).most_common(1)), None)
    code = _most_common(shaped, form.body_code_fields)
    return (code or "", name) if name else None


def _stated_bodies(documents: tuple[Document, ...], shaped: Shaped, form: Form) -> Iterator[str]:
    """The bodies that lines of text name, but for those beside tables of another set."""
    others = frozenset(id(remark.cell) for remark in shaped.remarks if remark.reason == "another-set")
    furniture = Furniture(form)
    for cell in _cells(documents):
        body = furniture.body(cell.text) if id(cell) not in others else ""
        if body:
            yield body


def _titled_bodies(documents: tuple[Document, ...], form: Form) -> Iterator[str]:
    """The bodies that titles name, such as that of the whole document."""
    patterns = [re.compile(pattern) for pattern in form.body_titles]
    for cell in _cells(documents) if patterns else ():
        plain = squash(cell.text)
        matches = (pattern.match(plain) for pattern in patterns if len(plain) <= _LONGEST_TITLE)
        yield from (match["body"] for match in matches if match is not None)


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


def _titles(documents: tuple[Document, ...], form: Form) -> Iterator[str]:
    for document in documents:
        for segment in segments(document, form):
            if segment.table is not None and segment.title is not None:
                yield from (cell.text for cell in segment.title.cells)


def _cells(documents: tuple[Document, ...]) -> Iterator[Cell]:
    for document in documents:
        for grid in document.grids:
            for line in grid.rows:
                yield from (cell for cell in line if cell.text)
