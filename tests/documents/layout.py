"""Lay a true document out in sheets, by its form: headings in levels, cells in columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise

from tests.documents.paper import Box, Key, Line, Paper, Part, Printed, Sheet
from tests.planting.truth import TrueRow, Truth

from budgetpress.amounts import UNITS
from budgetpress.form import Block, Column, Form, Group, TableForm


@dataclass(frozen=True, kw_only=True, slots=True)
class Manner:
    """How a form is printed, as far as the form itself does not say it.

    `titles` gives the lines above a table, `left` and `right` what stands beside each other below them.
    `paths` are the headings of a table's first grid where they have levels: with blanks between columns, and
    with `/` from the outermost of a column in. Other columns have the first spelling of their heading.
    `decimals` says how many an amount has in print, by unit, and `trimmed` which units lose zeros at the end;
    `notes` stand below tables without amounts; `joined` is what parts a code from its name in one cell.
    Neighbours down a column of the `merged` fields of a table are one cell if they say the same.
    """

    titles: Callable[[TableForm], tuple[str, ...]]
    left: str
    right: str
    decimals: Mapping[str, int]
    paths: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    joined: str = "-"
    trimmed: tuple[str, ...] = ()
    merged: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def lay_out(form: Form, truth: Truth, manner: Manner, *, body: str, year: int, heading: str) -> Paper:
    """All tables of which the truth has a resource, in the order of the form."""
    sheets, amounts = [], {}
    for table in form.tables:
        if not any(resource.name in truth for resource in table.resources):
            continue
        made = _Table(table, truth, manner)
        sheets.append(made.sheet(body))
        amounts.update(made.amounts)
    return Paper(
        form=form.name, body=body, year=year, heading=heading, sheets=tuple(sheets),
        before=(*_before(body, year), *manner.before), after=(*manner.after, *_after(year)), amounts=amounts,
    )  # fmt: skip


def head_lines(paths: Sequence[str]) -> tuple[Line, ...]:
    """Headings in levels: those that neighbours share are merged, and the last level reaches down."""
    parts = [tuple(path.split("/")) for path in paths]
    depth = max(map(len, parts))
    lines: list[list[Box | None]] = [[None] * len(parts) for _ in range(depth)]
    for level in range(depth):
        column = 0
        while column < len(parts):
            names = parts[column]
            same = [other[: level + 1] == names[: level + 1] for other in parts[column:]]
            width = same.index(False) if False in same else len(same)
            if level < len(names):
                rows = depth - level if level == len(names) - 1 else 1
                lines[level][column] = Box(text=names[level], rows=rows, columns=width)
            column += width
    return tuple(tuple(line) for line in lines)


class _Table:
    """One table on its way to a sheet; `amounts` fills with what is printed."""

    def __init__(self, table: TableForm, truth: Truth, manner: Manner) -> None:
        self.table = table
        self.truth = truth
        self.manner = manner
        self.amounts: dict[Key, Printed] = {}

    def sheet(self, body: str) -> Sheet:
        given = iter([self.manner.paths.get(self.table.number, "")])
        parts = [
            self._grid(block, next(given, "")) if block.groups else self._records(block)
            for block in self.table.blocks
        ]
        return Sheet(
            number=self.table.number,
            titles=self.manner.titles(self.table),
            left=self.manner.left.format(body=body),
            right=self.manner.right.format(unit=self.table.unit),
            parts=tuple(parts),
            note=self.manner.notes.get(self.table.number, "") if not self.amounts else "",
        )

    def _records(self, block: Block) -> Part:
        (row,) = self.truth[block.record_resource]
        lines = [
            (Box(text=label), Box(text=row.words[name]))
            for name, label in (block.records or {}).items()
            if name in row.words
        ]
        return Part(heads=(), lines=tuple(lines))

    def _grid(self, block: Block, paths: str) -> Part:
        groups = [self._printed(group) for group in block.groups]
        columns = [column for group in groups for column in group.columns]
        sides = [_Side(self._rows(group), group) for group in groups]
        body = max(len(side.body) for side in sides)
        feet = max(len(side.feet) for side in sides)
        lines = [
            [box for side, row in zip(sides, rows, strict=True) for box in self._cells(side.group, row)]
            for rows in zip(*(side.rows(body, feet) for side in sides), strict=True)
        ]
        if any(group.joined for group in groups):
            lines[body:] = [_over_two_groups(line, groups) for line in lines[body:]]
        names = [column.fields[0] for column in columns]
        for name in self.manner.merged.get(self.table.number, ()):
            _merge_down(lines, names.index(name))
        heads = head_lines(paths.split() or [column.headers[0] for column in columns])
        return Part(heads=heads, lines=tuple(map(tuple, lines)))

    def _printed(self, group: Group) -> Group:
        """The group without the columns that may be left out and that no row needs."""
        rows = self._rows(group)
        columns = [
            column
            for column in group.columns
            if not column.optional
            or any(name in row.amounts or name in row.words for row in rows for name in column.fields)
        ]
        return replace(group, columns=tuple(columns))

    def _rows(self, group: Group) -> list[TrueRow]:
        rows = self.truth.get(group.resource, [])
        constants = group.constants.items()
        return [row for row in rows if all(row.words.get(name) == value for name, value in constants)]

    def _cells(self, group: Group, row: TrueRow | None) -> list[Box | None]:
        if row is None:
            return [Box(text="") for _ in group.columns]
        cells: list[Box | None] = []
        used = dict.fromkeys((name for column in group.columns for name in column.fields), 0)
        for column in group.columns:
            name = column.fields[0]
            if name in self._amount_fields(group):
                cells.append(Box(text=self._amount(group.resource, row, name), number=True))
            elif column.digits:
                code = row.words.get(name, "")
                cells.append(Box(text=code[used[name] : used[name] + column.digits]))
                used[name] += column.digits
            else:
                cells.append(Box(text=self._words(column, row)))
        if row.kind == "total" and any(column.digits for column in group.columns):
            _merge_label(cells)
        return cells

    def _amount_fields(self, group: Group) -> tuple[str, ...]:
        return self.table.resource(group.resource).amounts

    def _amount(self, resource: str, row: TrueRow, name: str) -> str:
        if name not in row.amounts:
            return ""
        unit = self.table.unit
        yuan = Decimal(row.amounts[name]).scaleb(-2)
        text = f"{yuan / UNITS[unit]:,.{self.manner.decimals[unit]}f}"
        if unit in self.manner.trimmed and "." in text:
            text = text.rstrip("0").rstrip(".")
        amount = Decimal(text.replace(",", "")) * UNITS[unit]
        self.amounts[resource, row.number, name] = Printed(text=text, amount=amount)
        return text

    def _words(self, column: Column, row: TrueRow) -> str:
        found = [row.words[name] for name in column.fields if row.words.get(name)]
        return ("" if column.split == "vocabulary" else self.manner.joined).join(found)


class _Side:
    """The rows of a group: those above, and the sums at its foot, which stand beside those of others."""

    def __init__(self, rows: list[TrueRow], group: Group) -> None:
        foot = len(rows)
        while foot and rows[foot - 1].kind != "item":
            foot -= 1
        self.body, self.feet, self.group = rows[:foot], rows[foot:], group

    def rows(self, body: int, feet: int) -> list[TrueRow | None]:
        """The rows with gaps, so that all sides have as many."""
        gap = body - len(self.body) + feet - len(self.feet)
        return [*self.body, *[None] * gap, *self.feet]


def _merge_label(cells: list[Box | None]) -> None:
    """The label of a total stands over all columns of words."""
    words = [index for index, box in enumerate(cells) if box and not box.number]
    label = next(box for box in cells if box and box.text and not box.number)
    cells[: len(words)] = [Box(text=label.text, columns=len(words)), *[None] * (len(words) - 1)]


def _over_two_groups(line: list[Box | None], groups: Sequence[Group]) -> list[Box | None]:
    """The label of a sum stands over the columns of two groups up to the last, which has the amount."""
    start = 0
    for left, right in pairwise(groups):
        if right.joined:
            end = start + len(left.columns) + len(right.columns)
            label, amount = line[start], line[start + len(left.columns) - 1]
            if label is not None and amount is not None:
                over = Box(text=label.text, columns=end - start - 1)
                line[start:end] = [over, *[None] * (end - start - 2), amount]
        start += len(left.columns)
    return line


def _merge_down(lines: list[list[Box | None]], column: int) -> None:
    start = 0
    for number in range(1, len(lines) + 1):
        first, box = lines[start][column], lines[number][column] if number < len(lines) else None
        if first is not None and box is not None and box.text == first.text and box.columns == 1:
            lines[number][column] = None
            continue
        if first is not None and first.columns == 1:
            lines[start][column] = replace(first, rows=number - start)
        start = number


def _before(body: str, year: int) -> tuple[str, ...]:
    return (
        f"{body}的主要职能：负责辖区内的公共服务、公共管理和公共安全工作，组织实施年度工作计划。",
        f"{body}{year}年部门预算由本级和所属单位的预算组成，按照收支平衡的原则编制。",
        "基本支出：为保障机构正常运转、完成日常工作任务而编制的年度支出计划，包括人员经费和公用经费。",
    )


def _after(year: int) -> tuple[str, ...]:
    return (
        f"截至{year - 1}年8月31日，共有车辆8辆，其中执法执勤用车3辆；单价100万元以上设备2台。",
        f"{year}年编报绩效目标的项目12个，办公用房建筑面积约为4000.6平方米。",
    )
