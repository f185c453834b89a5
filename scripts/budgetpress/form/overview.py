"""Read `overview.toml`: the headline figures and the pictures that the first page of a release shows.

A headline is the last row that matches. A picture has a resource and either a kind of its own, or none: then
it is the chart of the table, shown here too. The kind `flow` has links instead, each with a stage: from the
nodes of one column to those of the next.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from budgetpress.codes import list_code_lists
from budgetpress.facts import Facts
from budgetpress.form.charts import CHART_KINDS, read_chart, read_field, read_option, read_values
from budgetpress.form.types import Field, ResourceForm

Resources = Mapping[str, ResourceForm]
ENDS = ("group", "label", "values", "title")
"""What the nodes at an end of links are: groups of codes, labels, the fields, or one with a title."""
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_TITLES = ("title_zh", "title_en")


def read_headline(facts: Facts, resources: Resources) -> dict[str, object]:
    """One headline figure as the package publishes it."""
    name = _name(facts)
    resource, fields = _resource(facts, resources)
    read = {"name": name, "resource": resource}
    read["value"] = read_field(facts, "value", facts.text("value"), fields)
    found: dict[str, object] = {**read, **_where(facts, fields), **_titles(facts)}
    facts.done()
    return found


def read_picture(facts: Facts, resources: Resources) -> dict[str, object]:
    """One picture as the package publishes it."""
    if facts.raw("kind") == "flow":
        return _flow(facts, resources)
    name = _name(facts)
    resource, fields = _resource(facts, resources)
    if "kind" not in facts:
        facts.done()
        known = resources.get(resource)
        if known is not None and known.chart is None:
            facts.fault(f"the resource '{resource}' has no chart", "resource")
        return {"name": name, "resource": resource}
    facts.choice("kind", (*CHART_KINDS, "flow"))
    if name in resources:
        facts.fault(f"'{name}' is the address of the chart of that resource", "name")
    return {"name": name, "resource": resource, **read_chart(facts, fields)}


def check_names(entries: Sequence[Facts], file: str) -> None:
    """No two headlines, and no two pictures, have one name: it is their address."""
    for name, count in Counter(str(entry.raw("name")) for entry in entries).items():
        if count > 1:
            entries[0].faults.add(file, f"two entries are named '{name}'")


def _flow(facts: Facts, resources: Resources) -> dict[str, object]:
    name = _name(facts)
    facts.text("kind")
    entries = facts.tables("links")
    links = [_link(entry, resources) for entry in entries]
    codelist = facts.text("codelist", "")
    if codelist and codelist not in list_code_lists():
        facts.fault(f"no code list '{codelist}' (known: {', '.join(list_code_lists())})", "codelist")
    cut = facts.integer("cut", 0)
    titles = _titles(facts)
    facts.done()
    stages = {stage for link in links if isinstance(stage := link["stage"], int)}
    if not links:
        facts.fault("a flow has links", "links")
    elif stages != set(range(1, len(stages) + 1)):
        facts.fault("the stages of links are 1, 2 and so on, none left out", "links")
    return {"name": name, "kind": "flow", "links": links, "codelist": codelist, "cut": cut, **titles}


def _link(facts: Facts, resources: Resources) -> dict[str, object]:
    resource, fields = _resource(facts, resources)
    link: dict[str, object] = {"stage": facts.integer("stage"), "resource": resource}
    link["values"] = read_values(facts, fields)
    ends = [facts.choice(key, ENDS) for key in ("from", "to")]
    link |= dict(zip(("from", "to"), ends, strict=True))
    if "label" in ends or "group" in ends:
        link["label"] = read_field(facts, "label", facts.text("label"), fields)
    if "group" in ends:
        link["group_by"] = read_field(facts, "group_by", facts.text("group_by"), fields)
    if "title" in ends:
        link |= _titles(facts)
    link |= _where(facts, fields)
    facts.done()
    if "from" in facts and facts.raw("from") == facts.raw("to"):
        facts.fault("both ends are the same", "to")
    return link


def _where(facts: Facts, fields: Sequence[Field]) -> dict[str, object]:
    """Which rows: their kinds, and the values that fields must have."""
    found: dict[str, object] = {}
    if "kinds" in facts:
        found["kinds"] = read_option(facts, "kinds", fields)
    if "where" in facts:
        where = facts.text_map("where")
        for name in where:
            read_field(facts, f"where.{name}", name, fields)
        found["where"] = where
    return found


def _name(facts: Facts) -> str:
    name = facts.text("name")
    if name and not _NAME.fullmatch(name):
        facts.fault(f"'{name}': expected small letters, digits and hyphens, for it is an address", "name")
    return name


def _resource(facts: Facts, resources: Resources) -> tuple[str, Sequence[Field]]:
    name = facts.text("resource")
    if name and name not in resources:
        facts.fault(f"no resource '{name}' in this form", "resource")
    return name, resources[name].fields if name in resources else ()


def _titles(facts: Facts) -> dict[str, object]:
    return {key: facts.text(key) for key in _TITLES}
