"""Every non-blank cell of ruled tables, sheets and text around them ends in a row, a heading or a remark."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.shape.grids import document, lost, ruled, sheet, text
from tests.shape.small_form import small_form

from budgetpress.model import Cell, Grid
from budgetpress.shape import shape
from budgetpress.shape.remarks import REASONS

WORDS = (
    "", "", "合计", "小计", "类", "款", "项", "科目名称", "基本支出", "项目支出", "品目", "金额", "项目",
    "预算数", "三公经费", "公务接待费", "购置费", "208", "02", "2", "1,234.50", "0", "-", "1.00\n2.00",
    "行政运行", "栏次", "1", "3", "注：本表为空表。", "单位：元", "公开04表", "政府采购预算表", "备注",
    "部门收支总表", "<", "<", "<p>文</p>",
)  # fmt: skip
LINES = (
    "2031年部门支出预算总表", "公开02表", "三公经费预算表", "公开9表 债务表", "政府采购预算表", "目录", " ",
    "公开03表 | 部门收支总表", "编制部门：青石市民政局 | 单位：万元", "- 3 -", "（续表）", "注：略",
    "本年支出增加。", "1,234.50",
)  # fmt: skip
HEADS = (
    ("类|款|项|科目名称|合计|基本支出|项目支出", 7),
    ("品目|<|金额", 3),
    ("项目|预算数|项目|预算数", 4),
    ("三公经费|<|<", 3),
)


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """A ruled table or a sheet of likely cells, merged at random; often under headings of the form."""
    heads, width = draw(st.sampled_from(HEADS))
    rows = [heads] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 6))):
        cells = draw(st.lists(st.sampled_from(WORDS), min_size=width, max_size=width))
        cells[0] = "" if cells[0] == "<" else cells[0]
        rows.append("|".join(cells))
    if draw(st.booleans()):
        return sheet("表", *rows)
    made = ruled(draw(st.integers(1, 3)), *rows, top=draw(st.integers(100, 400)))
    hidden = draw(st.booleans())
    return replace(made, rows=tuple(tuple(replace(c, hidden=hidden) for c in row) for row in made.rows))


PAGES = st.lists(
    st.one_of(
        st.lists(st.sampled_from(LINES), min_size=1, max_size=4).map(lambda lines: text(1, *lines)), grids()
    ),
    min_size=1,
    max_size=6,
)


def on_page(grid: Grid, page: int) -> Grid:
    """The grid on a page, or a sheet, of its own."""

    def moved(cell: Cell) -> Cell:
        where = {"sheet": str(page)} if cell.place.sheet else {"page": page}
        return replace(cell, place=replace(cell.place, **where))

    return replace(grid, rows=tuple(tuple(map(moved, row)) for row in grid.rows))


@settings(max_examples=300)
@given(PAGES)
def test_any_pages_are_accounted_for(pages: list[Grid]) -> None:
    """Whatever is printed: nothing is lost, and no amount stands in two rows."""
    made = document(*(on_page(grid, number) for number, grid in enumerate(pages, 1)))
    result = shape((made,), small_form())
    assert lost(made, result) == []
    assert {remark.reason for remark in result.remarks} <= set(REASONS)
    places = [
        (entry.place, entry.field)
        for found in result.tables
        for row in found.rows
        for entry in row.entries.values()
        if entry.unit
    ]
    assert len(places) == len({place for place, _ in places})
