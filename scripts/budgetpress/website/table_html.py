"""A printed table as HTML: amounts to the right with their ids and statuses, totals told apart.

All cells are built here from escaped text; none of it passes through Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgetpress.website.data import Field, Figure, Package, Record, Resource, text
from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.markup import cell, empty, frame, line, link, mark, number, row_name, tag
from budgetpress.website.words import BLANK, KIND, SIDE, STATUS, both, pair, yuan

_HIDDEN = frozenset({"row", "kind"})
# A column is narrow up to so many characters in its longest text, and wide from so many on.
_SHORT, _LONG = 10, 80


class Cells:
    """The figures and the repairs of a package by the cell they stand in."""

    def __init__(self, package: Package) -> None:
        self._figures = {(f.resource, f.row, f.field): f for f in package.figures.values()}
        self._repairs = {(r["table"], r["row"], r["field"]): r for r in package.role("repairs")}

    def figure(self, resource: Resource, row: str, field: str) -> Figure | None:
        """The figure in a cell."""
        return self._figures.get((resource.name, row, field))

    def repair(self, resource: Resource, row: str, field: str) -> Record | None:
        """The repair of a cell, or of a whole row where `field` is empty."""
        if field and resource.field(field) is None:
            return None
        return self._repairs.get((resource.table, row, field))


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


def row_id(resource: Resource, row: str) -> str:
    """The element id of a row: `expenditure.r12` (figures have ids of their own)."""
    return anchor(resource.name, f"r{row}")


def repair_href(repair: Record) -> str:
    """From a page of the release to a repair."""
    return f"../repairs/{fragment(anchor('repair', repair['id']))}"


def row_label(resource: Resource, row: Record) -> str:
    """What a person would call the row: its names and texts, else its kind, else its number."""
    words: list[str] = []
    for column in columns(resource):
        value = row[column.field.name].strip()
        if value and column.field.type == "string" and len(value) <= 40 and value not in words:
            words.append(value)
    kind = KIND.get(row["kind"])
    return " / ".join(words[:3]) or (kind.zh if kind else f"第 {row['row']} 行")


def words(resource: Resource) -> str:
    """Every text and code of the table once, for the search index."""
    names = [f.name for f in resource.fields if f.type == "string" and f.name not in _HIDDEN]
    seen = dict.fromkeys(row[name].strip() for row in resource.rows for name in names)
    return " ".join(word for word in seen if word)


def data_table(resource: Resource, cells: Cells) -> str:
    """The whole table with its tools; a single row with amounts is shown as a list of fields and values."""
    title = pair(resource.title, resource.title_en)
    if not resource.rows:
        return empty(
            "本表没有数据行：来源中印出的是空表。",
            "This table has no rows: it is printed empty in the source.",
        )
    if len(resource.rows) == 1 and _has_amounts(resource, resource.rows[0]):
        return frame(title, _record(resource, resource.rows[0], cells))
    shown = columns(resource)
    head = tag("th", both("行", "Row"), "bp-row", more='scope="col"')
    key = _key(resource, shown)
    head += "".join(_heading(resource, column, key) for column in shown)
    rows = "".join(_row(resource, row, shown, key, cells) for row in resource.rows)
    table = tag(
        "table",
        f"<thead>{line(head)}</thead><tbody>{rows}</tbody>",
        "bp-data",
        identifier=anchor("data", resource.name),
    )
    return tag("div", "", "bp-tools", more=f'data-for="{attr(resource.name)}"') + frame(title, table)


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
    return tag("th", heading_text(column), kind, more='scope="col"')


def heading_text(column: Column) -> str:
    """The column's title in both languages; of a code and its name the shared beginning once."""
    field, code = column.field, column.code
    if code is None:
        return both(field.title, field.title_en)
    return both(_merged(code.title, field.title), _merged(code.title_en, field.title_en))


def _row(resource: Resource, row: Record, shown: tuple[Column, ...], key: str, cells: Cells) -> str:
    kind = KIND.get(row["kind"])
    first = html_text(row["row"]) + _repair_mark(cells.repair(resource, row["row"], ""))
    if kind is not None:
        first += tag("span", both(kind.zh, kind.en), "bp-kind")
    inner = [_cell(resource, row, c, cells, "bp-key" if c.field.name == key else "") for c in shown]
    name = f"bp-{row['kind']}" if kind else ""
    return line(cell(first, "bp-row"), *inner, kind=name, identifier=row_id(resource, row["row"]))


def _record(resource: Resource, row: Record, cells: Cells) -> str:
    lines = (line(row_name(heading_text(c)), _cell(resource, row, c, cells)) for c in columns(resource))
    body = tag("tbody", "".join(lines), identifier=row_id(resource, row["row"]))
    return tag("table", body, "bp-record", identifier=anchor("data", resource.name))


def _cell(resource: Resource, row: Record, column: Column, cells: Cells, kind: str = "") -> str:
    value, number_of = row[column.field.name], row["row"]
    repair = cells.repair(resource, number_of, column.field.name)
    if column.field.amount:
        return _amount(cells.figure(resource, number_of, column.field.name), value, repair)
    if value in SIDE and column.field.name == text(resource.chart or {}, "side"):
        return cell(both(SIDE[value].zh, SIDE[value].en), kind)
    code = ""
    if column.code is not None:
        repair = repair or cells.repair(resource, number_of, column.code.name)
        code = tag("span", html_text(row[column.code.name]), "bp-code") + " "
    return cell(code + html_text(value) + _repair_mark(repair), kind, source=True)


def _amount(figure: Figure | None, value: str, repair: Record | None) -> str:
    """An amount with its id, a link to its proof, and its status; the printed text where it has no amount.

    A text that a repair takes out of its cell is not shown: it would be read as the amount.
    """
    shown = yuan(Decimal(value)) if value else ""
    if figure is None:
        return number(shown + _repair_mark(repair))
    unread = BLANK if repair else tag("span", html_text(figure.printed) or "?", "bp-raw")
    label = shown or unread
    proof = link(fragment(f"proof.{figure.id}"), label)
    return number(proof + mark(STATUS[figure.status], figure.status), identifier=figure.id)


def _repair_mark(repair: Record | None) -> str:
    """The sign of a repair, leading to its evidence; nothing where there is none."""
    return link(repair_href(repair), mark(STATUS["repaired"], "repaired"), "bp-fix") if repair else ""


def _merged(code: str, name: str) -> str:
    """`功能分类科目编码`, `功能分类科目名称` -> `功能分类科目编码 · 名称`."""
    if not code or not name:
        return code or name
    common = 0
    while common < min(len(code), len(name)) and code[common] == name[common]:
        common += 1
    if code.isascii():
        common = code.rfind(" ", 0, common) + 1
    rest = name[common:] if common >= 2 else name
    return f"{code} · {rest}" if rest else code
