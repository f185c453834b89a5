"""How complete a document is: which tables its form demands, which it has, and which are empty and say why.

The scorecard is `reports/disclosure.json`: {release, body, fiscal_year, form, original, demands [{rule_zh,
rule_en, tables, complete}], tables [{number, title_zh, title_en, demanded_by, state, state_zh, state_en,
rows, note, note_disagrees}], counts}. It is about the document, not about the data, so it is a report and no
resource. `complete` is null where a table or a note is not in a source that is no original: then nobody can
tell what the publisher printed. `note_disagrees` is set where a note calls a table empty that is not.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from budgetpress.form import Demand, Form, ResourceForm, TableForm
from budgetpress.model import Reconciled, Release, Remark, Shaped, Table

PATH = "reports/disclosure.json"
_DIGIT = re.compile(r"\d")


def disclosure_bytes(release: Release, form: Form, shaped: Shaped, result: Reconciled) -> bytes:
    """The scorecard as it stands on disk."""
    card = disclosure(release, form, shaped, result)
    return (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def disclosure(release: Release, form: Form, shaped: Shaped, result: Reconciled) -> dict[str, Any]:
    """The scorecard of a release, with every table of its form."""
    tables = [_table(table, form, shaped, result) for table in form.tables]
    states = {table["number"]: table["state"] for table in tables}
    return {
        "release": release.name,
        "body": release.body,
        "fiscal_year": release.fiscal_year,
        "form": form.name,
        "original": shaped.original,
        "demands": [
            {
                "rule_zh": demand.rule,
                "rule_en": demand.rule_en,
                "tables": list(demand.tables),
                "complete": _complete(demand, states, original=shaped.original),
            }
            for demand in form.demands
        ],
        "tables": tables,
        "counts": {state: Counter(states.values())[state] for state in _facts()["states"]},
    }


def _complete(demand: Demand, states: dict[str, str], *, original: bool) -> bool | None:
    """Whether all that is demanded is there and explained; None where a copy lacks something."""
    if all(states[number] in ("rows", "empty_with_note") for number in demand.tables):
        return True
    return False if original else None


def _table(table: TableForm, form: Form, shaped: Shaped, result: Reconciled) -> dict[str, Any]:
    found = [each for each in result.tables if each.number == table.number]
    note = next(_notes(table.number, (*shaped.remarks, *result.remarks)), "")
    if table.number in shaped.missing:
        state = "not_there" if shaped.original else "not_in_source"
    elif any(_says_something(table.resource(each.resource), each) for each in found):
        state = "rows"
    else:
        state = "empty_with_note" if note else "empty_without_note"
    words = _facts()["states"][state]
    return {
        "number": table.number,
        "title_zh": table.title,
        "title_en": table.title_en,
        "demanded_by": [demand.rule for demand in form.demands if table.number in demand.tables],
        "state": state,
        "state_zh": words["zh"],
        "state_en": words["en"],
        "rows": sum(len(each.rows) for each in found),
        "note": note or None,
        "note_disagrees": state == "rows" and any(word in note for word in _facts()["empty"]),
    }


def _says_something(resource: ResourceForm, table: Table) -> bool:
    """Whether a table has an amount that is not zero, or, where its form has no amounts, a row."""
    if not resource.amounts:
        return bool(table.rows)
    entries = (row.entries.get(field) for row in table.rows for field in resource.amounts)
    return any(
        entry.value or (entry.value is None and _DIGIT.search(entry.text)) for entry in entries if entry
    )


def _notes(number: str, remarks: tuple[Remark, ...]) -> Iterator[str]:
    """The notes of a table that say that it is empty."""
    for remark in remarks:
        text = "".join(remark.cell.text.split())
        if remark.table == number and remark.reason == "note" and any(p.search(text) for p in _patterns()):
            yield " ".join(remark.cell.text.split())


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in _facts()["notes"])


@cache
def _facts() -> dict[str, Any]:
    text = files("budgetpress.package").joinpath("disclosure.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
