"""A written package as those see it who compare packages: its descriptor and the rows of its CSV files.

Only what `package` wrote is read, and only the CSV files: they are the data, all other formats say the same.
What a package of unknown origin may name is looked at before it is opened: nothing outside `data/` is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from budgetpress.errors import InputError

Row = Mapping[str, str]
Read = Callable[[str], bytes]
"""The bytes of a file of a package by its path in it; KeyError if there is none."""

MAX_FILE: Final = 64 * 1024 * 1024
MAX_CELL: Final = 1024 * 1024
_PATH = re.compile(r"data/\w[\w.-]*\.csv", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Resource:
    """A resource: what the descriptor says of it (`raw`), and its rows; a blank cell is the empty text."""

    name: str
    role: str
    table: str
    raw: Mapping[str, Any]
    fields: Mapping[str, Mapping[str, Any]]
    rows: tuple[Row, ...]

    @property
    def amounts(self) -> tuple[str, ...]:
        """The names of the fields that hold yuan."""
        return tuple(name for name, raw in self.fields.items() if raw.get("unit") == "CNY")

    def holding(self, *kinds: str) -> tuple[str, ...]:
        """The names of the fields that hold one of these (`code`, `text`, `amount`, `row`, ...)."""
        return tuple(name for name, raw in self.fields.items() if raw.get("holds") in kinds)

    def text(self, key: str) -> str:
        """A text property of the resource, or the empty string."""
        value = self.raw.get(key)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A package. `origin` says for people where it was read from."""

    origin: str
    raw: Mapping[str, Any]
    resources: Mapping[str, Resource]

    def text(self, key: str) -> str:
        """A text property of the descriptor, or the empty string."""
        value = self.raw.get(key)
        return value if isinstance(value, str) else ""

    def part(self, key: str) -> Mapping[str, Any]:
        """An object property of the descriptor, or an empty one."""
        value = self.raw.get(key)
        return value if isinstance(value, dict) else {}

    def rows(self, role: str) -> tuple[Row, ...]:
        """The rows of the resource with that role; none where there is no such resource."""
        return next((each.rows for each in self.resources.values() if each.role == role), ())

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources that are printed tables, in order."""
        return tuple(each for each in self.resources.values() if each.role == "table")

    @property
    def year(self) -> int | None:
        """The fiscal year."""
        value = self.raw.get("fiscalYear")
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    @property
    def sources(self) -> dict[str, str]:
        """The sha256 of each source by the name of its file, as the places of figures give it."""
        listed = self.raw.get("sources")
        entries = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
        return {
            str(each.get("file") or each.get("path") or "").removeprefix("source/"): str(
                each.get("sha256") or ""
            )
            for each in entries
        }


def read_folder(folder: Path) -> Published:
    """The package in a folder; InputError where there is none or it is damaged."""
    root = folder.resolve()

    def read(name: str) -> bytes:
        path = (root / name).resolve()
        if not path.is_relative_to(root) or not path.is_file():
            raise KeyError(name)
        if path.stat().st_size > MAX_FILE:
            raise InputError(str(path), "the file is too large", expected=f"at most {MAX_FILE:,} bytes")
        return path.read_bytes()

    return read_published(str(folder), read)


def read_published(origin: str, read: Read) -> Published:
    """The package whose files `read` gives; InputError that names the file and place of a fault."""
    try:
        raw = json.loads(read("datapackage.json").decode("utf-8-sig"))
    except KeyError:
        raise InputError(
            origin, "there is no datapackage.json", expected="a package that budgetpress wrote"
        ) from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"{origin}: datapackage.json", f"not JSON: {error}"[:200]) from None
    listed = raw.get("resources") if isinstance(raw, dict) else None
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise InputError(f"{origin}: datapackage.json", "no list of resources", expected="a data package")
    resources = [_resource(origin, each, read) for each in listed]
    named = {each.name: each for each in resources}
    if len(named) < len(resources):
        raise InputError(f"{origin}: datapackage.json", "two resources have the same name")
    return Published(origin=origin, raw=raw, resources=named)


def _resource(origin: str, raw: Mapping[str, Any], read: Read) -> Resource:
    name, path = raw.get("name"), raw.get("path")
    place = f"resource {str(name)[:80]}"
    if not isinstance(name, str) or not isinstance(path, str) or not _PATH.fullmatch(path):
        raise InputError(
            f"{origin}: datapackage.json",
            f"path {str(path)[:80]!r}",
            place=place,
            expected="a name, and a CSV file in data/",
        )
    schema = raw.get("schema")
    listed = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(listed, list) or not all(
        isinstance(each, dict) and isinstance(each.get("name"), str) for each in listed
    ):
        raise InputError(f"{origin}: datapackage.json", "the schema has no list of fields", place=place)
    fields = {each["name"]: each for each in listed}
    try:
        data = read(path)
    except KeyError:
        raise InputError(
            f"{origin}: datapackage.json", f"the file '{path}' is missing", place=place
        ) from None
    role, table = raw.get("role"), raw.get("table")
    return Resource(
        name=name,
        role=role if isinstance(role, str) else "",
        table=table if isinstance(table, str) else "",
        raw=raw,
        fields=fields,
        rows=_rows(f"{origin}: {path}", data, list(fields)),
    )


def _rows(file: str, data: bytes, names: list[str]) -> tuple[Row, ...]:
    limit = csv.field_size_limit(MAX_CELL)
    try:
        text = data.decode("utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""))
        header = next(reader, [])
        if header != names:
            raise InputError(file, f"columns {header}"[:300], expected=f"{names}"[:300])
        rows = []
        for cells in reader:
            if len(cells) != len(names):
                raise InputError(
                    file,
                    f"{len(cells)} cells",
                    place=f"line {reader.line_num}",
                    expected=f"{len(names)} cells",
                )
            rows.append(dict(zip(names, cells, strict=True)))
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(file, f"not a CSV file in UTF-8: {error}") from None
    finally:
        csv.field_size_limit(limit)
    return tuple(rows)
