"""Defects of the declared kinds, and of others, planted in a printed document.

Each planter changes the document and returns its name, or None where it finds no place for itself.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tests.planting.truth import Print, PrintedRow

Planter = Callable[[Print, random.Random], str | None]
Cell = tuple[str, int, str]
"""A cell of the truth: resource, number of the row, field (or `row` for a whole row)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Defect:
    """A planted defect: its kind and every cell that it changed."""

    kind: str
    cells: frozenset[Cell]


def plant(document: Print, rng: random.Random, planters: Mapping[str, Planter], many: int) -> list[Defect]:
    """Plant so many defects of kinds drawn at random."""
    done: list[Defect] = []
    names = sorted(planters)
    while len(done) < many:
        before = _state(document)
        kind = planters[rng.choice(names)](document, rng)
        after = _state(document)
        cells = frozenset(c for c in before.keys() | after.keys() if before.get(c) != after.get(c))
        if kind and cells:
            done.append(Defect(kind=kind, cells=cells))
    return done


def _state(document: Print) -> dict[Cell, str]:
    state: dict[Cell, str] = {}
    for resource, rows in document.items():
        for row in rows:
            state[resource, row.number, "row"] = row.kind
            for name, text in (*row.texts.items(), *row.words.items()):
                if name in row.texts or name.endswith("_code"):
                    state[resource, row.number, name] = text
    return state


CODES = ("functional_code", "economic_government_code", "economic_department_code")


def _cells(document: Print, rng: random.Random) -> list[tuple[str, PrintedRow, str]]:
    cells = [
        (resource, row, name)
        for resource, rows in document.items()
        for row in rows
        for name in row.texts
        if resource != "project_performance"
    ]
    rng.shuffle(cells)
    return cells


def _digits(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isdigit()]


def misread_digit(document: Print, rng: random.Random) -> str | None:
    """One digit becomes another."""
    _, row, name = _cells(document, rng)[0]
    text = row.texts[name]
    at = rng.choice(_digits(text))
    new = rng.choice([d for d in "0123456789" if d != text[at]])
    row.texts[name] = text[:at] + new + text[at + 1 :]
    return "misread_digit"


def transposed_digits(document: Print, rng: random.Random) -> str | None:
    """Two adjacent digits change places."""
    for _, row, name in _cells(document, rng)[:40]:
        text = row.texts[name]
        places = _digits(text)
        pairs = [(a, b) for a, b in pairwise(places) if text[a] != text[b]]
        if pairs:
            a, b = rng.choice(pairs)
            chars = list(text)
            chars[a], chars[b] = chars[b], chars[a]
            row.texts[name] = "".join(chars)
            return "transposed_digits"
    return None


def lost_digit(document: Print, rng: random.Random) -> str | None:
    """One digit is lost, the point stays."""
    _, row, name = _cells(document, rng)[0]
    text = row.texts[name].replace(",", "")
    whole, _, fraction = text.partition(".")
    digits = whole + fraction
    at = rng.randrange(len(digits))
    digits = digits[:at] + digits[at + 1 :]
    whole, fraction = digits[:-6] or "0", digits[-6:].rjust(6, "0")
    row.texts[name] = f"{int(whole):,}.{fraction}"
    return "lost_digit" if row.texts[name] != f"{text}" else None


def doubled_digit(document: Print, rng: random.Random) -> str | None:
    """One digit is printed twice."""
    _, row, name = _cells(document, rng)[0]
    text = row.texts[name].replace(",", "").replace(".", "")
    at = rng.randrange(len(text))
    digits = text[: at + 1] + text[at:]
    row.texts[name] = f"{int(digits[:-6]):,}.{digits[-6:]}"
    return "doubled_digit"


def wrong_scale(document: Print, rng: random.Random) -> str | None:
    """The point is a thousand or a million off."""
    _, row, name = _cells(document, rng)[0]
    digits = row.texts[name].replace(",", "").replace(".", "").lstrip("0") or "0"
    step = rng.choice((3, 6))
    digits += "0" * step
    row.texts[name] = f"{int(digits[:-6] or '0'):,}.{digits[-6:].rjust(6, '0')}"
    return "wrong_scale"


def neighbouring_cell(document: Print, rng: random.Random) -> str | None:
    """A value stands in the blank cell beside, above or below its own."""
    for resource, row, name in _cells(document, rng)[:200]:
        rows = document[resource]
        at = rows.index(row)
        fields = _fields(document, resource)
        targets: list[tuple[PrintedRow, str]] = []
        i = fields.index(name)
        targets += [(row, fields[j]) for j in (i - 1, i + 1) if 0 <= j < len(fields)]
        targets += [(rows[j], name) for j in (at - 1, at + 1) if 0 <= j < len(rows)]
        free = [
            (other, field)
            for other, field in targets
            if field not in other.texts and other.words.get("side") == row.words.get("side")
        ]
        if free:
            other, field = rng.choice(free)
            other.texts[field] = row.texts.pop(name)
            return "neighbouring_cell"
    return None


def _fields(document: Print, resource: str) -> list[str]:
    seen: dict[str, None] = {}
    for row in sorted(document[resource], key=lambda r: -len(r.texts)):
        seen |= dict.fromkeys(row.texts)
    order = ORDER.get(resource)
    return [f for f in order if f in seen] if order else list(seen)


ORDER: dict[str, list[str]] = {}
"""Amount fields of each resource in printed order; filled by the caller from the form."""


def swapped(document: Print, rng: random.Random) -> str | None:
    """Two values change places, beside or below each other."""
    for resource, row, name in _cells(document, rng)[:200]:
        rows = document[resource]
        at = rows.index(row)
        near = [(other, name) for other in rows[max(0, at - 1) : at + 2] if other is not row]
        near += [(row, other) for other in row.texts if other != name]
        near = [
            (o, f)
            for o, f in near
            if f in o.texts and o.texts[f] != row.texts[name] and o.words.get("side") == row.words.get("side")
        ]
        if near:
            other, field = rng.choice(near)
            row.texts[name], other.texts[field] = other.texts[field], row.texts[name]
            return "swapped"
    return None


def slipped_run(document: Print, rng: random.Random) -> str | None:
    """Two to six values of a column slip by one row into a blank cell."""
    choices = [
        (name, whole, step)
        for resource, rows in document.items()
        for name in _fields(document, resource)
        for whole, step in _runs([row for row in rows if row.kind == "item"], name)
        if len({row.words.get("side") for row in whole}) == 1
    ]
    if not choices:
        return None
    name, whole, step = rng.choice(choices)
    texts = [row.texts.pop(name, None) for row in whole]
    texts = texts[1:] + texts[:1] if step < 0 else texts[-1:] + texts[:-1]
    for row, text in zip(whole, texts, strict=True):
        if text is not None:
            row.texts[name] = text
    return "slipped_run"


def _runs(items: list[PrintedRow], name: str) -> list[tuple[list[PrintedRow], int]]:
    """Runs of two to six values with the blank cell before (-1) or after (1) them."""
    found = []
    for start in range(len(items)):
        for length in range(2, 7):
            run = items[start : start + length]
            if len(run) < length or any(name not in row.texts for row in run):
                break
            if start and name not in items[start - 1].texts:
                found.append(([items[start - 1], *run], -1))
            if start + length < len(items) and name not in items[start + length].texts:
                found.append(([*run, items[start + length]], 1))
    return found


def slipped_labels(document: Print, rng: random.Random) -> str | None:
    """The labels of two to six rows are those of the row before (or after)."""
    resource = rng.choice([r for r, rows in document.items() if _coded(rows) > 5 and r in KEYED])
    items = [row for row in document[resource] if row.kind == "item"]
    length = rng.randint(2, 6)
    start = rng.randrange(1, max(2, len(items) - length))
    run = items[start : start + length]
    step = rng.choice((-1, 1))
    labels = [dict(row.words) for row in items]
    new = [(row, labels[i + step]) for i, row in enumerate(run, start) if 0 <= i + step < len(items)]
    if sum(row.words != words for row, words in new) < 2:
        return None
    for row, words in new:
        row.words = dict(words)
    return "slipped_labels"


KEYED = {
    "expenditure",
    "general_public_budget_expenditure",
    "general_public_budget_basic_expenditure",
}


def _coded(rows: list[PrintedRow]) -> int:
    return sum(any(name in row.words for name in CODES) for row in rows if "side" not in row.words)


def wrong_code(document: Print, rng: random.Random) -> str | None:
    """A row has the label of its neighbour, or a wrong code beside its right name."""
    resource = rng.choice(sorted(KEYED & document.keys()))
    items = [row for row in document[resource] if row.kind == "item"]
    at = rng.randrange(len(items))
    row = items[at]
    name = rng.choice([c for c in CODES if c in row.words])
    label = name.removesuffix("_code") + "_name"
    if rng.random() < 0.5:
        other = items[at - 1 if at and rng.random() < 0.5 else min(at + 1, len(items) - 1)]
        if other.words.get(name) == row.words[name] or name not in other.words:
            return None
        row.words[name], row.words[label] = other.words[name], other.words.get(label, "")
    else:
        pool = sorted({r.words[name] for rows in document.values() for r in rows if name in r.words})
        pool = [c for c in pool if len(c) == len(row.words[name]) and c != row.words[name]]
        row.words[name] = rng.choice(pool)
    return "wrong_code"


def missing_cell(document: Print, rng: random.Random) -> str | None:
    """A value is not there."""
    _, row, name = _cells(document, rng)[0]
    del row.texts[name]
    return "missing_cell"


def lost_row(document: Print, rng: random.Random) -> str | None:
    """A row is not there."""
    resource = rng.choice(sorted(KEYED & document.keys()))
    rows = document[resource]
    row = rng.choice([row for row in rows if row.kind == "item"])
    rows.remove(row)
    return "lost_row"


def duplicated_row(document: Print, rng: random.Random) -> str | None:
    """A row stands twice."""
    resource = rng.choice(sorted(KEYED & document.keys()))
    rows = document[resource]
    row = rng.choice([row for row in rows if row.kind == "item"])
    if row.number < 0 or any(other.number == -row.number for other in rows):
        return None  # a third one could not be told from the second
    twin = PrintedRow(number=-row.number, kind=row.kind, words=dict(row.words), texts=dict(row.texts))
    rows.insert(rows.index(row) + 1, twin)
    return "duplicated_row"


DECLARED: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (
        misread_digit,
        transposed_digits,
        lost_digit,
        doubled_digit,
        wrong_scale,
        neighbouring_cell,
        swapped,
        slipped_run,
        slipped_labels,
        wrong_code,
        missing_cell,
        lost_row,
        duplicated_row,
    )
}


def two_digits(document: Print, rng: random.Random) -> str | None:
    """Two digits of one figure are wrong."""
    _, row, name = _cells(document, rng)[0]
    text = row.texts[name]
    for at in rng.sample(_digits(text), 2):
        new = rng.choice([d for d in "0123456789" if d != text[at]])
        text = text[:at] + new + text[at + 1 :]
    row.texts[name] = text
    return "two_digits"


def copied_neighbour(document: Print, rng: random.Random) -> str | None:
    """A figure repeats the one above it."""
    for resource, row, name in _cells(document, rng)[:100]:
        rows = document[resource]
        at = rows.index(row)
        if at and name in rows[at - 1].texts and rows[at - 1].texts[name] != row.texts[name]:
            row.texts[name] = rows[at - 1].texts[name]
            return "copied_neighbour"
    return None


def random_value(document: Print, rng: random.Random) -> str | None:
    """A figure is any other."""
    _, row, name = _cells(document, rng)[0]
    row.texts[name] = f"{rng.randrange(1, 3000):,}.{rng.randrange(10**6):06d}"
    return "random_value"


UNDECLARED: dict[str, Planter] = {
    planter.__name__: planter for planter in (two_digits, copied_neighbour, random_value)
}
