"""What a chart shows before it is laid out: exact amounts in yuan (or counts), and words in two languages."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from budgetpress.website.words import Word

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """One bar: `parts` has a value for every series of the chart; `note` is a text that belongs to it."""

    label: Word
    parts: tuple[Decimal, ...]
    note: str = ""

    @property
    def total(self) -> Decimal:
        """The length of the bar."""
        return sum(self.parts, ZERO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Bars:
    """Groups of bars, each ranked and with the whole that shares refer to: None where they mean nothing.

    A group with a title is a side of its own. `strip` says that the bars are drawn as one, end to end;
    `negative` that an amount in them is below zero, even if no sum is: then nothing is drawn as a part of a
    whole.
    """

    series: tuple[Word, ...]
    groups: tuple[tuple[Bar, ...], ...]
    wholes: tuple[Decimal | None, ...]
    titles: tuple[Word, ...] = ()
    strip: bool = False
    negative: bool = False

    @property
    def bars(self) -> tuple[Bar, ...]:
        """All bars, group after group."""
        return tuple(bar for group in self.groups for bar in group)


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """An item of a class: never below zero."""

    label: Word
    amount: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Branch:
    """A class with its items, the largest first."""

    label: Word
    leaves: tuple[Leaf, ...]

    @property
    def amount(self) -> Decimal:
        """The sum of the items."""
        return sum((leaf.amount for leaf in self.leaves), ZERO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tree:
    """Classes that open into items; `printed`: the document prints their total, which shares refer to."""

    branches: tuple[Branch, ...]
    printed: bool

    @property
    def amount(self) -> Decimal:
        """The sum of all classes."""
        return sum((branch.amount for branch in self.branches), ZERO)


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """Columns of nodes (key -> name) and, stage by stage, links to nodes of the next column, above zero."""

    columns: tuple[dict[str, Word], ...]
    links: tuple[dict[tuple[str, str], Decimal], ...]

    def into(self, column: int, key: str) -> Decimal:
        """What flows into a node."""
        return (
            sum((v for (_, to), v in self.links[column - 1].items() if to == key), ZERO) if column else ZERO
        )

    def out(self, column: int, key: str) -> Decimal:
        """What flows out of a node."""
        if column == len(self.links):
            return ZERO
        return sum((value for (start, _), value in self.links[column].items() if start == key), ZERO)

    def size(self, column: int, key: str) -> Decimal:
        """The larger of both: a document need not print both sides in full."""
        return max(self.into(column, key), self.out(column, key))


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """A chart with all that its figure says. `name` is its address in the release, `tables` its sources."""

    name: str
    question: Word
    finding: Word
    body: Bars | Tree | Flow
    counts: bool
    tables: tuple[str, ...]
    disputed: int
    remarks: tuple[Word, ...] = ()
