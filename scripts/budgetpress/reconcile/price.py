"""What no sum can see of a change of labels: rows that share a key, names of other codes, strange partners.

No equation sees these; a change that settles them is the likelier one, and costs less.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import cast

from budgetpress.reconcile.crosswalk import gainsays, vouches
from budgetpress.reconcile.kinds import Proposal, slipped_labels
from budgetpress.reconcile.solver import Explanation, Hypothesis
from budgetpress.reconcile.system import System

SHARED_KEY = 10
MISNAMED = 5
STRANGER = 5
GAINSAID = 6
UNEXPLAINED_NAME = 10

Changed = dict[str, dict[Hashable, Mapping[str, str]]]
Removed = dict[str, set[int]]


def price(system: System, proposal: Proposal) -> int:
    """What a change of labels costs for leaving rows that share a key; less than nothing where it parts them.

    The same for names that are those of other codes, and for codes beside a code that is strange to them.
    """
    return _label_price(system, [proposal], MISNAMED)


def total(system: System, explanation: Explanation) -> int:
    """What an explanation costs, with the price of all its changes of labels together.

    One that leaves a name beside another code than its own still has that to explain: another defect.
    """
    causes = [cast("Proposal", hypothesis.cause) for hypothesis in explanation.chosen]
    return sum(cause.cost for cause in causes) + _label_price(system, causes, UNEXPLAINED_NAME)


def _label_price(system: System, proposals: Sequence[Proposal], misnamed: int) -> int:
    changed, removed = _label_changes(proposals)
    if not changed and not removed:
        return 0
    cost = 0
    for resource, rows in changed.items():
        gone = removed.get(resource, set())
        if system.keys(resource):
            cost += SHARED_KEY * _more_shared(system, resource, rows, gone)
        for number, field, named in system.misnamed(resource):
            cost -= misnamed * (number in gone or rows.get(number, {}).get(field) in named)
        cost += sum(GAINSAID * _gainsaid(system, resource, number, codes) for number, codes in rows.items())
    return cost + STRANGER * (system.strangers(changed, removed) - system.strangers({}, {}))


def _more_shared(
    system: System, resource: str, rows: Mapping[Hashable, Mapping[str, str]], gone: set[int]
) -> int:
    """How many rows more share the key of another one than as printed."""
    printed = system.printed_keys(resource)
    change = Counter(
        _new_keys(system, resource, {n: own for n, own in rows.items() if n not in gone}).values()
    )
    change.subtract(printed[n] for n in rows.keys() | gone if isinstance(n, int) and n in printed)
    often = system.key_counts(resource)
    return sum(max(0, often[key] + by - 1) - max(0, often[key] - 1) for key, by in change.items())


def _gainsaid(system: System, resource: str, number: Hashable, codes: Mapping[str, str]) -> int:
    """By how many pairs of codes a row with new ones is further from the crosswalk than as printed."""
    if not isinstance(number, int):
        return 0
    row = system.rows[resource, number]
    more = 0
    for pair in system.determined():
        if set(pair) <= set(system.code_fields[resource]) and codes.keys() & set(pair):
            printed = (row.text(pair[0]), row.text(pair[1]))
            new = (codes.get(pair[0], printed[0]), codes.get(pair[1], printed[1]))
            more += gainsays(pair, new) - gainsays(pair, printed)
    return more


def strange_row(system: System, proposal: Proposal, chosen: Iterable[Hypothesis]) -> bool:
    """Whether a lost row has codes side by side that are strangers everywhere else, or one in doubt.

    Where labels went wrong besides, two rows must bear the codes out, or one that is no copy.
    """
    if proposal.row is None:
        return False
    new = proposal.row
    changed_rows = {place for other in chosen for place in cast("Proposal", other.cause).codes}
    if any(
        (new.resource, row.number) not in changed_rows
        and all(row.text(name) == code for name, code in new.codes.items())
        for row in system.items(new.resource)
    ):
        return True  # a row with these codes is there: it is likelier that a code is wrong
    relabelled = any(cast("Proposal", other.cause).codes for other in chosen)
    changed, removed = _label_changes([proposal])
    if system.strangers(changed, removed) > system.strangers({}, {}):
        return True
    for pair in system.determined():
        codes = [proposal.row.codes.get(name, "") for name in pair]
        doubtful = relabelled or gainsays(pair, (codes[0], codes[1]))
        if all(codes) and doubtful and not _borne_out(system, pair, codes):
            return True
    # Where such a code stands beside the name of another, it is itself the one in doubt.
    return any(
        system.rows[resource, number].text(field) == proposal.row.codes.get(field)
        for resource in system.tables
        for number, field, _ in system.misnamed(resource)
    )


def paired(system: System, proposal: Proposal) -> bool:
    """Whether two codes that are both given to one row are borne out side by side elsewhere."""
    if proposal.kind != "wrong_code":
        return True
    return all(
        _borne_out(system, pair, [codes[name] for name in pair])
        for codes in proposal.codes.values()
        for pair in system.determined()
        if set(pair) <= codes.keys()
    )


def gainsaid(system: System, proposal: Proposal) -> bool:
    """Whether it puts two codes side by side that the crosswalk parts, and that no other row bears out."""
    for (resource, number), codes in proposal.codes.items():
        row = system.rows[resource, number]
        for pair in system.determined():
            if set(pair) <= set(system.code_fields[resource]) and codes.keys() & set(pair):
                new = [codes.get(name, row.text(name)) for name in pair]
                if gainsays(pair, (new[0], new[1])) and not _borne_out(system, pair, new):
                    return True
    return False


def exchanges(system: System, slip: Proposal) -> bool:
    """Whether a slip of labels only deals out the same codes anew: one that slipped leaves a copy behind."""
    old: dict[tuple[str, str], list[str]] = {}
    new: dict[tuple[str, str], list[str]] = {}
    for (resource, number), codes in slip.codes.items():
        for name, code in codes.items():
            old.setdefault((resource, name), []).append(system.rows[resource, number].text(name))
            new.setdefault((resource, name), []).append(code)
    return all(sorted(old[place]) == sorted(new[place]) for place in old)


def exchanged(system: System, proposal: Proposal, rows: Iterable[tuple[str, int]]) -> bool:
    """Whether two of these rows change a code with each other."""
    return any(
        proposal.codes[a].get(name) == system.rows[b].text(name) != system.rows[a].text(name)
        and proposal.codes[b].get(name) == system.rows[a].text(name)
        for a, b in combinations(sorted(rows), 2)
        for name in proposal.codes[a]
    )


Copies = tuple[set[tuple[str, str]], set[int]]
"""Codes (field, code) that a row may have only as a copy of another row, and its amounts."""


def copies_left(system: System, proposal: Proposal) -> list[Copies]:
    """What the rows at the ends of a slip of labels keep.

    Their own labels are gone; what is printed there is a copy of the one beside it. Where a sum tells one of
    the codes anew, another that stays may be just that copy.
    """
    kept: list[Copies] = []
    slips = [part for part in (proposal, *proposal.parts) if part.kind == slipped_labels.KIND.name]
    for slip in slips:
        for (resource, number), codes in slip.codes.items():
            for step in (-1, 1):
                end, beyond = (resource, number + step), (resource, number + 2 * step)
                new = slip.codes.get(end, {})
                if new and _labelled(system, end, codes) and not _labelled(system, beyond, new):
                    left = {
                        (name, system.rows[end].text(name))
                        for name in system.code_fields[resource]
                        if name not in new and system.is_judged(*end, name)
                    }
                    kept.append((left, system.amounts_of(*end)))
    return kept


def rests_on_copies(system: System, proposal: Proposal, copies: Iterable[Copies]) -> bool:
    """Whether it gives one of these codes to the very amount of such a row: only the copy asks for that."""
    given = [(codes, system.amounts_of(*place)) for place, codes in proposal.codes.items()]
    if proposal.row is not None:
        given.append((proposal.row.codes, set(proposal.row.values.values())))
    return any(
        not left.isdisjoint(codes.items()) and not own.isdisjoint(amounts)
        for left, own in copies
        for codes, amounts in given
    )


def _labelled(system: System, place: tuple[str, int], codes: Mapping[str, str]) -> bool:
    """Whether an item row is printed with these codes."""
    row = system.rows.get(place)
    return row is not None and row.kind == "item" and all(row.text(n) == code for n, code in codes.items())


def _borne_out(system: System, pair: tuple[str, str], codes: list[str]) -> bool:
    """Whether two codes stand side by side in two rows, or in one that cannot be a copy of its neighbours.

    Or whether the national crosswalk has them side by side.
    """
    if vouches(pair, (codes[0], codes[1])):
        return True
    rows = [
        (resource, row.number)
        for resource in system.tables
        if set(pair) <= set(system.code_fields[resource])
        for row in system.items(resource)
        if [row.text(name) for name in pair] == codes
    ]
    if len(rows) != 1:
        return bool(rows)
    (resource, number), *_ = rows
    near = [system.rows.get((resource, n)) for n in (number - 1, number + 1)]
    return not any(
        row is not None and row.text(name) == code
        for row in near
        for name, code in zip(pair, codes, strict=True)
    )


def sole_partner(system: System, pair: tuple[str, str], codes: tuple[str, str]) -> bool:
    """Whether the first code stands beside the second one alone, in this document and by the crosswalk."""
    return set(system.pairs(*pair).get(codes[0], ())) == {codes[1]} and vouches(pair, codes)


def doubtful_codes(system: System, chosen: Iterable[Hypothesis]) -> set[tuple[str, str]]:
    """Codes that two rows would still share, or that a name would still gainsay: (field, code)."""
    changed, removed = _label_changes(cast("Proposal", h.cause) for h in chosen)
    doubtful: set[tuple[str, str]] = set()
    for resource in system.tables:
        rows, gone = changed.get(resource, {}), removed.get(resource, set())
        if system.keys(resource):
            final = _final_keys(system, resource, rows, gone)
            after = Counter(final.values())
            before = Counter(system.printed_keys(resource).values())
            for key in (key for key, count in after.items() if count > 1):
                if before[key] < after[key] or _key_in_doubt(system, resource, key):
                    doubtful |= _unproven(
                        system, resource, key, [n for n, own in final.items() if own == key]
                    )
        for number, field, named in system.misnamed(resource):
            settled = number in gone or rows.get(number, {}).get(field) in named
            if not settled and system.in_doubt(resource, number):
                codes = (*named, system.rows[resource, number].text(field))
                doubtful |= {(field, code) for code in codes}
    return doubtful


def _unproven(
    system: System, resource: str, key: tuple[str, ...], numbers: Iterable[Hashable]
) -> set[tuple[str, str]]:
    """The codes of a shared key that may be wrong: those that no sum goes by in one of its rows, or all."""
    coded = system.code_fields[resource]
    codes = {(field, code) for field, code in zip(system.keys(resource), key, strict=True) if field in coded}
    blind = {
        (field, code)
        for number in numbers
        if isinstance(number, int)
        for field, code in codes
        if not system.is_judged(resource, number, field)
    }
    return blind or codes


def _key_in_doubt(system: System, resource: str, key: tuple[str, ...]) -> bool:
    rows = system.printed_keys(resource).items()
    return any(system.in_doubt(resource, number) for number, own in rows if own == key)


def _label_changes(proposals: Iterable[Proposal]) -> tuple[Changed, Removed]:
    """New codes by resource and row (a lost row has a name of its own), and the rows taken out."""
    changed: Changed = {}
    removed: Removed = {}
    for proposal in proposals:
        for (resource, number), codes in proposal.codes.items():
            rows = changed.setdefault(resource, {})
            rows[number] = {**rows.get(number, {}), **codes}
        if proposal.row is not None:
            changed.setdefault(proposal.row.resource, {})[id(proposal), "new"] = proposal.row.codes
        if proposal.removed is not None:
            removed.setdefault(proposal.removed[0], set()).add(proposal.removed[1])
            changed.setdefault(proposal.removed[0], {})
    return changed, removed


def _final_keys(
    system: System, resource: str, rows: Mapping[Hashable, Mapping[str, str]], gone: set[int]
) -> dict[Hashable, tuple[str, ...]]:
    """The keys of all rows of a resource after the changes, by row."""
    keys = dict[Hashable, tuple[str, ...]](system.printed_keys(resource).items())
    keys |= _new_keys(system, resource, rows)
    return {number: key for number, key in keys.items() if number not in gone}


def _new_keys(
    system: System, resource: str, rows: Mapping[Hashable, Mapping[str, str]]
) -> dict[Hashable, tuple[str, ...]]:
    return {n: system.key(resource, n if isinstance(n, int) else 0, codes) for n, codes in rows.items()}
