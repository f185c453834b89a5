"""What was read from a document, told again of another body: other words, multiplied amounts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from typing import Any

from budgetpress.model import Place


def retold(value: Any, words: Mapping[str, str]) -> Any:
    """The same with other words, in all texts of a document or of what was read from it."""
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    return _changed(value, lambda text: pattern.sub(lambda found: words[found[0]], text))


def _changed(value: Any, text: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return text(value)
    if isinstance(value, tuple):
        return tuple(_changed(one, text) for one in value)
    if isinstance(value, Mapping):
        return {key: _changed(one, text) for key, one in value.items()}
    if is_dataclass(value) and not isinstance(value, (type, Place)):
        return replace(value, **{one.name: _changed(getattr(value, one.name), text) for one in fields(value)})
    return value


def times(value: Any, factor: int) -> Any:
    """The same with multiplied amounts: those that were read, and their texts."""
    if isinstance(value, Decimal):
        return value * factor
    if isinstance(value, tuple):
        return tuple(times(one, factor) for one in value)
    if isinstance(value, Mapping):
        return {key: times(one, factor) for key, one in value.items()}
    if not is_dataclass(value) or isinstance(value, (type, Place)):
        return value
    changed = {one.name: times(getattr(value, one.name), factor) for one in fields(value)}
    if "tolerance" in changed:
        changed["tolerance"] = value.tolerance  # type: ignore[attr-defined]
    amount, text = next((pair for pair in _TEXTS if pair[0] in changed and pair[1] in changed), ("", ""))
    if isinstance(changed.get(amount), Decimal):
        changed[text] = _text_times(changed[text], factor)
    return replace(value, **changed)


_TEXTS = (("value", "text"), ("amount", "printed"))
"""Where an amount is, and its text."""


def _text_times(text: str, factor: int) -> str:
    decimals = len(text.partition(".")[2])
    return f"{Decimal(text.replace(',', '')) * factor:,.{decimals}f}"
