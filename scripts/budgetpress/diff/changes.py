"""What may differ between two packages: one type for every change, and the difference as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made_of
from typing import Literal, get_args

Part = Literal[
    "descriptor", "source", "resource", "field", "row", "cell", "figure", "place",
    "check", "repair", "statement", "finding", "remark", "heading", "code",
]  # fmt: skip
What = Literal["added", "removed", "changed", "moved", "reordered"]
Cause = Literal["revision", "correction", "undecided", "other_document", ""]
Values = Mapping[str, tuple[str, str]]

PARTS: tuple[Part, ...] = get_args(Part)
CAUSES: dict[Cause, tuple[str, str]] = {
    "revision": ("修订（发布单位改了文件）", "revision (the publisher changed the document)"),
    "correction": ("更正（文件未变，我们改了）", "correction (the same document, published anew)"),
    "undecided": ("不能断定是修订还是更正", "cannot be told: the document and the processing both changed"),
    "other_document": ("另一份文件", "another document"),
}
_MIRRORED: dict[What, What] = {"added": "removed", "removed": "added"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One change. `values` has what it was and what it is (empty: blank or absent) by the name of a field.

    `before` and `after` are the row numbers or ids on both sides, empty where there is none there; `label`
    says for people what the row is about. A `place` sums up how many places in the source differ.
    """

    part: Part
    what: What
    resource: str = ""
    table: str = ""
    before: str = ""
    after: str = ""
    label: str = ""
    field: str = ""
    values: Values = made_of(default_factory=dict)
    cause: Cause = ""

    @property
    def at(self) -> str:
        """Where it is, as the newer package counts; as the older one, where only that has it."""
        return self.after or self.before

    def mirrored(self) -> Change:
        """The same change seen from the other package."""
        return replace(
            self,
            what=_MIRRORED.get(self.what, self.what),
            before=self.after,
            after=self.before,
            values={name: (new, old) for name, (old, new) in self.values.items()},
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Which package stands on a side: where it was read from, and what it says it is."""

    origin: str
    name: str
    version: str
    title: str
    year: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """All that differs between package `a` and package `b`; nothing where `changes` is empty.

    `same_release` is unset where the two are budgets of different years or bodies: then nobody revised or
    corrected anything. `renumbered` says how many rows of a table stand under another number.
    """

    a: Side
    b: Side
    same_release: bool
    same_sources: bool
    changes: tuple[Change, ...]
    renumbered: Mapping[str, int] = made_of(default_factory=dict)

    def count(self, *, part: Iterable[Part] = PARTS, what: Iterable[What] = get_args(What)) -> int:
        """How many changes are of these parts and kinds."""
        parts, whats = frozenset(part), frozenset(what)
        return sum(change.part in parts and change.what in whats for change in self.changes)

    def counts(self) -> dict[str, dict[str, int]]:
        """How many changes of each kind there are, by part, and by cause."""
        by_part: dict[str, dict[str, int]] = {}
        for part in PARTS:
            found = Counter(change.what for change in self.changes if change.part == part)
            if found:
                by_part[part] = dict(sorted(found.items()))
        causes = Counter(change.cause for change in self.changes if change.cause)
        return {**by_part, **({"cause": dict(sorted(causes.items()))} if causes else {})}
