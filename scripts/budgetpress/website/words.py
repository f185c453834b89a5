"""The words the site uses for its own vocabulary, Chinese and English, and how amounts are written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from budgetpress.website.escape import attr, clean, html_text
from budgetpress.website.languages import ZH, either


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """A word of ours in both languages; `mark` is the sign that stands for it in a dense table."""

    zh: str
    en: str
    mark: str = ""


STATUS: Mapping[str, Word] = {
    "confirmed": Word(zh="已证实", en="confirmed", mark="✓✓"),
    "consistent": Word(zh="相符", en="consistent", mark="✓"),
    "repaired": Word(zh="已修复", en="repaired", mark="✎"),
    "unverified": Word(zh="未核", en="unverified", mark="○"),
    "disputed": Word(zh="存疑", en="disputed", mark="!"),
}
# What a status says of a figure, zh and en.
MEANING: Mapping[str, tuple[str, str]] = {
    "confirmed": (
        "照原文读出，经过它的勾稽关系全部成立；至少三处同时印错、恰好抵消，才可能看不出来。",
        "Read as printed; every identity through it holds; it takes three misprints to hide an error.",
    ),
    "consistent": (
        "照原文读出，加得起来；但两处同时印错、恰好抵消，就看不出来。",
        "Read as printed and it adds up; two compensating misprints could hide an error.",
    ),
    "repaired": (
        "公布值与印出的不同：这是唯一最省的解释，逐条列在修复页。",
        "Differs from the print: the one cheapest explanation, listed with its evidence.",
    ),
    "unverified": ("照原文读出，没有勾稽关系经过它。", "As printed; no identity covers it."),
    "disputed": (
        "照原文读出，但经过它的某个勾稽关系不成立，原因未定。",
        "As printed, but an identity through it fails and nothing explains it uniquely.",
    ),
}
VERDICT: Mapping[str, Word] = {
    "fails": Word(zh="不成立", en="fails", mark="✗"),
    "holds": Word(zh="成立", en="holds", mark="✓"),
    "not_applicable": Word(zh="不适用", en="not applicable", mark="–"),
}
KIND: Mapping[str, Word] = {
    "total": Word(zh="合计", en="total"),
    "subtotal": Word(zh="小计", en="subtotal"),
}
SIDE: Mapping[str, Word] = {
    "revenue": Word(zh="收入", en="Revenue"),
    "expenditure": Word(zh="支出", en="Expenditure"),
}
PHASE: Mapping[str, Word] = {
    "proposed": Word(zh="草案", en="proposed"),
    "approved": Word(zh="批准", en="approved"),
    "adjusted": Word(zh="调整", en="adjusted"),
    "executed": Word(zh="执行", en="executed"),
}
LEVEL: Mapping[str, Word] = {
    "error": Word(zh="错误", en="error", mark="✗"),
    "warning": Word(zh="警告", en="warning", mark="!"),
    "note": Word(zh="说明", en="note", mark="i"),
}
CHECK_KIND: Mapping[str, Word] = {
    "sum": Word(zh="横向相加", en="across a row"),
    "total": Word(zh="纵向合计", en="down a column"),
    "rollup": Word(zh="按科目级次汇总", en="up a code hierarchy"),
    "balance": Word(zh="收支平衡", en="revenue = expenditure"),
    "equal": Word(zh="表间相等", en="two tables agree"),
    "within": Word(zh="不超过", en="at most"),
}
TYPE: Mapping[str, str] = {
    "string": "文本",
    "integer": "整数",
    "number": "数值",
    "boolean": "真假",
    "date": "日期",
    "year": "年份",
    "datetime": "时间",
    "any": "任意",
}


def en(text: str) -> str:
    """English `text` (plain) that stands beside a Chinese name of a source, in either language."""
    return f'<span lang="en" class="bp-en">{html_text(text)}</span>' if text else ""


def both(zh: str, english: str) -> str:
    """Wording as HTML, each page with that of its language; without English, the Chinese says what it is."""
    return either(html_text(zh), html_text(english) if english or not zh else printed(zh))


def pair(zh: str, english: str) -> str:
    """Wording for an attribute or for plain text: a ready value, not to be escaped again."""
    return either(attr(zh), attr(english or zh))


def raw(zh: str, english: str) -> str:
    """Wording for a text file of ours (JSON, SVG before it is escaped there): only cleaned."""
    return either(clean(zh), clean(english or zh))


def printed(text: str) -> str:
    """Chinese text of a source where the page around it may be in English."""
    shown = html_text(text)
    return either(shown, f'<span lang="{ZH.tag}">{shown}</span>')


def listed(items: Iterable[str]) -> str:
    """Ready pieces in a row, parted as each language does."""
    pieces = list(items)
    return either("、".join(pieces), ", ".join(pieces))


def labelled(text: str, parting: str) -> str:
    """A label of a row, its parts with `parting` between them: a side at its start is a word of ours."""
    first, sign, rest = text.partition(parting)
    if first not in SIDE:
        return printed(text)
    return both(SIDE[first].zh, SIDE[first].en) + sign + (printed(rest) if rest else "")


COLON, STOP = either("：", ": "), either("。", ". ")
BLANK = both("（空）", "(blank)")


def yuan(amount: Decimal) -> str:
    """`171,342,420.47`: yuan, two decimals, thousands separators."""
    return f"{amount:,.2f}"


def ten_thousand(amount: Decimal) -> str:
    """An amount in yuan as 万元 with two decimals, for reading, not for adding."""
    return f"{_rounded(amount / 10000, '0.01'):,}"


def for_chinese(amount: Decimal) -> str:
    """An amount in yuan the way a Chinese sentence says it: `1.71 亿元`, `5,199 万元`, `7.63 万元`."""
    if abs(amount) >= 100_000_000:
        return f"{_rounded(amount / 100_000_000, '0.01'):,} 亿元"
    if abs(amount) >= 10_000:
        return f"{_rounded(amount / 10_000, '1' if abs(amount) >= 10_000_000 else '0.01'):,} 万元"
    return f"{_rounded(amount, '1'):,} 元"


def for_english(amount: Decimal) -> str:
    """An amount in yuan the way an English sentence says it: `CNY 171.34 million`."""
    if abs(amount) >= 1_000_000:
        return f"CNY {_rounded(amount / 1_000_000, '0.01'):,} million"
    return f"CNY {_rounded(amount, '1'):,}"


def percent(part: Decimal, whole: Decimal) -> str:
    """`part` of `whole` in percent, one decimal, `<0.1%` for less; `whole` must not be zero."""
    share = _rounded(part * 100 / whole, "0.1")
    return "<0.1%" if part and not share else f"{share}%"


def size(count: int) -> str:
    """A file size for people: `912 B`, `14 kB`."""
    return f"{count} B" if count < 1000 else f"{_rounded(Decimal(count) / 1000, '1'):,} kB"


def _rounded(value: Decimal, step: str) -> Decimal:
    return value.quantize(Decimal(step), rounding=ROUND_HALF_UP)
