"""Who changed it: the publisher, who changed the document (revision), or we (correction).

The sha256 of the sources decide, and what was printed: with the same source every change is ours. With
another source a changed print is the publisher's, and another reading of the same print is ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from budgetpress.diff.changes import Cause
from budgetpress.published import Published, Row

PRINT = ("printed", "printed_unit")


@dataclass(frozen=True, kw_only=True, slots=True)
class Causes:
    """What is known of the sources of both packages: the hashes of each resource, and of all."""

    same_release: bool
    whole: tuple[frozenset[str], frozenset[str]]
    by_resource: Mapping[str, tuple[frozenset[str], frozenset[str]]]
    by_file: tuple[Mapping[str, str], Mapping[str, str]]

    @property
    def same_sources(self) -> bool:
        """Whether both packages were made of the same bytes."""
        return self.whole[0] == self.whole[1]

    def of_resource(self, resource: str) -> Cause:
        """The cause of a row or text that differs."""
        if not self.same_release:
            return "other_document"
        before, after = self.by_resource.get(resource, self.whole)
        return "correction" if (before or self.whole[0]) == (after or self.whole[1]) else "revision"

    def of_figure(self, before: Row | None, after: Row | None) -> Cause:
        """The cause of a figure that differs, or that one package has not."""
        present = after or before or {}
        if before is None or after is None:
            return self.of_resource(present.get("resource", ""))
        if not self.same_release:
            return "other_document"
        if self._hash(0, before) == self._hash(1, after) and self._hash(1, after):
            return "correction"
        if any(before.get(name) != after.get(name) for name in PRINT):
            return "revision"
        return "correction" if before.get("amount") != after.get("amount") else "undecided"

    def of_the_rest(self) -> Cause:
        """The cause of what follows from the figures: checks, repairs, findings."""
        if not self.same_release:
            return "other_document"
        return "correction" if self.same_sources else "undecided"

    def of_description(self) -> Cause:
        """The cause of what a package says about itself: only we say that."""
        return "correction" if self.same_release else "other_document"

    def _hash(self, side: int, figure: Row) -> str:
        return self.by_file[side].get(figure.get("source", ""), "")


def causes_between(a: Published, b: Published) -> Causes:
    """What the descriptors and the places of figures say of the sources."""
    homes: dict[str, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for side, package in enumerate((a, b)):
        sources = package.sources
        for figure in package.rows("figures"):
            if sha256 := sources.get(figure.get("source", "")):
                homes[figure.get("resource", "")][side].add(sha256)
    return Causes(
        same_release=_release(a) == _release(b),
        whole=(frozenset(a.sources.values()), frozenset(b.sources.values())),
        by_resource={name: (frozenset(x), frozenset(y)) for name, (x, y) in homes.items()},
        by_file=(a.sources, b.sources),
    )


def _release(package: Published) -> tuple[object, ...]:
    """What makes two packages versions of one release: their name, or else year and phase of one body."""
    body = package.part("body").get("name")
    return (package.year, package.text("phase"), body) if body and package.year else (package.text("name"),)
