"""Large and odd documents are shaped whole; `tests/benchmarks/growth.py` prints what they take."""

from __future__ import annotations

import random

from tests.shape.grids import document as pages
from tests.shape.grids import ruled, text
from tests.shape.printed import document, table
from tests.shape.small_form import small_form

from budgetpress.errors import BudgetpressError
from budgetpress.form import load_form
from budgetpress.read import MAX_BYTES
from budgetpress.recognise import recognise_form, recognise_year
from budgetpress.shape import shape

HEADER = (
    "预算03表 支出预算总表\n金额单位：万元\n"
    "支出功能分类科目\t政府支出经济分类科目\t部门支出经济分类科目\t合计\t基本支出\n"
)


def test_twenty_thousand_rows() -> None:
    """A table of 20,000 rows that are all different."""
    rows = [
        f"{2010000 + i}-事务{i}\t50205-费{i}\t30227-务{i}\t{i}.{i:06d}\t{i}.{i:06d}" for i in range(20_000)
    ]
    result = shape((document(HEADER + "\n".join(rows)),), load_form("beijing"))
    assert len(table(result, "expenditure").rows) == 20_000


def test_four_mebibytes_of_garbage() -> None:
    """Likely characters at random, with as many cells as a file may have."""
    rnd = random.Random(1)
    alphabet = (
        "abcdefghijklmnopqrstuvwxyz0123456789,.-（）元合计预算表支出一二三四五六七八九十abcdef\n\t 。xyz"
    )
    text = HEADER + "".join(rnd.choices(alphabet, k=MAX_BYTES["transcription"] // 2))
    form = recognise_form((document(text),))
    recognise_year((document(text),), form)
    shape((document(text),), form)


def test_one_cell_of_four_mebibytes() -> None:
    """Patterns do not go back and forth over a long cell."""
    size = MAX_BYTES["transcription"] - 500
    for cell in (
        "a" * size,
        "1" * size,
        "1 " * (size // 2),
        "x" + " " * size + "1",
        "(" * size,
        "<b " * (size // 3),
    ):
        text = HEADER + cell
        try:
            recognise_year((document(text),), recognise_form((document(text),)))
            shape((document(text),), load_form("beijing"))
        except BudgetpressError:
            pass


def test_ruled_table_of_twenty_thousand_rows() -> None:
    """Rows in one exact grid, and as many in grids of their own that go on page after page."""
    heads = "品目|<|金额"
    rows = [f"货物{i}|纸{i}|{i}.25" for i in range(20_000)]
    whole = shape((pages(text(1, "政府采购预算表"), ruled(1, heads, *rows)),), small_form())
    assert len(table(whole, "procurement").rows) == 20_000
    each = [ruled(i + 2, row) for i, row in enumerate(rows[1:2_000])]
    single = shape((pages(text(1, "政府采购预算表"), ruled(1, heads, rows[0]), *each),), small_form())
    assert len(table(single, "procurement").rows) == 2_000
