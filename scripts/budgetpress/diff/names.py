"""What figures, checks and rows of one package are called in the other, once its rows are aligned.

Ids hold row numbers (`03.r12.total`), so an inserted row renames all below it. That is no change of theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from budgetpress.published import Published, Row

_ROW = re.compile(r"(?<![0-9A-Za-z])r(\d+)(?![0-9A-Za-z])")
_WORD = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.=+<>\-]*")
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
    known = {check.get("id", "") for check in b.rows("checks")}
    for identifier, renamed in _check_names(a, names):
        names.ids[identifier] = renamed if renamed in known else GONE + identifier
    return names


def _figures(package: Published) -> tuple[Row, ...]:
    return tuple(figure for figure in package.rows("figures") if figure.get("id"))


def _check_names(package: Published, names: Names) -> Iterator[tuple[str, str]]:
    """Each check with its id as the other package has it: the row number in it is that of one of its figures.

    A check that applies to nothing has no figures; the others of its identity say whose row it is.
    """
    homes = {f["id"]: (f.get("row", ""), f.get("resource", "")) for f in _figures(package)}
    by_identity: dict[str, str] = {}
    waiting: list[tuple[Row, dict[str, str]]] = []
    for check in package.rows("checks"):
        words = f"{check.get('left_figures', '')} {check.get('right_figures', '')}".split()
        own = [homes[word.removeprefix("-")] for word in words if word.removeprefix("-") in homes]
        rows = dict(reversed(own))  # the first figure with a row number decides
        waiting.append((check, rows))
        for number in _ROW.findall(check.get("id", "")):
            if number in rows:
                by_identity.setdefault(check.get("identity", ""), rows[number])
    for check, rows in waiting:
        home = by_identity.get(check.get("identity", "")) or _of_table(package, check.get("id", ""))
        yield check.get("id", ""), _renumbered(check.get("id", ""), rows, home, names)


def _of_table(package: Published, identifier: str) -> str:
    number = identifier.partition(".")[0]
    return next((each.name for each in package.tables if each.table == number), "")


def _renumbered(identifier: str, rows: Mapping[str, str], home: str, names: Names) -> str:
    return _ROW.sub(lambda found: f"r{names.row(rows.get(found[1], home), found[1])}", identifier)
