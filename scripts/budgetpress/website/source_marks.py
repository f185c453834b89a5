"""What a release has to say at a place of its source: figures, statements, repairs, findings, remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from budgetpress.website.addresses import figure_address
from budgetpress.website.data import Figure, Package, Record
from budgetpress.website.escape import anchor, fragment, html_text
from budgetpress.website.source_view import View
from budgetpress.website.words import STATUS, both, pair, yuan

_KINDS = (
    ("statement", "statements", "id", "文字里的金额", "stated in the text"),
    ("repair", "repairs", "id", "修复", "repair"),
    ("finding", "findings", "number", "发现", "finding"),
    ("remark", "remarks", "number", "备注", "remark"),
)
_PAGES = {"statement": "statements", "repair": "repairs", "finding": "remarks", "remark": "remarks"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """Something that stands at a place.

    `identifier` is its id on the page of its source and where it is explained; `href` leads there from the
    folder of the release; `name` is what it is called, ready for an attribute, `label` the same in few
    characters, as HTML. `figure` is set for figures.
    """

    identifier: str
    href: str
    name: str
    label: str
    place: Record
    text: str
    figure: Figure | None = None


def source_href(package: Package, place: Record, identifier: str, up: str = "../") -> str:
    """From a page of the release to a place in its source; empty where the source is not shown.

    `identifier` is the id of what stands there: that of a figure, or `anchor("repair", ...)` and so on.
    `place` is a record with the fields of places (a figure's `place`); `up` leads to the release's folder.
    """
    view = package.views.get(place.get("source", ""))
    found = view.find(place) if view is not None else None
    if view is None or found is None:
        return ""
    return f"{up}source/{view.number}/{found[0]}/{fragment(identifier)}"


def marks_of(package: Package, view: View) -> Mapping[int, Mapping[str, list[Mark]]]:
    """What stands in each part of a source, by spot, figures first."""
    found: dict[int, dict[str, list[Mark]]] = {}
    for mark in _marks(package):
        if mark.place.get("source", "") == view.source and (home := view.find(mark.place)):
            found.setdefault(home[0], {}).setdefault(home[1], []).append(mark)
    return found


def pages_of(package: Package, source: str) -> list[int]:
    """The pages of a source where something stands, from 1."""
    pages = {mark.place.get("page", "") for mark in _marks(package) if mark.place.get("source") == source}
    return sorted(int(page) for page in pages if page.isdecimal())


def _marks(package: Package) -> Iterator[Mark]:
    names = {(resource.name, f.name): f for resource in package.resources for f in resource.fields}
    for figure in package.figures.values():
        column = names.get((figure.resource, figure.field))
        status = STATUS[figure.status]
        amount = yuan(figure.amount) if figure.amount is not None else "?"
        zh, en = (column.title, column.title_en or column.title) if column else (figure.field, figure.field)
        yield Mark(
            identifier=figure.id,
            href=figure_address(figure),
            name=pair(
                f"{figure.id} {zh}：{amount} 元，{status.zh}", f"{figure.id} {en}: {amount} yuan, {status.en}"
            ),
            label=html_text(figure.id),
            place=figure.place,
            text=figure.printed,
            figure=figure,
        )
    for kind, role, key, zh, en in _KINDS:
        for record in package.role(role):
            identifier = anchor(kind, record[key])
            yield Mark(
                identifier=identifier,
                href=f"{_PAGES[kind]}/{fragment(identifier)}",
                name=pair(f"{zh} {record[key]}", f"{en} {record[key]}"),
                label=both(f"{zh} {record[key]}", f"{en} {record[key]}"),
                place=record,
                text=record.get("printed", "") or record.get("text", ""),
            )


def tables_of(marks: Iterable[Mark]) -> list[str]:
    """The numbers of the tables whose figures are among marks."""
    return sorted({mark.figure.table for mark in marks if mark.figure is not None})
