"""What figures, checks and rows of one package are called in the other, once its rows are aligned.

Ids hold row numbers (`03.r12.total`), so an inserted row renames all below it. That is no change of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from budgetpress.published import Published, Row

_ROW = re.compile(r"(?<![0-9A-Za-z])r(\d+)(?![0-9A-Za-z])")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.=+>\-]*")
GONE = "\0"
"""What stands for an id that the other package has not: it is equal to none of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Names:
    """From package a to package b: rows by resource, ids of figures and of checks."""

    rows: Mapping[str, Mapping[str, str]]
    ids: dict[str, str] = field(default_factory=dict)

    def row(self, resource: str, number: str) -> str:
        """The number of that row in the other package; GONE and the number where it has none."""
        if not number:
            return ""
        return self.rows.get(resource, {}).get(number, GONE + number)

    def text(self, text: str) -> str:
        """The text with every id in it as the other package has it; a lone minus before an id stays."""
        return _WORD.sub(self._word, text)

    def _word(self, found: re.Match[str]) -> str:
        word = found[0]
        stem = word.rstrip(".")
        return self.ids[stem] + word[len(stem) :] if stem in self.ids else word


def names_between(a: Published, b: Published, rows: Mapping[str, Mapping[str, str]]) -> Names:
    """The names of b for what is in a, where `rows` says which row is which."""
    names = Names(rows=rows)
    theirs = {(f.get("resource", ""), f.get("row", ""), f.get("field", "")): f["id"] for f in _figures(b)}
    for figure in _figures(a):
        resource = figure.get("resource", "")
        key = (resource, names.row(resource, figure.get("row", "")), figure.get("field", ""))
        names.ids[figure["id"]] = theirs.get(key, GONE + figure["id"])
    numbers = {f["id"]: f.get("row", "") for f in _figures(a)}
    resources = {f["id"]: f.get("resource", "") for f in _figures(a)}
    known = {check.get("id", "") for check in b.rows("checks")}
    for check in a.rows("checks"):
        renamed = _check_id(check, numbers, resources, names)
        names.ids[check.get("id", "")] = renamed if renamed in known else GONE + check.get("id", "")
    return names


def _figures(package: Published) -> tuple[Row, ...]:
    return tuple(figure for figure in package.rows("figures") if figure.get("id"))


def _check_id(check: Row, numbers: Mapping[str, str], resources: Mapping[str, str], names: Names) -> str:
    """The id of a check with the row numbers in it as the other package counts.

    The row in an id is that of one of the check's own figures, which says in which resource to look.
    """
    figures = f"{check.get('left_figures', '')} {check.get('right_figures', '')}".split()
    homes = {}
    for figure in reversed([figure.removeprefix("-") for figure in figures]):
        if figure in numbers:
            homes[numbers[figure]] = resources[figure]

    def renumbered(found: re.Match[str]) -> str:
        home = homes.get(found[1])
        return found[0] if home is None else f"r{names.row(home, found[1])}"

    return _ROW.sub(renumbered, check.get("id", ""))
