"""The evidence of a repair as a sentence in Chinese and one in English, to be followed with a pencil.

It says which sums failed as printed and hold now, with both their sides in the unit of the source, which
other repairs it takes for that, and how much dearer every explanation without this repair is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from budgetpress.amounts import UNITS, to_fen
from budgetpress.model import Check, Table
from budgetpress.reconcile.explain import Accepted
from budgetpress.reconcile.kinds.names import KIND_NAMES
from budgetpress.reconcile.system import System

SHOWN = 4
"""So many sums are written out; the rest are counted, and named in the record."""
Sides = tuple[tuple[int, ...], tuple[int, ...]]
"""The amounts on the left and on the right of an identity, in 0.01 yuan."""
_TERMS = 3
_PLACES = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Touched:
    """An identity that a repair touches and that failed as printed.

    `terms` are the amounts as printed on its left and right (0.01 yuan, blanks left out), `allies` the other
    repairs that touch it, and `funds` whether funds that are not printed by code do.
    """

    check: Check
    terms: Sides
    allies: tuple[str, ...] = ()
    funds: bool = False


class Unit:
    """The unit in which a table prints its amounts, and how."""

    def __init__(self, system: System, tables: Sequence[Table]) -> None:
        units = {table.unit for table in tables}
        self.name = units.pop() if len(units) == 1 else "元"
        self.factor = UNITS[self.name]
        self._places = system.form.decimals.get(self.name, _PLACES)

    @property
    def english(self) -> str:
        """What an English sentence calls it."""
        return "yuan" if self.factor == 1 else f"units of {self.factor:,} yuan"

    def text(self, fen: int) -> str:
        """0.01 yuan as the form prints an amount: `17,134.242047`; more decimals where it takes them."""
        amount = Decimal(fen) / (100 * self.factor)
        exponent = amount.normalize().as_tuple().exponent
        places = max(self._places, -exponent if isinstance(exponent, int) else 0)
        return f"{amount:,.{places}f}"


def evidence(
    change: Accepted, unit: Unit, touched: Sequence[Touched], now: Mapping[str, int]
) -> tuple[str, str]:
    """The sentence in Chinese and in English; `now` gives the published amounts by figure (0.01 yuan)."""
    kind_zh, kind_en = KIND_NAMES[change.proposal.kind]
    zh = [f"{kind_zh}。金额单位：{unit.name}。"]
    en = [f"{kind_en.capitalize()}. Amounts in {unit.english}."]
    hold = [one for one in touched if one.check.verdict == "holds"]
    hold.sort(key=lambda one: bool(one.allies or one.funds))  # what it settles alone is easier to follow
    if hold:
        zh.append(f"照印不成立、修正后成立的勾稽关系有 {len(hold)} 条：")
        are = "identity fails" if len(hold) == 1 else "identities fail"
        en.append(f"{len(hold)} {are} as printed and hold{'s' if len(hold) == 1 else ''} after the repair:")
        stated = [_statement(one, unit, now) for one in hold[:SHOWN]]
        more = len(hold) - SHOWN
        zh.append("；".join(one[0] for one in stated) + (f"；另有 {more} 条。" if more > 0 else "。"))
        en.append("; ".join(one[1] for one in stated) + (f"; and {more} more." if more > 0 else "."))
    for one in touched:
        if one.check.verdict == "not_applicable":
            before = _compared(one.terms, "≠", unit)
            zh.append(f"{one.check.id} 照印也不成立（{before[0]}），修正后没有数字再归它。")
            en.append(f"{one.check.id} failed as printed too ({before[1]}); no figure belongs to it now.")
    still = [one.check.id for one in touched if one.check.verdict == "fails"]
    if still:
        zh.append(f"因别处的问题仍不成立：{'、'.join(still[:SHOWN])}。")
        en.append(f"Still failing because of something else: {', '.join(still[:SHOWN])}.")
    rest = _margin(change.margin)
    return "".join(zh) + rest[0], " ".join([*en, rest[1]])


def _statement(one: Touched, unit: Unit, now: Mapping[str, int]) -> tuple[str, str]:
    """One identity: both sides as printed and as published."""
    check = one.check
    zh, en = _compared(one.terms, "≠", unit)
    zh = f" {zh}"
    if check.printed_residual is not None and to_fen(check.printed_residual) != _off(one.terms):
        # A correction by hand came between: of what was printed the difference is recorded.
        off = unit.text(to_fen(check.printed_residual))
        zh, en = f"差 {off}", f"off by {off}"
    sides = (_published(check.left_figures, now), _published(check.right_figures, now))
    after = _compared(sides, "≈" if check.residual else "=", unit)
    allies = _with(one)
    return (
        f"{check.name_zh}（{check.id}）：照印{zh}，修正后 {after[0]}{allies[0]}",
        f"{check.name_en} ({check.id}): printed {en}, repaired {after[1]}{allies[1]}",
    )


def _with(one: Touched) -> tuple[str, str]:
    """What else it takes for the identity to hold."""
    zh = [*one.allies, *(["没有按科目列示的资金"] if one.funds else [])]
    en = [*one.allies, *(["the funds that are not printed by code"] if one.funds else [])]
    return (f"（连同 {'、'.join(zh)}）", f" (with {', '.join(en)})") if zh else ("", "")


def _published(figures: Sequence[str], now: Mapping[str, int]) -> tuple[int, ...]:
    amounts = (-now.get(name[1:], 0) if name.startswith("-") else now.get(name, 0) for name in figures)
    return tuple(amount for amount in amounts if amount)


def _compared(sides: Sides, sign: str, unit: Unit) -> tuple[str, str]:
    """Both sides of an identity with the sign between them."""
    zh = [_side(terms, unit, "（{} 项之和）") for terms in sides]
    en = [_side(terms, unit, " (the sum of {})") for terms in sides]
    return f"{zh[0]} {sign} {zh[1]}", f"{en[0]} {sign} {en[1]}"


def _side(terms: Sequence[int], unit: Unit, many: str) -> str:
    """The amounts themselves where they are few, else their sum and their number."""
    if len(terms) > _TERMS:
        return unit.text(sum(terms)) + many.format(len(terms))
    return " + ".join(unit.text(term) for term in terms) or "0"


def _off(sides: Sides) -> int:
    return sum(sides[0]) - sum(sides[1])


def _margin(margin: int | None) -> tuple[str, str]:
    if margin is None:
        return (
            "不含这处修正，已知的差错类型怎样组合都解释不了。",
            "Without this repair no combination of the known kinds of defect explains them.",
        )
    return (
        f"不含这处修正的任何解释，代价至少高 {margin}（一处普通差错为 10）。",
        f"Every explanation without this repair costs at least {margin} more (10 is one ordinary defect).",
    )
