"""Forms: the set of tables that a jurisdiction prints, as TOML files in one folder.

A form folder holds `form.toml` (how its documents are recognised), `fields.toml` (what each field means),
`identities.toml` (which sums must agree) and one file a table, `NN_<resource>.toml`. All faults of a form
are reported at once, each with its file and path; a misspelt field fails here and never in the data.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from budgetpress.errors import FaultCollector, InputError

FieldType = Literal["text", "code", "amount", "relation", "value", "row"]
IdentityKind = Literal["sum", "total", "rollup", "balance", "equal", "within"]

FORMS_FOLDER = Path(__file__).parent / "forms"
_TYPES = ("text", "code", "amount", "relation", "value", "row")
_KINDS = ("sum", "total", "rollup", "balance", "equal", "within")
_SPLITS = ("", "code-name", "vocabulary")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """What one field holds: its type, titles, code list and fiscal column type."""

    name: str
    type: FieldType = "text"
    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    codelist: str = ""
    column_type: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A printed column: its headings (outermost first, any spelling) and the fields that its cells hold.

    `split` says how a cell holds several fields: `code-name` (`2010108-代表工作`) or `vocabulary`
    (listed words one after another). `fits` is a pattern that only cells of this column match.
    """

    headers: tuple[str, ...]
    fields: tuple[str, ...]
    split: str = ""
    fits: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Derived:
    """A field that is not printed: the code that a code list gives for the name in another field."""

    field: str
    source: str
    codelist: str
    digits: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Columns that make one row together; a printed line gives one row for each group with content."""

    resource: str
    columns: tuple[Column, ...]
    constants: Mapping[str, str]
    derived: tuple[Derived, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A printed block of a table: a grid of groups side by side, or labelled values (`records`)."""

    groups: tuple[Group, ...] = ()
    records: Mapping[str, str] | None = None
    record_resource: str = ""

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns of the block from left to right."""
        return tuple(column for group in self.groups for column in group.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class ResourceForm:
    """One resource of a table. A `single` resource is one record, whose row is named `totals`."""

    name: str
    title: str
    title_en: str
    fields: tuple[Field, ...]
    single: bool = False
    chart: Mapping[str, object] | None = None

    def field(self, name: str) -> Field:
        """The field of that name; KeyError if there is none."""
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise KeyError(name)

    @property
    def amounts(self) -> tuple[str, ...]:
        """The names of the amount fields, in printed order."""
        return tuple(item.name for item in self.fields if item.type == "amount")


@dataclass(frozen=True, kw_only=True, slots=True)
class TableForm:
    """One printed table: number, titles, unit, blocks, and the resources they fill."""

    number: str
    title: str
    title_en: str
    titles: tuple[str, ...]
    unit: str
    blocks: tuple[Block, ...]
    resources: tuple[ResourceForm, ...]
    headers: tuple[str, ...]

    def resource(self, name: str) -> ResourceForm:
        """The resource of that name; KeyError if there is none."""
        for candidate in self.resources:
            if candidate.name == name:
                return candidate
        raise KeyError(name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One side's part of an identity: the sum of `fields` over the rows of `resource` that match.

    `where` holds exact values, `prefix` the beginnings of codes; `key` groups rows by a code field
    cut to `digits`. `sign` is 1 or -1.
    """

    resource: str
    fields: tuple[str, ...]
    where: Mapping[str, tuple[str, ...]]
    prefix: Mapping[str, tuple[str, ...]]
    key: str = ""
    digits: int = 0
    sign: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """A declared identity: `left` must equal `right`, per row, per total row, per code or once."""

    name: str
    kind: IdentityKind
    title: str
    title_en: str
    reason: str
    reason_en: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
    above: bool = False
    levels: tuple[int, ...] = ()
    when_equal: tuple[str, ...] = ()
    unprinted: tuple[Term, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form: how to recognise its documents, its tables in order, and its identities."""

    name: str
    title: str
    title_en: str
    title_pattern: str
    year_patterns: tuple[str, ...]
    body_fields: tuple[tuple[str, str], ...]
    body_code_fields: tuple[tuple[str, str], ...]
    decimals: Mapping[str, int]
    kinds: Mapping[str, tuple[str, ...]]
    tables: tuple[TableForm, ...]
    identities: tuple[Identity, ...]
    codelists: tuple[str, ...]

    def table(self, number: str) -> TableForm:
        """The table with that number; KeyError if there is none."""
        for candidate in self.tables:
            if candidate.number == number:
                return candidate
        raise KeyError(number)

    def resources(self) -> Iterator[tuple[TableForm, ResourceForm]]:
        """Every resource with its table, in the order of the form."""
        for table in self.tables:
            for resource in table.resources:
                yield table, resource


def list_forms() -> tuple[str, ...]:
    """The names of the forms that come with budgetpress."""
    return tuple(sorted(path.parent.name for path in FORMS_FOLDER.glob("*/form.toml")))


@cache
def load_form(name_or_path: str | Path) -> Form:
    """Load a form by name or folder; InputError if it is unknown, FaultsError with all its faults."""
    folder = Path(name_or_path)
    if not (folder / "form.toml").is_file():
        folder = FORMS_FOLDER / str(name_or_path)
    if not (folder / "form.toml").is_file():
        raise InputError(
            str(name_or_path),
            "no such form",
            expected="one of " + ", ".join(list_forms()) + ", or a folder with a form.toml",
        )
    faults = FaultCollector(f"form {folder.name}")
    form = _Loader(folder, faults).load()
    faults.raise_any()
    return form


class _Loader:
    """Reads the files of one form folder; every fault goes to the collector and loading goes on."""

    def __init__(self, folder: Path, faults: FaultCollector) -> None:
        self.folder = folder
        self.faults = faults
        self.shared: dict[str, Field] = {}

    def load(self) -> Form:
        head = self.toml("form.toml")
        self.shared = self.fields("fields.toml", self.toml("fields.toml"))
        tables = tuple(self.table(path.name) for path in sorted(self.folder.glob("[0-9]*.toml")))
        for number in {t.number for t in tables if sum(o.number == t.number for o in tables) > 1}:
            self.faults.add("form.toml", f"two files describe table {number}")
        resources = {resource.name: resource for table in tables for resource in table.resources}
        identities = tuple(
            self.identity(f"identities.toml: identities[{i}]", raw, resources)
            for i, raw in enumerate(self.toml("identities.toml").get("identities", []))
        )
        recognise = head.get("recognise", {})
        used = {f.codelist for r in resources.values() for f in r.fields if f.codelist}
        form = Form(
            name=head.get("name", self.folder.name),
            title=self.need("form.toml", head, "title"),
            title_en=self.need("form.toml", head, "title_en"),
            title_pattern=self.regex("form.toml: recognise.title", recognise.get("title", "")),
            year_patterns=tuple(
                self.regex(f"form.toml: recognise.year[{i}]", pattern)
                for i, pattern in enumerate(recognise.get("year", ()))
            ),
            body_fields=self.places(recognise, "body", resources),
            body_code_fields=self.places(recognise, "body_code", resources),
            decimals=head.get("decimals", {}),
            kinds={kind: tuple(words) for kind, words in head.get("kinds", {}).items()},
            tables=tables,
            identities=identities,
            codelists=tuple(sorted(used)),
        )
        return form

    def toml(self, name: str) -> dict[str, Any]:
        path = self.folder / name
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.faults.add(name, "the file is missing")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.faults.add(name, str(error))
        return {}

    def need(self, path: str, raw: Mapping[str, Any], key: str) -> Any:
        if key not in raw:
            self.faults.add(path, f"'{key}' is missing")
        return raw.get(key, "")

    def known(self, path: str, raw: Mapping[str, Any], allowed: tuple[str, ...]) -> None:
        for key in raw:
            if key not in allowed:
                self.faults.add(path, f"unknown key '{key}' (known: {', '.join(allowed)})")

    def regex(self, path: str, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            self.faults.add(path, f"not a regular expression: {error}")
            return "(?!)"
        return pattern

    def places(
        self, recognise: Mapping[str, Any], key: str, resources: Mapping[str, ResourceForm]
    ) -> tuple[tuple[str, str], ...]:
        found = []
        for text in recognise.get(key, ()):
            resource, _, field = text.partition(".")
            self.check_field(f"form.toml: recognise.{key}", resources, resource, field)
            found.append((resource, field))
        return tuple(found)

    def fields(self, path: str, raw: Mapping[str, Any]) -> dict[str, Field]:
        return {name: self.field(f"{path}: {name}", name, entry) for name, entry in raw.items()}

    def field(self, path: str, name: str, raw: Mapping[str, Any], base: Field | None = None) -> Field:
        allowed = tuple(Field.__dataclass_fields__)
        self.known(path, raw, allowed)
        values = {key: tuple(v) if key == "values" else v for key, v in raw.items() if key in allowed}
        made = replace(base or Field(name=name), **values)
        if made.type not in _TYPES:
            self.faults.add(path, f"type '{made.type}' is none of {', '.join(_TYPES)}")
        for key in ("title", "title_en"):
            if not getattr(made, key):
                self.faults.add(path, f"'{key}' is missing")
        self.regex(path, made.pattern)
        return made

    def table(self, name: str) -> TableForm:
        raw = self.toml(name)
        self.known(
            name, raw, ("number", "title", "title_en", "titles", "unit", "headers", "fields", "resources", "blocks")
        )
        own = dict(self.shared)
        for field_name, entry in raw.get("fields", {}).items():
            own[field_name] = self.field(f"{name}: fields.{field_name}", field_name, entry, own.get(field_name))
        blocks = tuple(self.block(f"{name}: blocks[{i}]", block) for i, block in enumerate(raw.get("blocks", [])))
        resources = tuple(
            self.resource(f"{name}: resources[{i}]", entry, own, blocks)
            for i, entry in enumerate(raw.get("resources", []))
        )
        for resource in {g.resource for b in blocks for g in b.groups} - {r.name for r in resources}:
            self.faults.add(name, f"blocks fill the resource '{resource}', which is not declared")
        title = self.need(name, raw, "title")
        return TableForm(
            number=self.need(name, raw, "number"),
            title=title,
            title_en=self.need(name, raw, "title_en"),
            titles=(title, *raw.get("titles", ())),
            unit=raw.get("unit", ""),
            blocks=blocks,
            resources=resources,
            headers=tuple(raw.get("headers", ())),
        )

    def block(self, path: str, raw: Mapping[str, Any]) -> Block:
        self.known(path, raw, ("groups", "records", "resource"))
        groups = tuple(self.group(f"{path}.groups[{i}]", g) for i, g in enumerate(raw.get("groups", [])))
        records = raw.get("records")
        if bool(groups) == bool(records):
            self.faults.add(path, "a block has either groups (a grid) or records (labelled values)")
        return Block(groups=groups, records=records, record_resource=raw.get("resource", ""))

    def group(self, path: str, raw: Mapping[str, Any]) -> Group:
        self.known(path, raw, ("resource", "columns", "constants", "derived"))
        columns = []
        for i, entry in enumerate(raw.get("columns", [])):
            where = f"{path}.columns[{i}]"
            self.known(where, entry, ("headers", "fields", "split", "fits"))
            if entry.get("split", "") not in _SPLITS:
                self.faults.add(where, f"split '{entry['split']}' is none of {', '.join(_SPLITS)}")
            columns.append(
                Column(
                    headers=tuple(self.need(where, entry, "headers")),
                    fields=tuple(self.need(where, entry, "fields")),
                    split=entry.get("split", ""),
                    fits=self.regex(where, entry.get("fits", "")),
                )
            )
        derived = tuple(Derived(**entry) for entry in raw.get("derived", []))
        return Group(
            resource=self.need(path, raw, "resource"),
            columns=tuple(columns),
            constants=raw.get("constants", {}),
            derived=derived,
        )

    def resource(
        self, path: str, raw: Mapping[str, Any], own: Mapping[str, Field], blocks: tuple[Block, ...]
    ) -> ResourceForm:
        self.known(path, raw, ("name", "title", "title_en", "single", "chart", "order"))
        name = self.need(path, raw, "name")
        names: list[str] = list(raw.get("order", ()))
        for block in blocks:
            if block.record_resource == name:
                names += block.records or {}
            for group in (g for g in block.groups if g.resource == name):
                names += [*group.constants, *(f for c in group.columns for f in c.fields)]
                names += [derived.field for derived in group.derived]
        fields = []
        for field_name in dict.fromkeys(names):
            if field_name in own:
                fields.append(own[field_name])
            else:
                self.faults.add(path, f"field '{field_name}' is in no fields.toml")
        return ResourceForm(
            name=name,
            title=self.need(path, raw, "title"),
            title_en=self.need(path, raw, "title_en"),
            fields=tuple(fields),
            single=raw.get("single", False),
            chart=raw.get("chart"),
        )

    def identity(self, path: str, raw: Mapping[str, Any], resources: Mapping[str, ResourceForm]) -> Identity:
        allowed = ("name", "kind", "title", "title_en", "reason", "reason_en", "left", "right", "above")
        self.known(path, raw, (*allowed, "levels", "when_equal", "unprinted"))
        if raw.get("kind") not in _KINDS:
            self.faults.add(path, f"kind '{raw.get('kind')}' is none of {', '.join(_KINDS)}")
        sides = {
            side: tuple(
                self.term(f"{path}.{side}[{i}]", term, resources) for i, term in enumerate(raw.get(side, []))
            )
            for side in ("left", "right", "unprinted")
        }
        texts = {key: self.need(path, raw, key) for key in ("name", "title", "title_en", "reason", "reason_en")}
        return Identity(
            kind=raw.get("kind", "equal"),
            above=raw.get("above", False),
            levels=tuple(raw.get("levels", ())),
            when_equal=tuple(raw.get("when_equal", ())),
            **sides,
            **texts,
        )

    def term(self, path: str, raw: Mapping[str, Any], resources: Mapping[str, ResourceForm]) -> Term:
        self.known(path, raw, ("resource", "fields", "where", "prefix", "key", "digits", "sign"))
        resource = self.need(path, raw, "resource")
        fields = tuple(self.need(path, raw, "fields"))
        where = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in raw.get("where", {}).items()}
        prefix = {k: (v,) if isinstance(v, str) else tuple(v) for k, v in raw.get("prefix", {}).items()}
        key = raw.get("key", "")
        for name in (*fields, *(set(where) - {"kind"}), *prefix, *([key] if key else [])):
            self.check_field(path, resources, resource, name)
        return Term(
            resource=resource,
            fields=fields,
            where=where,
            prefix=prefix,
            key=key,
            digits=raw.get("digits", 0),
            sign=raw.get("sign", 1),
        )

    def check_field(
        self, path: str, resources: Mapping[str, ResourceForm], resource: str, field: str
    ) -> None:
        if resource not in resources:
            self.faults.add(path, f"no resource '{resource}' in this form")
        elif field not in {f.name for f in resources[resource].fields}:
            self.faults.add(path, f"the resource '{resource}' has no field '{field}'")

