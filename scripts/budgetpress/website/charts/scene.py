"""A laid out drawing: rectangles, ribbons and texts at pixels. Numbers are floats here, for pixels only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from budgetpress.website.charts.metric import width, wrap
from budgetpress.website.escape import clean
from budgetpress.website.languages import either
from budgetpress.website.words import Word

# Each passes 3 to 1 against the light and the dark page, and bears white text at 4.5 to 1.
COLOURS = ("#2775b9", "#b8530f", "#12816b", "#865cbc", "#bf4080", "#757515")
WIDE, NARROW = 720, 340
Tone = Literal["ink", "soft", "white"]
Anchor = Literal["left", "middle", "right"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A unit of money: how many yuan it is, and its name."""

    yuan: int
    name: Word


# The steps of the switch of units that holds over the site.
STEPS = (
    Unit(yuan=1, name=Word(zh="元", en="yuan")),
    Unit(yuan=10**4, name=Word(zh="万元", en="10,000 yuan")),
    Unit(yuan=10**8, name=Word(zh="亿元", en="100 million yuan")),
)
# What an English reader expects of a title and of a drawing at first.
_ENGLISH = (
    Unit(yuan=1, name=Word(zh="元", en="CNY")),
    Unit(yuan=10**3, name=Word(zh="千元", en="CNY thousand")),
    Unit(yuan=10**6, name=Word(zh="百万元", en="CNY million")),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Style:
    """What texts share: size in pixels, anchor, weight and tone."""

    size: int = 13
    anchor: Anchor = "left"
    bold: bool = False
    tone: Tone = "ink"


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A text in both languages; with an `amount` the number comes first, in the unit of the drawing.

    `only` is the one language of an amount that stands elsewhere in the other; one with `room` is left out
    where a reader's unit makes it wider.
    """

    x: float
    y: float
    style: Style
    zh: str = ""
    en: str = ""
    amount: Decimal | None = None
    only: Literal["", "zh", "en"] = ""
    room: float = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Rect:
    """A filled box; `tip` and `amount` are what a reader is told who points at it."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    tip: Word
    amount: Decimal
    group: int = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Ribbon:
    """A band between two columns, `thick` high at both ends."""

    x0: float
    y0: float
    x1: float
    y1: float
    thick: float
    fill: str
    tip: Word
    amount: Decimal


@dataclass(kw_only=True, slots=True)
class Scene:
    """What is drawn, in order: ribbons, boxes, texts. `units` are those shown at first, zh and en."""

    width: int
    height: float = 0
    counts: bool = False
    units: tuple[Unit, Unit] = (STEPS[0], _ENGLISH[0])
    rects: list[Rect] = field(default_factory=list)
    ribbons: list[Ribbon] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def number(self, amount: Decimal) -> tuple[str, str]:
        """An amount as the drawing writes it at first, zh and en."""
        if self.counts:
            return f"{amount}", f"{amount}"
        zh, en = self.units
        return in_unit(amount, zh), in_unit(amount, en)

    def amount_width(self, amount: Decimal, size: int, more: str = "") -> float:
        """The room that an amount takes, with what follows it."""
        return max(width(text + more, size) for text in self.number(amount))

    def text(
        self, x: float, y: float, word: Word, style: Style, room: float, lines: int = 1, *, top: bool = False
    ) -> tuple[int, int]:
        """Write a word, wrapped in each language for itself; returns how many lines each takes.

        The last lines are level with each other, for what follows; the first are where `top` says so.
        """
        zh = wrap(clean(word.zh), style.size, room, lines)
        en = wrap(clean(word.en or word.zh), style.size, room, lines)
        count = max(len(zh), len(en))
        padded = [
            [*each, *_blank(each, count)] if top else [*_blank(each, count), *each] for each in (zh, en)
        ]
        for index, (one, other) in enumerate(zip(*padded, strict=True)):
            line = px(y + index * leading(style.size))
            self.labels.append(Label(x=px(x), y=line, style=style, zh=one, en=other))
        return len(zh), len(en)

    def money(
        self,
        x: float,
        y: float,
        amount: Decimal,
        style: Style,
        more: str = "",
        only: Literal["", "zh", "en"] = "",
        room: float = 0,
    ) -> None:
        """Write an amount in the unit of the drawing, and what follows it."""
        self.labels.append(
            Label(x=px(x), y=px(y), style=style, zh=more, en=more, amount=amount, only=only, room=px(room))
        )


def _blank(lines: Sequence[str], count: int) -> list[str]:
    return [""] * (count - len(lines))


def leading(size: int) -> float:
    """From one line to the next."""
    return round(size * 1.3, 1)


def wording(zh: str, en: str) -> str:
    """Both sides of a label, ready for a text file of ours."""
    return either(zh, en)


def in_unit(amount: Decimal, unit: Unit) -> str:
    """An amount in a unit with two decimals and separators; one that would round away says so."""
    value = (amount / unit.yuan).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    if amount and not value:
        return "<0.01" if amount > 0 else ">-0.01"
    return f"{value:,}"


def units_for(amounts: Sequence[Decimal]) -> tuple[Unit, Unit]:
    """The units that suit the largest amount, zh and en."""
    largest = max((abs(amount) for amount in amounts), default=Decimal(0))
    zh = STEPS[0] if largest < 10**4 else STEPS[1]
    return zh, _ENGLISH[0 if largest < 10**4 else 1 if largest < 10**6 else 2]


def px(value: Decimal | float) -> float:
    """A length in pixels, to a tenth: no drawing depends on the last bit of a float."""
    return round(float(value), 1)
