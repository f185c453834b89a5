"""What else could be done with a damaged document: four simpler methods, as measures for our own.

Each takes the printed tables and gives a `Reconciled`: its tables, and a status for every figure. They work
on the same identities as our own method, without those that do not hold in truth since some funds are not
printed by code (`known`); our own method has to find these out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from budgetpress.amounts import from_fen
from budgetpress.form import Form
from budgetpress.model import Entry, Place, Reconciled, Row, Table
from budgetpress.reconcile.evaluate import amounts, entries, residual, verdict
from budgetpress.reconcile.identities import Instance, Position, instances
from budgetpress.reconcile.verdicts import figure_ids, figures

Method = Callable[[Sequence[Table], Form, frozenset[str]], Reconciled]
Change = tuple[Position, int]

_MOST_STEPS = 60
_MOST_NODES = 20_000


class Sheet:
    """The printed amounts (0.01 yuan), the identities, and how much each is off."""

    def __init__(self, tables: Sequence[Table], form: Form, known: frozenset[str]) -> None:
        self.tables, self.form = tables, form
        self.instances = sound(tables, form, known)
        self.values = amounts(tables)
        self.printed = entries(tables, form)
        self.off = [residual(instance, self.values) for instance in self.instances]
        self.links: dict[Position, list[tuple[int, int]]] = {}
        for index, instance in enumerate(self.instances):
            for sign, side in ((1, instance.left), (-1, instance.right)):
                for position in side:
                    self.links.setdefault(position, []).append((index, sign))

    @property
    def failing(self) -> list[int]:
        """The identities that do not hold."""
        return [index for index, off in enumerate(self.off) if off]

    def implied(self, index: int) -> Iterable[Change]:
        """Each position of an identity with the amount that would make it hold."""
        for sign, side in ((1, self.instances[index].left), (-1, self.instances[index].right)):
            for position in side:
                value = self.values.get(position, 0) - sign * self.off[index]
                if value >= 0:
                    yield position, value

    def settled(self, change: Change) -> set[int]:
        """The failing identities that a change makes hold."""
        position, value = change
        by = value - self.values.get(position, 0)
        return {i for i, sign in self.links[position] if self.off[i] and self.off[i] + sign * by == 0}

    def apply(self, change: Change) -> None:
        """Make a change."""
        position, value = change
        for index, sign in self.links[position]:
            self.off[index] += sign * (value - self.values.get(position, 0))
        self.values[position] = value


def sound(tables: Sequence[Table], form: Form, known: frozenset[str]) -> list[Instance]:
    """The equations of a document without those that do not hold in truth."""
    found = instances(tables, form)
    return [i for i in found if i.identity.kind != "within" and i.id not in known]


def naive(tables: Sequence[Table], form: Form, known: frozenset[str]) -> Reconciled:
    """As printed, and everything trusted."""
    return _result(tables, form, known, frozenset(), trusting=True)


def flag_all(tables: Sequence[Table], form: Form, known: frozenset[str]) -> Reconciled:
    """As printed; every figure of an identity that fails is in doubt."""
    return _result(tables, form, known, frozenset())


def greedy(tables: Sequence[Table], form: Form, known: frozenset[str]) -> Reconciled:
    """Again and again the change of one amount that makes most failing identities hold, on balance.

    Of equally good changes the one with the most like digits is made. Ends where no change gains.
    """
    sheet = Sheet(tables, form, known)
    changed: set[Position] = set()
    for _ in range(_MOST_STEPS):
        best = max(_gains(sheet), default=None, key=lambda found: found[0])
        if best is None or best[0][0] < 1:
            break
        sheet.apply(best[1])
        changed.add(best[1][0])
    return _result(_written(sheet, changed), form, known, frozenset(changed))


def _gains(sheet: Sheet) -> Iterable[tuple[tuple[int, int], Change]]:
    """Every change that makes a failing identity hold: (identities gained, likeness), change."""
    for index in sheet.failing:
        for change in sheet.implied(index):
            position, value = change
            broken = sum(not sheet.off[i] for i, _ in sheet.links[position])
            old = sheet.values.get(position, 0)
            likeness = 2 if one_slip(str(old), str(value)) else int(old != 0)
            yield (len(sheet.settled(change)) - broken, likeness), change


def typing_errors(tables: Sequence[Table], form: Form, known: frozenset[str]) -> Reconciled:
    """Scholtus (2009), as `correct_typos` of the R package deductive does it.

    Only a printed amount in no identity that holds may change, to an amount that a failing identity implies
    and that is one slip away; as many identities as possible are to hold, with one change in each; what is
    common to all best choices is done.
    """
    sheet = Sheet(tables, form, known)
    candidates: dict[Change, set[int]] = {}
    for index in sheet.failing:
        for change in sheet.implied(index):
            position, value = change
            free = all(sheet.off[i] for i, _ in sheet.links[position])
            if free and position in sheet.printed and _near(sheet, change):
                candidates[position, value] = sheet.settled(change)
    chosen = _common(sheet, candidates)
    for change in chosen:
        sheet.apply(change)
    positions = {position for position, _ in chosen}
    return _result(_written(sheet, positions), form, known, frozenset(positions))


def _near(sheet: Sheet, change: Change) -> bool:
    old = sheet.values.get(change[0], 0)
    return old != change[1] and one_slip(str(old), str(change[1]))


def one_slip(one: str, other: str) -> bool:
    """Whether the restricted Damerau-Levenshtein (OSA) distance is at most 1."""
    if len(one) == len(other):
        places = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 2 and places[1] == places[0] + 1:
            i = places[0]
            return one[i : i + 2] == other[i : i + 2][::-1]
        return len(places) <= 1
    long, short = sorted((one, other), key=len, reverse=True)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def _common(sheet: Sheet, candidates: Mapping[Change, set[int]]) -> list[Change]:
    """The changes that every best choice of changes without a common identity has."""
    found: list[Change] = []
    for group in _groups(sheet, candidates):
        gains = {change: len(candidates[change]) for change in group}
        clashes = {c: {o for o in group if o != c and _clash(sheet, c, o)} for c in group}
        best = _Best(gains, clashes).of(group)
        for change in group if best is not None else ():
            without = _Best(gains, clashes).of([other for other in group if other != change])
            if without is not None and best is not None and without < best:
                found.append(change)
    return found


def _clash(sheet: Sheet, one: Change, other: Change) -> bool:
    indices = {index for index, _ in sheet.links[one[0]]}
    return one[0] == other[0] or any(index in indices for index, _ in sheet.links[other[0]])


def _groups(sheet: Sheet, candidates: Iterable[Change]) -> list[list[Change]]:
    """Changes that have to do with each other, directly or through others."""
    groups: list[tuple[set[int], list[Change]]] = []
    for change in candidates:
        touched, members = {index for index, _ in sheet.links[change[0]]}, [change]
        apart = []
        for indices, others in groups:
            if indices & touched:
                touched |= indices
                members = others + members
            else:
                apart.append((indices, others))
        groups = [*apart, (touched, members)]
    return [members for _, members in groups]


@dataclass(slots=True)
class _Best:
    """The most identities that a choice without clashes makes hold, None if that takes too long."""

    gains: Mapping[Change, int]
    clashes: Mapping[Change, set[Change]]
    nodes: int = 0

    def of(self, group: Sequence[Change]) -> int | None:
        found = self._search(sorted(group, key=lambda change: -self.gains[change]), 0, 0)
        return found if self.nodes < _MOST_NODES else None

    def _search(self, left: Sequence[Change], gained: int, best: int) -> int:
        self.nodes += 1
        best = max(best, gained)
        if not left or self.nodes >= _MOST_NODES or gained + sum(self.gains[c] for c in left) <= best:
            return best
        first, rest = left[0], left[1:]
        kept = [change for change in rest if change not in self.clashes[first]]
        best = self._search(kept, gained + self.gains[first], best)
        return best if len(kept) == len(rest) else self._search(rest, gained, best)


def _written(sheet: Sheet, changed: Iterable[Position]) -> tuple[Table, ...]:
    """The tables with the changed amounts."""
    new: dict[tuple[str, int], dict[str, int]] = {}
    for resource, row, name in changed:
        new.setdefault((resource, row), {})[name] = sheet.values[Position(resource, row, name)]
    return tuple(
        replace(table, rows=tuple(_row(row, new.get((table.resource, row.number), {})) for row in table.rows))
        for table in sheet.tables
    )


def _row(row: Row, new: Mapping[str, int]) -> Row:
    entries_ = dict(row.entries)
    for name, value in new.items():
        old = row.entries.get(name) or Entry(field=name, text="", value=None, place=Place(source="derived"))
        entries_[name] = replace(old, value=from_fen(value))
    return replace(row, entries=entries_)


def _result(
    tables: Sequence[Table],
    form: Form,
    known: frozenset[str],
    changed: frozenset[Position],
    *,
    trusting: bool = False,
) -> Reconciled:
    """A status for each figure by the identities through it."""
    values, printed = amounts(tables), entries(tables, form)
    ids = figure_ids(tables, printed)
    used = () if trusting else sound(tables, form, known)
    failing = {p for i in used if verdict(i, values, printed) == "fails" for p in i.positions}
    made = figures(tables, (), values, printed, ids)
    status = {p: "disputed" if p in failing else "repaired" if p in changed else "consistent" for p in ids}
    return Reconciled(
        tables=tuple(tables),
        figures=tuple(
            replace(figure, status=status[Position(figure.resource, figure.row, figure.field)])  # type: ignore[arg-type]
            for figure in made
        ),
        checks=(),
        repairs=(),
        findings=(),
        remarks=(),
    )


BASELINES: dict[tuple[str, str], Method] = {
    ("照字面读", "naive reading"): naive,
    ("不成立的全部存疑", "flag all of what fails"): flag_all,
    ("逐条贪心修复", "greedy, one identity at a time"): greedy,
    ("Scholtus / correct_typos", "Scholtus / correct_typos"): typing_errors,
}
"""What each method is called (Chinese, English), and the method."""
