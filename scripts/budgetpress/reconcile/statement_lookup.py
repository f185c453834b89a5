"""The figures that a rule for statements means: rows by what the words name, codes by the names they bear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from budgetpress.codes import CodeList, load_code_list, normal_name
from budgetpress.form import Form, StatementRule, Term
from budgetpress.form.statements import LABEL
from budgetpress.model import Row, Table
from budgetpress.reconcile.evaluate import Printed, Values
from budgetpress.reconcile.identities import Position, matches
from budgetpress.reconcile.labels import coded_fields


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """The tables as published: their amounts in fen, what is printed, and the id of each figure."""

    tables: Sequence[Table]
    form: Form
    year: int
    values: Values
    printed: Printed
    ids: Mapping[Position, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """What a statement must equal: ids, their sum in fen, what rounding each can have (twice), and where."""

    figures: tuple[str, ...]
    total: int
    rounding: int
    positions: tuple[Position, ...] = ()


class Lookup:
    """Finds the figures that rules mean; the names of codes are gathered once."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._tables = {table.resource: table for table in known.tables}
        self._names: dict[str, _Codes] = {}

    def side(self, rule: StatementRule, labels: Mapping[str, str]) -> Side | str:
        """What the tables say, or the key of the reason why they say nothing.

        `labels` are what the words of the statement name.
        """
        if any(term.resource not in self._tables for term in rule.equals):
            return "no-table"
        if any(name not in labels for name in _placeholders(rule.equals)):
            return "no-row"
        found = [(term, row) for term in rule.equals for row in self._rows(term, labels)]
        if rule.code:
            codes = self._codes(rule, labels, found)
            if len(codes) != 1:
                return "several-codes" if codes else "no-code"
            found = [(term, row) for term, row in found if row.text(rule.code) in codes]
        if not found:
            return "no-row"
        return self._sum([Position(term.resource, row.number, f) for term, row in found for f in term.fields])

    def _sum(self, positions: Iterable[Position]) -> Side | str:
        printed = [position for position in positions if position in self._known.ids]
        if any(position not in self._known.values for position in printed):
            return "unreadable-figure"
        if not printed and not self._known.form.blank_is_zero:
            return "blank"
        return Side(
            figures=tuple(self._known.ids[position] for position in printed),
            total=sum(self._known.values[position] for position in printed),
            rounding=sum(map(self._known.printed.resolution, printed)),
            positions=tuple(printed),
        )

    def _rows(self, term: Term, labels: Mapping[str, str]) -> list[Row]:
        def filled(word: str) -> str:
            return LABEL.sub(lambda match: labels[match[1]], word)

        where = {name: tuple(map(filled, words)) for name, words in term.where.items()}
        term = replace(term, where=where)
        return [row for row in self._tables[term.resource].rows if matches(row, term)]

    def _codes(
        self, rule: StatementRule, labels: Mapping[str, str], found: Iterable[tuple[Term, Row]]
    ) -> set[str]:
        """The codes in these rows that bear the names."""
        codes = {row.text(rule.code) for _, row in found} - {""}
        if rule.code not in self._names:
            self._names[rule.code] = _Codes(self._known, rule.equals[0].resource, rule.code)
        return self._names[rule.code].named(codes, [labels.get(name, "") for name in rule.names])


def _placeholders(terms: Iterable[Term]) -> Iterator[str]:
    for term in terms:
        for words in term.where.values():
            for word in words:
                yield from LABEL.findall(word)


class _Codes:
    """The codes of one field by the names that the document prints for them and those of their list."""

    def __init__(self, known: Known, resource: str, field: str) -> None:
        self.year = known.year
        forms = {item.name: item for _, item in known.form.resources()}
        name = forms[resource].field(field).codelist
        self.codelist: CodeList | None = load_code_list(name) if name else None
        self.printed: dict[str, set[str]] = {}
        for table in known.tables:
            for coded, name_field in coded_fields(forms[table.resource]):
                if coded.name == field:
                    for row in table.rows:
                        self.printed.setdefault(row.text(field), set()).add(row.text(name_field))

    def named(self, codes: Iterable[str], names: Sequence[str]) -> set[str]:
        """The codes that are as deep as there are names and have these above them; a blank name is any."""
        chains = {code: chain for code in codes if len(chain := self._chain(code)) == len(names)}
        for same in (self._is, self._is_nearly):
            found = {
                code
                for code, chain in chains.items()
                if all(not name or same(part, name) for part, name in zip(chain, names, strict=True))
            }
            if found:
                return found
        return set()

    def _chain(self, code: str) -> tuple[str, ...]:
        if self.codelist is not None:
            return (*self.codelist.parents(code), code)
        return (*sorted({other for other in self.printed if other and code.startswith(other)} - {code}), code)

    def _is(self, code: str, name: str) -> bool:
        wanted = normal_name(name)
        if any(normal_name(printed) == wanted for printed in self.printed.get(code, ())):
            return True
        return self.codelist is not None and self.codelist.agrees(code, name, self.year)

    def _is_nearly(self, code: str, name: str) -> bool:
        """The text says `公共安全` or `公共安全支出` as it likes."""
        stem = name.removesuffix("支出")
        return self._is(code, stem) or self._is(code, f"{stem}支出")
