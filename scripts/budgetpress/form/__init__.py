"""Forms: the set of tables that a jurisdiction prints, as TOML files in one folder.

A form folder holds `form.toml` (how its documents are recognised), `fields.toml` (what each field means),
`identities.toml` (which sums must agree) and one file a table, `NN_<resource>.toml`. All faults of a form
are reported at once, each with its file and path; a misspelt field fails here and never in the data.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from budgetpress.errors import FaultCollector, InputError
from budgetpress.form.folder import read_form
from budgetpress.form.types import (
    Block,
    Column,
    Derived,
    Field,
    FieldType,
    Form,
    Group,
    Identity,
    IdentityKind,
    Owner,
    ResourceForm,
    TableForm,
    Term,
)

__all__ = [
    "FORMS_FOLDER",
    "Block",
    "Column",
    "Derived",
    "Field",
    "FieldType",
    "Form",
    "Group",
    "Identity",
    "IdentityKind",
    "Owner",
    "ResourceForm",
    "TableForm",
    "Term",
    "list_forms",
    "load_form",
]

FORMS_FOLDER = Path(__file__).parent.parent / "forms"


def list_forms() -> tuple[str, ...]:
    """The names of the forms that come with budgetpress."""
    return tuple(sorted(path.parent.name for path in FORMS_FOLDER.glob("*/form.toml")))


def load_form(name_or_path: str | Path) -> Form:
    """Load a form by name or folder; InputError if it is unknown, FaultsError with all its faults."""
    folder = Path(name_or_path)
    if not (folder / "form.toml").is_file():
        folder = FORMS_FOLDER / str(name_or_path)
    if not str(name_or_path) or not (folder / "form.toml").is_file():
        raise InputError(
            str(name_or_path),
            "no such form",
            expected="one of " + ", ".join(list_forms()) + ", or a folder with a form.toml",
        )
    if folder.parent == FORMS_FOLDER:
        return _shipped(folder)
    return _load(folder)


def _load(folder: Path) -> Form:
    faults = FaultCollector(f"form {folder.name}")
    form = read_form(folder, faults)
    faults.raise_any()
    return form


# Only the forms that come with budgetpress are kept: another folder may change between two calls.
_shipped = cache(_load)
