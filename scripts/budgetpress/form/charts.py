"""Read the chart of a resource: which of its fields answer which question. The form chooses, not the code."""

from __future__ import annotations

from collections.abc import Sequence

from budgetpress.codes import list_code_lists
from budgetpress.facts import Facts
from budgetpress.form.types import Field

# Kind -> (keys that name one field, the key that lists fields, keys that may be there).
_KINDS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "bars": (("label", "value"), "", ("kinds", "top", "group_by", "codelist", "cut")),
    "stacked": (("label",), "values", ("kinds", "top", "group_by", "codelist", "cut")),
    "parts": ((), "values", ()),
    "sides": (("side", "label", "value"), "", ()),
    "count": (("label",), "", ("kinds", "top")),
}
_AMOUNTS = ("value", "values")


def read_chart(facts: Facts, fields: Sequence[Field]) -> dict[str, object]:
    """The chart as the package publishes it, its kind, titles and fields checked."""
    kind = facts.choice("kind", tuple(_KINDS))
    single, many, optional = _KINDS[kind]
    chart: dict[str, object] = {"kind": kind}
    chart |= {key: _field(facts, key, facts.text(key), fields) for key in single}
    if many:
        chart[many] = [_field(facts, many, name, fields) for name in facts.texts(many, needed=True)]
    for key in (key for key in optional if key in facts):
        chart[key] = _option(facts, key, fields)
    chart |= {key: facts.text(key) for key in ("title_zh", "title_en")}
    facts.done()
    return {key: chart[key] for key in facts if key in chart}


def _option(facts: Facts, key: str, fields: Sequence[Field]) -> object:
    if key == "kinds":
        return list(facts.texts(key))
    if key in ("top", "cut"):
        number = facts.integer(key)
        if number < 1:
            facts.fault("expected 1 or more", key)
        return number
    text = facts.text(key)
    if key == "group_by":
        return _field(facts, key, text, fields)
    if text and text not in list_code_lists():
        facts.fault(f"no code list '{text}' (known: {', '.join(list_code_lists())})", key)
    return text


def _field(facts: Facts, key: str, name: str, fields: Sequence[Field]) -> str:
    found = next((field for field in fields if field.name == name), None)
    if name and found is None:
        facts.fault(f"the resource has no field '{name}'", key)
    elif found is not None and key in _AMOUNTS and found.type != "amount":
        facts.fault(f"'{name}' is not an amount", key)
    return name
