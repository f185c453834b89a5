"""What the first page shows is declared by the form: every fault in it is told when the form loads."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.form_folders import copied, faults, plant

from budgetpress.form import load_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Beijing form."""
    return copied(tmp_path)


@pytest.mark.parametrize("name", ["beijing", "shanghai-putuo", "jiangsu", "jiangsu-2017"])
def test_every_form_has_its_first_page(name: str) -> None:
    """Each form that comes along declares totals, a flow, a treemap and the two oppositions it can."""
    form = load_form(name)
    assert [headline["name"] for headline in form.headlines[:2]] == ["revenue", "expenditure"]
    kinds = {picture.get("kind") for picture in form.pictures}
    assert {"flow", "treemap", "strip", "bars"} <= kinds


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('resource = "revenue_and_expenditure"', 'resource = "revenu"', "headlines[0].resource: no resource"),
        ('value = "amount"', 'value = "label"', "headlines[0].value: 'label' is not an amount"),
        ('where = { side = "revenue" }', 'where = { sid = "revenue" }', "headlines[0].where.sid"),
        ('name = "expenditure"', 'name = "revenue"', "two entries are named 'revenue'"),
        ('name = "flow"', 'name = "Flow 1"', "pictures[0].name: 'Flow 1': expected small letters"),
        ('kind = "treemap"', 'kind = "pie"', "pictures[1].kind: 'pie' is none of bars"),
        ('kind = "treemap"', "", "pictures[1]: unknown key 'label'"),
        ("stage = 2", "stage = 3", "pictures[0].links: the stages of links are 1, 2 and so on"),
        (
            'from = "title", to = "group"',
            'from = "title", to = "code"',
            "links[0].to: 'code' is none of group",
        ),
        (
            'from = "group", to = "values"',
            'from = "group", to = "group"',
            "links[3].to: both ends are the same",
        ),
        ('values = ["total"]', 'values = ["totals"]', "links[0].values: the resource has no field 'totals'"),
        ('values = ["total"]', "values = []", "links[0].values: is empty"),
        ('codelist = "functional"\ncut', 'codelist = "function"\ncut', "no code list 'function'"),
        ('name = "functions"', 'name = "functions"\ncolour = 1', "pictures[1]: unknown key 'colour'"),
        ('name = "projects"', 'name = "revenue"', "'revenue' is the address of the chart of that resource"),
        (
            'resource = "project_performance"\n',
            'resource = "three_public_expenses"\nkinds = ["item"]\n',
            "unknown key 'kinds'",
        ),
    ],
)
def test_faults_of_the_first_page(folder: Path, old: str, new: str, told: str) -> None:
    """A misspelt resource, field, kind, stage or key is told with its place."""
    text = (folder / "overview.toml").read_text(encoding="utf-8")
    if told.startswith("'revenue' is the address"):
        new += '\nkind = "bars"\nlabel = "project_name"\nvalue = "total"\ntitle_zh = "甲"\ntitle_en = "a"'
    assert old in text
    plant(folder, "overview.toml", old, new)
    assert any(told in fault for fault in faults(folder)), faults(folder)


def test_all_faults_are_told_at_once(folder: Path) -> None:
    """One reading tells the faults of headlines and of pictures."""
    plant(folder, "overview.toml", 'value = "amount"', 'value = "label"')
    plant(folder, "overview.toml", 'kind = "treemap"', 'kind = "pie"')
    told = "\n".join(faults(folder))
    assert "headlines[0].value" in told
    assert "pictures[1].kind" in told


def test_a_variant_takes_over_the_first_page_and_leaves_out(folder: Path) -> None:
    """Pictures come from the base by name; a variant replaces one and leaves out another."""
    variant = folder.parent / "variant"
    variant.mkdir()
    head = 'base = "copied"\ntitle = "变体"\ntitle_en = "A variant"\nwithout_pictures = ["procurement"]\n'
    (variant / "form.toml").write_text(head, encoding="utf-8")
    own = '[[pictures]]\nname = "projects"\nresource = "revenue_and_expenditure"\n'
    (variant / "overview.toml").write_text(own, encoding="utf-8")
    names = {picture["name"]: picture for picture in load_form(variant).pictures}
    assert "procurement" not in names
    assert names["projects"]["resource"] == "revenue_and_expenditure"
    assert "flow" in names
    (variant / "form.toml").write_text(head.replace("procurement", "pocurement"), encoding="utf-8")
    assert any("has none named 'pocurement'" in fault for fault in faults(variant))
