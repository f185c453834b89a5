"""Made-up ledgers with planted defects, and pools of hypotheses such as a document gives the solver.

A ledger is a set of tables whose rows feed equations: a list of expenditures by function and by economic
class, its summaries by function, by economic class and by main class, and a lone list with a sum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from budgetpress.reconcile.solver import Hypothesis, Problem

Key = tuple[Any, ...]
FUNCTIONS, ECONOMICS = 12, 25
CONFUSED = {frozenset(pair) for pair in ("17", "38", "56", "08", "69", "35", "49", "27")}


@dataclass(frozen=True)
class Line:
    """One row: where it stands, its labels and its amounts (None where blank)."""

    table: str
    number: int
    function: int
    economic: int
    amounts: Mapping[str, int | None]

    def feeds(self) -> Iterator[tuple[Key, str, int]]:
        """(equation, column, coefficient) for each equation that the row takes part in."""
        f, e, main = self.function, self.economic, self.function // 3
        for column in self.amounts:
            yield (self.table, "sum", column), column, -1 if self.number < 0 else 1
        row = (self.table, "row", self.number)
        if self.table == "A":
            yield from ((row, "T", 1), (row, "B", -1), (row, "P", -1))
            if self.number >= 0:
                yield from (((c, f), c, 1) for c in "TBP")
                yield from (
                    ((("R", f) if e % 3 else ("G", f)), "B", 1),
                    (("D", e), "B", 1),
                    (("E", main), "T", 1),
                )
        elif self.table == "C":
            yield from ((row, "T", 1), (row, "S", -1), (row, "P", -1))
            yield from (((row, 2), "S", 1), ((row, 2), "R", -1), ((row, 2), "G", -1))
            if self.number >= 0:
                yield from (
                    (("T", f), "T", -1),
                    (("B", f), "S", -1),
                    (("P", f), "P", -1),
                    (("F", main), "T", 1),
                )
                yield from ((("R", f), "R", -1), (("G", f), "G", -1))
        elif self.table == "D":
            yield from ((row, "T", 1), (row, "R", -1), (row, "G", -1))
            if self.number >= 0:
                yield ("D", e), "T", -1
        elif self.table in "EF" and self.number >= 0:
            yield (self.table, main), "T", -1
        if self.number < 0 and self.table in "ACEF":
            yield ("grand", self.table), "T", 1
            yield ("grand", {"A": "C", "C": "E", "E": "F", "F": "A"}[self.table]), "T", -1

    def residual(self) -> dict[Key, int]:
        """What the row adds to each equation."""
        result: dict[Key, int] = defaultdict(int)
        for equation, column, coefficient in self.feeds():
            result[equation] += coefficient * (self.amounts[column] or 0)
        return result


Ledger = dict[tuple[str, int], Line]


def ledger(random: Random, rows: int = 59, lone: int = 32) -> Ledger:
    """A ledger whose equations all hold."""
    sums: dict[Key, int] = defaultdict(int)
    lines: list[Line] = []
    for number in range(rows):
        f, e, basic = random.randrange(FUNCTIONS), random.randrange(ECONOMICS), random.random() < 0.6
        value = random.randrange(1, 10 ** random.randrange(4, 9)) * random.choice((1, 100))
        amounts = {"T": value, "B": value if basic else None, "P": None if basic else value}
        lines.append(Line("A", number, f, e, amounts))
        for c in "TBP":
            sums[c, f] += amounts[c] or 0
        sums["R" if e % 3 else "G", f] += amounts["B"] or 0
        sums["D", e, e % 3 == 0] += amounts["B"] or 0
        sums["E", f // 3] += value

    def add(table: str, number: int, f: int, e: int, **amounts: int) -> None:
        lines.append(Line(table, number, f, e, {c: v or None for c, v in amounts.items()}))

    for f in range(FUNCTIONS):
        s = {c: sums[c, f] for c in "TPRG"}
        add("C", f, f, 0, T=s["T"], S=sums["B", f], R=s["R"], G=s["G"], P=s["P"])
    for e in range(ECONOMICS):
        plain, other = sums["D", e, False], sums["D", e, True]
        add("D", e, 0, e, T=plain + other, R=plain, G=other)
    for main in range((FUNCTIONS + 2) // 3):
        add("E", main, 3 * main, 0, T=sums["E", main])
        add("F", main, 3 * main, 0, T=sums["E", main])
    for number in range(lone):
        add("L", number, 0, 0, T=random.randrange(1, 10**7))
    for table in "ACDEFL":
        mine = [line for line in lines if line.table == table]
        add(table, -1, 0, 0, **{c: sum(line.amounts[c] or 0 for line in mine) for c in mine[0].amounts})
    return {(line.table, line.number): line for line in lines}


def residuals(lines: Ledger) -> dict[Key, int]:
    """The residual of every equation."""
    result: dict[Key, int] = defaultdict(int)
    for line in lines.values():
        for equation, value in line.residual().items():
            result[equation] += value
    return result


def changed(line: Line, **amounts: int | None) -> Line:
    """The line with other amounts."""
    return replace(line, amounts={**line.amounts, **amounts})


def plant(lines: Ledger, random: Random, count: int, unknown: int = 0) -> Ledger:
    """The ledger with `count` defects of known kinds and `unknown` others, each in a row of its own."""
    result = dict(lines)
    used: set[tuple[str, int]] = set()
    while len(used) < count + unknown:
        key = random.choice(sorted(result))
        line = result[key]
        filled = {c: v for c, v in line.amounts.items() if v}
        if key in used or not filled:
            continue
        column = random.choice(sorted(filled))
        if len(used) < unknown:
            new = changed(line, **{column: random.randrange(1, 10**8)})
        elif key[0] == "A" and key[1] >= 0 and random.random() < 0.3:
            new = relabelled(line, random)
        else:
            new = misread(line, column, filled[column], random)
        if new != line:
            result[key] = new
            used.add(key)
    return result


def relabelled(line: Line, random: Random) -> Line:
    """The line with another function or another economic class."""
    if random.random() < 0.5:
        return replace(line, function=(line.function + 1 + random.randrange(4)) % FUNCTIONS)
    return replace(line, economic=(line.economic + 1 + random.randrange(20)) % ECONOMICS)


def misread(line: Line, column: str, value: int, random: Random) -> Line:
    """The line with one amount misread, lost or moved; maybe with no change at all."""
    text = str(value)
    at = random.randrange(len(text))
    kind = random.choice(("digit", "digit", "turn", "scale", "blank", "move"))
    if kind == "turn":
        return changed(line, **{column: int(text[:at] + text[at : at + 2][::-1] + text[at + 2 :])})
    if kind == "scale":
        return changed(line, **{column: value * 1000})
    if kind == "blank":
        return changed(line, **{column: None})
    empty = [c for c, v in line.amounts.items() if not v]
    if kind == "move" and empty:
        return changed(line, **{column: None, random.choice(empty): value})
    return changed(line, **{column: int(text[:at] + str(random.randrange(10)) + text[at + 1 :])})


def typo(old: int, new: int) -> int | None:
    """The price of misreading `new` as `old`, or None where no known defect does that."""
    a, b = str(old), str(new)
    if new and old and (old == new * 1000 or new == old * 1000):
        return 11
    if len(a) == len(b):
        off = [i for i in range(len(a)) if a[i] != b[i]]
        if len(off) == 1:
            return 10 if frozenset((a[off[0]], b[off[0]])) in CONFUSED else 12
        if len(off) == 2 and off[1] == off[0] + 1 and a[off[0]] == b[off[1]] and a[off[1]] == b[off[0]]:
            return 12
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    if len(longer) == len(shorter) + 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    ):
        return 13
    return None


class Pool:
    """Gathers hypotheses from demands: those that close a residual, then those that close what they open."""

    def __init__(self, lines: Ledger, depth: int = 3) -> None:
        self.lines = lines
        self.current = residuals(lines)
        self.number = {equation: i for i, equation in enumerate(sorted(self.current, key=repr))}
        self.found: dict[Key, Hypothesis] = {}
        self.fixed: dict[tuple[Key, int], list[Key]] = defaultdict(list)
        self.prepared: dict[Key, tuple[int, dict[Key, int], frozenset[Key], frozenset[Key]]] = {}
        self.members: dict[Key, list[tuple[Line, str, int]]] = defaultdict(list)
        for line in lines.values():
            for equation, column, coefficient in line.feeds():
                self.members[equation].append((line, column, coefficient))
        self.prepare()
        demands = {(equation, value) for equation, value in self.current.items() if value}
        done: set[tuple[Key, int]] = set()
        for _ in range(depth):
            opened: set[tuple[Key, int]] = set()
            for demand in sorted(demands - done, key=repr):
                opened |= self.close(*demand)
            done |= demands
            demands = opened

    def effect(self, old: Line, new: Line) -> dict[Key, int]:
        before, after = old.residual(), new.residual()
        delta = {key: after.get(key, 0) - before.get(key, 0) for key in before.keys() | after.keys()}
        return {key: value for key, value in delta.items() if value}

    def prepare(self) -> None:
        """Whole-row hypotheses and moves, kept by what they do to each equation."""
        for (table, number), line in self.lines.items():
            cells = {c: (table, number, c) for c in line.amounts}
            labels = {(table, number, "f"), (table, number, "e")}
            if table == "A" and number >= 0:
                options = [
                    ("f", f, replace(line, function=f)) for f in range(FUNCTIONS) if f != line.function
                ]
                options += [
                    ("e", e, replace(line, economic=e)) for e in range(ECONOMICS) if e != line.economic
                ]
                for label, to, new in options:
                    near = abs(to - (line.function if label == "f" else line.economic)) == 1
                    self.keep(
                        ("label", table, number, label, to),
                        10 if near else 15,
                        self.effect(line, new),
                        {(table, number, label)},
                        set(cells.values()),
                    )
            for a in line.amounts:
                for b in line.amounts:
                    if a != b and line.amounts[a] and (not line.amounts[b] or a < b):
                        new = changed(line, **{a: line.amounts[b], b: line.amounts[a]})
                        price = 12 if line.amounts[b] else 10
                        self.keep(
                            ("move", table, number, a, b),
                            price,
                            self.effect(line, new),
                            {cells[a], cells[b]},
                            labels,
                        )
                below = self.lines.get((table, number + 1))
                if below is not None and number >= 0 and line.amounts[a] != below.amounts[a]:
                    effect = self.effect(line, changed(line, **{a: below.amounts[a]}))
                    for key, value in self.effect(below, changed(below, **{a: line.amounts[a]})).items():
                        effect[key] = effect.get(key, 0) + value
                    self.keep(
                        ("down", table, number, a),
                        12 if line.amounts[a] and below.amounts[a] else 10,
                        {k: v for k, v in effect.items() if v},
                        {cells[a], (table, number + 1, a)},
                        labels,
                    )

    def keep(self, key: Key, cost: int, effect: dict[Key, int], writes: set[Key], reads: set[Key]) -> None:
        self.prepared[key] = (cost, effect, frozenset(writes), frozenset(reads))
        for equation, value in effect.items():
            self.fixed[equation, value].append(key)

    def close(self, equation: Key, residual: int) -> set[tuple[Key, int]]:
        """Add what brings the equation to zero; give the demands that this makes elsewhere."""
        opened: set[tuple[Key, int]] = set()
        for key in self.fixed.get((equation, -residual), ()):
            opened |= self.add(key, *self.prepared[key])
        for line, column, coefficient in self.members[equation]:
            old = line.amounts[column]
            new = (old or 0) - coefficient * residual
            if new < 0 or new > 10**12 or len(self.members[equation]) > 70:
                continue
            cost = 14 if old is None else typo(old, new)
            cell = (line.table, line.number, column)
            effect = self.effect(line, changed(line, **{column: new}))
            labels = frozenset({(line.table, line.number, "f"), (line.table, line.number, "e")})
            opened |= self.add((*cell, new), 32 if cost is None else cost, effect, frozenset({cell}), labels)
        return opened

    def add(
        self, key: Key, cost: int, effect: dict[Key, int], writes: frozenset[Key], reads: frozenset[Key]
    ) -> set[tuple[Key, int]]:
        if key not in self.found:
            self.found[key] = Hypothesis(
                id=repr(key),
                cost=cost,
                effect={self.number[k]: v for k, v in effect.items()},
                writes=writes,
                reads=reads,
                known=cost < 32,
            )
        if cost >= 32:
            return set()
        return {(k, v) for k, value in effect.items() if (v := self.current[k] + value)}

    def problem(self) -> Problem:
        """The problem that the solver gets."""
        values = [0] * len(self.number)
        for equation, index in self.number.items():
            values[index] = self.current[equation]
        return Problem(residuals=tuple(values), hypotheses=tuple(self.found.values()))
