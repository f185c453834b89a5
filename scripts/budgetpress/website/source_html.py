"""A part of a source as HTML: its lines, its sheet, or the picture of its page, with everything marked.

All text of the source is escaped, and the boxes on a picture are drawn here from numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from budgetpress.website.escape import attr, html_text
from budgetpress.website.markup import cell, frame, grid, head, line, link, marked, number, number_head, tag
from budgetpress.website.source_marks import Mark
from budgetpress.website.source_view import Lines, Part, Picture, Shown, is_sheet, row_number, spot_of
from budgetpress.website.words import BLANK, STATUS, both, pair, yuan

UP = "../../../"
"""From the page of a part to the folder of its release."""

_TAB = '<span class="bp-tab" aria-hidden="true">⇥</span>'
_NUMBER = re.compile(r"-?\d{1,6}(\.\d{1,9})?")

Marks = Mapping[str, list[Mark]]
"""What stands at each spot of a part."""


def shown_lines(part: Part, marks: Marks) -> str:
    """The lines, tables or sheet of a part."""
    return "".join(_exact(grid, marks) if grid.exact else _loose(grid, marks) for grid in part.grids)


def _loose(grid: Lines, marks: Marks) -> str:
    rows = []
    for row in grid.rows:
        texts = _TAB.join(_marked(grid, shown, marks) for shown in row)
        rows.append(line(_row_head(row), cell(texts, "bp-raw", source=True)))
    label = pair("原文的行", "Lines of the source")
    return frame(label, tag("table", tag("tbody", "".join(rows)), "bp-lines"))


def _exact(grid: Lines, marks: Marks) -> str:
    rows = []
    below: dict[int, int] = {}
    for row in grid.rows:
        cells = []
        at = 0
        left = {column: count - 1 for column, count in below.items() if count > 1}
        for shown in row:
            free = sum(column not in below for column in range(at, shown.column))
            cells += ["<td></td>"] * free  # under what began on the page before
            cells.append(_sheet_cell(grid, shown, marks))
            at = shown.column + shown.columns
            if shown.rows > 1:
                left |= dict.fromkeys(range(shown.column, at), shown.rows - 1)
        below = left
        rows.append(line(_row_head(row), *cells))
    label = pair(f"原文的表 {grid.name}", f"Table of the source: {grid.name}")
    head_row = _letters(grid) if is_sheet(grid) else ""
    return frame(label, tag("table", head_row + tag("tbody", "".join(rows)), "bp-sheet"))


def _sheet_cell(grid: Lines, shown: Shown, marks: Marks) -> str:
    spans = [
        f'{name}="{count}"'
        for name, count in (("rowspan", shown.rows), ("colspan", shown.columns))
        if count > 1
    ]
    kind = "bp-hidden" if shown.hidden else ""
    return tag("td", _marked(grid, shown, marks), kind, more=" ".join(spans), source=True)


def _letters(grid: Lines) -> str:
    """The letters above the columns of a sheet, from the addresses in its first whole row."""
    first = grid.rows[0]
    start = _column(first[0].spot) if first else 1
    wide = max(shown.column + shown.columns for row in grid.rows for shown in row)
    cells = [tag("td", "")] + [tag("th", _name(start + at), more='scope="col"') for at in range(wide)]
    return tag("thead", line(*cells))


def _column(spot: str) -> int:
    value = 0
    for letter in spot.rstrip("0123456789"):
        value = value * 26 + ord(letter) - 64
    return value


def _name(column: int) -> str:
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _row_head(row: tuple[Shown, ...]) -> str:
    return tag("th", html_text(row_number(row)), more='scope="row"')


def _marked(grid: Lines, shown: Shown, marks: Marks) -> str:
    found = marks.get(spot_of(grid, shown), [])
    if not found:
        return html_text(shown.text)
    first = found[0]
    words = html_text(shown.text.strip()) or BLANK
    more = f'id="{attr(first.identifier)}" title="{first.name}"{_status(first)}'
    main = link(UP + first.href, words, "bp-spot", more)
    others = (
        link(
            UP + mark.href,
            mark.label,
            "bp-also",
            f'id="{attr(mark.identifier)}" title="{mark.name}"',
        )
        for mark in found[1:]
    )
    return main + "".join(others)


def _status(mark: Mark) -> str:
    return f' data-status="{attr(mark.figure.status)}"' if mark.figure is not None else ""


def shown_picture(picture: Picture, address: str, alt: str, marks: Marks) -> str:
    """The picture of a page with a box for each thing on it, then the same as a list.

    `address` is that of the picture; `alt` says what it is, ready for an attribute.
    """
    wide, high = picture.pixels
    sides = f'width="{wide}" height="{high}" loading="lazy" decoding="async"'
    image = f'<img src="{attr(address)}" alt="{alt}" {sides}>'
    boxes = "".join(_boxes(spot, found) for spot, found in marks.items())
    overlay = tag("svg", boxes, "bp-boxes", more=f'viewBox="0 0 {picture.width:g} {picture.height:g}"')
    kind = "bp-paper bp-wide" if picture.width > picture.height else "bp-paper"
    paper = tag("div", image + overlay, kind)
    label = pair("这一页的图，数字上有框", "Picture of the page, with a box around each figure")
    return frame(label, paper) + _listed(marks)


def _boxes(spot: str, found: list[Mark]) -> str:
    """One box for all that stands at a spot; it leads to the first, and has the ids of all."""
    edges = spot.split()
    if len(edges) != 4 or not all(_NUMBER.fullmatch(edge) for edge in edges):
        return ""
    x0, top, x1, bottom = map(float, edges)
    first = found[0]
    box = f'<rect x="{x0:g}" y="{top:g}" width="{max(x1 - x0, 1):g}" height="{max(bottom - top, 1):g}"/>'
    title = f"<title>{first.name}</title>"
    more = f'id="{attr(first.identifier)}" aria-label="{first.name}"{_status(first)}'
    inner = link(UP + first.href, title + box, "", more)
    for mark in found[1:]:
        inner = tag("g", inner, identifier=mark.identifier)
    return inner


def _listed(marks: Marks) -> str:
    rows = list(_rows(marks))
    heads = (
        head("在这一页", "On this page"),
        head("原文", "As printed"),
        number_head("公布值（元）", "Published, yuan"),
        head("状态", "Status"),
    )
    return grid(pair("这一页上的数字与备注", "Figures and remarks of this page"), heads, rows)


def _rows(marks: Marks) -> Iterator[str]:
    for spot, found in marks.items():
        boxed = bool(_boxes(spot, found))
        for mark in found:
            figure = mark.figure
            amount = yuan(figure.amount) if figure is not None and figure.amount is not None else ""
            status = marked(STATUS[figure.status], figure.status) if figure is not None else ""
            own = "" if boxed else mark.identifier
            yield line(
                cell(link(UP + mark.href, mark.label), "bp-id", identifier=own),
                cell(html_text(mark.text), "bp-raw", source=True),
                number(amount),
                cell(status),
            )


def parts_list(rows: Iterable[tuple[str, str, int, int]], label: str) -> str:
    """The parts of a source: link, tables, how many figures, how much else stands there."""
    heads = (
        head("部分", "Part"),
        head("表", "Tables"),
        number_head("数字", "Figures"),
        number_head("其他", "Other"),
    )
    lines = (
        line(cell(name), cell(tables), number(figures), number(others))
        for name, tables, figures, others in rows
    )
    return grid(label, heads, lines)


def why_not(reason: tuple[str, str]) -> str:
    """Why something is not shown."""
    return tag("p", both(*reason), "bp-empty") if reason[0] else ""
