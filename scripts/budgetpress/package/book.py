"""A written package, indexed for its second reading: every identity added up anew in whole fen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from budgetpress.package.as_printed import amounts_of, last_digit
from budgetpress.package.audit import TOLERANCE, Ledger, Record, fen
from budgetpress.package.unseen import Unseen

BY_HAND, NAME = "by_hand", "wrong_name"
_ALLOCATED = "unprinted-allocation"
_COMBINATIONS = 256


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """An identity added up anew: what each figure counts for, the residual and tolerance in fen."""

    kind: str
    factors: Mapping[str, int]
    residual: int
    tolerance: Fraction

    @property
    def applies(self) -> bool:
        """Whether anything is printed on either side."""
        return bool(self.factors)

    @property
    def equality(self) -> bool:
        """Whether it can prove anything: `within` only says that a figure is not too large."""
        return self.applies and self.kind != "within"

    def bears(self, residual: int) -> bool:
        """Whether the identity holds with that residual."""
        return (residual if self.kind == "within" else abs(residual)) <= self.tolerance

    @property
    def holds(self) -> bool:
        """Whether the figures as published agree."""
        return self.applies and self.bears(self.residual)

    @property
    def verdict(self) -> str:
        """What the figures as published give."""
        return ("holds" if self.holds else "fails") if self.applies else "not_applicable"


class Book:
    """The package, indexed: figures, identities added up anew, repairs by what they name."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.figures = {figure.get("id", ""): figure for figure in ledger.figures}
        self.checks = {check.get("id", ""): check for check in ledger.checks}
        self.sums = {name: self._sum(check) for name, check in self.checks.items()}
        self.repairs = {r["figure"]: r for r in ledger.repairs if r.get("figure")}
        self.kinds: dict[str, str] = {}
        for check in ledger.checks:
            self.kinds.setdefault(check.get("identity", ""), check.get("kind", ""))
        self.proofs: dict[str, int] = defaultdict(int)
        self.failing: dict[str, str] = {}
        for name, total in self.sums.items():
            for figure in total.factors:
                if total.applies and not total.holds:
                    self.failing.setdefault(figure, name)
                elif total.equality:
                    self.proofs[figure] += 1
        # What a figure in doubt stands in proves nothing.
        doubted = {figure for figure in self.failing if not self.explained(figure)}
        self.unseen = Unseen(
            {
                n: s.factors
                for n, s in self.sums.items()
                if s.equality and s.holds and not doubted & s.factors.keys()
            }
        )
        # Where funds printed without a code were allocated, an identity has more terms than as printed.
        # Several such identities are published as one, whose id goes on with a plus.
        self._allocated = tuple(
            f.get("message_en", "").partition(":")[0] + end
            for f in ledger.findings
            if f.get("code") == _ALLOCATED
            for end in (" ", "+")
        )
        # Rows and codes decide which figures an identity adds up; names and lost rows never do.
        moved = [r for r in ledger.repairs if _regroups(r)]
        self._moved = {name for repair in moved for name in repair.get("failed_before", "").split()}
        self._by_hand = {r.get("table", "") for r in moved if r.get("kind") == BY_HAND}
        self._moved_in = {r.get("table", "") for r in moved}

    def _sum(self, check: Record) -> Sum:
        factors: dict[str, int] = defaultdict(int)
        residual = 0
        for sign, side in ((1, "left"), (-1, "right")):
            for signed in check.get(f"{side}_figures", "").split():
                name, factor = (signed[1:], -sign) if signed.startswith("-") else (signed, sign)
                factors[name] += factor
                residual += factor * (fen(self.figures.get(name, {}).get("amount", "")) or 0)
        tolerance = check.get("tolerance", "")
        return Sum(
            kind=check.get("kind", ""),
            factors=factors,
            residual=residual,
            tolerance=Fraction(tolerance) * 100 if TOLERANCE.fullmatch(tolerance) else Fraction(0),
        )

    def explained(self, figure: str) -> bool:
        """Whether a repair says what the figure explains, so that a failure is due to something else."""
        repair = self.repairs.get(figure, {})
        repaired = self.figures.get(figure, {}).get("status") == "repaired"
        return repaired and (bool(repair.get("hold_after")) or repair.get("kind") == BY_HAND)

    def rounding(self, check: Record) -> int:
        """The largest tolerance that the printed digits allow, in fen."""
        sides = (check.get(f"{side}_figures", "").split() for side in ("left", "right"))
        named = [self.figures.get(signed.removeprefix("-"), {}) for side in sides for signed in side]
        return sum(last_digit(figure) for figure in named) // 2

    def as_printed(self, name: str) -> set[int] | None:
        """What the residual may have been as printed, in fen; None where the files do not have it."""
        total = self.sums[name]
        tables = {figure.partition(".")[0] for figure in total.factors}
        if (
            name in self._moved
            or tables & self._by_hand
            or (not total.holds and tables & self._moved_in)
            or f"{name} ".startswith(self._allocated)
        ):
            return None
        changed = sorted(total.factors.keys() & self.repairs.keys())
        ways = [
            [
                total.factors[figure] * (read - (fen(self.figures[figure].get("amount", "")) or 0))
                for read in reads
            ]
            for figure in changed
            if figure in self.figures
            for reads in [sorted(amounts_of(self.figures[figure]))]
        ]
        found = {total.residual + sum(way) for way in islice(product(*ways), _COMBINATIONS + 1)}
        return found if len(found) <= _COMBINATIONS else None


def _regroups(repair: Record) -> bool:
    """Whether a repair changes which rows an identity adds up."""
    if repair.get("target") == "label":
        return repair.get("kind") != NAME
    return repair.get("target") == "row" and not repair.get("published")
