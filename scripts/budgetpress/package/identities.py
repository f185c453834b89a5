"""The identities of a written package, recomputed from the amounts in its tables.

A side that comes out differently from the record means that a cell of that side was changed after the
record was made (or the record was). Among the cells of the side, those are named whose own identities
deviate most: for one changed cell all of its identities do, so it is always among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from budgetpress.package.audit import TOLERANCE, Cell, Fault, Ledger, Record, fen


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """A side of a check (`left` or `right`) whose sum by the tables is not the sum on record."""

    check: str
    side: str
    computed: int
    recorded: str
    figures: tuple[str, ...]

    @property
    def message(self) -> str:
        """What differs, in yuan."""
        found = yuan(self.computed)
        return f"identity {self.check}: the tables give {found} for its {self.side}, not {self.recorded}"


def identity_faults(ledger: Ledger) -> Iterator[Fault]:
    """Every recorded identity, recomputed: both sides, the residual and the verdict."""
    deviations: list[Deviation] = []
    for number, check in enumerate(ledger.checks, start=1):
        faults = [*_record_faults(check)]
        edited = any(field == "residual" for field, _ in faults)
        for side in ("left", "right"):
            outcome = _side(ledger, check, side)
            if isinstance(outcome, Deviation):
                faults.append((side, outcome.message))
                if not edited:  # a record that contradicts itself was changed itself: no table is to blame
                    deviations.append(outcome)
            elif outcome:
                faults.append((side, outcome))
        for field, message in faults:
            yield Fault(resource="checks", record=number, field=field, message=message)
    yield from _suspects(ledger, deviations)


def _record_faults(check: Record) -> Iterator[tuple[str, str]]:
    """Whether the record agrees with itself: residual = left - right, and the verdict follows from it."""
    left, right, residual = (fen(check.get(name, "")) for name in ("left", "right", "residual"))
    verdict, tolerance = check.get("verdict", ""), check.get("tolerance", "")
    if left is not None and right is not None and residual != left - right:
        yield "residual", f"left minus right is {yuan(left - right)}, not '{check.get('residual')}'"
    if verdict not in ("holds", "fails"):
        return
    if left is None or right is None or residual is None or not TOLERANCE.fullmatch(tolerance):
        yield "verdict", f"the verdict is '{verdict}', but an amount is not recorded"
    elif _holds(check.get("kind", ""), Fraction(residual, 100), Fraction(tolerance)) != (verdict == "holds"):
        found = f"a residual of {yuan(residual)} and a tolerance of {tolerance}"
        yield "verdict", f"the verdict is '{verdict}' with {found}"


def _holds(kind: str, residual: Fraction, tolerance: Fraction) -> bool:
    """Both sides agree; for `within`, the left side is not more than the right."""
    return (residual if kind == "within" else abs(residual)) <= tolerance


def _side(ledger: Ledger, check: Record, side: str) -> Deviation | str | None:
    """None where the sum of a side is as recorded; a message where it cannot be computed at all."""
    recorded = check.get(side, "")
    if not recorded:
        return None
    ids = check.get(f"{side}_figures", "").split()
    total = 0
    for signed in ids:
        cell = ledger.cells.get(signed.removeprefix("-"))
        if cell is None:
            return f"there is no figure '{signed.removeprefix('-')}'"
        total += (cell.fen or 0) * (-1 if signed.startswith("-") else 1)
    if total == fen(recorded):
        return None
    figures = tuple(signed.removeprefix("-") for signed in ids)
    return Deviation(check=check.get("id", ""), side=side, computed=total, recorded=recorded, figures=figures)


def _suspects(ledger: Ledger, deviations: list[Deviation]) -> Iterator[Fault]:
    """For each deviation, the cells of its side whose own sums deviate most of all."""
    sides = [
        {signed.removeprefix("-") for signed in check.get(f"{side}_figures", "").split()}
        for check in ledger.checks
        for side in ("left", "right")
        if check.get(side)
    ]
    through = Counter(figure for side in sides for figure in side)
    deviating = Counter(figure for deviation in deviations for figure in set(deviation.figures))
    for deviation in deviations:
        shares = {figure: Fraction(deviating[figure], through[figure]) for figure in deviation.figures}
        most = max(shares.values(), default=0)
        for figure, share in shares.items():
            cell = ledger.cells[figure]
            if share == most and cell:
                yield _fault(cell, deviation.message)


def _fault(cell: Cell, message: str) -> Fault:
    return Fault(resource=cell.resource, record=cell.record, field=cell.field, message=message)


def yuan(amount: int) -> str:
    """An amount of fen in yuan, for a message."""
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
