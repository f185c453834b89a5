"""What a reader should know about the pages of a PDF, in Chinese and English."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from budgetpress.model import Finding, Place
from budgetpress.read.pdf.tables import Laid


def of_page(source: str, page: int, laid: Sequence[Laid], unreadable: int, partial: bool) -> list[Finding]:
    """Findings on one page, counted from 0."""
    found = []
    if partial:
        found.append(
            _finding(
                "text-left-out",
                "warning",
                source,
                page,
                f"第{page + 1}页有未能读出的文字，须对照原件核对。",
                f"Page {page + 1} holds text that could not be read; it must be checked against the page.",
            )
        )
    if unreadable:
        found.append(
            _finding(
                "text-without-meaning",
                "warning",
                source,
                page,
                f"第{page + 1}页有 {unreadable} 个字符的字体未注明对应文字，读作“\ufffd”，须对照原件核对。",
                f"On page {page + 1}, {unreadable} characters are of a font that does not say what they "
                "mean; they are read as '\ufffd' and must be checked against the page.",
            )
        )
    over = [cell.text for grid in laid for row in grid.rows for cell in row if cell and cell.over]
    if over:
        found.append(
            _finding(
                "text-over-text",
                "warning",
                source,
                page,
                f"第{page + 1}页有 {len(over)} 处数字重叠印在其他数字上，无法分清，"
                f"须对照原件核对：{over[0][:40]}",
                f"On page {page + 1}, {len(over)} number(s) are printed over others and cannot be told "
                f"apart; check them against the page: {over[0][:40]}",
            )
        )
    hidden = sum(len(row) for grid in laid if not grid.shown for row in grid.rows)
    if hidden:
        found.append(
            _finding(
                "text-not-shown",
                "note",
                source,
                page,
                f"第{page + 1}页有 {hidden} 处文字不显示（在页面之外，或白底白字），已标明，不计入表格。",
                f"Page {page + 1} holds {hidden} text(s) that it does not show (off the page, or white on "
                "white); they are kept apart and are in no table.",
            )
        )
    return found


def pictures(source: str, pages: Sequence[int]) -> Finding:
    """Pages, counted from 0, that only recognition could read."""
    ranges = _ranges(pages)
    return _finding(
        "page-is-picture",
        "warning",
        source,
        pages[0],
        f"第{ranges}页是图片，没有文字，未能读取；安装 budgetpress[ocr] 后可以识别。",
        f"Page(s) {ranges} are pictures without text and were not read; with budgetpress[ocr] installed they "
        "are recognised.",
    )


def cut_off(source: str) -> Finding:
    """The file lost its end."""
    return _finding(
        "file-cut-off",
        "warning",
        source,
        None,
        "文件没有结束标记，可能不完整，页面或有缺失。",
        "The file has no end mark: it may be cut off, and pages may be missing.",
    )


def _ranges(pages: Sequence[int]) -> str:
    """`1-3, 7` of 0, 1, 2, 6."""
    texts = []
    for _, group in groupby(enumerate(pages), key=lambda pair: pair[1] - pair[0]):
        run = [page for _, page in group]
        texts.append(f"{run[0] + 1}" if len(run) == 1 else f"{run[0] + 1}-{run[-1] + 1}")
    return ", ".join(texts)


def _finding(
    code: str, level: Literal["error", "warning", "note"], source: str, page: int | None, zh: str, en: str
) -> Finding:
    place = Place(source=source, page=None if page is None else page + 1)
    return Finding(code=code, level=level, message_zh=zh, message_en=en, place=place)
