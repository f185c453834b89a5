"""What a date of a workbook shows: a count of days through the date letters of its format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

DATE_LETTERS: Final = r"AM/PM|A/P|上午/下午|a{3,4}|y{1,4}|m{1,5}|d{1,4}|h{1,2}|s{1,2}"
"""The pieces of a format that ask for a part of a date, as a regular expression."""

# The formats that an application in Chinese gives to the numbers that a file does not spell out.
CHINESE_FORMATS: Final = {
    14: "yyyy/m/d",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
"""Number of a built-in format -> what it is where the language is Chinese."""

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS: Final = "一二三四五六日"
_SHOWN: Final = ("text", "plain", "comma", "point")
_LAST_DAY: Final = 2_958_466  # the day after 31 December 9999


def show_date(days: Decimal, section: Sequence[tuple[str, str]], *, from_1904: bool) -> str | None:
    """The date that is `days` after the epoch of the workbook, as the section shows it.

    Each token of the section is its kind and its text. None where the section asks for more than a date and
    a time, or the count is no date: the applications show such a cell as a row of `#`.
    """
    if not 0 <= days < _LAST_DAY or any(kind not in (*_SHOWN, "date") for kind, _ in section):
        return None
    moment = _moment(days, from_1904=from_1904)
    if moment is None:
        return None
    half = any("/" in text for kind, text in section if kind == "date")
    shown = []
    for index, (kind, text) in enumerate(section):
        if kind == "date":
            shown.append(_part(moment, _letters(section, index), half=half))
        elif kind in _SHOWN:
            shown.append(text)
    return "".join(shown).strip()


def _moment(days: Decimal, *, from_1904: bool) -> datetime | None:
    """The moment of a count of days; None for 29 February 1900, which only workbooks know."""
    if from_1904:
        epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    elif 60 <= days < 61:
        return None
    else:
        epoch = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)  # noqa: DTZ001
    try:
        return epoch + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return None


def _letters(section: Sequence[tuple[str, str]], index: int) -> str:
    """The letters of a date token in small letters; minutes, which share theirs with months, as `n`."""
    letters = section[index][1].lower()
    if letters not in ("m", "mm"):
        return letters
    dates = [(at, text.lower()) for at, (kind, text) in enumerate(section) if kind == "date"]
    before = [text for at, text in dates if at < index and "/" not in text]
    after = [text for at, text in dates if at > index and "/" not in text]
    minutes = (before and before[-1][0] == "h") or (after and after[0][0] == "s")
    return letters.replace("m", "n") if minutes else letters


def _part(moment: datetime, letters: str, *, half: bool) -> str:
    hour = (moment.hour - 1) % 12 + 1 if half else moment.hour
    morning = moment.hour < 12
    named = {
        "mmm": _MONTHS[moment.month - 1][:3],
        "mmmm": _MONTHS[moment.month - 1],
        "mmmmm": _MONTHS[moment.month - 1][0],
        "ddd": _DAYS[moment.weekday()][:3],
        "dddd": _DAYS[moment.weekday()],
        "aaa": _WEEKDAYS[moment.weekday()],
        "aaaa": f"星期{_WEEKDAYS[moment.weekday()]}",
        "am/pm": "AM" if morning else "PM",
        "a/p": "A" if morning else "P",
        "上午/下午": "上午" if morning else "下午",
    }
    if letters in named:
        return named[letters]
    if letters[0] == "y":
        return f"{moment.year:04}" if len(letters) > 2 else f"{moment.year % 100:02}"
    parts = {"m": moment.month, "d": moment.day, "h": hour, "n": moment.minute, "s": moment.second}
    return f"{parts[letters[0]]:0{len(letters)}}"
