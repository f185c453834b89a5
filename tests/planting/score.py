"""Score a reconciled document against the truth: corrected, flagged, silent, wrong changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tests.planting.defects import Cell, Defect
from tests.planting.truth import Print, PrintedRow, TrueRow, Truth, amount_entry

from budgetpress.amounts import to_fen
from budgetpress.model import Figure, Reconciled, Row, Table

_TRUSTED = ("confirmed", "consistent", "repaired")
_LABEL_FINDINGS = ("code-name-disagree", "unknown-code", "no-code", "label-in-doubt")
_PROVEN = 3
WORST = ("wrong_change", "silent_strong", "silent", "silent_label", "flagged_row", "flagged", "corrected")
"""Outcomes of a cell, the worst first."""
ROW = "row"
"""Stands for the field where a whole row was lost, doubled or made."""

Outcomes = dict[Cell, str]


def score(truth: Truth, document: Print, result: Reconciled) -> Counter[str]:
    """Counts over everything that the planted defects changed, and over everything that was changed since.

    corrected: wrong in print, right as published; flagged: still wrong, and said to be in doubt; silent:
    still wrong, and trusted; wrong_change: published otherwise than printed, and not true; silent_strong:
    a silent figure called confirmed (one of the silent ones).
    """
    counts = Counter(judge(truth, document, result).values())
    counts["silent"] += counts["silent_strong"]
    return +counts


def score_defects(defects: Sequence[Defect], outcomes: Outcomes) -> Counter[str]:
    """One outcome for each planted defect: corrected if every cell that it changed is right."""
    counts: Counter[str] = Counter()
    for defect in defects:
        # What a later defect has put right again, or where a code happens to be the true one, has no outcome.
        found = {outcomes[cell] for cell in defect.cells if cell in outcomes}
        counts[next((name for name in WORST if name in found), "corrected")] += 1
    return counts


def judge(truth: Truth, document: Print, result: Reconciled) -> Outcomes:
    """The outcome of every cell that was printed or is published otherwise than it is true."""
    outcomes: Outcomes = {}
    status = {(f.resource, f.row, f.field): f for f in result.figures}
    named = {(f.table, f.row) for f in result.findings if f.code in _LABEL_FINDINGS}
    for table in result.tables:
        resource = table.resource
        rows = {number: row for row in table.rows if (number := _number(row)) is not None}
        new = [row for row in table.rows if _number(row) is None]
        seen = {row.number: row for row in document[resource]}
        for true in truth[resource]:
            if true.number not in rows and -true.number in rows:
                # Of two rows that are the same, the other one has gone, or was never printed.
                rows[true.number] = rows.pop(-true.number)
                twin = seen[-true.number] if true.number in seen else seen.pop(-true.number)
                seen[true.number] = twin
            if true.number not in seen:
                found = any(_same(true, row) for row in new)
                outcomes[resource, true.number, ROW] = "corrected" if found else "flagged_row"
            elif true.number not in rows:
                outcomes[resource, true.number, ROW] = "wrong_change"
            else:
                row = rows[true.number]
                for name, outcome in _row(true, seen[true.number], row, table, status, named):
                    outcomes[resource, true.number, name] = outcome
        for number in seen.keys() - {true.number for true in truth[resource]}:
            outcomes[resource, number, ROW] = "corrected" if number not in rows else "flagged_row"
        for row in new:
            if not any(_same(true, row) for true in truth[resource]):
                outcomes[resource, -row.number - 100_000, ROW] = "wrong_change"
    return outcomes


def _number(row: Row) -> int | None:
    return next((e.place.line for e in row.entries.values() if e.place.line is not None), None)


def _same(true: TrueRow, row: Row) -> bool:
    codes = {name: text for name, text in true.words.items() if name.endswith("_code")}
    known = all(row.text(name) == code for name, code in codes.items())
    amounts = {k: to_fen(e.value) for k, e in row.entries.items() if isinstance(e.value, Decimal)}
    return known and amounts == true.amounts


def _row(
    true: TrueRow,
    seen: PrintedRow,
    row: Row,
    table: Table,
    status: Mapping[tuple[str, int, str], Figure],
    named: set[tuple[str, int | None]],
) -> Iterator[tuple[str, str]]:
    """Field and outcome of each cell of a row that is, or was, not right."""
    figures = {name: status.get((table.resource, row.number, name)) for name in true.amounts}
    for name in true.amounts.keys() | seen.texts.keys():
        want, printed = true.amounts.get(name, 0), _printed(seen, name)
        value = row.amount(name)
        got = to_fen(value) if value is not None else 0
        if got != want or printed != want:
            figure = status.get((table.resource, row.number, name))
            yield name, "corrected" if got == want else _amount(got, printed, figure)
    for name, text in true.words.items():
        if not name.endswith("_code") or row.text(name) == seen.words.get(name) == text:
            continue
        if row.text(name) == text:
            yield name, "corrected"
        elif row.text(name) != seen.words.get(name):
            yield name, "wrong_change"
        else:
            doubted = any(getattr(f, "status", "") in ("disputed", "unverified") for f in figures.values())
            yield name, "flagged" if doubted or (table.number, row.number) in named else "silent_label"


def _amount(got: int, printed: int, figure: Figure | None) -> str:
    """The outcome of an amount that is not the true one."""
    if got != printed:
        return "wrong_change"
    if figure is None or figure.status not in _TRUSTED:
        return "flagged"
    strong = figure.strength is None or figure.strength >= _PROVEN
    return "silent_strong" if strong else "silent"


def _printed(seen: PrintedRow, name: str) -> int:
    value = amount_entry(name, seen.texts[name]).value if name in seen.texts else None
    return to_fen(value) if isinstance(value, Decimal) else 0


def lines(counts: Counter[str]) -> Iterator[str]:
    """The counts as text."""
    for name, number in sorted(counts.items()):
        yield f"{name} {number}"
