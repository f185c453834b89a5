"""What a cell of a workbook shows through its number format, and whether that is all that it holds."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from budgetpress.amounts import readings
from budgetpress.read.workbook.number_format import exact, plain, show_number, show_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1234567.8", "#,##0.00", "1,234,567.80"),
        ("1234567.8", "General", "1234567.8"),
        ("1234567", "G/通用格式", "1234567"),
        ("2010108", "0000000", "2010108"),
        ("301", "00000", "00301"),
        ("2010108", "@", "2010108"),
        ("-5", "#,##0_);(#,##0)", "(5)"),
        ("-1234.5", "#,##0.00_);[Red]\\-#,##0.00", "-1,234.50"),
        ("-1234.5", "#,##0.00", "-1,234.50"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-1234.5", ACCOUNTING, "-1,234.50"),
        ("0", ACCOUNTING, "-"),
        ("0", "#,##0;-#,##0;", ""),
        ("0", "#,##0;-#,##0", "0"),
        ("0", "#", ""),
        ("1000", "#,###", "1,000"),
        ("1234.5", "[$¥-804]#,##0.00", "¥1,234.50"),
        ("-1234.5", '"¥"#,##0.00_);[红色]\\("¥"#,##0.00\\)', "(¥1,234.50)"),
        ("7", 'General"元"', "7元"),
        ("7", "0.0_万元", "7.0元"),
        ("0.1234", "0.00%", "12.34%"),
        ("5", "0.##", "5."),
        ("5.25", "0.0#", "5.25"),
        ("12.5", ".00", "12.50"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("46000", "yyyy-mm-dd", "2025-12-09"),
        ("46000.75", 'yyyy"年"m"月"d"日" h:mm:ss', "2025年12月9日 18:00:00"),
        ("46000.75", "上午/下午h:mm", "下午6:00"),
        ("46000", "m/d/yy aaaa", "12/9/25 星期二"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)
def test_all_that_is_stored_is_shown(value: str, code: str, text: str) -> None:
    """As the applications show it, without the blanks that only align."""
    shown = show_number(Decimal(value), code)
    assert shown is not None
    assert (shown.text, shown.whole) == (text, True)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("12.3456", "0.00", "12.35"),
        ("12.345", "0.00", "12.35"),
        ("-0.001", "0.00", "-0.00"),
        ("999.999", "#,##0.00", "1,000.00"),
        ("1234567", "0!.0,", "123.5"),
        ("1230000", '0"."0,', "123.0"),
        ("12345678", "#,##0.0,,", "12.3"),
        ("5", ";;;", ""),
        ("5", '"有"', "有"),
    ],
)
def test_not_all_that_is_stored_is_shown(value: str, code: str, text: str) -> None:
    """Rounded half up, divided, replaced or hidden: the text is what is shown, and it says so."""
    shown = show_number(Decimal(value), code)
    assert shown is not None
    assert (shown.text, shown.whole) == (text, False)


@pytest.mark.parametrize(
    "code",
    [
        "0.00E+00",
        "# ?/?",
        "# ??/16",
        "[>=10000]0!.0,;0",
        "[DBNum1]0",
        "[h]:mm",
        "[$-F800]dddd",
        "0;" * 4 + "0",
        '"',
        "0" * 999,
    ],
)
def test_what_is_not_plain_is_not_guessed_at(code: str) -> None:
    """Exponents, fractions, conditions, Chinese numerals, spans of time, dates of the system, nonsense."""
    assert show_number(Decimal(5), code) is None


def test_a_negative_number_without_a_section_of_its_own() -> None:
    """An empty second section of two leaves open what is shown; of three, it hides the number."""
    assert show_number(Decimal(-1), "0;") is None
    hidden = show_number(Decimal(-1), "0;;0")
    assert hidden is not None
    assert (hidden.text, hidden.whole) == ("", False)


@pytest.mark.parametrize("value", ["-1", "60.5", "2958466"])
def test_what_is_no_date(value: str) -> None:
    """A day that no calendar has is shown as no date."""
    assert show_number(Decimal(value), "yyyy-mm-dd") is None


def test_days_from_1904() -> None:
    """The other count of days."""
    assert show_number(Decimal(0), "yyyy-mm-dd", from_1904=True) == show_number(Decimal(1462), "yyyy-mm-dd")


@pytest.mark.parametrize(
    ("text", "code", "shown", "whole"),
    [
        ("支出", "General", "支出", True),
        ("支出", "0.00", "支出", True),
        ("支出", ACCOUNTING, "支出", True),
        ("支出", '@"表"', "支出表", True),
        ("支出", ";;;", "", False),
        ("支出", '0;0;0;"文"', "文", False),
    ],
)
def test_texts(text: str, code: str, shown: str, whole: bool) -> None:
    """A text is shown as it is, unless its format says otherwise."""
    found = show_text(text, code)
    assert (found.text, found.whole) == (shown, whole)


@given(st.decimals(-(10**12), 10**12, places=2))
def test_amounts_survive_as_binary_fractions(amount: Decimal) -> None:
    """An amount of 14 digits and less that a workbook stores is shown and read again as the same amount."""
    stored = exact(float(amount))
    assert stored == amount
    for code in ("General", "0.00", "#,##0.00", ACCOUNTING, "#,##0.00_ ;[Red]\\-#,##0.00\\ "):
        shown = show_number(stored, code)
        assert shown is not None
        assert shown.whole
        if shown.text != "-":
            assert readings(shown.text, unit="元", decimals=None)[0].amount == amount


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_plain_numbers_are_exact(value: float) -> None:
    """No digit of the first 15 is lost, no zero is added."""
    text = plain(exact(value))
    assert Decimal(text) == exact(value)
    assert "." not in text or "E" in text or text[-1] not in "0."


@given(
    st.decimals(allow_nan=False, allow_infinity=False, places=3) | st.just(Decimal("1E+300")),
    st.text('0#?,.;%"-_*@ymdh\\/!元[]$', max_size=12),
)
def test_any_format_can_be_asked_for(value: Decimal, code: str) -> None:
    """Whatever stands in a format, a number is shown or it is not."""
    shown = show_number(value, code)
    assert shown is None or isinstance(shown.text, str)


def test_noise_of_binary_arithmetic_is_not_shown() -> None:
    """0.1 + 0.2 is 0.3, as the applications show it."""
    assert plain(exact(0.1 + 0.2)) == "0.3"
    assert plain(exact(1234567.8000000001)) == "1234567.8"
    assert plain(exact(110105227000000480661)) == "110105227000000480661"
