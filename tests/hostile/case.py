"""What a hostile file is, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

REFUSED = 2
READ = 0
ANY = -1


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A file by name, how to make it, and what may come of it.

    `exit` is the exit code, or ANY of those that a command may have. Where the file is refused, `says` (a
    pattern) is in the message.
    """

    name: str
    make: Callable[[], bytes]
    exit: int = REFUSED
    says: str = ""


def by_name(*groups: tuple[Case, ...]) -> Mapping[str, Case]:
    """All cases by their name, which is that of the file."""
    cases = {case.name: case for group in groups for case in group}
    if len(cases) != sum(map(len, groups)):
        raise ValueError("two hostile files have the same name")
    return cases


def cases(group: str, made: Iterable[tuple[str, Callable[[], bytes]]]) -> Iterator[Case]:
    """Cases of which it is not said what becomes of them, by the ends of their names."""
    for name, make in made:
        yield Case(name=f"{group}-{name}", make=make, exit=ANY)
