"""How few figures can be wrong together without any equality noticing: an upper bound of a strength.

An error that no equality notices adds up to nothing in each of them. Up to four figures are tried that are
wrong by one and the same amount, some the other way; every such set that is found is a proof that a strength
is no more than its size. That none is found proves nothing: blank cells are not looked at, nor other ratios.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

MOST = 4
_WIDEST = 80

Column = Mapping[str, int]
"""What a figure counts for in each equality."""


class Unseen:
    """Sets of figures that can be wrong together; `equalities` give the factor of each figure in each."""

    def __init__(self, equalities: Mapping[str, Mapping[str, int]]) -> None:
        self.members = {name: sorted(f for f in sides if sides[f]) for name, sides in equalities.items()}
        self.columns: dict[str, dict[str, int]] = defaultdict(dict)
        for name, factors in equalities.items():
            for figure, factor in factors.items():
                if factor:
                    self.columns[figure][name] = factor
        self._alike: dict[frozenset[tuple[str, int]], list[str]] = defaultdict(list)
        for figure, column in self.columns.items():
            self._alike[frozenset(column.items())].append(figure)

    def together(self, figure: str, most: int = MOST) -> tuple[str, ...] | None:
        """The figure and the fewest others, at most so many in all, that can be wrong with it; or None."""
        column = self.columns.get(figure)
        for others in range(1, min(most, MOST)) if column else ():
            found = self._balance(column or {}, (figure,), others)
            if found is not None:
                return found
        return None

    def _balance(self, left: Column, chosen: tuple[str, ...], others: int) -> tuple[str, ...] | None:
        """The chosen figures with so many others that make up for what is left."""
        if others == 1:
            return self._last(left, chosen)
        narrow = min(left, key=lambda name: (len(self.members[name]), name))
        if len(self.members[narrow]) > _WIDEST:
            return None
        for figure in self.members[narrow]:
            column = self.columns[figure]
            if figure in chosen:
                continue
            # What an equality is left with needs a figure that counts against it.
            rest = _sum(left, column, -1 if left[narrow] * column[narrow] > 0 else 1)
            if rest and (found := self._balance(rest, (*chosen, figure), others - 1)) is not None:
                return found
        return None

    def _last(self, left: Column, chosen: tuple[str, ...]) -> tuple[str, ...] | None:
        for turn in (1, -1):
            key = frozenset((name, turn * factor) for name, factor in left.items())
            for figure in self._alike.get(key, ()):
                if figure not in chosen:
                    return (*chosen, figure)
        return None


def _sum(left: Column, column: Column, turn: int) -> dict[str, int]:
    total = dict(left)
    for name, factor in column.items():
        total[name] = total.get(name, 0) + turn * factor
    return {name: factor for name, factor in total.items() if factor}
