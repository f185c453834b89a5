"""A row that a page break cut in two: joined where its whole name is that of its code, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from budgetpress.codes import label_name, load_code_list
from budgetpress.form import Field, Group
from budgetpress.model import Entry
from budgetpress.shape.words import clean

Entries = Mapping[str, Entry]


def joined(upper: Entries, lower: Entries, group: Group, fields: Mapping[str, Field]) -> Entry | None:
    """The name of the row that the last one of a page and the first of the next are; None if they are two.

    Both have a part of one text and no other field in common, and only the whole of it is in the code list.
    """
    printed = {name: entry for name, entry in upper.items() if entry.text}
    both = [name for name in lower if name in printed]
    if len(both) != 1 or fields[both[0]].type != "text":
        return None
    first, second = printed[both[0]], lower[both[0]]
    if first.place.page is None or second.place.page != first.place.page + 1:
        return None
    text = f"{first.text}\n{second.text}"
    whole = replace(first, text=text, value=clean(text))
    row = {**printed, **lower}
    names = [_is_named(row, part, group, fields) for part in (whole, first, second)]
    return whole if names == [True, False, False] else None


def _is_named(row: Entries, name: Entry, group: Group, fields: Mapping[str, Field]) -> bool:
    """Whether the code list has this name for the code of the row, or for one that the name alone gives."""
    for rule in group.derived:
        if rule.source == name.field and any(
            len(code.code) == rule.digits
            for code in load_code_list(rule.codelist).by_name(label_name(str(name.value)))
        ):
            return True
    return any(
        code.code == entry.value
        for field, entry in row.items()
        if fields[field].type == "code" and fields[field].codelist
        for code in load_code_list(fields[field].codelist).by_name(str(name.value))
    )
