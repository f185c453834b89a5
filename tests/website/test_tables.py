"""Printed tables as a reader sees them: what stands in a cell, and what a table is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.website.sample import write_package

from budgetpress.website.data import Package, Resource
from budgetpress.website.hierarchy import hierarchy
from budgetpress.website.languages import EN, ZH, resolve
from budgetpress.website.load import load_package
from budgetpress.website.proof_html import place
from budgetpress.website.table_html import Cells, columns, data_table, heading_text


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The sample package."""
    return load_package(write_package(tmp_path_factory.mktemp("tables")))


def named(package: Package, name: str) -> Resource:
    """A resource of the package."""
    return next(resource for resource in package.resources if resource.name == name)


@pytest.mark.parametrize(("repaired", "shown"), [(True, "（空）"), (False, "99,999999")])
def test_a_text_that_a_repair_takes_away_is_not_shown_as_the_amount(
    repaired: bool, shown: str, package: Package
) -> None:
    """A cell that a repair leaves blank says so; a text that nobody could read is shown as printed."""
    spending = named(package, "spending")
    figure = next(f for f in package.figures.values() if f.resource == "spending")
    rows = tuple(
        {**row, figure.field: ""} if row["row"] == figure.row else row
        for row in named(package, "spending").rows
    )
    emptied = replace(figure, amount=None, printed="99,999999", status="repaired" if repaired else "disputed")
    repairs = replace(
        named(package, "repairs"),
        rows=({"id": "rp9", "table": spending.table, "row": figure.row, "field": figure.field},)
        if repaired
        else (),
    )
    changed = replace(package, figures={figure.id: emptied}, resources=(repairs,))

    html = data_table(replace(spending, rows=rows), Cells(changed))

    assert shown in html
    assert ("99,999999" in html) is not repaired


def test_the_levels_of_a_table_are_those_of_its_declared_code_list(package: Package) -> None:
    """What is above each row comes from the list that the field refers to; without a list there is none."""
    spending = named(package, "spending")
    tree = hierarchy(package, spending)
    assert tree is not None
    assert tree.field == "functional_code"
    assert dict(tree.above) == {"1": "20508", "2": "20501", "3": "20805", "4": "20802"}
    assert [head["code"] for head in tree.heads] == ["205", "208", "20501", "20508", "20802", "20805"]
    unlisted = tuple(replace(field, codelist="") for field in spending.fields)
    assert hierarchy(package, replace(spending, fields=unlisted)) is None


def test_the_english_name_of_a_code_stands_on_the_english_page_alone(package: Package) -> None:
    """The Chinese name as printed on both, and beside it what the code list calls the code."""
    html = data_table(named(package, "spending"), Cells(package))
    assert ">Training<" in resolve(html, EN)
    assert "Training" not in resolve(html, ZH)
    assert "培训支出" in resolve(html, EN)


@pytest.mark.parametrize(
    ("code", "name", "shown"),
    [
        ("功能科目编码", "功能科目名称", "功能科目编码 · 名称"),
        ("Code (budget)", "Name (budget)", "Code · Name (budget)"),
        ("Functional code", "Functional name", "Functional code · name"),
        ("类", "名称", "类 · 名称"),
        ("", "名称", "名称"),
        ("名称", "名称", "名称"),
    ],
)
def test_a_code_and_its_name_share_a_heading(code: str, name: str, shown: str, package: Package) -> None:
    """What both titles have in common is said once."""
    spending = named(package, "spending")
    column = columns(spending)[0]
    assert column.code is not None
    titled = replace(
        column,
        code=replace(column.code, title=code, title_en=code),
        field=replace(column.field, title=name, title_en=name),
    )
    assert resolve(heading_text(titled), ZH) == shown


@pytest.mark.parametrize("kind", ["item", "total"])
def test_a_single_row_of_amounts_is_a_list_of_fields(kind: str, package: Package) -> None:
    """Whatever its kind: a long text in a wide row would leave a hole in the page."""
    single = named(package, "three_public")
    rows = tuple({**row, "kind": kind} for row in single.rows)
    assert 'class="bp-record"' in data_table(replace(single, rows=rows), Cells(package))


def test_a_table_of_two_resources_is_called_by_what_their_titles_share(package: Package) -> None:
    """The part after the colon belongs to the section, not to the page."""
    one = named(package, "spending")
    parts = tuple(
        replace(one, title=f"绩效表：{zh}", title_en=en)
        for zh, en in (("项目", "Projects"), ("指标", "Indicators"))
    )
    assert replace(package, tables={"12": parts}).title("12") == ("绩效表", "Projects · Indicators")
    assert replace(package, tables={"12": (one,)}).title("12") == (one.title, one.title_en)


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        ({"line": "36", "column": "5"}, "L36:C5"),
        ({"page": "3", "bbox": "1 2 3 4"}, "p3"),
        ({"sheet": "预算03表", "cell": "B7"}, "预算03表!B7"),
        ({"sheet": "a<b", "cell": ""}, "a&lt;b"),
        ({}, ""),
    ],
)
def test_a_place_is_shown_in_the_words_of_its_kind_of_source(record: dict[str, str], shown: str) -> None:
    """Line and column of a text, page of a PDF, sheet and cell of a workbook; the file if asked for."""
    assert place(record, file=False) == shown
    assert place({"source": "a.file", **record}, file=True) == f"a.file {shown}".strip()
