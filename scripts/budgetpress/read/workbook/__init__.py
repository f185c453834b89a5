"""Read: a workbook gives one exact grid a sheet, in the order of its sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from budgetpress.errors import InputError
from budgetpress.model import Finding, Grid, Place
from budgetpress.read.workbook.archive import check_archive
from budgetpress.read.workbook.sheet import read_sheet
from budgetpress.read.workbook.xls import read_xls
from budgetpress.read.workbook.xlsx import read_xlsx


def read_workbook(name: str, data: bytes) -> tuple[list[Grid], list[Finding]]:
    """The grids of an XLSX or XLS workbook, blank sheets left out, and the findings of all its sheets.

    InputError where it cannot be read or no sheet holds anything.
    """
    packed = data.startswith(b"PK")
    sheets = read_xlsx(name, data) if packed else read_xls(name, data)
    findings = list(_left_alone(name, check_archive(name, data))) if packed else []
    grids: list[Grid] = []
    for sheet in sheets:
        grid, said = read_sheet(name, sheet)
        findings += said
        if grid.rows:
            grids.append(grid)
    if not grids:
        raise InputError(name, "no sheet holds anything", expected="a workbook with budget tables")
    return grids, findings


def _left_alone(name: str, members: Iterable[str]) -> Iterator[Finding]:
    """A note on what the archive of a workbook holds beside its sheets and is neither run nor followed."""
    for code, pattern, zh, en in (
        (
            "macros-ignored",
            "vbaProject.bin",
            "工作簿含有宏，未运行",
            "the workbook has macros, which were not run",
        ),
        (
            "links-ignored",
            "externalLinks/",
            "工作簿引用其他文件，未打开；以保存的计算结果为准",
            "the workbook refers to other files, which were not opened; the stored results count",
        ),
    ):
        if any(pattern in member for member in members):
            yield Finding(
                code=code,
                level="note",
                message_zh=zh,
                message_en=en,
                place=Place(source=name),
            )
