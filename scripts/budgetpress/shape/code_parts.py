"""A code that is printed in several columns (类, 款, 项): its parts joined, what is short padded and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from budgetpress.model import Cell, Entry, Place
from budgetpress.shape.notes import Notes
from budgetpress.shape.words import squash

PartsOfCode = list[tuple[int, Cell | None]]
"""Each part from left to right: how many digits it has, and its cell, None where it is blank."""


def code_entry(name: str, parts: PartsOfCode, notes: Notes) -> Entry | None:
    """The code of a row, None where no part is printed.

    Its text are the printed parts with blanks between, its place is the box around them. A code with a gap
    has no value: what would fill it is not printed in its row.
    """
    printed = [(digits, cell) for digits, cell in parts if cell is not None]
    if not printed:
        return None
    cells = [cell for _, cell in printed]
    text = " ".join(cell.text.strip() for cell in cells)
    place = _around([cell.place for cell in cells])
    whole = _whole(parts)
    if whole:
        return Entry(field=name, text=text, value=whole, place=place)
    gap = any(cell is None for _, cell in parts[: len(printed)])
    if gap:
        notes.finding(
            "code-incomplete",
            cells[0],
            f"编码“{text}”缺少前面的部分",
            f"the code '{text}' lacks a part before its last",
            "warning",
        )
    return Entry(field=name, text=text, value=None if gap else _joined(printed, text, notes), place=place)


def _whole(parts: PartsOfCode) -> str:
    """The last part, where it is as long as all up to it and says again what these say: 201, 20108."""
    last = max(index for index, (_, cell) in enumerate(parts) if cell is not None)
    ends = list(accumulate(digits for digits, _ in parts))
    texts = [squash(cell.text) if cell is not None else "" for _, cell in parts]
    code = texts[last]
    if not last or not code.isdecimal() or len(code) != ends[last]:
        return ""
    begins = [0, *ends]
    agree = (text in ("", code[: ends[n]], code[begins[n] : ends[n]]) for n, text in enumerate(texts[:last]))
    return code if all(agree) else ""


def _joined(parts: Sequence[tuple[int, Cell]], text: str, notes: Notes) -> str:
    """The parts in one; a part with fewer digits than it has elsewhere lost its zeros on the left."""
    short = next((cell for digits, cell in parts if _is_short(cell, digits)), None)
    code = "".join(_padded(cell, digits) for digits, cell in parts)
    if short is not None:
        notes.finding(
            "code-padded",
            short,
            f"编码印作“{text}”，按位数补零为 {code}",
            f"the code is printed '{text}' and taken as {code}: its parts have a fixed number of digits",
        )
    return code


def _is_short(cell: Cell, digits: int) -> bool:
    text = squash(cell.text)
    return text.isdecimal() and len(text) < digits


def _padded(cell: Cell, digits: int) -> str:
    text = squash(cell.text)
    return text.zfill(digits) if text.isdecimal() else text


def _around(places: Sequence[Place]) -> Place:
    boxes = [place.bbox for place in places if place.bbox is not None]
    if len(boxes) < len(places):
        return places[0]
    left, top, right, bottom = zip(*boxes, strict=True)
    return replace(places[0], bbox=(min(left), min(top), max(right), max(bottom)))
