"""A printed table as HTML: amounts to the right with their ids and statuses, totals told apart.

All cells are built here from escaped text; none of it passes through Markdown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgetpress.website.addresses import href, proof_address, row_id, up
from budgetpress.website.amounts_html import UNIT, amount_cell, unit_switch, written
from budgetpress.website.data import Field, Figure, Package, Part, Record, Resource, text
from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.hierarchy import Hierarchy, english_name, hierarchy
from budgetpress.website.languages import either
from budgetpress.website.markup import cell, empty, frame, line, link, mark, row_name, tag
from budgetpress.website.words import BLANK, KIND, SIDE, STATUS, both, en, pair, printed

_CURRENT = 'aria-current="page"'
_HIDDEN = frozenset({"row", "kind"})
# A column is narrow up to so many characters in its longest text, and wide from so many on.
_SHORT, _LONG = 10, 80


class Cells:
    """The figures and the repairs of a package by the cell they stand in, and what its code lists say."""

    def __init__(self, package: Package) -> None:
        self._figures = {(f.resource, f.row, f.field): f for f in package.figures.values()}
        self._repairs = {(r["table"], r["row"], r["field"]): r for r in package.role("repairs")}
        self._package = package

    def figure(self, resource: Resource, row: str, field: str) -> Figure | None:
        """The figure in a cell."""
        return self._figures.get((resource.name, row, field))

    def repair(self, resource: Resource, row: str, field: str) -> Record | None:
        """The repair of a cell, or of a whole row where `field` is empty."""
        if field and resource.field(field) is None:
            return None
        return self._repairs.get((resource.table, row, field))

    def english(self, field: Field | None, row: Record) -> str:
        """What the declared code list calls the row's code of that field in English."""
        return english_name(self._package.codelists, field, row)

    def hierarchy(self, resource: Resource) -> Hierarchy | None:
        """The levels of the classification that a table's rows stand in."""
        return hierarchy(self._package, resource)


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column as shown: one field, or a code with the name that belongs to it (`code` then set)."""

    field: Field
    code: Field | None = None


def columns(resource: Resource) -> tuple[Column, ...]:
    """The fields as shown: `x_code` followed by `x_name` share a column."""
    result: list[Column] = []
    for field in resource.fields:
        if field.name in _HIDDEN:
            continue
        before = result[-1].field if result and result[-1].code is None else None
        stem = field.name.removesuffix("_name")
        if before is not None and stem != field.name and before.name == f"{stem}_code":
            result[-1] = Column(field=field, code=before)
        else:
            result.append(Column(field=field))
    return tuple(result)


def repair_href(repair: Record, at: str) -> str:
    """From a page of the release (its path in the release's folder) to a repair."""
    return f"{up(at)}repairs/{fragment(anchor('repair', repair['id']))}"


def row_labels(resource: Resource, cells: Cells) -> Mapping[str, str]:
    """What a person would call each row: its names and texts, else its kind, else its number; as HTML.

    A text that all rows share that have one tells none of them apart and is left out.
    """
    shown = [column for column in columns(resource) if column.field.type == "string"]
    told = [c for c in shown if len({row[c.field.name] for row in resource.rows} - {""}) > 1] or shown
    return {row["row"]: _label(resource, row, told, cells) for row in resource.rows}


def _label(resource: Resource, row: Record, told: list[Column], cells: Cells) -> str:
    named: dict[str, str] = {}
    for column in told:
        value = row[column.field.name].strip()
        if value in SIDE and _is_side(resource, column):
            named[SIDE[value].zh] = SIDE[value].en
        elif value and len(value) <= 40:
            named.setdefault(value, cells.english(column.code or column.field, row))
    pairs = list(named.items())[:3]
    kind = KIND.get(row["kind"])
    if not pairs:
        return both(kind.zh, kind.en) if kind else both(f"第 {row['row']} 行", f"row {row['row']}")
    return either(
        " / ".join(html_text(zh) for zh, _ in pairs),
        " / ".join(html_text(english) if english else printed(zh) for zh, english in pairs),
    )


def _is_side(resource: Resource, column: Column) -> bool:
    return column.field.name == text(resource.chart or {}, "side")


def data_table(resource: Resource, cells: Cells, part: Part | None = None) -> str:
    """The table with its tools, or a part of a long one and the way to the others.

    A single row with amounts is shown as a list of fields and values.
    """
    title = pair(resource.title, resource.title_en)
    if not resource.rows:
        return empty(
            "本表没有数据行：来源中印出的是空表。",
            "This table has no rows: it is printed empty in the source.",
        )
    amounts = any(_has_amounts(resource, row) for row in resource.rows)
    units = unit_switch() if amounts else ""
    caption = tag("caption", tag("span", both("单位：", "Unit: ") + UNIT)) if amounts else ""
    if len(resource.rows) == 1 and amounts:
        single = _record(resource, resource.rows[0], cells, caption, resource.parts[0].page)
        return tag("div", units, "bp-tools") + frame(title, single)
    shown, tree = columns(resource), cells.hierarchy(resource)
    head = tag("th", both("行", "Row"), more='scope="col"')
    key = _key(resource, shown)
    head += "".join(_heading(resource, column, key) for column in shown)
    part = part or resource.parts[0]
    drawn = _Drawing(resource=resource, shown=shown, key=key, cells=cells, tree=tree, at=part.page)
    rows = "".join(_row(drawn, row) for row in resource.rows[part.start : part.stop])
    table = tag(
        "table",
        f"{caption}<thead>{line(head)}</thead><tbody>{rows}</tbody>",
        "bp-data",
        identifier=anchor("data", resource.name),
        more=" ".join(
            (*([f'data-tree="{_position(shown, tree)}"'] if tree else []), *_elsewhere(resource, part))
        ),
    )
    tools = tag("div", units, "bp-tools", more=f'data-for="{attr(resource.name)}"')
    ways = parts_nav(resource, part.page)
    return tools + ways + frame(title, table) + (_heads(resource, tree) if tree else "")


def _elsewhere(resource: Resource, part: Part) -> Iterator[str]:
    """The pages that have the rows of a table that is cut, and how many rows; the script gathers them."""
    if len(resource.parts) > 1:
        pages = (href(other.page, part.page) for other in resource.parts)
        here = resource.parts.index(part)
        yield f'data-parts="{attr(" ".join(pages))}" data-here="{here}" data-rows="{len(resource.rows)}"'


def parts_nav(resource: Resource, here: str, *, proofs: bool = False) -> str:
    """The pages that a long table is cut into, or those of its proofs, by the rows on each.

    `here` is the page that it stands on. Nothing where all rows are on one page.
    """
    if len(resource.parts) == 1 and not proofs:
        return ""
    links = []
    for other in resource.parts:
        rows, there = resource.rows[other.start : other.stop], other.proofs if proofs else other.page
        named = html_text(f"{rows[0]['row']}–{rows[-1]['row']}") if rows else "—"
        links.append(tag("li", link(href(there, here), named, more=_CURRENT if there == here else "")))
    zh, en = ("证明各页", "Pages of proofs") if proofs else ("各页", "Pages")
    label = pair(f"{zh}：{resource.title}", f"{en}: {resource.title_en or resource.title}")
    of = "" if proofs else f'data-of="{attr(resource.name)}" '
    shown = both("行 ", "Rows ") + tag("ul", "".join(links))
    return tag("nav", shown, "bp-parts", more=f'{of}aria-label="{label}"')


@dataclass(frozen=True, kw_only=True, slots=True)
class _Drawing:
    """What the rows of a table have in common; `at` is the page that they are on."""

    resource: Resource
    shown: tuple[Column, ...]
    key: str
    cells: Cells
    tree: Hierarchy | None
    at: str


def _position(shown: tuple[Column, ...], tree: Hierarchy) -> int:
    """Which cell of a row has the code that orders the table; the first is the row's number."""
    codes = [(column.code or column.field).name for column in shown]
    return codes.index(tree.field) + 1


def _heads(resource: Resource, tree: Hierarchy) -> str:
    """The codes above the rows with their names: suggestions for the filter, headings for the fold."""
    options = (
        tag(
            "option",
            "",
            more=f'value="{attr(item["code"])}" label="{pair(item["name"], item["name_en"])}"'
            f' data-up="{attr(item.get("parent", ""))}"',
        )
        for item in tree.heads
    )
    levels = "|".join(pair(zh, en) for zh, en in tree.levels)
    return tag(
        "datalist",
        "".join(options),
        identifier=anchor("codes", resource.name),
        more=f'data-levels="{levels}"' if levels else "",
    )


def _has_amounts(resource: Resource, row: Record) -> bool:
    return any(row[field.name] for field in resource.fields if field.amount)


def _key(resource: Resource, shown: tuple[Column, ...]) -> str:
    """The field whose texts tell the rows apart best; it stays in view on a narrow screen."""
    distinct = {
        column.field.name: len({row[column.field.name] for row in resource.rows})
        for column in shown
        if not column.field.amount and max(len(row[column.field.name]) for row in resource.rows) <= 60
    }
    return max(distinct, key=lambda name: distinct[name], default="")


def _heading(resource: Resource, column: Column, key: str) -> str:
    names = [field.name for field in (column.code, column.field) if field is not None]
    longest = max(sum(len(row[name]) for name in names) for row in resource.rows)
    kind = "bp-n" if column.field.amount else "bp-t"
    if kind == "bp-t" and not _SHORT < longest < _LONG:
        kind = "bp-s" if longest <= _SHORT else "bp-l"
    kind += " bp-key" if column.field.name == key else ""
    unit = UNIT if column.field.amount else ""
    return tag("th", heading_text(column) + unit, kind, more='scope="col"')


def heading_text(column: Column) -> str:
    """The column's title in both languages; of a code and its name the shared beginning once."""
    field, code = column.field, column.code
    if code is None:
        return both(field.title, field.title_en)
    return both(_merged(code.title, field.title), _merged(code.title_en, field.title_en))


def _row(drawn: _Drawing, row: Record) -> str:
    resource, cells, tree = drawn.resource, drawn.cells, drawn.tree
    kind = KIND.get(row["kind"])
    first = html_text(row["row"]) + _repair_mark(cells.repair(resource, row["row"], ""), drawn.at)
    if kind is not None:
        first += tag("span", both(kind.zh, kind.en), "bp-kind")
    inner = [
        _cell(resource, row, c, cells, drawn.at, "bp-key" if c.field.name == drawn.key else "")
        for c in drawn.shown
    ]
    name = f"bp-{row['kind']}" if kind else ""
    above = tree.above.get(row["row"], "") if tree else ""
    return tag(
        "tr",
        cell(first) + "".join(inner),
        name,
        identifier=row_id(resource, row["row"]),
        more=f'data-up="{attr(above)}"' if above else "",
    )


def _record(resource: Resource, row: Record, cells: Cells, caption: str, at: str) -> str:
    lines = (line(row_name(heading_text(c)), _cell(resource, row, c, cells, at)) for c in columns(resource))
    body = tag("tbody", "".join(lines), identifier=row_id(resource, row["row"]))
    return tag("table", caption + body, "bp-record", identifier=anchor("data", resource.name))


def _cell(resource: Resource, row: Record, column: Column, cells: Cells, at: str, kind: str = "") -> str:
    value, number_of = row[column.field.name], row["row"]
    repair = cells.repair(resource, number_of, column.field.name)
    if column.field.amount:
        return _amount(cells.figure(resource, number_of, column.field.name), value, repair, at)
    if value in SIDE and _is_side(resource, column):
        return cell(both(SIDE[value].zh, SIDE[value].en), kind)
    if column.code is not None:
        repair = repair or cells.repair(resource, number_of, column.code.name)
    english = cells.english(column.code or column.field, row)
    said = _coded(column, row, value) + either("", f" {en(english)}" if english else "")
    return cell(said + _repair_mark(repair, at), kind, source=True)


def _coded(column: Column, row: Record, value: str) -> str:
    """A text, with the code that stands before it; of a column of codes alone the code."""
    if column.code is not None:
        return tag("span", html_text(row[column.code.name]), "bp-code") + " " + html_text(value)
    return tag("span", html_text(value), "bp-code") if value and column.field.codelist else html_text(value)


def _amount(figure: Figure | None, value: str, repair: Record | None, at: str) -> str:
    """An amount with its id, a link to its proof, and its status; the printed text where it has no amount.

    A text that a repair takes out of its cell is not shown: it would be read as the amount.
    """
    shown = written(Decimal(value)) if value else ""
    if figure is None:
        shown += _repair_mark(repair, at)
        return amount_cell(shown) if shown else cell("")
    if not shown:
        shown = BLANK if repair else tag("span", html_text(figure.printed) or "?", "bp-raw")
    proof = link(href(proof_address(figure), at), shown)
    return amount_cell(proof + mark(STATUS[figure.status], figure.status), identifier=figure.id)


def _repair_mark(repair: Record | None, at: str) -> str:
    """The sign of a repair, leading to its evidence; nothing where there is none."""
    return link(repair_href(repair, at), mark(STATUS["repaired"], "repaired"), "bp-fix") if repair else ""


def _merged(code: str, name: str) -> str:
    """What two titles share once: `功能科目编码`, `功能科目名称` -> `功能科目编码 · 名称`.

    In English by words, at the end too: `Code (budget)`, `Name (budget)` -> `Code · Name (budget)`.
    """
    if not code or not name or code == name:
        return code or name
    spaced = code.isascii()
    one, two = (code.split(), name.split()) if spaced else (list(code), list(name))
    start = _shared(one, two)
    end = _shared(one[start:][::-1], two[start:][::-1]) if spaced else 0
    start = start if spaced or start >= 2 else 0
    glue = " " if spaced else ""
    mine, other = one[: len(one) - end], two[start:]
    return f"{glue.join(mine)} · {glue.join(other)}" if other else code


def _shared(one: list[str], two: list[str]) -> int:
    """How many pieces two lists begin with in common."""
    return next(
        (i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two))
    )
