"""What one package says of each code and label: the amounts of a series, each with its figures.

A code is observed as printed where the table prints it, and else as the sum of the items below it. Nothing is
guessed: where a label stands twice, or a subtotal is contradicted by its items, the observation says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from budgetpress.codes import label_name, normal_name
from budgetpress.errors import InputError
from budgetpress.published import Published, Resource, Row

ROW: Final = "row"
_PROVEN: Final = frozenset({"confirmed", "consistent", "repaired"})
_WORST: Final = ("disputed", "unverified", "repaired", "consistent", "confirmed")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Key:
    """What is observed: a field of a resource, for a code of a classification (empty: for a label)."""

    resource: str
    field: str
    classification: str
    item: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """An amount in yuan, or why there is none.

    `state` is `given`, `disputed` (printed, and contradicted by another figure), `contradicted` (a printed
    subtotal that no check confirms and that is not the sum of its items), `blank`, or `several` (rows that
    cannot be told apart). `how` is `printed` or `sum` (of items); `status` is the worst of its figures.
    """

    name: str
    name_en: str
    level: int | None
    amount: Decimal | None
    state: str
    how: str
    status: str
    figures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    row: Row
    amount: Decimal | None
    figure: str
    status: str


def observe(package: Published) -> dict[Key, Observation]:
    """Every observation of a package; InputError where an amount is no number."""
    figures = {
        (f.get("resource", ""), f.get(ROW, ""), f.get("field", "")): f for f in package.rows("figures")
    }
    found: dict[Key, Observation] = {}
    for table in package.tables:
        classifications = _classifications(table)
        for field in table.amounts:
            cells = [_cell(package, table, field, row, figures) for row in table.rows]
            for code_field, codelist in classifications.items():
                codes = _codes(package, codelist)
                for code, observation in _by_code(cells, code_field, codes):
                    name = codelist.removeprefix("codelist_")
                    found[Key(resource=table.name, field=field, classification=name, item=code)] = observation
            for label, observation in _by_label(cells, table, classifications):
                found[Key(resource=table.name, field=field, classification="", item=label)] = observation
    return found


def _cell(
    package: Published, table: Resource, field: str, row: Row, figures: Mapping[tuple[str, str, str], Row]
) -> _Cell:
    figure = figures.get((table.name, row.get(ROW, ""), field), {})
    try:
        amount = Decimal(row[field]) if row[field] else None
        if amount is not None and not amount.is_finite():
            raise ArithmeticError
    except ArithmeticError:
        raise InputError(
            package.origin, f"amount {row[field]!r}"[:100], place=f"{table.name}, row {row.get(ROW)}"
        ) from None
    return _Cell(row=row, amount=amount, figure=figure.get("id", ""), status=figure.get("status", ""))


def _classifications(table: Resource) -> dict[str, str]:
    """The code fields of a table with the resource that lists their codes."""
    schema = table.raw.get("schema")
    keys = schema.get("foreignKeys") if isinstance(schema, dict) else None
    found: dict[str, str] = {}
    for key in keys if isinstance(keys, list) else ():
        reference = key.get("reference") if isinstance(key, dict) else None
        if isinstance(reference, dict) and reference.get("fields") == ["code"]:
            found |= dict.fromkeys(key.get("fields", ()), str(reference.get("resource")))
    return found


def _codes(package: Published, codelist: str) -> Mapping[str, Row]:
    resource = package.resources.get(codelist)
    return {row.get("code", ""): row for row in resource.rows} if resource else {}


def _by_code(cells: list[_Cell], field: str, codes: Mapping[str, Row]) -> Iterator[tuple[str, Observation]]:
    """The observations of every code that is printed, and of every class and section above one."""
    printed: dict[str, list[_Cell]] = defaultdict(list)
    for cell in cells:
        if code := cell.row[field]:
            printed[code].append(cell)
    below: dict[str, list[_Cell]] = defaultdict(list)
    for code, found in printed.items():
        items = [cell for cell in found if cell.row.get("kind") == "item"]
        for above in _above(code, codes):
            below[above] += items
    for code in sorted({*printed, *below}):
        entry = codes.get(code, {})
        level = entry.get("level", "")
        yield (
            code,
            _observation(
                entry.get("name", "") or code,
                entry.get("name_en", ""),
                int(level) if level.isdigit() else None,
                [cell for cell in printed[code] if cell.row.get("kind") != "item"],
                [*(cell for cell in printed[code] if cell.row.get("kind") == "item"), *below[code]],
            ),
        )


def _above(code: str, codes: Mapping[str, Row]) -> Iterator[str]:
    seen = {code}
    while (code := codes.get(code, {}).get("parent", "")) and code not in seen:
        seen.add(code)
        yield code


def _observation(
    name: str, name_en: str, level: int | None, subtotals: list[_Cell], items: list[_Cell]
) -> Observation:
    """A printed subtotal if there is one, with what its items come to; else the sum of the items."""
    total = _sum(items)
    used, amount, how, state = items, total, "sum" if len(items) > 1 else "printed", "given"
    if len(subtotals) == 1:
        used, amount, how = subtotals, subtotals[0].amount, "printed"
        # What rounding explains is no contradiction: the checks of the package have looked at that.
        if total is not None and total != amount and subtotals[0].status not in _PROVEN:
            state = "contradicted"
    elif subtotals:
        used, amount, how, state = subtotals, None, "printed", "several"
    statuses = {cell.status for cell in used if cell.amount is not None}
    status = next((each for each in _WORST if each in statuses), "")
    if state == "given":
        state = "blank" if amount is None else "disputed" if status == "disputed" else "given"
    return Observation(
        name=name,
        name_en=name_en,
        level=level,
        amount=amount,
        state=state,
        how=how if amount is not None else "",
        status=status,
        figures=tuple(cell.figure for cell in used if cell.figure),
    )


def _sum(cells: list[_Cell]) -> Decimal | None:
    amounts = [cell.amount for cell in cells if cell.amount is not None]
    return sum(amounts, Decimal(0)) if amounts else None


def _by_label(
    cells: list[_Cell], table: Resource, classifications: Mapping[str, str]
) -> Iterator[tuple[str, Observation]]:
    """The observations of rows without a code, by their label; of the whole table where they have none."""
    words = [name for name in table.holding("text", "code") if name not in classifications]
    labelled: dict[str, list[_Cell]] = defaultdict(list)
    names: dict[str, str] = {}
    for cell in cells:
        if any(cell.row[field] for field in classifications):
            continue
        label = " / ".join(plain for name in words if (plain := normal_name(label_name(cell.row[name]))))
        labelled[label].append(cell)
        names.setdefault(label, label or table.text("title"))
    for label, found in labelled.items():
        if len(found) == 1:
            yield label, _observation(names[label], "", None, [], found)
        else:
            figures = tuple(cell.figure for cell in found if cell.figure)
            several = _observation(names[label], "", None, [], [])
            yield label, replace(several, state="several", figures=figures)
