"""Folders of forms that a test edits."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from budgetpress.errors import FaultsError
from budgetpress.form import FORMS_FOLDER, load_form

IDENTITY = """
[[identities]]
name = "planted"
kind = "{kind}"
title = "甲"
title_en = "a"
reason = "乙"
reason_en = "b"
{rest}
"""
TOTAL = '{ resource = "expenditure", fields = ["total"] }'
PARTS = '{ resource = "expenditure", fields = ["basic_expenditure"] }'


def copied(folder: Path) -> Path:
    """A copy of the Beijing form in a folder."""
    return Path(shutil.copytree(FORMS_FOLDER / "beijing", folder / "copied"))


def faults(folder: Path) -> list[str]:
    """The faults that loading tells."""
    with pytest.raises(FaultsError) as caught:
        load_form(folder)
    return list(caught.value.faults)


def plant(folder: Path, file: str, old: str, new: str) -> None:
    """Exchange the first place where `old` stands."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
