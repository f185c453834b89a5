"""What the text states against what the tables say: the same amount, as far as rounding allows.

A statement proves nothing and repairs nothing: the text is written from the tables, and often from last
year's text. Where the two differ the document contradicts itself, and a person should know; the figure keeps
the verdict that the tables give it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from budgetpress.amounts import format_yuan, from_fen, to_fen
from budgetpress.codes import CodeList, load_code_list, normal_name
from budgetpress.form import Form, StatementRule, Term
from budgetpress.form.statements import LABEL
from budgetpress.model import Entry, Finding, Reading, Row, Statement, Table
from budgetpress.reconcile.evaluate import Printed, Values, resolution
from budgetpress.reconcile.identities import Position, matches
from budgetpress.reconcile.labels import coded_fields

REASONS: dict[str, tuple[str, str]] = {
    "unreadable": ("金额无法辨认", "the amount cannot be read"),
    "unreadable-figure": ("表中的金额无法辨认", "the amount in the table cannot be read"),
    "past": ("说的不是本年度", "it speaks of another year"),
    "change": ("是增减额", "it is a change"),
    "limit": ("是限额，不是金额", "it is a limit, not an amount"),
    "no-rule": ("本表式没有与这句话相应的表内数", "the form has no figure for these words"),
    "ambiguous": ("这句话可以指不同的表内数", "these words fit several figures"),
    "no-table": ("来源中没有相应的表", "its table is not in the source"),
    "no-row": ("表中没有相应的行", "the table has no such row"),
    "no-code": ("表中没有这个名称的科目", "the table has no code of this name"),
    "several-codes": ("表中有几个科目叫这个名称", "several codes of the table have this name"),
    "blank": ("表中此处为空", "the table leaves it blank"),
    "no-parts": ("没有写明各组成部分", "its parts are not all stated"),
    "part": ("是文字中一个合计的组成部分，表中没有", "it is part of a sum in the text, and in no table"),
}
"""Why a statement is compared with nothing: key -> (Chinese, English)."""

# What the form knows, the tables should have: the writer or the table is wrong, or the name is.
_TOLD = ("no-code", "several-codes", "no-row", "blank")


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """The tables as published: their amounts in fen, what is printed, and the id of each figure."""

    tables: Sequence[Table]
    form: Form
    year: int
    values: Values
    printed: Printed
    ids: Mapping[Position, str]


def check_statements(
    statements: Sequence[Statement], known: Known
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """The statements with a verdict each, and a finding for each that the tables do not bear out."""
    rules = {rule.name: rule for rule in known.form.statements}
    by_id = {statement.id: statement for statement in statements}
    judged: list[Statement] = []
    findings: list[Finding] = []
    for statement in statements:
        rule = rules.get(statement.rule)
        reason = statement.reason or _unfit(statement, known.year) or ("" if rule else "no-rule")
        found: _Side | str = reason
        if not reason and rule is not None:
            found = _against(statement, rule, known, by_id)
        done = _not_compared(statement, found) if isinstance(found, str) else _compared(statement, found)
        judged.append(done)
        findings += _findings(done, found, known)
    return tuple(judged), tuple(findings)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """What a statement must equal: ids, their sum in fen, what rounding each can have (twice), and where."""

    figures: tuple[str, ...]
    total: int
    rounding: int
    positions: tuple[Position, ...] = ()


def _against(
    statement: Statement, rule: StatementRule, known: Known, by_id: Mapping[str, Statement]
) -> _Side | str:
    """What the statement must equal, or why it is compared with nothing."""
    if rule.parts:
        return _stated(statement, by_id)
    return _Lookup(known, rule, statement).side() if rule.equals else "part"


def _unfit(statement: Statement, year: int) -> str:
    if statement.amount is None:
        return "unreadable"
    if statement.about != "plan":
        return statement.about
    return "past" if statement.year not in (None, year) else ""


def _stated(statement: Statement, by_id: Mapping[str, Statement]) -> _Side | str:
    """The parts that the text itself states."""
    parts = [by_id[name] for name in statement.terms]
    amounts = [to_fen(part.amount) for part in parts if part.amount is not None]
    if not parts or len(amounts) < len(parts):
        return "no-parts"
    return _Side(figures=statement.terms, total=sum(amounts), rounding=sum(map(_rounding, parts)))


def _rounding(statement: Statement) -> int:
    amount = statement.amount
    ways = () if amount is None else (Reading(amount=amount, notation="plain"),)
    unit = statement.printed_unit
    text = statement.printed
    return resolution(
        Entry(field="", text=text, value=amount, place=statement.place, unit=unit, readings=ways)
    )


def _compared(statement: Statement, side: _Side) -> Statement:
    amount = to_fen(statement.amount or Decimal(0))
    allowed = (_rounding(statement) + side.rounding) // 2
    off = amount - side.total
    return replace(
        statement,
        figures=side.figures,
        compared=from_fen(side.total),
        residual=from_fen(off),
        tolerance=from_fen(allowed),
        verdict="holds" if abs(off) <= allowed else "fails",
    )


def _not_compared(statement: Statement, reason: str) -> Statement:
    zh, en = REASONS[reason]
    return replace(statement, reason=reason, reason_zh=zh, reason_en=en)


class _Lookup:
    """Finds the figures that one rule means, with the labels of one statement."""

    def __init__(self, known: Known, rule: StatementRule, statement: Statement) -> None:
        self.known = known
        self.rule = rule
        self.labels = statement.labels
        self.tables = {table.resource: table for table in known.tables}

    def side(self) -> _Side | str:
        """What the tables say, or why they say nothing."""
        if any(term.resource not in self.tables for term in self.rule.equals):
            return "no-table"
        if any(name not in self.labels for name in _labels(self.rule.equals)):
            return "no-row"
        found = [(term, row) for term in self.rule.equals for row in self._rows(term)]
        if self.rule.code:
            codes = self._codes(found)
            if len(codes) != 1:
                return "several-codes" if codes else "no-code"
            found = [(term, row) for term, row in found if row.text(self.rule.code) in codes]
        if not found:
            return "no-row"
        return self._side(
            [Position(term.resource, row.number, n) for term, row in found for n in term.fields]
        )

    def _side(self, positions: Iterable[Position]) -> _Side | str:
        printed = [position for position in positions if position in self.known.ids]
        if any(position not in self.known.values for position in printed):
            return "unreadable-figure"
        if not printed and not self.known.form.blank_is_zero:
            return "blank"
        return _Side(
            figures=tuple(self.known.ids[position] for position in printed),
            total=sum(self.known.values.get(position, 0) for position in printed),
            rounding=sum(map(self.known.printed.resolution, printed)),
            positions=tuple(printed),
        )

    def _rows(self, term: Term) -> list[Row]:
        where = {name: tuple(map(self._filled, words)) for name, words in term.where.items()}
        term = replace(term, where=where)
        return [row for row in self.tables[term.resource].rows if matches(row, term)]

    def _codes(self, found: Iterable[tuple[Term, Row]]) -> set[str]:
        """The codes in these rows that bear the names."""
        names = [self.labels.get(name, "") for name in self.rule.names]
        codes = {row.text(self.rule.code) for _, row in found} - {""}
        resource = self.rule.equals[0].resource
        return _Codes(self.known, resource, self.rule.code).named(codes, names)

    def _filled(self, word: str) -> str:
        return LABEL.sub(lambda match: self.labels[match[1]], word)


def _labels(terms: Iterable[Term]) -> Iterator[str]:
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


def _findings(statement: Statement, found: _Side | str, known: Known) -> Iterator[Finding]:
    printed = f"{statement.printed}{statement.printed_unit}"
    if isinstance(found, str):
        told = found in _TOLD and statement.amount
        zh, en = REASONS[found]
        if told:
            names = "、".join(statement.labels.values())
            yield _finding(
                "statement-not-compared",
                statement,
                f"文字说明的“{statement.name_zh}”（{names}）为{printed}，未能与表核对：{zh}",
                f"the text states {printed} for “{statement.name_en}” ({names}), compared with nothing: {en}",
            )
        return
    if statement.verdict != "fails" or statement.compared is None or statement.residual is None:
        return
    ids = " + ".join(statement.figures)
    said, off = format_yuan(statement.compared), format_yuan(abs(statement.residual))
    where_zh, where_en = ("各项之和", "its parts") if statement.terms else ("表中", "the tables")
    finding = _finding(
        "statement-contradicts",
        statement,
        f"文字说明的“{statement.name_zh}”为{printed}，{where_zh}为{said}元（{ids or '空白'}），相差{off}元",
        f"the text states {printed} for “{statement.name_en}”, {where_en} give {said} yuan "
        f"({ids or 'blank'}): they differ by {off} yuan",
    )
    if len(found.positions) == 1:
        position = found.positions[0]
        finding = replace(finding, row=position.row, field=position.field)
    if found.positions:
        numbers = {table.resource: table.number for table in known.tables}
        finding = replace(finding, table=numbers[found.positions[0].resource])
    yield replace(finding, level="warning")


def _finding(code: str, statement: Statement, zh: str, en: str) -> Finding:
    return Finding(
        code=code,
        level="note",
        table="",
        row=None,
        field="",
        message_zh=zh,
        message_en=en,
        place=statement.place,
    )
