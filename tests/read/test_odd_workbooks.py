"""Workbooks as only other writers write them, and workbooks that are odd, too large or broken."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from tests.read.books import read, said, with_sheet, with_xml

from budgetpress.errors import InputError


def test_what_only_other_writers_write() -> None:
    """Shared formulas, results that are an empty text, escaped characters, cells without a name."""
    (grid,), findings = read(
        with_xml(
            "<row r='1'><c r='A1'><f t='shared' ref='A1:B1' si='0'>C1*2</f><v>4</v></c>"
            "<c r='B1'><f t='shared' si='0'/><v>6</v></c><c r='C1'><v>2</v></c></row>"
            "<row r='2'><c r='A2' t='str'><f>T(C1)</f><v></v></c></row>"
            "<row><c t='inlineStr'><is><t>a_x000D__x000A_b_x005F_x0041_</t></is></c>"
            "<c t='b'><v>0</v></c></row>"
        )
    )
    assert [[(cell.text, cell.formula) for cell in row] for row in grid.rows] == [
        [("4", "=C1*2"), ("6", "=D1*2"), ("2", "")],
        [("", "=T(C1)"), ("", ""), ("", "")],
        [("a\nb_x0041_", ""), ("FALSE", ""), ("", "")],
    ]
    assert not findings


def test_what_is_covered_or_has_no_size() -> None:
    """A value under a merged cell is told; what has no size is hidden; a merge over another is none."""
    (grid,), findings = read(
        with_xml(
            "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>2</v></c></row>"
            "<row r='2' ht='0'><c r='A2'><v>3</v></c><c r='B2'><v>4</v></c></row>",
            "<cols><col min='2' max='16384' width='0'/></cols>|"
            "<mergeCells><mergeCell ref='A1:B1'/><mergeCell ref='B1:B2'/>"
            "<mergeCell ref='E1:XFD1048576'/></mergeCells>",
        )
    )
    assert [[(cell.text, cell.columns, cell.hidden) for cell in row] for row in grid.rows] == [
        [("1", 2, False), ("", 0, True)],
        [("3", 1, True), ("4", 1, True)],
    ]
    assert said(findings) == {
        "hidden-rows": "hidden rows, read all the same: 2",
        "hidden-columns": "hidden columns, read all the same: B",
        "covered-cells": "what stands unseen under a merged cell was not read into the table: B1 = 2",
    }


def test_macros_and_links_are_left_alone() -> None:
    """They are neither run nor followed, and it is said; the stored results are read."""
    rows = "<row r='1'><c r='A1'><f>[1]x!A1</f><v>5</v></c></row>"
    members = {"xl/vbaProject.bin": "x", "xl/externalLinks/externalLink1.xml": "<x/>"}
    (grid,), findings = read(with_xml(rows, members=members))
    assert (grid.rows[0][0].text, grid.rows[0][0].formula) == ("5", "=[1]x!A1")
    assert [finding.code for finding in findings] == ["macros-ignored", "links-ignored"]


def test_far_corners() -> None:
    """A cell at the far corner is told by name; alone it is a small sheet."""

    def far(sheet: Worksheet) -> None:
        sheet["XFD1048576"] = "x"

    def both(sheet: Worksheet) -> None:
        far(sheet)
        sheet["A1"] = "x"

    (grid,), _ = read(with_sheet(far))
    assert len(grid.rows) == 1
    with pytest.raises(InputError, match="sheet 预算01表: the cells from A1 to XFD1048576"):
        read(with_sheet(both))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (with_sheet(lambda _: None), "no sheet holds anything"),
        (with_xml("<row><c><v>x</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row><c t='s'><v>7</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row><c><v>1e999</v></c></row>"), "the workbook is damaged"),
        (with_xml("<row>"), "the workbook is damaged"),
        (
            with_xml("<row><c t='inlineStr'><is><t>_x0007_</t></is></c></row>"),
            "cell A1: the control character U.0007",
        ),
    ],
)
def test_what_cannot_be_read(data: bytes, expected: str) -> None:
    """The error says what is wrong, and where."""
    with pytest.raises(InputError, match=expected):
        read(data)


def test_too_many_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted while the sheet is read, not after."""
    monkeypatch.setattr("budgetpress.read.workbook.sheet.MAX_CELLS", 6)
    rows = "<row><c><v>1</v></c><c/><c><v>1</v></c></row>"
    assert read(with_xml(rows * 2))
    with pytest.raises(InputError, match="sheet 预算01表: more than 6 cells"):
        read(with_xml(rows * 3 + "<row><c><v>1</v></c></row><row><c><v>broken</v></c></row>"))


def test_too_many_cells_with_nothing_but_a_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are counted in the file, before it is parsed."""
    monkeypatch.setattr("budgetpress.read.workbook.archive.MAX_CELLS", 6)
    rows = "<row><c s='0'/><c/><c><v>1</v></c></row>"
    assert read(with_xml(rows * 2))
    with pytest.raises(InputError, match="7 cells, blank ones with a format included"):
        read(with_xml(rows * 2 + "<row><c/><broken>"))


def test_entities_are_not_expanded() -> None:
    """No workbook needs them."""
    data = with_xml("<row><c><v>1</v></c></row>")
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "1">]>' + content.replace(b"<v>1", b"<v>&a;")
            new.writestr(name, content)
    with pytest.raises(InputError, match="XML entities"):
        read(stream.getvalue())


@given(st.data())
@settings(max_examples=60)
def test_broken_workbooks(data: st.DataObject) -> None:
    """Bytes changed, cut out or put in: the file is read or refused, never more."""
    whole = bytearray(_GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(whole) - 1))
        kind = data.draw(st.sampled_from(["change", "cut", "insert"]))
        if kind == "change":
            whole[place] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del whole[place : place + data.draw(st.integers(1, 200))]
        else:
            whole[place:place] = data.draw(st.binary(max_size=50))
    with suppress(InputError):
        read(bytes(whole))


def _good(sheet: Worksheet) -> None:
    for row in range(1, 6):
        sheet.append([f"科目{row}", row * 1.5, f"=B{row}*2"])
    sheet.merge_cells("A6:C6")
    sheet.row_dimensions[2].hidden = True


_GOOD = with_sheet(_good)
