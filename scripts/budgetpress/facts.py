"""Facts about the world are TOML files: read one value by value, and gather everything that is wrong in it.

A value that is missing, unknown or of a wrong type is a fault with its path, such as
``03_expenditure.toml: blocks[0].groups[0].columns[2].fields``; reading goes on with an empty value, so that
a person sees all faults of a file at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from budgetpress.errors import FaultCollector

T = TypeVar("T")


class Facts:
    """One table of a TOML file. A getter tells what it misses; :meth:`done` tells what nobody asked for."""

    def __init__(self, faults: FaultCollector, file: str, raw: object, path: str = "") -> None:
        self.faults = faults
        self.file = file
        self.path = path
        self._asked: dict[str, None] = {}
        self._raw: Mapping[str, Any] = {}
        if isinstance(raw, dict):
            self._raw = raw
        else:
            self.fault(f"expected a table, found {_shown(raw)}")

    def fault(self, message: str, key: str = "") -> None:
        """Record a fault of this table, or of one key of it."""
        dotted = ".".join(part for part in (self.path, key) if part)
        self.faults.add(": ".join(part for part in (self.file, dotted) if part) or "file", message)

    def __contains__(self, key: str) -> bool:
        """Whether the key is given."""
        return key in self._raw

    def __iter__(self) -> Iterator[str]:
        """The keys that are given, in the order of the file."""
        return iter(self._raw)

    def done(self) -> None:
        """Call when all is read: every key that was not asked for is a fault."""
        for key in self._raw:
            if key not in self._asked:
                self.fault(f"unknown key '{key}' (known: {', '.join(self._asked)})")

    # Values

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be given and not be blank."""
        value = self._value(key, str, "a text", "" if default is None else default, needed=default is None)
        if default is None and key in self._raw and isinstance(self._raw[key], str) and not value.strip():
            self.fault("is blank", key)
        return value

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        """A text that is one of `allowed`; the first of them stands in for a wrong one."""
        value = self.text(key, default)
        if value in allowed:
            return value
        if key in self._raw and isinstance(self._raw[key], str):
            known = ", ".join(word or "''" for word in allowed)
            self.fault(f"'{value}' is none of {known}", key)
        return allowed[0]

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number; without a default it must be given."""
        return self._value(key, int, "a whole number", default or 0, needed=default is None)

    def flag(self, key: str) -> bool:
        """True or false; false where it is not given."""
        return self._value(key, bool, "true or false", False, needed=False)

    def pattern(self, key: str, *, groups: Sequence[str] = ()) -> str:
        """A regular expression with these named groups; empty where it is not given."""
        return self._pattern(self.text(key, ""), key, groups)

    def patterns(self, key: str, *, groups: Sequence[str] = ()) -> tuple[str, ...]:
        """Several regular expressions."""
        return tuple(self._pattern(text, f"{key}[{i}]", groups) for i, text in enumerate(self.texts(key)))

    def texts(self, key: str, *, needed: bool = False) -> tuple[str, ...]:
        """A list of texts; where it is needed it must have one."""
        values = self._list(key, str, "a list of texts", needed)
        if needed and key in self._raw and self._raw[key] == []:
            self.fault("is empty", key)
        return values

    def integers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        return self._list(key, int, "a list of whole numbers", False)

    def text_map(self, key: str) -> dict[str, str]:
        """A table of texts."""
        return {name: table.text(name) for table in (self.table(key),) for name in table}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A table whose values are a text or a list of texts each."""
        table = self.table(key)
        return {name: table.one_or_more(name) for name in table}

    def one_or_more(self, key: str) -> tuple[str, ...]:
        """A text, or a list of texts."""
        return (self.text(key),) if isinstance(self._raw.get(key), str) else self.texts(key, needed=True)

    def raw(self, key: str) -> object:
        """The value as it is, None where it is not given."""
        self._asked[key] = None
        return self._raw.get(key)

    def table(self, key: str) -> Facts:
        """The table below a key; an empty one where it is not given."""
        self._asked[key] = None
        return Facts(self.faults, self.file, self._raw.get(key, {}), self._below(key))

    def tables(self, key: str) -> list[Facts]:
        """The tables of a list; none where it is not given."""
        self._asked[key] = None
        value = self._raw.get(key, [])
        if not isinstance(value, list):
            self.fault(f"expected a list of tables, found {_shown(value)}", key)
            return []
        return [
            Facts(self.faults, self.file, item, self._below(f"{key}[{i}]")) for i, item in enumerate(value)
        ]

    # Inside

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _value(self, key: str, kind: type[T], words: str, default: T, *, needed: bool) -> T:
        self._asked[key] = None
        if key not in self._raw:
            if needed:
                self.fault(f"'{key}' is missing")
            return default
        value = self._raw[key]
        if not _is(value, kind):
            self.fault(f"expected {words}, found {_shown(value)}", key)
            return default
        return value  # type: ignore[no-any-return]

    def _list(self, key: str, kind: type[T], words: str, needed: bool) -> tuple[T, ...]:
        value: list[Any] = self._value(key, list, words, [], needed=needed)
        if all(_is(item, kind) for item in value):
            return tuple(value)
        self.fault(f"expected {words}, found {_shown(value)}", key)
        return ()

    def _pattern(self, text: str, key: str, groups: Sequence[str]) -> str:
        try:
            compiled = re.compile(text)
        except re.error as error:
            self.fault(f"not a regular expression: {error}", key)
            return "(?!)"
        for name in groups if text else ():
            if name not in compiled.groupindex:
                self.fault(f"the pattern has no group (?P<{name}>...)", key)
        return text


def read_facts(path: Path, faults: FaultCollector, file: str) -> Facts:
    """The top table of a TOML file; a file that cannot be read is a fault and gives an empty table."""
    return Facts(faults, file, _load(path, lambda message: faults.add(file, message)))


def _load(path: Path, fault: Callable[[str], None]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        fault("the file is missing")
    except OSError as error:
        fault(f"cannot be read ({error.strerror})")
    except UnicodeDecodeError as error:
        fault(f"byte {error.start + 1} is not UTF-8")
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault(f"not TOML: {error}")
    return {}


def _is(value: object, kind: type[object]) -> bool:
    """Whether a value is of that kind; true is not a number here."""
    return isinstance(value, kind) and (kind is bool or not isinstance(value, bool))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
