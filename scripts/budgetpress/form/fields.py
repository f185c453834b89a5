"""Read the fields of a form, and what a table says about them for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from budgetpress.codes import list_code_lists
from budgetpress.facts import Facts
from budgetpress.form.types import FIELD_TYPES, Field, FieldType


def read_fields(facts: Facts, base: Mapping[str, Field] | None = None) -> dict[str, Field]:
    """The fields of a table of fields by name, over those of `base`."""
    fields = dict(base or {})
    for name in facts:
        fields[name] = _field(facts.table(name), name, fields.get(name, Field(name=name)))
    return fields


def _field(facts: Facts, name: str, base: Field) -> Field:
    """One field; what is not given is as in `base`."""
    codelist = facts.text("codelist", base.codelist)
    if codelist and codelist not in list_code_lists():
        facts.fault(f"no code list '{codelist}' (known: {', '.join(list_code_lists())})", "codelist")
    made = Field(
        name=name,
        type=cast("FieldType", facts.choice("type", FIELD_TYPES, base.type)),
        # The base of a new field has no title, so that one must be given.
        title=facts.text("title", base.title or None),
        title_en=facts.text("title_en", base.title_en or None),
        description=facts.text("description", base.description),
        description_en=facts.text("description_en", base.description_en),
        codelist=codelist,
        column_type=facts.text("column_type", base.column_type),
        values=facts.texts("values") if "values" in facts else base.values,
        pattern=facts.pattern("pattern") if "pattern" in facts else base.pattern,
        closed=facts.flag("closed") if "closed" in facts else base.closed,
    )
    facts.done()
    if made.closed and not made.values:
        facts.fault("a closed vocabulary needs its values", "closed")
    return made
