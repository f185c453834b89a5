"""Make the entries of a row from its placed cells: codes, names, words and amounts, as printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from budgetpress.amounts import is_dash, readings
from budgetpress.codes import label_name, load_code_list
from budgetpress.form import Column, Field, Group
from budgetpress.model import Cell, Entry, Kind, Place
from budgetpress.shape.cells import split_code_name, split_vocabulary
from budgetpress.shape.words import clean, heading, squash, untag

# What is recognised for a digit or a point in a picture, where no digit is.
_ALIKE = str.maketrans("OoQDCUlIi|!ZzSsBbGgq·。", "00000011111225586699..")


def amount_entry(field: str, cell: Cell, unit: str, decimals: int | None) -> Entry:
    """An amount with all its readings; `value` is the plain one, None where the cell cannot be read.

    Where a text that was recognised in a picture is no amount, what it looks like is a reading, and no value:
    only sums can say that it is right.
    """
    text = cell.text.strip()
    plain = untag(text)
    ways = () if is_dash(plain) else readings(plain, unit=unit, decimals=decimals)
    value = ways[0].amount if ways else None
    if not ways and cell.confidence is not None and not is_dash(plain):
        alike = readings(_look_alike(plain), unit=unit, decimals=decimals)
        ways = tuple(replace(way, notation="look-alike") for way in alike[:1])
    return Entry(field=field, text=text, value=value, place=cell.place, unit=unit, readings=ways)


def _look_alike(text: str) -> str:
    """The amount that a recognised text looks like, if any: a point may have become a blank or a comma."""
    whole, *groups = re.split(r"[.,\s]+", text.translate(_ALIKE).strip())
    *thousands, last = groups or [""]
    if len(last) == 2 and all(len(group) == 3 for group in thousands):
        return f"{whole}{''.join(thousands)}.{last}"
    return text.translate(_ALIKE)


def column_entries(
    cell: Cell, column: Column, fields: Mapping[str, Field], unit: str, decimals: int | None
) -> list[Entry]:
    """The entries that one cell gives for its column."""
    names = column.fields
    if fields[names[0]].type == "amount":
        return [amount_entry(names[0], cell, unit, decimals)]
    if len(names) == 1:
        return [_text_entry(names[0], cell, cell.text, fields[names[0]])]
    if column.split == "vocabulary":
        parts = split_vocabulary(cell.text, tuple(fields[name] for name in names))
        if parts is None:
            return [_text_entry(names[-1], cell, cell.text, fields[names[-1]])]
        return [
            _text_entry(name, cell, part, fields[name])
            for name, part in zip(names, parts, strict=True)
            if part
        ]
    pair = split_code_name(cell.text)
    if pair is None:
        return [_text_entry(names[-1], cell, cell.text, fields[names[-1]])]
    return [_text_entry(name, cell, part, fields[name]) for name, part in zip(names, pair, strict=True)]


def _text_entry(name: str, cell: Cell, text: str, field: Field) -> Entry:
    value = clean(text)
    if field.type == "code" or field.values:
        value = squash(text)
    return Entry(field=name, text=cell.text.strip(), value=value, place=cell.place)


def constant_entries(group: Group, place: Place) -> list[Entry]:
    """The values that the position in the table gives, such as the side."""
    return [Entry(field=name, text="", value=value, place=place) for name, value in group.constants.items()]


def derived_entries(group: Group, entries: Mapping[str, Entry]) -> list[Entry]:
    """Codes that are not printed: those that the code list has for the printed name, where it is one."""
    made = []
    for rule in group.derived:
        source = entries.get(rule.source)
        if source is None or not isinstance(source.value, str):
            continue
        code = _code_of(rule.codelist, label_name(source.value), rule.digits)
        if code is not None:
            made.append(Entry(field=rule.field, text="", value=code, place=source.place))
    return made


@lru_cache(maxsize=4096)
def _code_of(codelist: str, name: str, digits: int) -> str | None:
    """The one code of that length which bears the name."""
    found = {code.code for code in load_code_list(codelist).by_name(name, None) if len(code.code) == digits}
    return found.pop() if len(found) == 1 else None


def row_kind(entries: Mapping[str, Entry], kinds: Mapping[str, tuple[str, ...]]) -> Kind:
    """Whether a row is an item, a subtotal or a total, by the words of the form."""
    words = {heading(label_name(e.value)) for e in entries.values() if isinstance(e.value, str) and e.text}
    if words & {heading(word) for word in kinds.get("total", ())}:
        return "total"
    return "subtotal" if words & {heading(word) for word in kinds.get("subtotal", ())} else "item"
