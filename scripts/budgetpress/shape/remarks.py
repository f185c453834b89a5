"""Why a cell is kept as a remark, in words."""

from __future__ import annotations

REASONS: dict[str, tuple[str, str]] = {
    "before-first-table": ("位于第一张表的标题之前", "stands before the title of the first table"),
    "unknown-table": ("位于本表式没有的表中", "stands in a table that the form does not have"),
    "repeated-page": ("与前面的一页完全相同", "repeats an earlier page word for word"),
    "another-set": ("位于另一套表（另一单位）中", "stands in another set of tables, of another body"),
    "unknown-heading": ("位于表头，但不是本表的栏目", "stands among the headings and is none of this table"),
    "free-text": ("表内或表后的文字，不属于任何一行", "text in or after the table that belongs to no row"),
    "outside-columns": ("位于表格各栏之外", "stands outside the columns of the table"),
    "wrong-column": (
        "内容与所在栏不符，所属栏无法确定",
        "does not fit its column, and its own column is not certain",
    ),
    "belongs-to-neighbour": (
        "内容属于相邻栏，而相邻栏已有内容",
        "belongs to the neighbouring column, which already holds something else",
    ),
    "duplicated-row": ("该行与上一行完全相同，视为重复", "the row repeats the one above it to the letter"),
    "narrative": ("表外的文字", "text outside the tables"),
    "rest-of-row": ("是上一页末行的下半部分", "is the rest of the last row of the page before"),
    "note": ("表下的注", "a note to the table"),
    "around-table": ("表外的编制部门、页码等", "the body, a page number or the like beside the table"),
    "untitled-grid": ("所在的表没有可识别的标题", "stands in a table under no title that was recognised"),
    "no-headings": ("所在的表没有可识别的表头", "stands in a table under no headings that were recognised"),
    "second-value": ("该栏已有内容", "the field already holds a value"),
}
"""Key of a reason -> (Chinese, English)."""
