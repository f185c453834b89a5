"""Forms that take over another form, and settings that only some forms give."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.form_folders import IDENTITY, PARTS, TOTAL, copied, faults, plant

from budgetpress.form import load_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the Beijing form."""
    return copied(tmp_path)


@pytest.fixture
def variant(folder: Path) -> Path:
    """An empty variant of the copied form, beside it."""
    made = folder.parent / "variant"
    made.mkdir()
    (made / "form.toml").write_text(
        'base = "copied"\ntitle = "变体"\ntitle_en = "A variant"\n', encoding="utf-8"
    )
    return made


def test_variant_takes_over_what_it_does_not_give(variant: Path, folder: Path) -> None:
    """Settings and tables key by key, fields key by key, identities by their name."""
    base = load_form(folder)
    with (variant / "form.toml").open("a", encoding="utf-8") as stream:
        stream.write('without_identities = ["12<13.total"]\n[decimals]\n"元" = 0\n')
    (variant / "fields.toml").write_text('[total]\ntitle = "总额"\n', encoding="utf-8")
    (variant / "03_expenditure.toml").write_text('number = "03"\ntitles = ["支出表"]\n', encoding="utf-8")
    text = IDENTITY.format(kind="sum", rest=f"left = [{TOTAL}]\nright = [{PARTS}]")
    (variant / "identities.toml").write_text(text.replace("planted", "03.total"), encoding="utf-8")
    form = load_form(variant)
    assert (form.name, form.title, form.base) == ("variant", "变体", "copied")
    assert form.decimals == {"万元": 6, "元": 0}
    assert form.year_patterns == base.year_patterns
    assert [table.number for table in form.tables] == [table.number for table in base.tables]
    assert form.table("03").titles == ("支出预算总表", "支出表")
    assert form.table("03").blocks == base.table("03").blocks
    field = form.table("03").resource("expenditure").field("total")
    assert (field.title, field.title_en, field.type) == ("总额", "Total", "amount")
    names = {identity.name for identity in base.identities}
    assert {identity.name for identity in form.identities} == names - {"12<13.total"}
    assert next(i for i in form.identities if i.name == "03.total").title == "甲"


def test_faults_of_a_variant(variant: Path) -> None:
    """What it leaves out must be there; what is left must not speak of a table that is gone."""
    with (variant / "form.toml").open("a", encoding="utf-8") as stream:
        stream.write(
            'without_tables = ["04", "44"]\nwithout_identities = ["no"]\nwithout_statements = ["no"]\n'
        )
    told = faults(variant)
    for expected in (
        "form.toml: without_tables: the form 'copied' has no table '44'",
        "form.toml: without_identities: the form 'copied' has none named 'no'",
        "form.toml: without_statements: the form 'copied' has none named 'no'",
        "no resource 'government_procurement' in this form",
    ):
        assert any(expected in fault for fault in told), (expected, told)


def test_fault_of_the_base_names_the_base(variant: Path, folder: Path) -> None:
    """A fault in a file of the base is told with the folder of the base."""
    plant(folder, "03_expenditure.toml", 'fields = ["total"]', 'fields = ["totl"]')
    assert any(fault.startswith("copied/03_expenditure.toml: ") for fault in faults(variant))


def test_blanks_and_bodies_are_settings(folder: Path) -> None:
    """A blank is nothing unless the form says that it is unknown."""
    assert load_form(folder).blank_is_zero
    plant(folder, "form.toml", "[decimals]", "[blanks]\nzero = false\n[decimals]")
    plant(folder, "form.toml", "body_text = [", "body_text = ['单位：(?P<body>.+)', ")
    form = load_form(folder)
    assert not form.blank_is_zero
    assert form.body_texts[0] == "单位：(?P<body>.+)"
    assert len(form.body_texts) == 2


def test_form_whose_titles_have_no_number(folder: Path) -> None:
    """Such a form needs no pattern of titles."""
    plant(folder, "form.toml", "title = '预", "# title = '预")
    assert load_form(folder).title_pattern == "(?!)"
