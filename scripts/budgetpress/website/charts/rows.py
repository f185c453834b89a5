"""Rows of a resource as a chart asks for them: which rows, in which group, under which name, how much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from budgetpress.website.charts.model import ZERO
from budgetpress.website.data import Package, Record, Resource, part, text
from budgetpress.website.words import Word

BLANK = Word(zh="（空）", en="(blank)")
# 一、（一） 1. before a printed line: its number in the form, no part of its name.
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十百]+、|[（(][一二三四五六七八九十]+[）)]\s*|\d+[.、．]\s*)")


def resource_of(package: Package, name: str) -> Resource | None:
    """The printed resource of that name, if the release has it."""
    return next((r for group in package.tables.values() for r in group if r.name == name), None)


def chosen(resource: Resource, declared: Mapping[str, Any]) -> list[Record]:
    """The rows of the kinds asked for (`item` unless said) whose fields have the values asked for."""
    kinds = names(declared.get("kinds"))
    where = part(declared, "where")
    rows = [row for row in resource.rows if all(row.get(key, "") == value for key, value in where.items())]
    found = [row for row in rows if row.get("kind", "item") in (kinds or ["item"])]
    # A record of one row is its own total.
    return found if found or kinds or len(resource.rows) > 1 else rows


def grouped(package: Package, declared: Mapping[str, Any], row: Record, cut: int = 0) -> tuple[str, Word]:
    """The group of a row: its code, cut to a length and named by the code list; without a code its label."""
    label = row.get(text(declared, "label"), "").strip()
    code = row.get(text(declared, "group_by"), "") if declared.get("group_by") else ""
    if not code:
        return f"label {label}", plain(label)
    code = code[:cut] if cut > 0 else code
    known = package.codelists.get(text(declared, "codelist"), {}).get(code)
    if known is not None:
        return f"code {code}", Word(zh=known.get("name", "") or code, en=known.get("name_en", ""))
    return f"code {code}", Word(zh=f"{code} {label}".strip(), en="")


def named(package: Package, declared: Mapping[str, Any], row: Record) -> Word:
    """A printed line without its ordinal, with the English that the code list has for a name like it."""
    label = plain(row.get(text(declared, "label"), "").strip())
    codes = package.codelists.get(text(declared, "codelist"), {}).values()
    english = next((known.get("name_en", "") for known in codes if known.get("name") == label.zh), label.en)
    return Word(zh=label.zh, en=english)


def plain(label: str) -> Word:
    """A label of the source without its ordinal."""
    return Word(zh=_ORDINAL.sub("", label) or label, en="") if label else BLANK


def amount(row: Record, name: str) -> Decimal:
    """The amount in a field; a blank is nothing."""
    value = row.get(name, "")
    return Decimal(value) if value else ZERO


def series(resource: Resource, fields: Iterable[str]) -> tuple[Word, ...]:
    """The titles of fields."""
    found = [(name, resource.field(name)) for name in fields]
    return tuple(Word(zh=f.title if f else name, en=f.title_en if f else name) for name, f in found)


def whole(values: Iterable[Decimal]) -> Decimal | None:
    """The sum that shares refer to, None where one is below zero or all are nothing."""
    found = list(values)
    return None if any(value < 0 for value in found) else sum(found, ZERO) or None


def names(value: object) -> list[str]:
    """A text, or the texts of a list."""
    if isinstance(value, str):
        return [value]
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []


def number(declared: Mapping[str, Any], key: str, default: int = 0) -> int:
    """A whole number above zero, else the default."""
    value = declared.get(key)
    return value if isinstance(value, int) and value > 0 else default


def disputed(package: Package, resource: str, fields: Iterable[str]) -> int:
    """How many figures in these fields are disputed."""
    asked = set(fields)
    return sum(
        1
        for figure in package.figures.values()
        if figure.resource == resource and figure.field in asked and figure.status == "disputed"
    )
