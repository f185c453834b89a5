"""What there is to say about a sheet: one finding a rule, naming the cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

from budgetpress.model import Finding, Place

_LISTED: Final = 100  # cells that one finding names
# Code of a finding -> how bad it is, and what it says, in Chinese and in English.
_SAID: Final[Mapping[str, tuple[Literal["warning", "note"], str, str]]] = {
    "hidden-sheet": ("warning", "隐藏的工作表，已照样读入", "a hidden sheet, read all the same"),
    "hidden-rows": ("warning", "隐藏的行，已照样读入", "hidden rows, read all the same"),
    "hidden-columns": ("warning", "隐藏的列，已照样读入", "hidden columns, read all the same"),
    "hidden-cells": (
        "warning",
        "数字格式不显示的单元格，已照样读入",
        "cells whose number format hides what they hold, read all the same",
    ),
    "covered-cells": (
        "warning",
        "合并单元格遮住的内容，读者看不到，未读入表格",
        "what stands unseen under a merged cell was not read into the table",
    ),
    "formula-without-value": (
        "warning",
        "公式没有保存计算结果，视为空白；请在电子表格软件中打开并保存后重试",
        "formulas without a stored result count as blank; open the file in a spreadsheet program and save it",
    ),
    "rounded-display": (
        "note",
        "显示的数字不是存储值的全部，以显示的为准；存储值",
        "what is shown is not all that is stored; what is shown counts; stored",
    ),
    "zero-not-shown": ("note", "不显示的零值，视为空白", "zeros that are not shown count as blank"),
    "format-not-read": (
        "note",
        "数字格式无法重现，按存储值读入；格式",
        "the stored value was read, since the number format is not one that can be shown here; format",
    ),
}


def address(row: int, column: int) -> str:
    """The name of a cell: row 7, column 2 is `B7`."""
    return f"{column_name(column)}{row}"


def column_name(column: int) -> str:
    """The letters of a column, from 1: 2 is `B`, 28 is `AB`."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Notes:
    """Gathers, rule by rule, the cells of one sheet that a reader should know about."""

    def __init__(self, source: str, sheet: str) -> None:
        self._source, self._sheet = source, sheet
        self._told: dict[str, list[tuple[tuple[int, int], str]]] = {}

    def tell(self, code: str, spot: tuple[int, int], more: str = "") -> None:
        """Note a cell (row, column) under a rule, with what it holds where that matters."""
        self._told.setdefault(code, []).append((spot, more))

    def tell_runs(self, code: str, spots: Iterable[tuple[int, int]], axis: Literal[0, 1]) -> None:
        """Note the rows (`axis` 0) or columns (1) of these cells under a rule, in runs: `3, 5-9`."""
        found = sorted(spots)
        if found:
            name: Callable[[int], str] = column_name if axis else str
            self._told[code] = [(found[0], _runs({spot[axis] for spot in found}, name))]

    def findings(self) -> Iterator[Finding]:
        """One finding a rule, in the order of the rules, at the first cell that it names."""
        for code in (code for code in _SAID if code in self._told):
            told = self._told[code]
            level, zh, en = _SAID[code]
            cells = self._cells(code, told)
            yield Finding(
                code=code,
                level=level,
                message_zh=f"工作表“{self._sheet}”：{zh}" + (f"：{cells}" if cells else ""),
                message_en=f"sheet '{self._sheet}': {en}" + (f": {cells}" if cells else ""),
                place=Place(source=self._source, sheet=self._sheet, cell=address(*told[0][0])),
            )

    def _cells(self, code: str, told: list[tuple[tuple[int, int], str]]) -> str:
        if code == "hidden-sheet":
            return ""
        if code in ("hidden-rows", "hidden-columns"):
            return told[0][1]
        named = [address(*spot) + (f" = {more}" if more else "") for spot, more in told[:_LISTED]]
        return ", ".join(named) + (f" … (+{len(told) - _LISTED})" if len(told) > _LISTED else "")


def _runs(numbers: set[int], name: Callable[[int], str]) -> str:
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(name(a) if a == b else f"{name(a)}-{name(b)}" for a, b in runs)
