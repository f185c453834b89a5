"""Read the chart of a resource: which of its fields answer which question. The form chooses, not the code."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.codes import list_code_lists
from budgetpress.facts import Facts
from budgetpress.form.types import Field

GROUPED = ("group_by", "codelist", "cut")
# Kind -> (keys that name one field, the key that lists fields, other keys it needs, keys that may be there).
_KINDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...], tuple[str, ...]]] = {
    "bars": (("label", "value"), "", (), ("kinds", "top", "note", *GROUPED)),
    "stacked": (("label",), "values", (), ("kinds", "top", *GROUPED)),
    "parts": ((), "values", (), ("kinds",)),
    "strip": ((), "values", (), ("kinds",)),
    "sides": (("side", "label", "value"), "", (), ("codelist",)),
    "count": (("label",), "", (), ("kinds", "top")),
    "treemap": (("label", "value"), "", GROUPED, ("kinds",)),
}
CHART_KINDS = tuple(_KINDS)
_AMOUNTS = ("value", "values")


def read_chart(facts: Facts, fields: Sequence[Field]) -> dict[str, object]:
    """The chart as the package publishes it, its kind, titles and fields checked."""
    kind = facts.choice("kind", CHART_KINDS)
    single, many, needed, optional = _KINDS[kind]
    chart: dict[str, object] = {"kind": kind}
    chart |= {key: read_field(facts, key, facts.text(key), fields) for key in single}
    if many:
        chart[many] = read_values(facts, fields, many)
    for key in (*needed, *(key for key in optional if key in facts)):
        chart[key] = read_option(facts, key, fields)
    chart |= {key: facts.text(key) for key in ("title_zh", "title_en")}
    facts.done()
    return {key: chart[key] for key in facts if key in chart}


def read_values(facts: Facts, fields: Sequence[Field], key: str = "values") -> list[str]:
    """The amount fields that a key lists; one at least."""
    return [read_field(facts, key, name, fields) for name in facts.texts(key, needed=True)]


def read_option(facts: Facts, key: str, fields: Sequence[Field]) -> object:
    """The value of a key that is neither a title nor an amount: rows, groups, how many, a note."""
    if key == "kinds":
        return list(facts.texts(key))
    if key in ("top", "cut"):
        number = facts.integer(key)
        if key in facts and number < 1:
            facts.fault("expected 1 or more", key)
        return number
    text = facts.text(key)
    if key in ("group_by", "note"):
        return read_field(facts, key, text, fields)
    if text and text not in list_code_lists():
        facts.fault(f"no code list '{text}' (known: {', '.join(list_code_lists())})", key)
    return text


def read_field(facts: Facts, key: str, name: str, fields: Sequence[Field]) -> str:
    """The name of a field of the resource; an amount where amounts are drawn."""
    found = next((field for field in fields if field.name == name), None)
    if name and found is None:
        facts.fault(f"the resource has no field '{name}'", key)
    elif found is not None and key in _AMOUNTS and found.type != "amount":
        facts.fault(f"'{name}' is not an amount", key)
    return name
