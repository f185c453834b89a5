"""What a package claims of its repairs, against its figures, tables and identities.

- What a repair publishes stands in the table; a figure has one repair, of its own place and print; a row that
  was taken out is kept among the remarks; the parts of one repair say the same of it.
- The identities that it names failed as printed and do not fail now, those that are said to hold do, and what
  is repaired by sums makes at least one hold. Any other explanation is dearer by one ordinary defect or more.
- A correction by hand and a name claim nothing of sums; a name is no code.
"""

from __future__ import annotations

from collections.abc import Iterator

from budgetpress.package.audit import Fault, Record, Sheet
from budgetpress.package.book import BY_HAND, NAME, Book
from budgetpress.package.identities import yuan

_DEFECT = 10
_SHARED = ("kind", "failed_before", "hold_after", "margin", "evidence_zh", "evidence_en")


def repair_faults(book: Book) -> Iterator[Fault]:
    """Every claim about repairs that the files do not bear out."""
    first: dict[str, Record] = {}
    seen: set[str] = set()
    for number, repair in enumerate(book.ledger.repairs, start=1):
        name = repair.get("id", "")
        same = first.setdefault(name.partition(".")[0], repair)
        found = (
            *([("id", "it stands twice")] if name in seen else []),
            *_shared_faults(repair, same), *_target_faults(book, repair), *_evidence_faults(book, repair),
        )  # fmt: skip
        seen.add(name)
        for field, what in found:
            yield Fault(resource="repairs", record=number, field=field, message=f"repair {name}: {what}")


def _shared_faults(repair: Record, first: Record) -> Iterator[tuple[str, str]]:
    """The cells of one defect have one kind, one list of identities and one margin."""
    for field in _SHARED:
        if repair.get(field) != first.get(field):
            yield field, f"{first.get('id')}, of the same repair, says '{first.get(field)}'"


def _target_faults(book: Book, repair: Record) -> Iterator[tuple[str, str]]:
    """What a repair says was printed and is published must be what figures and tables say."""
    target, published = repair.get("target"), repair.get("published", "")
    if target == "figure":
        yield from _figure_faults(book, repair)
        return
    if repair.get("figure"):
        yield "figure", f"a repair of a {target} names a figure"
    if repair.get("printed") == published:
        yield "published", "nothing was changed"
    rows = [
        (sheet, record)
        for sheet in book.ledger.tables.values()
        for record in sheet.records
        if sheet.table == repair.get("table") and record.get("row") == repair.get("row")
    ]
    if not rows:
        yield "row", f"table {repair.get('table')} has no row {repair.get('row')}"
    if target == "row" and repair.get("field"):
        yield "field", "a repair of a whole row names a field"
    if target == "label":
        yield from _label_faults(repair, rows)
    elif published:
        if published not in [_words(record, sheet.amounts) for sheet, record in rows]:
            yield "published", f"the row '{published}' does not stand in the table"
    else:
        kept = [r.get("text", "") for r in book.ledger.remarks if r.get("table") == repair.get("table")]
        if repair.get("printed", "") not in " ".join(kept):
            yield "printed", "the row that was taken out is not among the remarks"


def _label_faults(repair: Record, rows: list[tuple[Sheet, Record]]) -> Iterator[tuple[str, str]]:
    field, published = repair.get("field", ""), repair.get("published", "")
    sheets = [sheet for sheet, record in rows if record.get(field) == published]
    if not sheets:
        yield "published", f"'{published}' does not stand in the table"
    if any(field in sheet.amounts for sheet in sheets):
        yield "target", f"'{field}' is an amount and no label"
    if repair.get("kind") == NAME and any(field in sheet.codes for sheet in sheets):
        yield "kind", f"'{field}' is a code and no name"


def _figure_faults(book: Book, repair: Record) -> Iterator[tuple[str, str]]:
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


def _evidence_faults(book: Book, repair: Record) -> Iterator[tuple[str, str]]:
    """The identities that a repair names failed as printed and hold now, or are no more."""
    before, after = (repair.get(field, "").split() for field in ("failed_before", "hold_after"))
    yield from _named_faults(book, before, after)
    margin = repair.get("margin", "")
    if margin and not (margin.isdecimal() and int(margin) >= _DEFECT):
        yield "margin", f"'{margin}': another explanation is too near for a change"
    if repair.get("kind") in (BY_HAND, NAME):
        for field in ("failed_before", "hold_after", "margin"):
            if repair.get(field):
                yield field, f"a repair of the kind '{repair.get('kind')}' is not made by sums"
    elif repair.get("target") != "label" and not set(before) & set(after):
        yield "failed_before", "no identity failed before and holds after"


def _named_faults(book: Book, before: list[str], after: list[str]) -> Iterator[tuple[str, str]]:
    for field, names in (("failed_before", before), ("hold_after", after)):
        for name in names:
            if name not in book.checks:
                yield field, f"there is no identity '{name}'"
                continue
            off = yuan(book.sums[name].residual)
            if field == "failed_before" and book.checks[name].get("printed_verdict") != "fails":
                yield field, f"identity {name} did not fail as printed"
            elif field == "failed_before" and book.sums[name].verdict == "fails":
                yield field, f"identity {name} still fails, it is off by {off}"
            elif field == "hold_after" and not book.sums[name].holds:
                yield field, f"identity {name} does not hold, it is off by {off}"
            elif field == "hold_after" and name not in before:
                yield field, f"identity {name} is not among those that failed before"


def _words(record: Record, amounts: tuple[str, ...]) -> str:
    """The texts of a row of a table, in order."""
    return " ".join(text for name, text in record.items() if text and name not in ("row", "kind", *amounts))
