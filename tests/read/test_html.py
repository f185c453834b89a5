"""Web pages: tables with their spans as exact grids, the text around them as lines, in reading order."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.errors import InputError
from budgetpress.model import Grid
from budgetpress.read.html import read_html
from budgetpress.read.html.page import MAX_TAGS

WORD = st.text("预算支出<>&\"'1,.;-", min_size=1, max_size=6)
# A grid of 2 x 2 and more, divided into cells: each row by the widths of its cells.
ROWS = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(1, width), min_size=1).map(lambda parts: _fill(parts, width)), min_size=2
    )
)


def _fill(parts: list[int], width: int) -> list[int]:
    """The widths cut or filled up to `width`."""
    filled: list[int] = []
    for part in [*parts, *[1] * width]:
        if sum(filled) < width:
            filled.append(min(part, width - sum(filled)))
    return filled


def grids(page: str, encoding: str = "utf-8") -> list[Grid]:
    """The grids of a page."""
    return list(read_html("a.html", page.encode(encoding))[0])


def texts(grid: Grid) -> list[list[str]]:
    """The texts of a grid, `<` or `^` where a cell to the left or above covers the position."""
    return [["·" if cell.rows == 0 else cell.text for cell in row] for row in grid.rows]


@given(ROWS, st.data())
def test_round_trip(rows: list[list[int]], data: st.DataObject) -> None:
    """Cells that were written come back with text, span and the place of their first character."""
    wanted, page, line = [], ["<table>"], 2
    for widths in rows:
        words = [data.draw(WORD) for _ in widths]
        cells = zip(words, widths, strict=True)
        row = "".join(f'<td colspan="{width}">\n{escape(word)}</td>\n' for word, width in cells)
        page.append(f"<tr>{row}</tr>")
        column = 0
        for word, width in zip(words, widths, strict=True):
            wanted.append((len(page) - 2, column, word, width, line + 1))
            column, line = column + width, line + 2
        line += 1
    (grid,) = grids("\n".join(page) + "</table>")
    assert grid.exact
    # Columns at the right in which no cell begins do not exist.
    last = max(column for _, column, *_ in wanted)
    assert {len(row) for row in grid.rows} == {last + 1}
    found = [
        (number, column, cell.text, cell.columns, cell.place.line)
        for number, row in enumerate(grid.rows)
        for column, cell in enumerate(row)
        if cell.rows
    ]
    assert found == [
        (row, column, word, min(width, last + 1 - column), place)
        for row, column, word, width, place in wanted
    ]
    assert {cell.place.column for row in grid.rows for cell in row if cell.rows} == {1}


def test_spans_of_rows_and_columns() -> None:
    """A cell below a tall one moves to the right; a short row is filled up; tags that may be left out may."""
    (grid,) = grids(
        "<table><tr><th rowspan=2>科目<th colspan=2>预算<th rowspan=0>注"
        "<tr><th>基本<th>项目<tr><td>教育<td>1<td>2<tr><td>社保</table>"
    )
    assert texts(grid) == [
        ["科目", "预算", "·", "注"],
        ["·", "基本", "项目", "·"],
        ["教育", "1", "2", "·"],
        ["社保", "", "", "·"],
    ]
    assert (grid.rows[0][0].rows, grid.rows[0][1].columns, grid.rows[0][3].rows) == (2, 2, 4)
    assert grid.rows[1][0].place == grid.rows[0][0].place


def test_a_span_ends_with_its_group_of_rows() -> None:
    """And what stands at the foot is shown at the foot, wherever it is written."""
    (grid,) = grids(
        "<table><tfoot><tr><td>合计<td>3</tfoot><thead><tr><th rowspan=9>科目<th>数</thead>"
        "<tbody><tr><td>教育<td>1<tr><td>社保<td>2</table>"
    )
    assert texts(grid) == [["科目", "数"], ["教育", "1"], ["社保", "2"], ["合计", "3"]]


def test_text_and_tables_in_reading_order() -> None:
    """Each block is a line, a caption stands above its table, blanks are joined, scripts are not read."""
    found = grids(
        "<title>t</title><h1>预算 <b> 公开</b></h1><p>单位：\n  万元<br>说明<script>no</script>"
        "<table><caption>收支总表</caption><tr><td>a<td> b\n c <br>d</table>after<!-- no --><pre>x\n y</pre>"
    )
    assert [(grid.exact, texts(grid)) for grid in found] == [
        (False, [["预算 公开"], ["单位： 万元"], ["说明"], ["收支总表"]]),
        (True, [["a", "b c\nd"]]),
        (False, [["after"], ["x"], ["y"]]),
    ]
    assert [(row[0].place.line, row[0].place.column) for row in found[2].rows] == [(3, 17), (3, 38), (4, 2)]


def test_tables_that_arrange_the_page() -> None:
    """What is around a table in a table is text; a table of one cell is text as well."""
    found = grids(
        "<table><tr><td>目录<td>标题<table><tr><td>科目<td>数<tr><td>教育<td><table><tr><td>1</table></table>尾注</table>"
    )
    assert [(grid.exact, texts(grid)) for grid in found] == [
        (False, [["目录"], ["标题"]]),
        (True, [["科目", "数"], ["教育", "1"]]),
        (False, [["尾注"]]),
    ]
    assert not grids("<table><tr><td>单位：万元</table>")[0].exact


def test_what_a_page_does_not_show() -> None:
    """It is read and marked where it is a cell or a line, and only told where it is a part of a cell."""
    (before, table), findings = read_html(
        "a.html",
        '<p style="color:red; display : none">底稿</p><table><tr hidden><td>1<td>2'
        '<tr><td>a<span style="visibility:hidden">b</span>'
        '<td style="display:none">c<b hidden>d</b></table>'.encode(),
    )
    assert [(cell.text, cell.hidden) for row in before.rows for cell in row] == [("底稿", True)]
    assert [(cell.text, cell.hidden) for row in table.rows for cell in row] == [
        ("1", True), ("2", True), ("a", False), ("cd", True),
    ]  # fmt: skip
    assert [finding.code for finding in findings] == ["hidden-cells", "hidden-parts"]
    assert findings[1].message_en.endswith("(line: text): 1: b")


@pytest.mark.parametrize(
    ("head", "encoding", "concluded"),
    [
        ('<meta charset="utf-8">', "utf-8", False),
        ('<meta charset="gb2312">', "gb18030", False),
        ("<meta http-equiv=Content-Type content='text/html; charset=GBK'>", "gb18030", False),
        ("", "gb18030", True),
        ("", "utf-16", False),
        ('<meta charset="utf-8">', "gb18030", True),
    ],
)
def test_encodings(head: str, encoding: str, concluded: bool) -> None:
    """A declaration is believed where it can be true."""
    page = f"{head}<table><tr><td>功能科目<td>金额"
    found, findings = read_html("a.html", page.encode(encoding))
    assert texts(found[0]) == [["功能科目", "金额"]]
    assert bool(findings) is concluded


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<table><tr><td>1<td>\x012", "line 1: the control character U\\+0001"),
        ("<td>" * (MAX_TAGS + 1), f"{MAX_TAGS + 1:,} tags"),
        ("<table>" + "<tr><td colspan=1000 rowspan=600>1" * 600, "more than 500,000 cells"),
    ],
)
def test_what_cannot_be_read(page: str, expected: str) -> None:
    """The error says what was found."""
    with pytest.raises(InputError, match=expected):
        grids(page)


@given(st.text("<>/=\"' tabledrhspn10-!&;#x\n", max_size=200))
def test_any_page_can_be_read(page: str) -> None:
    """Nothing that stands in a page is an error, nor makes a grid that is not square."""
    for grid in grids(page):
        assert not grid.exact or len({len(row) for row in grid.rows}) == 1


@pytest.mark.parametrize("tag", ["<div>", "<table><tr><td>", "<b>", "<ul><li>"])
def test_deep_pages(tag: str) -> None:
    """Nesting costs nothing."""
    assert grids(tag * 5_000 + "1")[-1].rows[-1][0].text == "1"
