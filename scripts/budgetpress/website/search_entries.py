"""What the search knows of a release: its pages, and an entry for each table and each row of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetpress.website.addresses import row_address
from budgetpress.website.data import Package, Record, Resource
from budgetpress.website.escape import html_text
from budgetpress.website.find_rows import labels
from budgetpress.website.page import Entry
from budgetpress.website.table_html import Cells
from budgetpress.website.words import yuan


def page_entries(package: Package, pages: Iterable[Entry]) -> Iterator[Entry]:
    """Those of the pages of a release, but for the parts of the pages of its tables, which are made here."""
    tables = {f"{package.name}/{number}/" for number in package.tables}
    for entry in pages:
        page, sign, _ = entry.location.partition("#")
        if not sign or page not in tables:
            yield entry


def row_entries(package: Package) -> Iterator[Entry]:
    """An entry for each table, and one for each row of it, by what the row is called."""
    cells = Cells(package)
    for resource in (resource for resources in package.tables.values() for resource in resources):
        page = f"{package.name}/{resource.table}/"
        name = f"{resource.table} {resource.title} {resource.title_en}"
        yield _entry(f"{page}#table-{resource.name}", name, "")
        for row in resource.rows:
            label = labels(package, resource, row)
            title = " ".join(str(label[name]) for name in ("codes", "names", "names_en") if label[name])
            words = [str(label["words"])] if label["words"] else []
            text = " · ".join((*words, *_amounts(resource, row, cells)))
            yield _entry(f"{package.name}/{row_address(resource, row['row'])}", title or name, text)


def _entry(location: str, title: str, text: str) -> Entry:
    # The search engine takes a text for HTML.
    return Entry(location=location, title=html_text(title), text=html_text(text))


def _amounts(resource: Resource, row: Record, cells: Cells) -> Iterator[str]:
    """`合计 Total 30,000.00 (3.000000)`: what is published and, in brackets, what is printed."""
    for field in resource.fields:
        figure = cells.figure(resource, row["row"], field.name)
        if figure is not None:
            amount = yuan(figure.amount) if figure.amount is not None else ""
            yield f"{field.title} {field.title_en} {amount} ({figure.printed})"
