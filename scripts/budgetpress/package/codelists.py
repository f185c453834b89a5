"""The codes that a package uses, with their parents, so that every code in a table can be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from budgetpress.codes import Code, CodeList
from budgetpress.form import Field, Form, ResourceForm
from budgetpress.model import Table
from budgetpress.package.dataset import Dataset, Value
from budgetpress.package.system import columns_of, declarations
from budgetpress.package.tables import codelist_resource

CodeLists = Mapping[str, CodeList]
"""The classifications by name."""
_UNKNOWN = CodeList(list_name="", codes=())


def codelist_datasets(
    form: Form, tables: Iterable[Table], codelists: CodeLists, year: int
) -> Iterator[Dataset]:
    """A dataset for every code list of the form: the codes in `tables` and their parents, by code.

    Each as it stands in that fiscal year. A code that the classification does not have then is listed too,
    with the name printed beside it and `in_classification` false: it is what the document says, and every
    foreign key holds.
    """
    used: dict[str, dict[str, str]] = {name: {} for name in form.codelists}
    by_resource = {table.resource: table for table in tables}
    for _, resource in form.resources():
        for field in resource.fields:
            if field.codelist and resource.name in by_resource:
                printed = used.setdefault(field.codelist, {})
                for code, name in _printed(resource, field, by_resource[resource.name]):
                    printed[code] = printed.get(code) or name
    for codelist, codes in used.items():
        yield _dataset(codelist, codes, codelists.get(codelist, _UNKNOWN), year)


def _printed(resource: ResourceForm, field: Field, table: Table) -> Iterator[tuple[str, str]]:
    """Each code of the field with the name printed beside it, or an empty string."""
    stem, _, _ = field.column_type.rpartition(":code")
    labels = (other.name for other in resource.fields if stem and other.column_type == f"{stem}:label")
    label = next(labels, "")
    for row in table.rows:
        if code := row.text(field.name):
            yield code, row.text(label)


def _dataset(codelist: str, codes: Mapping[str, str], known: CodeList, year: int) -> Dataset:
    head = declarations()["codelist"]
    titles = declarations()["titles"].get(codelist, {})
    listed = dict(codes) | {parent: "" for code in codes for parent in _parents(code, known, year)}
    columns = columns_of("codelist")
    records = (
        _record(code, listed[code], known.get(code, year), known.level(code)) for code in sorted(listed)
    )
    return Dataset(
        name=codelist_resource(codelist),
        role="codelist",
        title=titles.get("title", f"{head['title']}：{codelist}"),
        title_en=titles.get("title_en", f"{head['title_en']}: {codelist}"),
        description=head["description"],
        description_en=head["description_en"],
        columns=columns,
        rows=tuple(tuple(record[column.name] for column in columns) for record in records),
        key=head["key"],
    )


def _parents(code: str, known: CodeList, year: int) -> Iterator[str]:
    while (entry := known.get(code, year)) is not None and known.get(entry.parent, year) is not None:
        code = entry.parent
        yield code


def _record(code: str, printed: str, entry: Code | None, level: int) -> dict[str, Value]:
    return {
        "code": code,
        "name": (entry.name if entry else printed) or None,
        "name_en": (entry.name_en if entry else "") or None,
        "parent": (entry.parent if entry else "") or None,
        "level": level if entry else None,
        "valid_from": entry.valid_from if entry else None,
        "valid_to": entry.valid_to if entry else None,
        "in_classification": entry is not None,
    }
