"""Printed amounts: notations, units, blanks and exact text."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetpress import amounts
from budgetpress.amounts import (
    UNITS,
    format_yuan,
    from_fen,
    is_blank,
    is_dash,
    looks_like_amount,
    parse_unit,
    readings,
    to_fen,
)

TRANSCRIPTION = (
    Path(__file__).parents[1] / "datapackage/beijing-chaoyang-jinsong-2026/source/000_def78e2890de43b9.txt"
)
WIDE = str.maketrans("0123456789.,-+()", "０１２３４５６７８９．，－＋（）")
FEN = st.integers(min_value=0, max_value=10**13 - 1)


def read(text: str, unit: str = "万元", decimals: int | None = 6) -> list[tuple[str, str]]:
    """Readings as (amount in the unit, notation), short enough to compare in a table."""
    factor = UNITS[unit]
    return [
        (format((one.amount / factor).normalize(), "f"), one.notation)
        for one in readings(text, unit=unit, decimals=decimals)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27.958000", [("27.958", "plain")]),
        ("1,976.882799", [("1976.882799", "plain")]),
        ("1976.882799", [("1976.882799", "plain")]),
        ("17,134,242047", [("17134.242047", "separators-confused")]),
        ("468,183,600", [("468.1836", "separators-confused")]),
        ("0,644000", [("0.644", "separators-confused")]),
        ("2,868,490730", [("2868.49073", "separators-confused")]),
        ("3,000000", [("3", "separators-confused")]),
        ("175,985,000", [("175.985", "separators-confused")]),
        ("17,144,242,047", [("17144.242047", "separators-confused")]),
        ("17134,242047", [("17134.242047", "separators-confused")]),
        ("17.134,242047", [("17134.242047", "separators-confused")]),
        ("17.134.242.047", [("17134.242047", "separators-confused")]),
        ("3,000,000.00", [("3000000", "other-decimals"), ("3", "zeros-appended")]),
        ("1,000,000,000.00", [("1000000000", "other-decimals"), ("1000", "zeros-appended")]),
        ("17,134,242047.00", [("17134.242047", "zeros-appended")]),
        ("0,644,000.00", [("0.644", "zeros-appended")]),
        ("12.5", [("12.5", "other-decimals")]),
        ("27.958", [("27.958", "other-decimals")]),
        ("17,134,242.047", [("17134242.047", "other-decimals")]),
        ("27.9580000", [("27.958", "other-decimals")]),
        ("23,88450", [("23.8845", "other-decimals")]),
        ("500,000", [("500000", "other-decimals")]),
        ("3000000", [("3000000", "other-decimals"), ("3", "separators-lost")]),
        ("644000", [("644000", "other-decimals")]),
        ("0644000", [("0.644", "separators-lost")]),
        ("0", [("0", "other-decimals")]),
        ("0.000000", [("0", "plain")]),
    ],
)
def test_notations_of_a_form_with_six_decimals(text: str, expected: list[tuple[str, str]]) -> None:
    """Each pattern gives the readings that the rules of the module say, in their order."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "decimals", "expected"),
    [
        ("1,234,567.89", 2, [("1234567.89", "plain")]),
        ("1,234,567", 2, [("1234567", "other-decimals")]),
        ("1,234,56", 2, [("1234.56", "separators-confused")]),
        ("1.234,56", 2, [("1234.56", "separators-confused")]),
        ("1234567", 2, [("1234567", "other-decimals"), ("12345.67", "separators-lost")]),
        ("12.5", 2, [("12.5", "other-decimals")]),
        ("12,5", 2, [("12.5", "other-decimals")]),
        ("1,234.00", 2, [("1234", "plain")]),
        ("1,234,567", 0, [("1234567", "plain")]),
        ("1234567", 0, [("1234567", "plain")]),
        ("1,234.5", 0, [("1234.5", "other-decimals")]),
        ("12,5", 0, []),
        ("1,234", 3, [("1.234", "separators-confused")]),
        ("1,234,567", None, [("1234567", "plain")]),
        ("1,234.5", None, [("1234.5", "plain")]),
        ("17,134,242047", None, []),
        ("0644000", None, []),
    ],
)
def test_rules_hold_for_any_number_of_decimals(
    text: str, decimals: int | None, expected: list[tuple[str, str]]
) -> None:
    """The same rules serve forms with two, three or no decimals; unknown decimals allow standard grouping."""
    unit = "千元" if decimals == 3 else "元"
    assert read(text, unit, decimals) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-1.500000", "-1.5"),
        ("\u22121.500000", "-1.5"),
        ("－1.500000", "-1.5"),
        ("—1.500000", "-1.5"),
        ("△1.500000", "-1.5"),
        ("▲ 1.500000", "-1.5"),
        ("(1.500000)", "-1.5"),
        ("（１．５０００００）", "-1.5"),
        ("+1.500000", "1.5"),
        ("¥1.500000", "1.5"),
        ("￥-1.500000", "-1.5"),
        ("-¥1.500000", "-1.5"),
        ("¥(1.500000)", "-1.5"),
        ("1.500000万元", "1.5"),
        ("(1.500000)万元", "-1.5"),
        ("(1.500000 万 元)", "-1.5"),
        ("15000.00元", "1.5"),
        ("0.015百万元", "1.5"),
        ("1 . 5 0 0 0 0 0", "1.5"),
        ("\u30001.500000\u00a0\u200b", "1.5"),
        ("１，２３４．５０００００", "1234.5"),
        ("1,234 .500000", "1234.5"),
        ("-0.000000", "0"),
    ],
)
def test_marks_around_the_number(text: str, expected: str) -> None:
    """Signs, brackets, currency marks, units, full width and blanks change nothing but what they mean."""
    found = readings(text, unit="万元", decimals=6)
    assert [one.amount for one in found] == [Decimal(expected) * 10000]
    assert all(not one.amount.is_signed() for one in found if not one.amount)


def test_a_unit_beside_the_number_overrides_the_table() -> None:
    """`1,234,567元` in a table in ten thousand yuan is whole yuan: the decimals of the form do not apply."""
    (one,) = readings("1,234,567元", unit="万元", decimals=6)
    assert (one.amount, one.notation) == (Decimal("1234567.00"), "plain")
    (same,) = readings("1,234,567万元", unit="万元", decimals=6)
    assert (same.amount, same.notation) == (Decimal("12345.67"), "separators-confused")


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "——", "无", "定性", "≥", "95%", "$5", "1e5", "NaN", "Infinity", "0x1f", "1_000"),
        *("12.", ".5", ",5", "1..2", "1,,2", "1,2,3", "1,23,456.00", "1234,567.00", "17,134,24.2047"),
        *("007", "00.5", "2026.1.5", "2026-01-05", "--1", "-(1)", "(-1)", "(1", "1)", "1-", "¥¥1", "12元元"),
        *("12²", "1½", "①", "١٢٣", "一百", "12 50", "277.260000 277.260000", "1.000000\n2.000000"),
        *("1.0000001", "11010522700000040", "110105241000000281", "1234567890.123456", "9" * 300),
    ],
)
def test_what_is_not_an_amount(text: str) -> None:
    """Words, two numbers in one cell, broken groups, parts of a fen and codes have no reading."""
    assert readings(text, unit="万元", decimals=6) == ()


def test_a_part_of_a_fen_is_not_read() -> None:
    """Nothing is rounded: three decimals of a yuan are no amount, unless the third is zero."""
    assert readings("1.234", unit="元", decimals=2) == ()
    assert read("1.230", "元", 2) == [("1.23", "other-decimals")]


@pytest.mark.parametrize(("unit", "decimals"), [("人", 2), ("", 2), ("元", -1)])
def test_wrong_arguments_are_refused(unit: str, decimals: int) -> None:
    """A unit that is not known and negative decimals are faults of the caller."""
    with pytest.raises(ValueError, match=r"unit|decimals"):
        readings("1", unit=unit, decimals=decimals)


def glue(fen: int) -> tuple[int, int]:
    """Fen as whole ten thousands of yuan and the six decimals."""
    return divmod(fen, 10**6)


@given(fen=FEN, spaced=st.booleans(), wide=st.booleans(), sign=st.sampled_from(["", "-", "+", "()"]))
@example(fen=0, spaced=False, wide=False, sign="()")
@example(fen=10**12, spaced=True, wide=True, sign="()")
def test_round_trip_of_the_notations_of_a_source(fen: int, spaced: bool, wide: bool, sign: str) -> None:
    """Any amount, in any notation, has its true value among the readings; first where it is unambiguous."""
    whole, part = glue(fen)
    high, low = divmod(part, 1000)
    printed = {
        f"{whole:,}.{part:06}": ("plain", True),
        f"{whole}.{part:06}": ("plain", True),
        f"{whole:,},{part:06}": ("separators-confused", True),
        f"{whole:,},{high:03},{low:03}": ("separators-confused", True),
        f"{whole:,},{high:03},{low:03}.00": ("zeros-appended", False),
        f"{whole}{part:06}": ("separators-lost", False),
    }
    negative = sign in {"-", "()"}
    for text, (notation, alone) in printed.items():
        shown = f"({text})" if sign == "()" else sign + text
        shown = " ".join(shown) if spaced else shown
        found = readings(shown.translate(WIDE) if wide else shown, unit="万元", decimals=6)
        true = [one for one in found if to_fen(one.amount) == (-fen if negative else fen)]
        assert [one.notation for one in true] == [notation]
        assert looks_like_amount(shown)
        if alone:
            assert found == tuple(true)


@given(fen=FEN, unit=st.sampled_from(sorted(UNITS)))
def test_round_trip_in_every_unit(fen: int, unit: str) -> None:
    """The form's own notation has one reading in each unit, whatever its decimals."""
    decimals = len(str(int(UNITS[unit]))) + 1
    text = format(Decimal(fen).scaleb(-decimals), f",.{decimals}f")
    (one,) = readings(text, unit=unit, decimals=decimals)
    assert (to_fen(one.amount), one.notation) == (fen, "plain")
    (confused,) = readings(text.replace(".", ","), unit=unit, decimals=decimals)
    assert (to_fen(confused.amount), confused.notation) == (fen, "separators-confused")


ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="0123456789.,-+()（）．，－ ¥△万元亿\u200b\u3000", max_size=24),
)


@given(text=ANY_TEXT, unit=st.sampled_from(sorted(UNITS)), decimals=st.none() | st.integers(0, 9))
def test_no_text_does_harm(text: str, unit: str, decimals: int | None) -> None:
    """Any text gives readings that differ, each a Decimal of whole fen with two decimals; nothing raises."""
    found = readings(text, unit=unit, decimals=decimals)
    for one in found:
        assert type(one.amount) is Decimal
        assert one.amount.as_tuple().exponent == -2
        assert from_fen(to_fen(one.amount)) == one.amount
        assert one.notation in amounts.NOTATIONS
    assert len({one.amount for one in found}) == len(found)
    assert len({one.notation for one in found}) == len(found)
    if found:
        assert looks_like_amount(text)
        assert not is_blank(text)
        assert not is_dash(text)
    assert parse_unit(text) in {None, *UNITS}


@given(text=st.from_regex(r"\A[0-9]{1,5}([.,][0-9]{1,5}){0,3}\Z"))
def test_looking_like_an_amount_means_a_reading_exists(text: str) -> None:
    """`looks_like_amount` is true exactly where some number of decimals gives a reading."""
    tries = [readings(text, unit="亿元", decimals=decimals) for decimals in (None, *range(11))]
    exact = [one for one in tries if one]
    if exact:
        assert looks_like_amount(text)
    # Up to ten decimals of this unit are whole fen: then there is no other ground to refuse.
    elif sum(map(str.isdigit, text)) <= 10:
        assert not looks_like_amount(text)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("金额单位：万元", "万元"),
        ("单位:元", "元"),
        ("(单位：万元)", "万元"),
        ("（单位：元）", "元"),
        ("总体资金情况(万元)", "万元"),
        ("预算金额（亿元）：", "亿元"),
        ("单 位 ： 万 元", "万元"),
        ("单位：人民币万元", "万元"),
        ("金额单位：元（人民币）", "元"),
        ("单位：千元", "千元"),
        ("单位∶百 万元", "百万元"),
        ("编制部门：某办事处 单位：元 第1页", "元"),
        ("单位 万元", "万元"),
        ("金额单位　元", "元"),
        ("万元", None),
        ("度量单位", None),
        ("单位名称", None),
        ("单位：千万元", None),
        ("责任单位：元宝区", None),
        ("单位：元/平方米", None),
        ("单位：人", None),
        ("单位：元 单位：万元", None),
        ("", None),
    ],
)
def test_unit_lines(text: str, unit: str | None) -> None:
    """A unit line or a heading in brackets names its unit; a name that holds such characters does not."""
    assert parse_unit(text) == unit


def test_blank_dash_and_zero_are_three_things() -> None:
    """Nothing printed, a dash printed and a zero printed are told apart."""
    for text in ("", " ", "\t\n", "\u3000", "\u00a0", "\u200b\ufeff", "\u2003\u00ad"):
        assert (is_blank(text), is_dash(text)) == (True, False)
    for text in ("-", "--", "—", "——", "－", "\u2212", " — — ", "\u2013\u200b"):
        assert (is_blank(text), is_dash(text)) == (False, True)
    for text in ("0", "无", "-1", "/", "0.00"):
        assert (is_blank(text), is_dash(text)) == (False, False)


@given(fen=st.integers(min_value=-(10**30), max_value=10**30))
def test_fen_and_text_are_exact(fen: int) -> None:
    """Fen to yuan to text and back loses nothing, and the text is plain."""
    amount = from_fen(fen)
    text = format_yuan(amount)
    assert to_fen(amount) == fen
    assert re.fullmatch(r"-?(0|[1-9]\d*)\.\d\d", text)
    assert Decimal(text) == amount


def test_text_of_an_amount_is_plain() -> None:
    """No exponent, no negative zero, two decimals."""
    assert format_yuan(Decimal("1E+3")) == "1000.00"
    assert format_yuan(Decimal("-0.000")) == "0.00"
    assert format_yuan(Decimal("-1.5")) == "-1.50"


@pytest.mark.parametrize("text", ["0.001", "-1.005", "NaN", "sNaN", "Infinity", "1E-30", "1E+80"])
def test_nothing_is_rounded(text: str) -> None:
    """What is not a whole number of fen is refused, not rounded."""
    for function in (format_yuan, to_fen):
        with pytest.raises(ValueError, match="whole number"):
            function(Decimal(text))
    with pytest.raises(ValueError, match="digits"):
        from_fen(10**80 + 1)


def printed_amounts() -> list[str]:
    """The amounts of the first transcription in tables 01, 03 to 07, 10, 11 and the first row of 13."""
    parts = re.split(r"^预算(\d\d)表 ", TRANSCRIPTION.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = []
    for number, part in zip(parts[1::2], parts[2::2], strict=True):
        if number in {"01", "03", "04", "05", "06", "07", "10", "11", "13"}:
            rows = part.partition("整体绩效目标")[0]  # what follows in 13 are indicator values
            found += re.findall(r"(?:^|[\t ])(\d[\d,]*[.,]\d+)(?=\t|$)", rows, flags=re.MULTILINE)
    return found


def test_every_amount_of_the_first_transcription_has_one_reading() -> None:
    """Under the form's six decimals its mixed notations leave nothing to choose."""
    printed = printed_amounts()
    assert len(printed) == 344
    for text in printed:
        digits = Decimal(re.sub("[.,]", "", text)).scaleb(-2)
        assert [one.amount for one in readings(text, unit="万元", decimals=6)] == [digits], text
