"""Rules for the text load whole or not at all; what could never be found is a fault of the form."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.stated import RULES, stated_form

from budgetpress.errors import FaultsError


def test_rules_load(tmp_path: Path) -> None:
    """With patterns, terms, labels and parts; a form without the file has none."""
    form = stated_form(tmp_path)
    rules = {rule.name: rule for rule in form.statements}
    assert rules["function"].code == "functional_code"
    assert rules["function"].names == ("class", "section", "item")
    assert rules["purchase"].parts == ("goods", "works")
    assert rules["fiscal.class"].equals[0].where == {"label": ("{class}支出",)}
    assert len(form.text_headings) == 2


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("""before = '支出(?:预算)?'""", "", "statements[0].before: 'before' is missing"),
        ('"expenditure", fields = ["total"]', '"expenditure", fields = ["totl"]', "has no field 'totl'"),
        ('resource = "expenditure"', 'resource = "expense"', "no resource 'expense' in this form"),
        (
            '["class", "section", "item"]',
            '["class", "section", "items"]',
            "no pattern has the group (?P<items>...)",
        ),
        ('["class", "section", "item"]', '["class", "section"]', "the label 'item' is used nowhere"),
        (
            'field = "functional_code"',
            'field = "function"',
            "the resource 'expenditure' has no field 'function'",
        ),
        ("{class}支出", "{klass}支出", "no pattern has the group (?P<klass>...)"),
        ('parts = ["goods", "works"]', 'parts = ["goods", "work"]', "no other statement is named 'work'"),
        (
            'parts = ["goods", "works"]',
            'parts = ["goods", "purchase"]',
            "no other statement is named 'purchase'",
        ),
        ('parts = ["goods", "works"]', "", "'equals' (terms of tables), or 'parts', or is a part"),
        ('name = "works"', 'name = "goods"', "two statements are named 'goods'"),
        ("'支出(?:预算)?'", "'支出(?:预算'", "not a regular expression"),
        ("title_en = ", "title_fr = ", "unknown key 'title_fr'"),
    ],
)
def test_faults(tmp_path: Path, old: str, new: str, fault: str) -> None:
    """Each is told with its path."""
    assert old in RULES
    with pytest.raises(FaultsError) as caught:
        stated_form(tmp_path, RULES.replace(old, new, 1))
    assert any(fault in told and told.startswith("statements.toml") for told in caught.value.faults)
