"""The statements of a written package, compared anew in whole fen with the figures that they name.

A statement says how an amount in the text compares with figures of the tables, or with other statements. It
is no identity: nothing here bears on the status of a figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from budgetpress.package.as_printed import last_digit, places_of
from budgetpress.package.audit import TOLERANCE, Fault, Ledger, Record, fen
from budgetpress.package.identities import yuan

_COMPARED = ("holds", "fails")


def statement_faults(ledger: Ledger) -> Iterator[Fault]:
    """Every statement that its own amounts, or the figures that it names, do not bear out."""
    known = {record.get("id", ""): record for record in (*ledger.statements, *ledger.figures)}
    for number, statement in enumerate(ledger.statements, start=1):
        for field, what in _faults(statement, known):
            message = f"statement {statement.get('id')}: {what}"
            yield Fault(resource="statements", record=number, field=field, message=message)


def _faults(statement: Record, known: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    amount = statement.get("amount", "")
    if amount and not places_of(statement):
        printed = f"'{statement.get('printed')}' in {statement.get('printed_unit') or 'no unit'}"
        yield "amount", f"{amount} is no reading of {printed}"
    if statement.get("verdict") in _COMPARED:
        yield from _comparison(statement, known)
        return
    for field in ("figures", "compared", "residual"):
        if statement.get(field):
            yield field, "it is compared with nothing"
    if not statement.get("reason"):
        yield "reason", "it does not say why it is compared with nothing"


def _comparison(statement: Record, known: Mapping[str, Record]) -> Iterator[tuple[str, str]]:
    """The sum, the residual, what rounding explains, and the verdict that follows."""
    if statement.get("about") != "plan":
        yield "verdict", f"an amount of the kind '{statement.get('about')}' is compared with nothing"
    names = statement.get("figures", "").split()
    for name in names:
        if name not in known or name == statement.get("id"):
            yield "figures", f"there is no other figure '{name}'"
            return
    total = sum(fen(known[name].get("amount", "")) or 0 for name in names)
    if fen(statement.get("compared", "")) != total:
        yield "compared", f"the figures give {yuan(total)}, not '{statement.get('compared')}'"
    stated, tolerance = fen(statement.get("amount", "")), statement.get("tolerance", "")
    if stated is None or not TOLERANCE.fullmatch(tolerance):
        yield "verdict", f"the verdict is '{statement.get('verdict')}', but an amount is not recorded"
        return
    off = stated - total
    if fen(statement.get("residual", "")) != off:
        yield "residual", f"text minus tables is {yuan(off)}, not '{statement.get('residual')}'"
    allowed = (last_digit(statement) + sum(last_digit(known[name]) for name in names)) // 2
    if Fraction(tolerance) * 100 > allowed:
        yield "tolerance", f"rounding explains no more than {yuan(allowed)}, not '{tolerance}'"
    if (abs(off) <= Fraction(tolerance) * 100) != (statement.get("verdict") == "holds"):
        yield "verdict", f"'{statement.get('verdict')}' with a residual of {yuan(off)}"
