"""Findings about a whole table stand on its page and on the report; those about cells are counted there."""

from __future__ import annotations

from pathlib import Path

from budgetpress.website.data import Package, Resource
from budgetpress.website.escape import anchor, fragment
from budgetpress.website.findings_html import document_findings, table_findings


def package(*rows: tuple[str, str, str]) -> Package:
    """A release with these findings: level, table, row."""
    records = tuple(
        {
            "number": str(number),
            "level": level,
            "table": table,
            "row": row,
            "message_zh": f"第{number}条",
            "message_en": f"no. {number} & more",
        }
        for number, (level, table, row) in enumerate(rows, 1)
    )
    resource = Resource(
        name="findings", role="findings", title="", title_en="", description="", path="", sha256="", bytes=0,
        table="", printed_unit="", chart=None, fields=(), rows=records,
    )  # fmt: skip
    return Package(
        folder=Path(), name="release", descriptor={}, resources=(resource,), tables={}, figures={},
        checks=(), codelists={}, validation=None,
    )  # fmt: skip


FOUND = package(
    ("warning", "12", ""),
    ("note", "12", ""),
    ("warning", "12", "3"),
    ("error", "", ""),
    ("warning", "07", ""),
)


def test_table_says_what_is_wrong_with_all_of_it() -> None:
    """A warning about the table is there in words, one about a cell is counted, a note is not there."""
    said = table_findings(FOUND, "12")
    assert "第1条" in said
    assert "no. 1 &amp; more" in said
    assert f'href="../remarks/{fragment(anchor("finding", "1"))}"' in said
    assert "警告：1 条" in said
    assert not {"第2条", "第3条", "第4条", "第5条"} & {said[i : i + 3] for i in range(len(said))}


def test_table_without_findings_says_nothing() -> None:
    """A table that nothing is wrong with has no such lines."""
    assert table_findings(FOUND, "03") == ""


def test_report_has_the_whole_document() -> None:
    """The report names what is about no single cell, each with its table."""
    said = document_findings(FOUND)
    assert [f"第{n}条" in said for n in range(1, 6)] == [True, False, False, True, True]
    assert "07 " in said
    assert document_findings(package()) == ""
