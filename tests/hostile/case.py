"""What a hostile file is, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

REFUSED = 2
READ = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A file by name, how to make it, and what may come of it.

    `exit` is the exit code. Where the file is refused, `says` (a pattern) is in the message.
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
