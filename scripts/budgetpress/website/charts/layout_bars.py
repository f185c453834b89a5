"""Bars on a page: the name over each bar, its amount at the right end of that line, and its note below.

Names stand over the bars, not beside them, so that long Chinese names are readable on a telephone.
"""

from __future__ import annotations

from decimal import Decimal

from budgetpress.website.charts.model import ZERO, Bar, Bars
from budgetpress.website.charts.scene import COLOURS, NARROW, Rect, Scene, Style, leading, px, units_for
from budgetpress.website.words import Word, percent

_NAME = Style()
_NUMBER = Style(anchor="right")
_NOTE = Style(size=11, tone="soft")
_TITLE = Style(size=14, bold=True)
_THICK, _GAP = 10, 14


def bars_scene(body: Bars, width: int, *, counts: bool) -> Scene:
    """The drawing of bars at a width in pixels."""
    scene = Scene(width=width, counts=counts, units=units_for([bar.total for bar in body.bars]))
    if body.strip and not body.negative:
        _strip(scene, body)
        return scene
    low, high = _range(body)
    y = 2.0
    if len(body.series) > 1:
        y = _legend(scene, body, y)
    for index, (bars, whole) in enumerate(zip(body.groups, body.wholes, strict=True)):
        if body.titles:
            y += 14
            scene.text(0, y, body.titles[index], _TITLE, width)
            y += 8
        for bar in bars:
            y = _bar(scene, body, bar, whole, y, low, high, index)
        y += 6 if body.titles else 0
    scene.height = px(y - _GAP + 4)
    return scene


def _bar(
    scene: Scene,
    body: Bars,
    bar: Bar,
    whole: Decimal | None,
    y: float,
    low: Decimal,
    high: Decimal,
    group: int,
) -> float:
    more = f" · {percent(bar.total, whole)}" if whole else ""
    taken = scene.amount_width(bar.total, _NUMBER.size, more)
    y += _NAME.size
    lines = 2 if scene.width <= NARROW else 1
    used = max(scene.text(0, y, bar.label, _NAME, scene.width - taken - 14, lines))
    y += (used - 1) * leading(_NAME.size)
    scene.money(scene.width, y, bar.total, _NUMBER, more)
    y += 6
    scale = Decimal(scene.width) / (high - low)
    zero = -low * scale
    stacked = body.negative and len(body.series) > 1
    ends = [ZERO, ZERO]
    for index, part in enumerate(bar.parts):
        if part:
            start = ZERO if stacked else ends[part < 0]
            ends[part < 0] = start + part
            left, right = sorted((zero + start * scale, zero + (start + part) * scale))
            fill = COLOURS[(group if body.titles else index) % len(COLOURS)]
            tip = Word(zh=bar.label.zh, en=bar.label.en or bar.label.zh)
            if len(body.series) > 1:
                series = body.series[index]
                tip = Word(zh=f"{tip.zh} · {series.zh}", en=f"{tip.en} · {series.en or series.zh}")
            box = Rect(
                x=px(left),
                y=px(y),
                width=max(px(right - left), 1),
                height=_THICK,
                fill=fill,
                tip=tip,
                amount=part,
            )
            scene.rects.append(box)
            y += _THICK + 2 if stacked else 0
    y += 0 if stacked else _THICK
    if bar.note:
        y += 3
        note = Word(zh=bar.note, en="")
        used = max(scene.text(0, y + _NOTE.size, note, _NOTE, scene.width, lines))
        y += used * leading(_NOTE.size)
    if len(body.series) > 1:
        y = _split(scene, body.series, bar, y)
    return y + _GAP


def _split(scene: Scene, series: tuple[Word, ...], bar: Bar, y: float) -> float:
    """The parts of a bar in words, so that no colour has to be told from another."""
    there = [(word, part) for word, part in zip(series, bar.parts, strict=True) if part]
    if len(there) == 1:
        word = Word(zh=f"全部为{there[0][0].zh}", en=f"all {(there[0][0].en or there[0][0].zh).lower()}")
        y += 3
        scene.text(0, y + _NOTE.size, word, _NOTE, scene.width)
        return y + leading(_NOTE.size)
    numbers = [scene.number(part) for _, part in there]
    zh = " · ".join(f"{word.zh} {number[0]}" for (word, _), number in zip(there, numbers, strict=True))
    en = " · ".join(
        f"{word.en or word.zh} {number[1]}" for (word, _), number in zip(there, numbers, strict=True)
    )
    y += 3
    used = scene.text(0, y + _NOTE.size, Word(zh=zh, en=en), _NOTE, scene.width, 3, top=True)
    return y + max(used) * leading(_NOTE.size)


def _legend(scene: Scene, body: Bars, y: float) -> float:
    """The colours of the series that have an amount."""
    for index, word in enumerate(body.series):
        if not any(bar.parts[index] for bar in body.bars):
            continue
        fill = COLOURS[index % len(COLOURS)]
        scene.rects.append(Rect(x=0, y=px(y), width=12, height=12, fill=fill, tip=word, amount=ZERO))
        lines = scene.text(18, y + 11, word, Style(size=12), scene.width - 18, 2, top=True)
        y += max(lines) * leading(12) + 3
    return y + 8


def _strip(scene: Scene, body: Bars) -> None:
    whole = body.wholes[0] or Decimal(1)
    x, y, index = ZERO, 40.0, 0
    for bar in body.bars:
        if not bar.total:
            continue
        wide = bar.total * scene.width / whole
        fill = COLOURS[index % len(COLOURS)]
        box = Rect(
            x=px(x), y=0, width=max(px(wide) - 1.5, 1), height=28, fill=fill, tip=bar.label, amount=bar.total
        )
        scene.rects.append(box)
        share = percent(bar.total, whole)
        if wide > 52:
            inside = Style(size=13, anchor="middle", bold=True, tone="white")
            scene.text(px(x + wide / 2), 19, Word(zh=share, en=share), inside, float(wide))
        scene.rects.append(
            Rect(x=0, y=px(y), width=12, height=12, fill=fill, tip=bar.label, amount=bar.total)
        )
        more = f" · {share}"
        room = scene.width - 18 - scene.amount_width(bar.total, 13, more) - 14
        scene.money(scene.width, y + 11, bar.total, _NUMBER, more)
        y += max(scene.text(18, y + 11, bar.label, _NAME, room, 2, top=True)) * leading(13) + 6
        x, index = x + wide, index + 1
    scene.height = px(y)


def _range(body: Bars) -> tuple[Decimal, Decimal]:
    """The least and the greatest end of a bar, zero being among them."""
    if body.negative and len(body.series) > 1:
        ends = [part for bar in body.bars for part in bar.parts]
    else:
        ends = [
            sum((p for p in bar.parts if (p < 0) == below), ZERO)
            for bar in body.bars
            for below in (True, False)
        ]
    low, high = min([ZERO, *ends]), max([ZERO, *ends])
    return (low, high) if high > low else (low, low + 1)
