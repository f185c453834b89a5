"""The equations of one document: positions, residuals, and what a change of values or labels does to them.

Everything is an integer of 0.01 yuan. A row belongs to the equations of its codes, so a changed code moves
the row's amounts from some equations to others; an equation that no row had before is made when needed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from budgetpress.form import Form, Identity, Term
from budgetpress.model import Row, Table
from budgetpress.reconcile.document import Codes, Document
from budgetpress.reconcile.evaluate import entries, tolerance
from budgetpress.reconcile.identities import Instance, Position, applies, instances, matches

Effect = dict[int, int]

MOST_HIDDEN = 3
"""So many equations that a defect opens may hold all the same, since others are wrong by as much."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keyed:
    """A term that takes rows by their codes, in an identity, with its sign there."""

    identity: Identity
    term: Term
    sign: int


class System(Document):
    """All linear identities of a document over its positions."""

    def __init__(
        self,
        tables: Sequence[Table],
        form: Form,
        year: int | None = None,
        settled: Container[Position] = frozenset(),
    ) -> None:
        """`settled` are cells, amounts or labels, that a person has settled: nothing may change them."""
        super().__init__(tables, form, year)
        self.settled = settled
        self.printed = entries(tables, form)
        self.ids: list[str] = []
        self.kinds: list[str] = []
        self.residuals: list[int] = []
        self.cells: list[list[tuple[Position, int]]] = []
        self.unprinted: dict[int, int] = {}
        self.links: dict[Position, list[tuple[int, int]]] = {}
        self._index: dict[str, int] = {}
        self.keyed: dict[str, list[Keyed]] = {name: [] for name in self.tables}
        self.all_instances = instances(tables, form)
        self.instances = tuple(i for i in self.all_instances if i.identity.kind != "within")
        for instance in self.instances:
            self._add(instance)
        self._add_unprinted()
        self._find_keyed()

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
            if not identity.unprinted:
                continue
            found = [index for index, name in enumerate(self.ids) if name.startswith(identity.name + ".")]
            if not found:
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
                    active = applies(identity, self.tables)
                    if codes and active and identity.kind in ("equal", "balance"):
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

    def index_of(self, identity: str, row: tuple[str, int], key: str) -> int | None:
        """The index of the equation of an identity at a row, None if there is none."""
        found = self.cached(
            ("index",),
            lambda: {(i.identity.name, i.row, i.key): index for index, i in enumerate(self.instances)},
        )
        return found.get((identity, row, key))

    def value_effect(self, changes: Mapping[Position, int]) -> Effect:
        """What new amounts do to the residuals."""
        effect: Effect = {}
        for position, new in changes.items():
            change = new - self.values.get(position, 0)
            for index, sign in self.links.get(position, ()) if change else ():
                effect[index] = effect.get(index, 0) + sign * change
        return {index: change for index, change in effect.items() if change}

    def label_links(self, resource: str, row: Row, codes: Codes) -> list[tuple[int, str, int]]:
        """The equations that the row's amounts belong to because of its codes: (equation, field, sign)."""
        key = ("links", resource, row.number, tuple(codes.values()))
        return self.cached(key, lambda: list(self._label_links(resource, row, codes)))

    def _label_links(self, resource: str, row: Row, codes: Codes) -> Iterator[tuple[int, str, int]]:
        for keyed in self.keyed[resource]:
            term = keyed.term
            if not matches_static(row, term):
                continue
            if not all(codes.get(name, "").startswith(starts) for name, starts in term.prefix.items()):
                continue
            name = keyed.identity.name
            if term.key:
                code = term.group(codes.get(term.key, ""))
                if not code:
                    continue
                name = f"{name}.{code}"
            index = self.equation(name)
            if keyed.identity.unprinted and index not in self.unprinted:
                self.unprinted[index] = self.equation(f"{keyed.identity.name}.unprinted", "unprinted")
            for field in term.fields:
                yield index, field, keyed.sign

    def label_effect(self, resource: str, number: int, codes: Codes) -> Effect:
        """What new codes of a row do to the residuals. Not to be changed: it is made once."""
        key = ("label effect", resource, number, *sorted(codes.items()))
        return self.cached(key, lambda: self._label_effect(resource, number, codes))

    def _label_effect(self, resource: str, number: int, codes: Codes) -> Effect:
        row = self.rows[resource, number]
        old = self.codes(resource, number)
        effect: Effect = {}
        for factor, labels in ((-1, old), (1, {**old, **codes})):
            for index, field, sign in self.label_links(resource, row, labels):
                value = self.values.get(Position(resource, number, field), 0)
                effect[index] = effect.get(index, 0) + factor * sign * value
        return {index: change for index, change in effect.items() if change}

    def hopeless(self, effect: Mapping[int, int]) -> bool:
        """Whether it opens more equations that hold as printed than other defects may hide."""
        opened = [i for i, change in effect.items() if change and not self.residuals[i]]
        return len(opened) > MOST_HIDDEN and sum(self.kinds[i] != "unprinted" for i in opened) > MOST_HIDDEN

    def joined(self, resource: str, number: int, field: str, code: str) -> set[int]:
        """The equations that take an amount of a row by a new code, and not by its own."""
        row, own = self.rows[resource, number], self.codes(resource, number)
        filled = {
            name for name in self.amount_fields[resource] if self.value(Position(resource, number, name))
        }
        old, new = (
            {index for index, name, _ in self.label_links(resource, row, labels) if name in filled}
            for labels in (own, {**own, field: code})
        )
        return new - old

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

    @property
    def violated(self) -> list[int]:
        """The equations that do not hold as printed."""
        return self.cached(("violated",), lambda: [i for i, off in enumerate(self.residuals) if off])

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

    def kinds_by_code(self, index: int) -> bool:
        """Whether an equation takes rows by a code."""
        return bool(self.keyed_of(index))

    def in_doubt(self, resource: str, number: int) -> bool:
        """Whether an equation that the row belongs to by its codes does not hold as printed."""
        row = self.rows[resource, number]
        links = self.label_links(resource, row, self.codes(resource, number))
        return any(self.residuals[index] for index, _, _ in links)

    def is_keyed(self, resource: str, field: str, amount: str) -> bool:
        """Whether some equation takes this amount by this code."""
        return any(k.term.key == field and amount in k.term.fields for k in self.keyed[resource])

    def is_judged(self, resource: str, number: int, field: str) -> bool:
        """Whether some equation takes an amount of the row by its code in this field."""
        return any(
            field in self.labels_of(resource, name)
            for name in self.amount_fields[resource]
            if self.value(Position(resource, number, name))
        )

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


def matches_static(row: Row, term: Term) -> bool:
    """Whether a row belongs to a term, its codes apart."""
    if not term.prefix:
        return matches(row, term)
    return all(row.kind in values if name == "kind" else True for name, values in term.where.items())
