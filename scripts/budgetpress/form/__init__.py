"""Forms: the set of tables that a jurisdiction prints, as TOML files in one folder.

A form folder holds `form.toml` (how its documents are recognised), `fields.toml` (what each field means),
`identities.toml` (which sums must agree) and one file a table, `NN_<resource>.toml`. All faults of a form
are reported at once, each with its file and path; a misspelt field fails here and never in the data.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from budgetpress.codes import add_code_lists
from budgetpress.errors import FaultCollector, InputError
from budgetpress.form.folder import read_form
from budgetpress.form.types import (
    Block,
    Column,
    Demand,
    Derived,
    Field,
    FieldType,
    Form,
    Group,
    Identity,
    IdentityKind,
    Owner,
    ResourceForm,
    StatementRule,
    TableForm,
    Term,
)

__all__ = [
    "FORMS_FOLDER",
    "Block",
    "Column",
    "Demand",
    "Derived",
    "Field",
    "FieldType",
    "Form",
    "Group",
    "Identity",
    "IdentityKind",
    "Owner",
    "ResourceForm",
    "StatementRule",
    "TableForm",
    "Term",
    "list_forms",
    "load_form",
]

FORMS_FOLDER = Path(__file__).parent.parent / "forms"


def list_forms(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """The names of the forms that come with budgetpress, and of those in `folders` (folders of forms)."""
    found = {path.parent.name for folder in (FORMS_FOLDER, *folders) for path in folder.glob("*/form.toml")}
    return tuple(sorted(found))


def load_form(name_or_path: str | Path, folders: Sequence[Path] = ()) -> Form:
    """Load a form by name or folder; InputError if it is unknown, FaultsError with all its faults.

    A name is looked for in `folders` first, so that a form can be worked on in a copy. A folder `codelists`
    beside the forms holds code lists of their own.
    """
    for beside in (*folders, Path(name_or_path).parent):
        add_code_lists(beside / "codelists")
    folder = _find(str(name_or_path), *folders)
    if folder is None:
        raise InputError(
            str(name_or_path),
            "no such form",
            expected="one of " + ", ".join(list_forms(folders)) + ", or a folder with a form.toml",
        )
    return _shipped(folder) if folder.parent == FORMS_FOLDER else _load(folder, tuple(folders))


def _find(name: str, *folders: Path) -> Path | None:
    """The folder of a form: that of the path itself, or that of the name in one of the folders."""
    places = (Path(name), *(folder / name for folder in (*folders, FORMS_FOLDER)))
    return next((place for place in places if name and (place / "form.toml").is_file()), None)


def _load(folder: Path, folders: tuple[Path, ...] = ()) -> Form:
    faults = FaultCollector(f"form {folder.name}")
    form = read_form(folder, faults, lambda name, asking: _find(name, asking.parent, *folders))
    faults.raise_any()
    return form


# Only the forms that come with budgetpress are kept: another folder may change between two calls.
_shipped = cache(_load)
