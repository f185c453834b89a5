"""`site/site.toml`: what the site holds beside its pages."""

from __future__ import annotations

import tomllib
from pathlib import Path

from budgetpress.errors import InputError
from budgetpress.website.data import FORMS


def chosen_forms(path: Path) -> tuple[str, ...]:
    """The forms of data beside CSV and the zip (`json`, `parquet`, `xlsx`); all where nothing is said.

    Raises :class:`InputError` for a file that says anything else.
    """
    if not path.is_file():
        return FORMS
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError(str(path), f"not TOML: {error}") from None
    forms = said.pop("forms", list(FORMS))
    expected = f"forms = {list(FORMS)}, or some of them"
    if said or not isinstance(forms, list) or not all(form in FORMS for form in forms):
        raise InputError(str(path), f"{said or forms}", expected=expected)
    return tuple(form for form in FORMS if form in forms)
