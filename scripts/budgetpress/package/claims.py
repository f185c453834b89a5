"""What a package claims of its figures, against what its own CSV files bear out.

This is the second pair of eyes: it shares nothing with the search for repairs, nor with the reader of
amounts, and knows neither form nor model. Every identity is added up anew in whole fen, from the figures
that `checks` names; a status, a count of proofs, a strength or a repair that goes beyond this is a fault.

- Only a `disputed` figure may stand in an identity that fails, or a `repaired` one whose repair makes others
  hold: it says what it explains, and the identity fails because of something else.
- `confirmed` has a proof and strength 3 or more (blank: no set of errors would stay unseen), `consistent`
  has a proof and strength 2. Proofs are the equalities that hold through a figure. Two figures that stand
  in exactly the same equalities can be wrong together: neither has a strength above 2.
- A figure that no repair names is one reading of its printed text in its printed unit. One that a repair
  names is `repaired` (or still `disputed`), with the amount and the printed text that the repair says.
- A tolerance is at most half a unit of the last printed digit for each figure.
- A repair names identities that failed as printed and hold now, and what it publishes stands in the table.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from budgetpress.package.audit import TOLERANCE, Fault, Ledger, Record, fen

_FEN = {"元": 100, "千元": 100_000, "万元": 1_000_000, "百万元": 100_000_000, "亿元": 10_000_000_000}
_MINUS = re.compile("[-(\u2010-\u2015\u2212\u2500\u25b2\u25b3]")
_NUMBER = re.compile(r"[0-9](?:[0-9.,]*[0-9])?", re.ASCII)
_PROVEN, _ADDS_UP = 3, 2
_LONGEST = 200
_BY_HAND = "by_hand"
_NAME = "wrong_name"
_ALLOCATED = "unprinted-allocation"


def claim_faults(ledger: Ledger) -> Iterator[Fault]:
    """Every claim of the package that its own files do not bear out."""
    book = _Book(ledger)
    for number, check in enumerate(ledger.checks, start=1):
        for field, message in _check_faults(book, check):
            yield Fault(resource="checks", record=number, field=field, message=message)
    for number, figure in enumerate(ledger.figures, start=1):
        for field, what in (*_status_faults(book, figure), *_amount_faults(book, figure)):
            message = f"figure {figure.get('id')}: {what}"
            yield Fault(resource="figures", record=number, field=field, message=message)
    for number, repair in enumerate(ledger.repairs, start=1):
        for field, what in (*_target_faults(book, repair), *_evidence_faults(book, repair)):
            message = f"repair {repair.get('id')}: {what}"
            yield Fault(resource="repairs", record=number, field=field, message=message)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sum:
    """An identity added up anew: what each figure counts for, the residual and tolerance in fen."""

    kind: str
    factors: Mapping[str, int]
    residual: int
    tolerance: Fraction
    applies: bool

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


class _Book:
    """The package, indexed: figures, identities added up anew, repairs by what they name."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.figures = {figure.get("id", ""): figure for figure in ledger.figures}
        self.checks = {check.get("id", ""): check for check in ledger.checks}
        self.sums = {name: self._sum(check) for name, check in self.checks.items()}
        self.proofs: dict[str, int] = defaultdict(int)
        self.failing: dict[str, str] = {}
        columns: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for name, total in self.sums.items():
            for figure, factor in total.factors.items():
                if total.applies and not total.holds:
                    self.failing.setdefault(figure, name)
                elif total.equality:
                    self.proofs[figure] += 1
                if total.equality and factor:
                    columns[figure].append((name, factor))
        self.twins = _twins(columns)
        self.repairs = {r["figure"]: r for r in ledger.repairs if r.get("figure")}
        # Where funds printed without a code were allocated, an identity has more terms than as printed.
        # Several such identities are published as one, whose id goes on with a plus.
        self.allocated = tuple(
            f.get("message_en", "").partition(":")[0] + end
            for f in ledger.findings
            if f.get("code") == _ALLOCATED
            for end in (" ", "+")
        )
        # Rows and codes decide which figures an identity adds up; names never do.
        self.regrouped = any(r.get("target") != "figure" and r.get("kind") != _NAME for r in ledger.repairs)

    def _sum(self, check: Record) -> _Sum:
        factors: dict[str, int] = defaultdict(int)
        residual = 0
        for sign, side in ((1, "left"), (-1, "right")):
            for signed in check.get(f"{side}_figures", "").split():
                name, factor = (signed[1:], -sign) if signed.startswith("-") else (signed, sign)
                factors[name] += factor
                residual += factor * (fen(self.figures.get(name, {}).get("amount", "")) or 0)
        tolerance = check.get("tolerance", "")
        return _Sum(
            kind=check.get("kind", ""),
            factors=factors,
            residual=residual,
            tolerance=Fraction(tolerance) * 100 if TOLERANCE.fullmatch(tolerance) else Fraction(0),
            applies=bool(factors),
        )

    def rounding(self, check: Record) -> int:
        """The largest tolerance that the printed digits allow, in fen."""
        sides = (check.get(f"{side}_figures", "").split() for side in ("left", "right"))
        named = [self.figures.get(signed.removeprefix("-"), {}) for side in sides for signed in side]
        return sum(last_digit(figure) for figure in named) // 2


def _twins(columns: Mapping[str, list[tuple[str, int]]]) -> dict[str, str]:
    """Figures with another that stands in the same equalities, all on the same or all on the other side."""
    first: dict[tuple[tuple[str, int], ...], str] = {}
    found: dict[str, str] = {}
    for figure, column in columns.items():
        turn = 1 if column[0][1] > 0 else -1
        other = first.setdefault(tuple((name, turn * factor) for name, factor in column), figure)
        if other != figure:
            found[figure] = other
            found.setdefault(other, figure)
    return found


def _check_faults(book: _Book, check: Record) -> Iterator[tuple[str, str]]:
    name = check.get("id", "")
    total = book.sums[name]
    if check.get("verdict") == "holds" and not total.holds:
        yield "verdict", f"identity {name} is said to hold, but it is off by {_yuan(total.residual)}"
    if total.tolerance > (allowed := book.rounding(check)):
        yield "tolerance", f"rounding explains no more than {_yuan(allowed)}, not '{check.get('tolerance')}'"
    before = fen(check.get("printed_residual", ""))
    verdict = check.get("printed_verdict", "")
    if before is None and verdict in ("holds", "fails"):
        yield "printed_verdict", f"'{verdict}' as printed, but no residual is recorded"
    elif before is not None and verdict != ("holds" if total.bears(before) else "fails"):
        yield "printed_verdict", f"'{verdict}' as printed, with a residual of {_yuan(before)}"
    regrouped = book.regrouped or f"{name} ".startswith(book.allocated)
    untouched = not regrouped and not total.factors.keys() & book.repairs.keys()
    if total.applies and untouched and before is not None and before != total.residual:
        yield "printed_residual", f"nothing was repaired here, and the residual is {_yuan(total.residual)}"


def _status_faults(book: _Book, figure: Record) -> Iterator[tuple[str, str]]:
    """Faults of status, proofs and strength."""
    name, status, strength = figure.get("id", ""), figure.get("status", ""), figure.get("strength", "")
    repair = book.repairs.get(name, {})
    explained = status == "repaired" and (bool(repair.get("hold_after")) or repair.get("kind") == _BY_HAND)
    if status != "disputed" and name in book.failing and not explained:
        yield "status", f"it is '{status}', but identity {book.failing[name]} fails"
    if figure.get("proofs", "") != str(book.proofs[name]):
        yield "proofs", f"{book.proofs[name]} equalities hold through it, not '{figure.get('proofs')}'"
    if status in ("confirmed", "consistent") and not book.proofs[name]:
        yield "status", f"it is '{status}', but no equality holds through it"
    if status == "confirmed" and _strong(strength) < _PROVEN:
        yield "strength", f"it is 'confirmed' with strength {strength}, not {_PROVEN} or more"
    if status == "consistent" and strength != str(_ADDS_UP):
        yield "strength", f"it is 'consistent' with strength '{strength}', not {_ADDS_UP}"
    if name in book.twins and _strong(strength) > _ADDS_UP:
        other = book.twins[name]
        yield "strength", f"{other} stands in the same equalities, so its strength is {_ADDS_UP} at most"


def _amount_faults(book: _Book, figure: Record) -> Iterator[tuple[str, str]]:
    """Faults of an amount against what was printed, or against the repair that changed it."""
    name, status, amount = figure.get("id", ""), figure.get("status", ""), figure.get("amount", "")
    if name in book.repairs:
        if status not in ("repaired", "disputed"):
            yield "status", f"repair {book.repairs[name].get('id')} names it, but it is '{status}'"
        return
    if status == "repaired":
        yield "status", "it is 'repaired', but no repair names it"
        return
    if not amount:
        if status in ("confirmed", "consistent"):
            yield "amount", f"it is '{status}', but has no amount"
        return
    if not places_of(figure):
        printed = f"'{figure.get('printed')}' in {figure.get('printed_unit') or 'no unit'}"
        yield "amount", f"{amount} is no reading of {printed}, and no repair names it"


def _target_faults(book: _Book, repair: Record) -> Iterator[tuple[str, str]]:
    """What a repair says was printed and is published must be what figures and tables say."""
    target, published = repair.get("target"), repair.get("published", "")
    if target == "figure":
        yield from _figure_target_faults(book, repair)
        return
    if repair.get("printed") == published:
        yield "published", "nothing was changed"
    rows = [
        (record, sheet.amounts)
        for sheet in book.ledger.tables.values()
        for record in sheet.records
        if sheet.table == repair.get("table") and record.get("row") == repair.get("row")
    ]
    if target == "label":
        if published not in [record.get(repair.get("field", "")) for record, _ in rows]:
            yield "published", f"'{published}' does not stand in the table"
    elif published:
        if published not in [_words(record, amounts) for record, amounts in rows]:
            yield "published", f"the row '{published}' does not stand in the table"
    else:
        kept = [r.get("text", "") for r in book.ledger.remarks if r.get("table") == repair.get("table")]
        if repair.get("printed", "") not in " ".join(kept):
            yield "printed", "the row that was taken out is not among the remarks"


def _figure_target_faults(book: _Book, repair: Record) -> Iterator[tuple[str, str]]:
    figure = book.figures.get(repair.get("figure", ""))
    if figure is None:
        yield "figure", f"there is no figure '{repair.get('figure')}'"
        return
    if book.repairs[repair["figure"]] is not repair:
        yield "figure", f"another repair changes {repair['figure']} too"
    for field in ("table", "row", "field", "printed"):
        if repair.get(field) != figure.get(field):
            yield field, f"'{repair.get(field)}', but the figure has '{figure.get(field)}'"
    if repair.get("published") != figure.get("amount"):
        yield "published", f"'{repair.get('published')}', but the figure has '{figure.get('amount')}'"


def _evidence_faults(book: _Book, repair: Record) -> Iterator[tuple[str, str]]:
    """The identities that a repair names failed as printed and hold now."""
    lists = {field: repair.get(field, "").split() for field in ("failed_before", "hold_after")}
    for field, names in lists.items():
        for name in names:
            if name not in book.checks:
                yield field, f"there is no identity '{name}'"
            elif field == "failed_before" and book.checks[name].get("printed_verdict") != "fails":
                yield field, f"identity {name} did not fail as printed"
            elif field == "hold_after" and not book.sums[name].holds:
                yield field, f"identity {name} does not hold, it is off by {_yuan(book.sums[name].residual)}"
    if repair.get("target") == "label" or repair.get("kind") == _BY_HAND:
        return  # a name is settled by code lists, and what only a person can know by that person
    if not set(lists["failed_before"]) & set(lists["hold_after"]):
        yield "failed_before", "no identity failed before and holds after"


def _words(record: Record, amounts: tuple[str, ...]) -> str:
    """The texts of a row of a table, in order."""
    return " ".join(text for name, text in record.items() if text and name not in ("row", "kind", *amounts))


def places_of(figure: Record) -> list[int]:
    """With how many decimals the printed digits give the published amount; none where they never do.

    The point is where a separator is, or at the end; without any separator it may be anywhere.
    """
    plain = _plain(figure)
    numbers = _NUMBER.findall(plain)
    unit, amount = _unit(figure), fen(figure.get("amount", ""))
    if len(numbers) != 1 or len(plain) > _LONGEST or not unit or amount is None:
        return []
    digits = re.sub("[.,]", "", numbers[0])
    parts = re.split("[.,]", numbers[0])
    places = {sum(map(len, parts[n:])) for n in range(1, len(parts) + 1)}
    if len(parts) == 1:
        places = set(range(len(digits)))
    sign = -1 if _MINUS.search(plain) else 1
    return sorted(n for n in places if sign * int(digits) * unit == amount * 10**n)


def last_digit(figure: Record) -> int:
    """What the last printed digit is worth in fen, where that is more than one fen; else 0."""
    places = places_of(figure)
    if not places:
        return 0
    if len(places) > 1:  # nothing is nothing with any number of decimals: take those after the last separator
        places = places[1:]
    step = Fraction(_unit(figure), 10 ** places[0])
    return int(step) if step > 1 else 0


def _plain(figure: Record) -> str:
    """The printed text in plain characters and without blanks."""
    return "".join(unicodedata.normalize("NFKC", figure.get("printed", "")).split())


def _unit(figure: Record) -> int:
    """The unit beside the number, or else that of the table, in fen; 0 where it is unknown."""
    plain = _plain(figure).rstrip(")")
    beside = [unit for unit in _FEN if plain.endswith(unit)]
    return _FEN.get(max(beside, key=len, default=figure.get("printed_unit", "")), 0)


def _strong(strength: str) -> float:
    """A recorded strength as a number; blank is without bound, what is no number is none."""
    return int(strength) if strength.isdecimal() else 0 if strength else math.inf


def _yuan(amount: int) -> str:
    return f"{'-' if amount < 0 else ''}{abs(amount) // 100}.{abs(amount) % 100:02d}"
