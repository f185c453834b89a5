"""A web page in reading order: its tables as exact grids, the text around them as lines.

A table that holds other tables only arranges the page: its text is text, and the tables in it are tables. A
table of one cell is text too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from justhtml import JustHTML, Node

from budgetpress.errors import InputError
from budgetpress.model import Cell, Finding, Grid, Place
from budgetpress.read.characters import declared_encoding, decode, encoding_findings
from budgetpress.read.html.flow import Flow, TextLine, walk
from budgetpress.read.html.table import children, read_table

MAX_TAGS: Final = 500_000

_LISTED: Final = 100  # that one finding names
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def read_html(name: str, data: bytes) -> tuple[list[Grid], list[Finding]]:
    """The grids of a page in reading order, and what there is to say about it.

    InputError where it is in no known encoding, larger than any table, or holds a control character.
    """
    decoded = decode(name, data, declared=declared_encoding(data))
    tags = decoded.text.count("<")
    if tags > MAX_TAGS:
        raise InputError(
            name,
            f"{tags:,} tags",
            expected=f"at most {MAX_TAGS:,} tags",
            do="Give only the tables of the budget.",
        )
    page = _Page(name)
    page.read(JustHTML(decoded.text, sanitize=False, track_node_locations=True).root)
    return page.grids, [*encoding_findings(name, decoded), *page.findings()]


class _Page:
    """The grids of a page in reading order, and what it does not show."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._flow = Flow()
        self._unseen: list[TextLine] = []  # in cells that are shown
        self.grids: list[Grid] = []

    def read(self, root: Node) -> None:
        """Walk through the page, table by table."""
        tables = _data_tables(root)
        inside: Node | None = None
        for event, node in walk(root):
            if inside is not None:
                if node is inside and event == "close":
                    inside = None
            elif isinstance(node, Node) and event == "open" and id(node) in tables:
                self._take_table(node)
                inside = node
            else:
                self._flow.take(event, node)
        self._take_lines()

    def _take_table(self, table: Node) -> None:
        for caption in children(table, ("caption",)):
            for event, node in walk(caption):
                self._flow.take(event, node)
        self._take_lines()
        grid, unseen = read_table(self._name, table)
        self._unseen += unseen
        self._add(grid)

    def _take_lines(self) -> None:
        lines = self._flow.take_lines()
        rows = tuple((self._cell(line),) for line in lines)
        self._add(Grid(name=self._name, rows=rows))

    def _cell(self, line: TextLine) -> Cell:
        place = Place(source=self._name, line=line.spot.line, column=line.spot.column)
        return Cell(text=line.text, place=place, hidden=line.hidden)

    def _add(self, grid: Grid) -> None:
        for cell in (cell for row in grid.rows for cell in row):
            if control := _CONTROL.search(cell.text):
                raise InputError(
                    self._name,
                    f"the control character U+{ord(control.group()):04X}",
                    place=f"line {cell.place.line}",
                    expected="a web page without control characters",
                    do="Remove the character.",
                )
        if grid.rows:
            self.grids.append(grid)

    def findings(self) -> Iterator[Finding]:
        """What the page does not show: whole cells and lines, and parts of cells."""
        cells = (cell for grid in self.grids for row in grid.rows for cell in row)
        hidden = [cell for cell in cells if cell.hidden and cell.text]
        if hidden:
            lines = ", ".join(
                str(line) for line in sorted({cell.place.line or 0 for cell in hidden})[:_LISTED]
            )
            yield self._finding(
                "hidden-cells", hidden[0], f"不显示的内容，已照样读入：第 {lines} 行",
                f"what the page does not show was read all the same: line {lines}",
            )  # fmt: skip
        if self._unseen:
            texts = "; ".join(f"{line.spot.line}: {line.text}" for line in self._unseen[:_LISTED])
            yield self._finding(
                "hidden-parts", self._cell(self._unseen[0]),
                f"单元格中不显示的部分，未读入表格（行号: 文字）：{texts}",
                f"parts of cells that the page does not show were not read (line: text): {texts}",
            )  # fmt: skip

    def _finding(self, code: str, cell: Cell, zh: str, en: str) -> Finding:
        return Finding(
            code=code,
            level="warning",
            message_zh=zh,
            message_en=en,
            place=cell.place,
        )


def _data_tables(root: Node) -> set[int]:
    """The identities of the tables that have several cells, and no such table in one of them."""
    found: set[int] = set()
    open_tables: list[list[int]] = []  # of each open table: how many cells, whether a table is in it
    for event, node in walk(root):
        if not isinstance(node, Node):
            continue
        if node.name in ("td", "th") and event == "open" and open_tables:
            open_tables[-1][0] += 1
        elif node.name == "table" and event == "open":
            open_tables.append([0, 0])
        elif node.name == "table":
            cells, tables = open_tables.pop()
            if cells > 1 and not tables:
                found.add(id(node))
            if open_tables and (cells > 1 or tables):
                open_tables[-1][1] = 1
    return found
