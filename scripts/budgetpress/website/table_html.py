"""A printed table as HTML: amounts to the right with their ids and statuses, totals told apart.

All cells are built here from escaped text; none of it passes through Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from budgetpress.website.escape import anchor, attr, fragment, html_text
from budgetpress.website.load import Field, Figure, Package, Record, Resource
from budgetpress.website.words import KIND, STATUS, both, mark, yuan

Figures = Mapping[tuple[str, str, str], Figure]
_HIDDEN = frozenset({"row", "kind"})
# A column whose longest text is below this many characters is kept on one line.
_SHORT = 14


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column as shown: one field, or a code with the name that belongs to it (`code` then set)."""

    field: Field
    code: Field | None = None


def figures_by_cell(package: Package) -> Figures:
    """The figures of a package by (resource, row, field)."""
    return {(figure.resource, figure.row, figure.field): figure for figure in package.figures.values()}


def columns(resource: Resource) -> tuple[Column, ...]:
    """The fields as shown: `x_code` followed by `x_name` share a column."""
    shown = [field for field in resource.fields if field.name not in _HIDDEN]
    result: list[Column] = []
    for field in shown:
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


def row_label(resource: Resource, row: Record) -> str:
    """What a person would call the row: its texts and names, else its kind, else its number."""
    words = []
    for column in columns(resource):
        value = row[column.field.name].strip()
        if value and column.field.type == "string" and len(value) <= 40 and value not in words:
            words.append(value)
    kind = KIND.get(row.get("kind", ""))
    return " / ".join(words[:3]) or (kind.zh if kind else f"第 {row.get('row', '')} 行")


def data_table(package: Package, resource: Resource, figures: Figures) -> str:
    """The whole table with its tools; a resource of one row is shown as a list of fields and values."""
    title = attr(f"{resource.title} {resource.title_en}".strip())
    if not resource.rows:
        words = both("本表没有数据行：来源中印出的是空表。", "This table has no rows: it is printed empty in the source.")
        return f'<p class="bp-empty">{words}</p>'
    if len(resource.rows) == 1:
        body = _record(resource, resource.rows[0], figures)
        return f'<div class="bp-scroll" tabindex="0" role="region" aria-label="{title}">{body}</div>'
    shown = columns(resource)
    wide = {c.field.name: _longest(resource, c) for c in shown}
    head = "".join(_heading(column, wide[column.field.name]) for column in shown)
    rows = "".join(_row(package, resource, row, shown, figures) for row in resource.rows)
    number = f'<th scope="col" class="bp-row">{both("行", "Row")}</th>'
    return (
        f'<div class="bp-tools" data-for="{attr(resource.name)}"></div>'
        f'<div class="bp-scroll" tabindex="0" role="region" aria-label="{title}">'
        f'<table class="bp-data" id="{anchor("data", resource.name)}"><thead><tr>{number}{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def heading_text(column: Column) -> str:
    """The column's title in both languages; of a code and its name the shared beginning once."""
    field, code = column.field, column.code
    if code is None:
        return both(field.title, field.title_en)
    return both(_merged(code.title, field.title), _merged(code.title_en, field.title_en))


def words(resource: Resource) -> str:
    """Every text and code of the table once, for the search index."""
    names = [f.name for f in resource.fields if not f.amount and f.name not in _HIDDEN and f.type == "string"]
    seen = dict.fromkeys(row[name].strip() for row in resource.rows for name in names)
    return " ".join(word for word in seen if word)


def amount_cell(figure: Figure | None, value: str, *, tag: str = "td") -> str:
    """An amount with its id, a link to its proof, and its status."""
    shown = yuan(Decimal(value)) if value else ""
    if figure is None:
        return f'<{tag} class="bp-n">{html_text(shown)}</{tag}>'
    status = STATUS[figure.status]
    target = attr(fragment(f"proof.{figure.id}"))
    label = html_text(shown) if shown else f'<span class="bp-raw">{html_text(figure.printed) or "?"}</span>'
    return (
        f'<{tag} class="bp-n" id="{attr(figure.id)}"><a href="{target}">{label}</a>'
        f"{mark(status, figure.status)}</{tag}>"
    )


def _heading(column: Column, longest: int) -> str:
    kind = "bp-n" if column.field.amount else ("bp-s" if longest <= _SHORT else "bp-t")
    return f'<th scope="col" class="{kind}">{heading_text(column)}</th>'


def _row(
    package: Package, resource: Resource, row: Record, shown: tuple[Column, ...], figures: Figures
) -> str:
    number, kind = row["row"], row.get("kind", "item")
    word = KIND.get(kind)
    first = html_text(number) + (f' <span class="bp-kind">{both(word.zh, word.en)}</span>' if word else "")
    cells = []
    for column in shown:
        value = row[column.field.name]
        if column.field.amount:
            cells.append(amount_cell(figures.get((resource.name, number, column.field.name)), value))
        else:
            code = row[column.code.name] if column.code else ""
            cells.append(f"<td>{_label(code, value)}</td>")
    name = f' class="bp-{kind}"' if word else ""
    return f'<tr{name} id="{row_id(resource, number)}"><td class="bp-row">{first}</td>{"".join(cells)}</tr>'


def _record(resource: Resource, row: Record, figures: Figures) -> str:
    lines = []
    for column in columns(resource):
        value = row[column.field.name]
        if column.field.amount:
            cell = amount_cell(figures.get((resource.name, row["row"], column.field.name)), value)
        else:
            cell = f"<td>{_label(row[column.code.name] if column.code else '', value)}</td>"
        lines.append(f'<tr><th scope="row">{heading_text(column)}</th>{cell}</tr>')
    return (
        f'<table class="bp-record" id="{anchor("data", resource.name)}">'
        f'<tbody id="{row_id(resource, row["row"])}">{"".join(lines)}</tbody></table>'
    )


def _label(code: str, text: str) -> str:
    return (f'<span class="bp-code">{html_text(code)}</span> ' if code else "") + html_text(text)


def _longest(resource: Resource, column: Column) -> int:
    return max((len(row[column.field.name]) for row in resource.rows), default=0)


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


