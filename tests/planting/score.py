"""Score a reconciled document against the truth: corrected, flagged, silent, wrong changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from budgetpress.amounts import to_fen
from budgetpress.model import Reconciled, Row, Table
from tests.planting.truth import Print, PrintedRow, Truth, TrueRow

_TRUSTED = ("confirmed", "consistent", "repaired")


def score(truth: Truth, document: Print, result: Reconciled) -> Counter[str]:
    """Counts over everything that the planted defects changed, and over everything that was changed since.

    corrected: wrong in print, right as published; flagged: still wrong, and said to be in doubt; silent: still
    wrong, and trusted; wrong_change: published otherwise than printed, and not true; wrong_strong: a silent
    figure called confirmed.
    """
    counts: Counter[str] = Counter()
    status = {(f.resource, f.row, f.field): f for f in result.figures}
    for table in result.tables:
        rows = {_number(row): row for row in table.rows if _number(row) is not None}
        new = [row for row in table.rows if _number(row) is None]
        seen = {row.number: row for row in document[table.resource]}
        for true in truth[table.resource]:
            if true.number not in seen:
                counts[_lost(true, new)] += 1
                continue
            counts += _row(true, seen[true.number], rows.get(true.number), table, status)
        for number in seen.keys() - {true.number for true in truth[table.resource]}:
            counts["corrected" if number not in rows else "flagged_row"] += 1
        extra = sum(not any(_same(true, row) for true in truth[table.resource]) for row in new)
        counts["wrong_change"] += extra
    return +counts


def _number(row: Row) -> int | None:
    return next((e.place.line for e in row.entries.values() if e.place.line is not None), None)


def _lost(true: TrueRow, new: list[Row]) -> str:
    return "corrected" if any(_same(true, row) for row in new) else "flagged_row"


def _same(true: TrueRow, row: Row) -> bool:
    codes = {name: text for name, text in true.words.items() if name.endswith("_code")}
    known = all(row.text(name) in (code, "") for name, code in codes.items())
    amounts = {k: to_fen(e.value) for k, e in row.entries.items() if isinstance(e.value, Decimal)}
    return known and amounts == true.amounts


def _row(
    true: TrueRow, seen: PrintedRow, row: Row | None, table: Table, status: dict[tuple[str, int, str], object]
) -> Counter[str]:
    counts: Counter[str] = Counter()
    if row is None:
        counts["wrong_change"] += 1
        return counts
    for name in true.amounts.keys() | seen.texts.keys():
        want = true.amounts.get(name, 0)
        printed_right = _printed(seen, name) == want
        value = row.amount(name)
        got = to_fen(value) if value is not None else 0
        figure = status.get((table.resource, row.number, name))
        trusted = getattr(figure, "status", "") in _TRUSTED
        if got == want:
            counts["corrected"] += not printed_right
            continue
        if got != _printed(seen, name):
            counts["wrong_change"] += 1
        elif trusted:
            counts["silent"] += 1
            counts["silent_strong"] += getattr(figure, "strength", 0) in (None, 3, 4)
        elif figure is None and want:
            counts["flagged"] += 1
        else:
            counts["flagged"] += 1
    for name, text in true.words.items():
        if not name.endswith("_code"):
            continue
        if row.text(name) == text:
            counts["corrected"] += seen.words.get(name) != text
        elif row.text(name) != seen.words.get(name):
            counts["wrong_change"] += 1
        else:
            figures = [status.get((table.resource, row.number, f)) for f in true.amounts]
            doubted = any(getattr(f, "status", "") in ("disputed", "unverified") for f in figures)
            counts["flagged" if doubted else "silent_label"] += 1
    return counts


def _printed(seen: PrintedRow, name: str) -> int:
    from tests.planting.truth import _amount  # the same reading as the tables have
    from budgetpress.model import Place

    if name not in seen.texts:
        return 0
    value = _amount(name, seen.texts[name], Place(source="planted")).value
    return to_fen(value) if isinstance(value, Decimal) else 0


def lines(counts: Counter[str]) -> Iterator[str]:
    """The counts as text."""
    for name, number in sorted(counts.items()):
        yield f"{name} {number}"
