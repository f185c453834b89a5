"""Read the folder of a form: its head, its fields, its tables, its identities, and how they fit together."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from budgetpress.amounts import UNITS
from budgetpress.errors import FaultCollector
from budgetpress.facts import Facts
from budgetpress.form.fields import read_fields
from budgetpress.form.identities import read_identity
from budgetpress.form.overview import check_names, read_headline, read_picture
from budgetpress.form.sources import OF_A_VARIANT, Find, Sources, read_sources
from budgetpress.form.statements import read_statements
from budgetpress.form.tables import read_table
from budgetpress.form.types import Demand, Form, Identity, ResourceForm, TableForm

ROW_KINDS = ("total", "subtotal")


def read_form(folder: Path, faults: FaultCollector, find: Find) -> Form:
    """Read all files of a form; what is wrong goes to `faults`, and then the form is not to be used.

    `find` gives the folder of the form that this one is a variant of.
    """
    sources = read_sources(folder, faults, find)
    fields = read_fields(sources.fields)
    tables = tuple(read_table(table, fields) for table in sources.tables)
    _check_unique(tables, [table.file for table in sources.tables], faults)
    resources = {resource.name: resource for table in tables for resource in table.resources}
    form = _form(folder, sources, tables, resources)
    if not tables:
        faults.add(folder.name, "the form has no table (a file such as 01_expenditure.toml)")
    return form


def _form(
    folder: Path, sources: Sources, tables: tuple[TableForm, ...], resources: Mapping[str, ResourceForm]
) -> Form:
    head = sources.head
    recognise = head.table("recognise")
    blanks = head.table("blanks")
    for key in OF_A_VARIANT:
        head.raw(key)
    form = Form(
        name=head.text("name", folder.name),
        title=head.text("title"),
        title_en=head.text("title_en"),
        title_pattern=_title_pattern(recognise),
        year_patterns=recognise.patterns("year", groups=("year",)),
        body_fields=tuple(_places(recognise, "body", resources)),
        body_code_fields=tuple(_places(recognise, "body_code", resources)),
        body_texts=recognise.patterns("body_text", groups=("body",)),
        body_titles=recognise.patterns("body_title", groups=("body",)),
        decimals=_decimals(head.table("decimals")),
        kinds=_kinds(head),
        tables=tables,
        identities=_identities(sources, resources),
        codelists=tuple(sorted({f.codelist for r in resources.values() for f in r.fields if f.codelist})),
        statements=read_statements(sources.statements, resources),
        headlines=tuple(read_headline(entry, resources) for entry in sources.headlines),
        pictures=tuple(read_picture(entry, resources) for entry in sources.pictures),
        text_headings=sources.text_headings,
        blank_is_zero=blanks.flag("zero") if "zero" in blanks else True,
        base=sources.base,
        demands=tuple(_demand(entry, tables) for entry in head.tables("demands")),
    )
    for entries in (sources.headlines, sources.pictures):
        check_names(entries, "overview.toml")
    for facts in (recognise, blanks, head):
        facts.done()
    return form


def _demand(facts: Facts, tables: tuple[TableForm, ...]) -> Demand:
    """A rule and the numbers of the tables that it demands."""
    demand = Demand(
        rule=facts.text("rule"), rule_en=facts.text("rule_en"), tables=facts.texts("tables", needed=True)
    )
    facts.done()
    for number in demand.tables:
        if number not in {table.number for table in tables}:
            facts.fault(f"no table '{number}' in this form", "tables")
    return demand


def _title_pattern(recognise: Facts) -> str:
    """How a title with a number is printed; a form whose titles are words alone has no pattern."""
    pattern = recognise.pattern("title")
    for name in re.compile(pattern).groupindex:
        if name not in ("number", "title"):
            recognise.fault(f"the group '{name}' is none of number, title", "title")
    return pattern or "(?!)"


def _identities(sources: Sources, resources: Mapping[str, ResourceForm]) -> tuple[Identity, ...]:
    identities = tuple(read_identity(entry, resources) for entry in sources.identities)
    for name in _twice(identity.name for identity in identities):
        sources.identities[0].faults.add("identities.toml", f"two identities are named '{name}'")
    return identities


def _places(facts: Facts, key: str, resources: Mapping[str, ResourceForm]) -> Iterator[tuple[str, str]]:
    """Fields written as `resource.field`."""
    for i, text in enumerate(facts.texts(key)):
        name, _, field = text.partition(".")
        resource = resources.get(name)
        if resource is None:
            facts.fault(f"no resource '{name}' in this form", f"{key}[{i}]")
        elif not resource.has(field):
            facts.fault(f"the resource '{name}' has no field '{field}'", f"{key}[{i}]")
        yield name, field


def _decimals(facts: Facts) -> dict[str, int]:
    for unit in facts:
        if unit not in UNITS:
            facts.fault(f"is not a unit (known: {', '.join(UNITS)})", unit)
    found = {unit: facts.integer(unit) for unit in facts}
    for unit, number in found.items():
        if not 0 <= number <= 8:
            facts.fault(f"{number} decimals: expected 0 to 8", unit)
    return found


def _kinds(head: Facts) -> dict[str, tuple[str, ...]]:
    found = head.lists("kinds")
    for kind in found:
        if kind not in ROW_KINDS:
            head.fault(f"unknown kind of row (known: {', '.join(ROW_KINDS)})", f"kinds.{kind}")
    return found


def _check_unique(tables: tuple[TableForm, ...], files: list[str], faults: FaultCollector) -> None:
    """No two tables may share a number, a title or the name of a resource."""
    for number in _twice(table.number for table in tables if table.number):
        same = [file for file, table in zip(files, tables, strict=True) if table.number == number]
        faults.add(same[-1], f"number: table {number} is also described by {', '.join(same[:-1])}")
    titles = [{_plain(title) for title in table.titles if title} for table in tables]
    names = [{resource.name for resource in table.resources if resource.name} for table in tables]
    for what, found in (("title", titles), ("resource", names)):
        for word in _twice(word for words in found for word in sorted(words)):
            same = [file for file, words in zip(files, found, strict=True) if word in words]
            faults.add(same[-1], f"the {what} '{word}' is also in {', '.join(same[:-1])}")


def _plain(title: str) -> str:
    return "".join(unicodedata.normalize("NFKC", title).split())


def _twice(words: Iterator[str]) -> list[str]:
    return [word for word, count in Counter(words).items() if count > 1]
