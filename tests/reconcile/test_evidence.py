"""The sentences of evidence can be followed with a pencil: what they say of the sums is so."""

from __future__ import annotations

import random
import re
from decimal import Decimal

import pytest
from tests.planting import defects
from tests.planting.invented import invent
from tests.planting.truth import printed, tables
from tests.reconcile.invented import form, identity, line, shaped, table, term

from budgetpress.form import load_form
from budgetpress.model import Reconciled, Repair, Shaped
from budgetpress.reconcile import reconcile
from budgetpress.reconcile.corrections import Correction
from budgetpress.reconcile.evidence import SHOWN, Unit
from budgetpress.reconcile.system import System

TEN_THOUSAND = Decimal(10_000)
AMOUNT = r"-?[\d,]+(?:\.\d+)?"
SIDE_EN = rf"{AMOUNT}(?: \+ {AMOUNT})*(?: \(the sum of \d+\))?"
SIDE_ZH = rf"{AMOUNT}(?: \+ {AMOUNT})*(?:（\d+ 项之和）)?"
STATED_EN = re.compile(
    rf"\(([^() ]+)\): printed ({SIDE_EN}) ≠ ({SIDE_EN}), repaired ({SIDE_EN}) = ({SIDE_EN})( \(with [^)]+\))?"
)
STATED_ZH = re.compile(
    rf"（([^（）]+)）：照印 ({SIDE_ZH}) ≠ ({SIDE_ZH})，修正后 ({SIDE_ZH}) = ({SIDE_ZH})(（连同 [^）]+）)?"
)


def amount(side: str) -> Decimal:
    """The sum of a side as it is written."""
    terms = re.sub(r" \(.*\)|（.*）", "", side).split(" + ")
    return sum((Decimal(term.replace(",", "")) for term in terms), Decimal(0))


@pytest.fixture(scope="module", params=[(5, 40), (6, 120)])
def mended(request: pytest.FixtureRequest) -> Reconciled:
    """An invented document in ten thousand yuan that had defects of every kind."""
    seed, rows = request.param
    beijing = load_form("beijing")
    for _, resource in beijing.resources():
        defects.ORDER[resource.name] = list(resource.amounts)
    document = printed(invent(seed, rows))
    defects.plant(document, random.Random(seed), defects.DECLARED, 6)
    result = reconcile(
        Shaped(tables=tables(document, beijing), headings=(), remarks=(), findings=()), beijing, year=2026
    )
    assert len({repair.kind for repair in result.repairs}) > 2
    return result


def test_sums_are_as_they_are_written(mended: Reconciled) -> None:
    """Both sides differ as printed by what `checks` says, and are equal now; both languages agree."""
    checks = {check.id: check for check in mended.checks}
    for repair in mended.repairs:
        stated = STATED_EN.findall(repair.evidence_en)
        assert len(stated) == min(SHOWN, len(repair.hold_after)), repair.evidence_en
        for name, before, beside, left, right, _ in stated:
            assert name in repair.hold_after
            off = checks[name].printed_residual
            assert off is not None
            assert (amount(before) - amount(beside)) * TEN_THOUSAND == off != 0
            assert amount(left) == amount(right)
            assert amount(left) * TEN_THOUSAND == checks[name].left
        chinese = STATED_ZH.findall(repair.evidence_zh)
        for one, other in zip(stated, chinese, strict=True):
            assert re.findall(AMOUNT, " ".join(one[:5])) == re.findall(AMOUNT, " ".join(other[:5]))


def test_what_is_dearer_is_said(mended: Reconciled) -> None:
    """How much more everything else costs stands at the end, or that nothing else explains the sums."""
    for repair in mended.repairs:
        if repair.kind == "wrong_name" or not repair.hold_after:
            continue
        if repair.margin is None:
            assert "no combination of the known kinds" in repair.evidence_en
        else:
            assert f"costs at least {repair.margin} more" in repair.evidence_en
            assert f"代价至少高 {repair.margin}（" in repair.evidence_zh


def test_repairs_that_it_takes_together_name_each_other(mended: Reconciled) -> None:
    """Where a sum holds by two repairs, the sentence of each names the other."""
    repairs = {repair.id.partition(".")[0]: repair for repair in mended.repairs}
    for own, repair in repairs.items():
        for name, *_, allies in STATED_EN.findall(repair.evidence_en):
            others = {key for key, other in repairs.items() if key != own and name in other.hold_after}
            assert set(re.findall(r"R\d+", allies)) == others


FORM = form(
    {"work": "work_code label total basic project"},
    identity(
        "sum",
        term("work", "total"),
        term("work", "basic project"),
        name="across",
    ),
    identity(
        "total",
        term("work", "total basic project", where={"kind": ("total",)}),
        term("work", "total basic project", where={"kind": ("item",)}),
        name="down",
    ),
)
ROWS = [
    line(work_code="1", label="a", total="1,500.00", basic="1,500.00"),
    line(work_code="2", label="b", total="2,340.50", project="2,340.50"),
    line(work_code="3", label="c", total="700.00", basic="300.00", project="400.00"),
    line(work_code="4", label="d", total="5,812.30", basic="812.30", project="5,000.00"),
    line(label="sum", total="10,352.80", basic="2,612.30", project="7,740.50", kind="total"),
]


def misprinted(*changes: tuple[int, str, str], corrections: tuple[Correction, ...] = ()) -> Reconciled:
    """The small budget with some cells misprinted: (row from 1, field, text)."""
    rows = [dict(row) for row in ROWS]
    for number, name, text in changes:
        rows[number - 1][name] = text
    return reconcile(shaped(table("work", *rows)), FORM, year=2026, corrections=corrections)


def only(result: Reconciled, kind: str) -> Repair:
    """The one repair of a kind."""
    (found,) = [repair for repair in result.repairs if repair.kind == kind]
    return found


def test_a_sentence_in_full() -> None:
    """Kind, unit, sums before and after with a few terms written out, and what all else costs."""
    repair = only(misprinted((4, "basic", "872.30")), "misread_digit")
    assert repair.evidence_zh.startswith(
        "一位数字误读。金额单位：元。照印不成立、修正后成立的勾稽关系有 2 条："
        "sum-zh（across.r4）：照印 5,812.30 ≠ 872.30 + 5,000.00，修正后 5,812.30 = 812.30 + 5,000.00；"
        "total-zh（down.r5.basic）：照印 2,612.30 ≠ 1,500.00 + 300.00 + 872.30，"
        "修正后 2,612.30 = 1,500.00 + 300.00 + 812.30。"
    )
    assert repair.evidence_en.startswith(
        "One digit was misread. Amounts in yuan. 2 identities fail as printed and hold after the repair: "
        "sum-en (across.r4): printed 5,812.30 ≠ 872.30 + 5,000.00, repaired 5,812.30 = 812.30 + 5,000.00; "
    )


def test_correction_by_hand_between() -> None:
    """A sum that a correction by hand changed too is told by its printed difference, not by false sides."""
    by_hand = Correction(
        table="1", row="r3", field="basic", printed="350.00", amount=Decimal("300.00"), text="",
        reason="r", evidence="e", origin="",
    )  # fmt: skip
    result = misprinted((4, "basic", "872.30"), (3, "basic", "350.00"), corrections=(by_hand,))
    assert "down.r5.basic）：照印差 -110.00，修正后 2,612.30 = " in only(result, "misread_digit").evidence_zh
    assert "(down.r5.basic): printed off by -110.00, repaired" in only(result, "misread_digit").evidence_en


@pytest.mark.parametrize(
    ("unit", "fen", "text"),
    [
        ("元", 123456789, "1,234,567.89"),
        ("元", 0, "0.00"),
        ("元", -5, "-0.05"),
        ("万元", 17_134_242_047, "17,134.242047"),
        ("万元", 100_000_000, "100.000000"),
        ("亿元", 12_345, "0.0000012345"),
    ],
)
def test_amounts_are_written_as_the_form_prints_them(unit: str, fen: int, text: str) -> None:
    """Thousands are parted, decimals are those of the form, and no digit is lost."""
    system = System((), load_form("beijing"))
    printed_table = table("work", ROWS[0], unit=unit)
    assert Unit(system, [printed_table]).text(fen) == text


def test_tables_in_two_units_are_told_in_yuan() -> None:
    """A repair over tables of different units is told in the unit that both can be turned into."""
    both = [table("work", ROWS[0], unit=unit) for unit in ("元", "万元")]
    assert Unit(System((), FORM), both).name == "元"
