"""A field that finds a body or a release among many by name, code or place, as a reader types.

The names are files of constant size, fetched when a reader first enters the field; nothing of them is in the
page. Without JavaScript the field is not shown, and a link leads to the list of all bodies.
"""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.website.catalogue.bodies import Body
from budgetpress.website.catalogue.names import MOST
from budgetpress.website.markup import tag
from budgetpress.website.sheets import sheets
from budgetpress.website.words import both, pair

STYLE = '<link rel="stylesheet" href="@root/assets/picker.css">'
_SCRIPT = '<script type="module" src="@root/assets/picker.js"></script>'


def release_picker(known: Sequence[Body]) -> str:
    """A field of its own: what is chosen is a release, and the choice leads to it."""
    words = ("找单位或发布", "Find a body or release")
    hint = ("名称、代码、地方或年度", "Name, code, place or year")
    return STYLE + _field(known, "release", words, hint) + _SCRIPT


def body_field(known: Sequence[Body]) -> str:
    """The same in a form: what is chosen is a body, the value of the field `body` its key."""
    hint = ("名称、代码或地方", "Name, code or place")
    return _field(known, "body", ("单位", "Body"), hint)


def _field(known: Sequence[Body], of: str, words: tuple[str, str], hint: tuple[str, str]) -> str:
    """A combobox as the ARIA practices have it: arrow keys go through the list that the input owns."""
    name = f"pick-{of}"
    parts = len(sheets(known, MOST))
    more = (
        f'id="{name}" type="text" role="combobox" aria-autocomplete="list" aria-expanded="false"'
        f' aria-controls="{name}-list" autocomplete="off" spellcheck="false" placeholder="{pair(*hint)}"'
    )
    label = tag("label", both(*words), more=f'for="{name}"')
    options = tag(
        "ul", "", identifier=f"{name}-list", more=f'role="listbox" hidden aria-label="{pair(*words)}"'
    )
    said = tag("output", "", more=f'for="{name}" aria-live="polite"')
    chosen = '<input type="hidden" name="body">' if of == "body" else ""
    inner = f"{label}<input {more}>{chosen}{options}{said}"
    return tag("div", inner, "bp-picker", more=f'data-of="{of}" data-parts="{parts}" data-root="@root/"')
