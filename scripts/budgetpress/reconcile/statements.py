"""What the text states against what the tables say: the same amount, as far as rounding allows.

A statement proves nothing and repairs nothing: the text is written from the tables, and often from last
year's text. Where the two differ the document contradicts itself, and a person should know; the figure keeps
the verdict that the tables give it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from budgetpress.amounts import format_yuan, from_fen, to_fen
from budgetpress.form import StatementRule
from budgetpress.model import Entry, Finding, Reading, Statement
from budgetpress.reconcile.evaluate import resolution
from budgetpress.reconcile.statement_lookup import Known, Lookup, Side

__all__ = ["REASONS", "Known", "check_statements"]

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


def check_statements(
    statements: Sequence[Statement], known: Known
) -> tuple[tuple[Statement, ...], tuple[Finding, ...]]:
    """The statements with a verdict each, and a finding for each that the tables do not bear out."""
    rules = {rule.name: rule for rule in known.form.statements}
    by_id = {statement.id: statement for statement in statements}
    lookup = Lookup(known)
    judged: list[Statement] = []
    findings: list[Finding] = []
    for statement in statements:
        rule = rules.get(statement.rule)
        reason = statement.reason or _unfit(statement, known.year) or ("" if rule else "no-rule")
        found: Side | str = reason
        if not reason and rule is not None:
            found = _against(statement, rule, lookup, by_id)
        done = _not_compared(statement, found) if isinstance(found, str) else _compared(statement, found)
        judged.append(done)
        findings += _findings(done, found, known)
    return tuple(judged), tuple(findings)


def _against(
    statement: Statement, rule: StatementRule, lookup: Lookup, by_id: Mapping[str, Statement]
) -> Side | str:
    """What the statement must equal, or why it is compared with nothing."""
    if rule.parts:
        return _stated(statement, by_id)
    return lookup.side(rule, statement.labels) if rule.equals else "part"


def _unfit(statement: Statement, year: int) -> str:
    if statement.amount is None:
        return "unreadable"
    if statement.about != "plan":
        return statement.about
    return "past" if statement.year not in (None, year) else ""


def _stated(statement: Statement, by_id: Mapping[str, Statement]) -> Side | str:
    """The parts that the text itself states."""
    parts = [by_id[name] for name in statement.terms]
    amounts = [to_fen(part.amount) for part in parts if part.amount is not None]
    if not parts or len(amounts) < len(parts):
        return "no-parts"
    return Side(figures=statement.terms, total=sum(amounts), rounding=sum(map(_rounding, parts)))


def _rounding(statement: Statement) -> int:
    amount = statement.amount
    ways = () if amount is None else (Reading(amount=amount, notation="plain"),)
    unit = statement.printed_unit
    text = statement.printed
    return resolution(
        Entry(field="", text=text, value=amount, place=statement.place, unit=unit, readings=ways)
    )


def _compared(statement: Statement, side: Side) -> Statement:
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


def _findings(statement: Statement, found: Side | str, known: Known) -> Iterator[Finding]:
    names = "、".join(statement.labels.values())
    said_zh = f"文字说明的“{statement.name_zh}”{names and f'（{names}）'}为"
    said_en = f"for “{statement.name_en}”{names and f' ({names})'}"
    printed = f"{statement.printed}{statement.printed_unit}"
    if isinstance(found, str):
        if found in _TOLD and statement.amount:
            zh, en = REASONS[found]
            yield _finding(
                "statement-not-compared",
                statement,
                f"{said_zh}{printed}，未能与表核对：{zh}",
                f"the text states {printed} {said_en}, compared with nothing: {en}",
            )
    elif statement.verdict == "fails" and statement.residual is not None:
        sums, off = format_yuan(from_fen(found.total)), format_yuan(abs(statement.residual))
        ids = " + ".join(found.figures)
        zh, en = ("各项之和", "its parts") if statement.terms else ("表中", "the tables")
        finding = _finding(
            "statement-contradicts",
            statement,
            f"{said_zh}{printed}，{zh}为{sums}元（{ids or '空白'}），相差{off}元",
            f"the text states {printed} {said_en}, {en} give {sums} yuan ({ids or 'blank'}): "
            f"they differ by {off} yuan",
        )
        yield replace(finding, level="warning", **_where(found, known))


def _where(side: Side, known: Known) -> dict[str, Any]:
    """The table that a contradiction is about, and the cell where it is a single one."""
    if not side.positions:
        return {}
    first, *others = side.positions
    table = next(table.number for table in known.tables if table.resource == first.resource)
    return {"table": table} if others else {"table": table, "row": first.row, "field": first.field}


def _finding(code: str, statement: Statement, zh: str, en: str) -> Finding:
    return Finding(
        code=code,
        level="note",
        message_zh=zh,
        message_en=en,
        place=statement.place,
    )
