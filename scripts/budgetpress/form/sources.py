"""The files of a form folder, and those of the form that it is a variant of, as one.

A variant (`base = "jiangsu"` in its `form.toml`) takes over what it does not give itself: settings, fields
and tables key by key (a table is known by its number), identities, statements, headlines and pictures whole
(by their name). `without_tables`, `without_identities` and so on leave some of them out; a table that is left
out and given anew takes over nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from budgetpress.errors import FaultCollector
from budgetpress.facts import Facts, read_facts

Find = Callable[[str, Path], Path | None]
"""Name of a form and the folder that asks for it -> the folder of the form, None if there is none."""

_NAMED = ("identities", "statements", "headlines", "pictures")
OF_A_VARIANT = ("base", "without_tables", *(f"without_{key}" for key in _NAMED))
"""Keys of `form.toml` that only a variant has."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sources:
    """What a form is read from; `tables` are in the order of their files."""

    head: Facts
    fields: Facts
    tables: tuple[Facts, ...]
    identities: tuple[Facts, ...]
    statements: tuple[Facts, ...]
    headlines: tuple[Facts, ...]
    pictures: tuple[Facts, ...]
    text_headings: tuple[str, ...]
    base: str = ""


def read_sources(
    folder: Path, faults: FaultCollector, find: Find, seen: tuple[Path, ...] = (), label: str = ""
) -> Sources:
    """Read the files of a folder and of its base; `label` stands before the names of files in faults."""
    head = read_facts(folder / "form.toml", faults, f"{label}form.toml")
    own = _own(folder, head, faults, label)
    name = head.text("base", "")
    base = find(name, folder) if name else None
    if base is not None and base in (*seen, folder):
        head.fault(f"the form '{name}' is a variant of this one", "base")
    elif name and base is None:
        head.fault(f"no form '{name}'", "base")
    elif base is not None:
        return _merged(own, read_sources(base, faults, find, (*seen, folder), f"{base.name}/"), name)
    for key in OF_A_VARIANT[1:]:
        if key in head:
            head.fault("only a variant leaves something out", key)
    return own


def _own(folder: Path, head: Facts, faults: FaultCollector, label: str) -> Sources:
    variant = "base" in head
    identities = _optional(folder / "identities.toml", faults, label, needed=not variant)
    statements = _optional(folder / "statements.toml", faults, label, needed=False)
    overview = _optional(folder / "overview.toml", faults, label, needed=False)
    own = Sources(
        head=head,
        fields=_optional(folder / "fields.toml", faults, label, needed=not variant),
        tables=tuple(
            read_facts(path, faults, f"{label}{path.name}") for path in sorted(folder.glob("[0-9]*.toml"))
        ),
        identities=tuple(identities.tables("identities")),
        statements=tuple(statements.tables("statements")),
        headlines=tuple(overview.tables("headlines")),
        pictures=tuple(overview.tables("pictures")),
        text_headings=statements.patterns("headings"),
    )
    identities.done()
    statements.done()
    overview.done()
    return own


def _optional(path: Path, faults: FaultCollector, label: str, *, needed: bool) -> Facts:
    file = f"{label}{path.name}"
    return read_facts(path, faults, file) if needed or path.exists() else Facts(faults, file, {})


def _merged(own: Sources, base: Sources, name: str) -> Sources:
    without = {key: own.head.texts(f"without_{key}") for key in ("tables", *_NAMED)}
    named = {
        key: _named(own.head, key, getattr(own, key), getattr(base, key), without[key]) for key in _NAMED
    }
    head = {key: value for key, value in _raw(base.head).items() if key not in ("name", *OF_A_VARIANT)}
    return Sources(
        head=_over(own.head, head),
        fields=_over(own.fields, _raw(base.fields)),
        tables=_tables(own, base, without["tables"]),
        **named,
        text_headings=own.text_headings or base.text_headings,
        base=name,
    )


def _raw(facts: Facts) -> dict[str, object]:
    return {key: facts.raw(key) for key in facts}


def _over(own: Facts, base: Mapping[str, object]) -> Facts:
    """The own values over those of the base; tables of values are put together key by key."""
    raw = dict(base)
    for key, value in _raw(own).items():
        below = raw.get(key)
        raw[key] = {**below, **value} if isinstance(below, dict) and isinstance(value, dict) else value
    return Facts(own.faults, own.file, raw)


def _tables(own: Sources, base: Sources, without: tuple[str, ...]) -> tuple[Facts, ...]:
    known = {str(table.raw("number")): table for table in base.tables}
    mine = {str(table.raw("number")): table for table in own.tables}
    for number in without:
        if number not in known:
            own.head.fault(f"the form '{own.head.raw('base')}' has no table '{number}'", "without_tables")
    kept = [table for number, table in known.items() if number not in mine and number not in without]
    given = [_over(t, {} if n in without or n not in known else _raw(known[n])) for n, t in mine.items()]
    return tuple(sorted((*kept, *given), key=lambda table: Path(table.file).name))


def _named(
    head: Facts, key: str, own: Iterable[Facts], base: Iterable[Facts], without: tuple[str, ...]
) -> tuple[Facts, ...]:
    known = {str(entry.raw("name")): entry for entry in base}
    for name in without:
        if name not in known:
            head.fault(f"the form '{head.raw('base')}' has none named '{name}'", f"without_{key}")
    own = tuple(own)
    taken = {*without, *(str(entry.raw("name")) for entry in own)}
    return (*(entry for name, entry in known.items() if name not in taken), *own)
