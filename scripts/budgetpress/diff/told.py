"""A difference for people at a terminal and for programs: lines of text, and plain values for JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, fields
from typing import Any, Final

from budgetpress.diff.advice import Advice, words
from budgetpress.diff.changes import CAUSES, Change, Difference

_SIGNS: Final = {"added": "+", "removed": "-", "changed": "~", "moved": ">", "reordered": ">"}
_LONG: Final = 60


def told(difference: Difference, *, limit: int) -> Iterator[str]:
    """The lines of a terminal: what is compared, what differs in all, and the first `limit` changes."""
    yield f"a: {_side(difference.a.name, difference.a.version, difference.a.origin)}"
    yield f"b: {_side(difference.b.name, difference.b.version, difference.b.origin)}"
    yield from summary(difference)
    shown = difference.changes[:limit]
    for change in shown:
        yield line(change)
    if len(difference.changes) > len(shown):
        yield f"… {len(difference.changes) - len(shown)} more; --limit or --json shows them"


def _side(name: str, version: str, origin: str) -> str:
    return f"{name} {version} ({origin})"


def summary(difference: Difference) -> Iterator[str]:
    """What differs in all: the counts by part, then by cause."""
    if not difference.changes:
        yield "no difference / 没有差别"
        return
    if not difference.same_release:
        yield "two releases: budgets of different years or bodies / 两个不同年度或单位的发布"
    counts = difference.counts()
    causes = counts.pop("cause", {})
    yield ", ".join(
        f"{number} {words(part)[1]} {what}"
        for part, found in counts.items()
        for what, number in found.items()
    )
    for cause, number in causes.items():
        zh, en = CAUSES[cause]  # type: ignore[index]
        if cause != "other_document":
            yield f"{number} × {en} / {zh}"


def line(change: Change) -> str:
    """One change: `~ figure 03.r12.total 行政运行: amount 1.00 → 2.00 [revision]`."""
    at = f"r{change.at}" if change.part in ("row", "cell") else change.at
    moved = change.before and change.after and change.before != change.after
    words_ = (
        _SIGNS[change.what],
        words(change.part)[1],
        change.resource,
        at,
        f"(was {change.before})" if moved else "",
        short(change.label),
    )
    values = "; ".join(value(name, *pair) for name, pair in change.values.items())
    cause = f" [{change.cause.replace('_', ' ')}]" if change.cause else ""
    return " ".join(word for word in words_ if word) + (f": {values}" if values else "") + cause


def value(name: str, before: str, after: str) -> str:
    """A value on both sides: `amount 1.00 → 2.00`; a blank is `∅`."""
    return f"{name} {short(before) or '∅'} → {short(after) or '∅'}"


def short(text: str) -> str:
    """A text on one line, cut where it is long."""
    flat = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return flat if len(flat) <= _LONG else f"{flat[: _LONG - 1]}…"


def advice_lines(advice: Advice) -> Iterator[str]:
    """The advice for people: the level, the least version, the first reasons."""
    least = f", at least {advice.least}" if advice.least else ""
    verdict = "enough" if advice.enough else "too small"
    yield f"version: {advice.level}{least}; {advice.given or 'none'} is {verdict}"
    for _, en in advice.reasons[:10]:
        yield f"  {en}"


# What is told of a change as it is.
_TOLD = tuple(field.name for field in fields(Change))


def plain(difference: Difference, advice: Advice) -> dict[str, Any]:
    """All of it as JSON has it."""
    return {
        "a": asdict(difference.a),
        "b": asdict(difference.b),
        "same_release": difference.same_release,
        "same_sources": difference.same_sources,
        "summary": difference.counts(),
        "version": {
            "level": advice.level,
            "published": advice.published,
            "given": advice.given,
            "least": advice.least,
            "enough": advice.enough,
            "reasons": [{"zh": zh, "en": en} for zh, en in advice.reasons],
        },
        "changes": [
            {
                **{name: getattr(change, name) for name in _TOLD},
                "values": {
                    name: {"before": before or None, "after": after or None}
                    for name, (before, after) in change.values.items()
                },
            }
            for change in difference.changes
        ],
    }
