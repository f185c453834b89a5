"""Recognise what a document is, by what `shape` sees in it: form, fiscal year, body; and draft a new form.

examine     what one form makes of a document: its tables, where, and the headings that differ
choose      the form, year and body of a document
explain     how it was chosen, for people and programs
draft       a form folder for a document that no form knows, for a person to finish
"""

from __future__ import annotations

from budgetpress.recognise.choose import (
    examine_all,
    recognise_body,
    recognise_form,
    recognise_year,
    unrecognised,
)
from budgetpress.recognise.draft import draft_form
from budgetpress.recognise.examine import examine
from budgetpress.recognise.explain import Explanation, explain, told

__all__ = [
    "Explanation",
    "draft_form",
    "examine",
    "examine_all",
    "explain",
    "recognise_body",
    "recognise_form",
    "recognise_year",
    "told",
    "unrecognised",
]
