"""What a package claims of its figures, against what its own CSV files bear out.

This is the second pair of eyes: it shares nothing with the search for repairs, nor with the reader of
amounts, and knows neither form nor model. Every identity is added up anew in whole fen, from the figures
that `checks` names; a status, a count of proofs, a strength or a repair that goes beyond this is a fault.

- Every id stands once; a figure is called after the table, row and field in which it stands; all instances of
  an identity are of one kind; a verdict is what the figures give.
- Only a `disputed` figure may stand in an identity that fails, or a `repaired` one whose repair makes others
  hold: it says what it explains, and the identity fails because of something else.
- `confirmed` has a proof and strength 3 or more (blank: no set of errors would stay unseen), `consistent`
  has a proof and strength 2. Proofs are the equalities that hold through a figure. A strength is no more than
  the size of any set of figures found to be able to be wrong together (see `unseen`).
- A figure that no repair names is one reading of its printed text in its printed unit. One that a repair
  names is `repaired` (or still `disputed`), with the amount and the printed text that the repair says.
- A tolerance is at most half a unit of the last printed digit for each figure.
- With the printed amounts in their cells an identity is off by what is recorded, unless a repair of codes or
  rows names it, or funds without a code were allocated to it.
- Of repairs: see `repair_claims`.

What is not checked, since the files do not have it: that the source prints what `printed` says, that all
identities of the form are there, the printed texts of labels, how much dearer another explanation is, and
strengths above the sizes that `unseen` looks for (blank cells can be wrong too).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence

from budgetpress.package.as_printed import places_of
from budgetpress.package.audit import Fault, Ledger, Record, fen
from budgetpress.package.book import Book
from budgetpress.package.identities import yuan
from budgetpress.package.repair_claims import repair_faults
from budgetpress.package.unseen import MOST

_PROVEN, _ADDS_UP = 3, 2


def claim_faults(ledger: Ledger) -> Iterator[Fault]:
    """Every claim of the package that its own files do not bear out."""
    book = Book(ledger)
    for role, records in (("checks", book.ledger.checks), ("figures", book.ledger.figures)):
        yield from _twice(role, records)
    for number, check in enumerate(book.ledger.checks, start=1):
        for field, message in (*_check_faults(book, check), *_as_printed_faults(book, check)):
            yield Fault(resource="checks", record=number, field=field, message=message)
    resources = {name: sheet.table for name, sheet in book.ledger.tables.items()}
    for number, figure in enumerate(book.ledger.figures, start=1):
        found = (
            *_name_faults(resources, figure), *_status_faults(book, figure), *_strength_faults(book, figure),
            *_amount_faults(book, figure),
        )  # fmt: skip
        for field, what in found:
            message = f"figure {figure.get('id')}: {what}"
            yield Fault(resource="figures", record=number, field=field, message=message)
    yield from repair_faults(book)


def _twice(role: str, records: Sequence[Record]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, record in enumerate(records, start=1):
        if (name := record.get("id", "")) in seen:
            yield Fault(resource=role, record=number, field="id", message=f"'{name}' stands twice")
        seen.add(name)


def _check_faults(book: Book, check: Record) -> Iterator[tuple[str, str]]:
    name, identity = check.get("id", ""), check.get("identity", "")
    total = book.sums[name]
    if name != identity and not name.startswith(f"{identity}."):
        yield "identity", f"{name} is no instance of '{identity}'"
    if check.get("kind") != book.kinds[identity]:
        yield "kind", f"another instance of {identity} is of the kind '{book.kinds[identity]}'"
    if check.get("verdict") != total.verdict:
        found = f"it is off by {yuan(total.residual)}" if total.applies else "it has no figures"
        yield "verdict", f"identity {name} is said to be '{check.get('verdict')}', but {found}"
    for field in ("left", "right", "residual") if not total.applies else ():
        if check.get(field):
            yield field, f"identity {name} has no figures, and so no sums"
    if total.tolerance > (allowed := book.rounding(check)):
        yield "tolerance", f"rounding explains no more than {yuan(allowed)}, not '{check.get('tolerance')}'"


def _as_printed_faults(book: Book, check: Record) -> Iterator[tuple[str, str]]:
    """The residual before any repair, and the verdict on it."""
    name = check.get("id", "")
    total = book.sums[name]
    before, verdict = fen(check.get("printed_residual", "")), check.get("printed_verdict", "")
    if before is None and verdict in ("holds", "fails"):
        yield "printed_verdict", f"'{verdict}' as printed, but no residual is recorded"
    elif before is not None and verdict != ("holds" if total.bears(before) else "fails"):
        yield "printed_verdict", f"'{verdict}' as printed, with a residual of {yuan(before)}"
    possible = book.as_printed(name)
    if total.applies and before is not None and possible is not None and before not in possible:
        found = " or ".join(yuan(amount) for amount in sorted(possible)[:3])
        yield "printed_residual", f"with the printed amounts identity {name} is off by {found}"


def _name_faults(resources: Mapping[str, str], figure: Record) -> Iterator[tuple[str, str]]:
    table, row, name = (figure.get(field, "") for field in ("table", "row", "field"))
    if table != resources.get(figure.get("resource", ""), table):
        yield "table", f"'{table}', but {figure.get('resource')} is table {resources[figure['resource']]}"
    if not re.fullmatch(
        rf"{re.escape(table)}\.(r{re.escape(row)}|[^.\d]+)\.{re.escape(name)}", figure.get("id", "")
    ):
        yield "id", f"it stands in table {table}, row {row}, field {name}"


def _status_faults(book: Book, figure: Record) -> Iterator[tuple[str, str]]:
    """Faults of status and proofs."""
    name, status = figure.get("id", ""), figure.get("status", "")
    if status != "disputed" and name in book.failing and not book.explained(name):
        yield "status", f"it is '{status}', but identity {book.failing[name]} fails"
    if figure.get("proofs", "") != str(book.proofs[name]):
        yield "proofs", f"{book.proofs[name]} equalities hold through it, not '{figure.get('proofs')}'"
    if status in ("confirmed", "consistent") and not book.proofs[name]:
        yield "status", f"it is '{status}', but no equality holds through it"


def _strength_faults(book: Book, figure: Record) -> Iterator[tuple[str, str]]:
    """Faults of strength against the status, and against sets of figures that can be wrong together."""
    name, status, strength = figure.get("id", ""), figure.get("status", ""), figure.get("strength", "")
    strong = int(strength) if strength.isdecimal() else 0 if strength else math.inf
    if status == "confirmed" and strong < _PROVEN:
        yield "strength", f"it is 'confirmed' with strength {strength}, not {_PROVEN} or more"
    if status == "consistent" and strength != str(_ADDS_UP):
        yield "strength", f"it is 'consistent' with strength '{strength}', not {_ADDS_UP}"
    if MOST < strong < math.inf:
        yield "strength", f"sets of more than {MOST} are not looked for: it is {MOST} or more, or blank"
    if strong > _ADDS_UP and (wrong := book.unseen.together(name, int(min(strong - 1, MOST)))):
        others = ", ".join(wrong[1:])
        yield "strength", f"it can be wrong unseen with {others}, so its strength is {len(wrong)} at most"


def _amount_faults(book: Book, figure: Record) -> Iterator[tuple[str, str]]:
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
