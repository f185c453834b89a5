"""One document as the search for repairs sees it: rows, amounts, codes, and what stands beside what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
from typing import TypeVar, cast

from budgetpress.codes import CodeList, load_code_list
from budgetpress.form import Field, Form
from budgetpress.model import Row, Table
from budgetpress.reconcile.evaluate import amounts
from budgetpress.reconcile.identities import Position

T = TypeVar("T")
Codes = Mapping[str, str]


class Document:
    """The tables of a document with their rows, amounts (0.01 yuan) and codes."""

    def __init__(self, tables: Sequence[Table], form: Form, year: int | None = None) -> None:
        self.form = form
        self.year = year
        self.tables = {table.resource: table for table in tables}
        self.rows = {(t.resource, row.number): row for t in tables for row in t.rows}
        self.values: dict[Position, int] = amounts(tables)
        self.resource_forms = {resource.name: resource for _, resource in form.resources()}
        self.amount_fields = {name: self.resource_forms[name].amounts for name in self.tables}
        self.code_fields = {
            name: _printed_codes(table, self.resource_forms[name].fields)
            for name, table in self.tables.items()
        }
        self._cache: dict[Hashable, object] = {}
        self._row_codes: dict[tuple[str, int], Codes] = {}

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a key."""
        if key not in self._cache:
            self._cache[key] = make()
        return cast("T", self._cache[key])

    def value(self, position: Position) -> int:
        """The amount at a position; nothing counts as 0."""
        return self.values.get(position, 0)

    def items(self, resource: str) -> Sequence[Row]:
        """The item rows of a resource in printed order."""
        return self.cached(
            ("items", resource), lambda: [r for r in self.tables[resource].rows if r.kind == "item"]
        )

    def codes(self, resource: str, row: int) -> Codes:
        """The codes of a row, by field. Not to be changed: it is made once."""
        found = self._row_codes.get((resource, row))
        if found is None:
            own = self.rows[resource, row]
            found = {name: own.text(name) for name in self.code_fields[resource]}
            self._row_codes[resource, row] = found
        return found

    def codelist(self, resource: str, field: str) -> CodeList | None:
        """The code list of a field, None if it has none."""
        name = self.resource_forms[resource].field(field).codelist
        return load_code_list(name) if name else None

    def codes_in_use(self, field: str) -> tuple[str, ...]:
        """Every code that some table of the document prints in this field."""
        return self.cached(("in use", field), lambda: self._in_use(field))

    def _in_use(self, field: str) -> tuple[str, ...]:
        rows = (row for name in self.tables if field in self.code_fields[name] for row in self.items(name))
        return tuple(sorted({row.text(field) for row in rows} - {""}))

    def partners(self, resource: str, field: str, code: str, row: Row) -> Iterator[dict[str, str]]:
        """Codes of other fields that stand beside `code` elsewhere, none of them that of the row."""
        for name in self.code_fields[resource]:
            beside = self.pairs(field, name).get(code, Counter[str]()) if name != field else Counter[str]()
            if beside and row.text(name) not in beside and len(beside) <= 4:
                for partner in sorted(beside):
                    yield {name: partner}

    def amounts_of(self, resource: str, row: int) -> set[int]:
        """The amounts of a row that are not nothing."""
        return {self.value(Position(resource, row, name)) for name in self.amount_fields[resource]} - {0}

    def rows_with(self, resource: str, fields: Iterable[str], amount: int) -> list[int]:
        """The item rows that hold an amount in one of the fields."""
        by_amount = self.cached(("amounts", resource), lambda: self._by_amount(resource))
        return sorted({number for name, number in by_amount.get(amount, ()) if name in fields})

    def _by_amount(self, resource: str) -> dict[int, list[tuple[str, int]]]:
        found: dict[int, list[tuple[str, int]]] = {}
        for row in self.items(resource):
            for name in self.amount_fields[resource]:
                value = self.value(Position(resource, row.number, name))
                if value:
                    found.setdefault(value, []).append((name, row.number))
        return found

    def rows_holding(self, resource: str, field: str, amount: int) -> Sequence[int]:
        """The rows of any kind that hold an amount in a field."""
        found = self.cached(("holding", resource), lambda: self._holding(resource))
        return found.get((field, amount), ())

    def _holding(self, resource: str) -> dict[tuple[str, int], list[int]]:
        found: dict[tuple[str, int], list[int]] = {}
        for row in self.tables[resource].rows:
            for name in self.amount_fields[resource]:
                value = self.value(Position(resource, row.number, name))
                found.setdefault((name, value), []).append(row.number)
        return found

    def rows_near_code(self, resource: str, field: str, code: str) -> list[int]:
        """The item rows of a code, and the rows before and after each."""
        return self.cached(("near", resource, field, code), lambda: self._near_code(resource, field, code))

    def _near_code(self, resource: str, field: str, code: str) -> list[int]:
        rows = [row.number for row in self.items(resource) if row.text(field).startswith(code)]
        return sorted({number + step for number in rows for step in (-1, 0, 1)})

    def keys(self, resource: str) -> tuple[str, ...]:
        """The code fields that no two rows of the resource share, by its form; empty if there are none."""
        return self.resource_forms[resource].key

    def printed_keys(self, resource: str) -> dict[int, tuple[str, ...]]:
        """The key of every item row as printed."""
        names = self.keys(resource)
        return self.cached(
            ("keys", resource),
            lambda: {row.number: tuple(row.text(name) for name in names) for row in self.items(resource)},
        )

    def key_counts(self, resource: str) -> Counter[tuple[str, ...]]:
        """How many item rows have each key as printed."""
        return self.cached(("key counts", resource), lambda: Counter(self.printed_keys(resource).values()))

    def key(self, resource: str, number: int, codes: Codes) -> tuple[str, ...]:
        """The key that a row has with other codes."""
        row = self.rows.get((resource, number))
        return tuple(codes.get(name, row.text(name) if row else "") for name in self.keys(resource))

    def tells_apart(self, resource: str, codes: Codes) -> bool:
        """Whether these codes are those of one row: all of the key is given, or the same in every row."""
        names = self.keys(resource)
        others = {
            name: {row.text(name) for row in self.items(resource)} for name in names if not codes.get(name)
        }
        return bool(names) and all(len(texts) == 1 and "" not in texts for texts in others.values())

    def misnamed(self, resource: str) -> list[tuple[int, str, frozenset[str]]]:
        """Rows whose printed name is that of other codes than the printed one: (row, field, those codes)."""
        return self.cached(("misnamed", resource), lambda: list(self._misnamed(resource)))

    def _misnamed(self, resource: str) -> Iterator[tuple[int, str, frozenset[str]]]:
        for field in self.code_fields[resource]:
            codelist = self.codelist(resource, field)
            for row in self.items(resource) if codelist is not None else ():
                code, name = row.text(field), row.text(field.removesuffix("_code") + "_name")
                if codelist is None or not name or codelist.agrees(code, name, self.year):
                    continue
                named = frozenset(
                    c.code for c in codelist.by_name(name, self.year) if len(c.code) == len(code)
                )
                if named:
                    yield row.number, field, named

    def strangers(
        self,
        changed: Mapping[str, Mapping[Hashable, Codes]],
        removed: Mapping[str, Set[int]],
    ) -> int:
        """How often a code stands beside another one than it does elsewhere, where it has just one partner.

        `changed` are new codes by resource and row, `removed` the rows that are taken out.
        """
        count = 0
        for pair in self.determined():
            beside = self.pairs(*pair)
            count += self._strange_as_printed(*pair)
            moves = self._moves(pair, changed, removed)
            if moves:
                after = {code: Counter(beside.get(code, {})) for code, _, _ in moves}
                count -= _strange(after.values())
                for code, partner, times in moves:
                    after[code][partner] += times
                count += _strange(after.values())
        return count

    def _strange_as_printed(self, field: str, other: str) -> int:
        return self.cached(("strange", field, other), lambda: _strange(self.pairs(field, other).values()))

    def pairs(self, field: str, other: str) -> dict[str, Counter[str]]:
        """How often each code of one field stands beside each of another, over all tables."""
        return self.cached(("pairs", field, other), lambda: self._pairs(field, other))

    def _pairs(self, field: str, other: str) -> dict[str, Counter[str]]:
        found: dict[str, Counter[str]] = {}
        for table in self.tables:
            if field in self.code_fields[table] and other in self.code_fields[table]:
                for row in self.items(table):
                    if row.text(field) and row.text(other):
                        found.setdefault(row.text(field), Counter())[row.text(other)] += 1
        return found

    def _moves(
        self,
        pair: tuple[str, str],
        changed: Mapping[str, Mapping[Hashable, Codes]],
        removed: Mapping[str, Set[int]],
    ) -> list[tuple[str, str, int]]:
        """The pairs of codes that changes take away (-1) and bring (1)."""
        moves = []
        for table, rows in changed.items():
            if not set(pair) <= set(self.code_fields[table]):
                continue
            gone = removed.get(table, set())
            for number in {*rows, *gone}:
                row = self.rows.get((table, number)) if isinstance(number, int) else None
                old = [row.text(name) if row is not None and row.kind == "item" else "" for name in pair]
                new = [rows.get(number, {}).get(name, text) for name, text in zip(pair, old, strict=True)]
                if all(old):
                    moves.append((old[0], old[1], -1))
                if all(new) and number not in gone:
                    moves.append((new[0], new[1], 1))
        return moves

    def determined(self) -> list[tuple[str, str]]:
        """Pairs of code fields of which the first has, in this document, nearly always one partner."""
        return self.cached(("partners",), self._determined)

    def _determined(self) -> list[tuple[str, str]]:
        fields = sorted({name for names in self.code_fields.values() for name in names})
        found = []
        for field in fields:
            for other in fields:
                beside = self.pairs(field, other) if other != field else {}
                single = sum(len(partners) == 1 for partners in beside.values())
                rows = sum(field in self.code_fields[t] and other in self.code_fields[t] for t in self.tables)
                if rows > 1 and len(beside) > 4 and single * 10 >= len(beside) * 8:
                    found.append((field, other))
        return found

    def code_length(self, resource: str, field: str) -> int:
        """How many characters most codes of a field have."""
        return self.cached(("length", resource, field), lambda: self._code_length(resource, field))

    def _code_length(self, resource: str, field: str) -> int:
        lengths = [len(text) for row in self.items(resource) if (text := row.text(field))]
        return max(set(lengths), key=lengths.count, default=0)

    def place_of(self, resource: str, codes: Codes) -> int:
        """After which row a row with these codes belongs: the last one whose codes come before it."""
        names = self.code_fields[resource]
        printed = self.cached(
            ("all codes", resource),
            lambda: [(tuple(row.text(n) for n in names), row.number) for row in self.items(resource)],
        )
        key = tuple(codes.get(name, "") for name in names)
        before = [number for own, number in printed if own <= key]
        return max(before, default=printed[0][1] - 1 if printed else 0)

    def beside(self, position: Position) -> Iterator[Position]:
        """The positions next to one: the amount columns left and right, the rows above and below."""
        fields = self.amount_fields[position.resource]
        at = fields.index(position.field)
        for other in (at - 1, at + 1):
            if 0 <= other < len(fields):
                yield position._replace(field=fields[other])
        here = self.rows[position.resource, position.row]
        for number in (position.row - 1, position.row + 1):
            row = self.rows.get((position.resource, number))
            if row is not None and row.text("side") == here.text("side"):
                yield position._replace(row=number)


def _strange(beside: Iterable[Mapping[str, int]]) -> int:
    """How many partners codes have beyond the first."""
    return sum(max(0, sum(1 for times in partners.values() if times > 0) - 1) for partners in beside)


def _printed_codes(table: Table, fields: Iterable[Field]) -> tuple[str, ...]:
    """The code fields whose codes are printed (a derived code is no evidence of its own)."""
    names = [f.name for f in fields if f.type == "code" and f.codelist]
    return tuple(n for n in names if any(r.entries[n].text for r in table.rows if n in r.entries))
