"""Errors that a person can act on: file, place, what was found, what was expected, what to do.

Bad *data* is a :class:`budgetpress.model.Finding` and is returned; a bad form, release or command is one
of these exceptions and is raised. The command line turns each into exit code 2.
"""

from __future__ import annotations

from collections.abc import Iterable


class BudgetpressError(Exception):
    """The base of every error that budgetpress raises on purpose."""


class InputError(BudgetpressError):
    """A file that was given cannot be used."""

    def __init__(self, file: str, found: str, *, place: str = "", expected: str = "", do: str = "") -> None:
        self.file = file
        self.found = found
        self.place = place
        self.expected = expected
        self.do = do
        where = f"{file}, {place}" if place else file
        parts = [f"{where}: {found}"]
        if expected:
            parts.append(f"expected {expected}")
        super().__init__("; ".join(parts) + (f". {do}" if do else ""))


class FaultsError(BudgetpressError):
    """All faults that a loader found in one pass, each with its path."""

    def __init__(self, what: str, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        lines = "\n".join(f"  {fault}" for fault in self.faults)
        super().__init__(f"{what}: {len(self.faults)} fault(s)\n{lines}")


class FaultCollector:
    """Gathers faults so that a loader reports all of them at once."""

    def __init__(self, what: str) -> None:
        self._what = what
        self.faults: list[str] = []

    def add(self, path: str, message: str) -> None:
        """Record one fault at `path`, for example ``03_expenditure.toml: columns[2].field``."""
        self.faults.append(f"{path}: {message}")

    def raise_any(self) -> None:
        """Raise :class:`FaultsError` if anything was recorded."""
        if self.faults:
            raise FaultsError(self._what, self.faults)
