"""The worked example of CONTRIBUTING.md is a form that loads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from budgetpress.errors import FaultsError
from budgetpress.form import load_form


@pytest.fixture
def example(project_root: Path, tmp_path: Path) -> Path:
    """The form folder that a reader of CONTRIBUTING.md would have written."""
    text = (project_root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    folder = tmp_path / "puli"
    folder.mkdir()
    for name, content in re.findall(r"^```toml (\S+)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL):
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def test_worked_example_is_a_form(example: Path) -> None:
    """Its files load without a fault and give the table, the fields and the identities it speaks of."""
    form = load_form(example)

    assert (form.name, [table.number for table in form.tables]) == ("puli", ["01"])
    assert [field.name for field in form.table("01").resource("expenditure").fields] == [
        "functional_code",
        "functional_name",
        "total",
        "basic_expenditure",
        "project_expenditure",
    ]
    assert [identity.name for identity in form.identities] == ["01.parts", "01.total"]
    assert re.search(form.title_pattern, "附表01 支出表")


def test_misspelt_field_is_told_with_its_file(example: Path) -> None:
    """As CONTRIBUTING.md promises, a slip fails when the form is loaded and names file and field."""
    file = example / "01_expenditure.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('["total"]', '["totl"]'), encoding="utf-8")

    with pytest.raises(FaultsError, match=r"01_expenditure\.toml.*totl"):
        load_form(example)
