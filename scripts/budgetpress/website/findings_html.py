"""Findings that speak of a whole table or of the whole document, for the pages that people read first."""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.website.data import Package, Record
from budgetpress.website.escape import anchor, fragment, html_text
from budgetpress.website.markup import link, marked, tag
from budgetpress.website.words import LEVEL, both

_GRAVE = ("error", "warning")


def table_findings(package: Package, number: str) -> str:
    """The grave findings about one table: those about all of it in full, those about single cells counted."""
    found = [row for row in _grave(package) if row["table"] == number]
    cells = sum(bool(row["row"]) for row in found)
    notes = [_note(row, "../remarks/") for row in found if not row["row"]]
    if cells:
        counted = both(f"指向单个数字或科目的警告：{cells} 条。", f"Warnings about single cells: {cells}.")
        notes.append(tag("p", link("../remarks/#findings", counted), "bp-note"))
    return "".join(notes)


def document_findings(package: Package) -> str:
    """The grave findings that are about no single cell, of all tables; empty if there are none."""
    return "".join(_note(row, "../remarks/") for row in _grave(package) if not row["row"])


def _grave(package: Package) -> Iterator[Record]:
    return (row for row in package.role("findings") if row["level"] in _GRAVE)


def _note(row: Record, page: str) -> str:
    """One finding: its level, the table that it is about, its words, a link to where all are listed."""
    table = f"{html_text(row['table'])} " if row["table"] else ""
    words = both(row["message_zh"], row["message_en"])
    target = page + fragment(anchor("finding", row["number"]))
    said = f"{marked(LEVEL[row['level']], row['level'])} {table}{words} "
    return tag("p", said + link(target, both("发现", "finding")))
