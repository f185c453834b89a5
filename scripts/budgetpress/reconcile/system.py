"""The equations of one document: positions, residuals, and what a change of values or labels does to them.

Everything is an integer of 0.01 yuan. A row belongs to the equations of its codes, so a changed code moves
the row's amounts from some equations to others; an equation that no row had before is made when needed.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from budgetpress.codes import CodeList, load_code_list
from budgetpress.form import Form, Identity, Term
from budgetpress.model import Entry, Row, Table
from budgetpress.reconcile.evaluate import amounts, entries, tolerance
from budgetpress.reconcile.identities import Instance, Position, instances, matches

T = TypeVar("T")
Effect = dict[int, int]
Codes = Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Keyed:
    """A term that takes rows by their codes, in an identity, with its sign there."""

    identity: Identity
    term: Term
    sign: int


class System:
    """All linear identities of a document over its positions."""

    def __init__(
        self,
        tables: Sequence[Table],
        form: Form,
        year: int | None = None,
        settled: Container[Position] = frozenset(),
    ) -> None:
        """`settled` are cells, amounts or labels, that a person has settled: nothing may change them."""
        self.settled = settled
        self.form = form
        self.year = year
        self.tables = {table.resource: table for table in tables}
        self.rows = {(t.resource, row.number): row for t in tables for row in t.rows}
        self.values: dict[Position, int] = amounts(tables)
        self.printed: dict[Position, Entry] = entries(tables, form)
        forms = {resource.name: resource for _, resource in form.resources()}
        self.resource_forms = forms
        self.amount_fields = {name: forms[name].amounts for name in self.tables}
        self.code_fields = {
            name: _printed_codes(self.tables[name], forms[name].fields) for name in self.tables
        }
        self.ids: list[str] = []
        self.kinds: list[str] = []
        self.residuals: list[int] = []
        self.cells: list[list[tuple[Position, int]]] = []
        self.unprinted: dict[int, int] = {}
        self.links: dict[Position, list[tuple[int, int]]] = {}
        self._index: dict[str, int] = {}
        self._cache: dict[Hashable, object] = {}
        self._in_use: dict[str, tuple[str, ...]] = {}
        self.keyed: dict[str, list[Keyed]] = {name: [] for name in self.tables}
        self.instances = tuple(i for i in instances(tables, form) if i.identity.kind != "within")
        for instance in self.instances:
            self._add(instance)
        self._add_unprinted()
        self._find_keyed()

    # Building

    def _add(self, instance: Instance) -> None:
        index = self.equation(instance.id, instance.identity.kind)
        for sign, side in ((1, instance.left), (-1, instance.right)):
            for position in side:
                self.cells[index].append((position, sign))
                self.links.setdefault(position, []).append((index, sign))
        off = sum(sign * self.values.get(position, 0) for position, sign in self.cells[index])
        self.residuals[index] = off if abs(off) > tolerance(instance, self.printed) else 0

    def _add_unprinted(self) -> None:
        """For funds that are not printed by code: what the codes lack must come to their printed total."""
        for identity in self.form.identities:
            found = [index for index, name in enumerate(self.ids) if name.startswith(identity.name + ".")]
            if not identity.unprinted or not found:
                continue
            total = self.equation(f"{identity.name}.unprinted", "unprinted")
            for term in identity.unprinted:
                for row in self.tables[term.resource].rows if term.resource in self.tables else ():
                    for name in term.fields:
                        position = Position(term.resource, row.number, name)
                        self.cells[total].append((position, 1))
                        self.links.setdefault(position, []).append((total, 1))
                        self.residuals[total] += self.values.get(position, 0)
            for index in found:
                self.unprinted[index] = total

    def _find_keyed(self) -> None:
        for identity in self.form.identities:
            for sign, terms in ((1, identity.left), (-1, identity.right)):
                for term in terms:
                    codes = set(term.prefix) | ({term.key} if term.key else set())
                    present = all(t.resource in self.tables for t in (*identity.left, *identity.right))
                    if codes and present and identity.kind in ("equal", "balance"):
                        self.keyed[term.resource].append(Keyed(identity=identity, term=term, sign=sign))

    def equation(self, name: str, kind: str = "equal") -> int:
        """The index of an equation, made empty if there is none of that name."""
        if name not in self._index:
            self._index[name] = len(self.ids)
            self.ids.append(name)
            self.kinds.append(kind)
            self.residuals.append(0)
            self.cells.append([])
        return self._index[name]

    # Effects

    def value(self, position: Position) -> int:
        """The amount at a position; nothing counts as 0."""
        return self.values.get(position, 0)

    def value_effect(self, changes: Mapping[Position, int]) -> Effect:
        """What new amounts do to the residuals."""
        effect: Effect = {}
        for position, new in changes.items():
            change = new - self.values.get(position, 0)
            for index, sign in self.links.get(position, ()) if change else ():
                effect[index] = effect.get(index, 0) + sign * change
        return {index: change for index, change in effect.items() if change}

    def codes(self, resource: str, row: int) -> dict[str, str]:
        """The codes of a row, by field."""
        found = self.rows[resource, row]
        return {name: found.text(name) for name in self.code_fields[resource]}

    def label_links(self, resource: str, row: Row, codes: Codes) -> list[tuple[int, str, int]]:
        """The equations that the row's amounts belong to because of its codes: (equation, field, sign)."""
        key = ("links", resource, row.number, tuple(codes.values()))
        return self.cached(key, lambda: list(self._label_links(resource, row, codes)))

    def cached(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a key."""
        if key not in self._cache:
            self._cache[key] = make()
        return cast("T", self._cache[key])

    def _label_links(self, resource: str, row: Row, codes: Codes) -> Iterator[tuple[int, str, int]]:
        for keyed in self.keyed[resource]:
            term = keyed.term
            if not matches_static(row, term):
                continue
            if not all(codes.get(name, "").startswith(starts) for name, starts in term.prefix.items()):
                continue
            name = keyed.identity.name
            if term.key:
                code = codes.get(term.key, "")
                if len(code) < term.digits:
                    continue
                name = f"{name}.{code[: term.digits]}"
            index = self.equation(name)
            if keyed.identity.unprinted and index not in self.unprinted:
                self.unprinted[index] = self.equation(f"{keyed.identity.name}.unprinted", "unprinted")
            for field in term.fields:
                yield index, field, keyed.sign

    def label_effect(self, resource: str, number: int, codes: Codes) -> Effect:
        """What new codes of a row do to the residuals."""
        row = self.rows[resource, number]
        old = self.codes(resource, number)
        effect: Effect = {}
        for factor, labels in ((-1, old), (1, {**old, **codes})):
            for index, field, sign in self.label_links(resource, row, labels):
                value = self.values.get(Position(resource, number, field), 0)
                effect[index] = effect.get(index, 0) + factor * sign * value
        return {index: change for index, change in effect.items() if change}

    def row_effect(self, resource: str, like: int, codes: Codes, values: Mapping[str, int]) -> Effect:
        """What a further item row with these codes and amounts does; `like` is a row of the same kind."""
        row = self.rows[resource, like]
        effect: Effect = {}
        for field, value in values.items():
            for index, sign in self.links.get(Position(resource, like, field), ()):
                if self.kinds[index] == "total":
                    effect[index] = effect.get(index, 0) + sign * value
        for index, field, sign in self.label_links(resource, row, codes):
            effect[index] = effect.get(index, 0) + sign * values.get(field, 0)
        return {index: change for index, change in effect.items() if change}

    def equations_of(self, resource: str, number: int, codes: Codes) -> Iterator[int]:
        """The equations that a row's amounts belong to, with new codes, but for sums down a column."""
        row = self.rows[resource, number]
        labels = self.codes(resource, number)
        own = {index for index, _, _ in self.label_links(resource, row, labels)}
        for name in self.amount_fields[resource]:
            for index, _ in self.links.get(Position(resource, number, name), ()):
                if index not in own and self.kinds[index] not in ("total", "unprinted"):
                    yield index
        for index, name, _ in self.label_links(resource, row, {**labels, **codes}):
            if self.value(Position(resource, number, name)):
                yield index

    # Codes

    def codelist(self, resource: str, field: str) -> CodeList | None:
        """The code list of a field, None if it has none."""
        name = self.resource_forms[resource].field(field).codelist
        return load_code_list(name) if name else None

    def codes_in_use(self, field: str) -> tuple[str, ...]:
        """Every code that some table of the document prints in this field."""
        if field not in self._in_use:
            rows = (
                row for name in self.tables if field in self.code_fields[name] for row in self.items(name)
            )
            self._in_use[field] = tuple(sorted({row.text(field) for row in rows} - {""}))
        return self._in_use[field]

    def partners(self, resource: str, field: str, code: str, row: Row) -> Iterator[dict[str, str]]:
        """Codes of other fields that stand beside `code` elsewhere, where all of them differ from the row's."""
        others = [name for name in self.code_fields[resource] if name != field]
        for name in others:
            beside = self.cached(("beside", field, name), lambda: self._beside(field, name)).get(code, set())
            if beside and row.text(name) not in beside and len(beside) <= 4:
                for partner in sorted(beside):
                    yield {name: partner}

    @property
    def violated(self) -> list[int]:
        """The equations that do not hold as printed."""
        return self.cached(("violated",), lambda: [i for i, off in enumerate(self.residuals) if off])

    def _beside(self, field: str, name: str) -> dict[str, set[str]]:
        """Code of one field -> codes of another in the same rows, over all tables."""
        found: dict[str, set[str]] = {}
        for table in self.tables:
            if field in self.code_fields[table] and name in self.code_fields[table]:
                for row in self.items(table):
                    if row.text(field) and row.text(name):
                        found.setdefault(row.text(field), set()).add(row.text(name))
        return found

    def keyed_of(self, index: int) -> Sequence[tuple[str, Keyed, str]]:
        """The terms that put rows into an equation by a code: (resource, term, code)."""
        return self.cached(("keyed", index), lambda: list(self._keyed_of(index)))

    def _keyed_of(self, index: int) -> Iterator[tuple[str, Keyed, str]]:
        name = self.ids[index]
        for resource, keyed in self.keyed.items():
            for item in keyed:
                stem = item.identity.name + "."
                if item.term.key and name.startswith(stem) and self.kinds[index] != "unprinted":
                    yield resource, item, name[len(stem) :]

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

    def rows_near_code(self, resource: str, field: str, code: str) -> list[int]:
        """The item rows of a code, and the rows before and after each."""
        by_row = self.cached(
            ("codes", resource, field), lambda: [(r.number, r.text(field)) for r in self.items(resource)]
        )
        near = {number + step for number, own in by_row if own.startswith(code) for step in (-1, 0, 1)}
        return sorted(near)

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

    def kinds_by_code(self, index: int) -> bool:
        """Whether an equation takes rows by a code."""
        return bool(self.keyed_of(index))

    def strangers(
        self,
        changed: Mapping[str, Mapping[Hashable, Codes]],
        removed: Mapping[str, Container[int]],
    ) -> int:
        """How often a code stands beside another one than it does elsewhere, where it has just one partner.

        `changed` are new codes by resource and row, `removed` the rows that are taken out.
        """
        count = 0
        for field, other in self.determined():
            partners: dict[str, set[str]] = {}
            for table in self.tables:
                names = self.code_fields[table]
                if field not in names or other not in names:
                    continue
                rows = changed.get(table, {})
                gone = removed.get(table, ())
                for row in self.items(table):
                    new = rows.get(row.number, {})
                    code, partner = new.get(field, row.text(field)), new.get(other, row.text(other))
                    if code and partner and row.number not in gone:
                        partners.setdefault(code, set()).add(partner)
                for number, new in rows.items():
                    if not isinstance(number, int) and new.get(field) and new.get(other):
                        partners.setdefault(new[field], set()).add(new[other])
            count += sum(len(beside) - 1 for beside in partners.values())
        return count

    def determined(self) -> list[tuple[str, str]]:
        """Pairs of code fields of which the first has, in this document, nearly always one partner."""
        return self.cached(("partners",), self._determined)

    def _determined(self) -> list[tuple[str, str]]:
        fields = sorted({name for names in self.code_fields.values() for name in names})
        found = []
        for field in fields:
            for other in fields:
                beside = self._beside(field, other) if other != field else {}
                single = sum(len(partners) == 1 for partners in beside.values())
                rows = sum(field in self.code_fields[t] and other in self.code_fields[t] for t in self.tables)
                if rows > 1 and len(beside) > 4 and single * 10 >= len(beside) * 8:
                    found.append((field, other))
        return found

    def in_doubt(self, resource: str, number: int) -> bool:
        """Whether an equation that the row belongs to by its codes does not hold as printed."""
        row = self.rows[resource, number]
        links = self.label_links(resource, row, self.codes(resource, number))
        return any(self.residuals[index] for index, _, _ in links)

    def key(self, resource: str, number: int, codes: Codes) -> tuple[str, ...]:
        """The key that a row has with other codes."""
        row = self.rows.get((resource, number))
        return tuple(codes.get(name, row.text(name) if row else "") for name in self.keys(resource))

    def code_length(self, resource: str, field: str) -> int:
        """How many characters most codes of a field have."""
        lengths = [len(row.text(field)) for row in self.items(resource) if row.text(field)]
        return max(set(lengths), key=lengths.count, default=0)

    def is_keyed(self, resource: str, field: str, amount: str) -> bool:
        """Whether some equation takes this amount by this code."""
        return any(k.term.key == field and amount in k.term.fields for k in self.keyed[resource])

    def labels_of(self, resource: str, amount: str) -> frozenset[str]:
        """The code fields by which some equation takes this amount."""
        return self.cached(
            ("labels", resource, amount),
            lambda: frozenset(
                name
                for keyed in self.keyed[resource]
                if amount in keyed.term.fields
                for name in (*keyed.term.prefix, keyed.term.key)
                if name
            ),
        )

    def complete_row(self, resource: str, amounts: Mapping[str, int]) -> Iterator[dict[str, int]]:
        """The ways to fill the other amounts of a row so that its own sums hold, each part as one amount."""
        sums = self.cached(("sums", resource), lambda: self._sums(resource))
        for total, parts in sums:
            known = sum(amounts.get(part, 0) for part in parts)
            if total not in amounts:
                if known:
                    yield from self.complete_row(resource, {**amounts, total: known})
                    return
            elif amounts[total] != known:
                free = [part for part in parts if part not in amounts]
                for part in free if amounts[total] > known else ():
                    yield from self.complete_row(resource, {**amounts, part: amounts[total] - known})
                return
        yield dict(amounts)

    def _sums(self, resource: str) -> list[tuple[str, tuple[str, ...]]]:
        """Total and parts of every sum that the rows of a resource must meet."""
        active = {instance.identity.name for instance in self.instances}
        return [
            (identity.left[0].fields[0], identity.right[0].fields)
            for identity in self.form.identities
            if identity.kind == "sum" and identity.name in active and identity.left[0].resource == resource
        ]

    def place_of(self, resource: str, codes: Codes) -> int:
        """After which row a row with these codes belongs: the last one whose codes come before it."""
        rows = self.items(resource)
        names = self.code_fields[resource]
        key = tuple(codes.get(name, "") for name in names)
        before = [row.number for row in rows if tuple(row.text(name) for name in names) <= key]
        return max(before, default=rows[0].number - 1 if rows else 0)

    # Neighbours

    def items(self, resource: str) -> Sequence[Row]:
        """The item rows of a resource in printed order."""
        return self.cached(
            ("items", resource), lambda: [r for r in self.tables[resource].rows if r.kind == "item"]
        )

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


def matches_static(row: Row, term: Term) -> bool:
    """Whether a row belongs to a term, its codes apart."""
    if not term.prefix:
        return matches(row, term)
    return all(row.kind in values if name == "kind" else True for name, values in term.where.items())


def _printed_codes(table: Table, fields: Iterable[object]) -> tuple[str, ...]:
    """The code fields whose codes are printed (a derived code is no evidence of its own)."""
    names = [f.name for f in fields if getattr(f, "type", "") == "code" and getattr(f, "codelist", "")]
    return tuple(n for n in names if any(r.entries[n].text for r in table.rows if n in r.entries))
